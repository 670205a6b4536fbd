"""The log of corrections as a person reads it, and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

import typer

from pipeline.cli.display import clock
from pipeline.corrections import undone
from pipeline.domain import (
    CaseChange,
    Change,
    Correction,
    LinkChange,
    MergeChange,
    Skipped,
    SkippedLink,
    SplitChange,
    Undo,
    danish_date,
)
from pipeline.serialize import correction_to_json

_ACTS: dict[type[Change], str] = {
    SplitChange: "delt: ",
    MergeChange: "lagt sammen: ",
    Skipped: "sprunget over: ",
}
_MODEL = 12
"""Characters of a model's version that are enough to tell it from others."""


def show_entries(
    entries: Sequence[Correction], log: Sequence[Correction], waiting: Sequence[Correction] = ()
) -> None:
    """Print entries of the log, those that no longer hold marked."""
    taken_back, waits = _taken_back(log), {entry.number for entry in waiting}
    for entry in entries:
        at = entry.at.astimezone()
        when = f"{danish_date(at.date())} kl. {clock(at.time())}"
        head = f"{entry.number:>4}  {when} · {entry.by} · {entry.item_id}"
        typer.secho(head, bold=entry.number not in taken_back, dim=entry.number in taken_back)
        for line in _lines(entry):
            typer.echo(f"      {line}")
        if entry.number in taken_back:
            typer.secho(f"      taget tilbage af {taken_back[entry.number]}", fg="yellow")
        if entry.number in waits:
            typer.secho("      venter: det, den gælder, findes ikke i arkivet, som det var", fg="yellow")


def tell_waiting(before: Sequence[Correction], after: Sequence[Correction]) -> None:
    """Print which corrections wait that did not before."""
    new = sorted({entry.number for entry in after} - {entry.number for entry in before})
    if new:
        who = f"correction {new[0]} waits" if len(new) == 1 else f"corrections {_listed(new)} wait"
        typer.echo(f"{who} now: what was corrected does not read as it did; `sagsspor corrections --waiting`")


def _listed(numbers: Sequence[int]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _lines(entry: Correction) -> Iterator[str]:
    name = _about(entry.change)
    if entry.before == entry.after:
        yield f"{name}{entry.after}"
    else:
        yield f"{name}{entry.before} → {entry.after}"
    model = f" · model {entry.model[:_MODEL]}" if entry.model else ""
    yield f"fordi: {entry.why}{model}"


def _about(change: Change) -> str:
    """Return what the two states are of, where they do not say it themselves."""
    match change:
        case LinkChange(earlier=other):
            return f"henvisning til {other}: "
        case SkippedLink(earlier=other):
            return f"sprunget over, henvisning til {other}: "
        case CaseChange(other=other):
            return f"sag med {other}: "
        case Undo(number=number):
            return f"tager {number} tilbage: "
        case _:
            return _ACTS.get(type(change), "")


def entry_to_json(entry: Correction, log: Sequence[Correction], *, waiting: bool) -> dict[str, Any]:
    """Return an entry with whether it holds: "undone_by" is a number or null, "waiting" for its text."""
    return {
        **correction_to_json(entry),
        "undone_by": _taken_back(log).get(entry.number),
        "waiting": waiting,
    }


def _taken_back(log: Sequence[Correction]) -> dict[int, int]:
    """Return by which active undo each entry is undone."""
    gone = undone(log)
    return {
        entry.change.number: entry.number
        for entry in log
        if isinstance(entry.change, Undo) and entry.number not in gone
    }
