"""The table of cases: which case each matter was put into. Kept, so that ids stay as they are."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select

from pipeline.archive.schema import cases
from pipeline.archive.values import KeptCase

_BATCH = 500


def read_cases(connection: Connection) -> dict[str, KeptCase]:
    """Return the case of every matter that was put into one."""
    rows = connection.execute(select(cases).order_by(cases.c.item))
    return {row.item: KeptCase(case_id=row.case_id, text_hash=row.text_hash) for row in rows}


def write_cases(connection: Connection, found: Mapping[str, KeptCase]) -> None:
    """Note the case of each of these matters; what was noted of them before is replaced."""
    rows = [{"item": matter, **asdict(case)} for matter, case in found.items()]
    for at in range(0, len(rows), _BATCH):
        some = rows[at : at + _BATCH]
        connection.execute(delete(cases).where(cases.c.item.in_([row["item"] for row in some])))
        connection.execute(insert(cases), some)
