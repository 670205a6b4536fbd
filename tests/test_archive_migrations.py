"""An older archive is brought up to date when it is opened; one that cannot be is refused with what to do."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.archive import Archive
from pipeline.archive.schema import HEAD
from pipeline.domain import Withheld
from pipeline.errors import ArchiveError
from tests.test_closed_corrections import DAY, corrected, published  # noqa: F401 - fixtures

KEPT = Path(__file__).parent / "data" / "archive-0008.db.gz"


def schema(path: Path) -> dict[str, object]:
    """Return what SQLite says of each table, and every index and trigger."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        others = "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        columns = {name: connection.execute(f"PRAGMA table_info({name})") for (name,) in tables}
        # Where a column stands among others is not told: what is added later stands last.
        found = {name: sorted(row[1:] for row in rows) for name, rows in columns.items()}
        return found | {"others": sorted(connection.execute(others))}


def set_schema(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])


def test_an_older_archive_has_all_that_a_new_one_has(empty_archive, tmp_path):
    old = tmp_path / "old.db"
    old.write_bytes(gzip.decompress(KEPT.read_bytes()))
    Archive.open(str(old)).close()
    assert schema(old) == schema(empty_archive)


@pytest.mark.parametrize("revision", ["0001", "0007"])
def test_an_archive_from_before_the_first_release_is_refused_and_left_alone(archive, tmp_path, revision):
    archive.close()
    path = tmp_path / "archive.db"
    set_schema(path, revision)
    with pytest.raises(ArchiveError) as caught:
        Archive.open(str(path))
    assert str(caught.value) == (
        f"archive {path} was made by a sagsspor from before 0.1 (schema {revision}): write it out with "
        "`sagsspor export` of that version, and `sagsspor add` the file with this one to a new archive"
    )
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]


def test_an_older_archive_that_lost_a_table_is_damaged_not_old(archive, tmp_path):
    archive.close()
    path = tmp_path / "archive.db"
    set_schema(path, "0013")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE cases")
    with pytest.raises(ArchiveError, match="is damaged: it has no table cases"):
        Archive.open(str(path))


def test_an_older_archive_loses_what_its_log_tells_of_closed_items(archive, corrected, tmp_path):  # noqa: F811
    archive.close()
    path = tmp_path / "archive.db"
    set_schema(path, "0013")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE items SET open = 0, text_hash = 'of the title' WHERE number = '2'")
    with Archive.open(str(path)) as opened:
        assert {type(one.change) for one in opened.corrections() if one.item_id == f"{DAY}/2"} == {Withheld}


def test_the_schema_is_told_in_the_archive(empty_archive):
    with closing(sqlite3.connect(empty_archive)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
