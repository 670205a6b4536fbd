"""`sagsspor tag`, `add`, `delete`, `show`, `export`: minutes tagged, added, shown and deleted."""

import json
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.shared import AsJson, bar, counted, open_session, print_json, warn_stale, write_whole
from pipeline.config import Config
from pipeline.errors import SagssporError

# A file that cannot be read is reported on its own, not as wrong usage.
Minutes = Annotated[
    list[Path],
    typer.Argument(help="Minutes (txt, html, pdf, docx), or folders of them.", readable=False),
]
Files = Annotated[
    list[Path],
    typer.Argument(help="Minutes, folders of them, or a .jsonl file that `export` wrote.", readable=False),
]
PublishedBy = Annotated[
    str, typer.Option("--publisher", help="Official name of the publisher, for minutes that do not name it.")
]
Related = Annotated[bool, typer.Option("--related", help="Also show related earlier items from the archive.")]
OneJson = Annotated[bool, typer.Option("--json", help="Print one JSON object for each meeting.")]
ItemId = Annotated[str, typer.Argument(help="Id of an item or a meeting; without it, all meetings.")]
MeetingId = Annotated[str, typer.Argument(help="Id of a meeting; `show` lists them.", metavar="MEETING_ID")]
Yes = Annotated[bool, typer.Option("--yes", help="Delete without asking.")]


def tag(
    context: typer.Context,
    files: Minutes,
    publisher: PublishedBy = "",
    related: Related = False,
    as_json: OneJson = False,
) -> None:
    """Cut minutes into items; print the themes and entities of each."""
    from pipeline.app.items import tag_files
    from pipeline.cli.display import show_meeting

    config = _published_by(context.obj, publisher)
    done, failed = 0, 0
    with open_session(config) if related else nullcontext() as session:
        for file in tag_files(config, files, partial(bar, "Tagging"), session):
            if isinstance(file, SagssporError):
                failed += 1
                _print_error(file)
            else:
                done += 1
                print_json(file) if as_json else show_meeting(file)
    _end(done, failed)


def _published_by(config: Config, publisher: str) -> Config:
    return replace(config, minutes=replace(config.minutes, publisher=publisher or config.minutes.publisher))


def _print_error(error: SagssporError) -> None:
    typer.echo(f"sagsspor: {error}", err=True)


def _end(done: int, failed: int) -> None:
    """If files failed, print how many and leave with status 1."""
    if failed:
        if done + failed > 1:
            typer.echo(f"sagsspor: {failed} of {done + failed} files failed, {done} done", err=True)
        raise typer.Exit(1)


def add(context: typer.Context, files: Files, publisher: PublishedBy = "") -> None:
    """Tag minutes and add them to the archive; minutes it already has are left as they are."""
    from pipeline.app.items import add_files
    from pipeline.archive import Outcome

    with open_session(_published_by(context.obj, publisher), make=True) as session:
        added = add_files(session, files, partial(bar, "Adding"), _print_error)
    meetings, stats = added.meetings, added.stats
    typer.echo(
        f"{counted(meetings[Outcome.ADDED], 'meeting')} added, "
        f"{counted(meetings[Outcome.NEW_VERSION], 'new version')}, "
        f"{meetings[Outcome.UNCHANGED]} unchanged; "
        f"the archive holds {counted(stats.meetings, 'meeting')}, {counted(stats.items, 'item')}"
    )
    if added.waiting:
        wait = "1 correction waits" if added.waiting == 1 else f"{added.waiting} corrections wait"
        typer.echo(f"{wait}: the text they correct has changed; `sagsspor corrections --waiting` lists them")
    if added.stale:
        stale = counted(added.stale, "item")
        typer.echo(f"tagged by another model or other themes: {stale}; `sagsspor models retag`")
    _end(added.files - added.failed, added.failed)


def delete(context: typer.Context, meeting: MeetingId, yes: Yes = False) -> None:
    """Delete a meeting with all its versions from the archive; the log of corrections stays.

    When the minutes are added again, their corrections apply again.
    """
    from pipeline.app.items import delete_meeting
    from pipeline.cli.corrections import print_waiting

    with open_session(context.obj) as session:
        stored = session.archive.meeting(meeting)
        what = f"{stored.id} ({stored.meeting.title}, {stored.items} items)"
        if not yes:
            typer.confirm(f"Delete {what} from the archive?", abort=True)
        now_waiting = delete_meeting(session, meeting)
    typer.echo(f"deleted {what} from the archive; its corrections stay in the log")
    print_waiting(now_waiting)


def show(context: typer.Context, item: ItemId = "", as_json: AsJson = False) -> None:
    """Show an item in full, the items of a meeting, or the meetings of the archive."""
    from pipeline.app.items import show as find
    from pipeline.archive import StoredItem
    from pipeline.cli.display import show_item, show_list

    with open_session(context.obj) as session:
        shown = find(session, item)
        if not isinstance(shown, StoredItem):
            warn_stale(session.stale())
        elif session.is_stale(shown.tagged.model):
            warn_stale(1)
    if as_json:
        print_json(shown)
    elif isinstance(shown, StoredItem):
        show_item(shown)
    else:
        show_list(shown)


def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="The file to write; default: stdout.")] = None,
) -> None:
    """Write the whole archive as JSON Lines, which `add` can read."""
    with open_session(context.obj) as session:
        lines = (json.dumps(meeting, ensure_ascii=False) + "\n" for meeting in session.archive.export())
        if file is None:
            for line in lines:
                typer.echo(line, nl=False)
        else:
            write_whole(file, lines)
