"""The theme model as a page shows it: versions, how they do on the frozen items, what waits to be learned."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.app.jobs import ABOUT_MODELS
from pipeline.app.models import ListedVersion, list_versions
from pipeline.app.session import Session
from pipeline.config import Config
from pipeline.domain import Job, ThemeChange
from pipeline.encoder.protocol import Flags, Numbers
from pipeline.errors import SagssporError
from pipeline.themes.versions import Version, VersionStore
from pipeline.training.corpus import corpus_folder, read_corpus
from pipeline.training.intervals import Interval, f1_interval
from pipeline.training.learned import unlearned
from pipeline.training.theme_scores import BINS, FILE, Judgements

JOBS, RECENT = 8, 200
"""The last jobs about models on the page, and among how many of the last jobs they are looked for."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsView:
    """All versions of the theme model, the newest first, and what waits."""

    versions: tuple[ListedVersion, ...]
    figures: Mapping[int, VersionFigures | None]
    """By the number of a version; None where they are not known."""
    new: int
    """Decisions on themes that hold and that the version in use has not learned from."""
    others: Mapping[str, int]
    """Corrections that wait for another model: mentions, links, cuts."""
    stale: int
    """Items that another version tagged, or for other themes."""
    jobs: tuple[Job, ...]
    """The last ones about models, newest first."""
    runs: str
    """Where MLflow shows the runs; empty where that is not known."""

    @property
    def champion(self) -> Version:
        """The version in use."""
        return next(one.version for one in self.versions if one.serves)

    @property
    def known(self) -> tuple[tuple[ListedVersion, VersionFigures], ...]:
        """The versions whose figures are known, each with them."""
        pairs = ((one, self.figures[one.version.number]) for one in self.versions)
        return tuple((one, figures) for one, figures in pairs if figures)

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that any version has figures of, those of the newest first."""
        return tuple(dict.fromkeys(own.theme for _, figures in self.known for own in figures.themes))


def read_models(session: Session) -> ModelsView:
    """Return the versions of the theme model, and what waits.

    Raises:
        ModelError: what is to be known of a version is missing or damaged.

    """
    versions = list_versions(session.config)[::-1]
    position = next(one.version.position for one in versions if one.serves)
    numbers = [one.version.number for one in versions]
    jobs = [job for job in session.archive.jobs(most=RECENT) if job.kind in ABOUT_MODELS]
    return ModelsView(
        versions=versions,
        figures={number: _read_figures(session.config, number) for number in numbers},
        new=session.archive.count_active([ThemeChange], position),
        others=unlearned(session.archive, session.config),
        stale=session.stale(),
        jobs=tuple(jobs[:JOBS]),
        runs=_runs(),
    )


def _runs() -> str:
    """Return where the runs are shown: a server of MLflow is its own page, a database has none."""
    store = os.environ.get("MLFLOW_TRACKING_URI", "")
    return store.rstrip("/") if store.startswith(("http://", "https://")) else ""


def _read_figures(config: Config, number: int) -> VersionFigures | None:
    """Return the figures of a version; None where what it said of the frozen items is not kept."""
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
