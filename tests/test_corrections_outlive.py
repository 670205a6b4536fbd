"""Corrections hold on, wait and come back as texts change, move, and go; the log replayed gives the same."""

import datetime as dt
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.archive import Archive
from pipeline.corrections import active, item_text, replay
from pipeline.domain import (
    EntityAction,
    EntityChange,
    Filters,
    Label,
    Skipped,
    ThemeChange,
    labels,
)
from pipeline.errors import CorrectionError
from tests.test_corrections_log import (
    DRUGS,
    FIRST,
    NAMES,
    PLACES,
    SECOND,
    SIGNED,
    about,
    mention,
    mentions,
    themes,
)


@pytest.fixture
def two(archive, put, minutes_of):
    """An archive of two meetings: one item earlier, two later."""
    put(minutes_of(DRUGS, date=dt.date(2021, 3, 4)))
    put(minutes_of(PLACES, DRUGS, names=NAMES, themes=("stof", "plads")))
    return archive


def test_corrections_survive_a_new_version_where_the_text_is_unchanged(two, put, minutes_of):
    two.correct(
        SECOND, [ThemeChange(theme="plads", assigned=True), mention(two, "anonym", item=SECOND)], SIGNED
    )
    two.correct(FIRST, [ThemeChange(theme="stof", assigned=True)], SIGNED)
    changed = (*PLACES[:2], "Svendborg tilbyder ingen.")
    put(minutes_of(("Godkendelse", "Godkendt."), changed, DRUGS, names=NAMES, themes=("stof", "plads")))
    third = "forum-aeroe/2023-01-20/3"
    assert themes(two, third) == {"stof": True, "plads": True}
    assert ("anonym", Label.INSTITUTION, "anonym") in mentions(two, third)
    assert themes(two, SECOND) == {"stof": False, "plads": True}
    assert two.waiting() == {3}
    assert [entry.number for entry in about(two, third)] == [2, 1]


def test_a_question_left_open_does_not_wait_for_a_changed_text(two):
    two.correct(FIRST, [Skipped(theme="stof")], SIGNED)
    two.delete("forum-aeroe/2023-01-20")
    assert two.waiting() == set()


def test_of_two_items_of_one_text_the_one_that_was_corrected_is(archive, put, minutes_of):
    put(minutes_of(PLACES, ("Eventuelt", "Intet."), ("Eventuelt", "Intet."), themes=("stof",)))
    third = "forum-aeroe/2023-01-20/3"
    archive.correct(third, [ThemeChange(theme="stof", assigned=True)], SIGNED)
    assert [item.id for item in archive.items(Filters(themes=("stof",)))] == [third]


def test_the_second_of_two_mentions_stays_the_second_when_the_item_moves(archive, put, minutes_of):
    many = [(f"Sag {n}", "Intet.") for n in range(9)]
    put(minutes_of(*many[:8], PLACES))
    item = archive.item("forum-aeroe/2023-01-20/9")
    at = item.text.rindex("Egely")
    second = EntityChange(
        action=EntityAction.ADD, start=at, end=at + 5, text="Egely", label=Label.PERSON, norm="Egely"
    )
    archive.correct("forum-aeroe/2023-01-20/9", [second], SIGNED)
    put(minutes_of(*many, PLACES))
    moved = archive.item("forum-aeroe/2023-01-20/10")
    assert [e.start - moved.tagged.item.start for e in moved.tagged.entities] == [at + 1]


def test_a_mention_moves_with_a_number_of_more_digits(archive, put, minutes_of):
    many = [(f"Sag {n}", "Intet.") for n in range(9)]
    put(minutes_of(*many[:8], DRUGS))
    archive.correct(
        "forum-aeroe/2023-01-20/9", [mention(archive, "anonym", item="forum-aeroe/2023-01-20/9")], SIGNED
    )
    put(minutes_of(*many, DRUGS))
    stored = archive.item("forum-aeroe/2023-01-20/10")
    (entity,) = stored.tagged.entities
    assert stored.quote(entity.start, entity.end) == entity.text == "anonym"


def test_deleting_and_adding_again_brings_corrections_back(two, put, minutes_of):
    two.correct(FIRST, [ThemeChange(theme="stof", assigned=True)], SIGNED)
    two.delete("forum-aeroe/2023-01-20")
    assert two.waiting() == {1}
    assert [entry.number for entry in about(two, FIRST)] == [1]
    two.undo(1, SIGNED)
    two.undo(2, SIGNED)
    put(minutes_of(PLACES, DRUGS, names=NAMES, themes=("stof", "plads")))
    assert themes(two)["stof"]
    assert two.waiting() == set()


def test_the_same_text_in_another_meeting_is_not_corrected(two, put, minutes_of):
    two.correct(SECOND, [ThemeChange(theme="plads", assigned=True)], SIGNED)
    put(minutes_of(DRUGS, themes=("plads",), date=dt.date(2024, 1, 1)))
    assert not themes(two, "forum-aeroe/2024-01-01/1")["plads"]


words = st.sampled_from(["Egely", "Ærø Kommune", "Svendborg", "pladser", "3 pladser på Egely"])
theme_changes = st.builds(ThemeChange, theme=st.sampled_from(["stof", "plads", "ny"]), assigned=st.booleans())
entity_changes = st.tuples(
    st.sampled_from(EntityAction), words, st.sampled_from(labels()), st.sampled_from(["a", "b"])
)
steps = st.lists(theme_changes | entity_changes | st.integers(1, 8), max_size=8)


def carry_out(archive, step):
    with suppress(CorrectionError):
        if isinstance(step, int):
            archive.undo(step, SIGNED)
        elif isinstance(step, tuple):
            action, text, label, norm = step
            archive.correct(FIRST, [mention(archive, text, action, label=label, norm=norm)], SIGNED)
        else:
            archive.correct(FIRST, [step], SIGNED)


@pytest.fixture(scope="module")
def opened(minutes_of):
    """Open an archive in memory that holds one meeting."""

    def opened():
        tagged = minutes_of(PLACES, DRUGS, names=NAMES, themes=("stof", "plads"))
        archive = Archive.open("sqlite://")
        archive.add(tagged, np.ones((3, 4), dtype=np.float32), encoder="ones")
        return archive, tagged

    return opened


@settings(max_examples=25, deadline=None)
@given(steps=steps)
def test_replaying_the_log_gives_what_is_in_force(opened, steps):
    archive, tagged = opened()
    with archive:
        for step in steps:
            carry_out(archive, step)
        log, stored = archive.corrections(), archive.item(FIRST)
        state = replay(
            archive.opinion(FIRST), active(log), item_text(stored.tagged.item, tagged.minutes.text)
        )
        assert (stored.tagged.entities, stored.tagged.themes) == (state.entities, state.themes)
        archive.delete("forum-aeroe/2023-01-20")
        archive.add(tagged, np.ones((3, 4), dtype=np.float32), encoder="ones")
        assert archive.item(FIRST) == stored


@settings(max_examples=25, deadline=None)
@given(steps=steps)
def test_what_is_undone_leaves_no_trace(opened, steps):
    archive, _ = opened()
    other, _ = opened()
    with archive, other:
        for step in steps:
            carry_out(archive, step)
        for entry in active(archive.corrections()):
            with suppress(CorrectionError):
                other.correct(FIRST, [entry.change], SIGNED)
        assert other.item(FIRST) == archive.item(FIRST)
