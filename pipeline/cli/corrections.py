"""`sagsspor correct` and `corrections`: what persons correct, and the log of it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.app.door import one_line, printable_line
from pipeline.cli.shared import (
    DAY,
    AsJson,
    By,
    open_session,
    parse_clock,
    parse_day,
    print_json,
    say,
    with_options,
)
from pipeline.domain import (
    CaseChange,
    Correction,
    LeftOpen,
    LinkChange,
    MeetingChange,
    RenameChange,
    Signature,
    Withheld,
    is_item_id,
)

if TYPE_CHECKING:  # numpy comes with it, which `sagsspor --help` goes without
    from pipeline.app.changes import Edit
    from pipeline.app.log import LogEntry
    from pipeline.app.session import Session

    Edits = tuple[Edit, ...]

Many = list[str] | None
ItemId = Annotated[str, typer.Argument(help="Id of the item or the meeting; leave it out with --undo.")]
Theme = Annotated[Many, typer.Option(help="+misbrug assigns a theme, -misbrug removes it.")]
Mention = Annotated[
    Many,
    typer.Option(
        help="add:TEXT:LABEL[:NORM]  remove:TEXT  relabel:TEXT:LABEL[:NORM]  renorm:TEXT:NORM. "
        "TEXT is as it stands in the item, or as `show` lists it; "
        "LABEL is a code or a Danish name; TEXT#2 is the second occurrence of the text "
        "(or the second such mention), TEXT#* every one."
    ),
]
Keep = Annotated[Many, typer.Option(help="Always show this earlier item.", metavar="OTHER_ID")]
Reject = Annotated[Many, typer.Option(help="Never show this earlier item.", metavar="OTHER_ID")]
SameCase = Annotated[Many, typer.Option(help="It belongs to the same case as this item.", metavar="OTHER_ID")]
OtherCase = Annotated[
    Many, typer.Option(help="It does not belong to the same case as this item.", metavar="OTHER_ID")
]
Split = Annotated[str, typer.Option(help="A new item begins at the line that starts with these words.")]
Title = Annotated[str, typer.Option(help="Another title, of an item or of a meeting.")]
ItemNumber = Annotated[str, typer.Option("--number", help="Another number of the item, as it is shown.")]
Committee = Annotated[str | None, typer.Option(help="Of a meeting: whose it was.")]
Publisher = Annotated[str | None, typer.Option(help="Of a meeting: official name of its publisher.")]
Place = Annotated[str | None, typer.Option(help='Of a meeting: where it was held; "" for nowhere said.')]
Date = Annotated[dt.date | None, typer.Option(help="Of a meeting: its day.", parser=parse_day, metavar=DAY)]
Clock = Annotated[
    dt.time | None,
    typer.Option(help="Of a meeting: when it began, or ended.", parser=parse_clock, metavar="TIME"),
]
SameName = Annotated[
    str,
    typer.Option(
        help="Two names of one thing, in all the archive: 'institution:Egely=Botilbuddet Egely'. "
        "It goes by the second. Takes no ITEM_ID.",
        metavar="KIND:NAME=OTHER",
    ),
]
MergeNext = Annotated[bool, typer.Option("--merge-next", help="The next item is part of this one.")]
Number = Annotated[int, typer.Option(help="Number of a correction, or of an undo, to undo.", min=0)]
Why = Annotated[str, typer.Option(help="Why, for those who read the log.")]

_MODEL = 12
"""Characters that tell the version of a model from others."""


def edits_of(  # noqa: PLR0913, PLR0917 - options of a command
    theme: Theme = None,
    entity: Mention = None,
    keep: Keep = None,
    reject: Reject = None,
    same_case: SameCase = None,
    other_case: OtherCase = None,
    split: Split = "",
    merge_next: MergeNext = False,
    number: ItemNumber = "",
) -> "Edits":
    """Return what these options correct in an item."""
    from pipeline.app.changes import MergeEdit, SplitEdit, parse_mention, parse_theme

    links, cases = ((True, keep), (False, reject)), ((True, same_case), (False, other_case))
    return (
        *map(parse_theme, theme or ()),
        *map(parse_mention, entity or ()),
        *(LinkChange(earlier=one, kept=kept) for kept, ids in links for one in ids or ()),
        *(CaseChange(other=one, same=same) for same, ids in cases for one in ids or ()),
        # Named first: so the name stays when the split is undone.
        *([RenameChange(number=one_line(number))] if number else ()),
        *([SplitEdit(words=split)] if split else ()),
        *([MergeEdit()] if merge_next else ()),
    )


def meeting_of(
    publisher: Publisher = None,
    committee: Committee = None,
    date: Date = None,
    start: Clock = None,
    end: Clock = None,
    place: Place = None,
) -> MeetingChange:
    """Return what these options correct of a meeting."""
    return MeetingChange(
        publisher=publisher and one_line(publisher),
        committee=committee and one_line(committee),
        date=date,
        start=start,
        end=end,
        place=place and one_line(place),
    )


@with_options(edits=edits_of, meeting=meeting_of)
def correct(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    why: Why,
    item: ItemId = "",
    *,
    title: Title = "",
    edits: "Edits",
    meeting: MeetingChange,
    same_name: SameName = "",
    undo: Number = 0,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Correct an item (themes, mentions, links, cases, boundaries, name), a meeting, or names; or undo it.

    Ids stay as they are. A split item keeps its own; the new item gets its number with the next free letter.
    """
    what = _what(item, title, edits, meeting)
    if [bool(item), bool(undo), bool(same_name)].count(True) != 1 or bool(item) != bool(what):
        raise typer.BadParameter(
            "give an ITEM_ID and what to correct in it, or --same-name KIND:NAME=OTHER, or --undo NUMBER"
        )
    with open_session(context.obj) as session:
        entries, now_waiting = _write(session, item, what or same_name or undo, session.sign(by, why))
    if as_json:
        print_json(entries)
    else:
        _show(entries)
        print_waiting(now_waiting)


def _what(item: str, title: str, edits: "Edits", meeting: MeetingChange) -> "Edits | MeetingChange":
    """Return what is corrected, in an item or of a meeting; the title is of whichever is named."""
    if title and is_item_id(item):
        number = next((one.number for one in edits if isinstance(one, RenameChange)), "")
        others = (one for one in edits if not isinstance(one, RenameChange))
        edits = (RenameChange(number=number, title=one_line(title)), *others)
    elif title:
        meeting = replace(meeting, title=one_line(title))
    if meeting == MeetingChange():
        return edits
    if edits:
        raise typer.BadParameter("an item and its meeting are corrected one after the other")
    return meeting


def _write(
    session: "Session", item: str, what: "Edits | MeetingChange | str | int", signature: Signature
) -> "tuple[tuple[LogEntry, ...], list[int]]":
    """Write into the log what is corrected; return its entries, and the numbers of those that now wait."""
    from pipeline.app.log import log_entries

    waited = session.archive.waiting()
    entries = log_entries(session, _written(session, item, what, signature))
    return entries, sorted(session.archive.waiting() - waited)


def _written(
    session: "Session", item: str, what: "Edits | MeetingChange | str | int", signature: Signature
) -> tuple[Correction, ...]:
    """Write into the log what is corrected, two names that are joined, or the undo of a number."""
    from pipeline.app import corrections as log
    from pipeline.app.names import join_names, parse_same

    match what:
        case int():
            return log.undo(session, [what], signature)
        case str():
            return join_names(session, parse_same(what), signature)
        case MeetingChange():
            return log.correct_meeting(session, item, what, signature)
        case _:
            return log.correct(session, item, what, signature)


def corrections(
    context: typer.Context,
    item: Annotated[str, typer.Argument(help="Id of an item or a meeting; without it, all.")] = "",
    waiting: Annotated[
        bool,
        typer.Option("--waiting", help="Only those that wait: the text they correct is gone or changed."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the log: who corrected what, when and why, and the version of the model corrected."""
    from pipeline.app.log import read_log, read_log_of
    from pipeline.archive import LogFilter

    with open_session(context.obj) as session:
        if item:
            entries = read_log_of(session, item, only_waiting=waiting)
        else:
            entries = read_log(session, LogFilter(waiting=waiting))
    if as_json:
        print_json(entries)
    elif entries:
        _show(entries)
    else:
        say("Ingen rettelser.")


def _show(entries: "Sequence[LogEntry]") -> None:
    """Print entries of the log; those undone and those that wait are marked."""
    from pipeline.app.answers import moment

    for entry in entries:
        correction, gone = entry.correction, entry.undone_by is not None
        when, who = moment(correction.at), printable_line(correction.by)
        head = f"{correction.number:>4}  {when} · {who} · {correction.item_id}"
        say(head, bold=not gone, dim=gone)
        for line in _lines(correction):
            say(f"      {printable_line(line)}")
        if gone:
            say(f"      taget tilbage af {entry.undone_by}", fg="yellow")
        if entry.waiting:
            say("      venter: det, den gælder, findes ikke i arkivet, som det var", fg="yellow")


def _lines(correction: Correction) -> Iterator[str]:
    from pipeline.app.answers import about

    before, after, change = correction.before, correction.after, correction.change
    same = after if isinstance(change, LeftOpen | Withheld) else f"{after} (uændret)"
    yield f"{about(change)}{same if before == after else f'{before} → {after}'}"
    model = f" · model {correction.model[:_MODEL]}" if correction.model else ""
    yield f"fordi: {correction.why}{model}"


def print_waiting(numbers: Sequence[int]) -> None:
    """Print which corrections wait from now on."""
    if numbers:
        *most, last = map(str, numbers)
        which = f"rettelse {', '.join(most)} og {last}" if most else f"rettelse {last}"
        say(f"{which} venter nu: teksten er væk eller ændret; se `sagsspor corrections --waiting`")
