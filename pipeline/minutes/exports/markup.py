"""HTML with marks for its tags: signs that no text has, and text between them.

Markup that is out of order, or that has other tags, is first put in order by the parser of a browser.
"""

import re
from itertools import chain

from pipeline.minutes.readers.limits import is_tangled

_UNSEEN = [
    "title", "meta", "style", "script", "head", "link", "template", "noscript", "iframe", "svg", "object",
]  # fmt: skip
GAP, LINE, _OTHER, TURN = "\x01", "\n", "\x02", "\x03"
"""Marks of what has a gap around it outside lists and tables, of the end of a line, of tags that nobody
knows; the last stands before a letter that tells what begins or ends of a list or a table."""
_NO_TAG = "\x04"
"""Of what stands between angles and is no tag."""
SIGNS = (GAP, _OTHER, TURN, _NO_TAG)

ENTRY, ENTRY_ENDS, BULLETS, NUMBERS, LIST_ENDS = "eEunL"
ROW, ROW_ENDS, CELL, CELL_ENDS = "rRcC"
_PARAGRAPHS = [
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "table", "blockquote", "pre", "section", "article",
]  # fmt: skip
_LINES = ["div", "dt", "dd", "caption", "br", "hr", "center"]
_INLINE = [
    "span", "b", "i", "u", "em", "strong", "a", "font", "sup", "sub", "meta", "wbr",
    "thead", "tbody", "tfoot",
]  # fmt: skip
_MARKS = {
    **dict.fromkeys(_PARAGRAPHS, (GAP, GAP)),
    **dict.fromkeys(_LINES, (LINE, LINE)),
    **dict.fromkeys(_INLINE, ("", "")),
    "ul": (TURN + BULLETS, TURN + LIST_ENDS),
    "ol": (TURN + NUMBERS + LINE, TURN + LIST_ENDS),
    "li": (TURN + ENTRY, TURN + ENTRY_ENDS),
    "tr": (TURN + ROW, TURN + ROW_ENDS),
    "td": (TURN + CELL, TURN + CELL_ENDS),
    "th": (TURN + CELL, TURN + CELL_ENDS),
}
"""Of each element, where it begins and where it ends."""
_TAGS = re.compile(r"(<[^<>]*+>(?:<[^<>]*+>)*+)")
_TAG = re.compile(
    r"""(?P<end>/?)(?P<name>[a-zA-Z][^\s/"'>]*+)(?P<attributes>(?:[\s/](?:[^"']|"[^"]*+"|'[^']*+')*+)?)"""
)
_START = re.compile(r"""\bstart=["']?(\d{1,9})\b""")
_ATTRIBUTES = re.compile(r'(?<=<)([a-zA-Z][^\s/">]*)\s(?:[^">]++|"[^"]*+")*+(?=>)')
"""Of an element, as a browser writes it."""
_MOST_TAGS, _LONGEST_KEPT = 4096, 1000
"""How many are kept, and how long they are: a picture may be in one."""
_TITLE = re.compile(r"<title>[^<]*+</title>")


def with_marks(source: str) -> str | None:
    """Return HTML with marks for tags; None where not even a browser makes sense of it in time."""
    if is_tangled(source):
        return None
    plain = without_comments(_TITLE.sub("<wbr>", source) if "<title>" in source else source)
    marked = _replaced(plain)
    if _OTHER not in marked and _NO_TAG not in marked and _is_balanced(marked):
        return marked
    ordered = without_comments(normal_html(plain))
    for one in (ordered, _ATTRIBUTES.sub(r"\1", ordered)):
        if _NO_TAG not in (marked := _replaced(one)):
            return marked.replace(_OTHER, "")
    return None


def _replaced(source: str) -> str:
    """Return HTML with marks for all that stands between angles."""
    first, *others = _TAGS.split(source.replace("\n", " "))
    marks = map(_known.__getitem__, others[::2])
    marked = first + "".join(chain.from_iterable(zip(marks, others[1::2], strict=True)))
    return marked.replace("<", _NO_TAG)


class _Known(dict[str, str]):
    """The marks for tags that follow each other: looked up, since the same stand there again and again."""

    def __missing__(self, tags: str) -> str:
        if len(self) >= _MOST_TAGS:
            self.clear()
        marks = "".join(map(_mark, tags[1:-1].split("><")))
        if len(tags) < _LONGEST_KEPT:
            self[tags] = marks
        return marks


_known = _Known()


def _mark(tag: str) -> str:
    if (match := _TAG.fullmatch(tag)) is None:
        return _NO_TAG
    name = match["name"].lower()
    if name == "ol" and not match["end"] and (start := _START.search(match["attributes"])):
        return f"{TURN}{NUMBERS}{start[1]}{LINE}"
    return _MARKS[name][bool(match["end"])] if name in _MARKS else _OTHER


def _is_balanced(marked: str) -> bool:
    """Whether all rows and cells are closed, which they need not be."""
    turns = [one[0] for one in marked.split(TURN)[1:]]
    return all(turns.count(one) == turns.count(one.upper()) for one in (ROW, CELL))


def without_comments(source: str) -> str:
    """Return HTML without its comments; one that never ends goes to the end."""
    first, *rest = source.split("<!--")
    return "<wbr>".join([first, *(one.partition("-->")[2] for one in rest)]) if rest else first


def normal_html(source: str) -> str:
    """Return HTML as a browser understands it: every element closed, none that nobody sees."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(source)
    tree.strip_tags(_UNSEEN, recursive=True)
    return tree.body.html or "" if tree.body else ""
