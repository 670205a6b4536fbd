"""The versions of the theme model: which there are, which one serves, and how a new one is made."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.app.answers import to_json
from pipeline.app.session import Session
from pipeline.config import Config
from pipeline.errors import ModelError
from pipeline.serialize import dump
from pipeline.themes import ThemeTagger
from pipeline.themes.store import all_versions, read_model
from pipeline.themes.versions import Version, VersionStore
from pipeline.training.archived import Difference, differences, read_corrected, retag, stale_meetings
from pipeline.training.gate import PROMOTED, Contest
from pipeline.training.theme_runs import CHALLENGER, CHAMPION, follow
from pipeline.training.theme_trainer import ThemeTrainer, load_trainer
from pipeline.training.themes import Challenger, challenge, finish, mend, settle
from pipeline.training.tracking import open_store

Progress = Callable[[str], AbstractContextManager[Callable[[int], None]]]
"""Shows a person what is being done; what it yields is called with how much of it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVersion:
    """A version, and what it is to the others."""

    version: Version
    alias: str
    """"champion" of the one that serves, "challenger" of the newest that does not, else empty."""

    @property
    def serves(self) -> bool:
        """Whether it tags what is added."""
        return self.alias == CHAMPION


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
    aliases = {versions[-1].number: CHALLENGER, champion: CHAMPION}
    return tuple(ListedVersion(version=one, alias=aliases.get(one.number, "")) for one in versions)


def promote(config: Config, number: int) -> None:
    """Let a version serve from now on, whatever its comparison with the champion says.

    Raises:
        ModelNotFoundError: there is no such version.

    """
    store = VersionStore(config.themes.model)
    store.promote(number)
    follow(store)


def rollback(config: Config) -> int:
    """Let the version that served before serve again; return its number.

    Raises:
        ModelError: none served before.

    """
    store = VersionStore(config.themes.model)
    number = store.rollback()
    follow(store)
    return number


def retag_archive(session: Session) -> int:
    """Tag again what another version tagged; return the number of meetings.

    A run that was interrupted goes on where it stopped.
    """
    return _retag(session, load_trainer(session.config))


def _retag(session: Session, trainer: ThemeTrainer) -> int:
    store = VersionStore(session.config.themes.model)
    tagger = _tagger(trainer, store, store.champion)
    meetings = session.watch("Tagging again", stale_meetings(session.archive, tagger.version))
    return sum(1 for _ in retag(session.archive, tagger, trainer.encoder.name, meetings))


def compare_versions(session: Session, number: int, other: int | None = None) -> tuple[Difference, ...]:
    """Return the items to which a version gives other themes than another version, or than the champion.

    Raises:
        ModelNotFoundError: there is no such version.

    """
    store, trainer = VersionStore(session.config.themes.model), load_trainer(session.config)
    before = _tagger(trainer, store, store.champion if other is None else other)
    after = _tagger(trainer, store, number)
    return tuple(differences(session.archive, before, after, trainer.encoder.name))


def _tagger(trainer: ThemeTrainer, store: VersionStore, number: int) -> ThemeTagger:
    return trainer.tagger(read_model(store.path(number)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Retrained:
    """The result of learning from corrections: a version, how it did, and what it tagged again."""

    version: Version
    contests: tuple[Contest, ...]
    """None where an earlier run, broken off, was finished and there was nothing new to learn."""
    retagged: int
    """Meetings; 0 where it was refused."""
    seconds: Mapping[str, float]
    """By stage, in their order."""

    @property
    def promoted(self) -> bool:
        """Whether it serves now."""
        return self.version.outcome == PROMOTED


@to_json.register
def _retrained_to_json(retrained: Retrained) -> dict[str, Any]:
    return {
        "version": asdict(retrained.version),
        "promoted": retrained.promoted,
        "contests": [asdict(contest) | {"lost": contest.lost} for contest in retrained.contests],
        "retagged": retrained.retagged,
        "seconds": retrained.seconds,
    }


def retrain(session: Session, corpus: Path, progress: Progress) -> Retrained:
    """Learn from corpus and corrections; serve the new version and tag again only if no theme loses.

    A run that was broken off is finished or undone first.

    Raises:
        ModelError: there is nothing new to learn from, or another run is at work.

    """
    store, stages = VersionStore(session.config.themes.model), Stages(progress)
    with store.alone():
        with stages.stage("open MLflow", "Loading MLflow"):
            open_store()
        trainer = load_trainer(session.config)
        finished = _mend(session, trainer, store)
        try:
            challenger = _challenge(session, trainer, store, corpus, stages)
        except ModelError as error:
            if finished and error.code == "nothing-new-to-learn":
                return replace(finished, seconds=stages.seconds)
            raise
        with stages.stage("record and keep", "Recording the run"):
            version = settle(challenger, store)
        retagged = 0
        if challenger.verdict.promoted:
            retagged = _retag(session, trainer)
            version = finish(version, store)
    contests = challenger.verdict.contests
    return Retrained(version=version, contests=contests, retagged=retagged, seconds=stages.seconds)


class Stages:
    """The stages of long work, each told to a person, with the seconds it took."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, doing: str) -> Iterator[Callable[[int], None]]:
        """Do a stage; what is yielded is called with how much of it is done."""
        start = time.perf_counter()
        with self._progress(doing) as done:
            yield done
        self.seconds[name] = time.perf_counter() - start


def _mend(session: Session, trainer: ThemeTrainer, store: VersionStore) -> Retrained | None:
    left = mend(store)
    if left is None:
        return None
    retagged = _retag(session, trainer)
    return Retrained(version=finish(left, store), contests=(), retagged=retagged, seconds={})


def _challenge(
    session: Session, trainer: ThemeTrainer, store: VersionStore, corpus: Path, stages: Stages
) -> Challenger:
    with stages.stage("read corpus", "Encoding the corpus, once: passages") as done:
        examples = trainer.corpus(corpus, done)
    with stages.stage("read corrections", "Reading corrections"):
        corrected = read_corrected(session.archive, trainer.encoder.name)
    with stages.stage("learn and compare", f"Learning from {len(corrected.examples):,} corrected items"):
        return challenge(trainer, examples, corrected, store)
