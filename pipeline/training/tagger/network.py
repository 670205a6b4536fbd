"""What is trained, in torch: the layers above the trunk, and the head. Serving needs no torch."""

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.encoder.weights import Affine, Layer, Stack
from pipeline.entities.bio import TAGS
from pipeline.entities.tagger import Head

MASKED = -1e9


class TowerLayer(nn.Module):
    """One transformer layer of BERT's kind, beginning from given weights."""

    def __init__(self, layer: Layer, *, heads: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = map(_linear, (layer.query, layer.key, layer.value))
        self.attention, self.inner, self.outer = map(_linear, (layer.attention, layer.inner, layer.outer))
        self.attention_norm = _norm(layer.attention_norm, epsilon)
        self.output_norm = _norm(layer.output_norm, epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return the hidden states after this layer; `bias` silences padded places."""
        x = self.attention_norm(x + self.dropout(self.attention(self._attend(x, bias))))
        inner = functional.gelu(self.inner(x))
        normed: Tensor = self.output_norm(x + self.dropout(self.outer(inner)))
        return normed

    def _attend(self, x: Tensor, bias: Tensor) -> Tensor:
        query, key, value = (self._by_head(part(x)) for part in (self.query, self.key, self.value))
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1]) + bias
        mixed = scores.softmax(dim=-1).to(value.dtype) @ value
        return mixed.transpose(1, 2).reshape(x.shape)

    def _by_head(self, x: Tensor) -> Tensor:
        rows, places, hidden = x.shape
        return x.view(rows, places, self.heads, hidden // self.heads).transpose(1, 2)

    def weights(self) -> Layer:
        """Return the weights as they are now."""
        return Layer(
            query=_weights(self.query),
            key=_weights(self.key),
            value=_weights(self.value),
            attention=_weights(self.attention),
            attention_norm=_weights(self.attention_norm),
            inner=_weights(self.inner),
            outer=_weights(self.outer),
            output_norm=_weights(self.output_norm),
        )


class TaggerNet(nn.Module):
    """The tower and the head: hidden states of the trunk to scores of tags."""

    def __init__(self, stack: Stack, *, dropout: float, blanks: float = 0.0) -> None:
        super().__init__()
        self.blanks = blanks
        self.epsilon, self.heads = stack.epsilon, stack.heads
        self.tower = nn.ModuleList(
            TowerLayer(layer, heads=stack.heads, epsilon=stack.epsilon, dropout=dropout)
            for layer in stack.layers
        )
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(stack.hidden, len(TAGS))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return (batch, tokens, tags): scores, not yet probabilities."""
        bias = (1 - mask)[:, None, None, :] * MASKED
        if self.training:
            states = states * (torch.rand(mask.shape) >= self.blanks)[:, :, None]
        for layer in self.tower:
            states = layer(states, bias)
        scores: Tensor = self.head(self.dropout(states))
        return scores

    def stack(self) -> Stack:
        """Return the tower's weights as they are now."""
        layers = tuple(layer.weights() for layer in self.tower if isinstance(layer, TowerLayer))
        return Stack(layers=layers, heads=self.heads, epsilon=self.epsilon)

    def trained_head(self) -> Head:
        """Return the head's weights as they are now."""
        found = _weights(self.head)
        return Head(weight=found.weight, bias=found.bias)


def _linear(given: Affine) -> nn.Linear:
    layer = nn.Linear(given.weight.shape[1], given.weight.shape[0])
    layer.weight.data = torch.from_numpy(np.array(given.weight))
    layer.bias.data = torch.from_numpy(np.array(given.bias))
    return layer


def _norm(given: Affine, epsilon: float) -> nn.LayerNorm:
    layer = nn.LayerNorm(given.weight.shape[0], eps=epsilon)
    layer.weight.data = torch.from_numpy(np.array(given.weight))
    layer.bias.data = torch.from_numpy(np.array(given.bias))
    return layer


def _weights(layer: nn.Linear | nn.LayerNorm) -> Affine:
    return Affine(weight=layer.weight.detach().numpy().copy(), bias=layer.bias.detach().numpy().copy())
