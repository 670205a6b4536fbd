"""The same input gives the same output, whatever order Python puts sets in."""

import os
import subprocess
import sys

import pytest

# Weights whose sum depends on their order: rounded, it falls on either side of the border.
PROGRAM = """
from pipeline.entities import place_or_party
weights = sorted(place_or_party.WEIGHTS)[:40]
place_or_party.is_told = lambda text, group: None
place_or_party.features = lambda text, group: set(weights)
place_or_party.WEIGHTS = {name: (0.1, 0.2, -0.3, 1e-17)[at % 4] for at, name in enumerate(weights)}
place_or_party.BIAS = 0.0
print(place_or_party.is_party("", ()))
"""


@pytest.mark.parametrize("seed", ["0", "1", "2", "3"])
def test_towns_at_the_border_are_judged_alike_under_any_hash_seed(seed):
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, check=True)
    assert done.stdout == b"True\n"
