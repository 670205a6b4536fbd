"""The card that lies beside a converted encoder and says what it is."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from pipeline.errors import ModelError

FORMAT = 2
"""Raise it when the conversion changes: encoders of an older format are made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a converted encoder is, and what serving must know of it."""

    format: int
    name: str
    weights: str
    """SHA-256 of the file converted."""
    precision: str
    dimension: int
    positions: int
    trunk: int
    """Layers below the `trunk` output."""
    first: int
    last: int
    versions: dict[str, str]

    def save(self, folder: Path) -> None:
        """Write the card into `folder`."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        (folder / "card.json").write_text(text + "\n", encoding="utf-8")


def read_card(folder: Path) -> Card | None:
    """Return the card in `folder`; None if the folder is not there, or is of another format.

    Raises:
        ModelError: the card cannot be read.

    """
    if not folder.exists():
        return None
    try:
        found = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            return None
        return Card(**{field.name: found[field.name] for field in fields(Card)})
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise damage(folder, f"card.json: {error}") from error


def damage(folder: Path, reason: str) -> ModelError:
    """Return the error for an encoder on disk that cannot be used."""
    return ModelError("encoder-damaged", folder=folder, reason=reason)
