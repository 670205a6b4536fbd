"""The tables; types are those every SQL database has.

Rules that hold for all of them: offsets count characters of the document's text; `position` keeps the order
things were given in; everything below a meeting goes with it. Corrections name meetings and items by their
public ids and never hang below a meeting: they are never derived, never deleted, changed by `closing` alone,
and survive every rebuild. So do `cases`, which name items the same way. Where each correction applies now is
in `applied`: derived, like what of an item's tags is in effect.
"""

from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Enum,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Time,
    false,
    true,
)

from pipeline.archive.columns import Checked, UtcMoment
from pipeline.domain import (
    AgendaItem,
    Attachment,
    Earlier,
    JobState,
    Ledger,
    Meeting,
    Opinion,
    Section,
    Status,
    Structure,
)

HEAD = "0015"
"""Grows with every change of the tables, or of what stands in them; see `migrate`."""
metadata = MetaData()

# Called so by the tool that once brought archives up to date.
version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def _below(parent: str) -> ForeignKey:
    return ForeignKey(f"{parent}.id", ondelete="CASCADE")


def _one_of(kind: type[StrEnum]) -> Enum:
    return Enum(kind, native_enum=False, length=20, values_callable=list)


# `generation` grows with every change, so that a cache knows when it is old. The
# other two hand out row ids that are never used again: passages of a meeting are
# numbered without gaps, so that its matrix of vectors needs no column of ids.
state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("next_item", Integer, nullable=False),
    Column("next_passage", Integer, nullable=False),
)

meetings = Table(
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
    # Of the current document: two meetings can never share one text.
    Column("content_hash", String(64), nullable=False, unique=True),
    # Of the archive at the last change of this meeting's items, tags or vectors.
    Column("generation", BigInteger, nullable=False, index=True),
    # Of the current document, as the program read it.
    Column("structure", Checked(Structure), nullable=False, server_default="{}"),
    # The meeting as the program read it, where a person corrected it.
    Column("uncorrected", Checked(Meeting)),
    # Who takes part, and which members were not there.
    Column("participants", Checked(tuple[str, ...]), nullable=False, server_default="[]"),
    Column("absent", Checked(tuple[str, ...]), nullable=False, server_default="[]"),
    # Of the current document.
    Column("system", String(40), nullable=False, server_default=""),
    Column("status", _one_of(Status), nullable=False, server_default=Status.MINUTES.value),
    Column("stamp", String(40), nullable=False, server_default=""),
    Column("not_released", Checked(tuple[str, ...]), nullable=False, server_default="[]"),
    Index("ix_meetings_slug_date", "slug", "date"),
    Index("ix_meetings_date", "date"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting", _below("meetings"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    # Of the bytes of the file; empty where they were not known.
    Column("sha256", String(64), nullable=False, server_default=""),
    Column("layout", Text, nullable=False),
    Column("added", UtcMoment, nullable=False),
    Column("superseded_by", ForeignKey("documents.id", ondelete="SET NULL"), index=True),
    # Last, because SQLite reads through a long value to reach what stands behind it.
    Column("ledger", Checked(Ledger), nullable=False),
    Column("text", Text, nullable=False),
    # The items as the program cut them, where a person cut them otherwise; of a superseded
    # document, as they were at last.
    Column("cut", Checked(tuple[AgendaItem, ...])),
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
    # Tells whether a correction was made of this text, whatever number the item has now.
    Column("text_hash", String(64), nullable=False),
    Column("sections", Checked(tuple[Section, ...]), nullable=False),
    Column("attachments", Checked(tuple[Attachment, ...]), nullable=False),
    Column("open", Boolean, nullable=False, server_default=true()),
    Column("case_number", Text, nullable=False, server_default=""),
    Column("made", Checked(tuple[str, ...]), nullable=False, server_default="[]"),
    Column("neutral_title", Text, nullable=False, server_default=""),
    Column("order", Integer, nullable=False, server_default="0"),
    Column("supplement", Boolean, nullable=False, server_default=false()),
    Column("absent", Checked(tuple[str, ...]), nullable=False, server_default="[]"),
    Column("earlier", Checked(tuple[Earlier, ...]), nullable=False, server_default="[]"),
    Index("ix_items_meeting_position", "meeting", "position", unique=True),
)

tags = Table(
    "tags",
    metadata,
    Column("item", _below("items"), primary_key=True),
    # Version of the theme model; empty where it is not known.
    Column("model", String(200), nullable=False, index=True),
    # What the models alone say.
    Column("opinion", Checked(Opinion), nullable=False),
    # The same with the active corrections replayed; null where that changes nothing.
    Column("effective", Checked(Opinion)),
)

# What is filtered by and counted: of the effective tags, the assigned themes in their order ...
item_themes = Table(
    "item_themes",
    metadata,
    Column("item", _below("items"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("theme", String(200), nullable=False, index=True),
)

# ... and each norm once.
item_entities = Table(
    "item_entities",
    metadata,
    Column("item", _below("items"), primary_key=True),
    Column("label", String(40), primary_key=True),
    Column("norm", Text, primary_key=True),
    Index("ix_item_entities_label_norm", "label", "norm"),
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
    Column("rows", Integer, nullable=False),
    Column("dimension", Integer, nullable=False),
    Column("matrix", LargeBinary, nullable=False),
)

# Append-only. `item` and `meeting` are public ids as they were when it was corrected.
corrections = Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", UtcMoment, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("meeting", String(255), nullable=False, index=True),
    Column("item", String(255), nullable=False, index=True),
    Column("change", JSON, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("model", String(200), nullable=False),
    Column("text_hash", String(64), nullable=False),
    # Of the other item, where a link or a case was corrected.
    Column("other_hash", String(64), nullable=False),
)

applied = Table(
    "applied",
    metadata,
    Column("number", ForeignKey("corrections.number"), primary_key=True),
    # The item that reads as the corrected one did, by its id now; null where none does.
    Column("item", String(255), index=True),
    # The same of the second item of a link or a case, and the meeting where it is looked for.
    Column("other", String(255)),
    Column("other_meeting", String(255), index=True),
    # False: it waits for a text that is not there. Null: undone, an undo, or left open.
    Column("holds", Boolean, index=True),
)

cases = Table(
    "cases",
    metadata,
    Column("item", String(255), primary_key=True),
    Column("case_id", String(255), nullable=False, index=True),
    # How the matter read; empty where it is not known.
    Column("text_hash", String(64), nullable=False),
)

# Long work of the server. Nothing of the record hangs on it.
jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("about", JSON, nullable=False),
    Column("by", Text, nullable=False),
    Column("state", _one_of(JobState), nullable=False, index=True),
    Column("stopping", Boolean, nullable=False, default=False),
    Column("asked", UtcMoment, nullable=False),
    Column("begun", UtcMoment),
    Column("ended", UtcMoment),
    Column("result", JSON),
)

# What it told, so that one who comes later, or comes back, sees it all.
job_lines = Table(
    "job_lines",
    metadata,
    Column("job", ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("subject", String(80), nullable=False),
    Column("step", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("data", JSON, nullable=False),
)

# What was fetched from publication sites. Nothing of the record hangs on it.
fetched = Table(
    "fetched",
    metadata,
    Column("site", String(255), primary_key=True),
    # The site's own id.
    Column("agenda", String(80), primary_key=True),
    Column("committee", Text, nullable=False),
    Column("date", String(10), nullable=False),
    Column("name", Text, nullable=False),
    # What the site's list said of it; anything else means that it was published anew.
    Column("stamp", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    # Public id of the meeting it became.
    Column("meeting", String(255), nullable=False),
    Column("at", UtcMoment, nullable=False),
)
