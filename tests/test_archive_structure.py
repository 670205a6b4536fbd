"""How surely minutes were read, and what of them was made, is kept with them and given back."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from pipeline.app.adding import add_file
from pipeline.app.answers import to_json
from pipeline.archive import Archive, Outcome
from pipeline.domain import Doubt, Earlier, ReadAs, SectionName, Status, Structure, TaggedMinutes

PLACES = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser.")
ANY = ("Eventuelt", "Intet.")
HEAD = "forum-aeroe/2023-01-20"
GUESSED = Structure(
    read_as=ReadAs.GUESSED, confidence=0.93, guessed=("items", "date"),
    doubts=(Doubt(start=0, end=11, reason="ingen overskrift"),),
)  # fmt: skip


@pytest.fixture
def guessed(minutes_of) -> TaggedMinutes:
    """Minutes of an item without a number, closed, with a case number and a section of a name of its own."""
    tagged = minutes_of(PLACES, ANY)
    first, last = tagged.items
    section = replace(first.item.sections[0], name=SectionName.ANDET, printed="Æblehaven")
    item = replace(
        first.item, open=False, case_number="27.03.08-P20-1-22", made=("number",), sections=(section,),
        neutral_title="Personsag på Ærø", order=3, supplement=True, absent=("Åse Lund (V)",),
        earlier=(Earlier(committee="Økonomiudvalget", date=dt.date(2022, 12, 5)),),
    )  # fmt: skip
    meeting = replace(tagged.minutes.meeting, absent=("Åse Lund (V)", "Bo Ærø"))
    minutes = replace(
        tagged.minutes, items=(item, last.item), structure=GUESSED, meeting=meeting,
        system="FirstAgenda", status=Status.AGENDA, stamp="2023-01-13T09:12:33.000000", not_released=("1",),
    )  # fmt: skip
    return TaggedMinutes(minutes=minutes, items=(replace(first, item=item), last))


def test_it_is_read_back_whole(archive, put, guessed):
    put(guessed)
    assert archive.minutes(HEAD) == guessed


def opened(tagged: TaggedMinutes) -> TaggedMinutes:
    """Return minutes with all their items open."""
    items = tuple(replace(one, open=True) for one in tagged.minutes.items)
    own = tuple(replace(one, item=item) for one, item in zip(tagged.items, items, strict=True))
    return replace(tagged, minutes=replace(tagged.minutes, items=items), items=own)


def test_a_new_version_is_as_surely_read_as_it_was(archive, put, guessed, minutes_of):
    put(opened(guessed))
    put(minutes_of(PLACES, (*ANY, "Og dog.")))
    assert archive.meeting(HEAD).structure == Structure()


def test_minutes_take_the_place_of_their_agenda(archive, put, guessed, minutes_of):
    put(opened(guessed))
    put(minutes_of(PLACES, (*ANY, "Og dog.")))
    minutes = archive.minutes(HEAD).minutes
    assert (minutes.system, minutes.status, minutes.stamp, minutes.not_released) == (
        "",
        Status.MINUTES,
        "",
        (),
    )
    assert minutes.meeting.absent == ()


def test_a_text_takes_no_place_where_it_prints_what_is_closed(archive, put, guessed, minutes_of):
    put(guessed)
    assert put(minutes_of(PLACES, (*ANY, "Og dog."))).outcome is Outcome.OLDER
    assert archive.minutes(HEAD).minutes.system == "FirstAgenda"


def test_a_text_without_what_is_closed_takes_the_place_of_the_agenda(archive, put, guessed, minutes_of):
    put(guessed)
    assert put(minutes_of((*ANY, "Og dog."))).outcome is Outcome.NEW_VERSION


def test_a_list_and_an_item_say_how_surely_they_were_read(archive, put, guessed):
    put(guessed)
    (meeting,), item = to_json(archive.meetings()), to_json(archive.item(f"{HEAD}/1"))
    for row in (meeting, item):
        assert row["structure"]["read_as"] == "guessed"
        assert row["structure"]["confidence"] == 0.93
    assert (item["open"], item["case_number"], item["made"]) == (False, "27.03.08-P20-1-22", ["number"])
    assert item["sections"][0]["printed"] == "Æblehaven"


def test_it_comes_with_an_export(archive, put, guessed, encoder, tmp_path):
    from pipeline.encoder import encode_items
    from pipeline.process import Processed

    class Encoding:
        """Reads and tags nothing."""

        def encode(self, tagged):
            passages = [item.passages for item in tagged.items]
            return Processed(tagged=tagged, encoded=encode_items(encoder, tagged.minutes.items, passages))

    Encoding.encoder = encoder
    put(guessed)
    path = tmp_path / "export.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in archive.export()), encoding="utf-8")
    with Archive.open(str(tmp_path / "other.db")) as other:
        list(add_file(Encoding(), other, path))
        assert other.minutes(HEAD) == guessed
