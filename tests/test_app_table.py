"""The items of an archive as a table: what Danish spreadsheets read, and nothing that they run."""

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from pipeline.app.session import Session
from pipeline.app.table import table_lines
from pipeline.cli.app import app
from pipeline.config import load_config
from pipeline.domain import Label

DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter på Søhesten.")


@pytest.fixture
def session(archive, encoder, word_links):
    session = Session(load_config(), archive)
    vars(session.processor).update(encoder=encoder, links=word_links)
    return session


@pytest.fixture
def rows(session):
    """Return the rows of the table, by the names of their columns."""

    def rows(**options):
        text = "".join(table_lines(session, pytest.fail, **options))
        return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))

    return rows


def test_a_row_is_an_item_with_its_tags_and_links(put, minutes_of, rows):
    put(minutes_of(DRUGS, date=dt.date(2022, 5, 4)))
    put(
        minutes_of(
            ("Åbning", "Søhesten åbner på Ærø."),
            DRUGS,
            names={"Søhesten": Label.INSTITUTION, "Ærø": Label.MUNICIPALITY},
            themes=("stofbehandling",),
        )
    )
    _, opening, drugs = rows()
    assert (opening["Titel"], opening["Dato"], opening["Udvalg"]) == ("Åbning", "2023-01-20", "Forum Ærø")
    assert (opening["Institutioner"], opening["Kommuner"], opening["Temaer"]) == ("Søhesten", "Ærø", "")
    assert (drugs["Temaer"], drugs["Henvisninger"]) == ("stofbehandling", "forum-aeroe/2022-05-04/1")


def test_it_is_what_danish_excel_opens(put, minutes_of, session):
    put(minutes_of(("Åbning; og lukning", "Søhesten åbner.")))
    first, second = table_lines(session, pytest.fail)
    assert first.startswith("\ufeffUdgiver;Udvalg;Dato;")
    assert first.endswith("\r\n")
    assert ';"Åbning; og lukning";' in second


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x")', "+45 12 34", "-1", "@SUM(A1)", "＝1+1"])
def test_no_cell_is_a_formula(put, minutes_of, rows, title):
    put(minutes_of((title, "Søhesten åbner.")))
    assert rows()[0]["Titel"] == f"'{title}"


def test_cpr_numbers_are_masked_unless_asked_for(put, minutes_of, rows):
    put(minutes_of(("Klage fra 010190-1234", "Klagen afvises.")))
    assert rows()[0]["Titel"] == "Klage fra ••••••-••••"
    assert rows(unmasked=True)[0]["Titel"] == "Klage fra 010190-1234"


def test_a_closed_item_says_so(put, minutes_of, rows):
    tagged = minutes_of(("Køb af grund", "x"))
    items = tuple(replace(one, item=replace(one.item, open=False)) for one in tagged.items)
    minutes = replace(tagged.minutes, items=tuple(one.item for one in items))
    put(replace(tagged, minutes=minutes, items=items))
    assert rows()[0]["Åbent"] == "nej"


def test_the_command_takes_one_form_at_a_time(tmp_path):
    given = ["export", str(tmp_path / "a.jsonl"), "--csv", str(tmp_path / "a.csv")]
    assert CliRunner().invoke(app, given).exit_code == 2
