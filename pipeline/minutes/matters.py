"""The matters of an item: most are one; "Orienteringer" tells of another under each sub-heading."""

import re
from collections.abc import Sequence

from pipeline.domain import Passage, SectionName, SubItem

FEWEST = 2
"""Sub-headings of an item that tells of several matters."""
_SEVERAL = (
    r"orientering|orienteringer|orienterings(?:punkt|sag)er|meddelelser?|informationer|kort nyt|siden sidst|"
    r"bordet rundt|bordrunden?|eventuelt(?=\W*$|, | og | samt )"
)
_UNNAMED = r"(?:information|nyt)(?=\W*$| siden sidst|(?:,| og| samt) (?:orientering|meddelelse|eventuelt))"
_FROM = r"(?:information|nyt|status) (?:fra|ved|v/)(?! ?\d)"
"""Whose news it is; "Nyt om Egely" and "Information om ny lov" name what it is about, and are of one."""
_KIND = r"(?:(?:gensidige?|mundtlige?|skriftlige?|korte?|løbende|øvrige|andre|aktuelle?|diverse|\w+s) )*"
_AND_ANY_OTHER_BUSINESS = r".*(?:,| og| samt) eventuelt\W*$"
_ANNOUNCES = re.compile(
    rf"\W*{_KIND}(?:(?:{_SEVERAL})\b|{_UNNAMED}|{_FROM})|{_AND_ANY_OTHER_BUSINESS}", re.IGNORECASE
)


def announces_several(title: str) -> bool:
    """Tell whether a title announces information on several matters.

    >>> [announces_several(title) for title in ("Orientering fra formanden", "Kort nyt", "Eventuelt")]
    [True, True, True]
    >>> [announces_several(title) for title in ("Information om ny lov", "Nyt botilbud på Egely")]
    [False, False]
    """
    return bool(_ANNOUNCES.match(_plain(title)))


def sub_items(title: str, passages: Sequence[Passage]) -> tuple[SubItem, ...]:
    """Return the matters of an item in the order of its text; none if it is one matter.

    What stands under the same sub-heading in two sections is one matter. What stands under
    none, such as a decision on all of them, belongs to no matter.
    """
    if not announces_several(title):
        return ()
    places: dict[str, list[int]] = {}
    for place, passage in enumerate(passages):
        heading = sub_heading(passage)
        if heading and heading.casefold() != _plain(title).casefold():
            places.setdefault(heading, []).append(place)
    if len(places) < FEWEST:
        return ()
    return tuple(SubItem(heading=heading, passages=tuple(own)) for heading, own in places.items())


def sub_heading(passage: Passage) -> str:
    """Return the sub-heading that a passage stands under, empty if none; a sub-heading is its own."""
    if passage.section is SectionName.TITEL:
        return _plain(passage.text) if passage.path else ""
    return _plain(" ".join(passage.path[1:]))


def _plain(text: str) -> str:
    return " ".join(text.split())
