"""The component `danish_amounts`: amounts of money, and the bare figures of tables that hold it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, Finder, text_of
from pipeline.entities.money import find_amounts, plain, read_number, worth

FIGURE = re.compile(
    r"(?<![\w.,/§:–-])(?:[-−–](?=\d))?(?P<figure>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?![\w/:%–-]|[.,]\d|\s?%)"
)
LINE = re.compile(r"[^\n]+")
LETTER_AFTER_FIGURE = re.compile(r"\d\D*?[^\W\d_]")
CELL = re.compile(r"\S+(?:[^\S\n]\S+)*")
SENTENCE = re.compile(r"[.:;!?]\s*$|[.;!?]\s+[A-ZÆØÅ]|\b(?:er|var|har|blev|der|som|at)\b")
# The point of "Udgift i kr." ends no sentence.
CROWN_POINT = re.compile(r"(?<=kr)\.\s*$")
YEAR = re.compile(r"(?:19|20)\d\d")
# A unit with no number before it speaks of the figures below it.
UNIT = re.compile(
    r"(?<![\d.,][ \u00a0])(?<![\w.,-])"
    r"(?P<thousand>1\.?000\s)?(?P<scale>mio\.?|mia\.?|t\.?)?\s?(?:kr|DKK|kroner)\b",
    re.IGNORECASE,
)
# "Beløb i mio. kr.": so told, one figure is a table too.
UNIT_LINE = re.compile(
    r"\(?(?:alle )?(?:beløb|tal|udgift|priser?)?(?:ene)?(?: (?:er )?(?:angivet|opgjort))? ?(?:i |i hele )?"
    rf"(?:{UNIT.pattern})[.)]*:?",
    re.IGNORECASE,
)
MONEY = re.compile(
    r"(?:budget|regnskab|bidrag|kontingent|finansiering|udgift|indtægt|beløb|omkostning|takst|betaling|tilskud|"
    r"\bafvigelse|\bløn|\bpris|besparelse|\bafgift|bevilling|pulje|underskud|overskud|honorar)",
    re.IGNORECASE,
)
COUNTS = re.compile(
    r"\b(?:antal|indbyggere|indbyggertal|folketal|borgere|pladser|personer|belægning\w*|pct|procent|årsværk|sager|timer|"
    r"dage|døgn|forløb|alder|point|norm)\b|%",
    re.IGNORECASE,
)
CAPTION_LINES = 3


@Language.factory("danish_amounts", assigns=["doc.spans"])
def make_danish_amounts(nlp: Language, name: str) -> "DanishAmounts":
    """Return the component."""
    return DanishAmounts()


class DanishAmounts(Finder):
    """Mark amounts of money in `doc.spans["danish_amounts"]`; `kb_id_` is the number of crowns."""

    group = "danish_amounts"

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the amounts in `doc`, in the order of the text."""
        found = list(find_amounts(text_of(doc)))
        in_tables = [one for one in find_table_amounts(text_of(doc)) if not one.overlaps(found)]
        return sorted(found + in_tables, key=lambda one: one.start)


LONGEST_ROW = 1000
"""A longer line is no row of a table; looking for figures in thousands of digits takes minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """A line of the text and the bare figures in it; years are no figures."""

    start: int
    text: str
    figures: tuple[re.Match[str], ...]

    @property
    def is_row(self) -> bool:
        """Tell whether the line is a label and figures, or several such pairs, and no sentence."""
        if not self.figures or SENTENCE.search(self.text):
            return False
        words = len(FIGURE.sub(" ", self.text).split())
        ends = self.text.rstrip().endswith(self.figures[-1]["figure"])
        return ends and words <= 6 * len(self.figures)

    @property
    def is_label(self) -> bool:
        """Tell whether the line may be a cell of its own: a few words."""
        return len(self.text.split()) <= 4 and not SENTENCE.search(self.text)


def find_table_amounts(text: str) -> Iterator[Candidate]:
    """Yield the figures of the tables in `text` that hold money."""
    lines = [
        TableLine(start=match.start() + at, text=part, figures=_figures(part))
        for match in LINE.finditer(text)
        for at, part in _parts(match[0])
        if not part.isspace()
    ]
    for first, last in _tables(lines):
        caption = lines[max(0, first - CAPTION_LINES) : first]
        yield from _amounts(caption, [line for line in lines[first:last] if line.is_row])


def _parts(line: str) -> tuple[tuple[int, str], ...]:
    """Return a line by itself, or its caption and its row: "Budget, kr.: Odder 12.000 Samsø 3.000"."""
    caption, colon, row = line.rpartition(":")
    if caption and row.rstrip(" \t")[-1:].isdecimal() and LETTER_AFTER_FIGURE.search(row):
        return (0, caption + colon), (len(caption + colon), row)
    return ((0, line),)


def _figures(line: str) -> tuple[re.Match[str], ...]:
    row = line if len(line) <= LONGEST_ROW else ""
    return tuple(figure for figure in FIGURE.finditer(row) if not YEAR.fullmatch(figure["figure"]))


def _tables(lines: Sequence[TableLine]) -> Iterator[tuple[int, int]]:
    """Yield where each run of rows begins and ends; single label lines may stand between rows."""
    rows = [at for at, line in enumerate(lines) if line.is_row]
    begin = 0
    for place, (at, following) in enumerate(pairwise([*rows, len(lines) + 9])):
        joined = following - at == 1 or (following - at == 2 and lines[at + 1].is_label)
        if not joined:
            yield rows[begin], at + 1
            begin = place + 1


def _amounts(caption: Sequence[TableLine], rows: Sequence[TableLine]) -> Iterator[Candidate]:
    scale = _scale(caption, rows)
    single = len(rows) == 1 and len(rows[0].figures) == 1
    if scale is None or (single and not (caption and UNIT_LINE.fullmatch(caption[-1].text.strip()))):
        return
    width = Counter(len(row.figures) for row in rows).most_common(1)[0][0]
    pairs = width > 1 and all(_pairs(row) for row in rows)
    columns = _money_columns(caption, width)
    for row in rows:
        for column, figure in enumerate(row.figures if pairs else row.figures[-width:]):
            if pairs or column in columns:
                yield _candidate(row, figure, scale, signed=len(rows) == 1)


def _scale(caption: Sequence[TableLine], rows: Sequence[TableLine]) -> str | None:
    """Return the unit of the figures ("" for crowns), or None where nothing says they are money."""
    for line in [*reversed(caption), *rows]:
        if unit := UNIT.search(line.text):
            return "t." if unit["thousand"] else unit["scale"] or ""
    told = any(MONEY.search(line.text) for line in caption)
    large = all("." in figure["figure"] for row in rows for figure in row.figures[-1:])
    return "" if told and large else None


def _money_columns(caption: Sequence[TableLine], width: int) -> frozenset[int]:
    """Return the figure columns that hold money, by the heading's cells; all where it has none."""
    for line in reversed(caption):
        cells = CELL.findall(line.text.replace("\t", "  ").replace("|", "  "))
        if len(cells) >= width > 1 and not SENTENCE.search(CROWN_POINT.sub("", line.text)):
            return frozenset(at for at, cell in enumerate(cells[-width:]) if not COUNTS.search(cell))
    return frozenset(range(width))


def _pairs(row: TableLine) -> bool:
    """Tell whether every figure of the row has a label of its own, as in "Odder 12.000 Samsø 3.000"."""
    ends = [0, *(figure.end() for figure in row.figures)]
    between = [row.text[end : figure.start()] for end, figure in zip(ends, row.figures, strict=False)]
    return all(re.search(r"[^\W\d_]", words) for words in between)


def _candidate(row: TableLine, figure: re.Match[str], scale: str, *, signed: bool) -> Candidate:
    # In a column a sign marks a direction and stays outside; in a row that stands alone it counts.
    start, end = (row.start + at for at in figure.span(0 if signed else "figure"))
    sign = "-" if signed and figure.start() < figure.start("figure") else ""
    norm = sign + plain(worth(read_number(figure["figure"]), scale))
    return Candidate(start, end, Label.AMOUNT, norm, "table")
