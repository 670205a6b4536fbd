"""An archive that may only be read is read; what it cannot do, it says in one line."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.archive import Archive
from pipeline.errors import ArchiveError

ITEM = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser.")
NOBODY = 65534


@pytest.fixture
def shelf(archive, put, minutes_of):
    """A folder with an archive, in which a user without rights stands."""
    put(minutes_of(ITEM))
    source = archive.file
    archive.close()
    folder = Path(tempfile.mkdtemp())
    shutil.copy(source, folder / "archive.db")
    yield folder
    os.seteuid(os.getuid())
    folder.chmod(0o755)
    shutil.rmtree(folder)


def lock(folder):
    """Take the right to write away; whoever is root, and may always write, becomes somebody else."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(NOBODY)


def test_a_file_in_a_folder_that_cannot_be_written_is_read(shelf, minutes_of, encoder):
    lock(shelf)
    with Archive.open(str(shelf / "archive.db")) as archive:
        assert [hit.item.title for hit in archive.search("plads", limit=1)] == [ITEM[0]]
        tagged = minutes_of(("Andet", "Intet."))
        with pytest.raises(ArchiveError, match="is read-only; check the permissions"):
            archive.add(tagged, encoder.encode(tagged.items[0].passages).vectors, encoder="tiny")
    assert {path.name for path in shelf.iterdir()} == {"archive.db"}


def test_changes_that_wait_beside_it_are_not_overlooked(shelf):
    (shelf / "archive.db-wal").write_bytes(b"changes")
    lock(shelf)
    with pytest.raises(ArchiveError, match=r"changes wait in archive\.db-wal; copy both"):
        Archive.open(str(shelf / "archive.db"))


def test_an_archive_of_another_schema_says_that_it_must_be_brought_up_to_date(shelf):
    with closing(sqlite3.connect(shelf / "archive.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0008a'")
    lock(shelf)
    with pytest.raises(ArchiveError, match="of an older sagsspor and may not be written to; copy it"):
        Archive.open(str(shelf / "archive.db"))
