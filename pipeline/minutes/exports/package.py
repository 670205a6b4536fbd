"""A file, a folder or a zip archive of export files: what of it counts, and the minutes of each document.

Files are known by what they hold. Manifests are followed, versions chosen, and what cannot be read is
told while all else is. What the first files hold is kept until the turn of their documents comes; others
are read once more then, so that any number of them takes the memory of a few. A long one is read by a
process that has so much time and memory.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from html import unescape
from typing import TypeVar

from pipeline.config import MinutesConfig
from pipeline.domain import Minutes
from pipeline.errors import MinutesError, SourceError, SourceTooLargeError
from pipeline.minutes.document import Document, File
from pipeline.minutes.exports.holders import Holder
from pipeline.minutes.exports.joining import joined, supplement_numbers
from pipeline.minutes.exports.record import Record
from pipeline.minutes.exports.rendering import numbers_of, to_minutes
from pipeline.minutes.exports.scanning import Failure, Scan
from pipeline.minutes.exports.systems import Content, content_of
from pipeline.minutes.exports.versions import Current, Meeting, choose
from pipeline.minutes.readers.limits import read_apart

Answer = TypeVar("Answer")
_SHORT = 100_000
"""Bytes of a file that is read in a moment whatever it holds: a process of its own would take longer."""
_KEPT = 1_000_000
"""Bytes of the files of an export whose text is kept while the others are read."""


@dataclass(frozen=True, kw_only=True)
class Exported:
    """A document of an export, with its supplements or alone; read when it is asked for."""

    name: str
    package: "Package"
    parts: tuple[Current, ...] = ()
    error: Failure | None = None
    """Why there is none."""
    withdrawn: bool = False
    """Whether its source took it back: what was kept of it is to go."""
    gone: tuple[tuple[str, str, str], ...] = ()
    """What was taken back and has no file any more, as `keys` are."""

    @property
    def keys(self) -> tuple[tuple[str, str, str], ...]:
        """Of each document its system, its key there, and the stamp of the version."""
        records = (part.version.record for part in self.parts)
        return self.gone or tuple((one.system, one.agenda_key, one.stamp) for one in records)

    def read(self) -> Document:
        """Return the document, cut as its case system states it.

        Raises:
            SourceError, MinutesError: it cannot be read.

        """
        if self.error is not None:
            raise self.error
        main, *others = self.parts
        if self.withdrawn:
            minutes = self.package.titles(main)
            return Document(name=minutes.source, text=minutes.text, cut=minutes)
        minutes = self.package.minutes(main)
        for other in others:
            minutes = joined(minutes, self.package.minutes(other))
        return Document(name=minutes.source, text=minutes.text, cut=minutes)


@dataclass(kw_only=True)
class Package:
    """The export files of one holder."""

    holder: Holder
    config: MinutesConfig
    prefix: str = ""
    """What is shown before the names of its files: of a zip archive in a folder, its name."""
    _read: dict[str, tuple[File, Content | None]] = field(default_factory=dict, init=False)
    """Files that were read already, with what they hold."""
    _room: int = field(default=_KEPT, init=False)

    @property
    def files(self) -> Set[str]:
        """The names of the files that are of an export."""
        return self._scan.names

    def documents(self) -> list[Exported]:
        """Return each current document by itself, in the order of their files, and what cannot be read."""
        return self._in_order((one,) for meeting in self._meetings for one in meeting)

    def meetings(self) -> list[Exported]:
        """Return each current document with its supplements, and what cannot be read."""
        return self._in_order(parts for meeting in self._meetings for parts in _by_main(meeting))

    def withdrawn(self) -> list[Exported]:
        """Return the documents that their source took back, those without an item left out."""
        taken = (one for one in self._scan.withdrawn if one.record.items)
        return [
            *(
                Exported(name=one.record.file, package=self, parts=(Current(version=one),), withdrawn=True)
                for one in taken
            ),
            *(
                Exported(
                    name=_shown(self.prefix + one.manifest),
                    package=self,
                    withdrawn=True,
                    gone=((*one.key, one.pointer.stamp),),
                )
                for one in self._scan.gone
            ),
        ]

    def titles(self, current: Current) -> Minutes:
        """Return a document by the numbers and titles of its items alone."""
        record = self._counted(current.version.record, current)
        return to_minutes(record, numbers_of(record.items))

    def _in_order(self, documents: Iterable[Meeting]) -> list[Exported]:
        found = [
            *(Exported(name=one[0].version.record.file, package=self, parts=one) for one in documents),
            *(
                Exported(name=_shown(self.prefix + name), package=self, error=error)
                for name, error in self._scan.failures
            ),
            *(Exported(name="", package=self, error=error) for error in self._found[1]),
        ]
        return sorted(found, key=lambda one: one.name)

    def minutes(self, current: Current) -> Minutes:
        """Return the minutes of a document that counts.

        Raises:
            SourceError: its file was changed meanwhile.
            SourceTooLargeError: its text is longer than that of minutes, or takes longer to read.

        """
        numbers, name = self._numbers(current), current.version.name
        file, content = self._read.get(name) or (self._file(name), None)
        return _within_limits(partial(self._cut, current, numbers, content), file)

    def _cut(self, current: Current, numbers: Sequence[str], known: Content | None, file: File) -> Minutes:
        content, place = known or content_of(file), current.version.place
        own = content.records[place : place + 1] if content else ()
        if not own or len(own[0].items) != len(numbers):
            raise SourceError("export-changed", file=file.name)
        record = self._scan.stated(current.version.name, own[0])
        minutes = to_minutes(self._counted(record, current), numbers)
        if len(minutes.text) > self.config.max_characters:
            length, most = len(minutes.text), self.config.max_characters
            raise SourceTooLargeError("text-too-long", file=file.name, characters=length, most=most)
        return minutes

    def _counted(self, record: Record, current: Current) -> Record:
        """Return a record with what is known of it among the other documents."""
        supplement = record.supplement or current.supplement
        items = (replace(item, supplement=True) for item in record.items) if supplement else record.items
        return replace(
            record,
            items=tuple(items),
            supplement=supplement,
            publisher=record.publisher or self.config.publisher,
            notes=(*record.notes, *current.notes),
        )

    def _numbers(self, current: Current) -> list[str]:
        """Return the number in the id of each item: of a supplement, the free ones beside its meeting's."""
        meeting = self._of_document[current.version.name, current.version.place]
        taken = list[str]()
        for one in meeting[: meeting.index(current) + 1]:
            numbers = numbers_of(one.version.record.items)
            own = supplement_numbers(taken, numbers) if one.supplement else numbers
            taken += own
        return own

    # What the files hold

    def words(self, name: str) -> str:
        """Return what stands in a file, in lower case: whether it names another one can be asked of that."""
        try:
            data = self.holder.read(name, self.config.max_bytes)
        except SourceError:
            return ""
        return unescape(data.decode("utf-8", errors="replace")).casefold()

    def _file(self, name: str) -> File:
        data = self.holder.read(name, self.config.max_bytes)
        return File(name=_shown(self.prefix + name), data=data, config=self.config)

    @cached_property
    def _scan(self) -> Scan:
        return Scan(holder=self.holder, read=self._outline)

    def _outline(self, name: str) -> Content | None:
        """Return what a file holds, without its text; that is kept where there is room for it."""
        file = self._file(name)
        if len(file.data) > self._room:
            return _within_limits(_outline, file)
        content = _within_limits(content_of, file)
        if content is not None:
            self._room -= len(file.data)
            self._read[name] = file, content
        return content and content.without_text()

    @cached_property
    def _found(self) -> tuple[list[Meeting], list[MinutesError]]:
        return choose(self._scan.counting, self._scan.withdrawn)

    @property
    def _meetings(self) -> list[Meeting]:
        return self._found[0]

    @cached_property
    def _of_document(self) -> dict[tuple[str, int], Meeting]:
        return {(one.version.name, one.version.place): own for own in self._meetings for one in own}


def _outline(file: File) -> Content | None:
    content = content_of(file)
    return content and content.without_text()


def _within_limits(read: Callable[[File], Answer], file: File) -> Answer:
    """Return what a function makes of a file; in a process with limits where it may be made to take long."""
    return read(file) if len(file.data) < _SHORT else read_apart(read, file)


def _by_main(meeting: Meeting) -> Iterator[Meeting]:
    """Yield the documents of a meeting, its supplements with the main one."""
    main, *others = meeting
    yield (main, *(one for one in others if one.supplement))
    yield from ((one,) for one in others if not one.supplement)


def _shown(name: str) -> str:
    """Return the name of a file as text; what is not UTF-8 in it shows as "\N{REPLACEMENT CHARACTER}"."""
    return os.fsencode(name).decode("utf-8", errors="replace")
