"""Items to passages, along the text's own structure.

A paragraph is a passage; a list stays with the line that leads it in; a heading is
a passage of its own (TITEL) and stands in the path of all that is under it. Between
them the passages cover the whole item but its section headings and attachments.

Most items are one matter; "Orienteringer" tells of another under each sub-heading.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.domain import AgendaItem, Passage, SectionName, SubItem
from pipeline.minutes.document import Line, split_lines
from pipeline.minutes.sections import BULLET, section_name
from pipeline.text import caseless, one_line

# A list longer than this is cut between bullets: an encoder sees some 250 tokens.
MAX_CHARACTERS = 1200
_MAX_HEADING = 160
_MAX_ROW = 60
_FIGURE_LAST = re.compile(r"(?:(?<!\d)(?!(?:19|20)\d\d$)[\d.,]*\d|kr\.?|%|pct\.?)$")
# A heading is a name, not a sentence: no clause, no full stop inside.
_CLAUSE = re.compile(
    r",\s(?:at|der|som|hvor|idet|fordi|når|hvis|men)\b|\b(?:har|er|blev|skal|kan|vil)\s.*,|\w{4,}\.\s+[A-ZÆØÅ]"
)

FEWEST = 2
"""Sub-headings of an item that tells of several matters."""
_SEVERAL = (
    r"orientering|orienteringer|orienterings(?:punkt|sag)er|meddelelser?|informationer|kort nyt|siden sidst|"
    r"bordet rundt|bordrunden?|eventuelt(?=\W*$|, | og | samt )"
)
_UNNAMED = r"(?:information|nyt)(?=\W*$| siden sidst|(?:,| og| samt) (?:orientering|meddelelse|eventuelt))"
_FROM = r"(?:information|nyt|status) (?:fra|ved|v/)(?! ?\d)"
"""Whose news it is; "Nyt om Egely" and "Information om ny lov" name what it is about, and are of one."""
_KIND = r"(?:(?:gensidige?|mundtlige?|skriftlige?|korte?|løbende|øvrige|andre|aktuelle?|diverse|\w+s) )*"
_AND_ANY_OTHER_BUSINESS = r".*(?:,| og| samt) eventuelt\W*$"
_ANNOUNCES = re.compile(
    rf"\W*{_KIND}(?:(?:{_SEVERAL})\b|{_UNNAMED}|{_FROM})|{_AND_ANY_OTHER_BUSINESS}", re.IGNORECASE
)


def split_passages(text: str, item: AgendaItem) -> tuple[Passage, ...]:
    """Return the passages of one item in the order they stand; `text` is the whole source."""
    return tuple(_passages(text, item))


def _passages(text: str, item: AgendaItem) -> Iterator[Passage]:
    sections = [(section.name, section.start, section.end) for section in item.sections]
    headings = {section.start: section.printed for section in item.sections}
    for name, start, end in _with_titles(text, item, sections):
        # A heading may be glued to the text before it: the part begins within a line.
        part = split_lines(text, start, end)
        if name is SectionName.TITEL:
            yield from (_passage(text, item, name, [line], ()) for line in part)
        elif name is not SectionName.BILAG:
            yield from _in_section(text, item, name, part, headings[start])


def _with_titles(
    text: str, item: AgendaItem, sections: Sequence[tuple[SectionName, int, int]]
) -> Iterator[tuple[SectionName, int, int]]:
    """Yield the sections, and as TITEL what stands between them: the heading and its repetitions."""
    edges = [(item.start, item.start), *((start, end) for _, start, end in sections), (item.end, item.end)]
    named = iter(sections)
    for (_, end), (start, _) in pairwise(edges):
        if text[end:start].strip():
            yield SectionName.TITEL, end, start
        section = next(named, None)
        if section is not None:
            yield section


def _in_section(
    text: str, item: AgendaItem, name: SectionName, lines: Sequence[Line], printed: str
) -> Iterator[Passage]:
    sub: tuple[str, ...] = ()
    body = lines[1:] if _is_heading_alone(lines[0], name, printed) else lines
    for block, heads in _blocks(body):
        if heads:
            sub = (block[0].plain,)
        yield _passage(text, item, SectionName.TITEL if heads else name, block, sub)


def _is_heading_alone(line: Line, name: SectionName, printed: str) -> bool:
    """Whether a line is the heading of its section and no more; older minutes do not say what is printed."""
    if printed:
        return line.plain.rstrip(" :").endswith(printed)
    return section_name(line) is name and ":" not in line.plain[:-1]


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[list[Line], bool]]:
    """Yield paragraphs, bullets and rows with the line that leads them in; and whether it is a heading."""
    block: list[Line] = []
    below_heading = False
    for line, following in pairwise([*lines, None]):
        if line is None or (block and _belongs(line, block)):
            block += [line] if line else []
            continue
        if block:
            yield block, False
        block = [line]
        # What stands under a heading is text, however short.
        below_heading = not below_heading and is_heading(line, following)
        if below_heading:
            yield block, True
            block = []
    if block:
        yield block, False


def is_heading(line: Line, following: Line | None) -> bool:
    """Whether a line heads what follows: short, begins large, ends like no sentence and no row of figures."""
    text = line.plain
    return (
        following is not None
        and len(text) <= _MAX_HEADING
        and (text[0].isupper() or text[0].isdigit() or text[0] in '§"”»')
        and text[-1] not in ".:;,!?"
        and not _CLAUSE.search(text)
        and not _is_row(line)
        and not _is_row(following)
        and not BULLET.match(following.text)
        and not text.startswith("Bilag")
    )


def _is_row(line: Line) -> bool:
    """Whether a line looks like a row of a table: short, and a figure last that is no year."""
    return len(line.plain) <= _MAX_ROW and bool(_FIGURE_LAST.search(line.plain))


def _belongs(line: Line, block: Sequence[Line]) -> bool:
    """Whether a line goes on with the block before it: a bullet, a row, or what a colon announces."""
    if line.end - block[0].start > MAX_CHARACTERS:
        return False
    before = block[-1]
    if BULLET.match(line.text):
        return bool(BULLET.match(before.text)) or _leads_in(before) or not line.after_blank
    if before.plain[-1] == ":":
        return len(block) == 1
    return not line.after_blank and _is_row(line)


def _leads_in(line: Line) -> bool:
    last = line.plain.split()[-1].lower()
    return line.plain[-1] in ":," or last in ("at", "til", "om", "og", "for")


def _passage(
    text: str, item: AgendaItem, name: SectionName, lines: Sequence[Line], sub: tuple[str, ...]
) -> Passage:
    start, end = lines[0].start, lines[-1].end
    path = () if name is SectionName.TITEL and not sub else (item.title,)
    under = () if name is SectionName.TITEL else sub
    return Passage(
        item_id=item.id, section=name, start=start, end=end, text=text[start:end], path=(*path, *under)
    )


def announces_several(title: str) -> bool:
    """Tell whether a title announces information on several matters.

    >>> [announces_several(title) for title in ("Orientering fra formanden", "Kort nyt", "Eventuelt")]
    [True, True, True]
    >>> [announces_several(title) for title in ("Information om ny lov", "Nyt botilbud på Egely")]
    [False, False]
    """
    return bool(_ANNOUNCES.match(one_line(title)))


def sub_items(title: str, passages: Sequence[Passage]) -> tuple[SubItem, ...]:
    """Return the matters of an item in the order of its text; none if it is one matter.

    What stands under the same sub-heading in two sections is one matter. What stands under
    none, such as a decision on all of them, belongs to no matter.
    """
    if not announces_several(title):
        return ()
    places: dict[str, list[int]] = {}
    for place, passage in enumerate(passages):
        heading = sub_heading(passage)
        if heading and heading.casefold() != caseless(title):
            places.setdefault(heading, []).append(place)
    if len(places) < FEWEST:
        return ()
    return tuple(SubItem(heading=heading, passages=tuple(own)) for heading, own in places.items())


def sub_heading(passage: Passage) -> str:
    """Return the sub-heading that a passage stands under, empty if none; a sub-heading is its own."""
    if passage.section is SectionName.TITEL:
        return one_line(passage.text) if passage.path else ""
    return one_line(" ".join(passage.path[1:]))
