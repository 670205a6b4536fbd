"""`sagsspor search`, `related`, `trail`: items that are found, what was said before, and whole cases."""

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import (
    After,
    AsJson,
    Before,
    Committee,
    Institution,
    Mention,
    Municipality,
    Person,
    Publisher,
    Theme,
)
from pipeline.cli.output import open_session, print_json, print_stale, write_whole
from pipeline.domain import Filters, Label, labels

Names = tuple[tuple[Label, str], ...]
Query = Annotated[str, typer.Argument(help="What is looked for, in words of your own.")]
MostHits = Annotated[int, typer.Option("--limit", help="Most items to show.", min=1)]
WithFacets = Annotated[
    bool, typer.Option("--facets", help="Also count themes, committees, municipalities and years.")
]
WordsOnly = Annotated[
    bool, typer.Option("--words-only", help="Only items that hold the words; loads no model.")
]


def search(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    query: Query,
    publisher: Publisher = "",
    committee: Committee = "",
    theme: Theme = "",
    municipality: Municipality = "",
    person: Person = "",
    institution: Institution = "",
    mention: Mention = None,
    after: After = None,
    before: Before = None,
    limit: MostHits = 10,
    facets: WithFacets = False,
    words_only: WordsOnly = False,
    as_json: AsJson = False,
) -> None:
    """Find items by their words and by what is meant."""
    from pipeline.cli.display import show_facets, show_hits

    names = _names(municipality, person, institution, mention)
    filters = _filters((publisher, committee, theme), names, (after, before))
    with open_session(context.obj) as session:
        finder, known = session.finder, session.finder.known_filters(filters)
        found = finder.search(query, known, limit=limit, facets=facets, words_only=words_only)
        if theme:
            print_stale(session)
    if as_json:
        print_json(found if facets else found.hits)
        return
    show_hits(found.hits, found.total)
    if found.facets is not None and found.total:
        show_facets(found.facets)


def _names(municipality: str, person: str, institution: str, mentions: list[str] | None) -> Names:
    asked = ((Label.MUNICIPALITY, municipality), (Label.PERSON, person), (Label.INSTITUTION, institution))
    return (*(pair for pair in asked if pair[1]), *map(_named, mentions or ()))


def _named(mention: str) -> tuple[Label, str]:
    kinds = {name.casefold(): one for one in labels() if one.kind.filtered for name in (one, one.kind.name)}
    kind, _, name = mention.partition(":")
    if kind.casefold() not in kinds or not name:
        known = ", ".join(label.kind.name for label in dict.fromkeys(kinds.values()))
        raise typer.BadParameter(f"--mention {mention}: write KIND:NAME, the kind one of {known}")
    return kinds[kind.casefold()], name


def _filters(of: tuple[str, str, str], names: Names, days: tuple[dt.datetime | None, ...]) -> Filters:
    publisher, committee, theme = (name or None for name in of)
    after, before = (day and day.date() for day in days)
    return Filters(
        publisher=publisher, committee=committee, theme=theme, names=names, after=after, before=before
    )


Target = Annotated[
    str, typer.Argument(help="Id of an item; with --all, the file to write.", metavar="ITEM_ID|FILE")
]
Text = Annotated[str, typer.Option(help="A question in your own words instead of an item.")]
MostLinks = Annotated[int, typer.Option("--limit", help="Most links to show; 0: as the settings say.", min=0)]
Later = Annotated[bool, typer.Option("--later", help="The later items that go back to this one.")]
Every = Annotated[bool, typer.Option("--all", help="Links of every item of the archive, into FILE.")]


def related(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    item: Target = "",
    text: Text = "",
    publisher: Publisher = "",
    committee: Committee = "",
    theme: Theme = "",
    municipality: Municipality = "",
    person: Person = "",
    institution: Institution = "",
    mention: Mention = None,
    after: After = None,
    before: Before = None,
    later: Later = False,
    limit: MostLinks = 0,
    every: Every = False,
    as_json: AsJson = False,
) -> None:
    """Show related earlier discussions of an item or a question, with the reasons."""
    from pipeline.cli.display import show_links

    _check(item, text, every=every, later=later)
    names = _names(municipality, person, institution, mention)
    asked = _filters((publisher, committee, theme), names, (after, before))
    with open_session(context.obj) as session:
        filters, finder = session.finder.known_filters(asked), session.finder
        if every:
            _write(Path(item), dict(finder.to_all(filters, limit)))
            return
        if text:
            links, none = finder.to_text(text, filters, limit), "Ingen drøftelser fundet."
        elif later:
            links, none = finder.later(item, filters, limit), "Ingen senere drøftelser fundet."
        else:
            links, none = finder.to_item(item, filters, limit), "Ingen tidligere drøftelser fundet."
    print_json(links) if as_json else show_links(links, none)


def _check(item: str, text: str, *, every: bool, later: bool) -> None:
    if later and (every or not item):
        raise typer.BadParameter("--later needs an ITEM_ID, and goes with neither --all nor --text")
    if every and not item:
        raise typer.BadParameter("--all needs the FILE to write")
    if not every and bool(item) == bool(text):
        raise typer.BadParameter("give an ITEM_ID or --text, one of them")


def _write(target: Path, links: object) -> None:
    from pipeline.app.answers import to_json

    write_whole(target, [json.dumps(to_json(links), ensure_ascii=False, indent=1), "\n"])


OnTrail = Annotated[
    str, typer.Argument(help="Id of an item or a case; none: the cases.", metavar="[ITEM_ID]")
]


def trail(context: typer.Context, item: OnTrail = "", as_json: AsJson = False) -> None:
    """Follow a matter through meetings and committees, or list the cases of the archive."""
    from pipeline.cli.display import show_cases, show_trails

    with open_session(context.obj) as session:
        trails = session.finder.trails
        if item:
            own = trails.of(item)
            print_json(own) if as_json else show_trails(own)
        else:
            cases = trails.all()
            print_json(cases) if as_json else show_cases(cases)
