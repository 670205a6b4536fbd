"""What is said of items by regressions that learned nothing of them: nothing of their group or case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.themes.choice import Choice, Fold
from pipeline.themes.item_features import item_features
from pipeline.themes.layout import Matrix
from pipeline.themes.learn import (
    passage_fits,
    stranger_odds,
    stranger_passages,
    stranger_subjects,
    subject_fits,
    taught_fits,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rehearsal:
    """Some of the examples, and their parts: each part is judged by what the others teach."""

    chosen: Choice
    folds: tuple[Fold, ...]
    others: tuple[Choice, ...]
    """What is left to learn from when a fold is held out."""

    @classmethod
    def of(cls, chosen: Choice) -> "Rehearsal":
        """Return the choice in its parts."""
        folds = tuple(chosen.folds())
        return cls(chosen=chosen, folds=folds, others=tuple(chosen.without(fold.kin) for fold in folds))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldOut:
    """What is said of every example for one theme, by what learned nothing of its kin.

    Items that were learned from are judged fold by fold; the others by all of the choice.
    """

    passages: Matrix
    """Probability of each passage."""
    subjects: Matrix
    """Log odds of each item, by its mean vector."""


def prepare(rehearsals: Sequence[Rehearsal]) -> None:
    """Learn all at once what some rehearsals will ask for: it takes little longer than one of them alone."""
    every = [one for r in rehearsals for one in (r.chosen, *r.others)]
    for name in every[0].data.tables:
        if marked := [one for one in every if name in one.marked]:
            passage_fits(marked, name)
        if known := [one for one in every if name in one.themes and one.knows(name)]:
            subject_fits(known, name)


def hold_out(rehearsal: Rehearsal, name: str) -> HeldOut:
    """Return what is said of each example for a theme of the register."""
    chosen, owner = rehearsal.chosen, rehearsal.chosen.data.owner
    passages, subjects = passage_odds(chosen, name), subject_odds(chosen, name)
    if name in chosen.themes:
        passages, subjects = passages.copy(), subjects.copy()
        for fold, others in zip(rehearsal.folds, rehearsal.others, strict=True):
            rows = fold.items[owner]
            # A theme that is taught by items alone is judged as a stranger's until all of them teach it.
            unmarked = replace(others, themes=others.marked)
            passages[rows] = passage_odds(unmarked, name)[rows]
            subjects[fold.items] = subject_odds(others, name)[fold.items]
    return HeldOut(passages=_probability(passages), subjects=subjects)


def passage_odds(chosen: Choice, name: str) -> Matrix:
    """Return the log odds of all passages of being about a theme."""
    if name in chosen.marked:
        return passage_fits([chosen], name)[0].odds
    if name in chosen.themes:
        return taught_fits([chosen], name)[0].odds
    return stranger_odds(chosen.data, name, stranger_passages([chosen])[0])


def subject_odds(chosen: Choice, name: str) -> Matrix:
    """Return the log odds of all items; where nothing is known of the theme, by likeness alone."""
    if name in chosen.themes and chosen.knows(name):
        return subject_fits([chosen], name)[0].odds
    return stranger_subjects([chosen])[0].odds(chosen.data.tables[name].subject_likeness)


def item_rows(chosen: Choice, name: str, held_out: HeldOut) -> Matrix:
    """Return what items are judged by for a theme."""
    data = chosen.data
    return item_features(data.layout, data.tables[name].counts, held_out.passages, held_out.subjects)


def _probability(odds: Matrix) -> Matrix:
    from scipy.special import expit

    found: Matrix = expit(odds)
    return found
