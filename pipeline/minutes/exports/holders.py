"""Where export files lie: in a folder, beside a file, in a zip archive. Nothing outside is ever reached."""

import os
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol

from pipeline.errors import SourceError, SourceTooLargeError

HEAD = 4096
"""Bytes by which a file is known for what it is."""
_MOST_UNPACKED = 20
"""What all members of a zip archive that are read may unpack to, as a multiple of the largest file."""
_MOST_MEMBERS = 100_000
# A server, a drive, an address; a folder of old eDoc is called "05-02-2013 17:00:00".
_ELSEWHERE = re.compile(r"//|[a-zA-Z]:|\w+://")


class Holder(Protocol):
    """Files by their names, which are relative and have slashes."""

    def names(self) -> Sequence[str]:
        """Return the names of all files, sorted."""

    def head(self, name: str) -> bytes:
        """Return the first bytes of a file; none if it cannot be read."""

    def read(self, name: str, limit: int) -> bytes:
        """Return the bytes of a file.

        Raises:
            SourceTooLargeError: it has more than `limit`.
            SourceError: it cannot be read.

        """

    def find(self, path: str) -> str | None:
        """Return the name of the file at a path, whatever its letter case; None if there is none."""


def inside(path: str) -> str | None:
    r"""Return a path that a manifest prints as one with slashes; None where it leads out of the folder.

    >>> inside("\\Udvalg\\2019\\a.xml"), inside("Files_1/2.XML")
    ('Udvalg/2019/a.xml', 'Files_1/2.XML')
    >>> [inside(path) for path in ("..\\a.xml", "C:\\a.xml", "\\\\server\\a.xml", "http://edocfarm/a", "")]
    [None, None, None, None, None]
    """
    plain = path.strip().replace("\\", "/")
    if _ELSEWHERE.match(plain):
        return None
    parts = [part for part in plain.split("/") if part not in ("", ".")]
    return "/".join(parts) if parts and ".." not in parts else None


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~", "__MACOSX")) for part in name.split("/"))


@dataclass(frozen=True, kw_only=True)
class Folder:
    """The files of a folder; with `only`, these few and what they name."""

    root: Path
    only: tuple[str, ...] = ()

    def names(self) -> Sequence[str]:
        """Return the names of all files, or of the few, sorted."""
        return self.only or self._all

    @cached_property
    def _all(self) -> tuple[str, ...]:
        found = (Path(place, name) for place, _, names in os.walk(self.root) for name in names)
        relative = (path.relative_to(self.root).as_posix() for path in found)
        return tuple(sorted(name for name in relative if not _is_hidden(name)))

    def head(self, name: str) -> bytes:
        """Return the first bytes of a file; none of what is no plain file."""
        try:
            path = self.root / name
            if not path.is_file():
                return b""
            with path.open("rb") as stream:
                return stream.read(HEAD)
        except OSError:
            return b""

    def read(self, name: str, limit: int) -> bytes:
        """Return the bytes of a file.

        Raises:
            SourceTooLargeError: it has more than `limit`.
            SourceError: it cannot be read.

        """
        try:
            with (self.root / name).open("rb") as stream:
                data = stream.read(limit + 1)
        except OSError as error:
            raise SourceError("file-unreadable", file=name, reason=error.strerror) from error
        _check_size(name, len(data), limit)
        return data

    def find(self, path: str) -> str | None:
        """Return the name of the file at a path, whatever its letter case; None if there is none."""
        place, parts = self.root, list[str]()
        for part in PurePosixPath(path).parts:
            if (real := self._entry(place, part)) is None:
                return None
            place, parts = place / real, [*parts, real]
        # A link may lead out of the folder.
        return "/".join(parts) if place.resolve().is_relative_to(self.root.resolve()) else None

    def _entry(self, folder: Path, name: str) -> str | None:
        """Return what an entry of a folder is called that is called so in any spelling; the same first."""
        if folder not in self._listed:
            self._listed[folder] = _entries(folder)
        found = self._listed[folder].get(_spelling(name), ())
        return name if name in found else next(iter(found), None)

    @cached_property
    def _listed(self) -> dict[Path, dict[str, list[str]]]:
        """The entries of each folder that was asked for, by their spelling."""
        return {}


def _entries(folder: Path) -> dict[str, list[str]]:
    entries = defaultdict[str, list[str]](list)
    try:
        for name in sorted(entry.name for entry in folder.iterdir()):
            entries[_spelling(name)].append(name)
    except OSError:
        return {}
    return entries


def _spelling(name: str) -> str:
    """Return what a name has in common with others that differ in letter case, or in how "å" is coded."""
    return unicodedata.normalize("NFC", name).casefold()


def _check_size(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise SourceTooLargeError("file-too-large", file=name, megabytes=size / 1000000.0, most=limit)


@dataclass(kw_only=True)
class Zip:
    """The members of a zip archive; one whose name leads out of it is none."""

    archive: zipfile.ZipFile
    unpacked: int = field(default=0, init=False)

    @classmethod
    def open(cls, path: Path) -> "Zip":
        """Return a zip archive.

        Raises:
            SourceError: it is damaged.
            SourceTooLargeError: it has more members than any export.

        """
        try:
            archive = zipfile.ZipFile(path)
        except Exception as error:  # zipfile raises whatever a damaged header leads to
            raise SourceError("zip-damaged", file=path.name, reason=type(error).__name__) from error
        if len(archive.namelist()) > _MOST_MEMBERS:
            raise SourceTooLargeError("zip-of-many", file=path.name, members=len(archive.namelist()))
        return cls(archive=archive)

    @cached_property
    def _members(self) -> dict[str, zipfile.ZipInfo]:
        infos = ((inside(info.filename), info) for info in self.archive.infolist() if not info.is_dir())
        return {name: info for name, info in infos if name and not _is_hidden(name)}

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {_spelling(name): name for name in reversed(self.names())}

    def names(self) -> Sequence[str]:
        """Return the names of all members, sorted."""
        return sorted(self._members)

    def head(self, name: str) -> bytes:
        """Return the first bytes of a member; none of one that cannot be unpacked."""
        try:
            with self.archive.open(self._members[name]) as stream:
                return stream.read(HEAD)
        except Exception:  # zipfile raises whatever a damaged member leads to
            return b""

    def read(self, name: str, limit: int) -> bytes:
        """Return a member unpacked; what its header says of its size is not believed.

        Raises:
            SourceTooLargeError: it unpacks to more than `limit`, or all members do to many times as much.
            SourceError: it is damaged, or has a password.

        """
        try:
            with self.archive.open(self._members[name]) as stream:
                data = stream.read(limit + 1)
        except MemoryError:
            raise
        except Exception as error:  # zipfile raises whatever a damaged member leads to
            raise SourceError("zip-damaged", file=name, reason=type(error).__name__) from error
        self.unpacked += len(data)
        _check_size(name, len(data), limit)
        _check_size(name, self.unpacked, limit * _MOST_UNPACKED)
        return data

    def find(self, path: str) -> str | None:
        """Return the name of the member at a path, whatever its letter case; None if there is none."""
        return path if path in self._members else self._folded.get(_spelling(path))


def is_zip(head: bytes) -> bool:
    """Whether a file begins as a zip archive does, which a Word file is, too."""
    return head[:4] in (b"PK\x03\x04", b"PK\x05\x06")
