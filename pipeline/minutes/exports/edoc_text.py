"""The laid-out text of old eDoc: headings alone on a line, listings of attachments between, who was away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.domain import Earlier, SectionName
from pipeline.minutes.earlier import decided_earlier, treated_earlier
from pipeline.minutes.exports.record import Body, Member
from pipeline.minutes.sections import HEADINGS

_KNOWN = frozenset(
    {heading for heading, name in HEADINGS.items() if name is not SectionName.FRAVAERENDE}
    | {"beslutningen træffes af"}
)
_CONSEQUENCES = re.compile(r"[A-ZÆØÅ]\w+(?:ske|lige|mæssige)(?: og \w+)? konsekvenser(?: (?:og|for) \w+)?")
_THERE = "tilstede"
_LISTING, _NOT_THERE, _AWAY = "bilag", "følgende deltog ikke i behandlingen af punktet", "afbud/fraværende"
_ENTRY = re.compile(r"(?i)\d{4}-\d+ - .|ingen\W*$")
_TITLE = re.compile(r"\d+(?:\.\d+)*\.?\s")
_CASE = re.compile(r"(?im)^sagsnr\.?\s*:\s*(?P<number>\S.*)$")
_LABEL = re.compile(r"(?i)(?:sagsnr|dok\.?\s?nr)\.?\s*:")
_CONTENTS = "INDHOLDSFORTEGNELSE"
_CLOCK = re.compile(r"(?i)\bkl\.?\s*\d")
_PLACE = re.compile(r"i\s+(?P<place>\S.*)")
_OFFICE = re.compile(r"(?i)(?<!\s)\s+-\s+(?:næst)?formand\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemText:
    """What the text of an item says that its elements do not."""

    case_number: str
    bodies: tuple[Body, ...]
    absent: tuple[str, ...]
    earlier: tuple[Earlier, ...]


def read_item(text: str) -> ItemText:
    r"""Return the sections of an item and what stands around them.

    >>> read_item("2.\tMoler\rSagsnr.: 12-7\rKystrådet den 3. maj 2012 Punkt 5\r\rBaggrund\rSkred.").bodies
    (Body(heading='Baggrund', content='Skred.', is_html=False, decision=False),)
    """
    lines = _lines(text)
    case = next((match["number"] for line in lines if (match := _CASE.match(line))), "")
    reading = _Reading(numbered=bool(case))
    for line in lines:
        reading.take(line)
    return ItemText(
        case_number=case,
        bodies=tuple(_body(heading, told) for heading, told in reading.sections if any(told)),
        absent=tuple(reading.absent),
        earlier=tuple(reading.earlier),
    )


def read_front(text: str) -> tuple[str, tuple[Member, ...]]:
    """Return where the meeting was and who is listed, from the front of the text of a whole agenda."""
    front = _lines(text.partition(_CONTENTS)[0])
    held = next((at for at, line in enumerate(front) if _CLOCK.search(line)), len(front))
    places = (match["place"] for line in front[held + 1 :] if (match := _PLACE.match(line)))
    labels = {line.rstrip(" :").lower(): at for at, line in reversed([*enumerate(front)])}
    members = (
        Member(name, there=label == _THERE)
        for label in (_THERE, _AWAY)
        if label in labels
        for name in _names(front[labels[label] + 1 :])
    )
    return next(places, ""), tuple(members)


def _names(lines: list[str]) -> Iterator[str]:
    """Yield the members on the lines up to the first blank one."""
    for line in lines:
        if not line:
            return
        yield from (_OFFICE.sub("", name) for name in re.split(r"[,;]\s*", line) if name)


def _lines(text: str) -> list[str]:
    """Return the lines of a text; some end in a lone carriage return."""
    return [line.strip() for line in text.replace("\xa0", " ").splitlines()]


def _body(heading: str, lines: list[str]) -> Body:
    content = "\n".join(lines).strip()
    return Body(
        heading=heading, content=content, is_html=False, decision=decided_earlier(heading) is not None
    )


class _In(Enum):
    """Where in the text of an item a line stands."""

    HEAD = auto()
    TEXT = auto()
    LISTING = auto()
    ABSENCE = auto()


class _Reading:
    """Lines of an item taken one by one."""

    def __init__(self, *, numbered: bool) -> None:
        self.sections = [("", list[str]())]
        self.absent, self.earlier = list[str](), list[Earlier]()
        self._place, self._before_number = _In.HEAD, numbered
        self._titled, self._after_blank, self._listed = False, True, False

    def take(self, line: str) -> None:
        """Take the next line, to the section that it belongs to."""
        if not line:
            self._end_of_paragraph()
        elif self._opens(line) or (self._place is _In.HEAD and self._is_head(line)):
            pass
        elif self._place is _In.LISTING and (not self._after_blank or _ENTRY.match(line)):
            self._listed = True
        elif self._place is _In.ABSENCE:
            self.absent += _names([line])
        else:
            self._place = _In.TEXT
            self.sections[-1][1].append(line)
        self._after_blank = not line

    def _end_of_paragraph(self) -> None:
        """After a listing the section before it goes on; names end at a blank line."""
        if self._place is _In.TEXT:
            self.sections[-1][1].append("")
        elif self._place is _In.ABSENCE or (self._place is _In.LISTING and self._listed):
            self._place = _In.TEXT

    def _opens(self, line: str) -> bool:
        """Whether a line heads a section, a listing of attachments or the names of those who were away."""
        bare = line.rstrip(" :").lower()
        if bare == _LISTING:
            self._place, self._listed = _In.LISTING, False
        elif bare == _NOT_THERE:
            self._place = _In.ABSENCE
        elif decided_earlier(line) or (self._after_blank and _is_heading(line, bare)):
            self._place = _In.TEXT
            self.sections.append((line, []))
        else:
            return False
        self._before_number = False
        return True

    def _is_head(self, line: str) -> bool:
        """Whether a line stands above the text: number and title, numbers of case and document, history."""
        if _LABEL.match(line):
            self._before_number = False
            return True
        if treated := treated_earlier(line):
            self.earlier += treated
            return True
        title, self._titled = not self._titled and _TITLE.match(line) is not None, True
        return title or self._before_number


def _is_heading(line: str, bare: str) -> bool:
    return line[0].isupper() and (bare in _KNOWN or _CONSEQUENCES.fullmatch(line.rstrip(" :")) is not None)
