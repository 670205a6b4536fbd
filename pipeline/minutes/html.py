"""An HTML page to text: the main part, one block a line, lists with their marks."""

import re
from collections.abc import Iterator
from typing import Any

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


def read_html(page: str) -> str:
    r"""Return the text of the main part of a page; menus, forms and footers are left out.

    >>> read_html("<html><body><nav>Menu</nav><h1>Møde</h1><ol><li>Økonomi</li></ol></body></html>")
    'Møde\n\n1. Økonomi'
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page)
    root = _main(tree)
    if root is None:
        return ""
    pieces = "".join(_text(root))
    lines = [_squeeze(line) for line in pieces.split("\n")]
    return "\n".join(_one_blank(lines)).strip("\n")


def _main(tree: Any) -> Any:
    """Return the element with the minutes: the largest `main` or `article`, else the body."""
    found = tree.css("main") or tree.css("[role=main]") or tree.css("article")
    full = tree.body
    if not found:
        return full
    best = max(found, key=lambda node: len(node.text()))
    # A page may mark up a teaser as article: the minutes are most of the page's text.
    return best if full is None or len(best.text()) * 2 > len(full.text()) else full


def _text(node: Any) -> Iterator[str]:
    child = node.child
    number = _first_number(node)
    while child is not None:
        tag = child.tag
        if tag == "-text":
            yield child.text_content.replace("\n", " ")
        elif tag == "br":
            yield "\n"
        elif tag not in _SKIP and not tag.startswith(("-", "_", "!")):
            yield from _element(child, tag, f"{number}. " if node.tag == "ol" else " • ")
            number += tag == "li"
        child = child.next


def _element(node: Any, tag: str, mark: str) -> Iterator[str]:
    gap = "\n\n" if tag in _SPACED else "\n" if tag in _BLOCK else ""
    yield gap
    # A list of items often brings its own numbers: "<li>1. Økonomi".
    if tag == "li" and not _NUMBERED.match(node.text().strip()):
        yield mark
    if tag in ("td", "th"):
        yield "\t"
    yield from _text(node)
    yield gap


def _first_number(node: Any) -> int:
    start = (node.attributes or {}).get("start") if node.tag == "ol" else None
    return int(start) if start and start.isdigit() else 1


def _squeeze(line: str) -> str:
    """Return a line with runs of blanks as one; tabs part table cells, a leading blank marks a bullet."""
    cells = [" ".join(cell.split()) for cell in line.split("\t")]
    text = "\t".join(cell for cell in cells if cell)
    return f" {text}" if text.startswith("•") else text


def _one_blank(lines: list[str]) -> Iterator[str]:
    blank = False
    for line in lines:
        if line or not blank:
            yield line
        blank = not line
