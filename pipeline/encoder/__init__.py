"""Text to vectors: one pass gives passage vectors and token vectors."""

from pipeline.encoder.load import load_encoder
from pipeline.encoder.protocol import Encoded, Encoder, Floats, Offsets, TokenVectors

__all__ = ["Encoded", "Encoder", "Floats", "Offsets", "TokenVectors", "load_encoder"]
