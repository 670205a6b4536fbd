"""A link index that follows an archive: what is added, deleted and corrected is seen by the next question."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import RLock

from pipeline.archive import Archive
from pipeline.discussions.documents import read_meeting, text_hash
from pipeline.errors import ArchiveError, ItemNotFoundError
from pipeline.links import LinkDocument, LinkIndex, LinkModel
from pipeline.links.kept import fingerprint, read_arrays, write_arrays
from pipeline.links.tables import Arrays

log = logging.getLogger(__name__)
Parts = Callable[[LinkDocument], Sequence[LinkDocument]]
Watch = Callable[[str, Sequence[str]], Iterable[str]]
"""Yields steps while it tells a person what is done and how far it is."""
WORTH_KEEPING = 0.05
"""The file is written anew when more than this share of the meetings changed since: writing it
costs as much as the archive is large, and so, a meeting, no more than a constant."""
FORMAT = 3
"""Of what is kept of each meeting; an older file is made anew."""
MOST_DEAD = 0.5
"""With more rows than this of removed items, the index is built anew."""


def unwatched(doing: str, steps: Sequence[str]) -> Iterable[str]:
    """Yield the steps; nobody is told."""
    del doing
    return steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where an index is kept between two runs of the program, and what it depends on."""

    path: Path
    fingerprint: str

    @classmethod
    def beside(cls, archive: Archive, model: Path, name: str) -> "Kept | None":
        """Return the place beside the archive's file; None for an archive that is no file."""
        if archive.file is None:
            return None
        path = archive.file.with_name(f"{archive.file.name}.{name}.npz")
        return cls(path=path, fingerprint=f"{FORMAT} {fingerprint(model)}")

    def write(
        self, archive: Archive, generation: int, arrays: Arrays, meetings: Mapping[str, object]
    ) -> bool:
        """Write what was read of an archive at a generation; return whether it is kept.

        It is not where the archive has changed since: what was taken out of it must stand nowhere, and
        what was kept beside it was removed then.
        """
        try:
            write_arrays(self.path, arrays, {"fingerprint": self.fingerprint, "meetings": meetings})
            if archive.generation() == generation:
                return True
            self.path.unlink(missing_ok=True)
        except OSError as error:
            log.info("%s is not kept: %s", self.path.name, error)
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """The items of a meeting that the index holds, and the generation of the meeting they are of."""

    generation: int
    items: Mapping[str, str]
    """The hash of the text of each, by its id."""


class FreshIndex:
    """The link index of an archive, as the archive is at every question.

    With `parts`, what is indexed is not each item but the parts that it returns of each.
    """

    def __init__(
        self,
        archive: Archive,
        model: LinkModel,
        kept: Kept | None = None,
        *,
        parts: Parts | None = None,
        watch: Watch = unwatched,
    ) -> None:
        self._archive, self._model, self._kept, self._parts = archive, model, kept, parts
        self._watch = watch
        self._index = self.empty()
        self._meetings: dict[str, Indexed] = {}
        self._generation = -1
        self._unkept = 0
        self._is_kept = False
        self._following = RLock()
        if kept is not None:
            self._restore(kept)

    def is_current(self) -> bool:
        """Return whether the index is that of the archive as it is."""
        return self._generation == self._archive.generation()

    def index(self) -> LinkIndex:
        """Return the index, brought up to date; the cost is that of the meetings that changed.

        One thread at a time brings it up to date; who asks the index it returns sees that no other does.
        """
        with self._following:
            generation = self._archive.generation()
            if generation != self._generation:
                self._forget_if_asked()
                self._follow(*self._changes(generation))
                self._generation = generation
                self._keep()
            return self._index

    @property
    def meetings(self) -> Mapping[str, Indexed]:
        """What the index holds of each meeting, since it was last brought up to date."""
        return self._meetings

    def _changes(self, generation: int) -> tuple[Mapping[str, int], Collection[str]]:
        """Return the generations of meetings, and which of those held may have changed or be gone.

        Only what changed is read, so that following costs the same however many meetings there
        are; all of it the first time, and when fewer are left than there should be.
        """
        if 0 <= self._generation < generation:
            changed = self._archive.generations(self._generation)
            new = sum(key not in self._meetings for key in changed)
            if len(self._meetings) + new == self._archive.meeting_count():
                return changed, changed.keys()
        return self._archive.generations(), self._meetings.keys()

    def _forget_if_asked(self) -> None:
        """Begin anew where the archive took the kept file away: it has words that must stand nowhere."""
        if self._kept is not None and self._is_kept and not self._kept.path.exists():
            self._index, self._meetings, self._generation = self.empty(), {}, -1
            self._is_kept = False

    def empty(self) -> LinkIndex:
        """Return an index of nothing, to be filled."""
        return LinkIndex(self._model, self._archive.passage_at)

    def _follow(self, states: Mapping[str, int], held: Collection[str]) -> None:
        known = self._meetings
        stale = [key for key in held if key in known and states.get(key) != known[key].generation]
        self._index.remove(item for key in stale for item in known.pop(key).items)
        if len(self._index) < (1 - MOST_DEAD) * self._index.rows:
            self._index, self._meetings = self.empty(), {}
            known, states = self._meetings, self._archive.generations()
        new = [key for key in states if key not in known]
        for key in self._watch("Reading the archive", new):
            self._take(key, states[key])
        self._unkept += len({*stale, *new})

    def _take(self, key: str, generation: int) -> None:
        try:
            documents = self._documents(key)
        except ItemNotFoundError:
            # Deleted since the generations were read: the next question sees another generation.
            return
        except ArchiveError as error:
            from pipeline.archive.failures import is_unreadable, tell

            if not is_unreadable(error):
                raise
            tell(error)
            return
        self._index.add(documents)
        hashes = {document.item_id: text_hash(document) for document in documents}
        self._meetings[key] = Indexed(generation=generation, items=hashes)

    def _documents(self, key: str) -> tuple[LinkDocument, ...]:
        encoder = self._archive.vectors(key).encoder
        if encoder is not None:
            self._model.check_encoder(encoder)
        documents = read_meeting(self._archive, key)
        if self._parts is None:
            return documents
        return tuple(part for document in documents for part in self._parts(document))

    def _keep(self) -> None:
        if self._kept is not None and self._unkept > WORTH_KEEPING * len(self._meetings):
            meetings = {key: asdict(held) for key, held in self._meetings.items()}
            arrays, self._unkept = self._index.arrays(), 0
            self._is_kept = self._kept.write(self._archive, self._generation, arrays, meetings)

    def _restore(self, kept: Kept) -> None:
        found = read_arrays(kept.path)
        if found is None or found[1].get("fingerprint") != kept.fingerprint:
            return
        arrays, about = found
        try:
            self._index.restore(arrays)
        except (KeyError, ValueError, IndexError):
            self._index = self.empty()
            return
        self._meetings = {key: Indexed(**held) for key, held in about["meetings"].items()}
        self._is_kept = True
