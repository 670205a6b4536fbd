"""Make the tables of a new archive, bring those of an older one up to date, or say why that cannot be.

`schema` says what there is. To add a column, or a table, write it there, raise `HEAD`, and give the
column the `server_default` that archives of before get: what an archive lacks is added when it is
opened. What else a new version changes in an archive is for `_bring_up`.
"""

from sqlalchemy import Connection, delete, insert, inspect, select, text
from sqlalchemy.schema import CreateColumn

from pipeline.archive.fulltext import create_index
from pipeline.archive.schema import HEAD, metadata, state, version
from pipeline.archive.tags import withhold_everywhere
from pipeline.errors import ArchiveError

OLDEST = "0008"
"""The oldest schema that can be brought up to date."""
_LATER = frozenset({"jobs", "job_lines", "fetched"})
"""Tables that archives of older schemas need not have."""


def upgrade_needed(connection: Connection, where: str) -> bool:
    """Tell whether the archive at `where` is new or stands at an older schema.

    Raises:
        ArchiveError: the database holds something else than an archive, one of another time,
            or one that lost a part.

    """
    found = _revision(connection, where)
    if found is None:
        return True
    if found < OLDEST:
        raise ArchiveError("archive-too-old", archive=where, schema=found)
    if found > HEAD:
        raise ArchiveError("archive-too-new", archive=where, schema=found, here=HEAD)
    later = set() if found == HEAD else _LATER
    index = {"search"} if connection.dialect.name == "sqlite" else set()
    if lost := sorted({*metadata.tables, *index} - later - _tables(connection)):
        raise ArchiveError("archive-table-missing", archive=where, tables=lost)
    return found != HEAD


def upgrade(connection: Connection, where: str) -> None:
    """Make what there is not yet, inside the transaction that is open."""
    found = _revision(connection, where)
    version.create(connection, checkfirst=True)
    metadata.create_all(connection)
    if found is None:
        create_index(connection)
        connection.execute(insert(state).values(id=1, generation=0, next_item=1, next_passage=1))
        _guard_log(connection)
    else:
        _bring_up(connection)
    connection.execute(delete(version))
    connection.execute(insert(version).values(version_num=HEAD))


def _bring_up(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in (one for one in table.columns if one.name not in there):
            added = CreateColumn(column).compile(dialect=connection.dialect)
            connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {added}"))
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    _guard_log(connection)
    withhold_everywhere(connection)


def _guard_log(connection: Connection) -> None:
    """Let SQLite itself refuse to change the log, whoever asks, but to withhold what an entry tells."""
    if connection.dialect.name != "sqlite":
        return
    told = "json_extract(NEW.change, '$.kind') IS NOT 'withheld'"
    kept = (f"NEW.{name} IS NOT OLD.{name}" for name in ("number", "at", "by", "item", "meeting"))
    for deed, which in (("UPDATE", f"WHEN {' OR '.join((told, *kept))}"), ("DELETE", "")):
        name = f"corrections_{deed.lower()}"
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        connection.execute(
            text(
                f"CREATE TRIGGER {name} BEFORE {deed} ON corrections {which} "
                "BEGIN SELECT RAISE(ABORT, 'the log of corrections is append-only'); END"
            )
        )


def _revision(connection: Connection, where: str) -> str | None:
    names = _tables(connection)
    found = connection.scalar(select(version.c.version_num)) if version.name in names else None
    if not names - {version.name}:
        return found
    if len(names & metadata.tables.keys()) <= 1:  # one may be called so by chance
        raise ArchiveError("database-of-something-else", archive=where)
    if found is None:
        raise ArchiveError("archive-schema-missing", archive=where)
    return str(found)


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())
