"""The encoder as it serves: ONNX Runtime and tokenizers, nothing of torch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.domain import Passage
from pipeline.encoder.card import Card
from pipeline.encoder.protocol import Encoded, Floats, TokenVectors
from pipeline.encoder.tokens import Ids, Pieces, cut
from pipeline.encoder.windows import Window, batches, windows

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PATH_TOKENS = 48
"""A path is context, not content: a very long title may not push the text out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphs:
    """The loaded graphs: the encoder, and the layers tuned for tokens where there are any."""

    encoder: Any
    tower: Any = None


class OnnxEncoder:
    """Encodes passages and queries with a converted encoder."""

    def __init__(
        self, card: Card, tokenizer: "Tokenizer", graphs: Graphs, *, batch_size: int, max_tokens: int
    ) -> None:
        self._card = card
        self._tokenizer = tokenizer
        self._graphs = graphs
        self._batch_size = batch_size
        self._max_tokens = max_tokens

    @property
    def name(self) -> str:
        """Weights and precision."""
        return self._card.name

    @property
    def dimension(self) -> int:
        """Number of components of every vector."""
        return self._card.dimension

    def encode(self, passages: Sequence[Passage]) -> Encoded:
        """Encode passages, each with its title path as context, in one pass."""
        heads = self._heads(["passage: " + " · ".join(passage.path) for passage in passages])
        texts = cut(self._tokenizer, [passage.text for passage in passages])
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        tokens = [np.zeros((len(text.ids), self.dimension), dtype=np.float32) for text in texts]
        for batch in self._batches(heads, texts):
            means, states = self._run(batch)
            for window, mean, state in zip(batch, means, states, strict=True):
                vectors[window.text] += mean
                own = slice(window.first, window.first + window.stop - window.start)
                tokens[window.text][window.start : window.stop] = state[own]
        return Encoded(
            vectors=_unit(vectors),
            tokens=tuple(
                _token_vectors(passage.start, text, rows)
                for passage, text, rows in zip(passages, texts, tokens, strict=True)
            ),
        )

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """Return one unit vector a free text, to compare with passages."""
        heads = self._heads(["query: "] * len(texts))
        pieces = cut(self._tokenizer, texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for batch in self._batches(heads, pieces):
            (means,) = self._graphs.encoder.run(["passage"], self._padded(batch))
            for window, mean in zip(batch, means, strict=True):
                vectors[window.text] += mean
        return _unit(vectors)

    def _heads(self, heads: Sequence[str]) -> list[Ids]:
        found = dict.fromkeys(heads)
        first = np.array([self._card.first], dtype=np.int64)
        ids = {
            head: np.concatenate([first, pieces.ids[:PATH_TOKENS]])
            for head, pieces in zip(found, cut(self._tokenizer, list(found)), strict=True)
        }
        return [ids[head] for head in heads]

    def _batches(self, heads: Sequence[Ids], texts: Sequence[Pieces]) -> Iterator[list[Window]]:
        tail = np.array([self._card.last], dtype=np.int64)
        size = self._max_tokens
        found = [
            window
            for number, (head, text) in enumerate(zip(heads, texts, strict=True))
            for window in windows(number, head, text, tail=tail, size=size)
        ]
        return batches(found, self._batch_size)

    def _run(self, batch: Sequence[Window]) -> tuple[Floats, Floats]:
        """Return the passage vectors and hidden states of a batch."""
        inputs = self._padded(batch)
        if self._graphs.tower is None:
            means, states = self._graphs.encoder.run(["passage", "tokens"], inputs)
            return means, states
        means, trunk = self._graphs.encoder.run(["passage", "trunk"], inputs)
        (states,) = self._graphs.tower.run(["tokens"], {"trunk": trunk, "mask": inputs["mask"]})
        return means, states

    def _padded(self, batch: Sequence[Window]) -> dict[str, Ids]:
        shape = (len(batch), max(len(window.ids) for window in batch))
        ids = np.full(shape, self._card.padding, dtype=np.int64)
        mask = np.zeros(shape, dtype=np.int64)
        for row, window in enumerate(batch):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1
        return {"ids": ids, "mask": mask}


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = vectors / np.maximum(lengths, np.float32(1e-12))
    return unit


def _token_vectors(start: int, text: Pieces, vectors: Floats) -> TokenVectors:
    """Keep the tokens that stand for something to see, and place them in the source text."""
    seen = text.offsets[:, 0] < text.offsets[:, 1]
    return TokenVectors(offsets=text.offsets[seen] + np.int32(start), vectors=vectors[seen])
