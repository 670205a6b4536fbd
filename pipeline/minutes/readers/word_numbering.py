"""The numbers and bullets that Word draws before paragraphs: no text has them, so they are counted here."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pipeline.minutes.readers.word_styles import Styles, W, switch, value

BULLET = " • "
_TENS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What is drawn before a paragraph, with the blank after it."""

    text: str
    depth: int
    """1 in the outermost list."""


@dataclass(frozen=True, kw_only=True)
class Numbering:
    """Counts the numbered paragraphs of one file in the order they stand; `root` holds its lists."""

    root: Any
    styles: Styles
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, paragraph: Any) -> Label | None:
        """Return what is drawn before a paragraph, which counts as the next of its list."""
        number, depth = self._place(paragraph)
        levels = self._levels(number) if number else {}
        if depth not in levels:
            return None
        counts = self._count(number, depth, levels)
        text = _drawn(levels, counts, depth)
        return Label(text=text, depth=depth + 1) if text.strip() else None

    def restart(self, paragraph: Any) -> None:
        """Begin the list of a paragraph from its first number again."""
        number, _ = self._place(paragraph)
        self._counts.pop(self._description(number), None)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Return the list that a paragraph is in, or none, and how deep."""
        depth = value(paragraph, "pPr/numPr/ilvl")
        for element in (paragraph, *self.styles.chain(paragraph)):
            number = value(element, "pPr/numPr/numId")
            if number is not None:
                own = depth or value(element, "pPr/numPr/ilvl")
                styled = self._depth_of(number, element.get(f"{W}styleId"))
                return ("" if number == "0" else number), int(own or styled)
        return "", 0

    def _depth_of(self, number: str, style: str | None) -> int:
        levels = self._levels(number).items()
        return next((depth for depth, level in levels if style and value(level, "pStyle") == style), 0)

    @cached_property
    def _lists(self) -> dict[str, Any]:
        return {one.get(f"{W}numId"): one for one in self.root.iter(f"{W}num")}

    @cached_property
    def _descriptions(self) -> dict[str, Any]:
        return {one.get(f"{W}abstractNumId"): one for one in self.root.iter(f"{W}abstractNum")}

    def _description(self, number: str) -> str:
        """Return the key of what describes a list; lists of one description are counted together."""
        key = value(self._lists.get(number), "abstractNumId") or ""
        linked = value(self._descriptions.get(key), "numStyleLink") or ""
        through = value(self.styles.by_id.get(linked), "pPr/numPr/numId")
        return self._description(through) if through and through != number else key

    def _levels(self, number: str) -> dict[int, Any]:
        """Return the levels of a list, those that it describes itself among them."""
        described = self._descriptions.get(self._description(number))
        levels = {_depth(level): level for level in _each(described, "lvl")}
        for override in self._overrides(number):
            levels |= {_depth(level): level for level in _each(override, "lvl")}
        return levels

    def _overrides(self, number: str) -> Iterator[Any]:
        return _each(self._lists.get(number), "lvlOverride")

    def _count(self, number: str, depth: int, levels: Mapping[int, Any]) -> Mapping[int, int]:
        """Return the count of each level, the paragraph's own raised by one."""
        counts = self._counts.setdefault(self._description(number), {})
        if number not in self._begun:
            self._begun.add(number)
            starts = ((_depth(one), value(one, "startOverride")) for one in self._overrides(number))
            counts |= {level: int(start) - 1 for level, start in starts if start}
        for above in range(depth):
            counts.setdefault(above, _start(levels, above))
        counts[depth] = counts[depth] + 1 if depth in counts else _start(levels, depth)
        for deeper in range(depth + 1, _LEVELS):
            if value(levels.get(deeper), "lvlRestart") != "0":
                counts.pop(deeper, None)
        return counts


def _each(element: Any, name: str) -> Iterator[Any]:
    return iter(() if element is None else element.findall(f"{W}{name}"))


def _depth(element: Any) -> int:
    return int(element.get(f"{W}ilvl"))


def _start(levels: Mapping[int, Any], depth: int) -> int:
    said = value(levels.get(depth), "start")
    return int(said) if said else 1


def _drawn(levels: Mapping[int, Any], counts: Mapping[int, int], depth: int) -> str:
    """Return the label of a level: "Punkt %1:" with the number in its place."""
    level = levels[depth]
    if value(level, "numFmt") == "bullet":
        return BULLET
    plain = switch(level, "isLgl")

    def number(match: re.Match[str]) -> str:
        which = int(match[1]) - 1
        form = "decimal" if plain else value(levels.get(which), "numFmt") or "decimal"
        return _FORMS.get(form, str)(counts.get(which, 1))

    text = re.sub(r"%(\d)", number, value(level, "lvlText") or "")
    return text if value(level, "suff") == "nothing" else f"{text} "


def _letters(number: int) -> str:
    """Return a number as a letter; after z come aa and bb.

    >>> _letters(2), _letters(28)
    ('b', 'bb')
    """
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (times + 1)


def _roman(number: int) -> str:
    """Return a number as a Roman numeral.

    >>> _roman(14), _roman(49)
    ('xiv', 'xlix')
    """
    text = ""
    for worth, sign in _TENS:
        text += sign * (number // worth)
        number %= worth
    return text


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": lambda number: f"{number}.",
    "none": lambda _: "",
}
"""How a number is drawn; any other form is a plain number."""
