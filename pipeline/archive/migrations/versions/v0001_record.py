"""The record: meetings, their documents, items, tags, passages and vectors."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    _make_state()
    _make_meetings()
    _make_documents()
    _make_items()
    _make_parts()
    _make_entities()
    _make_themes()
    _make_passages()
    _make_vectors()


def downgrade() -> None:
    """Drop everything."""
    tables = ("vectors", "passages", "themes", "entities", "attachments", "sections", "items", "documents")
    for table in (*tables, "meetings", "state"):
        op.drop_table(table)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False)


def _words(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)


def _below(parent: str, *, primary_key: bool = False) -> "sa.Column[int]":
    key = sa.ForeignKey(f"{parent}.id", ondelete="CASCADE")
    return sa.Column(parent.removesuffix("s"), sa.Integer, key, primary_key=primary_key, nullable=False)


def _position() -> "sa.Column[int]":
    return sa.Column("position", sa.Integer, primary_key=True, autoincrement=False)


def _make_state() -> None:
    state = op.create_table(
        "state",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_number(name) for name in ("generation", "next_item", "next_passage")),
    )
    op.bulk_insert(state, [{"id": 1, "generation": 0, "next_item": 1, "next_passage": 1}])


def _make_meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(255), nullable=False, unique=True),
        _words("committee"),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        _words("title"),
        sa.Column("start", sa.Time),
        sa.Column("end", sa.Time),
        sa.Column("place", sa.Text),
        sa.Column("published", sa.Date),
        sa.Column("content_hash", sa.String(64), nullable=False, unique=True),
    )
    op.create_index("ix_meetings_slug_date", "meetings", ["slug", "date"])
    op.create_index("ix_meetings_date", "meetings", ["date"])


def _make_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer, primary_key=True),
        _below("meetings"),
        _words("source"),
        sa.Column("content_hash", sa.String(64), nullable=False),
        _words("layout"),
        sa.Column("added", sa.DateTime, nullable=False),
        sa.Column("superseded_by", sa.Integer, sa.ForeignKey("documents.id", ondelete="SET NULL")),
        sa.Column("ledger", sa.JSON, nullable=False),
        _words("text"),
    )
    op.create_index("ix_documents_meeting", "documents", ["meeting"])
    op.create_index("ix_documents_superseded_by", "documents", ["superseded_by"])


def _make_items() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        _below("meetings"),
        _number("position"),
        sa.Column("key", sa.String(255), nullable=False, unique=True),
        _words("number"),
        _words("title"),
        *(_number(name) for name in ("start", "end", "first_passage", "passages")),
    )
    op.create_index("ix_items_meeting_position", "items", ["meeting", "position"], unique=True)


def _make_parts() -> None:
    op.create_table(
        "sections",
        _below("items", primary_key=True),
        _position(),
        sa.Column("name", sa.String(40), nullable=False),
        _number("start"),
        _number("end"),
    )
    op.create_table(
        "attachments",
        _below("items", primary_key=True),
        _position(),
        _words("text"),
        _number("start"),
        _number("end"),
    )


def _make_entities() -> None:
    op.create_table(
        "entities",
        _below("items", primary_key=True),
        _position(),
        sa.Column("label", sa.String(40), nullable=False),
        _words("text"),
        _words("norm"),
        _number("start"),
        _number("end"),
    )
    op.create_index("ix_entities_label_norm", "entities", ["label", "norm"])


def _make_themes() -> None:
    op.create_table(
        "themes",
        _below("items", primary_key=True),
        _position(),
        sa.Column("theme", sa.String(200), nullable=False),
        sa.Column("probability", sa.Float(53), nullable=False),
        sa.Column("assigned", sa.Boolean, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
    )
    op.create_index("ix_themes_theme_assigned", "themes", ["theme", "assigned"])


def _make_passages() -> None:
    op.create_table(
        "passages",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        _below("items"),
        _number("position"),
        sa.Column("section", sa.String(40), nullable=False),
        _number("start"),
        _number("end"),
        sa.Column("path", sa.JSON, nullable=False),
        sa.Column("text", sa.Text),
    )
    op.create_index("ix_passages_item_position", "passages", ["item", "position"], unique=True)


def _make_vectors() -> None:
    op.create_table(
        "vectors",
        _below("meetings", primary_key=True),
        sa.Column("encoder", sa.String(200), nullable=False),
        *(_number(name) for name in ("first_passage", "rows", "dimension")),
        sa.Column("matrix", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_vectors_encoder", "vectors", ["encoder"])
