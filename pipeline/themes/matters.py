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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatterInput:
    """One matter, as an item to be judged: under the titles of both, and its sub-heading as text."""

    heading: str
    input: ThemeInput


def tag_items(tagger: ThemeTagger, items: Sequence[ThemeInput]) -> tuple[ItemThemes, ...]:
    """Return the themes of items, each of their matters judged as an item of its own.

    Raises:
        ModelError: the vectors are not of the model's encoder.

    """
    parts = [matter_inputs(item) for item in items]
    scores = iter(tagger.score([*items, *(part.input for part in chain.from_iterable(parts))]))
    whole = [next(scores) for _ in items]
    return tuple(
        ItemThemes(themes=found, matters=tuple(_matter(part, next(scores)) for part in own))
        for found, own in zip(whole, parts, strict=True)
    )


def matter_inputs(item: ThemeInput) -> tuple[MatterInput, ...]:
    """Return what stands under each sub-heading of an information item, in the order of its text.

    What stands under none is no matter. Any other item is one matter, and has no parts.
    That the item is of information is part of a matter's title: there a few lines are enough
    for a theme, and without it a fifth fewer were found (experiments/theme_matters.py).
    """
    if not BUNDLE.search(item.title):
        return ()
    kept = judged(item)
    runs = groupby(range(len(kept.passages)), key=lambda at: sub_headings(kept.passages[at]))
    found = [(heading, list(places)) for heading, places in runs if heading]
    if len({heading for heading, _ in found}) < FEWEST:
        return ()
    return tuple(_input(kept, " ".join(heading), places) for heading, places in found)


def _input(item: ThemeInput, heading: str, places: Sequence[int]) -> MatterInput:
    own = ThemeInput(
        title=f"{item.title}: {heading}",
        passages=tuple(item.passages[at] for at in places),
        vectors=item.vectors[np.array(places, dtype=np.intp)],
    )
    return MatterInput(heading=heading, input=own)


def _matter(part: MatterInput, scores: Sequence[ThemeScore]) -> Matter:
    return Matter(
        title=part.heading,
        start=part.input.passages[0].start,
        end=part.input.passages[-1].end,
        themes=tuple(replace(score, evidence=()) for score in scores),
    )
