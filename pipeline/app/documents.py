"""Documents of case systems beside the archive: which meeting each became, and what a supplement adds to one.

A document may be taken back when its file is gone; so ids that are the same nowhere else are
kept (GUIDs): "412" is an agenda of every municipality. A supplement (tillægsdagsorden) and
its meeting are joined, whichever of them comes first.
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.archive import Archive, Fetched
from pipeline.corrections import as_read
from pipeline.domain import Minutes, Status, slug
from pipeline.errors import ItemNotFoundError
from pipeline.minutes import Exported
from pipeline.minutes.earlier import committee_key
from pipeline.minutes.exports.joining import WITH_SUPPLEMENT, joined

_LENGTHS = range(32, 81)
"""Of a GUID, and of what the archive has room for."""


def note_documents(archive: Archive, file: Exported, meeting_id: str) -> None:
    """Keep which meeting the documents of a file became."""
    for system, key, stamp in file.keys:
        if len(key) in _LENGTHS:
            row = Fetched(
                agenda=key, committee="", date="", name=file.name, stamp=stamp, sha256="", meeting=meeting_id
            )
            archive.note_fetched(_site(system), [row])


def meeting_of_document(archive: Archive, file: Exported) -> str | None:
    """Return the meeting that was read from a document which is taken back; None if it is none any more."""
    for system, key, stamp in file.keys:
        for row in archive.fetched(_site(system)):
            if row.agenda == key and row.stamp <= stamp and _source(archive, row.meeting) == row.name:
                return row.meeting
    return None


def _site(system: str) -> str:
    return f"export {system}"


def _source(archive: Archive, meeting_id: str) -> str:
    try:
        return archive.meeting(meeting_id).source
    except ItemNotFoundError:  # a person deleted it
        return ""


def with_supplement(archive: Archive, minutes: Minutes) -> Minutes:
    """Return a document of a case system, one with what the archive has where that or it is a supplement.

    Minutes say themselves what was added to their agenda.
    """
    for kept in _of_meeting(archive, minutes):
        if _is_supplement(minutes) and not _is_supplement(kept):
            return joined(kept, minutes)
        added = _added(kept)
        if added.items and not _is_supplement(minutes) and minutes.status is not Status.MINUTES:
            return joined(minutes, added)
    return minutes


def _is_supplement(minutes: Minutes) -> bool:
    return all(item.supplement for item in minutes.items)


def _added(kept: Minutes) -> Minutes:
    """Return what supplements added to minutes, and did not stand in their own document."""
    if _is_supplement(kept):
        return kept
    numbers = {
        number
        for note in kept.ledger.notes
        if note.startswith(WITH_SUPPLEMENT)
        for number in note.rpartition(": ")[2].split(", ")
    }
    return replace(kept, items=tuple(one for one in kept.items if one.supplement and one.number in numbers))


def _of_meeting(archive: Archive, minutes: Minutes) -> Iterator[Minutes]:
    """Yield what the archive has of the meeting of a document from the same system."""
    meeting = minutes.meeting
    found = {
        item.meeting_id: item
        for item in archive.treated_on([meeting.date])
        if committee_key(item.committee) == committee_key(meeting.committee)
        and slug(item.publisher) == slug(meeting.publisher)
    }
    for meeting_id in found:
        kept = as_read(archive.minutes(meeting_id).minutes)
        if kept.system == minutes.system:
            yield kept
