"""A BERT encoder as an ONNX graph, written node by node, its weights in fp32 or int8.

A graph exported by tracing a model has the attention mask of the traced example
baked in and is silently wrong for padded batches; here every node is written.

int8 is dynamic: a weight is kept as one signed byte with a scale an output channel
(embeddings: a scale a word), and every input is brought to bytes as it comes, with a
scale a token. `onnxruntime.quantization` would take one scale for all tokens of a
batch; on the real weights the mean cosine of mean-centred passages to fp32 is then
0.979 instead of 0.996, for an eighth less time.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Floats

OPSET = 20
FLOAT, UINT8, INT64 = 1, 2, 7
"""ONNX element types."""
Bytes = npt.NDArray[np.int8]
LARGEST, MIDDLE, TINY = 127, 128, 1e-9
MASKED = -1e9
"""Added to the attention score of a padded place: its share becomes exactly 0."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Affine:
    """A weight and a bias: (out, in) and (out,) of a linear layer, (hidden,) each of a normalisation."""

    weight: Floats
    bias: Floats


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


class GraphWriter:
    """Collects the nodes and weights of one graph; every call returns the name of its result."""

    def __init__(self, precision: str) -> None:
        self._int8 = precision == "int8"
        self._quantised: dict[str, tuple[str, str]] = {}
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node."""
        from onnx import helper

        name = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def weight(self, values: npt.ArrayLike, dtype: npt.DTypeLike = np.float32) -> str:
        """Add an array that is part of the model."""
        from onnx import numpy_helper

        name = f"weight_{len(self._weights)}"
        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(values, dtype), name))
        return name

    def rename(self, name: str, result: str) -> None:
        """Give the result called `name` the name it has outside."""
        from onnx import helper

        self._nodes.append(helper.make_node("Identity", [name], [result]))

    def linear(self, x: str, layer: Affine) -> str:
        """Multiply by the weight and add the bias."""
        product = self._product_int8(x, layer) if self._int8 else self._product(x, layer)
        return self.op("Add", product, self.weight(layer.bias))

    def _product(self, x: str, layer: Affine) -> str:
        return self.op("MatMul", x, self.weight(layer.weight.T))

    def _product_int8(self, x: str, layer: Affine) -> str:
        whole, scale = to_bytes(layer.weight)
        quantised, x_scale = self._quantised.get(x) or self._quantise(x)
        # A written zero point lets ONNX Runtime change the weights where signed ones would overflow.
        zero = self.weight(np.int8(0), np.int8)
        middle = self.weight(np.uint8(MIDDLE), np.uint8)
        product = self.op("MatMulInteger", quantised, self.weight(whole.T, np.int8), middle, zero)
        by_channel = self.op("Mul", self.op("Cast", product, to=FLOAT), self.weight(scale))
        return self.op("Mul", by_channel, x_scale)

    def _quantise(self, x: str) -> tuple[str, str]:
        """Bring each token of `x` to bytes around `MIDDLE`, by the token's own extreme."""
        extreme = self.op("ReduceMax", self.op("Abs", x), self.weight([-1], np.int64), keepdims=1)
        scale = self.op("Div", self.op("Max", extreme, self.weight(TINY)), self.weight(LARGEST))
        rounded = self.op("Add", self.op("Div", x, scale), self.weight(MIDDLE + 0.5))
        self._quantised[x] = self.op("Cast", rounded, to=UINT8), scale
        return self._quantised[x]

    def rows(self, table: Floats, ids: str) -> str:
        """Look rows of a table up."""
        if not self._int8:
            return self.op("Gather", self.weight(table), ids)
        whole, scale = to_bytes(table)
        rows = self.op("Cast", self.op("Gather", self.weight(whole, np.int8), ids), to=FLOAT)
        return self.op("Mul", rows, self.op("Gather", self.weight(scale[:, None]), ids))

    def norm(self, x: str, norm: Affine, epsilon: float) -> str:
        """Normalise each hidden state."""
        scale, shift = self.weight(norm.weight), self.weight(norm.bias)
        return self.op("LayerNormalization", x, scale, shift, axis=-1, epsilon=epsilon)

    def save(
        self, path: Path, inputs: dict[str, Any], outputs: dict[str, Any], about: dict[str, str]
    ) -> None:
        """Write the graph; `inputs` and `outputs` are (element type, shape) by name."""
        import onnx
        from onnx import helper

        graph = helper.make_graph(
            self._nodes,
            path.stem,
            [helper.make_tensor_value_info(name, *value) for name, value in inputs.items()],
            [helper.make_tensor_value_info(name, *value) for name, value in outputs.items()],
            self._weights,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
        helper.set_model_props(model, about)
        onnx.save(model, str(path))


def to_bytes(matrix: Floats) -> tuple[Bytes, Floats]:
    """Return the rows of a matrix as signed bytes, and the scale that brings each row back.

    >>> to_bytes(np.array([[0.5, -1.0, 0.25]], dtype=np.float32))[0].tolist()
    [[64, -127, 32]]
    """
    scale = np.maximum(np.abs(matrix).max(axis=1), np.float32(TINY)) / np.float32(LARGEST)
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale


def write_encoder(bert: Bert, path: Path, *, precision: str, trunk: int) -> None:
    """Write a whole encoder: ids and mask in, `passage`, `tokens` and `trunk` out.

    `passage` is the mean of the unmasked last hidden states, brought to length 1;
    `tokens` the last hidden states; `trunk` those after the first `trunk` layers.
    """
    graph = GraphWriter(precision)
    bias = write_mask(graph)
    hidden = write_embeddings(graph, bert)
    for number, layer in enumerate(bert.stack.layers, start=1):
        hidden = write_layer(graph, hidden, bias, layer, bert.stack)
        if number == trunk:
            graph.rename(hidden, "trunk")
    graph.rename(hidden, "tokens")
    graph.rename(write_mean(graph, hidden), "passage")
    rows = ["batch", "tokens", bert.stack.hidden]
    inputs = {"ids": (INT64, rows[:2]), "mask": (INT64, rows[:2])}
    passage = (FLOAT, ["batch", bert.stack.hidden])
    graph.save(path, inputs, {"passage": passage, "tokens": (FLOAT, rows), "trunk": (FLOAT, rows)}, {})


def write_layers(stack: Stack, path: Path, *, precision: str, made_for: dict[str, str]) -> None:
    """Write layers alone: hidden states `trunk` and mask in, hidden states `tokens` out.

    `made_for` is kept in the file; it says which encoder's trunk the layers continue.
    """
    graph = GraphWriter(precision)
    bias = write_mask(graph)
    hidden = "trunk"
    for layer in stack.layers:
        hidden = write_layer(graph, hidden, bias, layer, stack)
    graph.rename(hidden, "tokens")
    rows = ["batch", "tokens", stack.hidden]
    graph.save(path, {"trunk": (FLOAT, rows), "mask": (INT64, rows[:2])}, {"tokens": (FLOAT, rows)}, made_for)


def write_mask(graph: GraphWriter) -> str:
    """Return what is added to attention scores: nothing, or enough to silence a padded place."""
    mask = graph.op("Cast", "mask", to=FLOAT)
    absent = graph.op("Sub", graph.weight(1.0), mask)
    bias = graph.op("Mul", absent, graph.weight(MASKED))
    return graph.op("Unsqueeze", bias, graph.weight([1, 2], np.int64))


def write_embeddings(graph: GraphWriter, bert: Bert) -> str:
    """Return the normalised sum of word, position and type (always the first) embeddings."""
    length = graph.op("Shape", "ids", start=1, end=2)
    start = axis = graph.weight([0], np.int64)
    places = graph.op("Slice", graph.weight(bert.positions + bert.types[0]), start, length, axis)
    words = graph.rows(bert.words, "ids")
    return graph.norm(graph.op("Add", words, places), bert.norm, bert.stack.epsilon)


def write_layer(graph: GraphWriter, x: str, bias: str, layer: Layer, stack: Stack) -> str:
    """Return the hidden states after one layer."""
    attended = graph.linear(write_attention(graph, x, bias, layer, stack), layer.attention)
    x = graph.norm(graph.op("Add", attended, x), layer.attention_norm, stack.epsilon)
    inner = graph.op("Gelu", graph.linear(x, layer.inner))
    outer = graph.linear(inner, layer.outer)
    return graph.norm(graph.op("Add", outer, x), layer.output_norm, stack.epsilon)


def write_attention(graph: GraphWriter, x: str, bias: str, layer: Layer, stack: Stack) -> str:
    """Return, for each place, the values of all places weighed by its attention to them."""
    size = stack.hidden // stack.heads
    split = graph.weight([0, 0, stack.heads, size], np.int64)

    def by_head(part: Affine, order: list[int]) -> str:
        return graph.op("Transpose", graph.op("Reshape", graph.linear(x, part), split), perm=order)

    query, value = by_head(layer.query, [0, 2, 1, 3]), by_head(layer.value, [0, 2, 1, 3])
    key = by_head(layer.key, [0, 2, 3, 1])
    scores = graph.op("Mul", graph.op("MatMul", query, key), graph.weight(size**-0.5))
    weights = graph.op("Softmax", graph.op("Add", scores, bias), axis=-1)
    mixed = graph.op("Transpose", graph.op("MatMul", weights, value), perm=[0, 2, 1, 3])
    return graph.op("Reshape", mixed, graph.weight([0, 0, stack.hidden], np.int64))


def write_mean(graph: GraphWriter, hidden: str) -> str:
    """Return the mean of the unmasked hidden states of each text, brought to length 1."""
    mask = graph.op("Unsqueeze", graph.op("Cast", "mask", to=FLOAT), graph.weight([2], np.int64))
    axis = graph.weight([1], np.int64)
    total = graph.op("ReduceSum", graph.op("Mul", hidden, mask), axis, keepdims=0)
    return graph.op("LpNormalization", total, axis=-1, p=2)  # the length goes, so no division by a count
