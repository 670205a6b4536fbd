"""Items renamed and meetings corrected by hand: ids stay, what rests on them follows, undoing restores it."""

import datetime as dt
import json
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from builders import PlainProcessor
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.app.adding import add_file
from pipeline.app.corrections import Corrector
from pipeline.archive import Archive, Outcome
from pipeline.domain import (
    Filters,
    MeetingChange,
    MergeChange,
    RenameChange,
    Signature,
    SplitChange,
    TaggedMinutes,
    ThemeChange,
)
from pipeline.encoder import Encoded
from pipeline.errors import CorrectionError
from tests.test_corrections_log import about

FUSED = ("Budget", "Budgettet er vedtaget.", "Eventuelt", "Intet under punktet.")
PLACES = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser.")
LAST = ("Næste møde", "Den 3. maj.")
HEAD = "forum-aeroe/2023-01-20"
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC), why="læst igen")
NAMED = RenameChange(number="7", title="Søhesten åbner")
MOVED = MeetingChange(committee="Råd for Ærø", date=dt.date(2023, 2, 21), start=dt.time(8, 30), place="Søby")


@pytest.fixture
def processor(encoder):
    return PlainProcessor(encoder)


@pytest.fixture
def corrector(archive, put, minutes_of, processor):
    put(minutes_of(PLACES, FUSED, LAST, themes=("plads",)))
    return Corrector(processor, archive)


@pytest.fixture(scope="module")
def any_encoder():
    """An encoder whose vectors say nothing: what is tested does not look at them."""

    class Ones:
        name = "tiny"
        dimension = 4

        def encode(self, passages):
            return Encoded(vectors=np.ones((len(passages), 4), dtype=np.float32), tokens=())

    return Ones()


def test_a_renamed_item_keeps_its_id_and_is_shown_and_found_by_its_name(archive, corrector, processor):
    (entry,) = corrector.correct(f"{HEAD}/2", [NAMED], SIGNED)
    item = archive.item(f"{HEAD}/2").tagged.item
    assert (item.number, item.title) == ("7", "Søhesten åbner")
    assert (entry.before, entry.after) == ("2. Budget", "7. Søhesten åbner")
    assert archive.search("søhesten", limit=3)[0].item.id == f"{HEAD}/2"
    assert archive.item(f"{HEAD}/2").tagged.passages[0].path == ("Søhesten åbner",)
    assert len(processor.tagged) == 1


def test_what_a_person_gave_a_name_is_no_longer_made(archive, put, minutes_of, processor):
    tagged = minutes_of(PLACES)
    (one,) = tagged.items
    made = replace(one.item, made=("number", "title"))
    put(replace(tagged, items=(replace(one, item=made),), minutes=replace(tagged.minutes, items=(made,))))
    Corrector(processor, archive).correct(f"{HEAD}/1", [RenameChange(title="Pladser")], SIGNED)
    item = archive.item(f"{HEAD}/1").tagged.item
    assert (item.title, item.number, item.made) == ("Pladser", "1", ("number",))


def test_corrections_of_a_renamed_item_hold_on_and_may_follow(archive, corrector):
    yes, no = (ThemeChange(theme="stof", assigned=assigned) for assigned in (True, False))
    corrector.correct(f"{HEAD}/2", [yes], SIGNED)
    corrector.correct(f"{HEAD}/2", [NAMED], SIGNED)
    assert "stof" in archive.items()[1].themes
    corrector.correct(f"{HEAD}/2", [no], SIGNED)
    assert "stof" not in archive.items()[1].themes
    assert archive.waiting() == set()
    assert [entry.number for entry in about(archive, f"{HEAD}/2")] == [3, 2, 1]


def test_an_item_may_be_renamed_and_split(archive, corrector):
    at = archive.item(f"{HEAD}/2").text.index("Eventuelt")
    corrector.correct(f"{HEAD}/2", [NAMED, SplitChange(at=at, title="Eventuelt")], SIGNED)
    assert [(item.id, item.number) for item in archive.items()][1:3] == [
        (f"{HEAD}/2", "7"),
        (f"{HEAD}/2b", "7b"),
    ]
    corrector.undo(2, SIGNED)
    assert [item.number for item in archive.items()] == ["1", "7", "3"]


def test_a_corrected_meeting_is_shown_so_and_its_ids_stay(archive, corrector, processor):
    (entry,) = corrector.correct(HEAD, [MOVED], SIGNED)
    stored = archive.meeting(HEAD)
    assert (stored.meeting.committee, stored.meeting.date) == ("Råd for Ærø", dt.date(2023, 2, 21))
    assert (stored.meeting.start, stored.meeting.place) == (dt.time(8, 30), "Søby")
    assert archive.item(f"{HEAD}/1").meeting == stored.meeting
    assert (entry.item_id, entry.before) == (
        HEAD,
        "udvalg: Forum Ærø; dato: 20. januar 2023; start: –; sted: –",
    )
    assert entry.after == "udvalg: Råd for Ærø; dato: 21. februar 2023; start: 8.30; sted: Søby"
    assert processor.tagged == ["1", "2", "3"]


def test_filters_go_by_the_corrected_meeting(archive, corrector):
    corrector.correct(HEAD, [MOVED], SIGNED)
    for committee in ("Råd for Ærø", "raad-for-aeroe"):
        assert len(archive.items(Filters(committees=(committee,)))) == 3
    assert archive.items(Filters(committees=("Forum Ærø",))) == ()
    assert archive.items(Filters(before=dt.date(2023, 2, 1))) == ()


def test_the_slug_in_ids_leads_to_the_corrected_committee_unless_another_has_it(
    archive, corrector, put, minutes_of
):
    corrector.correct(HEAD, [MOVED], SIGNED)
    assert archive.committees_called("Forum-Aeroe") == ("Råd for Ærø",)
    put(minutes_of(PLACES, date=dt.date(2024, 1, 1), source="senere.txt"))
    assert archive.committees_called("forum-aeroe") == ("Forum Ærø",)


def test_where_and_when_alone_leave_the_tags(corrector, processor):
    corrector.correct(HEAD, [MeetingChange(place="Søby", end=dt.time(12, 0))], SIGNED)
    assert processor.tagged == []


@pytest.mark.parametrize(("about", "change"), [(f"{HEAD}/2", NAMED), (HEAD, MOVED)])
def test_undoing_restores_what_was_read(archive, corrector, about, change):
    before = archive.minutes(HEAD)
    (entry,) = corrector.correct(about, [change], SIGNED)
    undo = corrector.undo(1, SIGNED)
    assert archive.minutes(HEAD).minutes == before.minutes
    assert (undo.before, undo.after) == (entry.after, entry.before)
    corrector.undo(2, SIGNED)
    assert archive.minutes(HEAD).minutes != before.minutes


def test_of_two_corrections_of_a_field_the_later_holds_also_when_the_first_is_undone(archive, corrector):
    for place in ("Søby", "Marstal"):
        corrector.correct(HEAD, [MeetingChange(place=place)], SIGNED)
    undo = corrector.undo(1, SIGNED)
    assert archive.meeting(HEAD).meeting.place == "Marstal"
    assert archive.waiting() == set()
    assert undo.change.number == 1
    corrector.undo(2, SIGNED)
    assert archive.meeting(HEAD).meeting.place is None


def test_the_same_minutes_published_again_are_of_the_corrected_meeting(archive, corrector, put, minutes_of):
    corrector.correct(HEAD, [MOVED], SIGNED)
    added = put(minutes_of(PLACES, FUSED, (*LAST, "Og dog.")))
    assert (added.outcome, added.meeting_id) == (Outcome.NEW_VERSION, HEAD)
    assert corrector.recut() == 1
    assert archive.meeting(HEAD).meeting.committee == "Råd for Ærø"
    right = minutes_of(PLACES, FUSED, (*LAST, "Nej."), committee="Råd for Ærø", date=dt.date(2023, 2, 21))
    items = tuple(
        replace(one, item=replace(one.item, id=f"raad-for-aeroe/2023-02-21/{one.item.number}"))
        for one in right.items
    )
    own = replace(right.minutes, items=tuple(one.item for one in items))
    assert put(TaggedMinutes(minutes=own, items=items)).meeting_id == HEAD


def test_both_come_with_an_export_and_are_undone_there(archive, corrector, processor, tmp_path):
    corrector.correct(f"{HEAD}/2", [NAMED], SIGNED)
    corrector.correct(HEAD, [MOVED], SIGNED)
    path = tmp_path / "export.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in archive.export()), encoding="utf-8")
    with Archive.open(str(tmp_path / "other.db")) as other:
        list(add_file(processor, other, path))
        assert other.minutes(HEAD) == archive.minutes(HEAD)
        assert other.corrections() == archive.corrections()
        there = Corrector(processor, other)
        assert there.recut() == 0
        assert other.waiting() == set()
        there.undo(2, SIGNED)
        assert other.meeting(HEAD).meeting.date == dt.date(2023, 1, 20)
        assert [entry.number for entry in other.corrections() if entry.item_id == HEAD] == [2, 3]


def test_minutes_that_a_person_read_otherwise_are_there_to_learn_from(archive, corrector, put, minutes_of):
    put(minutes_of(PLACES, date=dt.date(2022, 1, 1)))
    assert archive.restructured() == ()
    at = archive.item(f"{HEAD}/2").text.index("Eventuelt")
    corrector.correct(f"{HEAD}/2", [SplitChange(at=at, title="Eventuelt")], SIGNED)
    (minutes,) = archive.restructured()
    assert [minutes.text[item.start :].split("\n")[0] for item in minutes.items] == [
        "1. Døgnpladser på Ærø", "2. Budget", "Eventuelt", "3. Næste møde",
    ]  # fmt: skip
    corrector.undo(1, SIGNED)
    assert archive.restructured() == ()
    corrector.correct(HEAD, [MOVED], SIGNED)
    assert [one.meeting.place for one in archive.restructured()] == ["Søby"]


def test_what_was_corrected_of_a_deleted_meeting_waits_for_it(archive, corrector, put, minutes_of):
    corrector.correct(HEAD, [MOVED], SIGNED)
    archive.delete(HEAD)
    assert archive.waiting() == {1}
    put(minutes_of(PLACES, FUSED, LAST))
    corrector.recut()
    assert (archive.meeting(HEAD).meeting.place, archive.waiting()) == ("Søby", set())


# Any sequence of splits, merges, names, meetings, themes and undos

places = st.integers(0, 160)
steps = st.lists(
    st.tuples(st.just("split"), st.integers(0, 5), places)
    | st.tuples(st.just("merge"), st.integers(0, 5), places)
    | st.tuples(st.just("theme"), st.integers(0, 5), places)
    | st.tuples(st.just("rename"), st.integers(0, 5), places)
    | st.tuples(st.just("meeting"), st.integers(0, 5), places)
    | st.tuples(st.just("undo"), st.integers(1, 8), places),
    max_size=7,
)


def carry_out(corrector, archive, step):
    kind, number, at = step
    items = list(archive.items())
    item = items[number % len(items)].id
    with suppress(CorrectionError):
        if kind == "undo":
            corrector.undo(number, SIGNED)
        elif kind == "theme":
            corrector.correct(item, [ThemeChange(theme="stof", assigned=at % 2 == 0)], SIGNED)
        elif kind == "rename":
            corrector.correct(item, [RenameChange(number=str(at), title=f"Åbning {at}")], SIGNED)
        elif kind == "meeting":
            change = MeetingChange(committee=f"Råd {at % 3}", date=dt.date(2023, 1, 1 + at % 28))
            corrector.correct(HEAD, [change], SIGNED)
        elif kind == "split":
            corrector.correct(item, [SplitChange(at=at, title="Ny")], SIGNED)
        else:
            following = items[(number + 1) % len(items)].id
            corrector.correct(item, [MergeChange(following=following)], SIGNED)


@settings(max_examples=40, deadline=None)
@given(steps=steps)
def test_replaying_the_log_gives_the_same_items_and_tags(any_encoder, minutes_of, steps):
    tagged = minutes_of(PLACES, FUSED, LAST, themes=("stof",))
    processor = PlainProcessor(any_encoder)
    tagged = processor.tag(tagged.minutes).tagged
    vectors = processor.tag(tagged.minutes).vectors
    with Archive.open("sqlite://") as archive:
        archive.add(tagged, vectors, encoder="tiny")
        corrector = Corrector(processor, archive)
        for step in steps:
            carry_out(corrector, archive, step)
        before, waiting = archive.minutes(HEAD), archive.waiting()
        assert corrector.recut() == 0
        ends = [(item.start, item.end) for item in before.minutes.items]
        assert all(start < end for start, end in ends)
        assert all(first[1] <= second[0] for first, second in pairwise(ends))
        archive.delete(HEAD)
        archive.add(tagged, vectors, encoder="tiny")
        corrector.recut()
        assert archive.minutes(HEAD) == before
        assert archive.waiting() == waiting
