"""Danish numbers, in digits and in words, as exact decimals."""

import re
from decimal import Decimal

# A thousands separator is a point or a hard space; a plain space only inside a longer group. A point
# before one or two digits is a decimal point only before "mio." and its like.
DIGITS = (
    r"\d+[ ]?½|\d+\.\d{1,2}(?=\s?mi[aol])|\d{1,3}(?:[.\u00a0\u202f\u2009]\d{3})+(?:,\d+)?|"
    r"\d{1,3}(?:[ ]\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
)
NOT_DIGIT = re.compile(r"[^\d,]")
WITH_POINT = re.compile(r"\d+\.\d{1,2}")

UNITS = """
    nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten
"""
TENS = {"tyve": 20, "tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80,
        "halvfems": 90}  # fmt: skip
SMALL = {word: Decimal(value) for value, word in enumerate(UNITS.split())}
WORDS: dict[str, Decimal] = {
    **SMALL,
    **{ten: Decimal(value) for ten, value in TENS.items()},
    **{f"{one}og{ten}": SMALL[one] + value for ten, value in TENS.items() for one in list(SMALL)[1:10]},
    **{f"{word} en halv": value + Decimal("0.5") for word, value in SMALL.items() if value >= 2},
    "et": Decimal(1),
    "én": Decimal(1),
    "ét": Decimal(1),
    "halvanden": Decimal("1.5"),
    "halvandet": Decimal("1.5"),
    "hundrede": Decimal(100),
    "en halv": Decimal("0.5"),
    "et halvt": Decimal("0.5"),
    "en kvart": Decimal("0.25"),
    "tre kvart": Decimal("0.75"),
}
_SIMPLE = "|".join(sorted(WORDS, key=len, reverse=True))
# "to hundrede", "tohundrede", "tre tusind fem hundrede": simple numbers and what multiplies them.
IN_WORDS = (
    rf"(?:(?:{_SIMPLE})?\s?tusinde?\s)?(?:(?:{_SIMPLE})\s?)?hundrede"
    rf"(?:\s?(?:og\s)?(?:{_SIMPLE})\b)?|{_SIMPLE}"
)
PARTS = re.compile(rf"tusinde?|hundrede|(?:{_SIMPLE})")


def read_number(text: str) -> Decimal:
    """Return the number that `text` writes in Danish, in digits or in words.

    >>> read_number("10.050.000"), read_number("6,1"), read_number("to en halv"), read_number("3½")
    (Decimal('10050000'), Decimal('6.1'), Decimal('2.5'), Decimal('3.5'))
    >>> read_number("to hundrede og tyve"), read_number("tre tusind fem hundrede")
    (Decimal('220'), Decimal('3500'))

    Raises:
        ValueError: `text` is neither.

    """
    words = " ".join(text.lower().split())
    if words in WORDS:
        return WORDS[words]
    if re.fullmatch(IN_WORDS, words):
        return _sum(words)
    if match := WITH_POINT.fullmatch(text.strip("-−– ")):
        return Decimal(match[0])
    half = Decimal("0.5") if "½" in text else Decimal(0)
    digits = NOT_DIGIT.sub("", text)
    if not digits or digits.count(",") > 1:
        raise ValueError(f"no Danish number: {text!r}")
    return Decimal(digits.rstrip(",").replace(",", ".")) + half


def _sum(words: str) -> Decimal:
    """Return the number of several words: each hundred and thousand multiplies what stands before it."""
    total, last = Decimal(0), Decimal(0)
    for part in PARTS.findall(words):
        if part.startswith("tusind"):
            total, last = (total + last or Decimal(1)) * 1000, Decimal(0)
        elif part == "hundrede":
            last = (last or Decimal(1)) * 100
        else:
            last += WORDS[part]
    return total + last


def plain(number: Decimal) -> str:
    """Return `number` without exponent and without trailing zeros, as norms are written.

    >>> plain(Decimal("6.1") * 1_000_000), plain(Decimal("0.880"))
    ('6100000', '0.88')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
