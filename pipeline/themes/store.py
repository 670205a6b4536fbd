"""Theme models on disk: a card anyone can read, and the estimators by skops, never pickle."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from pipeline.encoder.protocol import Encoder, Floats
from pipeline.errors import ModelError, ModelNotFoundError
from pipeline.files import replacing
from pipeline.imports import without
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.examples import encode_definitions
from pipeline.themes.model import ThemeCard, ThemeModel
from pipeline.themes.tagger import ThemeTagger, version_of
from pipeline.themes.versions import NAMED, SHIPPED, Version, VersionStore, served_folder

CARD, ESTIMATORS = "themes.json", "themes.skops"
# All that a file may make besides what scikit-learn and numpy themselves are made of.
TRUSTED = ["pipeline.themes.scaling.BlockScaler"]
PARTS = tuple(field.name for field in fields(ThemeModel) if field.name != "card")
AGAIN = "train it again: sagsspor train themes"


def load_themes(folder: Path, register: Sequence[ThemeDefinition], encoder: Encoder) -> ThemeTagger:
    """Return a tagger for the themes of the register, with the model in `folder` or its champion.

    Themes the model was not trained on are judged by their words and by likeness to
    their definition.

    Raises:
        ModelNotFoundError: there is no model in the folder.
        ModelError: the model is damaged, or made for another encoder.

    """
    folder = served_folder(folder)
    model = read_model(folder)
    if model.card.encoder != encoder.name:
        raise ModelError(
            f"the theme model in {folder} was made for encoder {model.card.encoder}, "
            f"not {encoder.name}; {AGAIN}"
        )
    return make_tagger(model, register, encoder)


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


def make_tagger(model: ThemeModel, register: Sequence[ThemeDefinition], encoder: Encoder) -> ThemeTagger:
    """Return a tagger with a model at hand; only definitions of new themes are encoded."""
    new = [theme for theme in register if theme.name not in model.passages]
    vectors = dict(zip([t.name for t in new], encode_definitions(new, encoder), strict=True)) if new else {}
    definitions: list[Floats | None] = [vectors.get(theme.name) for theme in register]
    return ThemeTagger(model, register, definitions)


def write_model(model: ThemeModel, folder: Path) -> None:
    """Write a model into `folder`, the old one replaced only when the new one is whole."""
    with without("torch"):
        import skops.io

    estimators = {name: getattr(model, name) for name in PARTS}
    with replacing(folder / ESTIMATORS) as new, replacing(folder / CARD) as card:
        skops.io.dump(estimators, new)
        card.write_text(json.dumps(asdict(model.card), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_model(folder: Path) -> ThemeModel:
    """Return the model in `folder`.

    Raises:
        ModelNotFoundError: there is none.
        ModelError: a file of it is damaged, or holds more than a theme model does.

    """
    for name in (CARD, ESTIMATORS):
        if not (folder / name).is_file():
            raise ModelNotFoundError(f"no theme model: {folder / name} is missing; {NAMED}")
    card = read_card(folder)
    parts = _read_estimators(folder / ESTIMATORS)
    if set(parts) != set(PARTS) or set(parts["subjects"]) != set(card.themes):
        raise ModelError(f"{folder}: {CARD} and {ESTIMATORS} do not belong together; {AGAIN}")
    return ThemeModel(card=card, **parts)


def read_card(folder: Path) -> ThemeCard:
    """Return what is to be known of the model in `folder`, without the model.

    Raises:
        ModelNotFoundError: there is none.
        ModelError: the card is damaged.

    """
    path = folder / CARD
    if not path.is_file():
        raise ModelNotFoundError(f"no theme model: {path} is missing; {NAMED}")
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} is damaged ({error}); {AGAIN}") from error
    names = {field.name for field in fields(ThemeCard)}
    if not isinstance(values, dict) or values.keys() != names:
        raise ModelError(f"{path} is not the card of a theme model of this version; {AGAIN}")
    tuples = {
        name: {theme: tuple(entries) for theme, entries in values[name].items()}
        for name in ("vocabulary", "bands")
    }
    return ThemeCard(**{**values, **tuples, "stranger_band": tuple(values["stranger_band"])})


def _read_estimators(path: Path) -> dict[str, Any]:
    with without("torch"):
        import skops.io

    try:
        unknown = [name for name in skops.io.get_untrusted_types(file=path) if name not in TRUSTED]
        if unknown:
            raise ModelError(f"{path} would load {unknown[0]}, which no theme model needs; do not use it")
        parts: dict[str, Any] = skops.io.load(path, trusted=TRUSTED)
    except ModelError:
        raise
    except Exception as error:  # skops names no errors of its own
        raise ModelError(f"{path} is damaged ({type(error).__name__}: {error}); {AGAIN}") from error
    return parts
