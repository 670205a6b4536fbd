"""What the files of an export hold, and what its manifests say of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pipeline.errors import MinutesError, SourceError
from pipeline.minutes.exports import sbsys
from pipeline.minutes.exports.holders import Holder, inside
from pipeline.minutes.exports.record import Pointer, Record
from pipeline.minutes.exports.systems import Content, may_hold_export
from pipeline.minutes.exports.versions import Version, stated

Read = Callable[[str], Content | None]
Failure = SourceError | MinutesError
AnyKey = TypeVar("AnyKey")
Key = tuple[str, str]
"""Of a document: its system, and the key that it has there."""
_PREVIEW = "preview.xml"
"""What SBSYS writes beside an agenda; it was never published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a manifest says, and the manifest."""

    manifest: str
    pointer: Pointer
    file: str = ""
    """Name of the file that it names; empty where it names none, or none that is there."""

    @property
    def key(self) -> Key:
        """The document that it says something of."""
        return self.pointer.system, self.pointer.agenda_key


@dataclass(slots=True, kw_only=True)
class Scan:
    """All documents of an export, as its manifests state them, and what could not be read.

    The files are read when it is made.
    """

    holder: Holder
    read: Read
    """Returns what a file holds, without its text."""
    names: set[str] = field(default_factory=set)
    """The files of the export: documents and manifests."""
    failures: list[tuple[str, Failure]] = field(default_factory=list)
    _versions: list[Version] = field(default_factory=list)
    _named: list[Named] = field(default_factory=list)
    _of_keys: dict[Key, Named] = field(default_factory=dict)
    """The newest that manifests say of each document."""
    _of_files: dict[str, Named] = field(default_factory=dict)
    """The newest that they say of each file."""

    def __post_init__(self) -> None:
        for name in self.holder.names():
            if may_hold_export(self.holder.head(name)):
                self._take_in(name)
        for named in map(self._found, self._named):
            if named.pointer.agenda_key:
                _keep_newest(self._of_keys, named.key, named)
            if named.file:
                _keep_newest(self._of_files, named.file, named)
        for named in self._of_keys.values():
            self._follow(named)

    @property
    def counting(self) -> list[Version]:
        """The documents that are published."""
        return [one for one in self._told() if not self._is_withdrawn(one)]

    @property
    def withdrawn(self) -> list[Version]:
        """The documents that their source took back."""
        return [one for one in self._told() if self._is_withdrawn(one)]

    @property
    def gone(self) -> list[Named]:
        """What manifests take back, and no file has."""
        there = {_key(one.record) for one in self._versions}
        newest = self._of_keys.values()
        return [named for named in newest if not named.pointer.published and named.key not in there]

    def stated(self, name: str, record: Record) -> Record:
        """Return the record of a file as manifests state it."""
        named = self._of_files.get(name) or self._of_keys.get(_key(record))
        return stated(record, named.pointer) if named else record

    def _told(self) -> Iterator[Version]:
        for one in _published(self._versions):
            newest = self._of_keys.get(_key(one.record))
            elsewhere = newest is not None and bool(newest.pointer.path) and newest.file != one.name
            yield replace(one, record=self.stated(one.name, one.record), outdated=elsewhere)

    def _is_withdrawn(self, version: Version) -> bool:
        """Whether the newest word on a document, or on its file, is that it is not published."""
        said = (self._of_keys.get(_key(version.record)), self._of_files.get(version.name))
        return any(named is not None and not named.pointer.published for named in said)

    def _take_in(self, name: str) -> None:
        try:
            content = self.read(name)
        except (SourceError, MinutesError) as error:
            self._fail(name, error)
            return
        if content is None:
            return
        self.names.add(name)
        self._named += [Named(manifest=name, pointer=one) for one in content.pointers]
        for place, record in enumerate(content.records):
            said = content.said[place]
            self._versions.append(Version(name=name, record=record, said=said, place=place))

    def _fail(self, name: str, error: Failure) -> None:
        self.names.add(name)
        self.failures.append((name, error))

    def _found(self, named: Named) -> Named:
        path = _beside(named)
        return replace(named, file=(path and self.holder.find(path)) or "")

    def _follow(self, named: Named) -> None:
        """Read the file that a manifest names as the document now, and see that it is."""
        pointer, manifest = named.pointer, named.manifest
        if not (pointer.published and pointer.path):
            return
        if named.file and named.file not in self.names:
            self._take_in(named.file)
        if _beside(named) is None:
            self._fail(manifest, SourceError("manifest-leads-out", file=manifest))
        elif named.file not in self.names:
            missing = pointer.path.replace("\\", "/").lstrip("/")
            self._fail(manifest, SourceError("manifest-without-agenda", file=manifest, agenda=missing))
        elif not self._holds(named.file, pointer.agenda_key):
            self._fail(manifest, SourceError("agenda-of-another", file=manifest, agenda=named.file))

    def _holds(self, name: str, key: str) -> bool:
        """Whether a file holds the document of a key, or failed, which is told already."""
        failed = any(name == file for file, _ in self.failures)
        return failed or any(one.name == name and one.record.agenda_key == key for one in self._versions)


def _keep_newest(newest: dict[AnyKey, Named], key: AnyKey, named: Named) -> None:
    if key not in newest or newest[key].pointer.stamp <= named.pointer.stamp:
        newest[key] = named


def _key(record: Record) -> Key:
    return record.system, record.agenda_key


def _beside(named: Named) -> str | None:
    """Return the path that a manifest names as one of the holder; None where it leads out, or names none."""
    path = inside(named.pointer.path)
    folder = named.manifest.rpartition("/")[0]
    return path and f"{folder}/{path}".lstrip("/")


def _published(versions: Iterable[Version]) -> list[Version]:
    """Return the documents without previews that lie beside the published one."""
    found = list(versions)
    folders = {_folder(one) for one in found if not _is_preview(one)}
    return [one for one in found if not (_is_preview(one) and _folder(one) in folders)]


def _is_preview(one: Version) -> bool:
    return one.record.system == sbsys.SYSTEM and one.name.rpartition("/")[2].casefold() == _PREVIEW


def _folder(one: Version) -> Key:
    return one.record.system, one.name.rpartition("/")[0]
