"""What stands beside the heading of an item: the number of its case, and whether the public may read it."""

import re
from collections.abc import Iterable

from pipeline.minutes.document import Line
from pipeline.minutes.structure.shapes import CASE_NUMBER

# "Sagsnr. 2021-001234", "Acadre: 21/1234", "SBSYS 27.03.08-P20-1-22", "Sagsid.: 21/7, Sagsinitialer: abc"
_LABELLED = re.compile(
    r"(?i)\b(?:sags?\s?(?:nr|id|nummer)|sag|journal\s?(?:nr|nummer)|j\.?\s?nr|acadre(?:nr)?|edoc|sbsys|emn)\b"
    r"[\s.:#-]*(?P<number>(?=[\w./-]*\d)[\da-zæøå]*\d[\w./-]*\w|\d)(?<![.:])"
)
_BARE = re.compile(rf"(?:{CASE_NUMBER.pattern})\W*$")
_STATE = re.compile(r"(?i)(?:åbe?nt?|lukket)(?:\s+(?:punkt|sag))?\W*$")
_IN_TITLE = re.compile(rf"\((?P<number>{CASE_NUMBER.pattern})\)$")
"""As Copenhagen prints it: "Skybrudsprojekt ved Åparken (2024-0012345)"."""
_CLOSED = re.compile(
    r"(?i)\W*(?:\d{1,3}[.:)]?\s+)?lukke(?:t|de)?(?:\s+(?:punkt|sag|dagsorden(?:spunkt)?|møde))?\s*(?:[-–:.)]|$)|"
    r"\W*lukket\s+(?:punkt|sag)\s+(?:nr\.?\s*)?\d|.*\(lukket(?: punkt| sag)?\)\W*$|"
    r"(?:sag(?:er)?|punkt(?:er)?)\s+til\s+(?:behandling\s+(?:for|på)\s+)?lukke(?:t|de)\s+(?:behandling|møde|døre)\W*$"
)
_GROUP = re.compile(
    r"(?i)\W*(?P<state>åbne?|lukkede?)\s+(?:sag(?:er)?|(?:dagsordens?)?punkt(?:er)?|dagsorden|del|møde)\b.{0,20}$"
)
# "B. Lukkede sager", "Lukket møde", "Punkter til behandling på lukket møde:"; "Lukket sag" is one item's.
_PARTS = re.compile(
    r"(?i)\W*(?:[a-h][.)]\s+)?(?:(?:sager|(?:dagsordens?)?punkter)\b[^.,]{0,25}\s)?"
    r"(?P<state>åbne|åben|åbent|lukkede|lukket)\s+(?:sager|(?:dagsordens?)?punkter|dagsorden|del|møde)\s*[:.]?$"
)


def case_number(lines: Iterable[Line], title: str = "") -> str:
    """Return the number of the case that lines beside a heading, or its title, give; empty if they give none.

    >>> case_number([Line(text="Sagsid.: 21/7, Sagsinitialer: abc", start=0, end=33)])
    '21/7'
    >>> case_number([Line(text="27.03.08-P20-1-22", start=0, end=17)])
    '27.03.08-P20-1-22'
    >>> case_number([], "Skybrud ved Åparken (2024-0012345)")
    '2024-0012345'
    """
    for line in lines:
        if match := _LABELLED.search(line.plain[:120]):
            return match["number"]
        if bare := _BARE.match(line.plain):
            return bare[0].rstrip(" .:")
    titled = _IN_TITLE.search(title)
    return titled["number"] if titled else ""


def says_closed(text: str) -> bool:
    """Whether a title, or a line beside a heading, says that the item is closed.

    >>> says_closed("Lukket: Køb af ejendom"), says_closed("Lukketid for havnen")
    (True, False)
    >>> says_closed("Lukket punkt 7 Køb af ejendom") and says_closed("Sag til lukket behandling")
    True
    """
    return bool(_CLOSED.match(text))


def is_state(text: str) -> bool:
    """Whether a text says no more than if an item is open: "Åben", "Lukket punkt"."""
    return bool(_STATE.match(text))


def group_closed(text: str) -> bool | None:
    """Return whether a line heads closed items ("Lukkede sager") or open ones; None if neither."""
    match = _PARTS.match(text) or _GROUP.match(text)
    return match["state"].lower().startswith("lukke") if match else None


def parts_items(text: str) -> bool:
    """Return whether a line heads several items by whether the public may read them.

    >>> parts_items("B. Lukkede sager"), parts_items("Punkter på lukket møde:"), parts_items("Lukket sag")
    (True, True, False)
    """
    return bool(_PARTS.match(text))
