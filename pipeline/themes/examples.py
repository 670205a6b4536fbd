"""Labelled items as the numbers an estimator learns from."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import EncodedItem, Encoder, Flags, Floats, Numbers
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.features import (
    ITEM_COLUMNS,
    PASSAGE_COLUMNS,
    ItemTable,
    Places,
    passage_features,
    places_without_title,
    some_passages,
)
from pipeline.themes.model import likeness
from pipeline.themes.recipe import FIRST_WORDS, PRIOR, RECIPE
from pipeline.themes.tagger import encode_definitions
from pipeline.themes.words import WordCounts, vocabulary, word_reader


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
    ordinary: bool = False
    """Of minutes of any committee: it teaches as the corpus does, and is measured apart from it."""

    @property
    def title(self) -> str:
        """The title of the item."""
        return self.item.item.title

    def without_title(self) -> "LabelledItem":
        """Return the example without the passages that repeat its title, as items are judged."""
        kept = places_without_title(self.item)
        about = None if self.about is None else tuple(self.about[at] for at in kept)
        return replace(self, item=some_passages(self.item, kept), about=about)


@dataclass(frozen=True, kw_only=True, eq=False)
class ThemeExamples:
    """What is known of all examples for one theme."""

    theme: ThemeDefinition
    words: WordCounts
    likeness: Numbers
    """Of each passage to the definition."""
    subject_likeness: Numbers
    """Of each item's mean vector to the definition."""
    features: Numbers
    """(passages, columns of `passage_features`)"""
    one_hot: Floats
    about: Flags
    """Whether a passage is about the theme."""
    assigned: Flags
    """Whether an item has the theme."""
    judged: Flags
    """Whether somebody judged an item for the theme."""
    known: Flags
    """Whether somebody judged an item for the theme, or no word of it stands there."""

    @cached_property
    def first_words(self) -> WordCounts:
        """The words as if the theme had but the first few terms."""
        terms = self.theme.terms[:FIRST_WORDS]
        return WordCounts.of([words.first_terms(terms) for words in self.words.items])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Examples:
    """All examples, a row a passage or a row an item.

    What is under a sub-heading is a matter: it teaches what items are about as an item does.
    """

    items: tuple[LabelledItem, ...]
    table: ItemTable
    encoder: str
    mean: Floats
    """Of all passages."""
    means: Floats
    """Of the passages of each item."""
    groups: npt.NDArray[np.str_]
    whole: Flags
    corpus: Flags
    """Whether somebody said of each passage of an item what it is about."""
    matters: Places
    """The matters under sub-headings of such items, by their places in `table`."""
    themes: Mapping[str, ThemeExamples]

    def grouped(self, items: Flags) -> Flags:
        """Return these items and every other of a case that one of them is of.

        Who measures on some items must not learn from these: this is what keeps a
        case on one side of every split.
        """
        cases = frozenset().union(*(self.items[at].cases for at in np.flatnonzero(items)))
        related: Flags = items | np.array([bool(one.cases & cases) for one in self.items])
        return related


def tabulate(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> Examples:
    """Return labelled items as numbers, whose vectors must be the encoder's."""
    items = tuple(example.without_title() for example in examples)
    table = ItemTable.of([item.item for item in items])
    mean = table.vectors.mean(axis=0)
    means = table.means(mean)
    words = word_reader(tuple(register)).read(table.items)
    whole = np.array([item.whole for item in items])
    corpus = np.array([item.about is not None for item in items])
    return Examples(
        items=items,
        table=table,
        encoder=encoder.name,
        mean=mean,
        means=means,
        groups=np.array([item.group for item in items]),
        whole=whole,
        corpus=corpus,
        matters=np.flatnonzero(table.headed & (whole & corpus)[table.matter_owner]),
        themes={
            theme.name: _of_theme(items, theme, words[theme.name], table, vectors=(mean, means, definition))
            for theme, definition in zip(register, encode_definitions(register, encoder), strict=True)
        },
    )


def _of_theme(
    items: Sequence[LabelledItem],
    theme: ThemeDefinition,
    words: WordCounts,
    table: ItemTable,
    *,
    vectors: tuple[Floats, Floats, Floats],
) -> ThemeExamples:
    mean, means, definition = vectors
    about = [item.about or (frozenset[str](),) * len(item.item.passages) for item in items]
    judged = np.array([one.known is None or theme.name in one.known for one in items], dtype=bool)
    wordless = [not (own.title.terms or any(p.terms for p in own.passages)) for own in words.items]
    return ThemeExamples(
        theme=theme,
        words=words,
        one_hot=words.one_hot(vocabulary(theme)),
        about=np.array([theme.name in themes for item in about for themes in item], dtype=bool),
        assigned=np.array([theme.name in item.themes for item in items], dtype=bool),
        judged=judged,
        known=judged | np.array(wordless, dtype=bool),
        features=passage_features(table, words),
        likeness=likeness(table.vectors, mean, definition),
        subject_likeness=likeness(means, mean, definition),
    )


def fingerprint(items: Sequence[LabelledItem]) -> str:
    """Return a short digest of what a model is made from: the recipe, texts, labels, groups."""
    digest = hashlib.sha256(repr((RECIPE, PRIOR, (*PASSAGE_COLUMNS, *ITEM_COLUMNS))).encode())
    for one in (item.without_title() for item in items):
        # What nobody marked teaches by the themes it was judged for, and what was said of those.
        taught = sorted(one.known or ()) if one.about is None else [sorted(themes) for themes in one.about]
        texts = [passage.text for passage in one.item.passages]
        digest.update(repr((one.id, one.group, sorted(one.themes), taught, texts)).encode())
    return digest.hexdigest()[:16]
