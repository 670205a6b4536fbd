"""Items split and merged by hand: only those concerned are tagged again, and undoing restores them."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from builders import PlainProcessor

from pipeline.app.corrections import Corrector
from pipeline.corrections.structure import cut_item
from pipeline.domain import (
    Attachment,
    Label,
    MergeChange,
    Signature,
    SplitChange,
    ThemeChange,
)
from pipeline.errors import ArchiveError, CorrectionError

FUSED = ("Budget", "Budgettet er vedtaget.", "Eventuelt", "Intet under punktet.")
PLACES = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser.")
LAST = ("Næste møde", "Den 3. maj.")
HEAD = "forum-aeroe/2023-01-20"
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC), why="læst igen")


@pytest.fixture
def processor(encoder):
    return PlainProcessor(encoder)


@pytest.fixture
def corrector(archive, put, minutes_of, processor):
    put(minutes_of(PLACES, FUSED, LAST, names={"Ærø Kommune": Label.MUNICIPALITY}, themes=("plads",)))
    return Corrector(processor, archive)


def split_at(archive, item_id, words):
    return SplitChange(at=archive.item(item_id).text.index(words), title=words)


def numbers(archive):
    return [item.number for item in archive.items()]


def test_a_split_makes_two_items_and_tags_only_them(archive, corrector, processor):
    (entry,) = corrector.correct(f"{HEAD}/2", [split_at(archive, f"{HEAD}/2", "Eventuelt")], SIGNED)
    assert numbers(archive) == ["1", "2", "2b", "3"]
    assert processor.tagged == ["2", "2b"]
    new = archive.item(f"{HEAD}/2b")
    assert (new.tagged.item.title, new.text) == ("Eventuelt", "Eventuelt\nIntet under punktet.\n")
    assert archive.item(f"{HEAD}/2").text == "2. Budget\nBudgettet er vedtaget."
    assert (entry.before, entry.after) == ("2. Budget", "2. Budget | 2b. Eventuelt")


def test_other_items_and_every_vector_stay_as_they_were(archive, corrector, encoder):
    before = archive.item(f"{HEAD}/1"), archive.item(f"{HEAD}/3")
    corrector.correct(f"{HEAD}/2", [split_at(archive, f"{HEAD}/2", "Eventuelt")], SIGNED)
    assert (archive.item(f"{HEAD}/1"), archive.item(f"{HEAD}/3")) == before
    assert list(archive.models().values()) == ["", "new", "new", ""]
    passages = [passage for item in archive.minutes(HEAD).items for passage in item.passages]
    np.testing.assert_allclose(archive.vectors(HEAD).matrix, encoder.encode(passages).vectors, atol=5e-4)
    assert archive.search("punktet", limit=3)[0].item.id == f"{HEAD}/2b"


def test_a_merge_takes_in_the_next_item(archive, corrector, processor):
    (entry,) = corrector.correct(f"{HEAD}/1", [MergeChange(following=f"{HEAD}/2")], SIGNED)
    assert numbers(archive) == ["1", "3"]
    assert processor.tagged == ["1"]
    assert "vedtaget" in archive.item(f"{HEAD}/1").text
    assert (entry.before, entry.after) == ("1. Døgnpladser på Ærø | 2. Budget", "1. Døgnpladser på Ærø")


@pytest.mark.parametrize("what", ["split", "merge"])
def test_undoing_restores_the_items_and_their_tags(archive, corrector, what):
    before = archive.minutes(HEAD)
    change = (
        split_at(archive, f"{HEAD}/2", "Eventuelt") if what == "split" else MergeChange(following=f"{HEAD}/3")
    )
    corrector.correct(f"{HEAD}/2", [change], SIGNED)
    undo = corrector.undo(1, SIGNED)
    now = archive.minutes(HEAD)
    assert now.minutes == before.minutes
    assert now.items[0] == before.items[0]
    entry = archive.corrections()[0]
    assert (undo.before, undo.after) == (entry.after, entry.before)
    corrector.undo(2, SIGNED)
    assert numbers(archive) != ["1", "2", "3"]


def test_corrections_of_other_items_survive_and_those_of_the_item_come_back(archive, corrector):
    yes = ThemeChange(theme="stof", assigned=True)
    corrector.correct(f"{HEAD}/1", [yes], SIGNED)
    corrector.correct(f"{HEAD}/2", [yes], SIGNED)
    corrector.correct(f"{HEAD}/2", [split_at(archive, f"{HEAD}/2", "Eventuelt")], SIGNED)
    assert [item.number for item in archive.items() if "stof" in item.themes] == ["1"]
    assert archive.waiting() == {2}
    corrector.undo(3, SIGNED)
    assert [item.number for item in archive.items() if "stof" in item.themes] == ["1", "2"]
    assert archive.waiting() == set()


def test_tags_and_a_split_of_one_call_go_together(archive, corrector):
    change = split_at(archive, f"{HEAD}/2", "Eventuelt")
    entries = corrector.correct(f"{HEAD}/2", [change, ThemeChange(theme="stof", assigned=True)], SIGNED)
    assert [type(entry.change) for entry in entries] == [ThemeChange, SplitChange]


def test_boundaries_survive_taking_out_and_adding_again(archive, corrector, put, minutes_of):
    corrector.correct(f"{HEAD}/2", [split_at(archive, f"{HEAD}/2", "Eventuelt")], SIGNED)
    archive.delete(HEAD)
    assert corrector.recut() == 0
    put(minutes_of(("Valg", "Ingen."), FUSED, LAST))
    assert corrector.recut() == 1
    assert numbers(archive) == ["1", "2", "2b", "3"]
    assert corrector.recut() == 0
    assert archive.waiting() == set()


def test_a_split_of_a_text_that_changed_waits(archive, corrector, put, minutes_of):
    corrector.correct(f"{HEAD}/2", [split_at(archive, f"{HEAD}/2", "Eventuelt")], SIGNED)
    put(minutes_of(PLACES, (*FUSED, "Og dog."), LAST))
    assert corrector.recut() == 0
    assert archive.waiting() == {1}


def test_what_was_tagged_from_an_older_archive_is_not_written(archive, corrector, processor, put, minutes_of):
    tag = processor.tag

    def tag_while_another_adds(minutes):
        put(minutes_of(LAST, date=dt.date(2024, 1, 1)))
        return tag(minutes)

    processor.tag = tag_while_another_adds
    with pytest.raises(ArchiveError, match="another program changed the archive meanwhile"):
        corrector.correct(f"{HEAD}/1", [MergeChange(following=f"{HEAD}/2")], SIGNED)
    assert archive.corrections() == ()
    assert numbers(archive)[:3] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("number", "change", "said"),
    [
        ("1", MergeChange(following=f"{HEAD}/3"), "followed by .*/2, not by"),
        ("3", MergeChange(following=f"{HEAD}/4"), "followed by no item"),
        ("1", SplitChange(at=0, title="x"), "text on both sides"),
        ("1", SplitChange(at=999, title="x"), "text on both sides"),
    ],
)
def test_boundaries_that_cannot_be_are_refused(archive, corrector, number, change, said):
    with pytest.raises(CorrectionError, match=said):
        corrector.correct(f"{HEAD}/{number}", [change], SIGNED)
    assert archive.corrections() == ()


def test_a_part_gets_the_next_free_letter_and_never_a_printed_number(minutes_of):
    minutes = minutes_of(FUSED, LAST).minutes
    (first, last), text = minutes.items, minutes.text
    for words in ("Intet", "Eventuelt", "Budgettet"):
        change = SplitChange(at=text.index(words) - first.start, title=words)
        *parts, last = cut_item((first, last), first.id, change, text)
        assert [part.number for part in parts] == ["1", "1b"]
        assert all(before.end <= after.start for before, after in pairwise((*parts, last)))
    once = cut_item(
        (first, last), first.id, SplitChange(at=text.index("Eventuelt") - first.start, title="E"), text
    )
    part = once[1]
    twice = cut_item(once, part.id, SplitChange(at=text.index("Intet") - part.start, title="I"), text)
    assert [item.number for item in twice] == ["1", "1b", "1c", "2"]


def test_sections_and_attachments_go_with_their_part(minutes_of):
    minutes = minutes_of(FUSED).minutes
    (item,), text = minutes.items, minutes.text
    at = text.index("Eventuelt") - item.start
    first, second = cut_item((item,), item.id, SplitChange(at=at, title="Eventuelt"), text)
    assert [text[s.start : s.end] for s in second.sections] == ["Intet under punktet.\n"]
    assert first.sections[-1].end == first.end
    (merged,) = cut_item((first, second), first.id, MergeChange(following=second.id), text)
    assert (merged.start, merged.end) == (item.start, item.end)
    assert merged.sections == first.sections + second.sections


def test_an_attachment_goes_with_the_part_it_stands_in(minutes_of):
    minutes = minutes_of(("Budget", "Bilag: a.pdf", "Eventuelt", "Bilag: b.pdf")).minutes
    text = minutes.text
    spans = [(name, text.index(name)) for name in ("a.pdf", "b.pdf")]
    attached = tuple(Attachment(text=name, start=at, end=at + len(name)) for name, at in spans)
    item = replace(minutes.items[0], attachments=attached)
    change = SplitChange(at=text.index("Eventuelt") - item.start, title="Eventuelt")
    first, second = cut_item((item,), item.id, change, text)
    assert ([a.text for a in first.attachments], [a.text for a in second.attachments]) == (
        ["a.pdf"],
        ["b.pdf"],
    )


def test_the_same_text_in_another_meeting_is_not_cut(archive, corrector, put, minutes_of):
    other = "forum-aeroe/2022-01-20"
    put(minutes_of(PLACES, FUSED, LAST, date=dt.date(2022, 1, 20)))
    corrector.correct(f"{HEAD}/2", [split_at(archive, f"{HEAD}/2", "Eventuelt")], SIGNED)
    corrector.correct(f"{other}/2", [MergeChange(following=f"{other}/3")], SIGNED)
    corrector.undo(2, SIGNED)
    assert [item.id for item in archive.items() if item.meeting_id == other] == [
        f"{other}/{n}" for n in (1, 2, 3)
    ]
