"""Items that count in letters or Roman figures: "A) Regnskab", "B) Valg", "III. Transport"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

_SIGN = re.compile(r"(?P<sign>[IVX]{1,5}|[A-ZÆØÅ])(?P<mark>[.):])\s+(?=[A-ZÆØÅ0-9\"”])")
_ROMAN = MappingProxyType(
    {sign: value for value, sign in enumerate(
        "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split(), 1)}  # noqa: SIM905
)  # fmt: skip
_LETTERS = MappingProxyType({sign: value for value, sign in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ", 1)})
_FEWEST = 3
"""So many count on from the first: initials of names do not."""


def lettered(texts: Sequence[str], ones: Sequence[int]) -> Mapping[int, tuple[int, re.Match[str]]]:
    """Return the lines that count in letters or Roman figures, each with its place and its sign.

    `ones` are the lines that begin with the figure 1. If such a line stands before the first of them,
    they are parts of an item; if below most of them, they part the items.

    >>> found = lettered(["A) Regnskab", "Godkendt.", "B) Ærø Havn", "C) Valg"], [])
    >>> [(n, value, sign["sign"]) for n, (value, sign) in found.items()]
    [(0, 1, 'A'), (2, 2, 'B'), (3, 3, 'C')]
    """
    signs = [(n, match) for n, text in enumerate(texts) if (match := _SIGN.match(text))]
    for values in (_ROMAN, _LETTERS):
        found = {n: (value, match) for run in _runs(signs, values) for n, value, match in run}
        parted = sum(n + 1 in ones for n in found)
        if found and not any(one < min(found) for one in ones) and 2 * parted < len(found):
            return found
    return {}


def _runs(
    signs: Sequence[tuple[int, re.Match[str]]], values: Mapping[str, int]
) -> Iterator[list[tuple[int, int, re.Match[str]]]]:
    """Yield the lines that count from one on; a list of items counts once, and their headings again."""
    run: list[tuple[int, int, re.Match[str]]] = []
    for n, match in signs:
        value = values.get(match["sign"], 0)
        if value == 1 and len(run) != 1:
            yield from _long(run)
            run = []
        if value == len(run) + 1 and (not run or match["mark"] == run[0][2]["mark"]):
            run.append((n, value, match))
    yield from _long(run)


def _long(
    run: list[tuple[int, int, re.Match[str]]],
) -> Iterator[list[tuple[int, int, re.Match[str]]]]:
    if len(run) >= _FEWEST:
        yield run
