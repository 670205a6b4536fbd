"""Number and title of each item as printed, the lines that print them, and what was made where none are."""

import re
from dataclasses import dataclass

from pipeline.domain import DANISH_MONTHS
from pipeline.minutes.document import BlockKind
from pipeline.minutes.structure.alike import goes_on_as
from pipeline.minutes.structure.headings import Form
from pipeline.minutes.structure.items import number_of
from pipeline.minutes.structure.marks import LETTERED, heads_no_item, marks
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role

_BELOW = 3
"""A title stands so many lines below its number at most."""
_LIKELY = 0.3
"""A line so likely to head an item is the title of the number that stands alone below it."""
_MADE = 60
"""A title made of the text has so many characters at most."""
_ENDS = ".:;?!)"
"""No title goes on after these: "1. Elevråd:", "2. Retningslinjer (bilag 2)"."""
_WRAPS_FROM = 55
"""A shorter title has room on its line."""
_ICON = re.compile(r"(?:\s+|(?<=[a-zæøå?]))[+×▾▼▲⌄˅∨›»]$")
"""What opens and shuts an item on a site: "1 Ny badebro +"."""
_FILED = re.compile(r"\s*(?P<case>\d\d\.\d\d\.\d\d-?[A-ZÆØÅ]\d\d-\d+-\d\d)$")
"""The case that a page prints on the line of the title: "Skoledistrikter 17.01.04-P16-2-22"."""
_LABEL = re.compile(r"(?i)(?:titel|sagstitel|overskrift|emne)\s?:\s+(?=\S)")
"""What stands before a title in the line below its number."""
_UNFINISHED = re.compile(r"(?i).*\b(?:af|på|for|til|med|fra|om|og|i|ved|den|d\.|samt|vedr\.?|vedrørende)$")
"""What ends so goes on in the next line, however narrow its column: "2. Godkendelse af"."""
_DAY = re.compile(rf"(?i)\d{{1,2}}\.?\s*(?:{'|'.join(DANISH_MONTHS)})\b")
"""A day begins no second line of a title: "4. Næste møde", "3. november hos Bo"."""
_SECTION_HEADS = (Role.SECTION, Role.CASE, Role.CASE_ABOVE, Role.ATTACHMENT)
_NO_TEXT = (Role.CHROME, Role.GROUP, Role.CASE, Role.CASE_ABOVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Number and title as printed, and the lines from `first` to before `body` that print them."""

    number: str = ""
    text: str = ""
    case: str = ""
    """The number of the case, where the line of the title prints it, too."""
    first: int
    body: int


def read_title(reading: Reading, start: int, end: int, least: int) -> Title:
    """Return what heads the item of the lines `start` to before `end`; those before `least` are taken."""
    number = number_of(reading, start)
    printed = number.printed if number else ""
    if _prints_no_title(reading, start):
        return Title(first=start, body=start)
    at = start if _words(reading, start) else _title_beside(reading, start, end, least)
    if at is None:
        return Title(number=printed, first=start, body=start + 1)
    text, body = _whole_title(reading, at, start, end)
    # The number alone below the title belongs to the heading too.
    if not reading.shapes[start].number and body < end and reading.shapes[body].number is number is not None:
        body += 1
    filed = _FILED.search(text)
    text = _ICON.sub("", text[: filed.start()] if filed else text).rstrip(" :")
    case = filed["case"] if filed else ""
    return Title(number=printed, text=text, case=case, first=min(at, start), body=body)


def _title_beside(reading: Reading, start: int, end: int, least: int) -> int | None:
    """Return the line above or below a number that stands alone, where that is its title."""
    if start > least and _is_likely_title(reading, start - 1):
        return start - 1
    if (below := _title_below(reading, start, end)) is not None:
        return below
    return start - 1 if start > least and _stands_below_title(reading, start) else None


def _whole_title(reading: Reading, at: int, start: int, end: int) -> tuple[str, int]:
    """Return the title that begins in line `at`, with the lines it goes on in, and the line of the text."""
    text, last = _words(reading, at), max(at, start)
    text = _LABEL.sub("", text, count=1) if at > start else text
    while last + 1 < end and (
        _goes_on(reading, last + 1)
        or goes_on_as(reading.shapes[start].key, text, reading.shapes[last + 1].bare)
    ):
        last += 1
        text = f"{text} {reading.lines[last].plain}"
    return text, last + 1


def made_title(reading: Reading, start: int, end: int) -> str:
    """Return the words that the text of an item begins with."""
    told = [n for n in range(start, end) if reading.best[n] not in _NO_TEXT and not reading.shapes[n].case]
    text = [n for n in told if not (reading.best[n] is Role.SECTION or reading.shapes[n].section)]
    # The first line of such an item is a word of the site more often than of the text: "Udskriv".
    text = text[1:] if len(text) > 1 and text[0] == start and " " not in reading.lines[start].plain else text
    line = reading.lines[(text or told or [start])[0]].plain
    return line if len(line) <= _MADE else line[:_MADE].rsplit(" ", 1)[0]


def _prints_no_title(reading: Reading, n: int) -> bool:
    shape, role = reading.shapes[n], reading.best[n]
    # "Evaluering" and "Økonomi" are titles where they head an item; "Beslutning" is none anywhere.
    titled = shape.section is not None and shape.section.form is Form.WORD and not heads_no_item(shape)
    headed = shape.section is not None and role is Role.SECTION and not titled
    text = role is Role.ITEM_TEXT and not (
        titled
        or (shape.bare[-1] == ":" and not shape.section)
        or _is_listed(reading, n)
        or _stands_as_title(reading, n)
    )
    return shape.number is None and (text or shape.case or headed)


def _stands_as_title(reading: Reading, n: int) -> bool:
    """Whether a site or Word prints a short line as a heading, though it says nothing that titles do."""
    block, text = reading.lines[n].block, reading.shapes[n].bare
    heading = block is not None and block.kind is BlockKind.HEADING and not reading.shapes[n].section
    return heading and len(text) <= _MADE and text[-1] not in ".,;"


def _is_listed(reading: Reading, n: int) -> bool:
    """Whether the list of items has what a line says."""
    return any(reading.titles[k] == reading.titles[n] for k in reading.places(Role.LISTED, last=n))


def _words(reading: Reading, n: int) -> str:
    """Return what a line says after its number, empty where it is a number alone."""
    shape = reading.shapes[n]
    text = shape.rest if shape.number else shape.bare
    return text if text.strip(" :.-–") else ""


def _title_below(reading: Reading, start: int, end: int) -> int | None:
    """Return the line that is the title of a number that stands alone."""
    for n in range(start + 1, min(end, start + 1 + _BELOW)):
        if reading.best[n] in (Role.TITLE, Role.ITEM, Role.ITEM_MORE):
            return n
    after = start + 1
    return after if after < end and _could_be_title(reading, after) else None


def _stands_below_title(reading: Reading, start: int) -> bool:
    """Whether the line above a number is its title: the two stand together, apart from what is before."""
    above, number = reading.lines[start - 1], reading.shapes[start].number
    together = bool(number and number.word) and above.after_blank and not reading.lines[start].after_blank
    return together and _could_be_title(reading, start - 1)


def _is_likely_title(reading: Reading, n: int) -> bool:
    likely = reading.starts[n] > _LIKELY and reading.shapes[n].number is None
    return likely and _could_be_title(reading, n)


def _could_be_title(reading: Reading, n: int) -> bool:
    shape = reading.shapes[n]
    plain = reading.best[n] not in _SECTION_HEADS and not (shape.section or shape.case or shape.label)
    return plain and len(shape.bare) < 200 and shape.bare[-1] not in ".,;"


def _goes_on(reading: Reading, n: int) -> bool:
    """Whether a line is more of the title above it: that has not ended, and this is no text."""
    title, line = reading.lines[n - 1].plain, reading.lines[n].plain
    sentence = line[-1] == "." or "stop inside" in marks(reading.shapes[n])
    dated = bool(_DAY.match(line)) and not _UNFINISHED.match(title)
    text = bool(LETTERED.match(line)) or (line[0].isupper() and sentence) or dated
    likely = reading.best[n] is Role.ITEM_MORE and not reading.shapes[n].number
    return (likely or _wraps(reading, n)) and title[-1] not in _ENDS and not text


def _wraps(reading: Reading, n: int) -> bool:
    """Whether a line right below a long title begins as the rest of one does, and no text: "§ 97"."""
    title, line, shape = reading.lines[n - 1].plain, reading.lines[n], reading.shapes[n]
    begins = (line.plain[0].islower() or line.plain[0] == "§") and not line.plain.startswith("at ")
    other = reading.best[n] is Role.SECTION or shape.section or shape.bullet or shape.case
    fits = bool(_UNFINISHED.match(title)) or (len(title) >= _WRAPS_FROM and len(line.plain) < len(title))
    return begins and fits and not (other or line.after_blank)
