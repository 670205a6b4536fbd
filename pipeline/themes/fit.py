"""Learns a theme model from labelled items, the same from the same items."""

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
from pipeline.themes.item_features import COLUMNS as ITEM_COLUMNS
from pipeline.themes.item_features import item_features
from pipeline.themes.model import ThemeCard, ThemeModel, likeness, with_theme
from pipeline.themes.passage_features import COLUMNS as PASSAGE_COLUMNS
from pipeline.themes.passage_features import Matrix, passage_features
from pipeline.themes.words import ThemeWords

# Chosen on held-out committees of the corpus.
PASSAGE_PENALTY = 0.1
ITEM_PENALTY = 0.1
COUNTED_WEIGHT = 0.5
VECTOR_WEIGHT = 0.22
THEME_WEIGHT = 0.25
THRESHOLD = 0.5

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeTable:
    """The passages of all examples as numbers, for one theme."""

    features: Matrix
    likeness: Matrix
    about: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Examples:
    """All examples as numbers; rows of `vectors`, `owner` and `marked` are passages."""

    items: tuple[LabelledItem, ...]
    words: tuple[ThemeWords, ...]
    vectors: Floats
    mean: Floats
    owner: npt.NDArray[np.intp]
    """Which item a passage is of."""
    marked: Flags
    """Whether somebody said what the passage is about."""
    groups: npt.NDArray[np.str_]
    """The item's group, for each passage."""
    tables: Mapping[str, ThemeTable]


def fit_themes(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> ThemeModel:
    """Return the model learned from examples; their vectors must be the encoder's."""
    data = tabulate(examples, register, encoder)
    every = np.ones(len(data.owner), dtype=bool)
    names = tuple(words.theme.name for words in data.words)
    return ThemeModel(
        card=ThemeCard(
            encoder=encoder.name,
            dimension=encoder.dimension,
            themes=names,
            thresholds=dict.fromkeys(names, THRESHOLD),
            stranger_threshold=THRESHOLD,
            trained_on=fingerprint(data.items),
            items=len(data.items),
        ),
        mean=data.mean,
        passages={name: _fit_passages(data, name, every) for name in names},
        stranger=_fit_stranger(data),
        items=_fit_items(data, _held_out_probabilities(data)),
    )


def tabulate(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> Examples:
    """Return examples as numbers."""
    items = tuple(judged_example(example) for example in examples)
    vectors = np.vstack([item.item.vectors for item in items])
    mean = vectors.mean(axis=0)
    words = tuple(ThemeWords(theme) for theme in register)
    owner = np.repeat(np.arange(len(items)), [len(item.item.passages) for item in items])
    meanings = encode_definitions(register, encoder)
    return Examples(
        items=items,
        words=words,
        vectors=vectors,
        mean=mean,
        owner=owner,
        marked=np.array([items[at].about is not None for at in owner]),
        groups=np.array([items[at].group for at in owner]),
        tables={
            one.theme.name: ThemeTable(
                features=np.vstack([passage_features(item.item, one) for item in items]),
                likeness=likeness(vectors, mean, meaning),
                about=_about(items, one.theme.name),
            )
            for one, meaning in zip(words, meanings, strict=True)
        },
    )


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


def _about(items: Sequence[LabelledItem], name: str) -> Flags:
    marks = [item.about or ((frozenset(),) * len(item.item.passages)) for item in items]
    return np.array([name in themes for about in marks for themes in about], dtype=bool)


def _fit_passages(data: Examples, name: str, rows: Flags) -> Any:
    table, rows = data.tables[name], rows & data.marked
    X = np.hstack([table.features[rows], data.vectors[rows]])
    return linear(len(PASSAGE_COLUMNS), PASSAGE_PENALTY, VECTOR_WEIGHT).fit(X, table.about[rows])


def _fit_stranger(data: Examples) -> Any:
    rows = data.marked
    X = np.vstack([np.hstack([t.features[rows], t.likeness[rows]]) for t in data.tables.values()])
    y = np.concatenate([table.about[rows] for table in data.tables.values()])
    return linear(len(PASSAGE_COLUMNS) + 1, PASSAGE_PENALTY, VECTOR_WEIGHT).fit(X, y)


def _held_out_probabilities(data: Examples) -> dict[str, Matrix]:
    """Return the passages' probabilities by models that saw nothing of their group."""
    found = {name: np.zeros(len(data.owner)) for name in data.tables}
    for group in sorted(set(data.groups.tolist())):
        here = data.groups == group
        for name, table in data.tables.items():
            model = _fit_passages(data, name, ~here)
            X = np.hstack([table.features[here], data.vectors[here]])
            found[name][here] = model.predict_proba(X)[:, 1]
    return found


def _fit_items(data: Examples, probabilities: Mapping[str, Matrix]) -> Any:
    themes = [words.theme.name for words in data.words]
    rows, y = [], []
    for words in data.words:
        name = words.theme.name
        found = [
            item_features(item.item, words, probabilities[name][data.owner == at])
            for at, item in enumerate(data.items)
        ]
        rows.append(with_theme(np.vstack(found), name, themes))
        y += [name in item.themes for item in data.items]
    return linear(len(ITEM_COLUMNS), ITEM_PENALTY, THEME_WEIGHT, 1.0).fit(np.vstack(rows), np.array(y))


def linear(counted: int, penalty: float, rest: float, counted_weight: float = COUNTED_WEIGHT) -> Any:
    """Return an unfitted logistic regression over counted features and vectors."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    from pipeline.themes.scaling import BlockScaler

    scaler = BlockScaler(counted=counted, counted_weight=counted_weight, vector_weight=rest)
    return make_pipeline(scaler, LogisticRegression(C=penalty, max_iter=2000))
