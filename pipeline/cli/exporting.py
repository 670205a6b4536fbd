"""`sagsspor export`, `backup`: the archive written into files, for others or to be kept."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from pipeline.app.door import to_line
from pipeline.cli.items import Unmasked
from pipeline.cli.shared import counted, open_session, path, say, tell, waiting
from pipeline.errors import SagssporError
from pipeline.files import write_lines

Copy = Annotated[Path, typer.Argument(parser=path, help="The file to write; none may be there.")]
File = Annotated[Path | None, typer.Argument(parser=path, help="The file to write; default: stdout.")]
Table = Annotated[
    Path | None,
    typer.Option("--csv", parser=path, help="Write a table for Danish spreadsheets: one row an item."),
]
Folder = Annotated[
    Path | None,
    typer.Option("--oparl", parser=path, help="Write files of OParl 1.1 to a new folder.", metavar="FOLDER"),
]
Base = Annotated[
    str, typer.Option("--base", help="With --oparl: the address at which the folder will be served.")
]


def backup(context: typer.Context, file: Copy) -> None:
    """Copy the archive as it is, with its log, vectors and earlier versions, while others may use it.

    CPR numbers stand in it as they do in the archive: whoever may not see them is given an `export`.
    """
    from pipeline.app.items import back_up

    with open_session(context.obj) as session, waiting("Copying"):
        back_up(session, file)
    megabytes = file.stat().st_size / 1e6
    say(f"{file}: {megabytes:.1f} MB; `sagsspor --archive {file}` opens it", err=True)


def export(
    context: typer.Context,
    file: File = None,
    table: Table = None,
    oparl: Folder = None,
    base: Base = "https://oparl.invalid",
    unmasked: Unmasked = False,
) -> None:
    """Write the whole archive as JSON Lines, which `add` can read, or in a form for others."""
    if sum(one is not None for one in (file, table, oparl)) > 1:
        raise typer.BadParameter("give one of: a file for JSON Lines, --csv, --oparl")
    unread = list[SagssporError]()
    with open_session(context.obj) as session:
        if table:
            from pipeline.app.table import table_lines

            write_lines(table, table_lines(session, unread.append, unmasked=unmasked))
        elif oparl:
            from pipeline.app.oparl import OParl, write_oparl

            entries = OParl(session, base, unread.append, unmasked=unmasked).entries()
            say(counted(write_oparl(oparl, entries, base, unmasked=unmasked), "object"), err=True)
        else:
            found = session.archive.export(unread.append)
            _write(file, (f"{to_line(meeting, unmasked=unmasked)}\n" for meeting in found))
    for error in unread:
        tell(error)
    if unread:
        raise typer.Exit(1)


def _write(file: Path | None, lines: Iterable[str]) -> None:
    if file is not None:
        with waiting("Writing"):
            write_lines(file, lines)
        return
    for line in lines:
        typer.echo(line, nl=False)
