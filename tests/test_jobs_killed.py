"""A server killed while it receives or tags: the archive is whole, the work goes on or is reported."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from served import tiny_session

from pipeline.app import models
from pipeline.app.jobs import open_jobs
from pipeline.app.models import Retrained
from pipeline.app.spool import Spool
from pipeline.domain import JobState
from pipeline.themes.versions import Version

TESTS = Path(__file__).parent


@pytest.fixture
def after(archive, encoder, word_links, tmp_path):
    """Kill a process at a step of its work, and return a session over the archive it leaves."""

    def after(step: str):
        own = tmp_path / "killed"
        own.mkdir()
        path = tmp_path / "archive.db"
        paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
        done = subprocess.run(
            [sys.executable, str(TESTS / "killed.py"), str(path), step],
            env={**os.environ, "PYTHONPATH": paths},
            capture_output=True,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return tiny_session(archive, encoder, word_links, own)

    return after


@pytest.mark.parametrize(("step", "there"), [("tagged", 0), ("kept", 1)])
def test_a_file_that_was_being_tagged_is_added_once_when_the_server_is_started_again(after, step, there):
    session = after(step)
    assert session.archive.stats().meetings == there
    assert session.archive.job(1).state is JobState.RUNNING
    open_jobs(session).take_up()
    assert session.archive.job(1).state is JobState.DONE
    assert session.archive.meeting("kystudvalget/2021-05-04").source == "møde æøå.txt"
    told = [line for line in session.archive.job_lines(1) if line.step == "kept"]
    assert {line.data["outcome"] for line in told} == {"added"}
    assert not [path for path in Spool(session.archive).folder.rglob("*") if path.is_file()]


def test_a_file_that_was_half_received_is_removed_and_reported(after):
    session = after("receive")
    assert [path for path in Spool(session.archive).folder.rglob("*") if path.is_file()]
    open_jobs(session).take_up()
    assert session.archive.job(1).state is JobState.BROKEN_OFF
    assert "vælg dem igen" in session.archive.job_lines(1)[0].text
    assert session.archive.stats().meetings == 0
    assert not [path for path in Spool(session.archive).folder.rglob("*") if path.is_file()]


def test_a_retrain_is_done_when_the_server_is_started_again(after, monkeypatch):
    session = after("learn")
    done = Retrained(
        version=Version(number=1, trained_on="æ", made="", position=0, corrected=2),
        contests=(),
        retagged=0,
        seconds={},
    )
    monkeypatch.setattr(models, "retrain", lambda *_: done)
    assert session.archive.job(1).state is JobState.RUNNING
    open_jobs(session).take_up()
    assert session.archive.job(1).state is JobState.DONE
    assert session.archive.job_lines(1)[-1].text == "Version 1 er lært af 2 punkter"
