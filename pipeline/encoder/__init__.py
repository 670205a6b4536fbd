"""Text to vectors: one pass gives passage vectors and token vectors."""

from pipeline.encoder.conversion import write_tower
from pipeline.encoder.huggingface import prepare_huggingface
from pipeline.encoder.load import load_encoder
from pipeline.encoder.protocol import (
    Encoded,
    EncodedItem,
    Encoder,
    Floats,
    Offsets,
    TokenVectors,
    encode_items,
    split_by_item,
)
from pipeline.encoder.serving import OnnxEncoder, Trunk
from pipeline.encoder.weights import Stack

__all__ = [
    "Encoded",
    "EncodedItem",
    "Encoder",
    "Floats",
    "Offsets",
    "OnnxEncoder",
    "Stack",
    "TokenVectors",
    "Trunk",
    "encode_items",
    "load_encoder",
    "prepare_huggingface",
    "split_by_item",
    "write_tower",
]
