"""The theme model as a page shows it: its versions, how they do, and what waits to be learned."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.app.model_figures import VersionFigures, read_figures
from pipeline.app.models import ListedVersion, list_versions
from pipeline.app.session import Session
from pipeline.corrections import active
from pipeline.domain import Job, ThemeChange
from pipeline.training.learned import unlearned

JOBS, RECENT = 8, 200
"""The last jobs about models on the page, and among how many of the last jobs they are looked for."""
KINDS = ("retrain", "serve", "retag", "compare")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """A version and its figures."""

    listed: ListedVersion
    figures: VersionFigures | None

    @property
    def number(self) -> int:
        """Its number."""
        return self.listed.version.number


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsView:
    """All versions of the theme model, the newest first, and what waits."""

    versions: tuple[ShownVersion, ...]
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
    def champion(self) -> ShownVersion:
        """The version in use."""
        return next(one for one in self.versions if one.listed.serves)

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that any version has figures of, those of the newest first."""
        own = (theme.theme for one in self.versions if one.figures for theme in one.figures.themes)
        return tuple(dict.fromkeys(own))


def read_models(session: Session) -> ModelsView:
    """Return the versions of the theme model, and what waits.

    Raises:
        ModelError: what is to be known of a version is missing or damaged.

    """
    log, versions = session.archive.corrections(), list_versions(session.config)
    position = next(one.version.position for one in versions if one.serves)
    jobs = [job for job in session.archive.jobs(most=RECENT) if job.kind in KINDS]
    return ModelsView(
        versions=tuple(
            ShownVersion(listed=one, figures=read_figures(session.config, one.version.number))
            for one in reversed(versions)
        ),
        new=sum(isinstance(one.change, ThemeChange) and one.number > position for one in active(log)),
        others=unlearned(log, session.config),
        stale=session.stale(),
        jobs=tuple(jobs[:JOBS]),
        runs=_runs(),
    )


def _runs() -> str:
    """Return where the runs are shown: a server of MLflow is its own page, a database has none."""
    store = os.environ.get("MLFLOW_TRACKING_URI", "")
    return store.rstrip("/") if store.startswith(("http://", "https://")) else ""
