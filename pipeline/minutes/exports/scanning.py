"""What the files of an export hold, and what its manifests say of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pipeline.errors import MinutesError, SourceError
from pipeline.minutes.exports import sbsys
from pipeline.minutes.exports.holders import Holder, inside
from pipeline.minutes.exports.record import Pointer, Record
from pipeline.minutes.exports.systems import Content, may_hold_export
from pipeline.minutes.exports.versions import Version, stated

Read = Callable[[str], Content | None]
Failure = SourceError | MinutesError
Key = tuple[str, str]
"""Of a document: its system, and the key that it has there."""
_PREVIEW = "preview.xml"
"""What SBSYS writes beside an agenda; it was never published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """All documents of an export, as its manifests state them, and what could not be read."""

    counting: tuple[Version, ...]
    withdrawn: tuple[Version, ...]
    gone: tuple[tuple[str, str, Pointer], ...]
    """What manifests take back, and no file has: system, manifest, what it says."""
    names: frozenset[str]
    """The files of the export: documents and manifests."""
    failures: tuple[tuple[str, Failure], ...]
    _said: "_Said"

    def stated(self, name: str, record: Record) -> Record:
        """Return the record of a file as manifests state it."""
        return self._said.stated(name, record)


def scan(holder: Holder, read: Read) -> Scan:
    """Return what is in a holder; `read` gives what a file of it holds, without its text."""
    return _Scanner(holder=holder, read=read).scan()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """What a manifest says, and the manifest."""

    manifest: str
    pointer: Pointer
    file: str = ""
    """Name of the file that it names; empty where it names none, or none that is there."""


@dataclass(slots=True, kw_only=True)
class _Said:
    """What counts of all that manifests say: of each document, and of each file, the newest."""

    of_keys: dict[Key, _Named] = field(default_factory=dict)
    of_files: dict[str, _Named] = field(default_factory=dict)

    def add(self, key: Key, named: _Named) -> None:
        """Take in what a manifest says, if nothing newer is known."""
        if key[1] and _is_newer(named, self.of_keys.get(key)):
            self.of_keys[key] = named
        if named.file and _is_newer(named, self.of_files.get(named.file)):
            self.of_files[named.file] = named

    def stated(self, name: str, record: Record) -> Record:
        """Return the record of a file as manifests state it."""
        named = self.of_files.get(name) or self.of_keys.get(_key(record))
        return stated(record, named.pointer) if named else record

    def is_outdated(self, version: Version) -> bool:
        """Whether the newest word on a document names another file."""
        newest = self.of_keys.get(_key(version.record))
        return newest is not None and bool(newest.pointer.path) and newest.file != version.name

    def is_withdrawn(self, version: Version) -> bool:
        """Whether the newest word on a document, or on its file, is that it is not published."""
        said = (self.of_keys.get(_key(version.record)), self.of_files.get(version.name))
        return any(named is not None and not named.pointer.published for named in said)


def _is_newer(named: _Named, before: _Named | None) -> bool:
    return before is None or before.pointer.stamp <= named.pointer.stamp


def _key(record: Record) -> Key:
    return record.system, record.agenda_key


@dataclass(slots=True, kw_only=True)
class _Scanner:
    """Reads the files of a holder one by one, and keeps what counts of each."""

    holder: Holder
    read: Read
    versions: list[Version] = field(default_factory=list)
    named: list[tuple[str, _Named]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    failures: list[tuple[str, Failure]] = field(default_factory=list)

    def scan(self) -> Scan:
        """Return what all files hold."""
        for name in self.holder.names():
            if may_hold_export(self.holder.head(name)):
                self._take_in(name)
        said = self._said()
        for named in said.of_keys.values():
            self._follow(named)
        told = [
            replace(one, record=said.stated(one.name, one.record), outdated=said.is_outdated(one))
            for one in _published(self.versions)
        ]
        there = {_key(one.record) for one in self.versions}
        return Scan(
            gone=tuple(
                (key[0], named.manifest, named.pointer)
                for key, named in said.of_keys.items()
                if not named.pointer.published and key not in there
            ),
            counting=tuple(one for one in told if not said.is_withdrawn(one)),
            withdrawn=tuple(one for one in told if said.is_withdrawn(one)),
            names=frozenset(self.names),
            failures=tuple(self.failures),
            _said=said,
        )

    def _take_in(self, name: str) -> None:
        try:
            content = self.read(name)
        except (SourceError, MinutesError) as error:
            self._fail(name, error)
            return
        if content is None:
            return
        self.names.add(name)
        self.named += [(content.system, _Named(manifest=name, pointer=one)) for one in content.pointers]
        for place, record in enumerate(content.records):
            said = content.said[place]
            self.versions.append(Version(name=name, record=record, said=said, place=place))

    def _fail(self, name: str, error: Failure) -> None:
        self.names.add(name)
        self.failures.append((name, error))

    def _said(self) -> _Said:
        said = _Said()
        for system, named in self.named:
            path = _beside(named)
            file = self.holder.find(path) if path else None
            said.add((system, named.pointer.agenda_key), replace(named, file=file or ""))
        return said

    def _follow(self, named: _Named) -> None:
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
        return failed or any(one.name == name and one.record.agenda_key == key for one in self.versions)


def _beside(named: _Named) -> str | None:
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
