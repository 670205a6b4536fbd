"""What a reader of HTML, DOCX or PDF would tell of each row: drawn at random, left out in half the prints."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.minutes.document import Block, BlockKind
from pipeline.minutes.structure.roles import STARTS, Role
from pipeline.training.structure.forms import Draw

H, P, LI, TR = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW


Looks = Mapping[str, Block]
"""Blocks that stand nowhere yet, by what a row is to the eye: "title", "section", "body", "head title"."""

_TITLE_ROLES = {*STARTS, Role.ITEM_MORE}
_SEEN_AS = {
    Role.SECTION: "section", Role.LISTED: "listed", Role.LISTED_MORE: "listed",
    Role.LIST_HEADING: "list heading",
    Role.CHROME: "chrome", Role.HEAD_TITLE: "head title", Role.HEAD_COMMITTEE: "head title",
    Role.GROUP: "group",
    Role.HEAD_LABEL: "head", Role.HEAD_DATE: "head", Role.HEAD_TIME: "head", Role.HEAD_PLACE: "head",
    Role.HEAD_OTHER: "head", Role.CASE: "case", Role.CASE_ABOVE: "case", Role.TITLE: "repeated",
    Role.ATTACHMENT: "attachment",
}  # fmt: skip


def seen_as(role: Role) -> str:
    """Return what a row is to the eye."""
    return "title" if role in _TITLE_ROLES else _SEEN_AS.get(role, "body")


def draw_looks(draw: Draw) -> Looks:
    """Return how the rows of one print look; nothing where the reader tells nothing."""
    make = draw.weighted({_nothing: 50, _html: 28, _docx: 12, _pdf: 10})
    return make(draw)


def _nothing(_: Draw) -> Looks:
    return {}


def _html(draw: Draw) -> Looks:
    root = draw.one("", "main", "main/article", "div", "div/div", "main/section", "article", "table")
    title = _headed(draw, root, 0)
    section = _headed(draw, root, draw.one(1, 1, 2, 5))
    body = _text(draw, root)
    return {
        "title": title,
        "section": section,
        "body": body,
        "case": draw.one(body, _look(path=f"{root}/div"), _look(path=f"{root}/span"), section),
        "repeated": draw.one(title, body, _look(kind=H, level=draw.number(2, 4), path=f"{root}/h3")),
        "listed": _listed(draw, root),
        "list heading": draw.one(_look(kind=H, level=2, path=f"{root}/h2"), section, body, title),
        "group": draw.one(section, body, title, _look(kind=H, level=2, path=f"{root}/h2")),
        "head title": draw.one(
            _look(kind=H, level=1, path=f"{root}/h1"), _look(kind=H, level=1, path="h1"), body, title
        ),
        "head": draw.one(
            body, _look(kind=TR, path="table/tr/td"), *(_look(path=f"{root}/{tag}") for tag in ("div", "p"))
        ),
        "chrome": _chrome(draw, root),
        "attachment": draw.one(
            body,
            _look(kind=LI, depth=1, link=True, path=f"{root}/ul/li/a"),
            _look(link=True, path=f"{root}/p/a"),
            _look(path=f"{root}/div", link=True),
        ),
    }  # fmt: skip


def _text(draw: Draw, root: str) -> Block:
    """Return how the running text looks."""
    return draw.one(
        _look(path=f"{root}/p"),
        _look(path=f"{root}/p"),
        _look(path=f"{root}/div"),
        _look(kind=LI, depth=1, path=f"{root}/ul/li"),
        _look(kind=TR, path="table/tr/td"),
        _look(path=f"{root}/dl/dd"),
    )


def _headed(draw: Draw, root: str, deeper: int) -> Block:
    """Return how a heading looks: a tag of headings, or another one made to look like it."""
    level = min(6, draw.one(1, 2, 2, 3, 3, 4) + deeper)
    return draw.one(
        _look(kind=H, level=level, path=f"{root}/h{level}"),
        _look(kind=H, level=level, path=f"{root}/h{level}"),
        _look(kind=H, level=level, path=f"{root}/div/h{level}"),
        _look(bold=True, path=f"{root}/p/{draw.one('strong', 'b')}"),
        _look(kind=draw.one(H, H, P), path=f"{root}/{draw.one('div/button', 'details/summary', 'button')}"),
        _look(kind=H, path=f"{root}/{draw.one('li', 'div', 'a')}"),
        _look(kind=LI, depth=1 + bool(deeper), path=f"{root}/ul/li", link=draw.chance(0.3)),
        _look(kind=TR, path="table/tr/th", bold=draw.chance(0.5)),
        _look(path=f"{root}/dl/dt"),
        _look(path=f"{root}/{draw.one('p', 'div')}"),
    )


def _listed(draw: Draw, root: str) -> Block:
    return draw.one(
        _look(kind=LI, depth=1, path=f"{root}/{draw.one('ul', 'ol')}/li"),
        _look(kind=LI, depth=1, link=True, path=f"{root}/{draw.one('ul', 'ol')}/li/a"),
        _look(kind=TR, path="table/tr/td"),
        _look(path=f"{root}/p"),
        _look(link=True, path=f"{root}/div/a"),
        _look(link=True, path="nav/ul/li/a", kind=LI, depth=1),
    )


def _chrome(draw: Draw, root: str) -> Block:
    return draw.one(
        _look(kind=BlockKind.CHROME, path=draw.one("nav/ul/li/a", "header/div", "footer/p", "aside/div")),
        _look(kind=LI, depth=1, link=True, path="ul/li/a"),
        _look(path="div", link=draw.chance(0.5)),
        _look(path=f"{root}/p"),
        _look(path=f"{root}/div/button"),
    )


def _docx(draw: Draw) -> Looks:
    styled = draw.chance(0.6)
    level = draw.one(1, 1, 2, 3)
    title = (
        _look(kind=H, level=level)
        if styled
        else _look(bold=draw.chance(0.8), size=draw.one(1.0, 1.0, 1.2, 1.4))
    )
    below = _look(kind=H, level=level + 1) if styled and draw.chance(0.6) else _look(bold=draw.chance(0.7))
    plain = _look()
    return {
        "title": title,
        "section": below,
        "body": plain,
        "case": draw.one(plain, below),
        "repeated": draw.one(plain, below),
        "listed": draw.one(plain, _look(kind=LI, depth=1), _look(kind=TR)),
        "list heading": draw.one(below, title, plain, _look(bold=True)),
        "group": draw.one(title, below, plain, _look(bold=True)),
        "head title": draw.one(_look(kind=H, level=1), _look(bold=True, size=1.5), _look(size=1.8), plain),
        "head": draw.one(plain, _look(kind=TR), _look(bold=True)),
        "chrome": draw.one(plain, _look(kind=BlockKind.CHROME)),
        "attachment": draw.one(plain, _look(kind=LI, depth=1)),
    }  # fmt: skip


def _pdf(draw: Draw) -> Looks:
    size = draw.one(1.0, 1.0, 1.1, 1.2, 1.3, 1.5)
    title = _look(size=size, bold=draw.chance(0.7))
    below = _look(size=draw.one(1.0, 1.0, min(size, 1.1)), bold=draw.chance(0.6))
    return {
        "title": title,
        "section": below,
        "body": _look(),
        "case": draw.one(_look(), _look(size=0.8)),
        "repeated": draw.one(_look(), title),
        "listed": draw.one(_look(), _look(bold=True)),
        "list heading": draw.one(title, below, _look(size=1.4)),
        "group": draw.one(title, below, _look(bold=True)),
        "head title": draw.one(_look(size=1.6, bold=True), _look(size=2.0), title),
        "head": draw.one(_look(), _look(bold=True), _look(size=1.2)),
        "chrome": draw.one(_look(size=0.8), _look(), _look(kind=BlockKind.CHROME, size=0.8)),
        "attachment": _look(),
    }


def _look(kind: BlockKind = P, **form: Any) -> Block:
    return Block(kind=kind, **form)


def block(draw: Draw, look: Block, start: int, end: int) -> Block:
    """Return the block of a stretch of text that looks so; now and then a reader misses a part of it."""
    kept = draw.chance(0.97)
    return replace(
        look,
        kind=look.kind if kept else P,
        start=start,
        end=end,
        level=look.level if kept else 0,
        bold=look.bold and draw.chance(0.97),
        path=look.path.strip("/"),
    )
