"""What a first reading made of the lines that are like a line: told to the second reading.

Minutes keep to one form: what begins with "Emne:" on one page, stands in a button, or comes below "Til
toppen" heads an item there every time. Which of these it is, no list of forms knows; the lines that the
first reading is sure of tell it of the others.
"""

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.minutes.document import Line
from pipeline.minutes.structure.context import is_short, number_kind
from pipeline.minutes.structure.features import FIGURES, Features, style
from pipeline.minutes.structure.listing import common_titles
from pipeline.minutes.structure.roles import STARTS, Role, Roles
from pipeline.minutes.structure.shapes import Shape, titles_of

Floats = NDArray[np.floating]

_KINDS = {
    "start": STARTS,
    "title": (Role.TITLE, Role.ITEM_MORE),
    "case": (Role.CASE, Role.CASE_ABOVE),
    "section": (Role.SECTION,),
    "body": (Role.BODY, Role.ATTACHMENT),
    "group": (Role.GROUP,),
    "list": (Role.LIST_HEADING, Role.LISTED, Role.LISTED_MORE),
    "site": (Role.CHROME, Role.TAIL),
    "head": tuple(role for role in Role if role.value.startswith("head")),
}
"""What a line is, in few words."""
_NAMES = tuple(_KINDS)
_SHARES = np.array([[role in roles for roles in _KINDS.values()] for role in Role], dtype=float)
_STARTS, _SECTIONS = _NAMES.index("start"), _NAMES.index("section")
_EDGES = (0.02, 0.1, 0.3, 0.6, 0.9)
_LISTED = 0.3
_LEAD = 25
"""Letters of what stands before a colon, as a word before each title does."""


def read_likes(lines: Sequence[Line], shapes: Sequence[Shape], first: Roles) -> Features:
    """Return what the first reading tells of each line that has likes; nothing of any other."""
    kinds = first.marginals @ _SHARES
    liked: dict[int, list[str]] = {}
    for name, keys in _groups(lines, shapes, kinds).items():
        for at, told in _of_group(name, keys, kinds):
            liked.setdefault(at, []).extend(told)
    around = _around(shapes, kinds)
    own = ((*one, *liked[at]) if at in liked else () for at, one in enumerate(around))
    return Features(shared=((),) * len(lines), own=tuple(own))


def _of_group(name: str, keys: Sequence[Hashable], kinds: Floats) -> Iterator[tuple[int, list[str]]]:
    """Yield for each line that has likes what these are, itself left out."""
    ids: dict[Hashable, int] = {}
    group = np.array([-1 if key is None else ids.setdefault(key, len(ids)) for key in keys])
    has = np.flatnonzero(group >= 0)
    if not len(has):
        return
    sums, counts = np.zeros((len(ids), kinds.shape[1])), np.bincount(group[has], minlength=len(ids))
    np.add.at(sums, group[has], kinds[has])
    has = has[counts[group[has]] > 1]
    others = counts[group[has]] - 1
    mean = (sums[group[has]] - kinds[has]) / others[:, None]
    most = mean.argmax(axis=1)
    share = np.digitize(mean, _EDGES)
    many = np.digitize(others, (2, 4, 9))
    for row, (at, top) in enumerate(zip(has.tolist(), most.tolist(), strict=True)):
        start = share[row, _STARTS]
        yield (
            at,
            [
                f"{name} {_NAMES[top]}{share[row, top]}",
                f"{name} start{start} of{many[row]}",
                f"{name} section{share[row, _SECTIONS]}",
            ],
        )


def _groups(lines: Sequence[Line], shapes: Sequence[Shape], kinds: Floats) -> dict[str, list[Hashable]]:
    """Return for each way that lines can be alike what each line has of it; None where it has none."""
    texts = [shape.kind or shape.bare.lower().rstrip(" :.,").translate(FIGURES) for shape in shapes]
    leads = [_lead(shape) for shape in shapes]
    best = kinds.argmax(axis=1).tolist()
    blanks = [min(line.blanks, 3) for line in lines]
    above: list[Hashable] = [None, *texts[:-1]]
    below = [*leads[1:], None]
    before, after = [-1, *best[:-1]], [*best[1:], -1]
    room = [*blanks[1:], 3]
    forms = [
        (shape.bullet, number_kind(line, shape), one, other, is_short(shape), shape.bare[-1].isalnum())
        for line, shape, one, other in zip(lines, shapes, blanks, room, strict=True)
    ]
    return {
        "look": [style(line.block) for line in lines],
        "text": list(texts),
        "lead": list(leads),
        "above": above,
        "below": [None if key is None else (key, one) for key, one in zip(below, room, strict=True)],
        "form": list(forms),
        "ends": [_ending(shape) for shape in shapes],
        "between": list(zip(before, after, blanks, [is_short(shape) for shape in shapes], strict=True)),
    }


def _lead(shape: Shape) -> Hashable:
    """Return what a line begins with: a number of a kind, the words before a colon, the first word."""
    if shape.number:
        return (shape.number.word, shape.number.mark, bool(shape.number.sub))
    before, colon, _ = shape.bare.partition(":")
    if colon and len(before) <= _LEAD:
        return f"{before.lower()}:"
    return shape.bare.split(" ", 1)[0].lower().translate(FIGURES)


def _ending(shape: Shape) -> Hashable:
    """Return the bullet and the last word of a heading, which stand around every title; None of the text."""
    last = shape.bare.rsplit(" ", 1)[-1].lower().translate(FIGURES)
    return (shape.bullet, last, shape.number is None) if is_short(shape) else None


def _around(shapes: Sequence[Shape], kinds: Floats) -> Iterator[Iterator[str]]:
    """Yield for each line how it goes with the lines beside it and with the list."""
    titles = common_titles([shape.key for shape in shapes])
    listed = {
        title
        for title, chance in zip(titles, kinds[:, _NAMES.index("list")], strict=True)
        if chance > _LISTED and len(title) > 3
    }
    best = kinds.argmax(axis=1).tolist()
    for at in range(len(shapes)):
        yield _beside(titles, best, at, listed)


def _beside(titles: Sequence[str], best: Sequence[int], at: int, listed: set[str]) -> Iterator[str]:
    names = titles_of(titles[at])
    if listed:
        yield f"in list{not listed.isdisjoint(names)}"
    if at + 1 < len(titles) and titles[at + 1] and titles[at + 1] in names:
        yield "said below"
    if at and titles[at] and titles[at] in titles_of(titles[at - 1]):
        yield "said above"
    before = _NAMES[best[at - 1]] if at else "none"
    after = _NAMES[best[at + 1]] if at + 1 < len(titles) else "none"
    yield f"stands {before} {after}"
