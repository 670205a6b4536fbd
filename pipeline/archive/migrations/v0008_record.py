"""The record: meetings, their documents, items, tags, passages and vectors; corrections and cases.

Before the first release this step makes the tables that `schema` describes, so that they
are written once. With the next step, this one gets the tables as they were: until then
that step fails on every new archive.

Numbers go on from the seven steps there were before the first release, so that an
archive of that time is known for what it is.
"""

from alembic import op

from pipeline.archive.schema import metadata, state

revision = "0008"
down_revision = None
branch_labels = None
depends_on = None


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
