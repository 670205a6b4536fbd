"""Progress: it passes on every step, and in a pipe it is a line now and then, on stderr alone."""

from queue import Queue

import pytest

from pipeline.cli.shared import FEW, bar, lines, waiting


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


def _telling(told):
    class Lines:
        def __init__(self, doing):
            pass

        def __enter__(self):
            return told.append

        def __exit__(self, *error):
            pass

    return Lines
