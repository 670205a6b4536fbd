"""A tower: the upper layers tuned for tokens, run on the trunk they share with the passage vectors."""

from pathlib import Path
from typing import Any

from pipeline.encoder.card import Card
from pipeline.encoder.session import open_session
from pipeline.encoder.transformer import write_tower as write_graph
from pipeline.encoder.weights import Stack
from pipeline.errors import ModelError, ModelNotFoundError
from pipeline.files import replacing


def write_tower(stack: Stack, path: Path, card: Card, *, precision: str = "int8") -> None:
    """Write tuned layers to `path`, to go on from the trunk of the encoder with this card.

    Raises:
        ModelError: the file cannot be written, or the layers do not fit the trunk.

    """
    if stack.hidden != card.dimension:
        raise ModelError("layers-do-not-fit", layers=stack.hidden, trunk=card.dimension)
    try:
        with replacing(path) as part:
            write_graph(stack, part, precision=precision, made_for=_made_for(card))
    except OSError as error:
        raise ModelError("token-layers-not-written", path=path, reason=error) from error


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
    if found != _made_for(card):
        raise ModelError("token-layers-of-another-encoder", path=path)
    return tower


def _made_for(card: Card) -> dict[str, str]:
    # Not the precision: layers tuned on one serve the other.
    return {"weights": card.weights, "trunk": str(card.trunk)}
