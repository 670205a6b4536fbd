"""What serving has no use for is not loaded with what it uses."""

import subprocess
import sys

import pytest

from pipeline.imports import without

RECOGNIZER = """
from pipeline.entities import build_nlp
build_nlp(config.paths.knowledge)
"""
THEMES = """
from types import SimpleNamespace
import numpy as np
from pipeline.knowledge import load_themes_register
from pipeline.themes import load_themes, tag_items
from pipeline.themes.features import under_title
from pipeline.themes.store import read_card
card = read_card(config.themes.model)
# Of themes that were learned no definition is encoded.
encoder = SimpleNamespace(name=card.encoder, dimension=card.dimension)
register = [theme for theme in load_themes_register(config.paths.knowledge) if theme.name in card.themes]
item = under_title("Mødeplan", (), np.zeros((0, card.dimension), dtype=np.float32))
tag_items(load_themes(config.themes.model, register, encoder), [item])
"""
CODE = """
import sys
from pipeline.config import load_config
config = load_config()
{}
sys.exit(" ".join(sorted(sys.modules.keys() & {{"torch", "sklearn", "skops", "mlflow", "scipy"}})))
"""
TORCH = """
import torch
assert torch.ones(1).sum() == 1
"""


@pytest.mark.parametrize("loading", [RECOGNIZER, THEMES], ids=["entities", "themes"])
def test_tagging_loads_nothing_that_only_training_uses(loading):
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(loading)], check=False, capture_output=True, text=True
    )
    assert done.stderr.strip() == ""


def test_torch_can_be_loaded_after_tagging():
    code = CODE.format(RECOGNIZER + THEMES + TORCH)
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.stderr.strip() == "torch"


def test_a_library_left_out_is_not_found_and_its_namesakes_are():
    sys.modules.pop("wave", None)
    with without("wave"):
        with pytest.raises(ModuleNotFoundError, match="wave"):
            __import__("wave")
        assert __import__("json").loads("1") == 1
    assert __import__("wave").__name__ == "wave"
