"""What is opened as an archive is looked at first: what is none, or lost a part, is refused as it is."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url
from typer.testing import CliRunner

from pipeline.archive import Archive
from pipeline.archive.database import Database
from pipeline.archive.schema import metadata
from pipeline.cli.app import app
from pipeline.errors import ArchiveError


def files(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def complaint(path: Path) -> str:
    with pytest.raises(ArchiveError) as caught:
        Archive.open(str(path))
    return str(caught.value)


def test_an_archive_on_a_server_is_backed_up_there(tmp_path):
    database = Database.__new__(Database)
    database._url, database.where = (
        make_url("postgresql://arkiv@db/sagsspor"),
        "postgresql://arkiv@db/sagsspor",
    )
    with pytest.raises(ArchiveError, match=r"archive postgresql://arkiv@db/sagsspor is on a server.*pg_dump"):
        database.back_up(tmp_path / "copy.db")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
@pytest.mark.parametrize(
    "table", ["CREATE TABLE opskrifter (navn)", "CREATE TABLE alembic_version AS SELECT 'f00' AS version_num"]
)
def test_the_database_of_another_program_is_left_as_it_was(tmp_path, mode, table):
    path = tmp_path / "other.db"
    change(path, f"PRAGMA journal_mode = {mode}", table, "CREATE TABLE meetings (hvor)")
    before = files(tmp_path)
    assert complaint(path) == f"{path} is the database of another program; name another file"
    assert files(tmp_path) == before


def test_changes_of_another_program_that_wait_beside_its_database_still_wait(tmp_path):
    path, copy = tmp_path / "live.db", tmp_path / "copy"
    copy.mkdir()
    with closing(sqlite3.connect(path)) as live:
        live.execute("PRAGMA journal_mode = WAL")
        live.execute("CREATE TABLE opskrifter (navn)")
        for name in ("live.db", "live.db-wal"):
            (copy / name).write_bytes((tmp_path / name).read_bytes())
    before = files(copy)
    assert "is the database of another program" in complaint(copy / "live.db")
    assert {name: files(copy)[name] for name in before} == before


@pytest.mark.parametrize("table", [*sorted(metadata.tables), "search"])
def test_an_archive_that_lost_a_table_says_which(empty_archive, tmp_path, table):
    path = tmp_path / "archive.db"
    path.write_bytes(empty_archive.read_bytes())
    change(path, "PRAGMA foreign_keys = OFF", f"DROP TABLE {table}")
    before = files(tmp_path)
    assert complaint(path) == (
        f"archive {path} is damaged: it has no table {table}; put a backup in its place"
    )
    assert files(tmp_path) == before


def test_an_archive_that_does_not_say_its_schema_is_damaged_not_new(empty_archive, tmp_path):
    path = tmp_path / "archive.db"
    path.write_bytes(empty_archive.read_bytes())
    change(path, "DELETE FROM alembic_version")
    assert "alembic_version does not say of which schema it is" in complaint(path)


@pytest.mark.parametrize("empty", ["", " "])
def test_an_archive_without_a_name_is_refused(empty):
    with pytest.raises(ArchiveError, match=r"no archive is named: \[archive\] url"):
        Archive.open(empty)


@pytest.mark.parametrize(
    ("url", "words"), [("", "no archive is named"), ("sqlite://", "in memory, which keeps nothing")]
)
def test_nothing_is_added_where_nothing_is_kept(tmp_path, url, words):
    settings, minutes = tmp_path / "own.toml", tmp_path / "møde.txt"
    settings.write_text(f'[archive]\nurl = "{url}"\n', encoding="utf-8")
    minutes.write_text("Referat", encoding="utf-8")
    for named in (["--config", settings], ["--archive", url]):
        done = CliRunner().invoke(app, [*map(str, named), "add", str(minutes)])
        assert words in str(done.exception)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE meetings SET date = 'i går'", "i går"),
        ("UPDATE passages SET path = '{'", "Expecting property name"),
        ("UPDATE passages SET section = 'ingen'", "'ingen' is not a valid SectionName"),
        ("UPDATE tags SET opinion = '{'", "Invalid JSON"),
    ],
)
def test_a_value_that_is_none_is_told_in_one_line(archive, put, minutes_of, statement, reason):
    put(minutes_of(("Ærø", "Tre pladser.")))
    change(archive.file, statement)
    with pytest.raises(ArchiveError, match=r"^forum-aeroe/2023-01-20.* cannot be read") as caught:
        archive.minutes("forum-aeroe/2023-01-20")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
