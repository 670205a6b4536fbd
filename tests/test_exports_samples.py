"""What is read of two exports of each layout is what stands in `expected*.json` beside them."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import load_config
from pipeline.domain import AgendaItem, Minutes, ReadAs
from pipeline.minutes.exports.package import Exported
from pipeline.minutes.inputs import find_inputs

SAMPLES = Path(__file__).parent / "data" / "exports"
LIMITS = load_config().minutes
FOLDERS = sorted(path for path in SAMPLES.glob("*/*") if path.is_dir())
EXPECTED = sorted(path for path in SAMPLES.glob("*/*/expected*.json") if "udvalgsliste" not in path.name)


def name(path: Path) -> str:
    return "/".join(path.relative_to(SAMPLES).parts)


def minutes_in(path: Path) -> Iterator[Minutes]:
    for found in find_inputs([path], LIMITS):
        assert isinstance(found, Exported), f"{found} is no document of an export"
        cut = found.read().cut
        assert cut is not None
        yield cut


@pytest.fixture(params=EXPECTED, ids=name)
def pair(request) -> tuple[dict[str, Any], Minutes]:
    """What is expected of a document, and what is read."""
    expected = json.loads(request.param.read_text(encoding="utf-8"))
    (found,) = [one for one in minutes_in(request.param.parent) if one.source == expected["source"]]
    return expected, found


def test_the_meeting_is_as_the_system_states_it(pair):
    expected, minutes = pair
    meeting, stated = minutes.meeting, expected["meeting"]
    assert (meeting.title, meeting.committee, meeting.place) == (
        stated["title"], stated["committee"], stated["place"],
    )  # fmt: skip
    assert (meeting.date.isoformat(), clock(meeting.start), clock(meeting.end)) == (
        stated["date"], stated["start"], stated["end"],
    )  # fmt: skip
    assert list(meeting.absent) == expected["meeting_absent"]
    assert minutes.status == expected["status"]
    assert list(minutes.not_released) == expected["not_released"]
    assert minutes.structure.read_as is ReadAs.EXACT


def clock(time) -> str | None:
    return time and f"{time:%H:%M}"


def test_the_items_are_as_the_system_states_them(pair):
    expected, minutes = pair
    assert [facts(item) for item in minutes.items] == [
        {**{name: item[name] for name in facts(minutes.items[0])}, "case_number": item["case_number"] or ""}
        for item in expected["items"]
    ]
    assert [item.order for item in minutes.items] == list(range(1, len(minutes.items) + 1))


def facts(item: AgendaItem) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title,
        "open": item.open,
        "case_number": item.case_number,
        "absent": list(item.absent),
        "supplement": item.supplement,
        "attachments": [one.text for one in item.attachments],
        "earlier": [{"committee": one.committee, "date": one.date.isoformat()} for one in item.earlier],
    }


def test_the_sections_are_those_of_the_system_in_their_order(pair):
    expected, minutes = pair
    for item, stated in zip(minutes.items, expected["items"], strict=True):
        names = [section["name"] for section in stated["sections"]]
        found = [section for section in item.sections if section.printed in names]
        assert [section.printed for section in found] == names
        for section, words in zip(found, stated["sections"], strict=True):
            text = minutes.text[section.start : section.end].removeprefix(section.printed)
            assert " ".join(text.split()).lstrip("• 1.").startswith(words["text_starts"])
            assert " ".join(text.split()).endswith(words["text_ends"])


def test_every_place_is_in_the_text(pair):
    _, minutes = pair
    for item in minutes.items:
        assert minutes.text[item.start :].startswith(
            f"{item.number}. {item.title}\n"[: item.end - item.start]
        )
        for section in item.sections:
            assert item.start < section.start < section.end <= item.end
            assert minutes.text[section.start :].startswith(section.printed)
        for one in item.attachments:
            assert minutes.text[one.start : one.end] == one.text


def test_an_attachment_that_is_not_public_is_named_nowhere(pair):
    expected, minutes = pair
    for item in expected["items"]:
        for withheld in item["attachments_withheld"]:
            assert withheld not in repr(minutes)


def test_a_closed_item_has_nothing_but_its_heading(pair):
    _, minutes = pair
    for item in minutes.items:
        if not item.open:
            case = f"\nSagsnr.: {item.case_number}" if item.case_number else ""
            assert minutes.text[item.start : item.end] == f"{item.number}. {item.title}{case}"
            assert item.sections == item.attachments == item.absent == item.earlier == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_nothing_else_in_a_folder_is_read_as_minutes(folder):
    sources = {json.loads(path.read_text(encoding="utf-8"))["source"] for path in expected_in(folder)}
    assert {minutes.source for minutes in minutes_in(folder)} == sources


def expected_in(folder: Path) -> list[Path]:
    return [path for path in EXPECTED if path.parent == folder]


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_zip_archive_holds_what_its_folder_does(folder, tmp_path):
    packed = tmp_path / "eksport.bin"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.rglob("*"):
            archive.write(path, path.relative_to(folder))
    assert list(minutes_in(packed)) == list(minutes_in(folder))


def test_what_was_replaced_or_withdrawn_is_named(pair):
    expected, minutes = pair
    notes = minutes.ledger.notes
    assert [f"takes the place of {one}" in notes for one in expected.get("superseded", [])].count(False) == 0
    assert [f"withdrawn: {one}" in notes for one in expected.get("withdrawn", [])].count(False) == 0
