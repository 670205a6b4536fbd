"""Labelled items as the numbers an estimator learns from."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.domain import Passage, SectionName
from pipeline.encoder.protocol import Encoder, Floats
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.item import LabelledItem, judged_example
from pipeline.themes.model import likeness, mean_vectors
from pipeline.themes.passage_features import Matrix, passage_features
from pipeline.themes.words import ItemWords, ThemeWords, vocabulary, word_table

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeTable:
    """All examples, for one theme."""

    words: tuple[ItemWords, ...]
    features: Matrix
    """(passages, columns of `passage_features`)"""
    word_table: Matrix
    likeness: Matrix
    about: Flags
    """Whether a passage is about the theme."""
    subject_likeness: Matrix
    assigned: Flags
    """Whether an item has the theme."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Examples:
    """All examples; `vectors`, `owner` and `marked` have a row a passage, the rest a row an item."""

    items: tuple[LabelledItem, ...]
    vectors: Floats
    mean: Floats
    owner: npt.NDArray[np.intp]
    """Which item a passage is of."""
    marked: Flags
    """Whether somebody said what the passage is about."""
    means: Floats
    groups: npt.NDArray[np.str_]
    whole: Flags
    tables: Mapping[str, ThemeTable]

    @property
    def group_names(self) -> list[str]:
        """The groups of whole items, sorted."""
        return sorted(set(self.groups[self.whole].tolist()))


def tabulate(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> Examples:
    """Return labelled items as numbers."""
    items = tuple(judged_example(example) for example in examples)
    vectors = np.vstack([item.item.vectors for item in items])
    mean = vectors.mean(axis=0)
    owner = np.repeat(np.arange(len(items)), [len(item.item.passages) for item in items])
    means = mean_vectors([item.item for item in items], mean)
    meanings = encode_definitions(register, encoder)
    return Examples(
        items=items,
        vectors=vectors,
        mean=mean,
        owner=owner,
        marked=np.array([items[at].about is not None for at in owner]),
        means=means,
        groups=np.array([item.group for item in items]),
        whole=np.array([item.whole for item in items]),
        tables={
            theme.name: ThemeTable(
                **_words_and_labels(items, theme),
                likeness=likeness(vectors, mean, meaning),
                subject_likeness=likeness(means, mean, meaning),
            )
            for theme, meaning in zip(register, meanings, strict=True)
        },
    )


def _words_and_labels(items: Sequence[LabelledItem], theme: ThemeDefinition) -> dict[str, Any]:
    finder = ThemeWords(theme)
    words = tuple(finder.read(item.item) for item in items)
    marks = [item.about or (frozenset(),) * len(item.item.passages) for item in items]
    return {
        "words": words,
        "features": np.vstack([passage_features(one.item, w) for one, w in zip(items, words, strict=True)]),
        "word_table": word_table([found for one in words for found in one.passages], vocabulary(theme)),
        "about": np.array([theme.name in themes for about in marks for themes in about], dtype=bool),
        "assigned": np.array([theme.name in item.themes for item in items], dtype=bool),
    }


def encode_definitions(register: Sequence[ThemeDefinition], encoder: Encoder) -> Floats:
    """Return one vector a theme, to compare with passages: a definition is encoded as one."""
    passages = [
        Passage(item_id="", section=SectionName.ANDET, start=0, end=len(text), text=text)
        for text in (theme.definition for theme in register)
    ]
    return encoder.encode(passages).vectors


def fingerprint(items: Sequence[LabelledItem]) -> str:
    """Return a short digest of the examples: texts, labels, groups."""
    digest = hashlib.sha256()
    for one in items:
        about = "-" if one.about is None else [sorted(themes) for themes in one.about]
        texts = [passage.text for passage in one.item.passages]
        digest.update(repr((one.id, one.group, sorted(one.themes), about, texts)).encode())
    return digest.hexdigest()[:16]
