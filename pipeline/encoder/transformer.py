"""A BERT encoder as an ONNX graph, written out layer by layer.

A graph exported by tracing a model has the attention mask of the traced example
baked in and is silently wrong for padded batches; here every node is written.
"""

from pathlib import Path

import numpy as np

from pipeline.encoder.graph import FLOAT, INT64, GraphWriter
from pipeline.encoder.weights import Bert, Layer, Linear, Stack

MASKED = -1e9
"""Added to the attention score of a padded place: its share becomes exactly 0."""


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


def write_tower(stack: Stack, path: Path, *, precision: str, made_for: dict[str, str]) -> None:
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

    def by_head(part: Linear, order: list[int]) -> str:
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
