"""What every question needs: the settings, one archive, the models, and who signs."""

import datetime as dt
import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from pipeline.app.discussions import Finder
from pipeline.archive import Archive
from pipeline.config import Config
from pipeline.discussions import Watch, unwatched
from pipeline.domain import Signature
from pipeline.errors import CorrectionError, KnowledgeError, ModelError
from pipeline.knowledge import ThemeDefinition, load_themes_register
from pipeline.process import Processor
from pipeline.themes.store import served_version


class Session:
    """An archive and the models that answer questions about it, each loaded when first used."""

    def __init__(self, config: Config, archive: Archive, watch: Watch = unwatched) -> None:
        self.config, self.archive, self.watch = config, archive, watch
        self.processor = Processor(config)
        self.finder = Finder(self.processor, archive, watch)

    @classmethod
    @contextmanager
    def open(cls, config: Config, watch: Watch = unwatched, *, make: bool = False) -> Iterator[Self]:
        """Open the archive of the settings; where there is none, make one only if told to.

        Raises:
            ArchiveError: it is not there, or cannot be opened.

        """
        open_archive = Archive.open if make else Archive.open_existing
        with open_archive(config.archive.url) as archive:
            yield cls(config, archive, watch)

    @property
    def register(self) -> Sequence[ThemeDefinition]:
        """The user's themes."""
        return load_themes_register(self.config.paths.knowledge)

    def stale(self) -> int:
        """Return how many items another model or register of themes tagged than would tag them now."""
        version = self._served()
        return 0 if version is None else self.archive.stale(version)

    def is_stale(self, model: str) -> bool:
        """Tell whether tags of this version are other ones than would be given now."""
        return self._served() not in (None, model)

    def _served(self) -> str | None:
        try:
            return served_version(self.config.themes.model, self.register)
        except (ModelError, KnowledgeError):
            # What is kept can be read without a model: whoever tags is told what is wrong with it.
            return None

    def sign(self, by: str, why: str) -> Signature:
        """Return who corrects (the one named, else of the settings, else of the login), now, and why.

        Raises:
            CorrectionError: no reason is given.

        """
        if not why.strip():
            raise CorrectionError("no-reason-given")
        name = by.strip() or self.config.corrections.by.strip() or getpass.getuser()
        return Signature(by=name, at=dt.datetime.now(dt.UTC), why=why.strip())
