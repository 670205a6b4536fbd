"""Corrected mentions, when the minutes are published again with their lines broken otherwise."""

import datetime as dt

import pytest

from pipeline.corrections import locate
from pipeline.domain import EntityAction, EntityChange, Label, Signature

PLACES = "Thisted Kommune får 3 pladser på Egely. Nordjyske Hjem tilbyder flere."
BROKEN = PLACES.replace("Thisted ", "Thisted\n").replace("Nordjyske ", "Nordjyske\n ")
ITEM = "forum-aeroe/2023-01-20/1"
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC), why="læst igen")


def change(archive, text, action, label=Label.INSTITUTION):
    start = archive.item(ITEM).text.index(text)
    return EntityChange(action=action, start=start, end=start + len(text), text=text, label=label, norm=text)


@pytest.fixture
def republished(archive, put, minutes_of):
    """A function that publishes the corrected item again; the models find there what is named."""
    put(minutes_of(("Pladser", PLACES), names={"Thisted Kommune": Label.MUNICIPALITY}))
    changes = [
        change(archive, "Thisted Kommune", EntityAction.RELABEL),
        change(archive, "Nordjyske Hjem", EntityAction.ADD),
    ]
    archive.correct(ITEM, changes, SIGNED)

    def republished(names):
        put(minutes_of(("Pladser", BROKEN), names=dict.fromkeys(names, Label.MUNICIPALITY)))
        return archive.item(ITEM)

    return republished


def test_corrected_mentions_hold_whatever_the_line_breaks(republished, archive):
    stored = republished(["Thisted\nKommune"])
    found = [(e.text, e.label, e.norm) for e in stored.tagged.entities]
    assert found == [
        ("Thisted\nKommune", Label.INSTITUTION, "Thisted Kommune"),
        ("Nordjyske\n Hjem", Label.INSTITUTION, "Nordjyske Hjem"),
    ]
    assert all(stored.quote(e.start, e.end) == e.text for e in stored.tagged.entities)
    assert archive.waiting() == set()


def test_a_changed_mention_waits_where_the_models_find_none(republished, archive):
    republished([])
    assert archive.waiting() == {1}
    assert [entry.number for _, entry in archive.in_force()] == [2]


def test_a_removed_mention_waits_where_another_stretch_is_found(archive, put, minutes_of):
    put(minutes_of(("Pladser", PLACES), names={"Egely": Label.INSTITUTION}))
    archive.correct(ITEM, [change(archive, "Egely", EntityAction.REMOVE)], SIGNED)
    put(minutes_of(("Pladser", BROKEN)))
    assert archive.waiting() == set()
    put(minutes_of(("Pladser", PLACES), names={"på Egely": Label.INSTITUTION}))
    assert archive.waiting() == {1}


@pytest.mark.parametrize(
    ("words", "near", "span"),
    [("a b", 0, (4, 8)), ("a  b", 9, (9, 12)), ("xx", 15, (15, 17)), ("a.b", 0, None), (" ", 0, None)],
)
def test_words_are_found_by_their_letters_nearest_to_their_place(words, near, span):
    wanted = EntityChange(
        action=EntityAction.ADD, start=near, end=near, text=words, label=Label.PERSON, norm="x"
    )
    assert locate(wanted, "axb a\n b a b xxxx") == span
