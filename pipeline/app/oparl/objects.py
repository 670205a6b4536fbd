"""What all objects of OParl have: an id that is an address, a type, and fields with a value."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from pipeline.minutes.moments import COPENHAGEN

Json = dict[str, Any]
VERSION = "https://schema.oparl.org/1.1/"


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
