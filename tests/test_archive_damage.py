"""A value that cannot be read is told by its meeting or item, and blocks no other."""

import datetime as dt
import json
import logging
import sqlite3
from contextlib import closing

import pytest
from typer.testing import CliRunner

from pipeline.app.candidates import Pool
from pipeline.app.following import follow_search
from pipeline.app.items import readable_minutes
from pipeline.app.session import Session
from pipeline.archive import Archive, LogFilter, failures
from pipeline.cli.app import app
from pipeline.config import load_config
from pipeline.domain import Filters
from pipeline.errors import ArchiveError

BAD, GOOD = "forum-aeroe/2023-01-20", "forum-aeroe/2024-01-01"
LABEL = "update tags set opinion = json_set(opinion, '$.entities[0].label', 'HUS') where item = 1"
DATE = "update meetings set date = 'i går' where id = 1"
ENTRY = (
    "insert into corrections select 1, '2026-05-04 10:00:00.000000', 'Lise', 'læst', key, key, '[]', '', '', "
    "'', '', '' from meetings where id = 1"
)
MOMENT = ENTRY.replace("-05-04 10:00:00.000000", "")
SECTIONS = "update items set sections = '[{' where id = 1"


@pytest.fixture
def path(archive, put, minutes_of, tmp_path):
    """An archive of two meetings, closed."""
    failures._warn.cache_clear()
    put(minutes_of(("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser.")))
    put(minutes_of(("Pladser i Assens", "Assens Kommune får 4 pladser."), date=dt.date(2024, 1, 1)))
    archive.close()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as base, base:
        first = json.loads(base.execute("select opinion from tags where item = 1").fetchone()[0])
        first["entities"] = [{"label": "PERSON", "text": "Ærø", "start": 0, "end": 3, "norm": "Ærø"}]
        base.execute("update tags set opinion = ? where item = 1", (json.dumps(first),))
    return tmp_path / "archive.db"


def damaged(path, statement: str) -> Archive:
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(statement)
    return Archive.open(str(path))


@pytest.mark.parametrize(("statement", "place"), [(LABEL, f"{BAD}/1"), (SECTIONS, f"{BAD}/1"), (DATE, BAD)])
def test_the_other_meetings_are_exported_and_the_damaged_one_is_named(path, caplog, statement, place):
    with damaged(path, statement) as archive, caplog.at_level(logging.WARNING):
        assert [one["meeting"]["date"] for one in archive.export()] == ["2024-01-01"]
    (said,) = caplog.messages
    assert said.startswith(f"{place} in the archive cannot be read (")
    assert "\n" not in said


def run(path, *words: object):
    return CliRunner().invoke(app, ["--archive", str(path), *map(str, words)])


@pytest.mark.parametrize("statement", [LABEL, SECTIONS, DATE, ENTRY, MOMENT])
def test_an_export_writes_the_rest_names_what_is_left_out_and_fails(path, tmp_path, statement):
    damaged(path, statement).close()
    done = run(path, "export", tmp_path / "export")
    assert done.exit_code == 1
    (said,) = done.stderr.splitlines()
    assert "in the archive cannot be read (" in said
    (written,) = map(json.loads, (tmp_path / "export").read_text(encoding="utf-8").splitlines())
    assert written["meeting"]["date"] == "2024-01-01"


@pytest.mark.parametrize("statement", [LABEL, SECTIONS, DATE])
def test_what_other_exports_are_made_of_is_the_rest_too(path, statement):
    unread = list[ArchiveError]()
    with damaged(path, statement) as archive:
        found = readable_minutes(Session(load_config(), archive), unread.append)
        assert [stored.id for stored, _ in found] == [GOOD]
    assert [one.values["place"].startswith(BAD) for one in unread] == [True]


@pytest.mark.parametrize("statement", [LABEL, SECTIONS, DATE, ENTRY, MOMENT])
def test_a_damaged_meeting_is_deleted(path, minutes_of, encoder, statement):
    damaged(path, statement).close()
    done = run(path, "delete", BAD, "--yes")
    assert (done.exit_code, BAD in done.stdout) == (0, True), done.output
    with Archive.open(str(path)) as archive:
        assert [one.id for one in archive.meetings()] == [GOOD]
        tagged = minutes_of(("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser."))
        vectors = encoder.encode(tagged.items[0].passages).vectors
        archive.add(tagged, vectors, encoder=encoder.name)
        assert archive.minutes(BAD).items


@pytest.mark.parametrize("statement", [LABEL, SECTIONS])
def test_the_other_items_are_shown_and_found(path, statement):
    with damaged(path, statement) as archive:
        assert archive.minutes(GOOD).items
        assert {hit.item.meeting_id for hit in archive.search("pladser", limit=5)} >= {GOOD}
        with pytest.raises(ArchiveError, match=f"{BAD}/1 in the archive cannot be read"):
            archive.item(f"{BAD}/1")
        with pytest.raises(ArchiveError, match=f"{BAD}/1 in the archive cannot be read"):
            archive.minutes(BAD)


def test_a_date_that_is_none_is_told_by_its_meeting_and_the_others_are_listed(path, caplog):
    with damaged(path, DATE) as archive, caplog.at_level(logging.WARNING):
        assert [one.id for one in archive.meetings()] == [GOOD]
        assert [hit.item.meeting_id for hit in archive.search("pladser", limit=5)] == [GOOD]
        with pytest.raises(ArchiveError, match=f"{BAD} in the archive cannot be read"):
            archive.minutes(BAD)
    assert {said.split(" in the archive")[0] for said in caplog.messages} == {BAD, f"{BAD}/1"}


@pytest.mark.parametrize(("moment", "before"), [("2026-05-04 10:00:00.000000", "{"), ("i går", "")])
@pytest.mark.parametrize("kind", ["undo", "split"])
def test_an_entry_that_cannot_be_read_blocks_no_other_of_the_log(path, kind, moment, before, caplog):
    change = f'{{"kind":"{kind}","number":1,"at":3,"title":"Ø"}}'
    good = (2, "2026-05-04 10:00:00.000000", "Lise", "læst", GOOD, GOOD, change, "", "", "", "", "")
    with closing(sqlite3.connect(path)) as base, base:
        for row in ((1, moment, *good[2:4], BAD, BAD, before + change, *good[7:]), good):
            base.execute(f"insert into corrections values ({', '.join('?' * len(row))})", row)  # noqa: S608
            base.execute("insert into applied (number, item) values (?, ?)", (row[0], row[4]))
    with Archive.open(str(path)) as archive:
        assert [entry.number for entry in archive.log_page(LogFilter(), 10).entries] == [2]
        assert [entry.number for entry in archive.log_page(LogFilter(), 1).entries] == [2]
        assert [entry.number for entry in archive.undos()] == ([2] if kind == "undo" else [])
        assert (GOOD in archive.to_recut()) == (kind == "split")
    assert all(said.startswith("correction 1 in the archive") for said in caplog.messages)


@pytest.mark.parametrize("statement", [LABEL, SECTIONS, DATE])
def test_the_review_and_the_feeds_go_on_without_a_damaged_meeting(path, statement):
    with damaged(path, statement) as archive:
        session = Session(load_config(), archive)
        pool = Pool(session)
        pool.follow()
        assert {one.item_id for one in pool.candidates()} <= {f"{GOOD}/1"}
        found = follow_search(session, "", Filters()).entries
        assert found[0].item.meeting_id == GOOD
        assert archive.cases_come_again([BAD, GOOD]) == ()


def test_what_is_named_steers_no_terminal(path, caplog):
    bad = "update meetings set key = 'x' || char(27) || '[31m', date = 'i går' where id = 1"
    with damaged(path, bad) as archive, caplog.at_level(logging.WARNING):
        assert [one.id for one in archive.meetings()] == [GOOD]
    assert "\x1b" not in caplog.text
