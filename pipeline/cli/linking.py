"""`sagsspor related`: earlier items that matter to an item, or to a question."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.files import write_whole
from pipeline.config import Config
from pipeline.domain import Link
from pipeline.serialize import link_to_json

Target = Annotated[
    str, typer.Argument(help="Id of an item; with --all, the file to write.", metavar="ITEM_ID|FILE")
]
Text = Annotated[str, typer.Option(help="A question in your own words instead of an item.")]
Before = Annotated[dt.datetime | None, typer.Option(help="Only before this day.", formats=["%Y-%m-%d"])]
Committee = Annotated[str, typer.Option(help="Only this committee, as printed.")]
Limit = Annotated[int, typer.Option(help="Most links to show; 0: as the settings say.", min=0)]
Every = Annotated[bool, typer.Option("--all", help="Links of every item of the archive, into FILE.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]


def related(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    item: Target = "",
    text: Text = "",
    before: Before = None,
    committee: Committee = "",
    limit: Limit = 0,
    every: Every = False,
    as_json: AsJson = False,
) -> None:
    """Show related earlier discussions of an item or a question, with the reasons."""
    from pipeline.archive import Archive
    from pipeline.cli.display import show_links
    from pipeline.links import LinkFilters
    from pipeline.process import Finder, Processor, Question

    _check(item, text, every=every)
    config: Config = context.obj
    question = Question(
        before=before.date() if before else None,
        limit=limit,
        filters=LinkFilters(committee=committee or None),
    )
    with Archive.open(config.archive.url) as archive:
        finder = Finder(Processor(config), archive)
    if every:
        _write(Path(item), dict(finder.to_all(question)))
        return
    links = finder.to_text(text, question) if text else finder.to_item(item, question)
    if as_json:
        typer.echo(json.dumps([link_to_json(link) for link in links], ensure_ascii=False))
    else:
        show_links(links)


def _check(item: str, text: str, *, every: bool) -> None:
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
