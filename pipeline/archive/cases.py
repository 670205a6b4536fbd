"""The table of cases: which case each matter was put into. Kept, so that ids stay as they are."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from pipeline.archive.schema import cases

_BATCH = 500


def read_cases(connection: Connection) -> dict[str, str]:
    """Return the case of every matter that was put into one."""
    rows = connection.execute(select(cases.c.item, cases.c.case_id).order_by(cases.c.item))
    return {row.item: row.case_id for row in rows}


def write_cases(connection: Connection, found: Mapping[str, str]) -> None:
    """Note the case of each of these matters; what was noted of them before is replaced."""
    rows = [{"item": matter, "case_id": case_id} for matter, case_id in found.items()]
    for at in range(0, len(rows), _BATCH):
        some = rows[at : at + _BATCH]
        connection.execute(delete(cases).where(cases.c.item.in_([row["item"] for row in some])))
        connection.execute(insert(cases), some)
