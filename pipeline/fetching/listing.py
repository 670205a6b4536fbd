"""What a FirstAgenda site lists: committees, their meetings, what is published of each; and its answers."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pipeline.errors import FetchError
from pipeline.minutes.exports.firstagenda import objects
from pipeline.minutes.moments import moment

Json = dict[str, Any]
LIST = "/api/agenda/udvalgsliste"
_AGENDA = "/api/agenda/dagsorden/"
_LONGEST_KEY, _LONGEST_STAMP = 80, 64
_KEPT_OF_CLOSED = (
    "Id", "Number", "Punktnummer", "Sorting", "Caption", "Navn", "CaseNumber", "SagsNummer", "IsOpen",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAgenda:
    """One agenda or minutes in the list of a site."""

    key: str
    """The site's own id of it."""
    name: str
    """Such as "Referat"; may be empty."""
    stamp: str
    """What changes when it is published anew: when that was or, where it is not listed, all that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMeeting:
    """What is published of the meetings of one committee on one day: agenda or minutes, supplements."""

    committee: str
    date: str
    """ISO 8601."""
    agendas: tuple[ListedAgenda, ...]
    entry: Json
    """As the site lists it, of this meeting alone."""


def read_list(value: Any) -> tuple[ListedMeeting, ...]:
    """Return what a site lists, oldest first; what has neither id nor date cannot be asked for.

    Raises:
        FetchError: this is no list of committees.

    """
    periods = value.get("Udvalg") if isinstance(value, dict) else None
    if not isinstance(periods, dict):
        raise FetchError("no-committee-list")
    days: dict[tuple[str, str], list[Json]] = defaultdict(list)
    keys = set[str]()
    for committee, meeting in _listed(periods):
        start, key = moment(_text(meeting, "Dato") or _text(meeting, "MeetingBeginUtc")), _text(meeting, "Id")
        if start and 0 < len(key) <= _LONGEST_KEY and key not in keys:  # one may be listed in two periods
            keys.add(key)
            days[start.date().isoformat(), committee].append(meeting)
    return tuple(_meeting(committee, day, days[day, committee]) for day, committee in sorted(days))


def _listed(periods: Json) -> Iterator[tuple[str, Json]]:
    """Yield every listed meeting with the name of its committee."""
    for committees in periods.values():
        for committee in objects(committees):
            for meeting in objects(committee.get("Moeder")):
                yield _text(committee, "Navn"), meeting


def _meeting(committee: str, day: str, meetings: Sequence[Json]) -> ListedMeeting:
    return ListedMeeting(
        committee=committee,
        date=day,
        agendas=tuple(map(_agenda, meetings)),
        entry={"Udvalg": {"": [{"Navn": committee, "Moeder": list(meetings)}]}},
    )


def _agenda(meeting: Json) -> ListedAgenda:
    released, stated = _text(meeting, "ReleasedDate"), json.dumps(meeting, sort_keys=True).encode()
    stamp = released if 0 < len(released) <= _LONGEST_STAMP else hashlib.sha256(stated).hexdigest()
    return ListedAgenda(key=_text(meeting, "Id"), name=_text(meeting, "Navn"), stamp=stamp)


def agenda_path(key: str) -> str:
    """Return the path at which an agenda is asked for."""
    return _AGENDA + quote(key, safe="")


def without_closed(agenda: Json) -> Json:
    """Return an agenda whose closed items have number, title and case number alone, before it is kept."""
    items = [
        one if one.get("IsOpen") is True else {name: one[name] for name in _KEPT_OF_CLOSED if name in one}
        for one in objects(agenda.get("Dagsordenpunkter"))
    ]
    return {**agenda, "Dagsordenpunkter": items}


def _text(value: Json, name: str) -> str:
    one = value.get(name)
    return " ".join(one.split()) if isinstance(one, str) else str(one) if type(one) is int else ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a site answered, by names of files; `minutes.exports` takes it for a folder."""

    files: Mapping[str, bytes]

    def names(self) -> Sequence[str]:
        """Return the names of all files, sorted."""
        return sorted(self.files)

    def head(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return self.files[name]

    def read(self, name: str, limit: int) -> bytes:  # noqa: ARG002 - the site's answers are limited
        """Return the bytes of a file."""
        return self.files[name]

    def find(self, path: str) -> str | None:
        """Return the name of the file at a path; None if there is none."""
        return path if path in self.files else None
