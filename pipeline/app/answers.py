"""The forms of an answer that every edge shares: JSON, items named by their ids, and short Danish lines."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import singledispatch
from types import MappingProxyType
from typing import Any

from pipeline.app.danish import in_danish
from pipeline.archive import ItemSummary, StoredItem, StoredMeeting
from pipeline.domain import (
    MEETING_FIELDS,
    AgendaItem,
    CaseChange,
    Change,
    Entity,
    Label,
    Ledger,
    Link,
    LinkChange,
    Meeting,
    MeetingChange,
    MergeChange,
    NameChange,
    ReadAs,
    Reason,
    RenameChange,
    Skipped,
    SkippedLink,
    SkippedMention,
    SplitChange,
    Structure,
    TaggedItem,
    ThemeScore,
    Undo,
    Withheld,
    danish_clock,
    danish_date,
    danish_decimal,
)
from pipeline.serialize import dump, item_to_json, meeting_to_json, structure_to_json
from pipeline.text import mask_cpr, one_line

CHIEF = 5
"""The most often named entities of each kind: a table has room for these."""


@singledispatch
def to_json(answer: Any) -> Any:
    """Return an answer, or answers in a tuple or by name, as plain JSON.

    A frozen dataclass is written field by field; a class with another form registers it.
    """
    return dump(type(answer), answer)


@to_json.register(tuple)
def _many(answers: tuple[Any, ...]) -> list[Any]:
    return [to_json(one) for one in answers]


@to_json.register(Mapping)
def _named(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_json(answer) for name, answer in answers.items()}


@to_json.register
def _item(stored: StoredItem) -> dict[str, Any]:
    return {
        **item_to_json(stored.tagged),
        "text": stored.text,
        "meeting": meeting_to_json(stored.meeting),
        "structure": structure_to_json(stored.structure),
        "status": stored.status.value,
    }


@to_json.register
def _meeting(stored: StoredMeeting) -> dict[str, Any]:
    return {
        "id": stored.id,
        "items": stored.items,
        **meeting_to_json(stored.meeting),
        "structure": structure_to_json(stored.structure),
        "status": stored.status.value,
    }


@to_json.register
def _link(link: Link) -> dict[str, Any]:
    return {
        "item": link.item_id,
        "title": link.title,
        "date": link.date.isoformat(),
        "score": round(link.score, 4),
        "reasons": dump(tuple[Reason, ...], link.reasons),
    }


to_json.register(float, float)  # a float of numpy is one


def shorten(text: str, width: int) -> str:
    r"""Return text on one line, cut at a word with "…" where it is longer than `width` characters.

    >>> shorten("Årets  første\nmøde", 12)
    'Årets …'
    """
    line = one_line(mask_cpr(text))  # before the cut: half a number is not known for one
    return line if len(line) <= width else f"{line[: width - 1].rsplit(' ', 1)[0]} …"


Marked = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is marked."""


def in_pieces(text: str, words: Collection[str]) -> Marked:
    """Return a text with these words marked.

    >>> in_pieces("Nye pladser i år", ["pladser"])
    (('Nye ', False), ('pladser', True), (' i år', False))
    """
    if not words:
        return ((text, False),)
    either = "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))
    parts = re.split(rf"(?<!\w)({either})(?!\w)", text)
    return tuple((part, at % 2 == 1) for at, part in enumerate(parts) if part)


AGENDA = "Dagsorden, endnu ikke behandlet"
"""What is said of a meeting, or an item of one, that was not held yet when its source was made."""


def moment(at: datetime) -> str:
    """Return a point in time as Danes write it, on the clock of this machine."""
    here = at.astimezone()
    return f"{danish_date(here.date())} kl. {danish_clock(here.time())}"


def when_and_where(meeting: Meeting) -> str:
    """Return committee, date, time and place, as far as the minutes state them."""
    times = "–".join(danish_clock(at) for at in (meeting.start, meeting.end) if at)
    hours = f"kl. {times}" if times else None
    parts = (meeting.committee, danish_date(meeting.date), hours, meeting.place)
    return " · ".join(part for part in parts if part)


def item_title(item: AgendaItem) -> str:
    """Return the title of an item, and whether the public may not read it."""
    return item.title if item.open else f"{item.title} (lukket)"


def number_of_items(count: int) -> str:
    """Return how many agenda items.

    >>> number_of_items(1), number_of_items(2)
    ('1 punkt', '2 punkter')
    """
    return number_of(count, "punkt", "punkter")


def number_of(count: int, one: str, more: str) -> str:
    """Return a number with its Danish noun.

    >>> number_of(1, "ny udgave", "nye udgaver"), number_of(0, "ny udgave", "nye udgaver")
    ('1 ny udgave', '0 nye udgaver')
    """
    return f"{count} {one if count == 1 else more}"


_GUESSABLE = {**MEETING_FIELDS, "items": "punkter"}
"""The Danish words for what `Structure.guessed` names."""


def how_read(structure: Structure) -> str:
    """Return how surely minutes were read, in a few words; nothing where they were read exactly.

    >>> how_read(Structure(read_as=ReadAs.GUESSED, confidence=0.937, guessed=("items", "date")))
    'opbygningen er gættet, 93 % sikker: punkter, dato'
    """
    if structure.read_as is ReadAs.EXACT:
        return ""
    word = "gættet" if structure.read_as is ReadAs.GUESSED else "usikker, se efter"
    guessed = ", ".join(_GUESSABLE.get(name, name) for name in structure.guessed)
    return f"opbygningen er {word}, {percent(structure)} sikker{guessed and f': {guessed}'}"


def percent(structure: Structure) -> str:
    """Return how surely minutes were read; never a percent more than is known.

    >>> percent(Structure(confidence=0.996))
    '99 %'
    """
    return f"{int(100 * structure.confidence)} %"


def ledger_lines(ledger: Ledger) -> Iterator[str]:
    """Yield the result of the check: items listed but not found, and text that is not accounted for."""
    yield f"{number_of_items(ledger.found)} fundet, {ledger.listed} på dagsordenen"
    for entry in ledger.missing:
        number = f"{entry.number}. " if entry.number else ""
        yield f"! på dagsordenen, men ikke i referatet: {number}{entry.title}"
    if ledger.gaps:
        yield f"! numre sprunget over (ofte lukkede punkter): {', '.join(ledger.gaps)}"
    if ledger.without_text:
        yield f"! punkter uden tekst: {', '.join(ledger.without_text)}"
    if ledger.crowded:
        yield f"! punkter, der kan være flere i ét: {', '.join(ledger.crowded)}"
    for lacking in ledger.lacking:
        yield f"! punkt {lacking.number} er uden {lacking.section}, som de fleste punkter har"
    for leftover in ledger.leftovers:
        yield f"! ikke placeret (tegn {leftover.start}-{leftover.end}): {shorten(leftover.text, 80)}"
    for note in ledger.notes:
        yield f"! {in_danish(note)}"


def theme_lines(scores: Iterable[ThemeScore]) -> Iterator[str]:
    """Yield the themes that are assigned or in doubt, with their probability or who decided."""
    for score in sorted(scores, key=lambda score: -score.probability):
        if score.assigned or score.undecided:
            maybe, doubt = "" if score.assigned else "måske ", "?" if score.undecided else ""
            source = f"({score.decided_by})" if score.decided_by else danish_decimal(score.probability)
            yield f"{maybe}{score.theme}{doubt} {source}"


def chief_entities(entities: Sequence[Entity], label: Label, most: int | None = CHIEF) -> list[str]:
    """Return the most frequent entities of one kind, `most` None all; among equals the first named is first.

    A person is shown with role and organisation: "Lise Holm (socialdirektør, Nyborg Kommune)".
    """
    count: dict[str, int] = {}
    posts: dict[str, str] = {}
    for entity in entities:
        if entity.label is label:
            name = (label.kind.shown_by_norm and entity.norm) or entity.text
            count[name] = count.get(name, 0) + 1
            posts.setdefault(name, ", ".join(filter(None, (entity.role, entity.organisation))))
    names = sorted(count, key=lambda name: -count[name])
    more = [f"+{len(names) - most}"] if most is not None and len(names) > most else []
    return [f"{name} ({posts[name]})" if posts[name] else name for name in names[:most]] + more


def matter_title(tagged: TaggedItem, at: int) -> str:
    """Return the sub-heading of an information item that a place in the text is under; "" if none."""
    titles = (matter.title for matter in tagged.matters if matter.start <= at < matter.end)
    return next(titles, "")


_DONE: Mapping[type[Change], str] = {
    SplitChange: "delt: ", MergeChange: "lagt sammen: ", RenameChange: "omdøbt: ", MeetingChange: "mødet: ",
    Skipped: "sprunget over: ",
}  # fmt: skip

_KINDS = {
    "theme": "tema", "entity": "omtale", "link": "henvisning", "case": "sag", "split": "deling",
    "merge": "sammenlægning", "rename": "omdøbning", "skip": "sprunget over",
    "skip-link": "sprunget over, henvisning", "name": "navn",
    "skip-mention": "sprunget over, omtale", "undo": "fortrudt", "meeting": "mødet",
}  # fmt: skip
"""What the kinds of change are called that are told no more."""


def about(change: Change, items: Mapping[str, ItemSummary] = MappingProxyType({})) -> str:
    """Return what a correction concerns, where its states before and after do not say it.

    Another item is named by its title where it is among `items`, else by its id.
    """
    match change:
        case LinkChange(earlier=other):
            line = f"henvisning til {_item_line(other, items)}: "
        case SkippedLink(earlier=other):
            line = f"sprunget over, henvisning til {_item_line(other, items)}: "
        case SkippedMention(text=text):
            line = f"sprunget over, omtalen »{text}«: "
        case CaseChange(other=other):
            line = f"sag med {_item_line(other, items)}: "
        case NameChange(label=label, name=name, canonical=canonical):
            line = f"{label.kind.name} »{name}« = »{canonical}«: "
        case Undo(number=number):
            line = f"tager {number} tilbage: "
        case Withheld(was=kind):
            line = f"{_KINDS.get(kind, kind)}: "  # a file that was read in may have any
        case _:
            line = _DONE.get(type(change), "")
    return line


def _item_line(item_id: str, items: Mapping[str, ItemSummary]) -> str:
    one = items.get(item_id)
    if one is None:
        return item_id
    number = f"punkt {one.number} " if one.number else ""
    return f"{number}»{shorten(one.title, 60)}« den {danish_date(one.date)}"
