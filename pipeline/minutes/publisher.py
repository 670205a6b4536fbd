"""Whose minutes they are: the municipality or region whose name stands alone in the head."""

import re
from collections.abc import Collection, Sequence

from pipeline.minutes.document import Line

_NAMED = re.compile(r"(?:[A-ZÆØÅ][\w.-]*(?: og)? )+(?:Region)?[Kk]ommune|Region [A-ZÆØÅ]\w+")


def official_name(text: str, known: Collection[str] = ()) -> str:
    """Return the name of a municipality or region, if a text is that and nothing else; else nothing.

    >>> official_name(" Odense Kommune "), official_name("Rådhuset, Odense Kommune"), official_name("Odense")
    ('Odense Kommune', '', '')
    """
    name = " ".join(text.split())
    same = next((one for one in known if one.casefold() == name.casefold()), "")
    return same or (name if _NAMED.fullmatch(name) else "")


def find_publisher(lines: Sequence[Line], known: Collection[str]) -> tuple[str, tuple[Line, ...]]:
    """Return the one name that stands alone in lines of a head, and these lines.

    Several names are of those who take part.
    """
    named = [(name, line) for line in lines if (name := official_name(line.plain, known))]
    names = {name for name, _ in named}
    return (names.pop(), tuple(line for _, line in named)) if len(names) == 1 else ("", ())
