"""What a line looks like by itself: bullet, number, title, section word, label, case line.

Computed once a document; the features of `roles` and the cutting of items, sections and head read it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.domain import SectionName
from pipeline.minutes.dates import MONTHS
from pipeline.minutes.document import Line
from pipeline.minutes.leaders import without_leader
from pipeline.minutes.structure.alike import common_keys, line_kinds
from pipeline.minutes.structure.headings import SectionWord, section_word
from pipeline.minutes.structure.lettered import lettered
from pipeline.minutes.structure.scanned import is_misread, mend_lines
from pipeline.minutes.structure.words import LABELS, Field

BULLET = re.compile(r"(?:[•·▪◦*+▸►○●‣■□➢✓❖|]|[-–—](?=\s)|o(?=\s)|̵|\uf0b7|\uf0a7)\s*")
_OPEN = r"(?:\(?(?i:lukket/åben|åbent?|lukket|å|l)\)?(?i:\s+(?:punkt|sag))?\s*[-:.]?\s+)?"
_WORD = (
    r"(?P<word>(?i:(?:ad\.?\s+)?dagsorden(?:en)?s\s?(?:punkt|pkt\.?)(?:\s+nr\.?)?|(?:ad\.?\s+)?(?:punkt\s*nr\.?:|(?:punkt|pkt\.?|sag|emne)(?:\s*nr\.?)?)|ad\.?|nr\.?|"
    r"(?:agenda )?item|at)\s*|[#§]\s?)?"
)
_NUMBER = re.compile(
    rf"{_OPEN}{_WORD}"
    r"\(?(?P<value>\d{1,3})(?P<sub>(?:\.\d{1,2})+(?=[.:)\s]|$))?(?P<letter>[a-zæøå](?=[.:)\s]|$))?"
    r"(?P<year>/(?:\d\d|\d{4})\b|-(?:19|20)\d\d\b)?(?P<part>(?<=/\d{4})\.\d{1,2}(?=[.:)\s]))?"
    r"(?P<mark>[.:)]{1,2}|\s[-–—](?:\s|$)|\s/(?=\s+[A-ZÆØÅ])|\s?:|\s?\|)?(?P<gap>\s*)(?P<rest>.*)$",
    re.S,
)
# A scan: "l. Godkendelse", "1O. Ærø", "3, Høring".
_MISREAD = re.compile(
    r"(?P<value>[lI]|\d[\dlIO]{1,2}|[lI]\d{1,2}|\d)(?P<mark>[.,)])(?P<gap>\s*)(?P<rest>[A-ZÆØÅ]\w.*)$", re.S
)
_COMMA = re.compile(r"\d{1,3},\s*[A-ZÆØÅ]")
_LETTERS = str.maketrans("lIO", "110")
_PARTS = re.compile(r"\d+|[a-zæøå]")
# Dates, years, amounts, clock times and shares begin with figures, too.
_NO_NUMBER = re.compile(
    r"\d{1,2}[-./]\s?\d{1,2}[-./]\d{2,4}|\d{4}|\d{1,3}(?:[.,]\d{3})+\b|\d{1,2}:\d\d\b|\d{1,2}\.\d\d\b(?![.)]?\s+[A-ZÆØÅ])|\d+\s?%|"
    rf"(?i:\d{{1,2}}\.?\s*(?:{'|'.join(MONTHS)})\b)|\d+,\d"
)
# "17.00: 1) Velkomst", "kl. 9.10-9.30 2. Regnskab": when the item begins, before its number.
_TIMED = re.compile(
    r"(?i:kl\.?\s*)?\d{1,2}[.:]\d\d(?:\s?[-–]\s?\d{1,2}[.:]\d\d)?\s*:?\s+(?=\d{1,2}[.:)]+\s+[A-ZÆØÅ])"
)
_OF_A_LAW = re.compile(r"§\s?\d+(?:-[a-zæøå]|,\s*stk)")
"""The title that begins with a paragraph of the law: "§ 18-midler", "§ 17, stk. 4-udvalg"."""
_OF_YEAR = re.compile(
    r"(?P<sign>(?:19|20)\d\d-(?P<value>\d{1,3}))(?P<mark>[.:)])\s+(?P<rest>[A-ZÆØÅ§0-9].*)$", re.S
)
"""The number that a year goes before: "2026-12. Status for havnen"."""
_MEASURED = re.compile(r"\d{1,3} [a-zæøå][^\t]*$")
"""The title that begins with an amount, in a cell of its own: "40 km/t i Vesterbro"."""
LEADERS = "....."
"""The dots of an entry whose page a scan lost."""
_STATE = re.compile(r"\(?(?i:åbent?|lukket)\)?(?i:\s+(?:punkt|sag))?\s*[-:]\s+")
_MARKED = re.compile(r"(?:(?<!\s)\s+)?(?:\([A-ZÆØÅa-zæøå]{1,5}\)|#)$")
_CASE = re.compile(
    r"(?i)(?:udskriv)?\s*(?:sags?(?:nr|id|nummer|beh|behandler|type)?\.?\s*[:.]?\s*(?:nr\.?)?\s*:?\s*[\d/-]{3,}|"
    r"sags?\s?(?:nr|id|nummer|beh|behandler|type|initialer)\.?(?:\s|:|$)|journal|j\.?\s?nr|"
    r"dok(?:ument)?\.?\s?(?:nr|id)?\.?\s*[:\d]|acadre|initialer|(?:åben|lukket)t?\s+(?:punkt|sag)\b|åbent?$|lukket$|"
    r"sagen afgøres|brevid|emn-|offentlighed|punkttype|ansv|indbringer|kle[- ]|sagsfremstiller|journalnr)"
)
CASE_NUMBER = re.compile(
    r"\b\d{2}\.\d{2}\.?(?:\d{2})?-?\s?[A-ZÆØÅ]\d{2}(?:-\d+)*|\b\d{2}/\d{3,6}\b|\b\d-\d\d-\d\d?-\d+-\d\d\b|"
    r"\b[A-Z]{2,4}[ -]?\d+[/-]\d{4}\b|\b\d{4}-\d{5,}\b|\b\d{2}\.\d{2}\.\d{2}\b(?=\s*[-–]|$)"
)
"""The number of a case as journals print it: KLE with facet, year and number, and others."""
_FIGURES = re.compile(r"\d\d")
_LABEL = re.compile(r"(?P<label>[^:|\t]{1,30}?)\s*(?:[:|\t]\s*(?P<value>.*))?$", re.S)
_FIRST_WORD = re.compile(r"(?P<label>\S{3,20}?):?\s+(?P<value>\S.*)$", re.S)
_WITHOUT_COLON = frozenset({
    "dato", "mødedato", "mødested", "mødetidspunkt", "starttidspunkt", "sluttidspunkt", "tidspunkt",
    "mødelokale", "sted", "lokale", "tid", "mødetid", "udvalg", "mødeforum",
})  # fmt: skip
"""Labels that seldom begin a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """The number a line begins with, as an item's heading or a list would print it."""

    value: int
    word: str = ""
    """What stands before it, in lower case: "punkt", "sag nr", "ad", "#"; empty where nothing does."""
    sub: str = ""
    """Of "1.2" the ".2", of "3a" the "a"."""
    year: str = ""
    """Of "5/2021" the "/2021"."""
    mark: str = ""
    """What stands after it: ".", ":", ")", "-", "|"."""
    spaced: bool = True
    """Whether white space, or nothing, follows."""
    sign: str = ""
    """What is printed for it, where that is no such number: a letter, Roman figures, "3/2024.1"."""

    @property
    def printed(self) -> str:
        """The number itself, without word and mark."""
        return self.sign or f"{self.value}{self.sub}{self.year}"

    @property
    def place(self) -> tuple[int, ...]:
        """Where it stands in its order: 22.10 comes after 22.9, 3b after 3a."""
        digits = (ord(part) if part.isalpha() else int(part) for part in _PARTS.findall(self.sub))
        return (self.value, *digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one line looks like by itself."""

    bullet: str = ""
    bare: str
    """The text with every run of white space as one space, without bullet."""
    number: Number | None = None
    rest: str
    """What stands after the number; all of `bare` where there is none."""
    title: str
    """`rest` without page number and the mark "Åben -": what a title would be."""
    key: str
    """The title for comparing: the same for a list entry and the heading it names."""
    kind: str = ""
    """In a misread text, what the line and its repeats have in common; elsewhere empty: their words have."""
    section: SectionWord | None = None
    label: Field | None = None
    """The field of the head that the line begins with the label of."""
    value: str = ""
    """What follows the label; empty where the line is the label alone."""
    colon: bool = False
    """Whether a colon, bar or tab parts label and value."""
    case: bool = False
    """Whether it begins as a line with case number, file number or "Åben sag" does."""
    case_number: str = ""
    capitals: bool = False

    @property
    def section_name(self) -> SectionName | None:
        """The section that the line would head by its words."""
        return self.section.name if self.section else None


def read_shapes(lines: Sequence[Line]) -> tuple[Shape, ...]:
    """Return what each line looks like, or would if no scan had misread it."""
    if not is_misread(line.text for line in lines):
        return _with_letters([read_shape(line) for line in lines])
    shapes = [read_shape(line) for line in mend_lines(lines)]
    below = [*(shape.key for shape in shapes[1:]), ""]
    keys = common_keys(
        [
            (shape.number.value if shape.number else None, shape.key or title)
            for shape, title in zip(shapes, below, strict=True)
        ]
    )
    kinds = line_kinds([shape.bare for shape in shapes])
    return tuple(
        replace(shape, key=key, kind=kind) for shape, key, kind in zip(shapes, keys, kinds, strict=True)
    )


def _with_letters(shapes: list[Shape]) -> tuple[Shape, ...]:
    """Return the shapes, those of headings that count in letters or Roman figures with their number."""
    ones = [n for n, shape in enumerate(shapes) if shape.number and shape.number.value == 1]
    texts = [shape.bare for shape in shapes]
    figures = [n for n in ones if texts[n][0].isdigit()]
    for n, (value, match) in lettered(texts, figures).items():
        rest = texts[n][match.end() :]
        number = Number(value=value, mark=match["mark"], sign=match["sign"])
        title = _title(rest)
        shapes[n] = replace(shapes[n], number=number, rest=rest, title=title, key=_key(title))
    return tuple(shapes)


def read_shape(line: Line) -> Shape:
    """Return what a line looks like.

    >>> shape = read_shape(Line(text="• Punkt 12: Høring om havnen ........ 4", start=0, end=39))
    >>> shape.number.word, shape.number.value, shape.title, shape.key
    ('punkt', 12, 'Høring om havnen', 'høring om havnen')
    >>> read_shape(Line(text="Mødested: Ærø Rådhus", start=0, end=20)).label
    <Field.PLACE: 'place'>
    """
    skip, bullet = _bullet(line.text)
    bare = " ".join(line.text[skip:].split())
    number, rest = _number(line.text[skip:])
    title = _title(rest)
    label, value, colon = _label(bare, line.text[skip:])
    case_number = CASE_NUMBER.search(bare, 0, 80) if number or _FIGURES.search(bare, 0, 80) else None
    return Shape(
        bullet=bullet,
        bare=bare,
        number=number,
        rest=" ".join(rest.split()),
        title=title,
        key=_key(title),
        section=section_word(bare),
        label=label,
        value=value,
        colon=colon,
        case=bool(_CASE.match(bare)),
        case_number=case_number[0] if case_number else "",
        capitals=bare.isupper() and len(bare) > 3,
    )


def _bullet(text: str) -> tuple[int, str]:
    match = BULLET.match(text)
    # A line of a bullet alone says nothing else.
    return (match.end(), match[0].strip()) if match and match.end() < len(text) else (0, "")


def _number(text: str) -> tuple[Number | None, str]:
    """Return the number a text begins with, and what follows it."""
    if timed := _TIMED.match(text):
        text = text[timed.end() :]
    if dated := _OF_YEAR.match(text):
        number = Number(value=int(dated["value"]), mark=dated["mark"], sign=dated["sign"])
        return number, dated["rest"]
    match = _NUMBER.match(text)
    if match is None or (_COMMA.match(text) and not _NO_NUMBER.match(text)):
        return _misread(text)
    if _NO_NUMBER.match(text) or _OF_A_LAW.match(text):
        return None, text
    word, mark = _number_word(match["word"]), (match["mark"] or "").strip()
    rest, spaced = match["rest"], bool(match["gap"]) or not match["rest"]
    begins = rest[:1].isupper() or rest[:1] in '"”»§“' or ("\t" in match["gap"] and _MEASURED.match(rest))
    if not (word or mark) and rest and not (spaced and begins):
        return _misread(text)
    number = Number(
        value=int(match["value"]),
        word=word,
        sub=(match["sub"] or match["part"] or "") + (match["letter"] or ""),
        year=match["year"] or "",
        mark=mark,
        spaced=spaced,
        # "3/2024.1" is the first item of the third meeting of a year.
        sign=f"{match['value']}{match['year']}{match['part']}" if match["part"] else "",
    )
    return number, rest


def _number_word(text: str | None) -> str:
    """Return the word before a number; "Ad dagsordenens punkt" is "dagsordenspunkt" as others print it."""
    word = _squeezed(text).rstrip(".:")
    return "dagsordenspunkt" if "dagsordenens" in word else word


def _misread(text: str) -> tuple[Number | None, str]:
    """Return the number of a scan that took letters for figures, or a point for a comma."""
    match = _MISREAD.match(text)
    digits = match["value"].translate(_LETTERS) if match else ""
    if match is None or not digits.isdigit():
        return None, text
    return Number(value=int(digits), mark=".", spaced=bool(match["gap"])), match["rest"]


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split()).lower()


def _title(rest: str) -> str:
    """Return what follows a number without the mark of an open item and without the page."""
    state = _STATE.match(rest)
    rest = rest[state.end() :] if state else rest
    # Most lines do not end in a figure: looking for the page of those is slow.
    paged = rest[-1:].isdigit() or rest.endswith(LEADERS)
    return " ".join((without_leader(rest) if paged else rest).split())


def _key(title: str) -> str:
    if title[-1:] not in (")", "#"):
        return title.lower().strip(" .:,?-–…")
    return " ".join(_MARKED.sub("", title).split()).lower().strip(" .:,?-–…")


def titles_of(key: str) -> tuple[str, ...]:
    """Return the titles that a line may be the heading of, in lower case.

    >>> titles_of("emne: ny badebro (åben)")
    ('emne: ny badebro (åben)', 'emne: ny badebro', 'ny badebro (åben)', 'ny badebro')
    """
    bare = re.sub(r"(?:(?<!\s)\s+)?[(\[][^()\[\]]{1,14}[)\]]$", "", key)
    without = (text.partition(" ")[2] for text in (key, bare))
    return tuple(dict.fromkeys((key, bare, *filter(None, without))))


def _label(bare: str, text: str) -> tuple[Field | None, str, bool]:
    """Return the field that the label of a line introduces, its value, and whether a colon parts them."""
    match = _LABEL.match(text)
    label = _squeezed(match["label"]) if match else ""
    if match and label in LABELS:
        value = " ".join((match["value"] or "").split()).strip(" |")
        return LABELS[label], value, match.end("label") < len(text)
    first = _FIRST_WORD.match(bare)
    if first and first["label"].lower() in _WITHOUT_COLON:
        return LABELS[first["label"].lower()], first["value"], False
    return None, "", False
