"""What the themes of an agenda item are judged by, and what they are learned from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.domain import AgendaItem, Passage, SectionName
from pipeline.encoder.protocol import EncodedItem, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelledItem:
    """An item whose themes are known, to learn from."""

    id: str
    item: EncodedItem
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

    @property
    def title(self) -> str:
        """The title of the item."""
        return self.item.item.title


def under_title(title: str, passages: tuple[Passage, ...], vectors: Floats) -> EncodedItem:
    """Return passages of no meeting, to be judged or learned from as an item of that title."""
    item = AgendaItem(id="", number="", title=title, start=0, end=0)
    return EncodedItem(item=item, passages=passages, vectors=vectors)


def judged(item: EncodedItem) -> EncodedItem:
    """Return the item without its own heading and the repetitions of it: the title is known."""
    return some_passages(item, _judged_places(item))


def some_passages(item: EncodedItem, places: Sequence[int]) -> EncodedItem:
    """Return the item with some of its passages alone."""
    return EncodedItem(
        item=item.item,
        passages=tuple(item.passages[at] for at in places),
        vectors=item.vectors[np.array(places, dtype=np.intp)],
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


def _judged_places(item: EncodedItem) -> list[int]:
    return [at for at, passage in enumerate(item.passages) if not _is_title(passage, item.item.title)]


def _is_title(passage: Passage, title: str) -> bool:
    if passage.section is not SectionName.TITEL:
        return False
    return not passage.path or _plain(passage.text) == _plain(title)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
