"""Objects of OParl: an id that is an address, a type, fields with a value; written as files."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from os.path import lexists
from pathlib import Path
from typing import Any

from pipeline.app.door import to_line
from pipeline.errors import ArchiveError
from pipeline.files import replacing
from pipeline.minutes.moments import COPENHAGEN

Json = dict[str, Any]
VERSION = "https://schema.oparl.org/1.1/"
PAGE = 100
"""Objects in one page of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An object, or the text of a file, and where it is to be found."""

    address: str
    content: Json | str
    lists: tuple[str, ...] = ()
    """Addresses of the lists that it is in."""
    leads_to: tuple[str, ...] = ()
    """Addresses of lists that are there even where nothing is in them."""


def safe(name: str) -> str:
    """Return a name as a part of an address and of a path, different for different names.

    >>> safe("kystudvalget/2021-05-04/7/2023"), safe("../Ærø?")
    ('kystudvalget/2021-05-04/7/2023', '~2e./~c6r~f8~3f')
    """
    coded = re.sub(r"[^A-Za-z0-9._/-]", lambda sign: f"~{ord(sign[0]):x}", name)
    return re.sub(r"(^|/)\.", r"\1~2e", coded)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where objects are found, below an address of a server."""

    base: str

    def at(self, *parts: str, suffix: str = ".json") -> str:
        """Return the address of an object, or of a list."""
        return "/".join((self.base.rstrip("/"), *map(safe, parts))) + suffix

    def body(self, publisher: str, *parts: str) -> str:
        """Return the address of a body, or of a list of it."""
        return self.of("body", publisher, *parts)

    def of(self, kind: str, publisher: str, *parts: str) -> str:
        """Return the address of what is told apart by its publisher."""
        return self.at(kind, publisher or "uden-udgiver", *parts)

    def consultation(self, case_id: str, item_id: str) -> str:
        """Return the address of what a case was at a meeting."""
        return self.at("consultation", case_id, "i", item_id)


def made(kind: str, at: str, **fields: Any) -> Json:
    """Return an object without the fields that have no value."""
    given = {name: value for name, value in fields.items() if value not in (None, "", [], ())}
    return {"id": at, "type": VERSION + kind, **given}


def local(day: dt.date, clock: dt.time | None) -> str:
    """Return a moment in Copenhagen; midnight where the clock is not known."""
    return dt.datetime.combine(day, clock or dt.time(), COPENHAGEN).isoformat()


def utc(moment: dt.datetime) -> str:
    """Return a moment that the archive keeps."""
    return moment.isoformat(timespec="seconds")


def write_oparl(folder: Path, entries: Iterable[Entry], base: str, *, unmasked: bool = False) -> int:
    """Write objects, their lists and texts to a new folder, all or nothing; return how many objects.

    Raises:
        ArchiveError: something is there already.

    """
    if lexists(folder):
        raise ArchiveError("file-there-already", path=folder)
    with replacing(folder) as part:
        files = _Files(part, base.rstrip("/"), unmasked=unmasked)
        objects = 0
        for entry in entries:
            files.write(entry.address, entry.content)
            objects += not isinstance(entry.content, str)
            for one in entry.leads_to:
                files.list_at(one)
            for one in entry.lists:
                files.list_at(one).add(entry.content)
        files.finish()
    return objects


class _Files:
    """The files of one folder, by their addresses."""

    def __init__(self, folder: Path, base: str, *, unmasked: bool) -> None:
        self._folder, self._base, self._unmasked = folder, base, unmasked
        self._lists: dict[str, _List] = {}
        folder.mkdir(parents=True)

    def write(self, address: str, content: Json | str) -> None:
        """Write an object, or a text, to where its address leads."""
        path = self._folder / address.removeprefix(f"{self._base}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        line = content if isinstance(content, str) else to_line(content, unmasked=self._unmasked)
        path.write_text(line, encoding="utf-8", newline="")

    def list_at(self, address: str) -> "_List":
        """Return the list at an address."""
        return self._lists.setdefault(address, _List(files=self, address=address))

    def finish(self) -> None:
        """Write what lists still hold."""
        for one in self._lists.values():
            one.write(more=False)


@dataclass(slots=True, kw_only=True)
class _List:
    """A list in pages; a full one waits for what comes next, to which it leads."""

    files: _Files
    address: str
    number: int = 1
    page: list[Json | str] = field(default_factory=list)

    def add(self, content: Json | str) -> None:
        """Take in one more object."""
        if len(self.page) == PAGE:
            self.write(more=True)
            self.number, self.page = self.number + 1, []
        self.page.append(content)

    def write(self, *, more: bool) -> None:
        """Write the page that is open."""
        links = {"first": self._at(1), "self": self._at(self.number)}
        if self.number > 1:
            links["prev"] = self._at(self.number - 1)
        if more:
            links["next"] = self._at(self.number + 1)
        pagination = {"elementsPerPage": PAGE, "currentPage": self.number}
        answer = {"data": self.page, "pagination": pagination, "links": links}
        self.files.write(self._at(self.number), answer)

    def _at(self, number: int) -> str:
        return self.address if number == 1 else f"{self.address.removesuffix('.json')}-{number}.json"
