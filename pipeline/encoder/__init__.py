"""Text to vectors: one pass gives passage vectors and token vectors."""

from pipeline.encoder.protocol import (
    Encoded,
    EncodedItem,
    Encoder,
    Floats,
    TokenVectors,
    encode_items,
    split_by_item,
)
from pipeline.encoder.serving import load_encoder

__all__ = [
    "Encoded",
    "EncodedItem",
    "Encoder",
    "Floats",
    "TokenVectors",
    "encode_items",
    "load_encoder",
    "split_by_item",
]
