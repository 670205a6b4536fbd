"""Search, earlier and later discussions, and cases, narrowed by what the archive knows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.app.session import Session
from pipeline.archive import Facets, Hit
from pipeline.domain import Filters, committee_of
from pipeline.errors import ArchiveError


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """The best hits, of how many items, and on request what all of these have in common."""

    total: int
    facets: Facets | None
    hits: tuple[Hit, ...]


def search(
    session: Session,
    text: str,
    filters: Filters,
    *,
    limit: int = 10,
    facets: bool = False,
    words_only: bool = False,
) -> SearchAnswer:
    """Return the items that hold the words of `text` or mean the same, best first.

    With `words_only` no model is loaded, and only the words count.

    Raises:
        ArchiveError: the archive has no such committee or theme; it names those there are.

    """
    finder = session.finder.search(words_only=words_only)
    found = finder.search(text, limit=limit, filters=known_filters(session, filters))
    counted = finder.facets(found) if facets else None
    return SearchAnswer(total=len(found.item_ids), facets=counted, hits=found.hits)


def known_filters(session: Session, filters: Filters) -> Filters:
    """Return filters with committee and theme spelled as they are in the archive, in whatever case given.

    Raises:
        ArchiveError: the archive has no such committee or theme; it names those there are.

    """
    return replace(
        filters,
        committee=filters.committee and _committee(session, filters.committee),
        theme=filters.theme and _theme(session, filters.theme),
    )


def _committee(session: Session, given: str) -> str:
    meetings = session.archive.meetings()
    names = {stored.meeting.committee for stored in meetings}
    slugs = {committee_of(stored.id) for stored in meetings}
    spelled = _spelled(given, slugs) or _spelled(given, names)
    if spelled is None:
        raise ArchiveError("unknown-committee", committee=given, known=sorted(names))
    return spelled


def _theme(session: Session, given: str) -> str:
    themes = {theme.name for theme in session.register}
    if spelled := _spelled(given, themes):
        return spelled
    # A theme that left the register still stands in what was tagged by it.
    tagged = session.archive.facets([item.id for item in session.archive.items()]).themes
    themes |= {count.name for count in tagged}
    spelled = _spelled(given, themes)
    if spelled is None:
        raise ArchiveError("unknown-theme", theme=given, known=sorted(themes))
    return spelled


def _spelled(given: str, known: Iterable[str]) -> str | None:
    return next((name for name in sorted(known) if _folded(name) == _folded(given)), None)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
