"""A tiny encoder and small minutes, so that no test needs weights, network or order."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
import pytest

from pipeline.domain import Passage
from pipeline.encoder.protocol import Encoded, Floats, TokenVectors

WORD = re.compile(r"\w+|[^\w\s]")


class TinyEncoder:
    """Vectors out of hashed character trigrams: texts that share words lie near each other."""

    name = "tiny"
    dimension = 64

    def encode(self, passages: Sequence[Passage]) -> Encoded:
        return Encoded(
            vectors=self._vectors([" ".join((*p.path, p.text)) for p in passages]),
            tokens=tuple(self._tokens(p) for p in passages),
        )

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Floats:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            padded = f" {text.lower()} "
            for at in range(len(padded) - 2):
                digest = hashlib.md5(padded[at : at + 3].encode(), usedforsecurity=False).digest()
                row[digest[0] % self.dimension] += 1 if digest[1] % 2 else -1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    def _tokens(self, passage: Passage) -> TokenVectors:
        found = list(WORD.finditer(passage.text))
        offsets = [(passage.start + m.start(), passage.start + m.end()) for m in found]
        return TokenVectors(
            offsets=np.array(offsets, dtype=np.int32).reshape(-1, 2),
            vectors=self._vectors([m.group() for m in found]),
        )


@pytest.fixture
def encoder() -> TinyEncoder:
    return TinyEncoder()
