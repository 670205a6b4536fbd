"""The application: global options, the commands, and the one place where errors are reported."""

import errno
import io
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline import __version__
from pipeline.cli import (
    corrections,
    discussions,
    evaluating,
    exporting,
    fetching,
    items,
    models,
    review,
    serving,
    training,
)
from pipeline.cli.shared import path, say, tell
from pipeline.config import load_config
from pipeline.errors import SagssporError

app = typer.Typer(
    name="sagsspor",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.command("tag")(items.tag)
app.command("add")(items.add)
app.command("fetch")(fetching.fetch)
app.command("watch")(fetching.watch)
app.command("delete")(items.delete)
app.command("show")(items.show)
app.command("search")(discussions.search)
app.command("related")(discussions.related)
app.command("trail")(discussions.trail)
app.command("export")(exporting.export)
app.command("backup")(exporting.backup)
app.command("correct")(corrections.correct)
app.command("review")(review.review)
app.command("corrections")(corrections.corrections)
app.command("prepare")(training.prepare)
app.command("sample")(training.sample)
app.command("serve")(serving.serve)
app.command("retrain")(models.retrain)
app.command("experiments")(models.experiments)
app.add_typer(training.train, name="train")
app.add_typer(evaluating.evaluate, name="evaluate")
app.add_typer(models.app, name="models")

_USAGE: type[Exception] = typer.BadParameter.__mro__[2]
"""ClickException, which typer has under different names from version to version."""
_FULL = {errno.ENOSPC, errno.EDQUOT}
_CLOSED = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO,
    errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.ELOOP,
}  # fmt: skip
"""What a place may answer that a program wants to write to: the user can choose another."""


def _version(wanted: bool) -> None:
    if wanted:
        say(f"sagsspor {__version__}")
        raise typer.Exit


ArchiveUrl = Annotated[
    str | None, typer.Option(help="A SQLite file or a database URL; default: as set in the settings.")
]
ConfigFile = Annotated[Path | None, typer.Option(parser=path, help="Your own settings, a TOML file.")]
Version = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
]


@app.callback()
def options(
    context: typer.Context,
    archive: ArchiveUrl = None,
    config: ConfigFile = None,
    version: Version = False,  # noqa: ARG001 - acted on by its callback
) -> None:
    """Cut Danish meeting minutes into agenda items, tag them, and show what was decided before."""
    settings = load_config(config)
    if archive is not None:
        url = str(Path(archive).absolute()) if archive and "://" not in archive else archive
        settings = settings.with_archive(url)
    context.obj = settings


def main() -> None:
    """Run the command line; report an error in one line, with exit status 1."""
    # A terminal of another encoding gets "\\u2013" for a sign it lacks, which is JSON too.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
        raise SystemExit(code if isinstance(code, int) else 0)
    except _USAGE as error:
        _tell_usage(error)
        raise SystemExit(getattr(error, "exit_code", 2)) from None
    except typer.Abort:
        say("Aborted!", err=True)
        raise SystemExit(1) from None
    except SagssporError as error:
        tell(error)
        raise SystemExit(1) from None
    except BrokenPipeError:
        # The reader of our output, `head` for instance, has seen enough.
        _drop_output()
        raise SystemExit(1) from None
    except OSError as error:
        if error.errno not in _FULL | _CLOSED:
            raise
        tell(f"{error.filename or 'the output'} {_why(error)}")
        if error.filename is None:
            _drop_output()
        raise SystemExit(1) from None


def _tell_usage(error: Any) -> None:
    """Print what is wrong with a command, and how it is used; what was typed goes through the door, too."""
    said = io.StringIO()
    error.show(file=said)
    say(said.getvalue().rstrip(), err=True)


def _why(error: OSError) -> str:
    if error.errno in _FULL:
        return "cannot be written: the disk is full; make room and try again"
    return f"cannot be used: {error.strerror}; name another place"


def _drop_output() -> None:
    """Discard what is still to be flushed: at exit it would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
