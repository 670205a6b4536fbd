"""Write an ONNX graph node by node, its weights in fp32 or int8.

int8 is dynamic: a weight is kept as one signed byte with a scale an output channel
(embeddings: a scale a word), and every input is brought to bytes as it comes, with a
scale a token. `onnxruntime.quantization` would take one scale for all tokens of a
batch; on the real weights the mean cosine of mean-centred passages to fp32 is then
0.979 instead of 0.996, for an eighth less time.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Floats
from pipeline.encoder.weights import Linear, Norm

OPSET = 20
FLOAT, UINT8, INT64 = 1, 2, 7
"""ONNX element types."""
Bytes = npt.NDArray[np.int8]
LARGEST, MIDDLE, TINY = 127, 128, 1e-9


class GraphWriter:
    """Collects the nodes and weights of one graph; every call returns the name of its result."""

    def __init__(self, precision: str) -> None:
        self._int8 = precision == "int8"
        self._quantised: dict[str, tuple[str, str]] = {}
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node with one result."""
        return self.ops(kind, 1, *inputs, **attributes)[0]

    def ops(self, kind: str, results: int, *inputs: str, **attributes: Any) -> list[str]:
        """Add a node with several results."""
        from onnx import helper

        names = [f"{kind}_{len(self._nodes)}_{number}" for number in range(results)]
        self._nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names

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

    def linear(self, x: str, layer: Linear) -> str:
        """Multiply by the weight and add the bias."""
        product = self._product_int8(x, layer) if self._int8 else self._product(x, layer)
        return self.op("Add", product, self.weight(layer.bias))

    def _product(self, x: str, layer: Linear) -> str:
        return self.op("MatMul", x, self.weight(layer.weight.T))

    def _product_int8(self, x: str, layer: Linear) -> str:
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
        found = self.op("Cast", self.op("Gather", self.weight(whole, np.int8), ids), to=FLOAT)
        return self.op("Mul", found, self.op("Gather", self.weight(scale[:, None]), ids))

    def norm(self, x: str, norm: Norm, epsilon: float) -> str:
        """Normalise each hidden state."""
        scale, shift = self.weight(norm.scale), self.weight(norm.shift)
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
