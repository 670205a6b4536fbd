"""Corrections: their log, what the models alone said, whole persons, and the cases of the trail."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BATCH = 1000


def upgrade() -> None:
    """Add what corrections need; what stands in the archive is the models' opinion."""
    for table, name in (("entities", "role"), ("entities", "organisation"), ("themes", "decided_by")):
        op.add_column(table, sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("documents", sa.Column("cut", sa.JSON))
    opinions = _make_opinions()
    _make_corrections()
    _forbid_changes()
    _make_cases()
    _take_opinions(opinions)


def downgrade() -> None:
    """Drop them again; what was corrected is lost."""
    for table in ("cases", "corrections", "opinions"):
        op.drop_table(table)
    op.drop_column("documents", "cut")
    for table, name in (("themes", "decided_by"), ("entities", "organisation"), ("entities", "role")):
        op.drop_column(table, name)


def _words(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)


def _make_opinions() -> sa.Table:
    table = op.create_table(
        "opinions",
        sa.Column("item", sa.Integer, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("entities", sa.JSON, nullable=False),
        sa.Column("themes", sa.JSON, nullable=False),
    )
    op.create_index("ix_opinions_model", "opinions", ["model"])
    return table


def _make_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        _words("by"),
        _words("why"),
        sa.Column("meeting", sa.String(255), nullable=False),
        sa.Column("item", sa.String(255), nullable=False),
        sa.Column("change", sa.JSON, nullable=False),
        _words("before"),
        _words("after"),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_corrections_meeting", "corrections", ["meeting"])
    op.create_index("ix_corrections_item", "corrections", ["item"])


def _forbid_changes() -> None:
    """Let SQLite itself refuse to change the log, whoever asks."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER corrections_{deed.lower()} BEFORE {deed} ON corrections "
            "BEGIN SELECT RAISE(ABORT, 'the log of corrections is append-only'); END"
        )


def _make_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("item", sa.String(255), primary_key=True),
        sa.Column("case_id", sa.String(255), nullable=False),
    )
    op.create_index("ix_cases_case_id", "cases", ["case_id"])


def _take_opinions(opinions: sa.Table) -> None:
    """Keep the tags of every item as what the models said of it; by which version is not known."""
    entities = _by_item("entities", sa.column("label"), *map(sa.column, ("start", "end", "text", "norm")))
    evidence = sa.column("evidence", sa.JSON)
    themes = _by_item("themes", *map(sa.column, ("theme", "probability", "assigned")), evidence)
    found: dict[int, dict[str, Any]] = {}
    for row in op.get_bind().execute(sa.text("SELECT id FROM items ORDER BY id")):
        found[row.id] = {"item": row.id, "model": "", "entities": [], "themes": []}
    for item, rows in entities:
        found[item]["entities"] = [dict(row) for row in rows]
    for item, rows in themes:
        found[item]["themes"] = [_theme(dict(row)) for row in rows]
    values = list(found.values())
    for at in range(0, len(values), _BATCH):
        op.bulk_insert(opinions, values[at : at + _BATCH])


def _by_item(table: str, *columns: "sa.ColumnClause[Any]") -> Iterator[tuple[int, list[dict[str, Any]]]]:
    order = (sa.text("item"), sa.text("position"))
    rows = sa.select(sa.text("item"), *columns).select_from(sa.table(table)).order_by(*order)
    # Whole before the next statement: not every database reads two at once.
    found = op.get_bind().execute(rows).mappings().all()
    for key, group in groupby(found, key=lambda row: row["item"]):
        yield key, [{name: value for name, value in row.items() if name != "item"} for row in group]


def _theme(row: dict[str, Any]) -> dict[str, Any]:
    evidence = [{"start": start, "end": end, "weight": weight} for start, end, weight in row["evidence"]]
    return {**row, "assigned": bool(row["assigned"]), "evidence": evidence}
