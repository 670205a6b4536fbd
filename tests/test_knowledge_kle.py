"""A case number of KL Emnesystematik says what the case is about."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.app.session import Session
from pipeline.cli.app import app
from pipeline.config import load_config
from pipeline.errors import KnowledgeError
from pipeline.knowledge.kle import group_of, read_kle

SHIPPED = load_config().paths.knowledge


@pytest.fixture(scope="module")
def groups():
    return read_kle(SHIPPED)


@pytest.mark.parametrize(
    ("case_number", "title"),
    [
        ("27.03.08-P20-1-22", "Tilbud efter serviceloven"),
        ("27.12.08-P20-1-22", "Social service"),
        ("03.22.05-G01-12-21", "Friplejeboliger"),
        ("Sagsnr. 00.22.02-A00-3-20", "Kommunalbestyrelsen, udvalg mv."),
        ("54.15.00-Ø54-1-15", "Uddannelse"),
    ],
)
def test_a_case_is_of_its_group_or_else_its_main_group(groups, case_number, title):
    assert group_of(case_number, groups).title == title


@pytest.mark.parametrize(
    "other", ["", "299835", "2013-003869", "27.03.08", "127.03.08-P20-1-22", "99.03.08-P20-1-22"]
)
def test_other_numbers_are_of_none(groups, other):
    assert group_of(other, groups) is None


def test_every_group_is_of_a_main_group_and_has_a_source(groups):
    main = {group.number for group in groups if "." not in group.number}
    assert len(main) == 36
    assert {group.number[:2] for group in groups} == main
    assert all(group.source.startswith("https://") for group in groups)


def write(folder: Path, text: str) -> Path:
    (folder / "kle.csv").write_text(f"number,title,source\n{text}", encoding="utf-8")
    return folder


def test_a_row_of_ones_own_counts_at_once(tmp_path):
    own = read_kle(write(tmp_path, "27.03,Særlige sager,https://kommune.example\n"))
    assert group_of("27.03.08-P20-1-22", own).title == "Særlige sager"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("27.3,Titel,kilde", "is of no group"),
        ("27,,kilde", "title is empty"),
        ("27,A,b\n27,C,d", "already in line 2"),
    ],
)
def test_a_wrong_row_is_told(tmp_path, row, complaint):
    with pytest.raises(KnowledgeError, match=complaint):
        read_kle(write(tmp_path, row))


def test_a_folder_without_groups_is_no_error(tmp_path):
    assert read_kle(tmp_path) == ()


def test_the_subject_is_shown_with_number_and_title(archive):
    session = Session(load_config(), archive)
    assert session.subject_of("27.03.08-P20-1-22") == "27.03 Tilbud efter serviceloven"
    assert session.subject_of("") == session.subject_of("299835") == ""


def test_an_item_tells_what_its_case_is_about(archive, put, minutes_of):
    tagged = minutes_of(("Nye pladser", "Der er fire pladser."))
    items = [replace(one, item=replace(one.item, case_number="27.03.08-P20-1-22")) for one in tagged.items]
    minutes = replace(tagged.minutes, items=tuple(one.item for one in items))
    put(replace(tagged, minutes=minutes, items=tuple(items)))
    shown = CliRunner().invoke(app, ["--archive", str(archive.file), "show", items[0].item.id]).stdout
    assert "Sagsnummer   27.03.08-P20-1-22\nEmne         27.03 Tilbud efter serviceloven\n" in shown
