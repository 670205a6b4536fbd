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
_GAPPED = "p|h[1-6]|ul|ol|dl|table|blockquote|pre|section|article"
"""Elements with a gap around them, outside lists and tables."""
_BLOCKS = f"{_GAPPED}|div|li|dt|dd|caption|tr|td|th|br|hr|center"
_ATTRIBUTES = r'(?:[^">]++|"[^"]*+")*+'
_GAP = re.compile(rf"</?(?:{_GAPPED})\b{_ATTRIBUTES}>")
_BREAK = re.compile(r"</?(?:div|dt|dd|caption|br|hr|center)\b" + _ATTRIBUTES + ">")
_TAG = re.compile(rf"<(/?)({_BLOCKS})\b({_ATTRIBUTES})>")
_ANY_TAG = re.compile(rf"<[/a-zA-Z!]{_ATTRIBUTES}>")
_OTHER_TAG = re.compile(rf"<(?!/?(?:{_BLOCKS})\b)[/a-zA-Z!]{_ATTRIBUTES}>")
_IN_PLACES = re.compile(r"<(?:[ou]l|li|t[dhr])\b")
"""Of a list or a table."""
_START = re.compile(r'\bstart="?(\d{1,9})\b')
_IS_GAPPED = re.compile(_GAPPED).fullmatch
_PARAGRAPH = "\ufdd0"
"""Stands where one ends; where a source has it, it is left out."""
# JSON and entities bring in what a text file never has; half a character cannot be written down.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_CONTROL_BYTES = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")
_DOUBTFUL = (b"\xcc", b"\xcd", b"\xe2\x84", b"\xed", b"\xef\xbf")
"""What marks on letters, other signs for letters, and no characters at all begin with in UTF-8."""
_BULLET = "•"
_DEEPEST = 8
"""Lists that are in one another, as far as their entries are indented."""
_LONG, _TANGLED = 100_000, 10_000
"""Characters of a body that may be made to stop the program, and how deep its elements stand then."""
_SINGLE = r"(?:br|hr|img|input|col|wbr|p|li|td|th|tr|dd|dt|meta|link)\b"
_NESTED = re.compile(rf"<(/?)(?!{_SINGLE})[a-zA-Z]", re.IGNORECASE)
_PLAIN = r"(?:p|br|ul|ol|li|div|h[1-6]|span|b|i|u|em|strong|a|font|sup|sub|meta|wbr)"
_QUOTED = r"""(?:[^<>'"]++|'[^<>']*+'|"[^<>"]*+")*+"""
# A body of such elements alone, in lower case, is read as it stands; a browser's parser sorts out others.
_NOT_PLAIN = re.compile(rf"<(?!/?{_PLAIN}(?:\s{_QUOTED}|/)?>)")
_TITLE = re.compile(r"<title>[^<]*+</title>")
_BETWEEN_ANGLES = re.compile(r"<[^<>]*>")


@lru_cache(maxsize=4096)
def clean(text: str | None) -> str:
    r"""Return a name or a title on one line, composed; what no text has is left out.

    >>> clean(" Ditte  Vesterskov\x0c "), clean("A\u030aben"), clean(None)
    ('Ditte Vesterskov', 'Åben', '')
    """
    return " ".join(_composed(text).split()) if text else ""


def _composed(text: str) -> str:
    """Return a text with each letter in one part, and a blank for each sign that no text has."""
    data = text.encode("utf-8", errors="surrogatepass")
    if len(data.translate(None, _CONTROL_BYTES)) == len(data) and not any(one in data for one in _DOUBTFUL):
        return text  # as nearly all are
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text))


def text_lines(text: str) -> list[str]:
    r"""Return the lines of plain text, whatever ends them; of several blank ones one is left.

    >>> text_lines("Ad 1.\r\rAd  2.\r\n\n\nAd 3.")
    ['Ad 1.', '', 'Ad 2.', '', 'Ad 3.']
    """
    return _closed_up(" ".join(line.split()) for line in _composed(text).splitlines())


def html_lines(source: str) -> list[str]:
    r"""Return the lines of HTML as a page shows them.

    >>> html_lines("<p>Det&nbsp;indstilles</p><ol start=3><li>at<br>A<li>at B</ol>Slut &amp; færdig")
    ['Det indstilles', '', ' 3. at', '    A', ' 4. at B', '', 'Slut & færdig']
    >>> html_lines("<table><tr><td><p>Post</p><td>Kr.<tr><th>Drift<td>5</table>")
    ['Post\tKr.', 'Drift\t5']
    """
    if "<" not in source and "&" not in source:
        return text_lines(source)
    if is_tangled(source):
        return text_lines(html.unescape(_BETWEEN_ANGLES.sub("\n", source)))
    plain = _TITLE.sub("<wbr>", without_comments(source.replace(_PARAGRAPH, "")))
    if _NOT_PLAIN.search(plain):
        plain = normal_html(plain)
    return _placed(plain) if _IN_PLACES.search(plain) else _flowing(plain)


def without_comments(source: str) -> str:
    """Return HTML without its comments; one that never ends goes to the end."""
    first, *rest = source.split("<!--")
    return "<wbr>".join([first, *(one.partition("-->")[2] for one in rest)]) if rest else first


def _flowing(source: str) -> list[str]:
    """Return the lines of HTML without lists and tables."""
    broken = _BREAK.sub("\n", _GAP.sub(_PARAGRAPH, source.replace("\n", " ")))
    text = _composed(html.unescape(_ANY_TAG.sub("", broken)))
    lines = list[str]()
    for paragraph in text.split(_PARAGRAPH):
        if own := [line for one in paragraph.split("\n") if (line := " ".join(one.split()))]:
            lines += own
            lines.append("")
    return lines[:-1]


def _placed(source: str) -> list[str]:
    """Return the lines of HTML with lists and tables."""
    page = _Page()
    page.words, *rest = _TAG.split(_OTHER_TAG.sub("", source))
    words = _composed(html.unescape(_PARAGRAPH.join([page.words, *rest[3::4]]))).split(_PARAGRAPH)
    page.words = words[0]
    for end, tag, attributes, text in zip(rest[0::4], rest[1::4], rest[2::4], words[1:], strict=True):
        if page.words:
            page.end_line()
        if end:
            page.close(tag)
        else:
            page.open(tag, attributes)
        page.words = text
    return _closed_up(page.all_lines())


def is_tangled(source: str) -> bool:
    """Whether elements stand so deep in one another, or are never closed, that it takes minutes."""
    if len(source) < _LONG:
        return False
    return max(accumulate(-1 if slash else 1 for slash in _NESTED.findall(source)), default=0) > _TANGLED


def normal_html(source: str) -> str:
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

    def open(self, tag: str, attributes: str) -> None:
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
        elif _IS_GAPPED(tag):
            self.gap()

    def close(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.indent = ""
            self.gap()
        elif tag == "li":
            self.mark = self.indent = ""
        elif tag == "tr" and self.rows:
            row, self.lines = self.rows.pop()
            self.lines += row.lines()
        elif _IS_GAPPED(tag):
            self.gap()

    def gap(self) -> None:
        """Leave a blank line, where no list and no row is open."""
        if not self.lists and not self.rows and not self.mark:
            self.lines.append("")

    def end_line(self) -> None:
        line, self.words = " ".join(self.words.split()), ""
        if line:
            self.lines.append(f"{self.mark or self.indent}{line}")
            if self.mark:
                self.mark, self.indent = "", " " * len(self.mark) if self.lists else ""

    def all_lines(self) -> Iterator[str]:
        self.end_line()
        yield from self.lines
