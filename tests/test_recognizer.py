"""The recognizer as the program loads it."""

import subprocess
import sys

from pipeline.config import load_config

CODE = """
import sys
from pathlib import Path
from pipeline.entities import load_recognizer
from pipeline.knowledge import load_knowledge
load_recognizer(load_knowledge(Path(sys.argv[1])))
loaded = "torch" in sys.modules
import torch
sys.exit(loaded or not torch.ones(1).sum() == 1)
"""


def test_tagging_does_not_load_torch_and_torch_can_be_loaded_after_it():
    folder = str(load_config().paths.knowledge)
    assert subprocess.run([sys.executable, "-c", CODE, folder], check=False).returncode == 0
