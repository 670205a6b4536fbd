"""All objects of an archive, in the order in which they are written: system, bodies, meetings, cases."""

from collections.abc import Iterator, Mapping

from pipeline.app.oparl.meetings import MeetingObjects, organization
from pipeline.app.oparl.objects import VERSION, Addresses, Entry, Json, made
from pipeline.app.session import Session
from pipeline.archive import StoredItem, StoredMeeting
from pipeline.discussions import Trail

_NOT_KNOWN = "Udgiver ikke angivet"
_LISTS = {
    "organization": "organization", "person": "person", "meeting": "meeting", "paper": "paper",
    "agendaItem": "agendaItem", "consultation": "consultation", "file": "file", "locationList": "location",
}  # fmt: skip
"""The fields of a body that lead to lists, and what is in each."""


class OParl:
    """The objects of an archive, each with its address, which is its id."""

    def __init__(self, session: Session, base: str, *, unmasked: bool = False) -> None:
        self._session, self._archive = session, session.archive
        self._addresses, self._unmasked = Addresses(base), unmasked

    def entries(self) -> Iterator[Entry]:
        """Yield every object once."""
        seen = set[str]()
        for entry in self._entries():
            if entry.address not in seen:
                seen.add(entry.address)
                yield entry

    def _entries(self) -> Iterator[Entry]:
        meetings, trails = self._archive.meetings(), self._trails()
        yield from self._system({stored.meeting.publisher for stored in meetings})
        # An information item is of several cases: the longest is the one it leads to.
        shortest_first = sorted(trails, key=lambda trail: len(trail.stops))
        cases = {stop.item_id: trail.case_id for trail in shortest_first for stop in trail.stops}
        for stored in meetings:
            yield from self._of_meeting(stored, cases)
        for trail in trails:
            yield from self._of_case(trail)

    def _trails(self) -> list[Trail]:
        trails = self._session.finder.trails
        keys = sorted(line.case_id for line in trails.all(fewest=1))
        return [next(one for one in trails.of(key) if one.case_id == key) for key in keys]

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

    def _of_meeting(self, stored: StoredMeeting, cases: Mapping[str, str]) -> Iterator[Entry]:
        return MeetingObjects(
            addresses=self._addresses,
            stored=stored,
            tagged=self._archive.minutes(stored.id),
            versions=self._archive.versions(stored.id),
            cases=cases,
            unmasked=self._unmasked,
        ).entries()

    def _of_case(self, trail: Trail) -> Iterator[Entry]:
        ids = dict.fromkeys(stop.item_id for stop in trail.stops)
        items = [self._archive.item(item_id) for item_id in ids]
        body, at = items[0].meeting.publisher, self._addresses.at("paper", trail.case_id)
        consultations = [self._consultation(trail.case_id, item) for item in items]
        numbers = [item.tagged.item.case_number for item in items]
        paper = made(
            "Paper",
            at,
            body=self._addresses.body(body),
            name=trail.title,
            reference=next(filter(None, numbers), ""),
            date=items[0].meeting.date.isoformat(),
            paperType="Sag",
            consultation=consultations,
        )
        yield Entry(address=at, content=paper, lists=(self._addresses.body(body, "paper"),))
        for one in consultations:
            lists = (self._addresses.body(body, "consultation"),)
            yield Entry(address=one["id"], content=one | {"paper": at}, lists=lists)

    def _consultation(self, case_id: str, item: StoredItem) -> Json:
        item_id = item.tagged.item.id
        return made(
            "Consultation",
            self._addresses.consultation(case_id, item_id),
            agendaItem=self._addresses.at("agendaItem", item_id),
            meeting=self._addresses.at("meeting", item.meeting_id),
            organization=[organization(self._addresses, item.meeting)["id"]],
        )
