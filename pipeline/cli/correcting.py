"""`sagsspor correct` and `corrections`: what a person knows better, and who said so when."""

import datetime as dt
import getpass
import json
from typing import Annotated

import typer

from pipeline.cli.forms import ENTITY_FORMS
from pipeline.config import Config
from pipeline.domain import Signature
from pipeline.errors import CorrectionError

Many = list[str] | None
ItemId = Annotated[str, typer.Argument(help="Id of the item; none with --undo.")]
Theme = Annotated[Many, typer.Option(help="+misbrug to assign a theme, -misbrug to take it away.")]
Mention = Annotated[
    Many,
    typer.Option(
        help=f"{ENTITY_FORMS}. LABEL as code or in Danish; TEXT#2 is the second such text "
        "(of a mention, the second such mention), TEXT#* all of them."
    ),
]
Keep = Annotated[Many, typer.Option(help="Always show this earlier item for it.", metavar="OTHER_ID")]
Reject = Annotated[Many, typer.Option(help="Never show this earlier item for it.", metavar="OTHER_ID")]
SameCase = Annotated[Many, typer.Option(help="It is of one case with this item.", metavar="OTHER_ID")]
OtherCase = Annotated[Many, typer.Option(help="It is not of one case with this item.", metavar="OTHER_ID")]
Split = Annotated[str, typer.Option(help="A new item begins at the line with these first words.")]
MergeNext = Annotated[bool, typer.Option("--merge-next", help="The next item belongs to it.")]
Number = Annotated[int, typer.Option(help="Take back this correction; of an undo, bring it back.", min=0)]
By = Annotated[str, typer.Option(help="Who corrects; default: [corrections] by, or the login name.")]
Why = Annotated[str, typer.Option(help="Why, for those who read the log.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]


def correct(  # noqa: PLR0913, PLR0917 - a command's options are its parameters
    context: typer.Context,
    why: Why,
    item: ItemId = "",
    theme: Theme = None,
    entity: Mention = None,
    keep: Keep = None,
    reject: Reject = None,
    same_case: SameCase = None,
    other_case: OtherCase = None,
    split: Split = "",
    merge_next: MergeNext = False,
    undo: Number = 0,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Correct an item: themes, mentions, links, cases, boundaries; or take a correction back.

    A split item keeps its id; the new one gets its number with the next free letter, from b on.
    """
    from pipeline.archive import Archive
    from pipeline.cli.changes import Wanted
    from pipeline.cli.corrections import entry_to_json, show_entries, tell_waiting
    from pipeline.correcting import Corrector
    from pipeline.process import Processor

    config: Config = context.obj
    signature = sign(config, by, why)
    wanted = Wanted(
        themes=theme or (), mentions=entity or (), split=split, merge_next=merge_next,
        links={True: keep or (), False: reject or ()}, cases={True: same_case or (), False: other_case or ()},
    )  # fmt: skip
    if bool(undo) == bool(item) or bool(undo) == wanted.anything:
        raise typer.BadParameter("give an ITEM_ID and what to correct of it, or --undo NUMBER")
    with Archive.open_existing(config.archive.url) as archive:
        corrector, waited = Corrector(Processor(config), archive), archive.waiting()
        if undo:
            entries = [corrector.undo(undo, signature)]
        else:
            changes = wanted.changes(archive, archive.item(item), config)
            entries = [*corrector.correct(item, changes, signature)]
        log, waits = archive.corrections(), archive.waiting()
    if as_json:
        numbers = {entry.number for entry in waits}
        rows = [entry_to_json(entry, log, waiting=entry.number in numbers) for entry in entries]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    show_entries(entries, log, waits)
    tell_waiting(waited, waits)


def sign(config: Config, by: str, why: str) -> Signature:
    """Return who corrects, now, and why.

    Raises:
        CorrectionError: there is no reason given.

    """
    if not why.strip():
        raise CorrectionError("--why is empty; say in a few words why, for those who read the log")
    name = by.strip() or config.corrections.by.strip() or getpass.getuser()
    return Signature(by=name, at=dt.datetime.now(dt.UTC), why=why.strip())


def corrections(
    context: typer.Context,
    item: Annotated[str, typer.Argument(help="Id of an item; none: all.")] = "",
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Only those whose text is not in the archive as it was.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print who corrected what, when and why, before and after, on which version of the model."""
    from pipeline.archive import Archive
    from pipeline.cli.corrections import entry_to_json, show_entries

    config: Config = context.obj
    with Archive.open_existing(config.archive.url) as archive:
        log, waits = archive.corrections(), archive.waiting()
        entries = archive.corrections(item or None)
    waits_for = {entry.number for entry in waits}
    if waiting:
        entries = tuple(entry for entry in entries if entry.number in waits_for)
    if as_json:
        rows = [entry_to_json(entry, log, waiting=entry.number in waits_for) for entry in entries]
        typer.echo(json.dumps(rows, ensure_ascii=False))
    elif entries:
        show_entries(entries, log, waits)
    else:
        typer.echo("Ingen rettelser.")
