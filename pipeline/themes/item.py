"""What the themes of an agenda item are judged by, and what they are learned from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.domain import Passage, SectionName
from pipeline.encoder.protocol import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeInput:
    """One agenda item: its title, its passages (attachments left out) and their vectors."""

    title: str
    passages: tuple[Passage, ...]
    vectors: Floats
    """(passages, dimension), in the order of the passages."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelledItem:
    """An item whose themes are known, to learn from."""

    id: str
    item: ThemeInput
    themes: frozenset[str]
    about: tuple[frozenset[str], ...] | None
    """For each passage the themes it is really about; None where nobody marked it."""
    group: str
    """Items of one group (a committee) are never on both sides of a split."""
    whole: bool = True
    """Or a single passage: it teaches what passages are about, and nothing of items."""
    known: frozenset[str] | None = None
    """The themes it was judged for, None for all; of others it teaches where none of their words stand."""
    cases: frozenset[str] = frozenset()
    """The matters it is part of; items of one matter are never on both sides of a split either."""


def judged(item: ThemeInput) -> ThemeInput:
    """Return the item without its own heading and the repetitions of it: the title is known."""
    kept = _judged_places(item)
    return ThemeInput(
        title=item.title,
        passages=tuple(item.passages[at] for at in kept),
        vectors=item.vectors[np.array(kept, dtype=np.intp)],
    )


def judged_example(example: LabelledItem) -> LabelledItem:
    """Return the example without the passages that `judged` leaves out."""
    about = example.about
    kept = _judged_places(example.item)
    return replace(
        example,
        item=judged(example.item),
        about=None if about is None else tuple(about[at] for at in kept),
    )


def matters(passages: Sequence[Passage]) -> list[list[int]]:
    """Return the places of the passages under each sub-heading, in the order of the headings.

    A sub-heading stands with what it heads; what stands under none is the first
    matter, empty if there is no such passage.
    """
    places: dict[tuple[str, ...], list[int]] = {(): []}
    for at, passage in enumerate(passages):
        places.setdefault(sub_headings(passage), []).append(at)
    return list(places.values())


def sub_headings(passage: Passage) -> tuple[str, ...]:
    """Return the sub-headings over a passage; a heading's own text counts as over it."""
    below = passage.path[1:]
    return (*below, " ".join(passage.text.split())) if passage.section is SectionName.TITEL else below


def _judged_places(item: ThemeInput) -> list[int]:
    return [at for at, passage in enumerate(item.passages) if not _is_title(passage, item.title)]


def _is_title(passage: Passage, title: str) -> bool:
    if passage.section is not SectionName.TITEL:
        return False
    return not passage.path or _plain(passage.text) == _plain(title)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
