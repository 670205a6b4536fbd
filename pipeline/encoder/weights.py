"""The weights of a BERT encoder as plain arrays, named as the architecture names its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from pipeline.encoder.protocol import Floats

State = Mapping[str, Floats]
"""Arrays by the names of a Hugging Face BertModel's state."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """`weight` is (out, in), `bias` (out,)."""

    weight: Floats
    bias: Floats

    @classmethod
    def from_state(cls, state: State, name: str) -> Self:
        """Take the layer called `name` out of a model's state."""
        return cls(weight=state[f"{name}.weight"], bias=state[f"{name}.bias"])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Norm:
    """A layer normalisation: scale and shift, (hidden,) each."""

    scale: Floats
    shift: Floats

    @classmethod
    def from_state(cls, state: State, name: str) -> Self:
        """Take the normalisation called `name` out of a model's state."""
        return cls(scale=state[f"{name}.weight"], shift=state[f"{name}.bias"])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """One transformer layer: self-attention, then a feed-forward net, each with its residual."""

    query: Linear
    key: Linear
    value: Linear
    attention: Linear
    attention_norm: Norm
    inner: Linear
    outer: Linear
    output_norm: Norm

    @classmethod
    def from_state(cls, state: State, name: str) -> Self:
        """Take the layer called `name`, such as `encoder.layer.0`, out of a model's state."""
        return cls(
            query=Linear.from_state(state, f"{name}.attention.self.query"),
            key=Linear.from_state(state, f"{name}.attention.self.key"),
            value=Linear.from_state(state, f"{name}.attention.self.value"),
            attention=Linear.from_state(state, f"{name}.attention.output.dense"),
            attention_norm=Norm.from_state(state, f"{name}.attention.output.LayerNorm"),
            inner=Linear.from_state(state, f"{name}.intermediate.dense"),
            outer=Linear.from_state(state, f"{name}.output.dense"),
            output_norm=Norm.from_state(state, f"{name}.output.LayerNorm"),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stack:
    """Layers that follow each other, and the two settings they share."""

    layers: tuple[Layer, ...]
    heads: int
    epsilon: float

    @classmethod
    def from_state(cls, state: State, layers: Sequence[int], *, heads: int, epsilon: float) -> Self:
        """Take the layers of these numbers out of a BertModel's state."""
        found = tuple(Layer.from_state(state, f"encoder.layer.{number}") for number in layers)
        return cls(layers=found, heads=heads, epsilon=epsilon)

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
    norm: Norm
    stack: Stack

    @classmethod
    def from_state(cls, state: State, layers: int, *, heads: int, epsilon: float) -> Self:
        """Take a whole encoder of so many layers out of a BertModel's state."""
        return cls(
            words=state["embeddings.word_embeddings.weight"],
            positions=state["embeddings.position_embeddings.weight"],
            types=state["embeddings.token_type_embeddings.weight"],
            norm=Norm.from_state(state, "embeddings.LayerNorm"),
            stack=Stack.from_state(state, range(layers), heads=heads, epsilon=epsilon),
        )
