"""An archive of any age opens as one of today, with all it held."""

import datetime as dt
import sqlite3
from dataclasses import replace

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from pipeline.archive import Archive
from pipeline.archive.migrate import MIGRATIONS
from pipeline.domain import CaseChange, Label, Signature

ITEM = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser.")
ANY = ("Eventuelt", "Intet.")
NAMES = {"Ærø Kommune": Label.MUNICIPALITY}


def take_back(archive, revision):
    """Bring an archive to an older schema, as an older program made it."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    with archive._database.writing() as connection:
        opts = {"fn": lambda heads, _: scripts._downgrade_revs(revision, heads)}
        context = MigrationContext.configure(connection, opts=opts)
        with Operations.context(context):
            context.run_migrations()


@pytest.fixture
def old(archive, put, minutes_of, tmp_path):
    """The path of an archive of the first schema, and what it holds."""
    tagged = minutes_of(ITEM, ANY, names=NAMES, themes=("plads",))
    put(tagged)
    take_back(archive, "0001")
    archive.close()
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert tables.isdisjoint({"corrections", "opinions", "cases"})
    return path, tagged


def test_an_archive_of_the_first_schema_keeps_its_data(old):
    path, tagged = old
    with Archive.open(str(path)) as archive:
        assert archive.minutes("forum-aeroe/2023-01-20") == tagged
        assert archive.search("plads", limit=1)
        assert archive.corrections() == ()


def test_the_tags_of_an_old_archive_are_the_opinion_of_its_models(old):
    path, tagged = old
    with Archive.open(str(path)) as archive:
        for item in tagged.items:
            opinion = archive.opinion(item.item.id)
            assert (opinion.entities, opinion.themes, opinion.model) == (item.entities, item.themes, "")


def test_a_log_of_the_schema_before_is_read_as_it_was(archive, put, minutes_of, tmp_path):
    put(minutes_of(ITEM, ANY, themes=("plads",)))
    change = CaseChange(other="forum-aeroe/2023-01-20/2", same=True)
    signed = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="læst")
    (entry,) = archive.correct("forum-aeroe/2023-01-20/1", [change], signed)
    take_back(archive, "0003")
    archive.close()
    with Archive.open(str(tmp_path / "archive.db")) as opened:
        assert opened.corrections() == (replace(entry, other_hash=""),)
        assert [ruling.other for ruling in opened.case_rulings()] == ["forum-aeroe/2023-01-20/2"]


def test_an_older_archive_is_followed_from_its_first_change_on(archive, put, minutes_of, tmp_path):
    put(minutes_of(ITEM, ANY))
    take_back(archive, "0003")
    archive.close()
    with Archive.open(str(tmp_path / "archive.db")) as again:
        before = again.generation()
        assert (again.meeting_states(before), len(again.meeting_states())) == ({}, 1)
        again.delete("forum-aeroe/2023-01-20")
        assert (again.meeting_states(before), again.meeting_count()) == ({}, 0)
