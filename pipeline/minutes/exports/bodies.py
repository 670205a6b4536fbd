"""The body of a section, HTML or plain text, as lines: lists stay lists, the cells of a row stay one row."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

_UNSEEN = [
    "title",
    "meta",
    "style",
    "script",
    "head",
    "link",
    "template",
    "noscript",
    "iframe",
    "svg",
    "object",
]
_BLOCKS = "p|div|li|ul|ol|dl|dt|dd|table|caption|tr|td|th|br|hr|h[1-6]|blockquote|pre|section|article|center"
_TAG = re.compile(rf'<(/?)({_BLOCKS})\b((?:"[^"]*"|[^">])*)>')
_ANY_TAG = re.compile(r'<(?:/?[a-zA-Z!](?:"[^"]*"|[^">])*)>')
_START = re.compile(r'\bstart="?(\d{1,9})\b')
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre section article".split())  # noqa: SIM905
"""Elements with a gap around them, outside lists and tables."""
# JSON and entities bring in what a text file never has; half a character cannot be written down.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_BULLET = "•"
_DEEPEST = 8
"""Lists that are in one another, as far as their entries are indented."""
_LONG, _TANGLED = 100_000, 10_000
"""Characters of a body that may be made to stop the program, and how deep its elements stand then."""
_SINGLE = r"(?:br|hr|img|input|col|wbr|p|li|td|th|tr|dd|dt|meta|link)\b"
_NESTED = re.compile(rf"<(/?)(?!{_SINGLE})[a-zA-Z]", re.IGNORECASE)
_PLAIN = r"(?:p|br|ul|ol|li|div|h[1-6]|span|b|i|u|em|strong|a|font|sup|sub)"
# A body of such elements alone, in lower case, is read as it stands; a browser's parser sorts out others.
_NOT_PLAIN = re.compile(rf"<(?!/?{_PLAIN}(?:\s[^<>']*|/)?>)")
_PARAGRAPHS = re.compile(r"\s*+(?:<p>[^<&]*+</p>\s*+)++")
"""Most bodies are paragraphs alone."""
_BETWEEN_ANGLES = re.compile(r"<[^<>]*>")


@lru_cache(maxsize=4096)
def clean(text: str | None) -> str:
    r"""Return a name or a title on one line, composed; what no text has is left out.

    >>> clean(" Ditte  Vesterskov\x0c "), clean("A\u030aben"), clean(None)
    ('Ditte Vesterskov', 'Åben', '')
    """
    return " ".join(_composed(text).split()) if text else ""


def _composed(text: str) -> str:
    plain = _CONTROL.sub(" ", text)
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def text_lines(text: str) -> list[str]:
    r"""Return the lines of plain text, whatever ends them; of several blank ones one is left.

    >>> text_lines("Ad 1.\r\rAd  2.\r\n\n\nAd 3.")
    ['Ad 1.', '', 'Ad 2.', '', 'Ad 3.']
    """
    return _closed_up(" ".join(line.split()) for line in re.split(r"\r\n|[\r\n]", _composed(text)))


def html_lines(source: str) -> list[str]:
    r"""Return the lines of HTML as a page shows them.

    >>> html_lines("<p>Det&nbsp;indstilles</p><ol start=3><li>at<br>A<li>at B</ol>Slut &amp; færdig")
    ['Det indstilles', '', ' 3. at', '    A', ' 4. at B', '', 'Slut & færdig']
    >>> html_lines("<table><tr><td><p>Post</p><td>Kr.<tr><th>Drift<td>5</table>")
    ['Post\tKr.', 'Drift\t5']
    """
    if "<" not in source and "&" not in source:
        return text_lines(source)
    if _PARAGRAPHS.fullmatch(source):
        return _paragraphs(source)
    if is_tangled(source):
        return text_lines(html.unescape(_BETWEEN_ANGLES.sub("\n", source)))
    page = _Page()
    normal = _normal(source) if _NOT_PLAIN.search(source) else source
    text, *rest = _TAG.split(_composed(normal))
    page.write(text)
    for end, tag, attributes, text in zip(*(rest[at::4] for at in range(4)), strict=True):
        if end:
            page.close(tag)
        else:
            page.open(tag, attributes)
        page.write(text)
    return _closed_up(page.all_lines())


def _paragraphs(source: str) -> list[str]:
    """Return the lines of HTML of paragraphs alone."""
    inside = _composed(source).replace("</p>", "").split("<p>")[1:]
    lines = list[str]()
    for line in filter(None, (" ".join(one.split()) for one in inside)):
        lines += (line, "")
    return lines[:-1]


def is_tangled(source: str) -> bool:
    """Whether elements stand so deep in one another, or are never closed, that it takes minutes."""
    if len(source) < _LONG:
        return False
    return max(accumulate(-1 if slash else 1 for slash in _NESTED.findall(source)), default=0) > _TANGLED


def _normal(source: str) -> str:
    """Return HTML as a browser understands it: every element closed, none that nobody sees."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(source)
    tree.strip_tags(_UNSEEN, recursive=True)
    return tree.body.html or "" if tree.body else ""


def _closed_up(lines: Iterator[str]) -> list[str]:
    """Return lines without blank ones at both ends, and with one at most between two."""
    kept = list[str]()
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept[:-1] if kept and not kept[-1] else kept


@dataclass(slots=True)
class _List:
    """A list that is open: the number of its next entry, None where it has bullets."""

    next: int | None

    def mark(self) -> str:
        if self.next is None:
            return _BULLET
        self.next += 1
        return f"{self.next - 1}."


@dataclass(slots=True)
class _Row:
    """A row of a table that is open: the lines of each of its cells."""

    cells: list[list[str]] = field(default_factory=list)

    def lines(self) -> list[str]:
        filled = [cell for cell in self.cells if any(cell)]
        if len(filled) == 1:  # of one cell, which may hold anything
            return filled[0]
        return ["\t".join(" ".join(filter(None, cell)) for cell in filled)] if filled else []


@dataclass(slots=True)
class _Page:
    """The lines of a body as they grow, in the row and the list they stand in."""

    lines: list[str] = field(default_factory=list)
    words: str = ""
    mark: str = ""
    indent: str = ""
    lists: list[_List] = field(default_factory=list)
    rows: list[tuple[_Row, list[str]]] = field(default_factory=list)
    """The rows that are open, each with the lines around its table."""

    def write(self, source: str) -> None:
        if "<" in source:
            source = _ANY_TAG.sub("", source)
        self.words += _composed(html.unescape(source)) if "&" in source else source

    def open(self, tag: str, attributes: str) -> None:
        self.end_line()
        if tag in ("ul", "ol"):
            self.gap()
            start = _START.search(attributes)
            first = None if tag == "ul" else int(start[1]) if start else 1
            self.lists.append(_List(next=first))
        elif tag == "li":
            depth = min(len(self.lists), _DEEPEST) - 1
            self.mark = f" {'  ' * depth}{self.lists[-1].mark() if self.lists else _BULLET} "
        elif tag == "tr":
            self.rows.append((_Row(), self.lines))
            self.lines = []
        elif tag in ("td", "th") and self.rows:
            self.lines = list[str]()
            self.rows[-1][0].cells.append(self.lines)
        elif tag in _SPACED:
            self.gap()

    def close(self, tag: str) -> None:
        self.end_line()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.indent = ""
            self.gap()
        elif tag == "li":
            self.mark = self.indent = ""
        elif tag == "tr" and self.rows:
            row, self.lines = self.rows.pop()
            self.lines += row.lines()
        elif tag in _SPACED:
            self.gap()

    def gap(self) -> None:
        """Leave a blank line, where no list and no row is open."""
        if not self.lists and not self.rows and not self.mark:
            self.lines.append("")

    def end_line(self) -> None:
        if not self.words:
            return
        line, self.words = " ".join(self.words.split()), ""
        if line:
            self.lines.append(f"{self.mark or self.indent}{line}")
            if self.mark:
                self.mark, self.indent = "", " " * len(self.mark) if self.lists else ""

    def all_lines(self) -> Iterator[str]:
        self.end_line()
        yield from self.lines
