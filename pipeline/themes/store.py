"""Theme models on disk: a card anyone can read, and the weights as arrays."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.encoder.protocol import Encoder, Numbers
from pipeline.errors import ModelError, ModelNotFoundError
from pipeline.files import intact, replacing, seal
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.card import ThemeCard
from pipeline.themes.features import ITEM_COLUMNS
from pipeline.themes.model import Linear, ThemeModel
from pipeline.themes.tagger import ThemeTagger, version_of
from pipeline.themes.versions import SHIPPED, Version, VersionStore, served_folder

CARD, WEIGHTS = "themes.json", "themes.npz"
BY_THEME = ("passages", "subjects", "few_shot")
FOR_ALL = ("items", "zero_shot_passages", "zero_shot_subjects", "zero_shot_items")


def load_themes(folder: Path, register: Sequence[ThemeDefinition], encoder: Encoder) -> ThemeTagger:
    """Return a tagger for the themes of the register, with the model in `folder` or its champion.

    Raises:
        ModelNotFoundError: there is no model in the folder.
        ModelError: the model is damaged, or made for another encoder.

    """
    folder = served_folder(folder)
    model = read_model(folder)
    if model.card.encoder != encoder.name:
        raise ModelError(
            "theme-model-of-another-encoder", folder=folder, made_for=model.card.encoder, encoder=encoder.name
        )
    return ThemeTagger(model, register, encoder)


def all_versions(store: VersionStore) -> tuple[Version, ...]:
    """Return every version of a model, the one that came with the program first.

    Raises:
        ModelNotFoundError: that one is not there.
        ModelError: what is to be known of a version is damaged.

    """
    shipped = Version(
        number=SHIPPED,
        trained_on=read_card(store.path(SHIPPED)).trained_on,
        made="",
        position=0,
        corrected=0,
        outcome="came with the program",
    )
    return (shipped, *store.versions())


def served_version(folder: Path, register: Sequence[ThemeDefinition]) -> str:
    """Return the version of what `load_themes` would load, without loading it.

    Raises:
        ModelNotFoundError: there is no model in the folder.
        ModelError: its card is damaged.

    """
    return version_of(read_card(served_folder(folder)), register)


def write_model(model: ThemeModel, folder: Path) -> None:
    """Write a model into `folder`, the old one replaced only when the new one is whole.

    Each regression is one array: a weight a column, then the offset.
    """
    linears = {part: getattr(model, part) for part in FOR_ALL}
    linears |= {f"{part}/{theme}": one for part in BY_THEME for theme, one in getattr(model, part).items()}
    arrays: dict[str, Any] = {name: np.append(one.weights, one.offset) for name, one in linears.items()}
    with replacing(folder / WEIGHTS) as weights, replacing(folder / CARD) as card:
        np.savez(weights, mean=model.mean, **arrays)
        card.write_text(json.dumps(asdict(model.card), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    seal(folder / WEIGHTS, folder / CARD)


def read_model(folder: Path) -> ThemeModel:
    """Return the model in `folder`.

    Raises:
        ModelNotFoundError: there is none.
        ModelError: a file of it is damaged, or of an earlier form.

    """
    for name in (CARD, WEIGHTS):
        if not (folder / name).is_file():
            raise ModelNotFoundError("theme-model-incomplete", path=folder / name)
    card, arrays = read_card(folder), _read_arrays(folder / WEIGHTS)
    parts: dict[str, Any] = {part: _of_theme(part, arrays) for part in BY_THEME}
    expected = {"mean", *FOR_ALL, *(f"{part}/{theme}" for part in BY_THEME for theme in parts[part])}
    if arrays.keys() != expected or parts["subjects"].keys() != set(card.themes):
        raise ModelError("theme-model-mixed", folder=folder, card=CARD, weights=WEIGHTS)
    if len(arrays["zero_shot_items"]) != len(ITEM_COLUMNS) + 1:
        raise ModelError("theme-model-of-earlier-form", folder=folder)
    parts |= {part: _linear(arrays[part]) for part in FOR_ALL}
    return ThemeModel(card=card, mean=arrays["mean"].astype(np.float32), **parts)


def _read_arrays(path: Path) -> dict[str, Numbers]:
    try:
        with np.load(intact(path), allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(
            "theme-weights-damaged", path=path, kind=type(error).__name__, reason=error
        ) from error


def _of_theme(part: str, arrays: Mapping[str, Numbers]) -> dict[str, Linear]:
    start = f"{part}/"
    return {
        name.removeprefix(start): _linear(array) for name, array in arrays.items() if name.startswith(start)
    }


def _linear(array: Numbers) -> Linear:
    return Linear(weights=array[:-1], offset=float(array[-1]))


def read_card(folder: Path) -> ThemeCard:
    """Return what is to be known of the model in `folder`, without the model.

    Raises:
        ModelNotFoundError: there is none.
        ModelError: the card is damaged.

    """
    path = folder / CARD
    if not path.is_file():
        raise ModelNotFoundError("theme-model-incomplete", path=path)
    try:
        values = json.loads(intact(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError("card-damaged", path=path, reason=error) from error
    names = {field.name for field in fields(ThemeCard)}
    if not isinstance(values, dict) or values.keys() != names:
        raise ModelError("card-of-another-version", path=path)
    tuples = {
        name: {theme: tuple(entries) for theme, entries in values[name].items()}
        for name in ("vocabulary", "bands")
    }
    return ThemeCard(**{**values, **tuples, "zero_shot_band": tuple(values["zero_shot_band"])})
