"""The trained tagger that lies in the project is whole, small, and says what it is made of."""

from pathlib import Path

import onnxruntime
import pytest

from pipeline.entities.tagger import HEAD, TOWER, Head

FOLDER = Path(__file__).parent.parent / "models" / "entities"


@pytest.fixture(scope="module")
def tower():
    return onnxruntime.InferenceSession(str(FOLDER / TOWER), providers=["CPUExecutionProvider"])


def test_head_and_tower_are_of_one_size(tower):
    assert tower.get_outputs()[0].shape[-1] == Head.load(FOLDER).weight.shape[1]


def test_the_tower_names_the_weights_it_was_tuned_on(tower):
    made_for = tower.get_modelmeta().custom_metadata_map
    assert made_for["trunk"] == "6"
    assert len(made_for["weights"]) == 64


def test_the_tagger_is_small_enough_for_git():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 40_000_000


@pytest.mark.parametrize(
    "named", ["CC BY-SA 4.0", "multilingual-e5-small", "sagsspor train entities", HEAD, TOWER]
)
def test_the_card_says_what_it_is_made_of(named):
    assert named in (FOLDER / "README.md").read_text(encoding="utf-8")
