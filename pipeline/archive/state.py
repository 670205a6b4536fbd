"""The one row that counts: changes for caches, and row ids that are never used again."""

from sqlalchemy import Connection, select, update

from pipeline.archive.schema import meetings, state


def generation(connection: Connection) -> int:
    """Return how many changes the archive has seen."""
    return int(connection.scalar(select(state.c.generation)) or 0)


def count_change(connection: Connection) -> None:
    """Let caches know that what they hold is old."""
    connection.execute(update(state).values(generation=state.c.generation + 1))


def count_meeting_change(connection: Connection, meeting: int) -> None:
    """Let what is derived from one meeting know that it is old; `meeting` is its row."""
    one = update(meetings).where(meetings.c.id == meeting)
    now = select(state.c.generation + 1).scalar_subquery()
    connection.execute(one.values(changes=meetings.c.changes + 1, changed=now))


def claim_rows(connection: Connection, *, items: int, passages: int) -> tuple[int, int]:
    """Count one change, and return the first of as many unused row ids as are asked for."""
    count_change(connection)
    first = connection.execute(select(state.c.next_item, state.c.next_passage)).one()
    used = {"next_item": first.next_item + items, "next_passage": first.next_passage + passages}
    connection.execute(update(state).values(used))
    return first.next_item, first.next_passage
