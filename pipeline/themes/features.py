"""What regressions are given: a row a passage and theme, then a row an item and theme.

The columns mean the same for every theme, so that what is learned on some themes
holds for one that the user adds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.domain import AgendaItem, Passage, SectionName
from pipeline.encoder.protocol import EncodedItem, Flags, Floats, Numbers
from pipeline.minutes.passages import announces_several, sub_heading
from pipeline.text import caseless
from pipeline.themes.words import WordCounts, count_words

Places = npt.NDArray[np.intp]

DECIDING = frozenset({SectionName.BESLUTNING, SectionName.INDSTILLING})
LONG_ITEM = 14
SHORT_ITEM = 20
"""Words below its title: of an item that is half as short as one can be."""
PASSAGE_COLUMNS = (
    "terms", "has_term", "several_terms", "hints", "kinds_of_hints", "term_density", "hint_density",
    "term_in_subheading", "hint_in_subheading", "term_in_title", "hint_in_title",
    "terms_elsewhere", "terms_elsewhere_a_passage", "terms_in_matter", "terms_beside",
    "term_and_title", "hint_and_title", "hints_and_terms_elsewhere",
    "deciding", "heading", "length", "long_item",
    "against", "against_in_title", "term_and_against", "term_and_against_in_title",
)  # fmt: skip
ITEM_COLUMNS = (
    "best", "second", "third", "sum", "average", "any", "deciding", "two_are",
    "term_in_title", "hint_in_title", "terms", "term_density",
    "several_matters", "has_matters", "several_best", "matters_best", "matter_average", "passages", "subject",
    "against", "against_in_title", "short", "term_in_title_short", "term_and_against_in_title_short",
)  # fmt: skip
_LEAST = 0.003
_LEADING = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemTable:
    """A row a passage, or a row an item where it says so.

    A matter is what stands under one sub-heading of an item, or under none.
    """

    items: tuple[EncodedItem, ...]
    vectors: Floats
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
    lengths: Numbers
    """Words of a passage."""
    deciding: Flags
    heading: Flags
    several: Flags
    """Whether an item tells of several matters: there one short matter is enough for a theme."""

    @classmethod
    def of(cls, items: Sequence[EncodedItem], *, sub_items: bool = False) -> "ItemTable":
        """Return the table of items, in their order; or of sub-items, each an item of its own here."""
        passages = [passage for item in items for passage in item.passages]
        vectors = [item.vectors for item in items if len(item.vectors)]
        sizes = np.array([len(item.passages) for item in items], dtype=np.intp)
        matter, matter_owner, headed = _matters(items)
        return cls(
            items=tuple(items),
            vectors=np.vstack(vectors) if vectors else np.zeros((0, 0), dtype=np.float32),
            owner=np.repeat(np.arange(len(items), dtype=np.intp), sizes),
            sizes=sizes,
            matter=matter,
            matter_owner=matter_owner,
            headed=headed,
            lengths=np.array([count_words(passage.text) for passage in passages], dtype=np.float64),
            deciding=np.array([passage.section in DECIDING for passage in passages], dtype=bool),
            heading=np.array(
                [passage.section is SectionName.TITEL and bool(passage.path) for passage in passages],
                dtype=bool,
            ),
            several=np.array([sub_items or announces_several(one.item.title) for one in items], dtype=bool),
        )

    def sums(self, values: Numbers | Flags) -> Numbers:
        """Return for each item the sum of a column of passages."""
        return np.bincount(self.owner, values, minlength=len(self.sizes)).astype(np.float64)

    def matter_sums(self, values: Numbers | Flags) -> Numbers:
        """Return for each matter the sum of a column of passages."""
        return np.bincount(self.matter, values, minlength=len(self.matter_owner)).astype(np.float64)

    def means(self, otherwise: Floats) -> Floats:
        """Return the mean vector of each item; of one without passages, `otherwise`."""
        rows = [item.vectors.mean(axis=0) if len(item.vectors) else otherwise for item in self.items]
        return np.vstack(rows)

    def passages_of(self, at: int) -> slice:
        """Return the rows of the passages of the item at a place."""
        end = int(self.sizes[: at + 1].sum())
        return slice(end - int(self.sizes[at]), end)


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


def passage_features(table: ItemTable, words: WordCounts) -> Numbers:
    """Return (passages, columns): what the words of a theme say of each passage."""
    columns = (*_own(table, words), *_place(table, words), *_against(table, words))
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def _own(table: ItemTable, words: WordCounts) -> tuple[Numbers | Flags, ...]:
    spread = np.sqrt(table.lengths + 5)
    return (
        np.log1p(words.terms), words.terms > 0, words.kinds_of_terms >= 2,
        np.log1p(words.hints), np.minimum(words.kinds_of_hints, 4),
        words.terms / spread, words.hints / spread,
    )  # fmt: skip


def _place(table: ItemTable, words: WordCounts) -> tuple[Numbers | Flags, ...]:
    owner, sizes = table.owner, table.sizes[table.owner]
    elsewhere = table.sums(words.terms)[owner] - words.terms
    in_matter = table.matter_sums(words.terms)[table.matter] - words.terms
    titled = words.terms_in_title[owner]
    return (
        words.terms_above, words.hints_above, titled, words.hints_in_title[owner],
        np.log1p(elsewhere), elsewhere / np.maximum(1, sizes - 1),
        np.log1p(in_matter), np.log1p(_beside(table, words.terms)),
        (words.terms > 0) & titled, (words.hints > 0) & titled,
        np.log1p(words.hints) * np.log1p(elsewhere),
        table.deciding, table.heading, np.log1p(table.lengths), sizes > LONG_ITEM,
    )  # fmt: skip


def _against(table: ItemTable, words: WordCounts) -> tuple[Numbers | Flags, ...]:
    """Return what words of other fields say: a term among them means something else."""
    titled, term = words.against_in_title[table.owner], words.terms > 0
    return np.log1p(words.against), titled, term & (words.against > 0), term & titled


def _beside(table: ItemTable, terms: Numbers) -> Numbers:
    """Return the terms of the passages before and after each, of the same item."""
    same = table.owner[1:] == table.owner[:-1]
    beside = np.zeros(len(terms))
    beside[1:] += terms[:-1] * same
    beside[:-1] += terms[1:] * same
    return beside


def item_features(table: ItemTable, words: WordCounts, passages: Numbers, subjects: Numbers) -> Numbers:
    """Return (items, columns) for one theme.

    `passages` has each passage's probability of being about the theme; `subjects` for
    each item the log odds that it is, by the mean of its vectors alone.
    """
    best, second, third = map(logit, _strongest(table, passages))
    weights, terms = table.lengths + 1, table.sums(words.terms)
    average = table.sums(passages * weights) / np.maximum(1.0, table.sums(weights))
    matters, grouped = _matter_averages(table, passages, weights)
    # Where little stands below it, the title has to tell.
    short, titled = 1 / (1 + table.sums(table.lengths) / SHORT_ITEM), words.terms_in_title
    columns = (
        best, second, third, np.log1p(table.sums(passages)),
        logit(average), logit(_any(table, passages)),
        logit(_highest(table, passages * table.deciding)), table.sums(passages > 0.5) >= 2,
        titled, words.hints_in_title,
        np.log1p(terms), terms / np.sqrt(table.sums(table.lengths) + 20),
        table.several, grouped, table.several * best, grouped * best,
        matters, np.log1p(table.sizes), subjects,
        np.log1p(table.sums(words.against)), words.against_in_title,
        short, titled * short, (titled & words.against_in_title) * short,
    )  # fmt: skip
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def logit(probabilities: Numbers) -> Numbers:
    """Return the log odds, bounded: a model is never that sure.

    >>> logit(np.array([0.5, 1.0, 0.999])).round(2)
    array([0.  , 5.81, 5.81])
    """
    kept = np.clip(probabilities, _LEAST, 1 - _LEAST)
    odds: Numbers = np.log(kept / (1 - kept))
    return odds


def _strongest(table: ItemTable, passages: Numbers) -> tuple[Numbers, ...]:
    """Return for each item the highest probabilities, 0 where it has fewer passages."""
    ordered = np.append(passages[np.lexsort((-passages, table.owner))], 0.0)
    starts = np.cumsum(table.sizes) - table.sizes
    places = [np.where(at < table.sizes, starts + at, len(passages)) for at in range(_LEADING)]
    return tuple(ordered[place] for place in places)


def _any(table: ItemTable, passages: Numbers) -> Numbers:
    """Return how likely one passage at least is about the theme."""
    with np.errstate(divide="ignore"):
        return 1 - np.exp(table.sums(np.log1p(-passages)))


def _highest(table: ItemTable, values: Numbers) -> Numbers:
    found = np.zeros(len(table.sizes))
    np.maximum.at(found, table.owner, values)
    return found


def _matter_averages(table: ItemTable, passages: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each item the best average of a matter with a heading, and whether it has one."""
    averages = table.matter_sums(passages * weights) / np.maximum(1.0, table.matter_sums(weights))
    owner = table.matter_owner[table.headed]
    best, grouped = np.zeros(len(table.sizes)), np.zeros(len(table.sizes))
    np.maximum.at(best, owner, averages[table.headed])
    grouped[owner] = 1.0
    return best, grouped


def under_title(title: str, passages: tuple[Passage, ...], vectors: Floats) -> EncodedItem:
    """Return passages of no meeting, to be judged or learned from as an item of that title."""
    item = AgendaItem(id="", number="", title=title, start=0, end=0)
    return EncodedItem(item=item, passages=passages, vectors=vectors)


def some_passages(item: EncodedItem, places: Sequence[int]) -> EncodedItem:
    """Return the item with some of its passages alone."""
    return EncodedItem(
        item=item.item,
        passages=tuple(item.passages[at] for at in places),
        vectors=item.vectors[np.array(places, dtype=np.intp)],
    )


def without_title(item: EncodedItem) -> EncodedItem:
    """Return the item without its own heading and the repetitions of it: the title is known."""
    return some_passages(item, places_without_title(item))


def places_without_title(item: EncodedItem) -> list[int]:
    """Return the places of the passages that `without_title` keeps."""
    return [at for at, passage in enumerate(item.passages) if not _is_title(passage, item.item.title)]


def _is_title(passage: Passage, title: str) -> bool:
    if passage.section is not SectionName.TITEL:
        return False
    text, plain = caseless(passage.text), caseless(title)
    # Text under no section's heading is no title, though it has no path either.
    return text == plain or (not passage.path and (text.endswith(plain) or text in plain))
