"""Text to vectors: one pass gives passage vectors and token vectors."""

from pipeline.encoder.huggingface import prepare_huggingface
from pipeline.encoder.load import load_encoder
from pipeline.encoder.protocol import Encoded, Encoder, Floats, Offsets, TokenVectors
from pipeline.encoder.serving import OnnxEncoder, Trunk
from pipeline.encoder.tower import write_tower
from pipeline.encoder.weights import Stack

__all__ = [
    "Encoded",
    "Encoder",
    "Floats",
    "Offsets",
    "OnnxEncoder",
    "Stack",
    "TokenVectors",
    "Trunk",
    "load_encoder",
    "prepare_huggingface",
    "write_tower",
]
