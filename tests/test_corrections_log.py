"""The log of corrections: what it puts in force, what undoing takes back, what it tells."""

import datetime as dt
import sqlite3
from dataclasses import replace

import pytest

from pipeline.archive import LogFilter
from pipeline.corrections import ItemState, ItemText, active, apply, item_text, undone
from pipeline.domain import (
    CaseChange,
    Entity,
    EntityAction,
    EntityChange,
    Filters,
    Label,
    LinkChange,
    MergeChange,
    Opinion,
    Ruling,
    Signature,
    Skipped,
    SplitChange,
    ThemeChange,
    Undo,
)
from pipeline.errors import CorrectionError, ItemNotFoundError

PLACES = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser på Egely.", "Svendborg tilbyder flere på Egely.")
DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter.")
NAMES = {"Ærø Kommune": Label.MUNICIPALITY, "Egely": Label.INSTITUTION}
FIRST, SECOND = "forum-aeroe/2023-01-20/1", "forum-aeroe/2023-01-20/2"
EARLIER = "forum-aeroe/2021-03-04/1"
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC), why="læst igen")


@pytest.fixture
def two(archive, put, minutes_of):
    """An archive of two meetings: one item earlier, two later."""
    put(minutes_of(DRUGS, date=dt.date(2021, 3, 4)))
    put(minutes_of(PLACES, DRUGS, names=NAMES, themes=("stof", "plads")))
    return archive


def mention(archive, text, action=EntityAction.ADD, *, label=Label.INSTITUTION, norm="", item=FIRST):
    start = archive.item(item).text.index(text)
    return EntityChange(
        action=action, start=start, end=start + len(text), text=text, label=label, norm=norm or text
    )


def about(archive, item):
    """Return the entries about an item, the newest first."""
    return archive.log_page(LogFilter(about=item), 99).entries


def themes(archive, item=FIRST):
    return {score.theme: score.assigned for score in archive.item(item).tagged.themes}


def mentions(archive, item=FIRST):
    return [(e.text, e.label, e.norm) for e in archive.item(item).tagged.entities]


def test_a_corrected_theme_is_in_force_wherever_one_looks(two):
    two.correct(FIRST, [ThemeChange(theme="stof", assigned=True)], SIGNED)
    (score,) = [s for s in two.item(FIRST).tagged.themes if s.theme == "stof"]
    assert (score.assigned, score.probability, score.decided_by) == (True, 0.1, "Lise")
    assert FIRST in {item.id for item in two.items(Filters(themes=("stof",)))}
    assert two.search("pladser", limit=5, filters=Filters(themes=("stof",)))[0].item.id == FIRST
    *_, exported = two.export()
    row = next(row for row in exported["items"][0]["themes"] if row["theme"] == "stof")
    assert (row["assigned"], row["decided_by"]) == (True, "Lise")


def test_what_the_models_said_is_kept_beside_it(two):
    before = two.item(FIRST).tagged
    two.correct(FIRST, [ThemeChange(theme="stof", assigned=True), mention(two, "Svendborg")], SIGNED)
    opinion = two.opinion(FIRST)
    assert (opinion.entities, opinion.themes) == (before.entities, before.themes)


def test_a_theme_the_models_do_not_know_may_be_assigned(two):
    two.correct(FIRST, [ThemeChange(theme="boliger", assigned=True)], SIGNED)
    assert themes(two)["boliger"]


def test_a_mention_is_added_in_its_place(two):
    two.correct(
        FIRST, [mention(two, "Svendborg", label=Label.MUNICIPALITY, norm="Svendborg Kommune")], SIGNED
    )
    texts = [text for text, _, _ in mentions(two)]
    assert texts == ["Ærø Kommune", "Egely", "Svendborg", "Egely"]
    assert FIRST in {
        item.id
        for item in two.items(Filters(names=((Label.MUNICIPALITY, frozenset(["Svendborg Kommune"])),)))
    }


def test_an_added_mention_takes_the_place_of_those_it_overlaps(two):
    two.correct(FIRST, [mention(two, "3 pladser på Egely", label=Label.AMOUNT, norm="3")], SIGNED)
    assert [text for text, _, _ in mentions(two)] == ["Ærø Kommune", "3 pladser på Egely", "Egely"]


@pytest.mark.parametrize(
    ("action", "left"),
    [
        (EntityAction.REMOVE, []),
        (EntityAction.RELABEL, [("Ærø Kommune", Label.PERSON, "Ærø")]),
        (EntityAction.RENORM, [("Ærø Kommune", Label.PERSON, "Ærø")]),
    ],
)
def test_a_mention_is_removed_or_changed(two, action, left):
    two.correct(FIRST, [mention(two, "Ærø Kommune", action, label=Label.PERSON, norm="Ærø")], SIGNED)
    assert [m for m in mentions(two) if m[0] != "Egely"] == left
    assert len([m for m in mentions(two) if m[0] == "Egely"]) == 2


def test_an_entry_says_who_when_why_what_and_on_which_model(archive, put, minutes_of):
    tagged = minutes_of(DRUGS, themes=("stof",))
    put(replace(tagged, items=(replace(tagged.items[0], model="7f3a"),)))
    archive.correct(FIRST, [ThemeChange(theme="stof", assigned=False)], SIGNED)
    (entry,) = archive.corrections()
    assert (entry.number, entry.by, entry.at, entry.why) == (1, "Lise", SIGNED.at, "læst igen")
    assert (entry.item_id, entry.change) == (FIRST, ThemeChange(theme="stof", assigned=False))
    assert (entry.before, entry.after) == ("stof: ja (0,90)", "stof: nej (afgjort af Lise)")
    assert entry.model == "7f3a"
    assert entry.text_hash == item_text(tagged.items[0].item, tagged.minutes.text).hash


def test_undoing_is_another_entry_and_may_be_undone(two):
    two.correct(FIRST, [ThemeChange(theme="stof", assigned=True)], SIGNED)
    undo = two.undo(1, SIGNED)
    assert (undo.number, undo.change, undo.item_id) == (2, Undo(number=1), FIRST)
    assert (undo.before, undo.after) == ("stof: ja (afgjort af Lise)", "stof: nej (0,10)")
    assert not themes(two)["stof"]
    two.undo(2, SIGNED)
    assert themes(two)["stof"]
    assert [entry.number for entry in active(two.corrections())] == [1]
    assert undone(two.corrections()) == {2}


def test_what_is_undone_already_is_refused_with_the_entry_that_did_it(two):
    two.correct(FIRST, [Skipped(theme="stof")], SIGNED)
    two.undo(1, SIGNED)
    with pytest.raises(CorrectionError, match="already undone by 2"):
        two.undo(1, SIGNED)
    with pytest.raises(CorrectionError, match="no correction 9"):
        two.undo(9, SIGNED)


def test_a_question_left_open_changes_nothing_but_is_remembered(two):
    before = two.item(FIRST)
    two.correct(FIRST, [Skipped(theme="stof")], SIGNED)
    assert two.item(FIRST) == before
    assert [entry.change for entry in about(two, FIRST)] == [Skipped(theme="stof")]


def test_every_correction_and_undo_raises_the_generation(two):
    before = two.generation()
    two.correct(FIRST, [ThemeChange(theme="stof", assigned=True)], SIGNED)
    after = two.generation()
    two.undo(1, SIGNED)
    assert before < after < two.generation()


@pytest.mark.parametrize(
    ("label", "told"), [(Label.PERSON, ("direktør", "Ærø Kommune")), (Label.DATE, ("", ""))]
)
def test_what_is_told_of_a_person_goes_when_it_is_no_person(label, told):
    person = Entity(
        start=7,
        end=11,
        label=Label.PERSON,
        text="Bo H",
        norm="Bo H",
        role="direktør",
        organisation="Ærø Kommune",
    )
    change = EntityChange(
        action=EntityAction.RELABEL, start=2, end=6, text="Bo H", label=label, norm="Bo Holm"
    )
    item = ItemText(id=FIRST, start=5, text="a Bo H b")
    state = ItemState(entities=(person,), themes=())
    (entity,) = apply(state, change, "Lise", item).entities
    assert (entity.label, entity.norm, (entity.role, entity.organisation)) == (label, "Bo Holm", told)


def test_all_changes_of_one_call_are_made_or_none(two):
    wrong = mention(two, "Svendborg", EntityAction.REMOVE)
    with pytest.raises(CorrectionError, match='"Svendborg" is not a mention'):
        two.correct(FIRST, [ThemeChange(theme="stof", assigned=True), wrong], SIGNED)
    assert two.corrections() == ()
    assert not themes(two)["stof"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            EntityChange(action=EntityAction.ADD, start=3, end=8, text="Egely", label=Label.DATE, norm=""),
            "is not at",
        ),
        (EntityChange(action=EntityAction.ADD, start=3, end=3, text="", label=Label.DATE, norm=""), "is not"),
        (LinkChange(earlier=SECOND, kept=True), "not earlier"),
        (CaseChange(other=FIRST, same=True), "the item itself"),
        (SplitChange(at=5, title="x"), "correct_structure"),
        (MergeChange(following=SECOND), "correct_structure"),
        (Undo(number=1), "undo"),
    ],
)
def test_a_change_that_names_what_is_not_there_is_refused(two, change, said):
    with pytest.raises(CorrectionError, match=said):
        two.correct(FIRST, [change], SIGNED)


@pytest.mark.parametrize(
    ("action", "text", "label"),
    [
        (EntityAction.ADD, "3 pladser", Label.AMOUNT),
        (EntityAction.ADD, "3 pladser", Label.DATE),
        (EntityAction.RELABEL, "Egely", Label.MUNICIPALITY),
    ],
)
def test_a_norm_that_is_none_of_its_label_is_refused(two, action, text, label):
    with pytest.raises(CorrectionError, match=f'"{text}" is not a norm of {label}; write one such as'):
        two.correct(FIRST, [mention(two, text, action, label=label)], SIGNED)


@pytest.mark.parametrize(
    "change", [LinkChange(earlier="a/2020-01-01/1", kept=True), CaseChange(other="a/2020-01-01/1", same=True)]
)
def test_an_item_that_is_not_there_is_refused(two, change):
    with pytest.raises(ItemNotFoundError):
        two.correct(FIRST, [change], SIGNED)
    with pytest.raises(ItemNotFoundError):
        two.correct("a/2020-01-01/1", [ThemeChange(theme="stof", assigned=True)], SIGNED)


def test_rulings_are_the_last_word_on_each_pair(two):
    two.correct(SECOND, [LinkChange(earlier=EARLIER, kept=False)], SIGNED)
    two.correct(SECOND, [LinkChange(earlier=EARLIER, kept=True)], replace(SIGNED, by="Bo"))
    assert two.link_rulings() == (Ruling(item_id=SECOND, other=EARLIER, holds=True, by="Bo"),)
    two.undo(2, SIGNED)
    assert two.link_rulings() == (Ruling(item_id=SECOND, other=EARLIER, holds=False, by="Lise"),)


def test_a_case_is_ruled_for_both_whichever_was_named(two):
    two.correct(SECOND, [CaseChange(other=EARLIER, same=True)], SIGNED)
    two.correct(EARLIER, [CaseChange(other=SECOND, same=False)], SIGNED)
    (ruling,) = two.case_rulings()
    assert ({ruling.item_id, ruling.other}, ruling.holds) == ({SECOND, EARLIER}, False)


def test_corrections_hold_on_when_other_models_tag_the_item(two):
    two.correct(FIRST, [ThemeChange(theme="stof", assigned=True)], SIGNED)
    said = two.opinion(FIRST)
    changed = tuple(replace(score, probability=0.4, assigned=False) for score in said.themes)
    two.retag({FIRST: Opinion(entities=said.entities, themes=changed, model="9b")})
    assert themes(two) == {"stof": True, "plads": False}
    assert two.models() == {EARLIER: "", FIRST: "9b", SECOND: ""}
    two.undo(1, SIGNED)
    assert themes(two) == {"stof": False, "plads": False}


def test_an_item_that_went_cannot_be_tagged_again(two):
    with pytest.raises(ItemNotFoundError, match="a/b/1"):
        two.retag({"a/b/1": two.opinion(FIRST)})


def test_the_log_cannot_be_changed_even_by_hand(two, tmp_path):
    two.correct(FIRST, [ThemeChange(theme="stof", assigned=True)], SIGNED)
    with sqlite3.connect(tmp_path / "archive.db") as connection:
        for statement in ("UPDATE corrections SET why = 'x'", "DELETE FROM corrections"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
