"""What items may be asked for by: the same options for `related` and `search`."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import ArchiveError

if TYPE_CHECKING:  # not to hide a cycle: to keep the archive out of `sagsspor --help`
    from pipeline.archive import Archive

Committee = Annotated[str, typer.Option(help="Only this committee: its name, or as in item ids.")]
Theme = Annotated[str, typer.Option(help="Only items of this theme.")]
Municipality = Annotated[str, typer.Option(help='Only items that name it; "Kommune" may be left out.')]
Person = Annotated[str, typer.Option(help="Only items that name them; the last name is enough.")]
Institution = Annotated[str, typer.Option(help="Only items that name it; the last words are enough.")]
After = Annotated[dt.datetime | None, typer.Option(help="Only later than this day.", formats=["%Y-%m-%d"])]
Before = Annotated[dt.datetime | None, typer.Option(help="Only earlier than this day.", formats=["%Y-%m-%d"])]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]


def day(given: dt.datetime | None) -> dt.date | None:
    """Return the day of an option, None where it was not given."""
    return given.date() if given else None


def known_committee(archive: "Archive", written: str) -> str | None:
    """Return a committee of the archive, by its name or its slug in any case; None where none is asked for.

    Raises:
        ArchiveError: the archive has no such committee; it names those it has.
    """
    if not written:
        return None
    meetings = archive.meetings()
    slugs = {stored.id.partition("/")[0] for stored in meetings}
    names = {stored.meeting.committee for stored in meetings}
    return _spelled(written, slugs) or _chosen("committee", written, names)


def known_theme(archive: "Archive", register: Path, written: str) -> str | None:
    """Return a theme of the register or the archive, in any case; None where none is asked for.

    Raises:
        ArchiveError: there is no such theme; it names those there are.
    """
    from pipeline.knowledge.themes import load_themes_register

    if not written:
        return None
    themes = {theme.name for theme in load_themes_register(register)}
    if found := _spelled(written, themes):
        return found
    # A theme that left the register still stands in what was tagged by it.
    tagged = archive.facets([item.id for item in archive.items()]).themes
    return _chosen("theme", written, themes | {count.name for count in tagged})


def _chosen(kind: str, written: str, known: set[str]) -> str:
    found = _spelled(written, known)
    if found is None:
        raise ArchiveError(
            f"--{kind} {written}: no {kind} {written}; known: {', '.join(sorted(known)) or 'none yet'}"
        )
    return found


def _spelled(written: str, known: Iterable[str]) -> str | None:
    folded = _folded(written)
    return next((name for name in sorted(known) if _folded(name) == folded), None)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
