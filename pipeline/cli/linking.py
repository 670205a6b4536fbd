"""`sagsspor related`, `trail`: earlier items that matter to an item or a question, and whole cases."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.files import write_whole
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
from pipeline.config import Config
from pipeline.domain import Link
from pipeline.serialize import link_to_json

if TYPE_CHECKING:  # not to hide a cycle: to keep the models out of `sagsspor --help`
    from pipeline.process import Finder, Question

Target = Annotated[
    str, typer.Argument(help="Id of an item; with --all, the file to write.", metavar="ITEM_ID|FILE")
]
Text = Annotated[str, typer.Option(help="A question in your own words instead of an item.")]
Limit = Annotated[int, typer.Option(help="Most links to show; 0: as the settings say.", min=0)]
Later = Annotated[bool, typer.Option("--later", help="The later items that go back to this one.")]
Every = Annotated[bool, typer.Option("--all", help="Links of every item of the archive, into FILE.")]


def related(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    item: Target = "",
    text: Text = "",
    committee: Committee = "",
    theme: Theme = "",
    municipality: Municipality = "",
    person: Person = "",
    institution: Institution = "",
    after: After = None,
    before: Before = None,
    later: Later = False,
    limit: Limit = 0,
    every: Every = False,
    as_json: AsJson = False,
) -> None:
    """Show related earlier discussions of an item or a question, with the reasons."""
    from pipeline.archive import Archive
    from pipeline.links import LinkFilters
    from pipeline.process import Finder, Processor, Question

    _check(item, text, every=every, later=later)
    config: Config = context.obj
    with Archive.open_existing(config.archive.url) as archive:
        filters = LinkFilters(
            committee=known_committee(archive, committee),
            theme=known_theme(archive, config.paths.knowledge, theme),
            municipality=municipality or None,
            person=person or None,
            institution=institution or None,
            after=day(after),
            before=day(before),
        )
        question = Question(limit=limit, filters=filters)
        finder = Finder(Processor(config), archive, watched)
        if every:
            _write(Path(item), dict(finder.to_all(question)))
        elif text:
            _show(finder.to_text(text, question), "Ingen drøftelser fundet.", as_json=as_json)
        else:
            _show_of_item(finder, item, question, later=later, as_json=as_json)


def _show_of_item(finder: "Finder", item: str, question: "Question", *, later: bool, as_json: bool) -> None:
    if later:
        _show(finder.later(item, question), "Ingen senere drøftelser fundet.", as_json=as_json)
    else:
        _show(finder.to_item(item, question), "Ingen tidligere drøftelser fundet.", as_json=as_json)


def _show(links: Sequence[Link], none: str, *, as_json: bool) -> None:
    from pipeline.cli.display import show_links

    if as_json:
        _echo([link_to_json(link) for link in links])
    else:
        show_links(links, none)


OnTrail = Annotated[
    str, typer.Argument(help="Id of an item or a case; none: the cases.", metavar="[ITEM_ID]")
]


def trail(context: typer.Context, item: OnTrail = "", as_json: AsJson = False) -> None:
    """Follow a matter through meetings and committees, or list the cases of the archive."""
    from pipeline.archive import Archive
    from pipeline.cli.display import show_cases, show_trails
    from pipeline.process import Finder, Processor

    config: Config = context.obj
    with Archive.open_existing(config.archive.url) as archive:
        trails = Finder(Processor(config), archive, watched).trails
        if item:
            found = trails.of(item)
            show_trails(found) if not as_json else _echo([asdict(one) for one in found])
        else:
            cases = trails.all()
            show_cases(cases) if not as_json else _echo([asdict(case) for case in cases])


def _echo(rows: object) -> None:
    typer.echo(json.dumps(rows, ensure_ascii=False, default=str))


def _check(item: str, text: str, *, every: bool, later: bool) -> None:
    if later and (every or not item):
        raise typer.BadParameter("--later needs an ITEM_ID, and goes with neither --all nor --text")
    if every and not item:
        raise typer.BadParameter("--all needs the FILE to write")
    if not every and bool(item) == bool(text):
        raise typer.BadParameter("give an ITEM_ID or --text, one of them")


def _write(target: Path, found: dict[str, tuple[Link, ...]]) -> None:
    """Write `{"<date>#<number>": [{"item": "<date>#<number>", "score", "reasons"}, ...]}`."""
    keys = _keys(list(found))
    rows = {
        keys[item_id]: [{**link_to_json(link), "item": keys[link.item_id]} for link in links]
        for item_id, links in found.items()
    }
    write_whole(target, [json.dumps(rows, ensure_ascii=False, indent=1), "\n"])


def _keys(item_ids: Sequence[str]) -> dict[str, str]:
    """Return `<date>#<number>` for each id, the id itself where two committees share one."""
    short = {item_id: "#".join(item_id.split("/")[1:]) for item_id in item_ids}
    count = Counter(short.values())
    return {item_id: key if count[key] == 1 else item_id for item_id, key in short.items()}
