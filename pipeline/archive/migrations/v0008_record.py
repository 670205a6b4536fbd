"""The record: meetings, their documents, items, tags, passages and vectors; corrections and cases.

Numbers go on from the seven steps there were before the first release, so that an
archive of that time is known for what it is.
"""

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Time,
)

revision = "0008"
down_revision = None
branch_labels = None
depends_on = None

metadata = MetaData()


def _below(parent: str) -> ForeignKey:
    return ForeignKey(f"{parent}.id", ondelete="CASCADE")


state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("next_item", Integer, nullable=False),
    Column("next_passage", Integer, nullable=False),
)

Table(
    "meetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("publisher", Text, nullable=False),
    Column("committee", Text, nullable=False),
    Column("slug", String(200), nullable=False),
    Column("date", Date, nullable=False),
    Column("title", Text, nullable=False),
    Column("start", Time),
    Column("end", Time),
    Column("place", Text),
    Column("published", Date),
    Column("content_hash", String(64), nullable=False, unique=True),
    Column("generation", BigInteger, nullable=False, index=True),
    Index("ix_meetings_slug_date", "slug", "date"),
    Index("ix_meetings_date", "date"),
)

Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting", _below("meetings"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("layout", Text, nullable=False),
    Column("added", DateTime, nullable=False),
    Column("superseded_by", ForeignKey("documents.id", ondelete="SET NULL"), index=True),
    Column("ledger", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("cut", Text),
)

Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("meeting", _below("meetings"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("key", String(255), nullable=False, unique=True),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("first_passage", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("sections", Text, nullable=False),
    Column("attachments", Text, nullable=False),
    Index("ix_items_meeting_position", "meeting", "position", unique=True),
)

Table(
    "tags",
    metadata,
    Column("item", _below("items"), primary_key=True),
    Column("model", String(200), nullable=False, index=True),
    Column("opinion", Text, nullable=False),
    Column("effective", Text),
)

Table(
    "item_themes",
    metadata,
    Column("item", _below("items"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("theme", String(200), nullable=False, index=True),
)

Table(
    "item_entities",
    metadata,
    Column("item", _below("items"), primary_key=True),
    Column("label", String(40), primary_key=True),
    Column("norm", Text, primary_key=True),
    Index("ix_item_entities_label_norm", "label", "norm"),
)

Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("item", _below("items"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("section", String(40), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("path", JSON, nullable=False),
    Column("text", Text),
    Index("ix_passages_item_position", "item", "position", unique=True),
)

Table(
    "vectors",
    metadata,
    Column("meeting", _below("meetings"), primary_key=True),
    Column("encoder", String(200), nullable=False, index=True),
    Column("rows", Integer, nullable=False),
    Column("dimension", Integer, nullable=False),
    Column("matrix", LargeBinary, nullable=False),
)

Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("meeting", String(255), nullable=False, index=True),
    Column("item", String(255), nullable=False, index=True),
    Column("change", JSON, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("model", String(200), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("other_hash", String(64), nullable=False),
)

Table(
    "applied",
    metadata,
    Column("number", ForeignKey("corrections.number"), primary_key=True),
    Column("item", String(255), index=True),
    Column("other", String(255)),
    Column("other_meeting", String(255), index=True),
    Column("holds", Boolean, index=True),
)

Table(
    "cases",
    metadata,
    Column("item", String(255), primary_key=True),
    Column("case_id", String(255), nullable=False, index=True),
    Column("text_hash", String(64), nullable=False),
)


def upgrade() -> None:
    """Make the first tables."""
    metadata.create_all(op.get_bind())
    op.bulk_insert(state, [{"id": 1, "generation": 0, "next_item": 1, "next_passage": 1}])
    _forbid_changes()


def _forbid_changes() -> None:
    """Let SQLite itself refuse to change the log, whoever asks."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER corrections_{deed.lower()} BEFORE {deed} ON corrections "
            "BEGIN SELECT RAISE(ABORT, 'the log of corrections is append-only'); END"
        )
