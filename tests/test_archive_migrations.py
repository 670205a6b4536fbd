"""An archive of a schema that cannot be brought up to date is refused, with what to do about its data."""

import sqlite3

import pytest

from pipeline.archive import Archive
from pipeline.errors import ArchiveError


@pytest.mark.parametrize("revision", ["0001", "0007"])
def test_an_archive_from_before_the_first_release_is_refused_and_left_alone(archive, tmp_path, revision):
    archive.close()
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
    with pytest.raises(ArchiveError) as caught:
        Archive.open(str(path))
    assert str(caught.value) == (
        f"archive {path} was made by a sagsspor from before 0.1 (schema {revision}): write it out with "
        "`sagsspor export` of that version, and `sagsspor add` the file with this one to a new archive"
    )
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]
