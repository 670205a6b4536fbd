"""Tags of another model or register of themes than today's: said wherever a user would look for them."""

from typing import TYPE_CHECKING

import typer

from pipeline.config import Config
from pipeline.errors import KnowledgeError, ModelError

if TYPE_CHECKING:  # not to hide a cycle: to keep the archive out of `sagsspor --help`
    from pipeline.archive import Archive


def _current_version(config: Config) -> str | None:
    """Return what the archive's items should be tagged by; None where no model is at hand."""
    from pipeline.knowledge import load_themes_register
    from pipeline.themes.store import served_version

    try:
        return served_version(config.themes.model, load_themes_register(config.paths.knowledge))
    except (ModelError, KnowledgeError):
        # What is kept can be read without a model: whoever tags is told what is wrong with it.
        return None


def count_stale(archive: "Archive", config: Config) -> int:
    """Return how many items have tags of another version."""
    version = _current_version(config)
    return 0 if version is None else archive.stale(version)


def tell_stale(archive: "Archive", config: Config) -> None:
    """Say how many items have tags of another version, and how to renew them."""
    if count := count_stale(archive, config):
        them = "1 punkt er tagget" if count == 1 else f"{count} punkter er tagget"
        _tell(them)


def tell_if_stale(model: str, config: Config) -> None:
    """Say so where one item's tags are of another version than `model`."""
    if _current_version(config) not in (None, model):
        _tell("Punktet er tagget")


def _tell(what: str) -> None:
    # On stderr: stdout is for results alone.
    typer.secho(
        f"! {what} med en anden model eller andre temaer end nu; `sagsspor models retag` tagger igen.",
        fg="yellow",
        err=True,
    )
