"""What looks alike to a scan, which takes letters for each other: words, running heads, titles of a list."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

_CONTOUR = str.maketrans({
    "1": "l", "i": "l", "í": "l", "|": "l", "0": "o", "q": "g", "9": "g", "ø": "o", "ö": "o", "a": "o",
    "å": "o", "ä": "o", "æ": "oc", "e": "c", "é": "c", "f": "t", "b": "h", "6": "h", "8": "h", "n": "u",
    "r": "u", "m": "uu", "d": "cl", "k": "lc", "5": "s", "y": "v", "2": "z",
})  # fmt: skip
"""Letters and figures that look alike, each as one of them: "m" as "rn", "d" as "cl"."""
_NUMBER = re.compile(r"(?<![^\W_])(?:[\dlIOoSB]*\d[\dlIOoSB]*|[lIíOSB])(?![^\W_])")
_ALIKE, _SAME_LINE = 0.8, 0.85
"""Share of the letters, as they look, that two prints of one title, or of one line, have in common."""
_RUNNING = 75
"""A line of so many letters is running text, or its like is not looked for."""
_SHORT = 8
"""Of fewer letters nothing is told to be alike that does not look the same."""


def contour(text: str) -> str:
    """Return what a text looks like to a scan: letters that are taken for each other are one.

    >>> contour("Pnnkt") == contour("Punkt") == contour("Punlct")
    True
    """
    return "".join(filter(str.isalnum, text.lower().translate(_CONTOUR)))


def line_kinds(texts: Sequence[str]) -> list[str]:
    """Return for each line of a misread text what it has in common with its repeats: page numbers aside.

    Running text has nothing in common with any.
    """
    kinds = [contour(_NUMBER.sub("0", text)) if len(text) < _RUNNING else text for text in texts]
    counts = Counter(kinds)
    again = [kind for kind, count in counts.items() if count > 1 and len(kind) > _SHORT]
    same = {
        kind: _nearest(kind, again) if count == 1 and len(kind) < _RUNNING else kind
        for kind, count in counts.items()
    }
    return [same[kind] for kind in kinds]


def _nearest(kind: str, again: Sequence[str]) -> str:
    """Return the repeated line that one is but for a letter or two; itself where it is none."""
    near = (one for one in again if abs(len(one) - len(kind)) <= len(kind) // 6)
    return next((one for one in near if _similar(one, kind) >= _SAME_LINE), kind)


def common_keys(entries: Sequence[tuple[int | None, str]]) -> list[str]:
    """Return for each number and title of a misread text the first title that it is a print of.

    >>> common_keys([(2, "færgen til ærø"), (3, "evt"), (2, "faergen tíl æro")])
    ['færgen til ærø', 'evt', 'færgen til ærø']
    """
    numbered: dict[int, list[_Key]] = defaultdict(list)
    looks: dict[str, str] = {}

    def common(number: int | None, key: str) -> str:
        if number is not None:
            return _common(numbered[number], key)
        return looks.setdefault(contour(key), key) if len(key) < _RUNNING else key

    return [common(number, key) for number, key in entries]


@dataclass(frozen=True, slots=True)
class _Key:
    """A title for comparing, and what it looks like."""

    text: str
    look: str

    def is_print_of(self, other: "_Key") -> bool:
        """Whether two titles are one, though one may be cut off."""
        length = min(len(self.look), len(other.look))
        if length < _SHORT:
            return self.look == other.look
        return _similar(self.look[:length], other.look[:length]) >= _ALIKE


def _common(known: list[_Key], text: str) -> str:
    key = _Key(text, contour(text))
    found = next((one for one in known if one.is_print_of(key)), None)
    if found is None:
        known.append(key)
    return (found or key).text


def goes_on_as(whole: str, begun: str, line: str) -> bool:
    """Whether a line goes on with a title as the list has the whole of it.

    >>> goes_on_as("ny bro til ærø havn", "Ny bro tíl", "Æro Hayn"), goes_on_as("ny bro", "Ny bro", "Bilag")
    (True, False)
    """
    look = contour(line)
    rest = contour(whole)[len(contour(begun)) :]
    return len(look) > 1 and len(rest) >= len(look) - 1 and _similar(rest[: len(look)], look) >= _ALIKE


def _similar(one: str, other: str) -> float:
    return OSA.normalized_similarity(one, other)
