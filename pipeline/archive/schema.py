"""The tables, as the newest migration leaves them; types are those every SQL database has.

Rules that hold for all of them: offsets count characters of the document's text;
`position` keeps the order things were given in; everything below a meeting goes with
it. `entities` and `themes` hold what is in force: `opinions`, what the models alone
said, with the active corrections replayed. Corrections name meetings and items by their
public ids and never hang below a meeting: they are never derived, never changed, never
deleted, and survive every rebuild. So do `cases`, which name items the same way.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
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

HEAD = "0004"
"""The newest revision in `migrations/versions`."""

metadata = MetaData()


def _below(parent: str) -> ForeignKey:
    return ForeignKey(f"{parent}.id", ondelete="CASCADE")


# `generation` grows with every change, so that a cache knows when it is old. The
# other two hand out row ids that are never used again: passages of a meeting are
# numbered without gaps, which lets a table of a million passages be built from its items.
state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("next_item", Integer, nullable=False),
    Column("next_passage", Integer, nullable=False),
)

meetings = Table(
    "meetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("committee", Text, nullable=False),
    Column("slug", String(200), nullable=False),
    Column("date", Date, nullable=False),
    Column("title", Text, nullable=False),
    Column("start", Time),
    Column("end", Time),
    Column("place", Text),
    Column("published", Date),
    # Of the current document: two meetings can never share one text.
    Column("content_hash", String(64), nullable=False, unique=True),
    # Grows with every change of its items, tags or vectors.
    Column("changes", Integer, nullable=False, server_default="0"),
    # Greater than the generation of the archive that the last such change found.
    Column("changed", Integer, nullable=False, server_default="0"),
    Index("ix_meetings_slug_date", "slug", "date"),
    Index("ix_meetings_date", "date"),
    Index("ix_meetings_changed", "changed"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting", _below("meetings"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("layout", Text, nullable=False),
    Column("added", DateTime, nullable=False),
    Column("superseded_by", ForeignKey("documents.id", ondelete="SET NULL"), index=True),
    # Last, because SQLite reads through a long value to reach what stands behind it.
    Column("ledger", JSON, nullable=False),
    Column("text", Text, nullable=False),
    # The items as the program cut them, where a person cut them otherwise.
    Column("cut", JSON),
)

items = Table(
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
    Index("ix_items_meeting_position", "meeting", "position", unique=True),
)

sections = Table(
    "sections",
    metadata,
    Column("item", _below("items"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", String(40), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    Column("item", _below("items"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

entities = Table(
    "entities",
    metadata,
    Column("item", _below("items"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("label", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("norm", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("role", Text, nullable=False, server_default=""),
    Column("organisation", Text, nullable=False, server_default=""),
    Index("ix_entities_label_norm", "label", "norm"),
)

themes = Table(
    "themes",
    metadata,
    Column("item", _below("items"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("theme", String(200), nullable=False),
    Column("probability", Float(53), nullable=False),
    Column("assigned", Boolean, nullable=False),
    Column("evidence", JSON, nullable=False),
    # Empty where the model decided.
    Column("decided_by", Text, nullable=False, server_default=""),
    Index("ix_themes_theme_assigned", "theme", "assigned"),
)

passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("item", _below("items"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("section", String(40), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("path", JSON, nullable=False),
    # Only where it differs from what stands at start and end in the document.
    Column("text", Text),
    Index("ix_passages_item_position", "item", "position", unique=True),
)

# One matrix a meeting: its passages in order. A row a passage would make a million
# rows to read before the first link is shown, and as many to rewrite for a new encoder.
vectors = Table(
    "vectors",
    metadata,
    Column("meeting", _below("meetings"), primary_key=True),
    Column("encoder", String(200), nullable=False, index=True),
    Column("first_passage", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("dimension", Integer, nullable=False),
    Column("matrix", LargeBinary, nullable=False),
)

opinions = Table(
    "opinions",
    metadata,
    Column("item", _below("items"), primary_key=True),
    # Version of the theme model; empty where it is not known.
    Column("model", String(200), nullable=False, index=True),
    Column("entities", JSON, nullable=False),
    Column("themes", JSON, nullable=False),
)

# Append-only. `item` and `meeting` are public ids as they were when it was corrected.
corrections = Table(
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
)

cases = Table(
    "cases",
    metadata,
    Column("item", String(255), primary_key=True),
    Column("case_id", String(255), nullable=False, index=True),
)
