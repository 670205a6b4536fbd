"""An HTML page: its main part, one block a line, lists with their marks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from pipeline.minutes.document import BlockKind, Document, File, Mark, to_document
from pipeline.minutes.header import official_name

_SKIP = frozenset(
    "script style noscript template nav aside footer form button svg iframe select dialog".split()  # noqa: SIM905
)
_BLOCK = frozenset(
    "p div section article main h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr blockquote header address "  # noqa: SIM905
    "figure pre hr br body".split()
)
_NUMBERED = re.compile(r"\d{1,3}[a-zæøå]?[.:)]?\s")
_SPACED = _BLOCK - {"li", "tr", "br", "div", "dt", "dd"}
"""Blocks that a reader sees a gap around."""
LIST_ITEM = BlockKind.LIST_ITEM
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    "p": BlockKind.PARAGRAPH,
    "li": LIST_ITEM,
    "tr": BlockKind.TABLE_ROW,
}
Piece = tuple[str, Mark | None]
"""Some text, and the block it is in."""


def read_html(file: File) -> Document:
    r"""Return the text of the main part of a page; menus, forms and footers are left out.

    >>> page = b"<html><body><nav>Menu</nav><h1>Sager</h1><ol><li>Havnen</li></ol></body></html>"
    >>> read_html(File(name="a.html", data=page, max_bytes=1000)).text
    'Sager\n\n1. Havnen'
    """
    from selectolax.lexbor import LexborHTMLParser

    page, notes = file.decode()
    tree = LexborHTMLParser(page)
    root = _main(tree)
    lines = [] if root is None else list(_one_blank(_lines(_text(root, None))))
    while lines and not lines[0][0]:
        del lines[0]
    while lines and not lines[-1][0]:
        del lines[-1]
    return replace(to_document(file.name, lines, notes), publisher=_site(tree))


def _site(tree: Any) -> str:
    """Return the name of the site, if it is that of a municipality or region."""
    named = tree.css_first('meta[property="og:site_name"]')
    return official_name((named.attributes.get("content") or "") if named else "")


def _main(tree: Any) -> Any:
    """Return the element with the minutes: the largest `main` or `article`, else the body."""
    parts = tree.css("main") or tree.css("[role=main]") or tree.css("article")
    full = tree.body
    if not parts:
        return full
    best = max(parts, key=lambda node: len(node.text()))
    # A page may mark up a teaser as article: the minutes are most of the page's text.
    return best if full is None or len(best.text()) * 2 > len(full.text()) else full


def _text(node: Any, mark: Mark | None) -> Iterator[Piece]:
    """Yield the text inside an element, line ends where the page shows them; `mark` is the block it is in."""
    child = node.child
    number = _first_number(node)
    while child is not None:
        tag = child.tag
        if tag == "-text":
            yield child.text_content.replace("\n", " "), mark
        elif tag == "br":
            yield "\n", mark
        elif tag not in _SKIP and not tag.startswith(("-", "_", "!")):
            yield from _element(child, _mark(tag, mark), f"{number}. " if node.tag == "ol" else " • ")
            number += tag == "li"
        child = child.next


def _mark(tag: str, outer: Mark | None) -> Mark | None:
    """Return the block of an element: its own, but paragraphs of a list item or a cell are part of that."""
    kind = _KINDS.get(tag)
    if kind is None or (outer is not None and (outer.kind, kind) != (LIST_ITEM, LIST_ITEM)):
        return outer
    return Mark(kind, int(tag[1]) if kind is BlockKind.HEADING else 0)


def _element(node: Any, mark: Mark | None, bullet: str) -> Iterator[Piece]:
    tag = node.tag
    gap = "\n\n" if tag in _SPACED else "\n" if tag in _BLOCK else ""
    yield gap, mark
    # A list of items often brings its own numbers: "<li>1. Økonomi".
    if tag == "li" and not _NUMBERED.match(node.text().strip()):
        yield bullet, mark
    if tag in ("td", "th"):
        yield "\t", mark
    yield from _text(node, mark)
    yield gap, mark


def _first_number(node: Any) -> int:
    start = (node.attributes or {}).get("start") if node.tag == "ol" else None
    return int(start) if start and start.isdigit() else 1


def _lines(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the lines of pieces, each with the block it begins in; a line in none is a paragraph."""
    line, mark = "", None
    for piece, own in chain(pieces, [("\n", None)]):
        first, *rest = piece.split("\n")
        mark = mark or (own if first.strip() else None)
        line += first
        for following in rest:
            yield _squeeze(line), mark or Mark(BlockKind.PARAGRAPH)
            line, mark = following, own if following.strip() else None


def _squeeze(line: str) -> str:
    """Return a line with runs of blanks as one; tabs part table cells, a leading blank marks a bullet."""
    cells = [" ".join(cell.split()) for cell in line.split("\t")]
    text = "\t".join(cell for cell in cells if cell)
    return f" {text}" if text.startswith("•") else text


def _one_blank(lines: Iterable[Piece]) -> Iterator[Piece]:
    blank = False
    for line, mark in lines:
        if line or not blank:
            yield line, mark
        blank = not line
