"""Minutes read otherwise than the program read them: items split, merged, renamed, or another meeting.

A split leaves the first part its id; the new item gets the same number with the next
free letter, from b on: 7 is split into 7 and 7b, and 7 or 7b again into 7c. An id is a
name that is given once: items and meetings keep theirs whatever number, date or
committee they are shown with from then on.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase

from pipeline.corrections.replay import NOTHING, active
from pipeline.corrections.texts import item_of_text, item_text
from pipeline.domain import (
    MEETING_FIELDS,
    AgendaItem,
    Attachment,
    Correction,
    Meeting,
    MeetingChange,
    MergeChange,
    Minutes,
    RenameChange,
    Section,
    SplitChange,
    StructureChange,
    danish_clock,
    danish_date,
    meeting_of,
    number_of,
)
from pipeline.errors import CorrectionError

_LETTER = re.compile(r"(?<=\d)[b-z]$")


def restructure(minutes: Minutes, log: Sequence[Correction]) -> tuple[Minutes, frozenset[int]]:
    """Return minutes as the active entries of their log read them, and the numbers of those entries.

    An entry whose item does not read as it did then, or is not followed by what it was, waits.
    """
    now, numbers = as_read(minutes), set[int]()
    for entry in active(log):
        if isinstance(entry.change, StructureChange):
            try:
                now = change_structure(now, _about(now, entry), entry.change)
            except CorrectionError:
                continue
            numbers.add(entry.number)
    return now, frozenset(numbers)


def as_read(minutes: Minutes) -> Minutes:
    """Return minutes as the program read them."""
    items, meeting = minutes.cut or minutes.items, minutes.uncorrected or minutes.meeting
    return replace(minutes, items=items, cut=(), meeting=meeting, uncorrected=None)


def _about(minutes: Minutes, entry: Correction) -> str:
    """Return the id of the item, or of the meeting, that an entry changes."""
    if isinstance(entry.change, MeetingChange):
        return entry.item_id
    hashes = {item.id: item_text(item, minutes.text).hash for item in minutes.items}
    item_id = item_of_text(entry.item_id, entry.text_hash, hashes)
    if item_id is None:
        raise CorrectionError("correction-waits", number=entry.number, item=entry.item_id)
    return item_id


def change_structure(minutes: Minutes, about: str, change: StructureChange) -> Minutes:
    """Return minutes with one item split, renamed, or merged with the next, or with their meeting corrected.

    Raises:
        CorrectionError: the item has no such place to be split at, or no such next item.

    """
    read = as_read(minutes)
    items, meeting = minutes.items, minutes.meeting
    if isinstance(change, MeetingChange):
        meeting = _corrected(meeting, change)
    else:
        items = cut_item(items, about, change, minutes.text)
    return replace(
        minutes,
        items=items,
        cut=() if items == read.items else read.items,
        meeting=meeting,
        uncorrected=None if meeting == read.meeting else read.meeting,
    )


def _corrected(meeting: Meeting, change: MeetingChange) -> Meeting:
    given = {name: new for name in MEETING_FIELDS if (new := getattr(change, name)) is not None}
    return replace(meeting, **given)


def cut_item(
    items: Sequence[AgendaItem], item_id: str, change: SplitChange | MergeChange | RenameChange, source: str
) -> tuple[AgendaItem, ...]:
    """Return the items of a meeting with one split, renamed, or merged with the next.

    Raises:
        CorrectionError: the item has no such place to be split at, or no such next item.

    """
    at = next(place for place, item in enumerate(items) if item.id == item_id)
    item, after = items[at], items[at + 1 :]
    match change:
        case SplitChange():
            return (*items[:at], *_split(items, item, change, source), *after)
        case RenameChange():
            return (*items[:at], _renamed(item, change), *after)
        case MergeChange():
            following = after[0].id if after else "no item"
            if number_of(following) != number_of(change.following):
                raise CorrectionError(
                    "followed-by-another", item=item_id, following=following, named=change.following
                )
            return (*items[:at], _merged(item, after[0]), *after[1:])


def _split(
    items: Sequence[AgendaItem], item: AgendaItem, change: SplitChange, source: str
) -> tuple[AgendaItem, AgendaItem]:
    at = item.start + change.at
    first, last = source[item.start : at].rstrip(), source[at : item.end]
    if not first or not last.strip():
        raise CorrectionError("split-outside-text", item=item.id, at=change.at)
    letter = _free_letter(items, item)
    line_end = source.find("\n", at, item.end)
    body = item.end if line_end < 0 else line_end + 1
    return (
        replace(
            item,
            end=item.start + len(first),
            case_number=_case_number(item, first),
            sections=_sections(item, item.start, item.start + len(first)),
            attachments=_attachments(item, item.start, at),
        ),
        replace(
            item,
            id=f"{meeting_of(item.id)}/{_LETTER.sub('', number_of(item.id))}{letter}",
            number=f"{_LETTER.sub('', item.number)}{letter}",
            title=change.title,
            start=at,
            case_number=_case_number(item, last),
            made=tuple(name for name in item.made if name != "title"),
            sections=_sections(item, body, item.end),
            attachments=_attachments(item, at, item.end),
        ),
    )


def split_from(item_id: str) -> str:
    """Return the id of the item that one of this id would be a part of, had a person split it.

    >>> split_from("forum/2023-01-20/7b"), split_from("forum/2023-01-20/7")
    ('forum/2023-01-20/7', 'forum/2023-01-20/7')
    """
    return _LETTER.sub("", item_id)


def _merged(item: AgendaItem, following: AgendaItem) -> AgendaItem:
    return replace(
        item,
        end=following.end,
        open=item.open and following.open,
        case_number=item.case_number or following.case_number,
        sections=item.sections + following.sections,
        attachments=item.attachments + following.attachments,
    )


def _renamed(item: AgendaItem, change: RenameChange) -> AgendaItem:
    given = {name: value for name in ("number", "title") if (value := getattr(change, name))}
    return replace(item, **given, made=tuple(name for name in item.made if name not in given))


def _case_number(item: AgendaItem, text: str) -> str:
    return item.case_number if item.case_number in text else ""


def _sections(item: AgendaItem, start: int, end: int) -> tuple[Section, ...]:
    clipped = (replace(s, start=max(s.start, start), end=min(s.end, end)) for s in item.sections)
    return tuple(section for section in clipped if section.start < section.end)


def _attachments(item: AgendaItem, start: int, end: int) -> tuple[Attachment, ...]:
    return tuple(attachment for attachment in item.attachments if start <= attachment.start < end)


def _free_letter(items: Sequence[AgendaItem], item: AgendaItem) -> str:
    base = _LETTER.sub("", number_of(item.id))
    taken = {number_of(other.id) for other in items}
    letter = next((one for one in ascii_lowercase[1:] if f"{base}{one}" not in taken), None)
    if letter is None:
        raise CorrectionError("too-many-parts", item=item.id)
    return letter


# What stands in the log


def describe_structure(minutes: Minutes, other: Minutes, change: StructureChange) -> str:
    """Return how what a change is about stands in minutes: its fields, or the items that `other` has not."""
    if isinstance(change, MeetingChange):
        given = [name for name in MEETING_FIELDS if getattr(change, name) is not None]
        return "; ".join(
            f"{MEETING_FIELDS[name]}: {_words(getattr(minutes.meeting, name))}" for name in given
        )
    items = (item for item in minutes.items if item not in other.items)
    return " | ".join(f"{item.number}. {item.title}" for item in items)


def _words(value: dt.date | dt.time | str | None) -> str:
    if isinstance(value, dt.date):
        return danish_date(value)
    return danish_clock(value) if isinstance(value, dt.time) else value or NOTHING
