"""All objects of an archive, in the order in which they are written: system, bodies, meetings, cases."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.app.items import readable_minutes
from pipeline.app.oparl.meetings import MeetingObjects, organization
from pipeline.app.oparl.objects import VERSION, Addresses, Entry, Json, made
from pipeline.app.session import Session
from pipeline.archive import StoredMeeting
from pipeline.archive.failures import Unread
from pipeline.discussions import CaseLine

_NOT_KNOWN = "Udgiver ikke angivet"
_LISTS = {
    "organization": "organization", "person": "person", "meeting": "meeting", "paper": "paper",
    "agendaItem": "agendaItem", "consultation": "consultation", "file": "file", "locationList": "location",
}  # fmt: skip
"""The fields of a body that lead to lists, and what is in each."""
_Place = tuple[StoredMeeting, str]
"""Where an item was treated, and under which case number."""


class OParl:
    """The objects of an archive, each with its address, which is its id.

    A meeting that cannot be read is left out, and given to `unread`.
    """

    def __init__(self, session: Session, base: str, unread: Unread, *, unmasked: bool = False) -> None:
        self._session, self._archive, self._unread = session, session.archive, unread
        self._addresses, self._unmasked = Addresses(base), unmasked

    def entries(self) -> Iterator[Entry]:
        """Yield every object once."""
        seen = set[str]()
        for entry in self._entries():
            if entry.address not in seen:
                seen.add(entry.address)
                yield entry

    def _entries(self) -> Iterator[Entry]:
        meetings = self._archive.meetings()
        yield from self._system({stored.meeting.publisher for stored in meetings})
        items = [item.id for item in self._archive.items()]
        names = self._session.finder.trails.names(items)
        # An information item is of several cases: the longest is the one it leads to.
        cases = {item: max(of, key=lambda one: one.stops).case_id for item, of in names.items() if of}
        places = dict[str, _Place]()
        for stored, tagged in readable_minutes(self._session, self._unread):
            numbers = {item.item.id: item.item.case_number for item in tagged.items}
            places |= {item: (stored, number) for item, number in numbers.items()}
            yield from MeetingObjects(
                addresses=self._addresses,
                stored=stored,
                tagged=tagged,
                versions=self._archive.versions(stored.id),
                cases=cases,
                unmasked=self._unmasked,
            ).entries()
        for case, members in _members(names).items():
            if there := {item: places[item] for item in members if item in places}:
                yield from self._of_case(case, there)

    def _system(self, publishers: set[str]) -> Iterator[Entry]:
        at, bodies = self._addresses.at("system"), self._addresses.at("body")
        system = made("System", at, oparlVersion=VERSION, name="sagsspor", body=bodies)
        yield Entry(address=at, content=system, leads_to=(bodies,))
        for publisher in sorted(publishers):
            body = self._body(publisher) | {"system": at}
            lists = tuple(body[field] for field in _LISTS)
            yield Entry(address=body["id"], content=body, lists=(bodies,), leads_to=lists)

    def _body(self, publisher: str) -> Json:
        lists = {field: self._addresses.body(publisher, kind) for field, kind in _LISTS.items()}
        body = made("Body", self._addresses.body(publisher), name=publisher or _NOT_KNOWN, **lists)
        return body | {"legislativeTerm": []}  # it has to be there

    def _of_case(self, case: CaseLine, items: Mapping[str, _Place]) -> Iterator[Entry]:
        (first, _), at = next(iter(items.values())), self._addresses.at("paper", case.case_id)
        body = first.meeting.publisher
        consultations = [self._consultation(case.case_id, item, of) for item, (of, _) in items.items()]
        paper = made(
            "Paper",
            at,
            body=self._addresses.body(body),
            name=case.title,
            reference=next(filter(None, (number for _, number in items.values())), ""),
            date=first.meeting.date.isoformat(),
            paperType="Sag",
            consultation=consultations,
        )
        yield Entry(address=at, content=paper, lists=(self._addresses.body(body, "paper"),))
        for one in consultations:
            lists = (self._addresses.body(body, "consultation"),)
            yield Entry(address=one["id"], content=one | {"paper": at}, lists=lists)

    def _consultation(self, case_id: str, item_id: str, stored: StoredMeeting) -> Json:
        return made(
            "Consultation",
            self._addresses.consultation(case_id, item_id),
            agendaItem=self._addresses.at("agendaItem", item_id),
            meeting=self._addresses.at("meeting", stored.id),
            organization=[organization(self._addresses, stored.meeting)["id"]],
        )


def _members(names: Mapping[str, Sequence[CaseLine]]) -> dict[CaseLine, list[str]]:
    """Return the items of each case, oldest first as they are given."""
    members: dict[CaseLine, list[str]] = {}
    for item, cases in names.items():
        for case in cases:
            members.setdefault(case, []).append(item)
    return members
