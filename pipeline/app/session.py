"""What every question needs: the settings, an archive, the models, and who signs corrections."""

import datetime as dt
import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import Self

from pipeline.app.discussions import Finder
from pipeline.archive import Archive
from pipeline.config import Config
from pipeline.discussions import Watch, unwatched
from pipeline.domain import Label, Signature
from pipeline.entities.norms import Normalizer
from pipeline.errors import ArchiveError, CorrectionError, KnowledgeError, ModelError, SagssporError
from pipeline.knowledge import ThemeDefinition, load_themes_register
from pipeline.knowledge.kle import FILE as KLE_FILE
from pipeline.knowledge.kle import KleGroup, group_of, read_kle, titled, titled_number
from pipeline.knowledge.themes import FILE as THEMES_FILE
from pipeline.process import Processor
from pipeline.text import one_line
from pipeline.themes.store import served_version


class Session:
    """An archive and the models that answer questions about it, each loaded when first used."""

    def __init__(self, config: Config, archive: Archive, watch: Watch = unwatched) -> None:
        self.config, self.archive, self.watch = config, archive, watch
        self.processor = Processor(config)
        self.finder = Finder(self.processor, archive, watch)
        self.behind = RLock()
        """Held by what reads the whole archive behind a page: one at a time leaves room for the pages."""

    @classmethod
    @contextmanager
    def open(cls, config: Config, watch: Watch = unwatched, *, make: bool = False) -> Iterator[Self]:
        """Open the archive that the settings name; create a missing one only with `make`.

        Raises:
            ArchiveError: it does not exist, cannot be opened, or would be gone at the end.

        """
        open_archive = Archive.open if make else Archive.open_existing
        with open_archive(config.archive.url) as archive:
            if archive.in_memory:
                raise ArchiveError("archive-in-memory", url=config.archive.url)
            yield cls(config, archive, watch)

    def warm(self) -> None:
        """Load what the first question would wait for: the encoder, the link index, the rules of entities."""
        with suppress(SagssporError):  # whoever asks gets the error
            self.processor.encoder.encode_queries(["sag"])
            with self.behind, self.finder.lock:
                self.finder.fresh.index()
            self.normalizer.norm(Label.PERSON, "Lise Holm", (0, 9), dt.date(2024, 1, 1))

    @cached_property
    def normalizer(self) -> Normalizer:
        """What makes norms of the mentions that persons add."""
        return Normalizer(self.config.paths.knowledge)

    @property
    def register(self) -> Sequence[ThemeDefinition]:
        """The user's themes, as their file has them now."""
        folder = self.config.paths.knowledge
        return _themes(folder, _stamp(folder / THEMES_FILE))

    def subject_of(self, case_number: str) -> str:
        """Return what the number of a case says that it is about, "27 Social service"; empty if nothing."""
        if not case_number:
            return ""
        return titled(group_of(case_number, self._groups()))

    def kle_title(self, number: str) -> str:
        """Return the number of a group of KLE with its official title, as far as it is known."""
        return titled_number(number, self._groups())

    def _groups(self) -> tuple[KleGroup, ...]:
        folder = self.config.paths.knowledge
        return _kle(folder, _stamp(folder / KLE_FILE))

    def stale(self) -> int:
        """Return how many items were tagged by another model or for other themes than now."""
        version = self._served()
        return 0 if version is None else self.archive.stale(version)

    def is_stale(self, model: str) -> bool:
        """Return whether items tagged by this version would now be tagged by another."""
        return self._served() not in (None, model)

    def _served(self) -> str | None:
        try:
            return served_version(self.config.themes.model, self.register)
        except (ModelError, KnowledgeError):
            # The archive can be read without a model; whoever tags gets the error.
            return None

    def sign(self, by: str, why: str) -> Signature:
        """Return a signature of now: by the person named, else in the settings, else logged in.

        Raises:
            CorrectionError: no reason is given.

        """
        if not why.strip():
            raise CorrectionError("no-reason-given")
        name = one_line(by) or one_line(self.config.corrections.by) or getpass.getuser()
        return Signature(by=name, at=dt.datetime.now(dt.UTC), why=one_line(why))


def _stamp(file: Path) -> tuple[int, int]:
    """Return what changes whenever a file is written."""
    try:
        stat = file.stat()
    except OSError:  # whoever reads it tells
        return -1, -1
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=4)
def _themes(folder: Path, stamp: tuple[int, int]) -> tuple[ThemeDefinition, ...]:
    del stamp  # what the answer is kept under
    return load_themes_register(folder)


@lru_cache(maxsize=4)
def _kle(folder: Path, stamp: tuple[int, int]) -> tuple[KleGroup, ...]:
    del stamp  # what the answer is kept under
    return read_kle(folder)
