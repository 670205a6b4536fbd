"""The one row that counts: changes, for what must know when it is old, and row ids never used again."""

import time

from sqlalchemy import Connection, func, select, update

from pipeline.archive.schema import meetings, state

WIPE = "wipe"


def wipe(connection: Connection) -> None:
    """Let nothing of what this transaction takes out stay in a file of the database once it is done."""
    connection.info[WIPE] = connection.dialect.name == "sqlite"


def generation_now(connection: Connection) -> int:
    """Return a number that grows with every change, for caches that must know when they are old."""
    return int(connection.scalar(select(state.c.generation)) or 0)


def read_generations(connection: Connection, since: int = -1) -> dict[str, int]:
    """Return the generation in which each meeting's items, tags or vectors last changed, oldest first.

    With `since`, of those that changed after that generation: few, however many meetings there
    are. Two archives never have the same number for a meeting, even of one text. Meetings that
    were deleted are told by how many are left.
    """
    rows = select(meetings.c.key, meetings.c.generation).where(meetings.c.generation > since)
    found = connection.execute(rows.order_by(meetings.c.date, meetings.c.key))
    return {row.key: row.generation for row in found}


def count_meetings(connection: Connection) -> int:
    """Return how many meetings there are."""
    return int(connection.scalar(select(func.count()).select_from(meetings)) or 0)


def count_change(connection: Connection, *meeting_ids: str) -> None:
    """Let caches know that what they hold is old, and what is derived from these meetings."""
    # The time in microseconds: a number that no other archive, and no backup of this one, gives again.
    new = max(generation_now(connection) + 1, time.time_ns() // 1000)
    connection.execute(update(state).values(generation=new))
    connection.execute(update(meetings).where(meetings.c.key.in_(meeting_ids)).values(generation=new))


def claim_rows(connection: Connection, *, items: int, passages: int) -> tuple[int, int]:
    """Return the first of as many unused row ids as are asked for."""
    first = connection.execute(select(state.c.next_item, state.c.next_passage)).one()
    used = {"next_item": first.next_item + items, "next_passage": first.next_passage + passages}
    connection.execute(update(state).values(used))
    return first.next_item, first.next_passage
