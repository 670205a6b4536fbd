"""One meeting as a person reads it: its agenda with themes and decisions, and what was left out of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.app.answers import ledger_lines, number_of
from pipeline.app.doubts import Doubted, read_doubts
from pipeline.app.log import LogEntry, read_log
from pipeline.app.session import Session
from pipeline.archive import LogFilter, StoredMeeting
from pipeline.discussions import decision_of
from pipeline.domain import (
    AgendaItem,
    Ledger,
    Minutes,
    Status,
    StructureChange,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
    Undo,
)

_ROUTINE = re.compile(
    r"(godkendelse|vedtagelse) af .*\b(dagsorden\w*|referat\w*|protokol\w*)( (fra|af|til|for) .*)?"
    r"|(valg af )?(ordstyrer|dirigent|referent|mødeleder)\w*|fremmøde|afbud|velkomst|velkommen( .*)?"
    r"|(gensidige?|øvrige|eventuelle|skriftlige)? ?(meddelelser|orientering(er)?)( .*)?"
    r"|(eventuelt|evt|næste møde\w*|mødeevaluering|evaluering af mødet|underskrift\w*( .*)?)",
    re.IGNORECASE,
)
_STATUS = {Status.DRAFT: "Udkast", Status.AGENDA: "Dagsorden", Status.MINUTES: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One item on the agenda of a meeting, or a number that is left out of it."""

    item: AgendaItem | None
    themes: tuple[ThemeScore, ...] = ()
    """Those that are assigned."""
    decision: str = ""
    """In one line; empty where the minutes have none."""
    routine: bool = False
    """Whether every meeting has such an item, and nothing was found in this one."""
    withheld: bool = False
    """Whether it is decided, but the decision is not released yet."""
    decided: bool = False
    """Whether a person cut or named it otherwise than the program did."""
    left_out: str = ""
    """Of a number without item: what is known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting, its agenda, and what the check of it says."""

    stored: StoredMeeting
    minutes: Minutes
    agenda: tuple[AgendaLine, ...]
    counted: str
    """What was promised and found, in a sentence."""
    warnings: tuple[str, ...]
    """In Danish, a line each."""
    doubts: tuple[Doubted, ...]
    entries: tuple[LogEntry, ...]
    """How persons read it otherwise, and can take it back; the newest first."""
    last: int
    """The newest entry of the log about how it is read; 0 where there is none."""
    text_sha256: str
    versions: int

    @property
    def status(self) -> str:
        """What the document is, where it is no minutes."""
        return _STATUS[self.minutes.status]


def read_meeting(session: Session, meeting_id: str) -> MeetingView:
    """Return a meeting of the archive.

    Raises:
        ItemNotFoundError: there is no such meeting; the error names similar ones.

    """
    tagged, versions = session.archive.minutes(meeting_id), session.archive.versions(meeting_id)
    log = read_otherwise(session, meeting_id)
    minutes = tagged.minutes
    return MeetingView(
        stored=session.archive.meeting(meeting_id),
        minutes=minutes,
        agenda=_agenda(tagged),
        counted=counted(minutes),
        warnings=tuple(line.removeprefix("! ") for line in [*ledger_lines(minutes.ledger)][1:]),
        doubts=tuple(read_doubts(minutes)),
        entries=tuple(reversed([one for one in log if _holds(one)])),
        last=log[-1].correction.number if log else 0,
        text_sha256=versions[-1].content_hash,
        versions=len(versions),
    )


def counted(minutes: Minutes) -> str:
    """Return what minutes promised and what was found, in a sentence."""
    ledger, items = minutes.ledger, minutes.items
    listed = (
        f"{number_of(ledger.listed, 'punkt', 'punkter')} på dagsordenen"
        if ledger.listed
        else "Ingen dagsorden i teksten"
    )
    parts = [listed, f"{len(items)} læst"]
    if closed := sum(not item.open for item in items):
        parts.append(number_of(closed, "lukket", "lukkede"))
    if attached := sum(len(item.attachments) for item in items):
        parts.append(f"{attached} bilag uden tekst her")
    return ", ".join(parts)


def in_short(ledger: Ledger) -> Iterator[str]:
    """Yield what may be lost of a meeting, in a few Danish words each.

    >>> list(in_short(Ledger(layout="web", listed=3, found=2, gaps=("3", "4"))))
    ['nummer 3, 4 sprunget over']
    """
    if ledger.missing:
        yield f"{number_of(len(ledger.missing), 'punkt', 'punkter')} på dagsordenen mangler i referatet"
    if ledger.gaps:
        yield f"nummer {', '.join(ledger.gaps)} sprunget over"
    if ledger.leftovers:
        yield f"{number_of(len(ledger.leftovers), 'stykke', 'stykker')} tekst ikke placeret"


def read_otherwise(session: Session, meeting_id: str, since: int = 0) -> tuple[LogEntry, ...]:
    """Return how persons read a meeting otherwise after an entry of the log, and undid it; oldest first."""
    log = read_log(session, LogFilter(about=meeting_id))
    changed = {one.correction.number for one in log if isinstance(one.correction.change, StructureChange)}
    undos = {
        one.correction.number
        for one in log
        if isinstance(one.correction.change, Undo) and one.correction.change.number in changed
    }
    return tuple(
        one for one in log if one.correction.number > since and one.correction.number in changed | undos
    )


def _holds(entry: LogEntry) -> bool:
    return entry.undone_by is None and isinstance(entry.correction.change, StructureChange)


# The agenda


def _agenda(tagged: TaggedMinutes) -> tuple[AgendaLine, ...]:
    minutes = tagged.minutes
    read, withheld = set(minutes.cut or minutes.items), set(minutes.not_released)
    lines = list[AgendaLine]()
    waiting = _left_out(minutes.ledger)
    for one in tagged.items:
        number = _value(one.item.number)
        while waiting and number is not None and waiting[0][0] < number:
            lines.append(AgendaLine(item=None, left_out=waiting.pop(0)[1]))
        line = _line(one, decided=one.item not in read)
        lines.append(replace(line, withheld=one.item.number in withheld))
    return (*lines, *(AgendaLine(item=None, left_out=said) for _, said in waiting))


def _line(tagged: TaggedItem, *, decided: bool) -> AgendaLine:
    themes = tuple(score for score in tagged.themes if score.assigned)
    return AgendaLine(
        item=tagged.item,
        themes=themes,
        decision=decision_of(tagged.passages),
        routine=not themes and is_routine(tagged.item.title),
        decided=decided,
    )


def is_routine(title: str) -> bool:
    """Return whether every meeting has an item of this title.

    >>> is_routine("Godkendelse af referat fra 3. maj"), is_routine("Valg af vej"), is_routine("Evt.")
    (True, False, True)
    """
    return _ROUTINE.fullmatch(title.strip(" .:-")) is not None


def _left_out(ledger: Ledger) -> list[tuple[int, str]]:
    """Return the numbers that are listed or counted over, but have no item, in their order."""
    titles = {entry.number: entry.title for entry in ledger.missing}
    numbers = [*ledger.gaps, *(entry.number for entry in ledger.missing if entry.number not in ledger.gaps)]
    found = [(_value(number or ""), number, titles.get(number, "")) for number in numbers]
    last = 10**6  # what has no number stands at the end
    return sorted(
        (last if value is None else value, _missing(number, title)) for value, number, title in found
    )


def _missing(number: str | None, title: str) -> str:
    what = f"{number}. {title}".strip(" .") if number and title else title or f"Nummer {number}"
    known = "på dagsordenen, men ikke fundet i referatet" if title else "sprunget over i referatet"
    return f"{what}: {known} (ofte et lukket punkt)"


def _value(number: str) -> int | None:
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else None
