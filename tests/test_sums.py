"""Every file of a model is as it was written, or is refused in one line: a flipped bit changes no answer."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.encoder.serving import open_encoder
from pipeline.entities.tagger import Head
from pipeline.errors import ModelError
from pipeline.files import SUMS, intact, is_intact, seal
from pipeline.links import load_link_model
from pipeline.minutes.structure.model import load_structure
from pipeline.themes.store import read_model
from pipeline.training.learned import FILE as LEARNED
from pipeline.training.theme_scores import Judgements

MODELS = Path(__file__).parent.parent / "models"
LOADED: list[tuple[str, Callable[[Path], object]]] = [
    ("entities/head.npz", Head.load),
    *((f"structure/{name}", load_structure) for name in ("gate.json", "likes.npz", "roles.npz")),
    *((f"themes/{name}", read_model) for name in ("themes.json", "themes.npz")),
    ("themes/held_out.json", Judgements.read),
    *(
        (f"links/{name}", load_link_model)
        for name in ("cohort.json", "fusion.json", "topics.json", "vectors.npz", "words.json")
    ),
]


def flip(path: Path, bits: int) -> None:
    data, chance = bytearray(path.read_bytes()), random.Random(30)  # noqa: S311 - where bits are flipped
    for _ in range(bits):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["entities", "links", "passages", "structure", "themes"])
def test_every_file_of_a_shipped_model_has_its_checksum(name):
    shipped = (path for path in (MODELS / name).iterdir() if path.suffix in {".json", ".npz", ".onnx"})
    # Who has trained a model in this checkout has a note beside it of what it learned from.
    files = [path for path in shipped if path.name != LEARNED]
    listed = [line.split()[1] for line in (MODELS / name / SUMS).read_text(encoding="utf-8").splitlines()]
    assert listed == sorted(path.name for path in files)
    assert all(is_intact(path) for path in files)


@pytest.mark.parametrize("bits", [1, 30, 2000])
@pytest.mark.parametrize(("file", "load"), LOADED, ids=[file for file, _ in LOADED])
def test_a_model_with_flipped_bits_is_refused_in_one_line(tmp_path, file, load, bits):
    folder = shutil.copytree((MODELS / file).parent, tmp_path / "model")
    load(folder)
    flip(folder / Path(file).name, bits)
    with pytest.raises(ModelError, match="is damaged: its checksum is not that in SHA256SUMS") as caught:
        load(folder)
    assert Path(file).name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("bits", [1, 30, 2000])
@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_an_encoder_with_flipped_bits_says_to_delete_the_folder(converted, tmp_path, name, bits):
    folder = shutil.copytree(converted / "fp32", tmp_path / "fp32")
    flip(folder / name, bits)
    with pytest.raises(ModelError, match=rf"is damaged \({name}: its checksum .* delete the folder"):
        open_encoder(folder, 64)


def test_sealing_one_file_keeps_the_checksums_of_the_others(tmp_path):
    for name in ("æ.json", "b.json"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        seal(tmp_path / name)
    assert intact(tmp_path / "æ.json") == tmp_path / "æ.json"
    (tmp_path / "b.json").write_text("andet", encoding="utf-8")
    assert (is_intact(tmp_path / "æ.json"), is_intact(tmp_path / "b.json")) == (True, False)


def test_a_file_that_was_made_before_there_were_checksums_is_taken_as_it_is(tmp_path):
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    assert intact(tmp_path / "a.json") == tmp_path / "a.json"
