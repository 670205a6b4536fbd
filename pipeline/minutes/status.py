"""Whether a text is the agenda of a meeting to come: it says so, and nothing in it was decided."""

import re
from dataclasses import replace

from pipeline.domain import Minutes, Section, SectionName, Status
from pipeline.minutes.document import Line, split_lines

_AGENDA = r"(?:(?:foreløbig|endelig|åben|udkast til|punkter til) )?(?:tillægs)?dagsorden(?:en)?\b"
_NAMED = re.compile(rf"(?i)\W*{_AGENDA}(?! og\b)(?!.*\b(?:referat|beslutninger\b))")
_CALLED = re.compile(rf"(?i)\W*{_AGENDA}\s+(?:til|for|ved|-|–|,)\s*\S")
_ALONE = re.compile(rf"(?i)\W*{_AGENDA}\W*$")
_ITEM = re.compile(r"(?i)\W*(?:punkt|pkt\.?|sag)?\s*(?:nr\.?\s*)?\d+\s*[.:)]")
_HELD = re.compile(
    r"(?im)\b(?:referat|beslutningsprotokol|protokol|udskrift|med beslutninger)\b|"
    r"^\W*(?:fraværende|afbud|til stede|tilstede|deltog|deltagere|mødedeltagere)\b"
)
"""Words of a head that only a meeting that was held has, or minutes as often as agendas."""
_DECIDED = re.compile(
    r"(?im)\b(?:godkendt|godkendte|besluttede|besluttet|vedtaget|vedtog|tiltrådt|tiltrådte|udsat|genvalgt|"
    r"blev valgt|bød velkommen|orienterede om|"
    r"(?:taget|tog)\b[^.\n]{0,80}\btil (?:efterretning|orientering))\b|"
    r"^[ \t•*–-]{0,8}(?:afvist|forkastet|drøftet|drøftedes|valgt|fulgt|til efterretning|til orientering|"
    r"indstillingen (?:blev fulgt|følges|fulgt))\b"
)
"""Words of decisions, and of what happened at a meeting; the last ones in lines that they begin."""
_FIRST = 3
"""Lines among which a title stands."""


def with_status(minutes: Minutes, title: str = "") -> Minutes:
    """Return minutes, or an agenda where the text says so, surely; `title` is the file's own.

    An agenda is called so in its title or in the first lines of its head, and prints no decision. Above the
    list of items minutes print the word too: that alone says nothing.
    """
    head = split_lines(minutes.text, 0, minutes.items[0].start if minutes.items else 0)
    if not _is_called_agenda(head, (title, minutes.meeting.title)) or _was_held(minutes, head):
        return minutes
    return replace(minutes, status=Status.AGENDA, ledger=replace(minutes.ledger, without_decision=()))


def _is_called_agenda(head: tuple[Line, ...], titles: tuple[str, ...]) -> bool:
    if any(_NAMED.match(title) for title in titles):
        return True
    return any(
        _CALLED.match(line.plain) or (_ALONE.match(line.plain) and not _heads_list(head, at))
        for at, line in enumerate(head[:_FIRST])
    )


def _heads_list(head: tuple[Line, ...], at: int) -> bool:
    """Whether the list of items follows a line."""
    return at + 1 >= len(head) or _ITEM.match(head[at + 1].plain) is not None


def _was_held(minutes: Minutes, head: tuple[Line, ...]) -> bool:
    """Whether something tells of a meeting that was held, or may."""
    if any(_HELD.search(line.plain) for line in head):
        return True
    if any(_DECIDED.search(minutes.text, item.start, item.end) for item in minutes.items):
        return True
    return any(
        section.name is SectionName.BESLUTNING and _has_text(minutes.text, section)
        for item in minutes.items
        for section in item.sections
    )


def _has_text(text: str, section: Section) -> bool:
    """Whether a section has more than its heading."""
    return bool(text[section.start : section.end].strip().removeprefix(section.printed).strip(" :\n"))
