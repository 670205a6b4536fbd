"""What a source took back goes out of the archive."""

from sqlalchemy import Connection

from pipeline.archive.identity import identify
from pipeline.archive.lookup import meeting_row
from pipeline.archive.version import is_older
from pipeline.archive.write import delete_meeting
from pipeline.domain import Minutes


def withdraw_minutes(connection: Connection, minutes: Minutes) -> str | None:
    """Take out the meeting that a document told of, since its source took that back; return which it was.

    None where the archive does not have it, or has something else of it by now: minutes where an agenda is
    taken back, or a version that was made later.
    """
    key, row = identify(connection, minutes)
    if row is None:
        return None
    kept = meeting_row(connection, key)
    if kept.status is not minutes.status or is_older(minutes, kept):
        return None
    delete_meeting(connection, key)
    return key
