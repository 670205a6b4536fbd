"""The elements of a web page as pieces of text: what is a block, what shares a line, what is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, repeat
from typing import Any

from pipeline.minutes.document import Block, BlockKind, Line
from pipeline.minutes.readers.flow import NUMBER, Joint, Piece
from pipeline.minutes.readers.page_parts import PageParts, Part, is_disclosure, is_entry
from pipeline.minutes.sections import section_name

_HEADING = re.compile(r"h[1-6]$")
_SPACED = frozenset(
    "p section article main h1 h2 h3 h4 h5 h6 ul ol dl table blockquote header footer aside nav address "  # noqa: SIM905
    "figure pre hr body details summary fieldset form".split()
)
"""Elements that a reader sees a gap around."""
_CLOSE = frozenset("li tr div dt dd td th caption legend".split())  # noqa: SIM905
"""Elements that stand on lines of their own, with no gap around them."""
_BLOCKS = _SPACED | _CLOSE
_CELLS = ("td", "th")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_START = re.compile(r"[0-9]{1,9}")
_LEVELS = frozenset("123456789")
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:\s*none")
_NUMBERED = re.compile(r"\d{1,3}[a-zæøå]?[.:)]?\s")
# Two elements side by side are no word: "Dato:" and "4. maj", "Sted" and "Strandhuset"; "Ny", "borg" are.
_APART = re.compile(r"(?:[\d.:)]\t[A-ZÆØÅ]|:\t\d|[A-ZÆØÅa-zæøå][a-zæøå]{2}\t[A-ZÆØÅ\d])")


def read_page(body: Any) -> Iterator[Piece]:
    """Yield the text of a page in pieces, those included that are to be left out."""
    place = _Place(block=Block(kind=BlockKind.PARAGRAPH, path="body"), tags="body")
    return _Page(parts=PageParts(body=body)).pieces(body, place)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where on a page some text stands."""

    block: Block
    tags: str
    whole: bool = False
    """Whether the block holds all that is inside it: no element there begins a block of its own."""
    bold: bool = False
    link: bool = False
    left_out: bool = False

    def piece(self, text: str = "", joint: Joint = Joint.TEXT) -> Piece:
        return Piece(
            text=text, joint=joint, block=self.block, bold=self.bold, link=self.link, left_out=self.left_out
        )

    def inside(self, node: Any) -> "_Place":
        """Return the place of what stands directly in an element of the minutes."""
        tags = f"{self.tags}/{node.tag}"
        bold = node.tag in ("b", "strong", "th") or _BOLD.search(node.attributes.get("style") or "")
        place = replace(self, tags=tags, bold=self.bold or bool(bold), link=self.link or node.tag == "a")
        kind, whole = _kind(node)
        inner_list = self.block.kind is kind is BlockKind.LIST_ITEM
        if kind is None or (self.whole and not inner_list):
            return place
        block = Block(
            kind=kind,
            level=_level(node) if kind is BlockKind.HEADING else 0,
            depth=self.block.depth + (node.tag == "li"),
            path=_path(tags, node),
        )
        return replace(place, block=block, whole=whole)

    def around(self, node: Any, part: Part) -> "_Place":
        """Return the place of what stands in an element of the page that is around the minutes."""
        path = _path(f"{self.tags}/{node.tag}", node)
        block = Block(kind=BlockKind.CHROME, depth=self.block.depth, path=path)
        return replace(self, block=block, whole=True, left_out=part is Part.PAGE)


def _path(tags: str, node: Any) -> str:
    named = (node.attributes.get("class") or "").split()
    return f"{tags}.{re.sub(r'[0-9]+', '', named[0])}" if named else tags


def _kind(node: Any) -> tuple[BlockKind | None, bool]:
    """Return the kind of block that an element begins, if any, and whether that holds all inside it."""
    if _HEADING.match(node.tag) or node.attributes.get("role") == "heading":
        return BlockKind.HEADING, True
    if is_disclosure(node):
        return (BlockKind.HEADING, True) if is_entry(node) else (BlockKind.PARAGRAPH, False)
    if node.tag in ("li", "tr") and is_entry(node):
        return BlockKind.LIST_ITEM if node.tag == "li" else BlockKind.TABLE_ROW, True
    return (BlockKind.PARAGRAPH, node.tag == "p") if node.tag in _BLOCKS else (None, False)


def _level(node: Any) -> int:
    said = node.tag[1] if _HEADING.match(node.tag) else node.attributes.get("aria-level") or ""
    return int(said) if said in _LEVELS else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Walks over the elements of one page."""

    parts: PageParts

    def pieces(self, node: Any, place: _Place) -> Iterator[Piece]:
        """Yield what stands inside an element, which is at `place`."""
        marks, before = _marks(node), None
        for child in _from(node.child):
            if child.tag == "-text":
                yield from _text(child, place)
            elif child.tag == "br":
                yield place.piece(joint=Joint.BREAK)
            elif self._numbers_the_next(child, before, place):
                yield place.piece(f"{_plain(child)}\t", Joint.MARK)
            else:
                mark = next(marks) if child.tag == "li" else ""
                yield from self._element(child, place, mark if _lacks_mark(child, mark) else "", before)
            before = child

    def _element(self, node: Any, place: _Place, mark: str, before: Any) -> Iterator[Piece]:
        part = Part.MINUTES if place.block.kind is BlockKind.CHROME else self.parts.part(node)
        inner = place.inside(node) if part is Part.MINUTES else place.around(node, part)
        cell = node.tag in _CELLS and place.block.kind is BlockKind.TABLE_ROW
        if cell and before is not None:
            yield place.piece(joint=Joint.CELL)
        elif _are_apart(before, node):
            yield place.piece(" ")
        gap = 0 if cell else _gap(node, inner is not place and inner.block is not place.block)
        yield from [place.piece(joint=Joint.BREAK)] * gap
        if mark:
            yield inner.piece(mark, Joint.MARK)
        yield from self.pieces(node, inner)
        if node.tag in ("li", "tr"):
            yield inner.piece(joint=Joint.MARK)
        yield from [place.piece(joint=Joint.BREAK)] * gap

    def _numbers_the_next(self, node: Any, before: Any, place: _Place) -> bool:
        """Whether an element holds a number, and what stands beside or below it is the title numbered so."""
        text = _plain(node) if not place.left_out else ""
        if len(text) > 12 or not NUMBER.match(text) or place.block.kind is BlockKind.TABLE_ROW:
            return False
        following = next((one for one in _from(node.next) if self._has_words(one)), None)
        if following is None or following.tag in ("-text", "br") or _is_section(_plain(following)):
            return False
        if node.tag in ("p", "li") or _HEADING.match(node.tag) or not text[0].isdigit():
            return _HEADING.match(following.tag) is not None and not _HEADING.match(node.tag)
        # "2" and "40 km/t i Vesterbro": in a heading, what follows may begin with a figure, too.
        words = place.block.kind is BlockKind.HEADING and " " in _plain(following)
        return (node.tag in _BLOCKS or before is None) and (words or not _plain(following)[0].isdigit())

    def _has_words(self, node: Any) -> bool:
        return node.tag == "br" or (
            bool(_plain(node)) and (node.tag == "-text" or self.parts.part(node) is not Part.PAGE)
        )


def _from(node: Any) -> Iterator[Any]:
    """Yield an element and those after it beside it; blanks, comments and the like are none."""
    while node is not None:
        if node.tag == "-text" or not node.tag.startswith(("-", "_", "!")):
            yield node
        node = node.next


def _plain(node: Any) -> str:
    text = node.text_content if node.tag == "-text" else node.text(separator=" ")
    return " ".join((text or "").split())


def _text(node: Any, place: _Place) -> Iterator[Piece]:
    if node.parent.tag != "pre":
        yield place.piece(re.sub(r"[ \t\r\n\f]+", " ", node.text_content))
        return
    for line in node.text_content.splitlines():
        yield from (place.piece(line.replace("\t", " ")), place.piece(joint=Joint.BREAK))


def _are_apart(before: Any, node: Any) -> bool:
    """Whether two elements on one line, with no blank between them, are no one word."""
    if before is None or before.tag in ("-text", "br") or before.tag in _BLOCKS or node.tag in _BLOCKS:
        return False
    left, right = _plain(before), _plain(node)
    return bool(left and right) and _APART.search(f"{left[-3:]}\t{right[0]}") is not None


def _gap(node: Any, begins_block: bool) -> int:
    """Return how many line ends stand around an element."""
    return 2 if node.tag in _SPACED else 1 if node.tag in _CLOSE else 2 if begins_block else 0


def _marks(node: Any) -> Iterator[str]:
    """Yield what a browser draws before each entry of a list."""
    style = node.attributes.get("style") or ""
    if _UNMARKED.search(style):
        return repeat("")
    if node.tag != "ol":
        return repeat(" • ")
    start = node.attributes.get("start") or ""
    return (f"{number}. " for number in count(int(start) if _START.fullmatch(start) else 1))


def _lacks_mark(node: Any, mark: str) -> bool:
    """Whether an entry of a list shows its mark: not if it brings a number, or holds part of the minutes."""
    return not _NUMBERED.match(f"{_plain(node)} ") and (mark != " • " or is_entry(node))


def _is_section(text: str) -> bool:
    return section_name(Line(text=text, start=0, end=len(text))) is not None
