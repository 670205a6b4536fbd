"""What persons decided about themes, as labels to learn from."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from pipeline.domain import Signature, ThemeChange
from pipeline.themes.examples import fingerprint
from pipeline.training.archived import read_corrected, stale_meetings
from pipeline.training.held_out import corrected_folds, later_fold

SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="handler om besøgsvenner")
VISIT = "Besøgsvennerne kommer hver tirsdag og læser højt, og en besøgsven følger med til lægen."
OTHER = ("Regnskabet udviser et mindreforbrug.", "Vejen asfalteres til foråret.")


def test_only_what_a_person_decided_counts_as_their_label(archive, put, minutes_of, encoder):
    put(minutes_of((f"Om tilsyn og {VISIT}", *OTHER), ("Sag", *OTHER), themes=("tilsyn", "misbrug")))
    first = "forum-aeroe/2023-01-20/1"
    archive.correct(first, [ThemeChange(theme="misbrug", assigned=False)], SIGNED)
    (one,) = read_corrected(archive, encoder.name).examples
    assert (one.id, one.themes, one.known) == (first, frozenset(), {"misbrug"})


def test_a_number_with_a_slash_belongs_to_its_meeting_as_any_other(archive, put, minutes_of, encoder):
    tagged = minutes_of(("Sag", VISIT, *OTHER))
    (one,) = tagged.items
    item = replace(one.item, id=f"{one.item.id}/18", number="1/18")
    minutes = replace(tagged.minutes, items=(item,))
    put(replace(tagged, minutes=minutes, items=(replace(one, item=item),)))
    archive.correct(item.id, [ThemeChange(theme="misbrug", assigned=True)], SIGNED)
    corrected = read_corrected(archive, encoder.name)
    assert [example.id for example in corrected.examples] == ["forum-aeroe/2023-01-20/1/18"]
    assert stale_meetings(archive, "another") == ["forum-aeroe/2023-01-20"]
    (fold,) = corrected_folds([*corrected.examples, *corrected.examples], {item.id})
    assert fold.grouped.all()
    data = SimpleNamespace(items=corrected.examples, corpus=np.array([True]), grouped=lambda rows: rows)
    assert later_fold(data, dt.date(2023, 1, 20)).items.all()


def test_a_theme_is_compared_only_on_what_was_decided_of_it_since(archive, put, minutes_of, encoder):
    put(minutes_of(("Sag", VISIT, *OTHER)))
    item = "forum-aeroe/2023-01-20/1"
    archive.correct(item, [ThemeChange(theme="misbrug", assigned=True)], SIGNED)
    archive.correct(item, [ThemeChange(theme="tilsyn", assigned=False)], SIGNED)
    corrected = read_corrected(archive, encoder.name)
    assert [one.known for one in corrected.examples] == [{"misbrug", "tilsyn"}]
    assert [one.known for one in corrected.since(1)] == [{"tilsyn"}]
    assert corrected.since(2) == ()


def test_a_decision_that_confirms_the_model_is_something_new_to_learn(archive, put, minutes_of, encoder):
    put(minutes_of(("Sag", VISIT, *OTHER)))
    prints = []
    for theme in ("misbrug", "tilsyn"):
        archive.correct("forum-aeroe/2023-01-20/1", [ThemeChange(theme=theme, assigned=False)], SIGNED)
        prints.append(fingerprint(read_corrected(archive, encoder.name).examples))
    assert prints[0] != prints[1]
