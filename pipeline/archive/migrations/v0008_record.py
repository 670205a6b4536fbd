"""The record: meetings, their documents, items, tags, passages and vectors; corrections and cases.

Numbers go on from the seven steps there were before the first release, so that an
archive of that time is known for what it is.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    _make_meetings()
    _make_items()
    _make_tags()
    _make_corrections()
    _forbid_changes()


def downgrade() -> None:
    """Drop everything."""
    below_items = ("vectors", "passages", "item_entities", "item_themes", "tags", "items")
    for table in ("cases", "applied", "corrections", *below_items, "documents", "meetings", "state"):
        op.drop_table(table)


def _must(name: str, kind: Any, *, indexed: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=False, index=indexed)


def _id(*, given: bool = False) -> "sa.Column[int]":
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement="auto" if not given else False)


def _below(parent: str, **options: Any) -> "sa.Column[int]":
    key = sa.ForeignKey(f"{parent}.id", ondelete="CASCADE")
    return sa.Column(parent.removesuffix("s"), sa.Integer, key, nullable=False, **options)


def _make_meetings() -> None:
    counted = (_must("generation", sa.BigInteger), _must("next_item", sa.Integer))
    state = op.create_table("state", _id(), *counted, _must("next_passage", sa.Integer))
    op.bulk_insert(state, [{"id": 1, "generation": 0, "next_item": 1, "next_passage": 1}])
    op.create_table(
        "meetings",
        _id(),
        sa.Column("key", sa.String(255), nullable=False, unique=True),
        _must("publisher", sa.Text),
        _must("committee", sa.Text),
        _must("slug", sa.String(200)),
        _must("date", sa.Date),
        _must("title", sa.Text),
        sa.Column("start", sa.Time),
        sa.Column("end", sa.Time),
        sa.Column("place", sa.Text),
        sa.Column("published", sa.Date),
        sa.Column("content_hash", sa.String(64), nullable=False, unique=True),
        _must("generation", sa.BigInteger, indexed=True),
    )
    op.create_index("ix_meetings_slug_date", "meetings", ["slug", "date"])
    op.create_index("ix_meetings_date", "meetings", ["date"])
    newer = sa.ForeignKey("documents.id", ondelete="SET NULL")
    op.create_table(
        "documents",
        _id(),
        _below("meetings", index=True),
        _must("source", sa.Text),
        _must("content_hash", sa.String(64)),
        _must("layout", sa.Text),
        _must("added", sa.DateTime),
        sa.Column("superseded_by", sa.Integer, newer, index=True),
        _must("ledger", sa.Text),
        _must("text", sa.Text),
        sa.Column("cut", sa.Text),
    )


def _make_items() -> None:
    op.create_table(
        "items",
        _id(given=True),
        _below("meetings"),
        _must("position", sa.Integer),
        sa.Column("key", sa.String(255), nullable=False, unique=True),
        *(_must(name, sa.Text) for name in ("number", "title")),
        *(_must(name, sa.Integer) for name in ("start", "end", "first_passage", "passages")),
        _must("text_hash", sa.String(64)),
        *(_must(name, sa.Text) for name in ("sections", "attachments")),
    )
    op.create_index("ix_items_meeting_position", "items", ["meeting", "position"], unique=True)
    op.create_table(
        "passages",
        _id(given=True),
        _below("items"),
        _must("position", sa.Integer),
        _must("section", sa.String(40)),
        *(_must(name, sa.Integer) for name in ("start", "end")),
        _must("path", sa.JSON),
        sa.Column("text", sa.Text),
    )
    op.create_index("ix_passages_item_position", "passages", ["item", "position"], unique=True)
    op.create_table(
        "vectors",
        _below("meetings", primary_key=True),
        _must("encoder", sa.String(200), indexed=True),
        *(_must(name, sa.Integer) for name in ("rows", "dimension")),
        _must("matrix", sa.LargeBinary),
    )


def _make_tags() -> None:
    op.create_table(
        "tags",
        _below("items", primary_key=True),
        _must("model", sa.String(200), indexed=True),
        _must("opinion", sa.Text),
        sa.Column("effective", sa.Text),
    )
    op.create_table(
        "item_themes",
        _below("items", primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        _must("theme", sa.String(200), indexed=True),
    )
    op.create_table(
        "item_entities",
        _below("items", primary_key=True),
        sa.Column("label", sa.String(40), primary_key=True),
        sa.Column("norm", sa.Text, primary_key=True),
    )
    op.create_index("ix_item_entities_label_norm", "item_entities", ["label", "norm"])


def _make_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("number", sa.Integer, primary_key=True),
        _must("at", sa.DateTime),
        *(_must(name, sa.Text) for name in ("by", "why")),
        *(_must(name, sa.String(255), indexed=True) for name in ("meeting", "item")),
        _must("change", sa.JSON),
        *(_must(name, sa.Text) for name in ("before", "after")),
        _must("model", sa.String(200)),
        *(_must(name, sa.String(64)) for name in ("text_hash", "other_hash")),
    )
    op.create_table(
        "applied",
        sa.Column("number", sa.Integer, sa.ForeignKey("corrections.number"), primary_key=True),
        sa.Column("item", sa.String(255), index=True),
        sa.Column("other", sa.String(255)),
        sa.Column("other_meeting", sa.String(255), index=True),
        sa.Column("holds", sa.Boolean, index=True),
    )
    op.create_table(
        "cases",
        sa.Column("item", sa.String(255), primary_key=True),
        _must("case_id", sa.String(255), indexed=True),
        _must("text_hash", sa.String(64)),
    )


def _forbid_changes() -> None:
    """Let SQLite itself refuse to change the log, whoever asks."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER corrections_{deed.lower()} BEFORE {deed} ON corrections "
            "BEGIN SELECT RAISE(ABORT, 'the log of corrections is append-only'); END"
        )
