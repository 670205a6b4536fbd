"""Bring a database to today's schema, or say why that cannot be."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from pipeline.archive.fulltext import create_index
from pipeline.archive.schema import HEAD, metadata
from pipeline.errors import ArchiveError

if TYPE_CHECKING:  # not to hide a cycle: alembic takes half a second, and few archives want it
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"
FIRST = "0008"
"""The oldest schema that can be brought up to date."""


def upgrade_needed(connection: Connection, where: str) -> bool:
    """Tell whether the archive at `where` is new or stands at an older schema.

    Raises:
        ArchiveError: the database holds something else than an archive, one from before
            the first release, or one that lost a part.

    """
    found = _revision(connection, where)
    parts = {*metadata.tables, "search"} if connection.dialect.name == "sqlite" else {*metadata.tables}
    if found == HEAD and (lost := sorted(parts - _tables(connection))):
        raise ArchiveError("archive-table-missing", archive=where, tables=lost)
    if found is not None and found < FIRST:
        raise ArchiveError("archive-too-old", archive=where, schema=found)
    return found != HEAD


def upgrade(connection: Connection, where: str) -> None:
    """Apply the missing steps, inside the transaction that is open.

    Raises:
        ArchiveError: the archive was made by a newer version of the program.

    """
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    found = _revision(connection, where)
    scripts = script_directory()
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise ArchiveError("archive-too-new", archive=where, schema=found, here=HEAD)
    # What alembic's own `upgrade` command does, without the env.py it would look for.
    options = {"fn": lambda heads, _: scripts._upgrade_revs("head", heads)}
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()
    if found is None:
        create_index(connection)


def script_directory() -> "ScriptDirectory":
    """Return the steps as alembic reads them."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS)])


def _revision(connection: Connection, where: str) -> str | None:
    names = _tables(connection)
    found = None
    if "alembic_version" in names:
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if not names - {"alembic_version"}:
        return found
    if len(names & metadata.tables.keys()) <= 1:  # one may be called so by chance
        raise ArchiveError("database-of-something-else", archive=where)
    if found is None:
        raise ArchiveError("archive-schema-missing", archive=where)
    return str(found)


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())
