"""The bar: it passes on every step, and prints nothing where there is no terminal."""

import pytest

from pipeline.cli.shared import FEW, bar


@pytest.mark.parametrize("count", [0, 1, FEW, 3 * FEW])
def test_every_step_is_done_and_results_stay_alone(count, capsys):
    assert list(bar("Following", range(count))) == list(range(count))
    assert capsys.readouterr() == ("", "")
