"""The errors of a scan: letters taken for others, blanks lost, lines broken."""

from pipeline.training.structure.forms import Draw

_TAKEN_FOR = {
    "l": "1Ii|", "1": "lI", "I": "l1", "i": "lí1", "O": "0Q", "0": "Oo", "o": "0c", "ø": "oö0", "Ø": "OÖ0",
    "å": "aä", "Å": "AÄ", "æ": "ae", "e": "co", "c": "eo", "t": "fl", "f": "t", "h": "bn", "b": "h6",
    "u": "nv", "n": "ur", "S": "58", "5": "S", "s": "5", "B": "8", "8": "B3", "g": "q9", "a": "o", "r": "n",
    "v": "y", "m": "nn", "d": "cl", ".": ",", ",": ".", ":": ";.", "-": "~", " ": " ",
}  # fmt: skip
_LOST = 0.8
"""Share of the misread blanks that are lost."""


_BROKEN = 0.04
"""Share of the errors that end a line."""


def misread(draw: Draw, text: str, share: float) -> list[str]:
    """Return the lines that a scan makes of one, that share of the letters wrong; none of them is empty."""
    read = "".join(_taken(draw, char) if char in _TAKEN_FOR and draw.chance(share) else char for char in text)
    return [line for line in read.split("\n") if line.strip()] or [text]


def _taken(draw: Draw, char: str) -> str:
    if draw.chance(_BROKEN):
        return f"{char}\n"
    if char == " ":
        return "" if draw.chance(_LOST) else " "
    return draw.random.choice(_TAKEN_FOR[char])
