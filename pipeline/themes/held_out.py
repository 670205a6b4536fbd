"""What is said of items by regressions that learned nothing of them: nothing of their group or case."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.themes.choice import Choice, Fold
from pipeline.themes.layout import Matrix
from pipeline.themes.learn import passage_fits, stranger_passages, stranger_subjects, subject_fits
from pipeline.themes.strangers import Said, rehearsing, said_of_stranger


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

    @property
    def strangers(self) -> tuple[str, ...]:
        """The themes of the register that cannot be learned."""
        return tuple(name for name in self.chosen.data.tables if name not in self.chosen.themes)


def prepare(rehearsals: Sequence[Rehearsal]) -> None:
    """Learn all at once what some rehearsals will ask for: it takes little longer than one of them alone."""
    every = [one for r in rehearsals for one in (r.chosen, *r.others)]
    for name in every[0].data.tables:
        if learned := [one for one in every if name in one.themes]:
            passage_fits(learned, name)
        if known := [one for one in learned if one.knows(name)]:
            subject_fits(known, name)
    asked = [r.chosen for r in rehearsals if r.strangers]
    by_themes: dict[tuple[str, ...], list[Choice]] = {}
    for one in (*asked, *rehearsing(asked)):
        by_themes.setdefault(one.themes, []).append(one)
    for some in by_themes.values():
        stranger_passages(some)
        stranger_subjects(some)


def hold_out(rehearsal: Rehearsal, name: str) -> Said:
    """Return what is said of each example for a theme, by what learned nothing of its kin.

    Items that were learned from are judged fold by fold; the others by all of the choice.
    """
    chosen, owner = rehearsal.chosen, rehearsal.chosen.data.owner
    if name not in chosen.themes:
        return said_of_stranger(chosen, name)
    passages, subjects = _passages(chosen, name).copy(), _subjects(chosen, name).copy()
    for fold, others in zip(rehearsal.folds, rehearsal.others, strict=True):
        rows = fold.items[owner]
        passages[rows] = _passages(others, name)[rows]
        subjects[fold.items] = _subjects(others, name)[fold.items]
    return Said(passages=passages, subjects=subjects)


def _passages(chosen: Choice, name: str) -> Matrix:
    return passage_fits([chosen], name)[0].odds


def _subjects(chosen: Choice, name: str) -> Matrix:
    """Return log odds; where all examples of a theme are of the group held out, by likeness alone."""
    if chosen.knows(name):
        return subject_fits([chosen], name)[0].odds
    return stranger_subjects([chosen])[0].odds(chosen.data.tables[name].subject_likeness)
