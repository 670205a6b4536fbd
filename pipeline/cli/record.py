"""`sagsspor add`, `delete`, `show`, `export`: what goes into the archive and comes out of it."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.counted import counted
from pipeline.cli.files import each_file, write_whole
from pipeline.cli.stale import count_stale, tell_if_stale, tell_stale
from pipeline.config import Config
from pipeline.serialize import item_to_json, meeting_to_json

Files = Annotated[
    list[Path],
    typer.Argument(help="Minutes, folders of them, or a .jsonl file that `export` wrote.", readable=False),
]
ItemId = Annotated[str, typer.Argument(help="Id of an item, or of a meeting; none: what the archive holds.")]
MeetingId = Annotated[str, typer.Argument(help="Id of a meeting; `show` lists them.", metavar="MEETING_ID")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]


def add(context: typer.Context, files: Files) -> None:
    """Tag minutes and keep them in the archive; what it has already is left alone."""
    from pipeline.archive import Archive
    from pipeline.correcting import Corrector
    from pipeline.process import Keeper, Processor

    config: Config = context.obj
    processor = Processor(config)
    with Archive.open(config.archive.url) as archive:
        keeper = Keeper(processor, archive)
        count: Counter[str] = Counter()

        def add_one(path: Path) -> None:
            count.update(outcome.value for outcome in keeper.keep(path))

        batch = each_file(files, add_one, doing="Adding")
        Corrector(processor, archive).settle()
        stats, waiting = archive.stats(), len(archive.waiting())
        stale = count_stale(archive, config)
    typer.echo(
        f"{counted(count['added'], 'meeting')} added, {counted(count['new_version'], 'new version')}, "
        f"{count['unchanged']} unchanged; the archive holds {counted(stats.meetings, 'meeting')}, "
        f"{counted(stats.items, 'item')}"
    )
    if waiting:
        wait = "1 correction waits" if waiting == 1 else f"{waiting} corrections wait"
        typer.echo(f"{wait}: what was corrected reads otherwise now; `sagsspor corrections --waiting`")
    if stale:
        typer.echo(
            f"tagged by another model or other themes: {counted(stale, 'item')}; `sagsspor models retag`"
        )
    batch.close()


def delete(context: typer.Context, meeting: MeetingId, yes: Yes = False) -> None:
    """Take a meeting out of the archive, all its versions with it; the log of corrections stays.

    When the minutes are added again, what was corrected of them holds again.
    """
    from pipeline.archive import Archive
    from pipeline.cli.corrections import tell_waiting

    config: Config = context.obj
    with Archive.open_existing(config.archive.url) as archive:
        stored, waited = archive.meeting(meeting), archive.waiting()
        what = f"{stored.id} ({stored.meeting.title}, {stored.items} items)"
        if not yes:
            typer.confirm(f"Take {what} out of the archive?", abort=True)
        archive.delete(meeting)
        typer.echo(f"{what} is out of the archive; its corrections stay in the log")
        tell_waiting(waited, archive.waiting())


def show(context: typer.Context, item: ItemId = "", as_json: AsJson = False) -> None:
    """Show one item whole, a meeting's items, or the meetings of the archive."""
    from pipeline.archive import Archive, Filters
    from pipeline.cli.display import show_item, show_meetings, show_summaries

    config: Config = context.obj
    with Archive.open_existing(config.archive.url) as archive:
        if not item:
            tell_stale(archive, config)
            meetings = archive.meetings()
            rows = [{"id": m.id, "items": m.items, **meeting_to_json(m.meeting)} for m in meetings]
            typer.echo(json.dumps(rows, ensure_ascii=False)) if as_json else show_meetings(meetings)
        elif item in {stored.id for stored in archive.meetings()}:
            tell_stale(archive, config)
            summaries = list(archive.items(Filters(meeting=item)))
            rows = [{"id": row.id, "title": row.title, "themes": list(row.themes)} for row in summaries]
            typer.echo(json.dumps(rows, ensure_ascii=False)) if as_json else show_summaries(summaries)
        else:
            stored_item = archive.item(item)
            tell_if_stale(stored_item.tagged.model, config)
            if as_json:
                found = {**item_to_json(stored_item.tagged), "text": stored_item.text}
                found["meeting"] = meeting_to_json(stored_item.meeting)
                typer.echo(json.dumps(found, ensure_ascii=False))
            else:
                show_item(stored_item)


def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to write; none: stdout.")] = None,
) -> None:
    """Write the whole archive as JSON Lines, which `add` reads back."""
    from pipeline.archive import Archive

    config: Config = context.obj
    with Archive.open_existing(config.archive.url) as archive:
        lines = (json.dumps(meeting, ensure_ascii=False) + "\n" for meeting in archive.export())
        if file is None:
            for line in lines:
                typer.echo(line, nl=False)
        else:
            write_whole(file, lines)
