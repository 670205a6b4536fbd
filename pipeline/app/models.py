"""The versions of the theme model: which there are, which one serves, and how a new one is made."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.app.answers import to_json
from pipeline.app.session import Session
from pipeline.config import Config
from pipeline.serialize import dump
from pipeline.themes import ThemeTagger
from pipeline.themes.store import all_versions, read_model
from pipeline.themes.versions import Version, VersionStore
from pipeline.training.archived import Change, changes, read_corrected, retag, stale_meetings
from pipeline.training.theme_runs import follow
from pipeline.training.themes import Challenger, challenge, settle
from pipeline.training.tracking import open_store
from pipeline.training.workshop import Workshop, open_workshop

Tell = Callable[[str], AbstractContextManager[Callable[[int], None]]]
"""Tells a person what is being done; what it gives may be told how much of it is."""


class Alias(StrEnum):
    """What a version is to the others."""

    CHAMPION = "champion"
    """It serves."""
    CHALLENGER = "challenger"
    """It is the newest, and does not serve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVersion:
    """A version, and whether it serves."""

    version: Version
    serves: bool
    alias: Alias | None


@to_json.register
def _version_to_json(listed: ListedVersion) -> dict[str, Any]:
    return {**dump(Version, listed.version), "serves": listed.serves}


def list_versions(config: Config) -> tuple[ListedVersion, ...]:
    """Return the versions, the one that came with the program first.

    Raises:
        ModelError: what is to be known of a version is missing or damaged.

    """
    store = VersionStore(config.themes.model)
    versions, champion = all_versions(store), store.champion
    newest = versions[-1].number
    return tuple(
        ListedVersion(
            version=one,
            serves=one.number == champion,
            alias=Alias.CHAMPION
            if one.number == champion
            else Alias.CHALLENGER
            if one.number == newest
            else None,
        )
        for one in versions
    )


def promote(config: Config, number: int) -> None:
    """Let a version serve from now on, whatever the comparison said.

    Raises:
        ModelNotFoundError: there is no such version.

    """
    store = VersionStore(config.themes.model)
    store.promote(number)
    follow(store)


def rollback(config: Config) -> int:
    """Let the version serve that served before; return its number.

    Raises:
        ModelError: none served before.

    """
    store = VersionStore(config.themes.model)
    number = store.rollback()
    follow(store)
    return number


def retag_archive(session: Session) -> int:
    """Tag again what another version tagged; return how many meetings that were.

    Broken off and begun again, it goes on where it was.
    """
    return _retag(session, open_workshop(session.config))


def _retag(session: Session, workshop: Workshop) -> int:
    store = VersionStore(session.config.themes.model)
    tagger = _tagger(workshop, store, store.champion)
    meetings = session.watch("Tagging again", stale_meetings(session.archive, tagger.version))
    return sum(1 for _ in retag(session.archive, tagger, workshop.encoder.name, meetings))


def compare_versions(session: Session, number: int, other: int | None = None) -> tuple[Change, ...]:
    """Return the items whose themes a version decides otherwise than another, else than the one that serves.

    Raises:
        ModelNotFoundError: there is no such version.

    """
    store, workshop = VersionStore(session.config.themes.model), open_workshop(session.config)
    before = _tagger(workshop, store, store.champion if other is None else other)
    after = _tagger(workshop, store, number)
    return tuple(changes(session.archive, before, after, workshop.encoder.name))


def _tagger(workshop: Workshop, store: VersionStore, number: int) -> ThemeTagger:
    return workshop.tagger(read_model(store.path(number)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Retrained:
    """What came of learning from corrections: a version, how it did, and what it tagged again."""

    version: Version
    challenger: Challenger
    retagged: int
    """Meetings; none where it was refused."""
    seconds: Mapping[str, float]
    """By stage, in their order."""

    @property
    def promoted(self) -> bool:
        """Whether it serves now."""
        return self.challenger.verdict.promoted


@to_json.register
def _retrained_to_json(retrained: Retrained) -> dict[str, Any]:
    own = {"retagged": retrained.retagged, "seconds": retrained.seconds}
    return {**retrained.challenger.to_json(retrained.version), **own}


def retrain(session: Session, corpus: Path, tell: Tell) -> Retrained:
    """Learn from corpus and corrections; serve the new version and tag again only if no theme loses.

    Raises:
        ModelError: there is nothing new to learn from.

    """
    seconds: dict[str, float] = {}

    @contextmanager
    def stage(name: str, doing: str) -> Iterator[Callable[[int], None]]:
        start = time.perf_counter()
        with tell(doing) as progress:
            yield progress
        seconds[name] = time.perf_counter() - start

    store = VersionStore(session.config.themes.model)
    with stage("open MLflow", "Loading MLflow"):
        open_store()
    workshop = open_workshop(session.config)
    with stage("read corpus", "Encoding the corpus, once: passages") as progress:
        examples = workshop.corpus(corpus, progress)
    with stage("read corrections", "Reading corrections"):
        corrected = read_corrected(session.archive, workshop.encoder.name)
    with stage("learn and compare", f"Learning from {len(corrected.examples):,} corrected items"):
        challenger = challenge(workshop, examples, corrected, store)
    with stage("record and keep", "Recording the run"):
        version = settle(challenger, store)
    retagged = _retag(session, workshop) if challenger.verdict.promoted else 0
    return Retrained(version=version, challenger=challenger, retagged=retagged, seconds=seconds)
