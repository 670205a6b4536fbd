"""Bring a database to today's schema, or say why that cannot be."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from pipeline.archive.schema import HEAD
from pipeline.archive.search_index import SearchIndex
from pipeline.errors import ArchiveError

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade_needed(connection: Connection, where: str) -> bool:
    """Tell whether the archive at `where` is new or stands at an older schema.

    Raises:
        ArchiveError: the database holds something else than an archive.

    """
    return _revision(connection, where) != HEAD


def upgrade(connection: Connection, where: str, index: SearchIndex) -> None:
    """Apply the missing steps, inside the transaction that is open.

    Raises:
        ArchiveError: the archive was made by a newer version of the program.

    """
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    found = _revision(connection, where)
    scripts = ScriptDirectory(str(MIGRATIONS))
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise ArchiveError(
            f"archive {where} was made by a newer sagsspor (schema {found}, here {HEAD}); update sagsspor"
        )
    # What alembic's own `upgrade` command does, without the env.py it would look for.
    options = {"fn": lambda heads, _: scripts._upgrade_revs("head", heads)}
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()
    if found is None:
        index.create(connection)


def _revision(connection: Connection, where: str) -> str | None:
    names = inspect(connection).get_table_names()
    if "alembic_version" in names:
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
    if names:
        raise ArchiveError(f"{where} is a database of something else than sagsspor; name another file")
    return None
