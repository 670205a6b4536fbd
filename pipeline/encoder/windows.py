"""What every encoder does with texts: cuts them into windows, and joins what a model makes of these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.domain import Passage
from pipeline.encoder.protocol import Encoded, Floats, TokenVectors
from pipeline.encoder.tokens import Ids, Pieces, Window, cut, cut_windows

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PATH_TOKENS = 48
"""A path is context, not content: a very long title may not push the text out."""
E5_PROMPTS = {"passage": "passage: ", "query": "query: "}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelInput:
    """How a model is given text."""

    tokenizer: "Tokenizer"
    first: Ids
    """The special tokens that every window begins with."""
    last: Ids
    """Those that it ends with."""
    prompts: Mapping[str, str]
    """What stands before a "passage" and before a "query"."""
    dimension: int
    max_tokens: int


class WindowEncoder:
    """Encodes passages and queries by the windows they are cut into; a model says what it makes of each."""

    def __init__(self, given: ModelInput) -> None:
        self._input = given

    @property
    def dimension(self) -> int:
        """Number of components of every vector."""
        return self._input.dimension

    def _read(self, windows: Sequence[Window]) -> Iterable[tuple[Floats, Floats]]:
        """Yield the vector of each window, and the last hidden states of all its places."""
        raise NotImplementedError

    def _read_vectors(self, windows: Sequence[Window]) -> Iterable[Floats]:
        """Yield the vectors of windows alone."""
        return (vector for vector, _ in self._read(windows))

    def encode(self, passages: Sequence[Passage]) -> Encoded:
        """Encode passages, each with its title path as context, in one pass."""
        texts, windows = self._cut_passages(passages)
        vectors = self._zeros(len(texts))
        tokens = [self._zeros(len(text.ids)) for text in texts]
        alike = _alike(windows)
        for same, (vector, states) in zip(alike, self._read([one[0] for one in alike]), strict=True):
            for window in same:
                vectors[window.text] += vector
                tokens[window.text][window.start : window.stop] = states[window.own]
        placed = zip(passages, texts, tokens, strict=True)
        return Encoded(
            vectors=to_unit(vectors),
            tokens=tuple(_visible(passage.start, text, rows) for passage, text, rows in placed),
        )

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """Return one unit vector a free text, (texts, dimension), to compare with passages."""
        windows = self._windows("query", [""] * len(texts), cut(self._input.tokenizer, texts))
        vectors = self._zeros(len(texts))
        for window, vector in zip(windows, self._read_vectors(windows), strict=True):
            vectors[window.text] += vector
        return to_unit(vectors)

    def _cut_passages(self, passages: Sequence[Passage]) -> tuple[list[Pieces], list[Window]]:
        texts = cut(self._input.tokenizer, [passage.text for passage in passages])
        return texts, self._windows("passage", [" · ".join(passage.path) for passage in passages], texts)

    def _windows(self, kind: str, paths: Sequence[str], texts: Sequence[Pieces]) -> list[Window]:
        given = self._input
        (prompt,) = cut(given.tokenizer, [given.prompts[kind]])
        windows: list[Window] = []
        for number, (path, text) in enumerate(zip(cut(given.tokenizer, paths), texts, strict=True)):
            head = np.concatenate([given.first, prompt.ids, path.ids[:PATH_TOKENS]])
            windows += cut_windows(number, text, head, given.last, given.max_tokens)
        return windows

    def _zeros(self, rows: int) -> Floats:
        return np.zeros((rows, self.dimension), dtype=np.float32)


def _alike(windows: Sequence[Window]) -> list[list[Window]]:
    """Return windows in groups that read the same: text that repeats itself is encoded once."""
    groups: dict[bytes, list[Window]] = {}
    for window in windows:
        groups.setdefault(window.ids.tobytes(), []).append(window)
    return list(groups.values())


def to_unit(vectors: Floats) -> Floats:
    """Return the rows brought to length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = vectors / np.maximum(lengths, np.float32(1e-12))
    return unit


def _visible(start: int, text: Pieces, vectors: Floats) -> TokenVectors:
    """Keep the tokens that stand for something to see, and place them in the source text."""
    seen = text.offsets[:, 0] < text.offsets[:, 1]
    return TokenVectors(offsets=text.offsets[seen] + np.int32(start), vectors=vectors[seen])
