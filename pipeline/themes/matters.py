"""Themes of items, and of what an information item tells under each of its sub-headings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

import numpy as np

from pipeline.domain import Matter, ThemeScore
from pipeline.themes.item import ThemeInput, judged, sub_headings
from pipeline.themes.layout import BUNDLE
from pipeline.themes.tagger import ThemeTagger

FEWEST = 2
"""Sub-headings of an item that tells of several matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemThemes:
    """The themes of an item, and of its matters where it has several."""

    themes: tuple[ThemeScore, ...]
    matters: tuple[Matter, ...]


def tag_items(tagger: ThemeTagger, items: Sequence[ThemeInput]) -> tuple[ItemThemes, ...]:
    """Return the themes of items, each of their matters judged as an item of its own.

    Raises:
        ModelError: the vectors are not of the model's encoder.

    """
    parts = [matter_inputs(item) for item in items]
    scores = iter(tagger.score([*items, *chain.from_iterable(parts)]))
    whole = [next(scores) for _ in items]
    return tuple(
        ItemThemes(themes=found, matters=tuple(_matter(part, next(scores)) for part in own))
        for found, own in zip(whole, parts, strict=True)
    )


def matter_inputs(item: ThemeInput) -> tuple[ThemeInput, ...]:
    """Return what stands under each sub-heading of an information item, in the order of its text.

    What stands under none is no matter. Any other item is one matter, and has no parts.
    """
    if not BUNDLE.search(item.title):
        return ()
    kept = judged(item)
    runs = groupby(range(len(kept.passages)), key=lambda at: sub_headings(kept.passages[at]))
    found = [(heading, list(places)) for heading, places in runs if heading]
    if len({heading for heading, _ in found}) < FEWEST:
        return ()
    return tuple(
        ThemeInput(
            title=" ".join(heading),
            passages=tuple(kept.passages[at] for at in places),
            vectors=kept.vectors[np.array(places, dtype=np.intp)],
        )
        for heading, places in found
    )


def _matter(part: ThemeInput, scores: Sequence[ThemeScore]) -> Matter:
    return Matter(
        title=part.title,
        start=part.passages[0].start,
        end=part.passages[-1].end,
        themes=tuple(replace(score, evidence=()) for score in scores),
    )
