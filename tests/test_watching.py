"""A folder that is watched: when a round is due, and which files are not whole yet."""

from datetime import timedelta
from itertools import islice
from threading import Timer

import pytest

from pipeline.app.watching import QUIET, still_written, watch_folder
from pipeline.errors import SourceNotFoundError

HOUR, MOMENT = timedelta(hours=1), timedelta(milliseconds=1)


def at_once(seconds):
    """Do not wait."""


class Writing:
    """Somebody writes to a file for as many looks."""

    def __init__(self, path, looks):
        self.path, self.looks = path, looks
        path.write_text("Referat")

    def __call__(self, seconds):
        assert seconds == QUIET
        if self.looks:
            self.looks -= 1
            with self.path.open("a") as stream:
                stream.write(" af mødet på Ærø")


def test_a_folder_where_nobody_writes_is_whole(tmp_path):
    (tmp_path / "a.txt").write_text("Referat")
    assert still_written(tmp_path, at_once) == ()


def test_a_file_that_is_finished_meanwhile_is_waited_for(tmp_path):
    writing = Writing(tmp_path / "a.txt", looks=3)
    assert still_written(tmp_path, writing) == ()
    assert writing.looks == 0


def test_a_file_that_grows_and_grows_is_named(tmp_path):
    (tmp_path / "b.txt").write_text("Referat")
    (tmp_path / "ny").mkdir()
    assert still_written(tmp_path, Writing(tmp_path / "ny" / "a.txt", looks=1000)) == ("ny/a.txt",)


def test_a_round_is_due_at_first_and_every_so_often(tmp_path):
    assert list(islice(watch_folder(tmp_path, MOMENT, at_once), 3)) == [(), (), ()]


def test_a_round_is_due_for_what_came_during_the_first_one(tmp_path):
    rounds = watch_folder(tmp_path, HOUR, at_once)
    next(rounds)
    (tmp_path / "æ.txt").write_text("Referat")
    assert next(rounds) == ()


def test_a_round_is_due_when_something_changes(tmp_path):
    (tmp_path / "a.txt").write_text("Referat")
    rounds = watch_folder(tmp_path, HOUR, at_once)
    next(rounds)
    Timer(0.5, (tmp_path / "b.txt").write_text, ["Referat"]).start()
    assert next(rounds) == ()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceNotFoundError, match="no folder"):
        next(watch_folder(tmp_path / "borte", HOUR))
