"""Each small case of tests/data/invented is read as the table beside them, right.toml, says."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.domain import Label, ReadAs, SectionName
from pipeline.entities import recognize
from pipeline.process import Processor

FOLDER = Path(__file__).parent / "data" / "invented"
RIGHT = tomllib.loads((FOLDER / "right.toml").read_text(encoding="utf-8"))
PROGRAM = Processor(load_config())


def cases(key: str, part: str = "") -> Callable:
    """Return what runs a test once for each case that says `key`; where `part` is still wrong, it fails."""

    def case(name: str):
        reason = RIGHT[name].get("wrong", {}).get(part or key)
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        return pytest.param(name, id=name, marks=marks)

    return pytest.mark.parametrize("name", [case(name) for name in RIGHT if key in RIGHT[name]])


@cache
def read(name: str):
    (meeting,) = PROGRAM.read_meetings(FOLDER / name)
    return PROGRAM.cut(meeting)


def test_every_file_is_in_the_table():
    assert set(RIGHT) == {path.name for path in FOLDER.iterdir()} - {"right.toml"}


@cases("items", "accepted")
def test_it_is_accepted(name):
    assert read(name).structure.read_as is not ReadAs.DOUBTFUL


@cases("committee")
def test_the_head_is_read(name):
    meeting, right = read(name).meeting, RIGHT[name]
    found = {key: getattr(meeting, key) for key in ("committee", "date", "start", "place")}
    assert found == {key: right.get(key) for key in found}


@cases("items")
def test_the_items_and_their_sections_are_found(name):
    found = [
        {
            "number": item.number,
            "title": item.title,
            "sections": [part.name for part in item.sections if part.name is not SectionName.ANDET],
        }
        for item in read(name).items
    ]
    assert found == RIGHT[name]["items"]


@cases("items", "ledger")
def test_nothing_is_said_to_be_lost(name):
    ledger = read(name).ledger
    assert (ledger.gaps, ledger.missing, ledger.unlisted, ledger.crowded) == ((), (), (), ())


@cases("entities")
def test_the_rules_find_its_mentions(name, nlp):
    minutes = read(name)
    mentions = recognize(nlp, minutes.text, minutes.items, minutes.meeting)
    found = {item.number: by_label(own) for item, own in zip(minutes.items, mentions, strict=True)}
    assert {number: found[number] for number in RIGHT[name]["entities"]} == RIGHT[name]["entities"]


@pytest.mark.slow
@cases("entities")
def test_rules_and_tagger_find_its_mentions(name):
    tagged = PROGRAM.tag(read(name)).tagged
    found = {one.item.number: by_label(one.entities) for one in tagged.items}
    assert {number: found[number] for number in RIGHT[name]["entities"]} == RIGHT[name]["entities"]


def by_label(mentions) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in mentions:
        if one.label is not Label.DATE:
            found.setdefault(one.label, []).append(one.norm if one.label is Label.AMOUNT else one.text)
    return found


@pytest.mark.slow
@cases("themes")
def test_its_themes_are_assigned(name):
    themes = PROGRAM.tag(read(name)).tagged.items[0].themes
    assert [score.theme for score in themes if score.assigned] == RIGHT[name]["themes"]
