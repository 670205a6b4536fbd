"""The weights of a BERT encoder as plain arrays, named as the architecture names its parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from pipeline.encoder.protocol import Floats

State = Mapping[str, Floats]
"""Arrays by the names of a Hugging Face BertModel's state."""
PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attention": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "output_norm": "output.LayerNorm",
}
"""What a BertModel calls each part of a `Layer`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Affine:
    """A weight and a bias: (out, in) and (out,) of a linear layer, (hidden,) each of a normalisation."""

    weight: Floats
    bias: Floats

    @classmethod
    def from_state(cls, state: State, name: str) -> Self:
        """Take the part called `name` out of a model's state."""
        return cls(weight=state[f"{name}.weight"], bias=state[f"{name}.bias"])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """One transformer layer: self-attention, then a feed-forward net, each with its residual."""

    query: Affine
    key: Affine
    value: Affine
    attention: Affine
    attention_norm: Affine
    inner: Affine
    outer: Affine
    output_norm: Affine


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stack:
    """Layers that follow each other, and the two settings they share."""

    layers: tuple[Layer, ...]
    heads: int
    epsilon: float

    @classmethod
    def from_state(cls, state: State, layers: Sequence[int], *, heads: int, epsilon: float) -> Self:
        """Take the layers of these numbers out of a BertModel's state."""
        taken = (
            {part: Affine.from_state(state, f"encoder.layer.{number}.{name}") for part, name in PARTS.items()}
            for number in layers
        )
        return cls(layers=tuple(Layer(**parts) for parts in taken), heads=heads, epsilon=epsilon)

    @property
    def hidden(self) -> int:
        """Components of a hidden state."""
        return int(self.layers[0].query.weight.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bert:
    """A whole encoder: three summed embeddings, their normalisation, and the layers."""

    words: Floats
    positions: Floats
    types: Floats
    norm: Affine
    stack: Stack

    @classmethod
    def from_state(cls, state: State, layers: int, *, heads: int, epsilon: float) -> Self:
        """Take a whole encoder of so many layers out of a BertModel's state."""
        return cls(
            words=state["embeddings.word_embeddings.weight"],
            positions=state["embeddings.position_embeddings.weight"],
            types=state["embeddings.token_type_embeddings.weight"],
            norm=Affine.from_state(state, "embeddings.LayerNorm"),
            stack=Stack.from_state(state, range(layers), heads=heads, epsilon=epsilon),
        )

    def state(self) -> Iterator[tuple[str, Floats]]:
        """Yield the arrays by the names of a BertModel's state."""
        yield "embeddings.word_embeddings.weight", self.words
        yield "embeddings.position_embeddings.weight", self.positions
        yield "embeddings.token_type_embeddings.weight", self.types
        parts = {"embeddings.LayerNorm": self.norm} | {
            f"encoder.layer.{number}.{name}": getattr(layer, part)
            for number, layer in enumerate(self.stack.layers)
            for part, name in PARTS.items()
        }
        for name, part in parts.items():
            yield f"{name}.weight", np.ascontiguousarray(part.weight)
            yield f"{name}.bias", part.bias
