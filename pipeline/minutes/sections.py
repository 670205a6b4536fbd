"""The inside of an item: headings such as Baggrund and Beslutning, and the list of attachments."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from pipeline.domain import Attachment, Section, SectionName
from pipeline.minutes.document import Line, span

_WORDS = {
    SectionName.RESUME: "resumé, resume, sammendrag",
    SectionName.SAGSFORLOEB: "sagsforløb, sagens forløb, tidligere behandling",
    SectionName.BAGGRUND: "baggrund",
    SectionName.SAGSFREMSTILLING: "sagsfremstilling, beskrivelse af sagen",
    SectionName.LOVGRUNDLAG: "lovgrundlag, retsgrundlag",
    SectionName.OEKONOMI: "økonomi, økonomiske konsekvenser, økonomi og finansiering",
    SectionName.HOERING: "høring, høringer, høring og inddragelse",
    SectionName.INDSTILLING: "indstilling, indstillinger, indstilles",
    SectionName.BESLUTNING: "beslutning, beslutninger, konklusion, referat",
    SectionName.FRAVAERENDE: "fraværende, afbud, ikke til stede",
    SectionName.BILAG: "bilag, vedhæftede bilag, bilagsoversigt",
}
HEADINGS = {heading: name for name, words in _WORDS.items() for heading in words.split(", ")}
"""A line that is one of these, in any case, with or without a colon, heads a section."""

# "Beslutning i Socialudvalget den 02-05-2019", "Indstilling til Byrådet", "Fraværende: Ole Lund"
_WITH_TAIL = re.compile(
    r"(\w{8,13})\s+(?:i|fra|til|ved|på)\s+(?:[^.:;]{3,120}|[^:;]{3,120}\d{4}(?:,? pkt\.? \d+)?):?$"
)
_WITH_VALUE = re.compile(r"((?i:fraværende|afbud|lovgrundlag))\s*:\s+\S")
_LONG = [heading for heading in HEADINGS if len(heading) >= 8 and " " not in heading]
BULLET = re.compile(r"^(?:[-–—•·*▪◦o]|\uf0b7|\d{1,2}[.)]|[a-zæøå]\))\s+")


def section_name(line: Line) -> SectionName | None:
    """Return the section that a line heads, or None; one misspelling is forgiven.

    >>> section_name(Line(text="Indstililng", start=0, end=11))
    <SectionName.INDSTILLING: 'indstilling'>
    >>> section_name(Line(text="Baggrunden for sagen er kendt.", start=0, end=30)) is None
    True
    """
    text = line.plain
    if not text[0].isupper():
        return None
    if match := _WITH_VALUE.match(text):
        return HEADINGS[match[1].lower()]
    if match := _WITH_TAIL.match(text):
        name = _named(match[1].lower())
        return name if name in (SectionName.BESLUTNING, SectionName.INDSTILLING) else None
    return _named(text.rstrip(" :").lower())


def _named(word: str) -> SectionName | None:
    if word in HEADINGS:
        return HEADINGS[word]
    # Two swapped, missing, extra or wrong letters; a word of another meaning
    # ("Indskrivning") is further away. First letters are seldom mistyped.
    close = [
        heading
        for heading in _LONG
        if heading[0] == word[0] and OSA.distance(heading, word, score_cutoff=2) <= 2
    ]
    # The definite form begins a sentence: "Beslutningen i sagen ..."
    return HEADINGS[close[0]] if close and not word.endswith("en") else None


_FORUM = frozenset({SectionName.BAGGRUND, SectionName.INDSTILLING, SectionName.BESLUTNING, SectionName.BILAG})
_MUNICIPAL = frozenset({SectionName.SAGSFREMSTILLING, SectionName.RESUME})


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionHead:
    """What the heading of a section says."""

    name: SectionName
    printed: str
    inline: bool = False
    """Whether the text of the section follows on the line of its heading."""


def section_heads(lines: Iterable[Line]) -> Mapping[int, SectionHead]:
    """Return the headings of sections in a document, by the offset where their line starts.

    Municipalities head every part of a case. Forums know four parts, and a line
    "Økonomi" in their Baggrund is a sub-heading.
    """
    named = {line.start: (name, line) for line in lines if (name := section_name(line)) is not None}
    municipal = any(name in _MUNICIPAL for name, _ in named.values())
    return {start: _head(name, line) for start, (name, line) in named.items() if municipal or name in _FORUM}


def _head(name: SectionName, line: Line) -> SectionHead:
    inline = bool(_WITH_VALUE.match(line.plain))
    printed = line.plain.partition(":")[0] if inline else line.plain
    return SectionHead(name=name, printed=printed.rstrip(" :"), inline=inline)


def find_sections(lines: Sequence[Line], title: str, heads: Mapping[int, SectionHead]) -> tuple[Section, ...]:
    """Return the sections of one item in order; text under no heading is ANDET.

    `heads` are the headings of the whole document by the offset of their line.
    `lines` are those after the heading line. Lines that repeat the title belong to no
    section, and close the one before them: some layouts put the decision first and
    then the title again.
    """
    return tuple(
        Section(name=head.name, printed=head.printed, start=start, end=end)
        for head, part in _parts(lines, title, heads)
        if part
        for start, end in (span(part),)
    )


_NO_HEAD = SectionHead(name=SectionName.ANDET, printed="")


def _parts(
    lines: Sequence[Line], title: str, heads: Mapping[int, SectionHead]
) -> Iterator[tuple[SectionHead, list[Line]]]:
    head, part = _NO_HEAD, list[Line]()
    for n, line in enumerate(lines):
        if (following := heads.get(line.start)) is not None:
            yield head, part
            head, part = following, [line]
        elif _closes(line, title, part, head):
            yield head, part
            head, part = _NO_HEAD, []
        elif _heads_a_matter(lines, n, part, heads):
            yield head, part
            head, part = _NO_HEAD, [line]
        else:
            part.append(line)
    yield head, part


def _closes(line: Line, title: str, part: list[Line], head: SectionHead) -> bool:
    """Whether a line repeats the title, and not as the first words of a named section."""
    heading_only = len(part) == 1 and bool(head.printed) and not head.inline
    return line.plain == title and not heading_only


def _heads_a_matter(
    lines: Sequence[Line], n: int, part: list[Line], heads: Mapping[int, SectionHead]
) -> bool:
    """Whether a short line stands right above a repeated Baggrund: the name of a sub-item."""
    following = lines[n + 1] if n + 1 < len(lines) else None
    if following is None or following.after_blank or not (part and lines[n].after_blank):
        return False
    below = heads.get(following.start)
    opens = below is not None and below.name in (SectionName.BAGGRUND, SectionName.SAGSFREMSTILLING)
    return opens and lines[n].plain[-1] not in ".,;:"


def find_attachments(lines: Sequence[Line], sections: Sequence[Section]) -> tuple[Attachment, ...]:
    """Return every line of the attachment sections, bullets left out."""
    return tuple(
        attachment
        for section in sections
        if section.name is SectionName.BILAG
        for line in lines
        if section.start < line.start < section.end and (attachment := _attachment(line))
    )


def _attachment(line: Line) -> Attachment | None:
    # A number in front ("1. Notat.pdf") is part of the name: only signs are bullets here.
    bullet = BULLET.match(line.text)
    skip = bullet.end() if bullet and not bullet[0][0].isalnum() else 0
    text = line.text[skip:]
    return Attachment(text=text, start=line.start + skip, end=line.end) if text else None
