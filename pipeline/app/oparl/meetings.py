"""What a meeting is in OParl: committee, place, members, items, and the text they were read from."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.app.door import printable
from pipeline.app.oparl.objects import Addresses, Entry, Json, local, made, utc
from pipeline.archive import StoredMeeting, Version
from pipeline.domain import AgendaItem, Meeting, SectionName, Status, TaggedItem, TaggedMinutes

_STATES = {Status.DRAFT: "terminiert", Status.AGENDA: "eingeladen", Status.MINUTES: "durchgeführt"}
"""The words that the standard recommends."""


def organization(addresses: Addresses, meeting: Meeting) -> Json:
    """Return the committee of a meeting."""
    own = (meeting.publisher, meeting.committee)
    return made(
        "Organization",
        addresses.of("organization", *own),
        body=addresses.body(meeting.publisher),
        name=meeting.committee,
        meeting=addresses.of("organization", *own, "meeting"),
        organizationType="Gremium",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingObjects:
    """The objects of one meeting."""

    addresses: Addresses
    stored: StoredMeeting
    tagged: TaggedMinutes
    versions: Sequence[Version]
    cases: Mapping[str, str]
    """The case of each item, by its id."""
    unmasked: bool = False

    def entries(self) -> Iterator[Entry]:
        """Yield the objects; committee, members and place are those of other meetings, too."""
        body, committee, location = self.stored.meeting.publisher, self._organization, self._location
        yield self._entry(committee, "organization")
        yield from (self._entry(self._person(name), "person") for name in self._members())
        if location:
            yield self._entry(location, "location")
        text, file = self._file()
        items = [self._item(order, item) for order, item in enumerate(self.tagged.items)]
        meeting = self._meeting(items, file)
        # In the meeting itself they do not lead back to it.
        yield from (text, self._entry(file | {"meeting": [meeting["id"]]}, "file"))
        lists = (self.addresses.body(body, "meeting"), committee["meeting"])
        yield Entry(address=meeting["id"], content=meeting, lists=lists)
        yield from (self._entry(item | {"meeting": meeting["id"]}, "agendaItem") for item in items)

    def _entry(self, content: Json, kind: str) -> Entry:
        lists = (self.addresses.body(self.stored.meeting.publisher, kind),)
        return Entry(address=content["id"], content=content, lists=lists)

    def _meeting(self, items: list[Json], file: Json) -> Json:
        meeting, status = self.stored.meeting, self.tagged.minutes.status
        return made(
            "Meeting",
            self.addresses.at("meeting", self.stored.id),
            name=meeting.title,
            meetingState=_STATES[status],
            start=local(meeting.date, meeting.start),
            end=meeting.end and local(meeting.date, meeting.end),
            location=self._location,
            organization=[self._organization["id"]],
            participant=self._persons(meeting.participants),
            agendaItem=items,
            **{"resultsProtocol" if status is Status.MINUTES else "invitation": file},
            **self._times,
            **{"sagsspor:absent": self._persons(meeting.absent)},
        )

    @property
    def _times(self) -> Json:
        return {"created": utc(self.versions[0].added), "modified": utc(self.versions[-1].added)}

    @property
    def _organization(self) -> Json:
        return organization(self.addresses, self.stored.meeting)

    @property
    def _location(self) -> Json | None:
        meeting = self.stored.meeting
        if not meeting.place:
            return None
        at = self.addresses.of("location", meeting.publisher, meeting.place)
        return made("Location", at, description=meeting.place)

    def _members(self) -> list[str]:
        meeting = self.stored.meeting
        of_items = {name for item in self.tagged.items for name in item.item.absent}
        return sorted({*meeting.participants, *meeting.absent, *of_items})

    def _person(self, name: str) -> Json:
        publisher = self.stored.meeting.publisher
        at = self.addresses.of("person", publisher, name)
        return made("Person", at, body=self.addresses.body(publisher), name=name)

    def _persons(self, names: Sequence[str]) -> list[str]:
        return [self._person(name)["id"] for name in names]

    def _file(self) -> tuple[Entry, Json]:
        """Return the text that the items were read from, and the object that tells of it."""
        stored = self.stored
        text = printable(self.tagged.minutes.text, unmasked=self.unmasked)
        data, access = text.encode(), self.addresses.at("file", stored.id, suffix=".txt")
        about = made(
            "File",
            self.addresses.at("file", stored.id),
            name=f"{stored.meeting.title} {stored.meeting.date.isoformat()}",
            fileName=access.rsplit("/", 1)[-1],
            mimeType="text/plain",
            size=len(data),
            sha512Checksum=hashlib.sha512(data).hexdigest(),
            accessUrl=access,
            **self._times,
        )
        return Entry(address=access, content=text), about

    def _item(self, order: int, tagged: TaggedItem) -> Json:
        item = tagged.item
        case = self.cases.get(item.id)
        return made(
            "AgendaItem",
            self.addresses.at("agendaItem", item.id),
            number=item.number,
            order=order,
            name=item.title,
            public=item.open,
            consultation=case and self.addresses.consultation(case, item.id),
            resolutionText=_resolution(item, self.tagged.minutes.text),
            keyword=[theme.theme for theme in tagged.themes if theme.assigned],
            **self._times,
            **_extension(tagged),
            **{"sagsspor:absent": self._persons(item.absent)},
        )


def _resolution(item: AgendaItem, text: str) -> str:
    """Return what was decided, as it reads."""
    own = [part for part in item.sections if part.name is SectionName.BESLUTNING]
    return "\n".join(text[part.start : part.end].strip() for part in own)


def _extension(tagged: TaggedItem) -> Json:
    """Return what the standard has no field for."""
    item = tagged.item
    return {
        "sagsspor:caseNumber": item.case_number,
        "sagsspor:attachments": [attachment.text for attachment in item.attachments],
        "sagsspor:earlier": [
            {"organization": one.committee, "date": one.date.isoformat()} for one in item.earlier
        ],
        "sagsspor:themes": [
            {"theme": theme.theme, "probability": round(theme.probability, 4)}
            for theme in tagged.themes
            if theme.assigned
        ],
        "sagsspor:entities": [
            {"label": str(entity.label), "text": entity.text, "norm": entity.norm}
            for entity in tagged.entities
        ],
    }
