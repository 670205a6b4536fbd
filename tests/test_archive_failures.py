"""What can go wrong with a database is told in one line, and the archive is as it was."""

import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.archive import Archive, Outcome
from pipeline.archive.schema import HEAD
from pipeline.errors import ArchiveError
from pipeline.serialize import to_export

ITEM = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser.")


@pytest.fixture
def path(archive, put, minutes_of, tmp_path):
    """An archive of one meeting, closed."""
    put(minutes_of(ITEM))
    archive.close()
    return tmp_path / "archive.db"


def test_the_folder_of_a_new_archive_is_made(tmp_path):
    with Archive.open(str(tmp_path / "år" / "2023" / "arkiv æøå.db")) as archive:
        assert archive.stats().meetings == 0
    assert (tmp_path / "år" / "2023" / "arkiv æøå.db").is_file()


def test_an_archive_is_opened_by_path_and_by_url(path):
    for url in (str(path), f"sqlite:///{path}", f"sqlite+pysqlite:///{path}"):
        with Archive.open(url) as archive:
            assert archive.stats().meetings == 1


def test_an_archive_may_live_in_memory(minutes_of, encoder):
    tagged = minutes_of(ITEM)
    with Archive.open("sqlite://") as archive:
        archive.add(tagged, encoder.encode(tagged.items[0].passages).vectors, encoder="tiny")
        assert archive.search("plads", limit=1)


def complaint(url):
    with pytest.raises(ArchiveError) as caught, Archive.open(str(url)) as archive:
        list(archive.export())
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_folder_is_no_archive(tmp_path):
    assert complaint(tmp_path) == f"archive {tmp_path} is a folder; name a file in it"


def test_a_name_that_no_archive_can_have_is_told_in_one_line(tmp_path):
    assert "cannot be made" in complaint(tmp_path / ("a" * 300))


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert f"folder of archive {tmp_path}/file/a.db cannot be made" in complaint(tmp_path / "file" / "a.db")


def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Dagsorden for mødet\n" * 100, encoding="utf-8")
    assert "is not a database; name another file" in complaint(path)
    assert path.read_text(encoding="utf-8").startswith("Dagsorden")


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    assert complaint(path) == f"{path} is the database of another program; name another file"
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_an_archive_of_a_newer_version_is_refused(path):
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert complaint(path) == (
        f"archive {path} was made by a newer sagsspor (schema 9999, here {HEAD}); update sagsspor"
    )


def test_a_damaged_archive_is_told_as_such(path):
    pages = bytearray(path.read_bytes())
    pages[4096:] = os.urandom(len(pages) - 4096)
    path.write_bytes(pages)
    assert "is damaged; put a backup in its place" in complaint(path)


def test_a_locked_archive_is_told_as_such_and_can_still_be_read(path, minutes_of, encoder):
    other = minutes_of(("Andet", "Intet."))
    vectors = encoder.encode(other.items[0].passages).vectors
    blocker = sqlite3.connect(path)
    blocker.execute("BEGIN IMMEDIATE")
    with Archive.open(f"sqlite:///{path}?timeout=0.05") as archive:
        assert archive.search("plads", limit=1)
        with pytest.raises(ArchiveError, match=r"archive .*archive\.db is locked: .* try again") as caught:
            archive.add(other, vectors, encoder="tiny")
        assert caught.value.__cause__ is not None
        blocker.rollback()
        assert archive.add(other, vectors, encoder="tiny").outcome is Outcome.ADDED
    blocker.close()


def test_a_read_only_archive_can_be_read_but_not_written(path, minutes_of, encoder):
    other = minutes_of(("Andet", "Intet."))
    with Archive.open(f"sqlite:///file:{path}?mode=ro&uri=true") as archive:
        assert archive.search("plads", limit=1)
        with pytest.raises(ArchiveError, match="is read-only; check the permissions"):
            archive.add(other, encoder.encode(other.items[0].passages).vectors, encoder="tiny")
    assert not Path("file:").exists()


def test_a_missing_read_only_archive_cannot_be_opened(tmp_path):
    url = f"sqlite:///file:{tmp_path}/gone.db?mode=ro&uri=true"
    assert "cannot be opened; check that its folder is there" in complaint(url)


def test_a_full_disk_leaves_the_archive_as_it_was(path, minutes_of, encoder):
    old, big = minutes_of(ITEM), minutes_of(*((f"Punkt {n}", "Langt afsnit. " * 500) for n in range(20)))
    passages = [passage for item in big.items for passage in item.passages]
    with Archive.open(str(path)) as archive:
        with archive._database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(
            ArchiveError, match=r"cannot grow: the disk is full; make room .* this change was not written"
        ):
            archive.add(big, encoder.encode(passages).vectors, encoder="tiny")
        assert archive.minutes("forum-aeroe/2023-01-20") == old
        assert archive.search("plads", limit=1)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("://", "is not a database URL"),
        ("oracle+nowhere://x", "needs a database driver that is not installed"),
        ("nodb://u:secret@host/x", "needs a database driver that is not installed"),
    ],
)
def test_a_url_that_leads_nowhere_is_told_as_such_without_its_password(url, words):
    told = complaint(url)
    assert words in told
    assert "secret" not in told


ADD = """
import json, sys, numpy as np
from pipeline.archive import Archive
from pipeline.serialize import from_json
url, *files = sys.argv[1:]
with Archive.open(url) as archive:
    for file in files:
        tagged = from_json(json.load(open(file, encoding="utf-8")))
        count = sum(len(item.passages) for item in tagged.items)
        archive.add(tagged, np.ones((count, 4), np.float32), encoder="ones")
"""


def test_two_processes_may_add_to_a_new_archive_at_once(tmp_path, minutes_of):
    files = []
    for year in range(2000, 2012):
        file = tmp_path / f"{year}.json"
        tagged = minutes_of(ITEM, ("Eventuelt", "Intet."), date=dt.date(year, 1, 1))
        file.write_text(json.dumps(to_export(tagged)), encoding="utf-8")
        files.append(str(file))
    url = str(tmp_path / "ny" / "archive.db")
    # The halves overlap: both processes come with the four in the middle.
    halves = files[:8], files[4:]
    running = [subprocess.Popen([sys.executable, "-c", ADD, url, *half]) for half in halves]
    assert [process.wait(60) for process in running] == [0, 0]
    with Archive.open(url) as archive:
        assert (archive.stats().meetings, archive.stats().superseded) == (12, 0)
        with archive._database.reading() as connection:
            assert len(set(connection.exec_driver_sql("SELECT id FROM passages").scalars())) == 24


def test_an_export_is_of_one_state_of_the_archive(archive, put, minutes_of, tmp_path):
    put(minutes_of(ITEM))
    with Archive.open(str(tmp_path / "archive.db")) as reader:
        export = reader.export()
        next(export)
        put(minutes_of(ITEM, date=dt.date(2024, 1, 1)))
        assert list(export) == []
        assert len(list(reader.export())) == 2


@pytest.mark.parametrize("module", ["pipeline.archive", "pipeline.process"])
def test_what_opens_no_archive_loads_no_database_library(module):
    code = f"import sys, {module}; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
