"""Which lines head sections: by their words first, then by coming again in item after item.

Where headings lost their lines ("... uden ændringer. INDSTILLING Det indstilles, at"), they are cut out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from pipeline.domain import SectionName
from pipeline.minutes.cut import CutItem
from pipeline.minutes.document import BlockKind, Line
from pipeline.minutes.sections import HEADINGS, SectionHead, section_name
from pipeline.minutes.structure.headings import Form, SectionWord
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.words import SECTION_WORDS

_LIKELY = 0.2
"""A line with a word of a section is its heading if the roles find it so likely."""
_LONGEST = 60
"""A longer line is the heading of no section that nobody knows."""
_AGAIN = 2
"""A heading that nobody knows stands in so many items at least."""
_STATED = frozenset({
    SectionName.RESUME, SectionName.BAGGRUND, SectionName.SAGSFREMSTILLING, SectionName.INDSTILLING,
    SectionName.BESLUTNING, SectionName.FRAVAERENDE, SectionName.BILAG, SectionName.LOVGRUNDLAG,
})  # fmt: skip
"""Sections whose words head them wherever they stand alone; others stand over parts of the text, too."""
_INLINE_WORDS = frozenset({
    *SectionName, "beslutninger", "resume", "afbud", "afbud fra", "ikke til stede", "konklusion", "sagsgang",
    "referat", "fraværende med afbud", "vedtagelse", "afgørelse", "anbefaling",
})  # fmt: skip
"""Words that head a section though its text follows on the line; others begin a sentence of the text."""
_LEADS_IN = re.compile(
    r".*(?:[,:]|\b(?i:indstiller|indstilles|foreslår|foreslås|anbefaler|anbefales|til)|"
    r"\bat(?:\s+[A-ZÆØÅ]\w*|\s+\w*(?:udvalget|rådet|bestyrelsen))?)$"
)
_ONE_OF_SEVERAL = re.compile(r"(?i:(?:ændrings)?forslag|bilag) (?:[A-ZÆØÅ]|\d+|[IVX]+)\b")
"""One proposal of several: "Forslag A: Ladestandere", "Bilag 2"."""
_TREATED = re.compile(r"(?i)(?:politisk )?behandling")
_LINK = re.compile(r"(?i)(?:se|vis|hent|åbn|læs|luk|download|print|udskriv)\b")


_RUN_IN_WORDS = (
    "Resumé", "Resume", "Sagsfremstilling", "Baggrund", "Indstilling", "Beslutning", "Bilag", "Fraværende",
    "Økonomi", "Lovgrundlag", "Høring", "Sagsforløb", "Konklusion", "Afbud", "Sammendrag",
)  # fmt: skip
_EITHER = "|".join((*_RUN_IN_WORDS, *(word.upper() for word in _RUN_IN_WORDS)))
_RUN_IN = re.compile(rf"(?:^|(?<=[.!?:;)\d”\"] ))(?P<word>{_EITHER})(?=\s+[A-ZÆØÅ§]|\s*:|\s*$)")
_FEWEST_RUN_IN = 2
"""So many headings stand inside lines at least, where any do."""


def section_heads(reading: Reading, bodies: Iterable[range]) -> Mapping[int, SectionHead]:
    """Return the headings of sections by the offset of their line; `bodies` are the lines of items."""
    inside = [tuple(body) for body in bodies]
    again = _recurring(reading, inside)
    heads = {reading.lines[n].start: head for body in inside for n, head in _heads(reading, body, again)}
    return MappingProxyType(_decided(heads))


def _decided(heads: Mapping[int, SectionHead]) -> Mapping[int, SectionHead]:
    """Return the headings, "Politisk behandling" as that of the decision where no other heads one."""
    if any(head.name is SectionName.BESLUTNING for head in heads.values()):
        return heads
    return {
        start: replace(head, name=SectionName.BESLUTNING) if _TREATED.fullmatch(head.printed) else head
        for start, head in heads.items()
    }


def _recurring(reading: Reading, bodies: Iterable[tuple[int, ...]]) -> frozenset[str]:
    """Return the short lines that stand in several items, so that they head something there."""
    short = ({_key(reading, n) for n in body if _is_short(reading, n)} for body in bodies)
    counts = Counter(key for keys in short for key in keys)
    return frozenset(key for key, count in counts.items() if count >= _AGAIN)


def _heads(
    reading: Reading, body: tuple[int, ...], again: frozenset[str]
) -> Iterator[tuple[int, SectionHead]]:
    current, last = SectionName.ANDET, -1
    for n in body:
        place = _Place(reading=reading, n=n, current=current, recurs=_key(reading, n) in again)
        # What stands right below a heading is its text, or says it again: with who decided, and when.
        below = last >= 0 and all(reading.best[k] is Role.TITLE for k in range(last + 1, n))
        name = _named(place) or (None if below else _unnamed(place))
        if name is not None and not (below and name is current):
            current, last = name, n
            yield n, _head(reading, n, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A line of an item, and the section it stands in."""

    reading: Reading
    n: int
    current: SectionName
    recurs: bool
    """Whether it stands in other items, too."""

    @property
    def likely(self) -> bool:
        """Whether roles, or the form of the file, make it a heading."""
        return self.reading.heads_section[self.n] > _LIKELY or _is_heading(self.reading.lines[self.n])

    @property
    def role(self) -> Role:
        return self.reading.best[self.n]

    @property
    def text(self) -> str:
        return self.reading.shapes[self.n].bare


def _named(place: _Place) -> SectionName | None:
    """Return the section a line heads by its words, where its role and the section it is in allow it."""
    word, line = place.reading.shapes[place.n].section, place.reading.lines[place.n]
    files = word is not None and word.name is SectionName.BILAG and place.current is not word.name
    if word and files and _follows(place.text):
        return word.name
    if place.role in (Role.ATTACHMENT, Role.LISTED):
        return None
    if word is None:
        # Misspelled, it may be one all the same.
        return section_name(line) if " " not in line.plain else None
    if line.plain[-1] == "." and word.form is not Form.INLINE:
        return None
    # "Beslutning: Udvalget foreslår" tells what was decided.
    before = SECTION_WORDS.get(_before_colon(place.text)) if _follows(place.text) else None
    if not (before or _stands(place, word)):
        return None
    return before or (_first_word(place.text) if word.form is Form.PHRASE else None) or word.name


def _stands(place: _Place, word: SectionWord) -> bool:
    """Whether a heading of such a form may head a section where it stands."""
    filed = place.current is SectionName.BILAG
    match word.form:
        case Form.INLINE:
            return _follows(place.text)
        case Form.WORD:
            # One of the text stands in its list, or among the files.
            bulleted = bool(place.reading.shapes[place.n].bullet) and place.role is Role.BODY
            known = word.name in _STATED or place.text.rstrip(" :").lower() in HEADINGS
            stated = known or (word.name is not SectionName.ANDET and place.recurs)
            return place.likely or (stated and not filed and not bulleted)
        case Form.TAIL | Form.DATED:
            # Under "Sagsforløb" a body and a day tell where the case has been.
            history = place.current is SectionName.SAGSFORLOEB or place.role is Role.CASE
            told = word.form is Form.DATED and history
            return not told and (place.likely or not filed)
        case Form.PROPOSES:
            # Under "Indstilling" it leads in its text.
            leads = bool(_LEADS_IN.match(place.text))
            return leads and place.current is not SectionName.INDSTILLING and place.likely
        case Form.PHRASE:
            return place.likely and not _LINK.match(place.text)
    return place.likely


def _follows(text: str) -> bool:
    """Whether the text of a section follows its word: "Indstilling: Forvaltningen foreslår"."""
    return bool(text.partition(":")[2].strip()) and _before_colon(text) in _INLINE_WORDS


def _before_colon(text: str) -> str:
    return text.partition(":")[0].strip().lower()


def _unnamed(place: _Place) -> SectionName | None:
    """Return the section of a heading that no list has: by its first word, or ANDET where it comes again."""
    if not (_is_short(place.reading, place.n) and place.likely):
        return None
    return _first_word(place.text) or (SectionName.ANDET if place.recurs else None)


def _first_word(text: str) -> SectionName | None:
    """Return the section that the first word means: "Baggrund for puljen", "Indstilling og beslutning"."""
    if _ONE_OF_SEVERAL.match(text):
        return None
    first = text.lower().split()[0]
    economy = first.startswith("økonomi") and "udvalg" not in first
    return SECTION_WORDS.get(first) or (SectionName.OEKONOMI if economy else None)


def _is_short(reading: Reading, n: int) -> bool:
    shape = reading.shapes[n]
    name = shape.bare[0].isupper() and shape.bare[-1] not in ".,;!?" and shape.number is None
    return name and len(shape.bare) <= _LONGEST and not shape.case


def _key(reading: Reading, n: int) -> str:
    return reading.shapes[n].bare.rstrip(" :").casefold()


def _is_heading(line: Line) -> bool:
    return line.block is not None and line.block.kind is BlockKind.HEADING


def _head(reading: Reading, n: int, name: SectionName) -> SectionHead:
    """Return the heading in a line: all of it, or what stands before the colon that its text follows."""
    shape = reading.shapes[n]
    inline = shape.section is not None and (shape.section.form is Form.INLINE or _follows(shape.bare))
    printed = shape.bare.split(":", 1)[0] if inline else shape.bare
    return SectionHead(name=name, printed=printed.strip(" :"), inline=inline)


def split_run_in(
    items: Sequence[CutItem], heads: Mapping[int, SectionHead]
) -> tuple[tuple[CutItem, ...], Mapping[int, SectionHead]]:
    """Return items and headings, cut where headings stand inside lines, if more stand there than alone."""
    parted = [tuple(_parted(item.body)) for item in items]
    found = {line.start: head for parts in parted for line, head in parts if head}
    inside = found.keys() - {line.start for item in items for line in item.body if not line.glued}
    if len(inside) < _FEWEST_RUN_IN or len(inside) <= len(heads):
        return tuple(items), heads
    cut = tuple(
        replace(item, body=tuple(line for line, _ in parts))
        for item, parts in zip(items, parted, strict=True)
    )
    return cut, {**heads, **found}


def _parted(lines: Sequence[Line]) -> Iterator[tuple[Line, SectionHead | None]]:
    """Yield the lines, or the parts of them that begin with a heading, each with what it heads."""
    for line in lines:
        found = list(_RUN_IN.finditer(line.text))
        edges = sorted({0, *(match.start() for match in found), len(line.text)})
        heads = {match.start(): _run_in_head(match, line) for match in found}
        for start, end in pairwise(edges):
            text = line.text[start:end].rstrip()
            first = line.start + start
            own = line if start == 0 else Line(text=text, start=first, end=first, glued=True)
            yield replace(own, text=text, end=first + len(text)), heads.get(start)


def _run_in_head(match: re.Match[str], line: Line) -> SectionHead:
    rest = line.text[match.end() :].strip(" :")
    name = SECTION_WORDS[match["word"].lower()]
    return SectionHead(name=name, printed=match["word"], inline=bool(rest))
