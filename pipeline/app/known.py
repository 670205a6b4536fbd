"""Which meeting each document of a case system became: it may be taken back when its file is gone.

Only ids that are the same nowhere else are kept (GUIDs): "412" is an agenda of every municipality.
"""

from pipeline.archive import Archive, Fetched
from pipeline.errors import ItemNotFoundError
from pipeline.minutes import Exported

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
