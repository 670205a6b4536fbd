"""The bar: it passes on every step, and says nothing where nobody watches."""

import pytest

from pipeline.cli.output import FEW, watched


@pytest.mark.parametrize("count", [0, 1, FEW, 3 * FEW])
def test_every_step_is_done_and_results_stay_alone(count, capsys):
    assert list(watched("Following", range(count))) == list(range(count))
    assert capsys.readouterr() == ("", "")
