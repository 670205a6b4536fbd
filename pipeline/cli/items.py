"""`sagsspor tag`, `add`, `delete`, `show`: minutes tagged, added, shown and deleted."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.app.door import printable, printable_line
from pipeline.cli.shared import (
    DAY,
    AsJson,
    bar,
    counted,
    open_session,
    parse_day,
    path,
    print_json,
    say,
    tell,
    warn_stale,
    with_options,
)
from pipeline.config import Config
from pipeline.domain import ReadAs, Structure
from pipeline.errors import SagssporError

if TYPE_CHECKING:  # numpy comes with it, which `sagsspor --help` goes without
    from pipeline.app.files import FileError, Kept, TaggedFile, Terms
    from pipeline.archive import Outcome

MINUTES = "Minutes (txt, html, pdf, docx), exports of case systems (json, xml, zip), or folders of them."
FILES = "Minutes, exports of case systems, folders of them, or a .jsonl file that `export` wrote."
# A file that cannot be read is reported on its own, not as wrong usage.
Minutes = Annotated[list[Path], typer.Argument(parser=path, help=MINUTES)]
Files = Annotated[list[Path], typer.Argument(parser=path, help=FILES)]
PublishedBy = Annotated[
    str, typer.Option("--publisher", help="Official name of the publisher, for minutes that do not name it.")
]
Day = Annotated[
    dt.date | None,
    typer.Option(
        "--date", help="Date of the meeting, for minutes that do not say it.", parser=parse_day, metavar=DAY
    ),
]
Committee = Annotated[str, typer.Option(help="Whose meeting it was, for minutes that do not say it.")]
Place = Annotated[str, typer.Option(help="Where it was held, for minutes that do not say it.")]
Ocr = Annotated[bool, typer.Option("--ocr", help="Read scanned PDFs with OCR (needs sagsspor[ocr]).")]
Accept = Annotated[
    bool,
    typer.Option("--accept", help="Take doubtful minutes as they are cut: you have looked at them."),
]
Related = Annotated[bool, typer.Option("--related", help="Also show related earlier items from the archive.")]
OneJson = Annotated[bool, typer.Option("--json", help="Print one JSON object for each meeting.")]
ItemId = Annotated[str, typer.Argument(help="Id of an item or a meeting; without it, all meetings.")]
MeetingId = Annotated[str, typer.Argument(help="Id of a meeting; `show` lists them.", metavar="MEETING_ID")]
Unmasked = Annotated[
    bool, typer.Option("--unmasked", help="Write CPR numbers as they stand, for those who must see them.")
]
Whose = Annotated[str, typer.Option("--committee", help="List the meetings of this committee alone.")]
Yes = Annotated[bool, typer.Option("--yes", help="Delete without asking.")]


def terms_of(
    date: Day = None, committee: Committee = "", place: Place = "", accept: Accept = False
) -> "Terms":
    """Return on which terms minutes are taken."""
    from pipeline.app.files import Terms

    return Terms(date=date, committee=committee, place=place, accept=accept)


@with_options(terms=terms_of)
def tag(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    files: Minutes,
    *,
    publisher: PublishedBy = "",
    terms: "Terms",
    ocr: Ocr = False,
    related: Related = False,
    unmasked: Unmasked = False,
    as_json: OneJson = False,
) -> None:
    """Cut minutes into items; print the themes and entities of each.

    Of minutes that may be cut wrongly, the doubtful lines are shown; with --json they are named on stderr.
    """
    from pipeline.app.files import read_as, tag_files

    config = reading(context.obj, publisher, ocr=ocr)
    read, failed = Counter[str](), 0
    with open_session(config) if related else nullcontext() as session:
        for answer in tag_files(config, files, partial(bar, "Tagging"), session, terms):
            read[read_as(answer)] += 1
            failed += not _print_tagged(answer, as_json=as_json, unmasked=unmasked)
    _end(read, failed)


def _print_tagged(answer: "TaggedFile | FileError", *, as_json: bool, unmasked: bool) -> bool:
    """Print tagged minutes, or why there are none; return whether they may be taken for what they say."""
    from pipeline.cli.display import show_meeting

    if isinstance(answer, SagssporError):
        tell(answer)
        return False
    if not as_json:
        show_meeting(answer, unmasked=unmasked)
    elif answer.look:
        tell(answer.look)
    else:
        print_json(answer, unmasked=unmasked)
        _print_guess(answer.tagged.minutes.source, answer.structure)
    return answer.look is None


def reading(config: Config, publisher: str, *, ocr: bool) -> Config:
    """Return the settings with what the user says of how minutes are read."""
    own = config.minutes
    minutes = replace(own, publisher=publisher or own.publisher, ocr=ocr or own.ocr)
    return replace(config, minutes=minutes)


def _print_guess(source: str, structure: Structure) -> None:
    """Say how surely minutes were read, where that is not exactly."""
    from pipeline.app.answers import percent

    if structure.read_as is not ReadAs.EXACT:
        guessed = ", ".join(structure.guessed)
        how = "taken as cut" if structure.read_as is ReadAs.DOUBTFUL else "read by guess"
        say(
            f"{printable_line(source)}: {how}, {percent(structure)} sure{guessed and f': {guessed}'}",
            err=True,
        )


def _end(read: "Counter[str]", failed: int) -> None:
    """Print how surely several minutes were read, if not all exactly; leave with status 1 if some failed."""
    if read.total() > 1 and read.keys() != {ReadAs.EXACT.value}:
        counts = ", ".join(f"{read[how]} {how}" for how in (*ReadAs, "refused"))
        say(f"sagsspor: of {read.total()} minutes {counts}", err=True)
    if failed:
        raise typer.Exit(1)


@with_options(terms=terms_of)
def add(
    context: typer.Context, files: Files, *, publisher: PublishedBy = "", terms: "Terms", ocr: Ocr = False
) -> None:
    """Tag minutes and add them to the archive; minutes it already has are left as they are.

    Of minutes that may be cut wrongly, the doubtful lines are named; they are kept only with --accept.
    """
    from pipeline.app.adding import add_files
    from pipeline.app.answers import number_of, number_of_items

    with open_session(reading(context.obj, publisher, ocr=ocr), make=True) as session:
        added = add_files(session, files, partial(bar, "Adding"), tell_answer, terms)
    meetings, items = number_of(added.stats.meetings, "møde", "møder"), number_of_items(added.stats.items)
    say(f"{added_in_all(added.meetings)}; arkivet har {meetings} med {items}")
    if added.waiting:
        wait = number_of(added.waiting, "rettelse", "rettelser")
        say(f"{wait} venter: teksten er ændret; `sagsspor corrections --waiting` viser hvilke")
    if added.stale:
        stale = number_of_items(added.stale)
        say(f"{stale} er tagget med en anden model eller andre temaer; `sagsspor models retag` tagger igen")
    _end(added.read, added.failed)


def added_in_all(meetings: "Mapping[Outcome, int]") -> str:
    """Return what became of the meetings that were added, in one line."""
    from pipeline.app.answers import number_of
    from pipeline.archive import Outcome

    new, again = meetings[Outcome.ADDED], meetings[Outcome.NEW_VERSION]
    rare = {Outcome.OLDER: "ældre end arkivets", Outcome.WITHDRAWN: "trukket tilbage"}
    others = "".join(f", {meetings[one]} {name}" for one, name in rare.items() if meetings[one])
    counts = f"{number_of(new, 'møde', 'møder')} tilføjet, {number_of(again, 'ny udgave', 'nye udgaver')}"
    return f"{counts}, {meetings[Outcome.UNCHANGED]} uændret{others}"


def tell_answer(answer: "Kept | SagssporError") -> None:
    """Say what is not as usual of a meeting that was added, or why it was not."""
    if isinstance(answer, SagssporError):
        tell(answer)
    elif answer.new:
        _print_guess(answer.source, answer.structure)
        _print_cpr(answer)


def _print_cpr(kept: "Kept") -> None:
    """Say in one line where CPR numbers stand in minutes that were added."""
    if kept.cpr:
        found = counted(len(kept.cpr), "CPR number")
        places = ", ".join(f"{start}-{end}" for start, end in kept.cpr)
        where = f"{printable_line(kept.source)}: {found} (characters {places})"
        say(f"{where}, masked wherever they are shown", err=True)


def delete(context: typer.Context, meeting: MeetingId, yes: Yes = False) -> None:
    """Delete a meeting with all its versions from the archive; the log of corrections stays.

    When the minutes are added again, their corrections apply again.
    """
    from pipeline.app.items import about_meeting, delete_meeting
    from pipeline.cli.corrections import print_waiting

    with open_session(context.obj) as session:
        what = about_meeting(session, meeting)
        if not yes:
            typer.confirm(printable(f"Slet {what} fra arkivet?"), abort=True)
        now_waiting = delete_meeting(session, meeting)
    say(f"{what} er slettet fra arkivet; rettelserne bliver i loggen")
    print_waiting(now_waiting)


def show(
    context: typer.Context,
    item: ItemId = "",
    committee: Whose = "",
    unmasked: Unmasked = False,
    as_json: AsJson = False,
) -> None:
    """Show an item in full, the items of a meeting, or the meetings of the archive."""
    if item and committee:
        raise typer.BadParameter("give an id, or --committee for the meetings of one")
    from pipeline.app.items import show as find
    from pipeline.archive import StoredItem
    from pipeline.cli.display import show_item, show_list

    with open_session(context.obj) as session:
        shown = find(session, item, committee)
        if not isinstance(shown, StoredItem):
            warn_stale(session.stale())
        elif session.is_stale(shown.tagged.model):
            warn_stale(1)
        number = shown.tagged.item.case_number if isinstance(shown, StoredItem) else ""
        subject = session.subject_of(number)
    if as_json:
        print_json(shown, unmasked=unmasked)
    elif isinstance(shown, StoredItem):
        show_item(shown, subject, unmasked=unmasked)
    else:
        show_list(shown, unmasked=unmasked)
