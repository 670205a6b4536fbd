"""How each version of the theme model does on the frozen items: F1 with intervals, and how honest it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.config import Config
from pipeline.errors import SagssporError
from pipeline.themes.versions import VersionStore
from pipeline.training.corpus import corpus_folder, read_corpus
from pipeline.training.intervals import Flags, Interval, Numbers, f1_interval
from pipeline.training.theme_scores import BINS, FILE, Judgements


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Items that were given a theme with about the same probability, and how many of them have it."""

    probability: float
    """The mean of theirs."""
    share: float
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFigure:
    """One theme by one version."""

    theme: str
    f1: Interval
    bins: tuple[Bin, ...]
    """From the least probable to the most; none without items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFigures:
    """A version on the frozen items, each judged by models made like it that had not seen its committee."""

    themes: tuple[ThemeFigure, ...]
    macro: Interval
    items: int


def read_figures(config: Config, number: int) -> VersionFigures | None:
    """Return the figures of a version; None where what it said of the frozen items is not kept.

    Raises:
        ModelNotFoundError: there is no such version.

    """
    folder = VersionStore(config.themes.model).path(number)
    kept = folder / FILE
    try:
        return _figures(folder, kept.stat().st_mtime_ns) if kept.is_file() else None
    except SagssporError:  # no corpus, or damaged: the page does without
        return None


@lru_cache(maxsize=64)
def _figures(folder: Path, changed: int) -> VersionFigures | None:
    del changed  # what the answer is kept under
    judged, gold = Judgements.read(folder), _gold(corpus_folder())
    rows = [row for row, item in enumerate(judged.ids) if item in gold]
    if not rows:
        return None
    truth = np.array([[theme in gold[judged.ids[row]] for theme in judged.themes] for row in rows])
    assigned, probabilities = judged.assigned[rows], judged.probabilities[rows]
    return VersionFigures(
        themes=tuple(
            ThemeFigure(
                theme=theme,
                f1=f1_interval(truth[:, at], assigned[:, at]),
                bins=_bins(truth[:, at], probabilities[:, at]),
            )
            for at, theme in enumerate(judged.themes)
        ),
        macro=f1_interval(truth, assigned),
        items=len(rows),
    )


@lru_cache(maxsize=1)
def _gold(corpus: Path) -> Mapping[str, frozenset[str]]:
    return {item.id: frozenset(item.themes) for meeting in read_corpus(corpus) for item in meeting.items}


def _bins(truth: Flags, probabilities: Numbers) -> tuple[Bin, ...]:
    places = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    filled = (places == at for at in range(BINS) if (places == at).any())
    return tuple(
        Bin(
            probability=float(probabilities[here].mean()),
            share=float(truth[here].mean()),
            items=int(here.sum()),
        )
        for here in filled
    )
