"""Which lines head sections: by their words first, then by coming again in item after item."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from pipeline.domain import SectionName
from pipeline.minutes.document import BlockKind, Line
from pipeline.minutes.sections import SectionHead
from pipeline.minutes.structure.headings import Form
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.words import SECTION_WORDS

_LIKELY = 0.2
"""A line with a word of a section is its heading if the roles find it so likely."""
_LONGEST = 60
"""A longer line is the heading of no section that nobody knows."""
_AGAIN = 2
"""A heading that nobody knows stands in so many items at least."""
_INLINE_WORDS = frozenset({
    *SectionName, "beslutninger", "resume", "afbud", "afbud fra", "ikke til stede", "konklusion", "sagsgang",
    "referat", "fraværende med afbud", "vedtagelse", "afgørelse", "anbefaling",
})  # fmt: skip
"""Words that head a section though its text follows on the line; others begin a sentence of the text."""
_LEADS_IN = re.compile(
    r".*(?:[,:]|\b(?:indstiller|indstilles|foreslår|foreslås|anbefaler|anbefales|til)|"
    r"\bat(?:\s+[A-ZÆØÅ]\w*|\s+\w*(?:udvalget|rådet|bestyrelsen))?)$"
)
_LINK = re.compile(r"(?i)(?:se|vis|hent|åbn|læs|luk|download|print|udskriv)\b")


def section_heads(reading: Reading, bodies: Iterable[range]) -> Mapping[int, SectionHead]:
    """Return the headings of sections by the offset of their line; `bodies` are the lines of items."""
    inside = [tuple(body) for body in bodies]
    again = _recurring(reading, inside)
    heads: dict[int, SectionHead] = {}
    for body in inside:
        for n, head in _heads(reading, body, again):
            heads[reading.lines[n].start] = head
    return MappingProxyType(heads)


def _recurring(reading: Reading, bodies: Iterable[tuple[int, ...]]) -> frozenset[str]:
    """Return the short lines that stand in several items, so that they head something there."""
    counts = Counter(
        key for body in bodies for key in {_key(reading, n) for n in body if _is_short(reading, n)}
    )
    return frozenset(key for key, count in counts.items() if count >= _AGAIN)


def _heads(
    reading: Reading, body: tuple[int, ...], again: frozenset[str]
) -> Iterator[tuple[int, SectionHead]]:
    current, last = SectionName.ANDET, body[0] if body else 0
    for n in body:
        name = _named(reading, n, current) or _unnamed(reading, n, again)
        if name is not None and not (name is current and _repeats(reading, last, n)):
            current, last = name, n
            yield n, _head(reading, n, name)


def _repeats(reading: Reading, last: int, n: int) -> bool:
    """Whether a heading only says again what the one before it says, with who decided and when."""
    word = reading.shapes[n].section
    with_whom = word is not None and word.form in (Form.TAIL, Form.DATED)
    return with_whom and all(reading.best[k] is Role.TITLE for k in range(last + 1, n))


def _named(reading: Reading, n: int, current: SectionName) -> SectionName | None:
    """Return the section a line heads by its words, where its role and the section it is in allow it."""
    word, line = reading.shapes[n].section, reading.lines[n]
    if word is None or (line.plain[-1] == "." and word.form is not Form.INLINE):
        return None
    if reading.best[n] in (Role.ATTACHMENT, Role.LISTED) or not _STANDS[word.form](reading, n, current):
        return None
    return (_first_word(reading, n) if word.form is Form.PHRASE else None) or word.name


def _word_stands(reading: Reading, n: int, current: SectionName) -> bool:
    """Whether a word alone heads a section: one of the text stands in its list, or among the files."""
    shape, likely = reading.shapes[n], _is_likely(reading, n)
    listed = bool(shape.bullet) and reading.best[n] is Role.BODY
    stated = shape.section_name is not SectionName.ANDET and current is not SectionName.BILAG and not listed
    return likely or stated


def _proposes_stands(reading: Reading, n: int, current: SectionName) -> bool:
    """Whether "Forvaltningen foreslår," heads a section; under "Indstilling" it leads in its text."""
    leads = bool(_LEADS_IN.match(reading.shapes[n].bare))
    return leads and current is not SectionName.INDSTILLING and _is_likely(reading, n)


def _inline_stands(reading: Reading, n: int, _: SectionName) -> bool:
    return reading.shapes[n].bare.partition(":")[0].strip().lower() in _INLINE_WORDS


def _phrase_stands(reading: Reading, n: int, _: SectionName) -> bool:
    return _is_likely(reading, n) and not _LINK.match(reading.shapes[n].bare)


def _dated_stands(_: Reading, __: int, current: SectionName) -> bool:
    """Whether a body and a day head a decision: under "Sagsforløb" they tell where the case has been."""
    return current is not SectionName.SAGSFORLOEB


_STANDS: Mapping[Form, Callable[[Reading, int, SectionName], bool]] = MappingProxyType({
    Form.WORD: _word_stands,
    Form.TAIL: lambda *_: True,
    Form.DATED: _dated_stands,
    Form.PROPOSES: _proposes_stands,
    Form.PHRASE: _phrase_stands,
    Form.INLINE: _inline_stands,
})  # fmt: skip


def _is_likely(reading: Reading, n: int) -> bool:
    return reading.heads_section[n] > _LIKELY or _is_heading(reading.lines[n])


def _unnamed(reading: Reading, n: int, again: frozenset[str]) -> SectionName | None:
    """Return the section of a heading that no word list has: by its first word, or ANDET."""
    if not _is_short(reading, n) or not (
        reading.best[n] is Role.SECTION or (_key(reading, n) in again and _is_likely(reading, n))
    ):
        return None
    return _first_word(reading, n) or SectionName.ANDET


def _first_word(reading: Reading, n: int) -> SectionName | None:
    """Return the section that the first word means: "Baggrund for puljen", "Indstilling og beslutning"."""
    first = reading.shapes[n].bare.lower().split()[0]
    return SECTION_WORDS.get(first) or (SectionName.OEKONOMI if first.startswith("økonomi") else None)


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
    inline = shape.section is not None and shape.section.form is Form.INLINE
    printed = shape.bare.split(":", 1)[0] if inline else shape.bare
    return SectionHead(name=name, printed=printed.strip(" :"), inline=inline)
