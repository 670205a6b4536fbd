"""One meeting as a person reads it: its agenda with themes and decisions, and how it was read."""

from dataclasses import dataclass

from pipeline.app.answers import how_read, ledger_lines
from pipeline.app.session import Session
from pipeline.archive import StoredMeeting
from pipeline.discussions import decision_of
from pipeline.domain import AgendaItem, TaggedMinutes, ThemeScore


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One item on the agenda of a meeting."""

    item: AgendaItem
    themes: tuple[ThemeScore, ...]
    """Those that are assigned."""
    decision: str
    """In one line; empty where the minutes have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting, its agenda, and what the check of it says."""

    stored: StoredMeeting
    agenda: tuple[AgendaLine, ...]
    ledger: tuple[str, ...]
    """In Danish, a line each."""
    how_read: str
    """How surely its structure was read; empty where it was read exactly."""


def read_meeting(session: Session, meeting_id: str) -> MeetingView:
    """Return a meeting of the archive.

    Raises:
        ItemNotFoundError: there is no such meeting; the error names similar ones.

    """
    stored = session.archive.meeting(meeting_id)
    tagged = session.archive.minutes(meeting_id)
    return MeetingView(
        stored=stored,
        agenda=_agenda(tagged),
        ledger=tuple(ledger_lines(tagged.minutes.ledger)),
        how_read=how_read(stored.structure),
    )


def _agenda(tagged: TaggedMinutes) -> tuple[AgendaLine, ...]:
    return tuple(
        AgendaLine(
            item=one.item,
            themes=tuple(score for score in one.themes if score.assigned),
            decision=decision_of(one.passages),
        )
        for one in tagged.items
    )
