"""Labelled items as the numbers an estimator learns from."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.domain import Passage, SectionName
from pipeline.encoder.protocol import EncodedItem, Encoder, Floats
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.minutes.passages import sub_heading
from pipeline.themes.features import ITEM_COLUMNS, PASSAGE_COLUMNS, passage_features
from pipeline.themes.layout import Flags, Layout, Matrix, Places, WordCounts, judged, judged_places
from pipeline.themes.model import likeness, mean_vectors
from pipeline.themes.recipe import FIRST_WORDS, PRIOR, RECIPE
from pipeline.themes.words import NOTHING, Found, ItemWords, WordReader, vocabulary, word_table


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


@dataclass(frozen=True, kw_only=True, eq=False)
class ThemeTable:
    """All examples, for one theme."""

    terms: tuple[str, ...]
    words: tuple[ItemWords, ...]
    counts: WordCounts
    features: Matrix
    """(passages, columns of `passage_features`)"""
    word_table: Floats
    likeness: Matrix
    about: Flags
    """Whether a passage is about the theme."""
    subject_likeness: Matrix
    assigned: Flags
    """Whether an item has the theme."""
    judged: Flags
    """Whether somebody judged an item for the theme."""
    known: Flags
    """Whether somebody judged an item for the theme, or no word of it stands there."""
    matters: Flags
    """Whether a matter has a passage about it."""

    @cached_property
    def first_words(self) -> WordCounts:
        """The counts as if the theme had but the first few terms."""
        kept = frozenset(self.terms[:FIRST_WORDS])
        return WordCounts.of([_fewer(words, kept) for words in self.words])


def _fewer(words: ItemWords, kept: frozenset[str]) -> ItemWords:
    def some(found: Found) -> Found:
        if found is NOTHING:
            return found
        return Found(terms=tuple(m for m in found.terms if m.pattern in kept), hints=())

    return ItemWords(
        title=some(words.title),
        passages=tuple(map(some, words.passages)),
        above=tuple(map(some, words.above)),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Examples:
    """All examples; `vectors`, `owner` and `marked` have a row a passage, the rest a row an item.

    What is under a sub-heading is a matter: it teaches what items are about as an item does.
    """

    items: tuple[LabelledItem, ...]
    vectors: Floats
    mean: Floats
    layout: Layout
    marked: Flags
    """Whether somebody said what the passage is about."""
    means: Floats
    groups: npt.NDArray[np.str_]
    whole: Flags
    matter_means: Floats
    matter_owner: Places
    """Which item a matter is of; only items whose passages somebody marked have matters here."""
    tables: Mapping[str, ThemeTable]

    @property
    def owner(self) -> Places:
        """Which item a passage is of."""
        return self.layout.owner

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
    """Return labelled items as numbers."""
    items = tuple(_judged(example) for example in examples)
    vectors = np.vstack([item.item.vectors for item in items])
    mean = vectors.mean(axis=0)
    layout = Layout.of([item.item for item in items])
    means = mean_vectors([item.item for item in items], mean)
    words = WordReader(register).read([item.item for item in items])
    meanings = encode_definitions(register, encoder)
    return Examples(
        items=items,
        vectors=vectors,
        mean=mean,
        layout=layout,
        marked=np.repeat([item.about is not None for item in items], layout.sizes),
        means=means,
        groups=np.array([item.group for item in items]),
        whole=np.array([item.whole for item in items]),
        **_matters(items),
        tables={
            theme.name: ThemeTable(
                **_words(layout, words[theme.name], theme),
                **_labels(items, words[theme.name], theme.name),
                likeness=likeness(vectors, mean, meaning),
                subject_likeness=likeness(means, mean, meaning),
            )
            for theme, meaning in zip(register, meanings, strict=True)
        },
    )


def _matters(items: Sequence[LabelledItem]) -> dict[str, Any]:
    found = [(at, places) for at, one in enumerate(items) for places in _matter_places(one)]
    dimension = items[0].item.vectors.shape[1]
    means = [items[at].item.vectors[places].mean(axis=0) for at, places in found]
    return {
        "matter_means": np.vstack(means) if means else np.zeros((0, dimension), dtype=np.float32),
        "matter_owner": np.array([at for at, _ in found], dtype=np.intp),
    }


def _matter_places(example: LabelledItem) -> list[list[int]]:
    """Return the places of the passages under each sub-heading of an item that is marked."""
    places: dict[str, list[int]] = {}
    if example.whole and example.about is not None:
        for at, passage in enumerate(example.item.passages):
            if heading := sub_heading(passage):
                places.setdefault(heading, []).append(at)
    return list(places.values())


def _words(layout: Layout, words: tuple[ItemWords, ...], theme: ThemeDefinition) -> dict[str, Any]:
    counts = WordCounts.of(words)
    found = [one for item in words for one in item.passages]
    return {
        "terms": theme.terms,
        "words": words,
        "counts": counts,
        "features": passage_features(layout, counts),
        "word_table": word_table(found, vocabulary(theme)),
    }


def _labels(items: Sequence[LabelledItem], words: Sequence[ItemWords], name: str) -> dict[str, Any]:
    marks = [item.about or (frozenset(),) * len(item.item.passages) for item in items]
    judged = np.array([one.known is None or name in one.known for one in items], dtype=bool)
    return {
        "judged": judged,
        "about": np.array([name in themes for about in marks for themes in about], dtype=bool),
        "assigned": np.array([name in item.themes for item in items], dtype=bool),
        "known": judged | np.array([not _has_terms(found) for found in words], dtype=bool),
        "matters": np.array(
            [
                any(name in about[place] for place in places)
                for one, about in zip(items, marks, strict=True)
                for places in _matter_places(one)
            ],
            dtype=bool,
        ),
    }


def _judged(example: LabelledItem) -> LabelledItem:
    """Return the example without the passages that `judged` leaves out."""
    about = example.about
    kept = judged_places(example.item)
    return replace(
        example,
        item=judged(example.item),
        about=None if about is None else tuple(about[at] for at in kept),
    )


def _has_terms(words: ItemWords) -> bool:
    return bool(words.title.terms) or any(found.terms for found in words.passages)


def encode_definitions(register: Sequence[ThemeDefinition], encoder: Encoder) -> Floats:
    """Return one vector a theme, to compare with passages: a definition is encoded as one."""
    passages = [
        Passage(item_id="", section=SectionName.ANDET, start=0, end=len(text), text=text)
        for text in (theme.definition for theme in register)
    ]
    return encoder.encode(passages).vectors


def fingerprint(items: Sequence[LabelledItem]) -> str:
    """Return a short digest of what a model is made from: the recipe, texts, labels, groups."""
    digest = hashlib.sha256(repr((RECIPE, PRIOR, (*PASSAGE_COLUMNS, *ITEM_COLUMNS))).encode())
    for one in map(_judged, items):
        # What nobody marked teaches by the themes it was judged for, and what was said of those.
        taught = sorted(one.known or ()) if one.about is None else [sorted(themes) for themes in one.about]
        texts = [passage.text for passage in one.item.passages]
        digest.update(repr((one.id, one.group, sorted(one.themes), taught, texts)).encode())
    return digest.hexdigest()[:16]
