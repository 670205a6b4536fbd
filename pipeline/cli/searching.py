"""`sagsspor search`: items by their words and by what is meant."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from pipeline.cli.narrowing import (
    After,
    AsJson,
    Before,
    Committee,
    Institution,
    Municipality,
    Person,
    Theme,
    day,
    known_committee,
    known_theme,
)
from pipeline.cli.progress import watched
from pipeline.cli.stale import tell_stale
from pipeline.config import Config

Query = Annotated[str, typer.Argument(help="What is looked for, in words of your own.")]
Limit = Annotated[int, typer.Option(help="Most items to show.", min=1)]
WithFacets = Annotated[
    bool, typer.Option("--facets", help="Also count themes, committees, municipalities and years.")
]
WordsOnly = Annotated[
    bool, typer.Option("--words-only", help="Only items that hold the words; loads no model.")
]


def search(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    query: Query,
    committee: Committee = "",
    theme: Theme = "",
    municipality: Municipality = "",
    person: Person = "",
    institution: Institution = "",
    after: After = None,
    before: Before = None,
    limit: Limit = 10,
    facets: WithFacets = False,
    words_only: WordsOnly = False,
    as_json: AsJson = False,
) -> None:
    """Find items by their words and by what is meant."""
    from pipeline.archive import Archive, Filters
    from pipeline.cli.display import show_facets, show_hits
    from pipeline.process import Finder, Processor

    config: Config = context.obj
    with Archive.open_existing(config.archive.url) as archive:
        filters = Filters(
            committee=known_committee(archive, committee),
            theme=known_theme(archive, config.paths.knowledge, theme),
            municipality=municipality or None,
            person=person or None,
            institution=institution or None,
            after=day(after),
            before=day(before),
        )
        finder = Finder(Processor(config), archive, watched).search(words_only=words_only)
        found = finder.search(query, limit=limit, filters=filters)
        if theme:
            tell_stale(archive, config)
        counted = finder.facets(found) if facets else None
    if as_json:
        rows: object = [asdict(hit) for hit in found.hits]
        if counted is not None:
            rows = {"total": len(found.item_ids), "facets": asdict(counted), "hits": rows}
        typer.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    show_hits(found.hits, len(found.item_ids))
    if counted is not None and found.item_ids:
        show_facets(counted)
