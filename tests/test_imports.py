"""What serving has no use for is not loaded with what it uses."""

import subprocess
import sys

import pytest

from pipeline.imports import without

RECOGNIZER = """
from pipeline.entities import load_recognizer
from pipeline.knowledge import load_knowledge
load_recognizer(load_knowledge(config.paths.knowledge))
"""
THEMES = """
from pipeline.themes.store import read_model
read_model(config.themes.model)
"""
CODE = """
import sys
from pipeline.config import load_config
config = load_config()
{}
loaded = "torch" in sys.modules
import torch
sys.exit(loaded or not torch.ones(1).sum() == 1)
"""


@pytest.mark.parametrize("loading", [RECOGNIZER, THEMES], ids=["entities", "themes"])
def test_tagging_does_not_load_torch_and_torch_can_be_loaded_after_it(loading):
    assert subprocess.run([sys.executable, "-c", CODE.format(loading)], check=False).returncode == 0


def test_a_library_left_out_is_not_found_and_its_namesakes_are():
    sys.modules.pop("wave", None)
    with without("wave"):
        with pytest.raises(ModuleNotFoundError, match="wave"):
            __import__("wave")
        assert __import__("json").loads("1") == 1
    assert __import__("wave").__name__ == "wave"
