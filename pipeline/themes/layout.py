"""How items are made up of passages and matters, as columns of numbers: the same for every theme."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.domain import AgendaItem, Passage, SectionName
from pipeline.encoder.protocol import EncodedItem, Floats
from pipeline.minutes.passages import announces_several, sub_heading
from pipeline.themes.words import ItemWords, count_words

Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

DECIDING = frozenset({SectionName.BESLUTNING, SectionName.INDSTILLING})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """A row a passage, or a row an item where it says so."""

    owner: Places
    """Which item a passage is of."""
    sizes: Places
    """How many passages an item has; a row an item."""
    matter: Places
    """Which matter a passage is of, counted through all items."""
    matter_owner: Places
    """Which item a matter is of; a row a matter."""
    headed: Flags
    """Whether a matter has a sub-heading; a row a matter."""
    lengths: Matrix
    """Words of a passage."""
    deciding: Flags
    heading: Flags
    several: Flags
    """Whether an item tells of several matters: there one short matter is enough for a theme."""

    @classmethod
    def of(cls, items: Sequence[EncodedItem], *, sub_items: bool = False) -> "Layout":
        """Return the layout of items, in their order; or of sub-items, each an item of its own here."""
        passages = [passage for item in items for passage in item.passages]
        sizes = np.array([len(item.passages) for item in items], dtype=np.intp)
        matter, matter_owner, headed = _matters(items)
        return cls(
            owner=np.repeat(np.arange(len(items), dtype=np.intp), sizes),
            sizes=sizes,
            matter=matter,
            matter_owner=matter_owner,
            headed=headed,
            lengths=np.array([count_words(passage.text) for passage in passages], dtype=np.float64),
            deciding=np.array([passage.section in DECIDING for passage in passages], dtype=bool),
            heading=np.array([passage.section is SectionName.TITEL for passage in passages], dtype=bool),
            several=np.array([sub_items or announces_several(one.item.title) for one in items], dtype=bool),
        )

    def sums(self, values: Matrix | Flags) -> Matrix:
        """Return for each item the sum of a column of passages."""
        return np.bincount(self.owner, values, minlength=len(self.sizes)).astype(np.float64)

    def matter_sums(self, values: Matrix) -> Matrix:
        """Return for each matter the sum of a column of passages."""
        return np.bincount(self.matter, values, minlength=len(self.matter_owner)).astype(np.float64)


def _matters(items: Sequence[EncodedItem]) -> tuple[Places, Places, Flags]:
    """Return the matter of each passage; each matter's item, and whether it is headed."""
    matter: list[int] = []
    owner: list[int] = []
    headed: list[bool] = []
    for at, item in enumerate(items):
        numbers = {"": len(owner)}
        for passage in item.passages:
            matter.append(numbers.setdefault(sub_heading(passage), len(owner) + len(numbers)))
        owner += [at] * len(numbers)
        headed += [False, *[True] * (len(numbers) - 1)]
    return np.array(matter, dtype=np.intp), np.array(owner, dtype=np.intp), np.array(headed, dtype=bool)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordCounts:
    """How often the words of one theme stand in some items: a row a passage, of titles a row an item."""

    terms: Matrix
    hints: Matrix
    kinds_of_terms: Matrix
    kinds_of_hints: Matrix
    terms_above: Flags
    hints_above: Flags
    terms_in_title: Flags
    hints_in_title: Flags

    @classmethod
    def of(cls, words: Sequence[ItemWords]) -> "WordCounts":
        """Count the words found in items."""
        found = [one for item in words for one in item.passages]
        above = [one for item in words for one in item.above]
        return cls(
            terms=np.array([len(one.terms) for one in found], dtype=np.float64),
            hints=np.array([len(one.hints) for one in found], dtype=np.float64),
            kinds_of_terms=np.array([len({m.pattern for m in one.terms}) for one in found], dtype=np.float64),
            kinds_of_hints=np.array([len({m.pattern for m in one.hints}) for one in found], dtype=np.float64),
            terms_above=np.array([bool(one.terms) for one in above], dtype=bool),
            hints_above=np.array([bool(one.hints) for one in above], dtype=bool),
            terms_in_title=np.array([bool(item.title.terms) for item in words], dtype=bool),
            hints_in_title=np.array([bool(item.title.hints) for item in words], dtype=bool),
        )


def under_title(title: str, passages: tuple[Passage, ...], vectors: Floats) -> EncodedItem:
    """Return passages of no meeting, to be judged or learned from as an item of that title."""
    item = AgendaItem(id="", number="", title=title, start=0, end=0)
    return EncodedItem(item=item, passages=passages, vectors=vectors)


def judged(item: EncodedItem) -> EncodedItem:
    """Return the item without its own heading and the repetitions of it: the title is known."""
    return some_passages(item, judged_places(item))


def some_passages(item: EncodedItem, places: Sequence[int]) -> EncodedItem:
    """Return the item with some of its passages alone."""
    return EncodedItem(
        item=item.item,
        passages=tuple(item.passages[at] for at in places),
        vectors=item.vectors[np.array(places, dtype=np.intp)],
    )


def judged_places(item: EncodedItem) -> list[int]:
    """Return the places of the passages that `judged` keeps."""
    return [at for at, passage in enumerate(item.passages) if not _is_title(passage, item.item.title)]


def _is_title(passage: Passage, title: str) -> bool:
    if passage.section is not SectionName.TITEL:
        return False
    return not passage.path or _plain(passage.text) == _plain(title)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
