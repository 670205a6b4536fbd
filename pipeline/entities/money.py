"""How Danish minutes write numbers and money: the forms, and what each is worth."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate
from pipeline.entities.words import lowered

# A thousands separator is a point or a hard space; a plain space only inside a longer group. A point
# before one or two digits is a decimal point only before "mio." and its like.
DIGITS = (
    r"\d+[ ]?½|\d+\.\d{1,2}(?=\s?mi[aol])|\d{1,3}(?:[.\u00a0\u202f\u2009]\d{3}){1,6}(?:,\d+)?|"
    r"\d{1,3}(?:[ ]\d{3}){1,6}(?:,\d+)?|\d+(?:,\d+)?"
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

# At most one line break, as PDF text is wrapped.
GAP = r"[^\S\r\n]{0,3}(?:\r?\n[^\S\r\n]*)?"
SCALE = (
    r"mio\b\.?|mill\b\.?|million(?:er)?\b|mia\b\.?|mrd\b\.?|milliard(?:er)?\b|tusind(?:e)?\b|"
    r"t\.(?=\s?(?:d?kr|dkk))|t(?=kr)"
)
CROWNS = r"(?:danske\s)?kroners?\b|krone\b|d?kr\b\.?(?:,-)?|dkk\b"
# No amount inside a word, number or paragraph; after a dash only as the end of a range.
BEFORE = r"(?<![\w,./§])(?<![^\W\d][–-])(?<!\d[.-]\d-)"
# A minus, not the dash of a range and not a bullet's; in a table's cell it stays outside.
SIGN = r"(?:(?<![\w.,%)\t])(?<![ ]{2})(?<![\d.][ ])[-−–](?=\d))?"
NUMBER = rf"{SIGN}(?:{DIGITS})"
# "2018 kr. 450.000" is a year and an amount.
NO_YEAR = r"(?!(?:19|20)\d\d\s?kr\.?\s?\d)"
# "Mio. kr. 2021 2022" heads the columns of a table.
NO_HEADING = r"(?!(?:19[89]\d|20(?:0[1-9]|[1-3]\d))(?![\d.,]))"

AMOUNT = re.compile(
    rf"""{BEFORE}(?:
      (?=[kdm])(?P<prefix>(?:(?P<s0>mio\b\.?|mia\b\.?){GAP})?(?:kr\b\.?|dkk\b){GAP}(?=[\d−–-])){NO_HEADING}(?P<n1>{NUMBER})
          (?:,-|(?P<s1>{GAP}(?:{SCALE}))|(?=\s?[-–]\s?(?:{DIGITS}){GAP}(?P<s6>{SCALE})))?
    | (?=[\d−–-])(?:
        {NO_YEAR}(?P<n2>{NUMBER})(?:{GAP}(?P<s2>{SCALE}))?(?:,-)?{GAP}(?:{CROWNS})
      | (?P<n3>{NUMBER}),-(?!\w)
      | (?P<n4>{NUMBER}){GAP}(?P<ore>øre)\b
      | (?P<n5>{NUMBER}){GAP}(?P<s5>mio\b\.?|mia\b\.?)
    ))""",
    re.VERBOSE,
)
# "fem millioner kroner", "halvanden mio. kr.": found from their unit back to the number.
UNIT_OF_WORDS = re.compile(rf"(?<=[a-zé]\s)(?:(?P<scale>{SCALE}){GAP}(?:{CROWNS})|kroner\b)")
WORDS_BEFORE = re.compile(rf"(?<![\w-])(?<!\d\s)(?:{IN_WORDS})(?=\s$)")
FIRST_IN_WORDS = re.compile(rf"\b(?:mellem|fra)\s(?P<number>{IN_WORDS})\s(?:og|til)\s$")
YEAR = re.compile(r"(?:19|20)\d\d")
# "1,3 mio. borgere" counts people; after money stands no noun that is counted.
COUNTED = re.compile(
    r"\s+(?:borgere|mennesker|personer|indbyggere|danskere|brugere|timer|opkald|kontakter|kwh|m2|m²|m3|m³|tons?|liter|"
    r"euro?|dollars?|pund)\b"
)
# "Beløb i 1.000 kr.", "(1.000 kr.)" say what the figures of a table count.
UNIT_BEFORE = re.compile(r"(?:\(|\bi\s|\bi hele\s)$")
# "1.000 kr." that heads a table: at a line's beginning, before years or other headings of columns.
HEADS_COLUMNS = re.compile(r"\)?[^\S\n]*(?:[\t|]|[ ]{2})(?:[^\d\n]|\b(?:19|20)\d\d\b)+(?:\n|$)")
LINE_BEGINS = re.compile(r"(?:^|\n)[^\S\n]*(?:\|[^\S\n]*)?\(?$")
A_THOUSAND = re.compile(r"1\.?000\s?(?:kr\.?|kroner|dkk)")
# What a wrapped line has cut: "450.\n000 kr."
CUT = re.compile(r"0\d\d")


def find_amounts(text: str) -> Iterator[Candidate]:
    """Yield the amounts that carry their unit, and those that share the unit of the next."""
    folded = lowered(text)
    for match in AMOUNT.finditer(folded):
        found = _read(match)
        if found is not None:
            yield from _sharing(match, found)
            yield found
    yield from _in_words(folded)


def worth(number: Decimal, scale: str) -> Decimal:
    """Return the crowns that `number` of a unit such as "mio." or "t." is.

    >>> worth(Decimal("6.1"), "mio."), worth(Decimal(12), "t.")
    (Decimal('6100000.0'), Decimal('12000'))
    """
    unit = scale.strip().lower()
    if not unit:
        return number
    power = 9 if unit.startswith(("mia", "mrd", "milliard")) else 6 if unit.startswith("m") else 3
    return number * Decimal(10) ** power


def _read(match: re.Match[str]) -> Candidate | None:
    written = next(match[name] for name in ("n1", "n2", "n3", "n4", "n5") if match[name])
    if CUT.match(written):
        return None
    if match["s5"] and COUNTED.match(match.string, match.end()):
        return None
    if A_THOUSAND.fullmatch(match[0]) and _is_unit(match):
        return None
    crowns = worth(
        read_number(written), match["s0"] or match["s1"] or match["s2"] or match["s5"] or match["s6"] or ""
    )
    sign = "-" if written[0] in "-−–" else ""
    norm = sign + plain(crowns / 100 if match["ore"] else crowns)
    return Candidate(*match.span(), Label.AMOUNT, norm, "amount")


def _is_unit(match: re.Match[str]) -> bool:
    """Tell whether a thousand crowns is what the figures of a table count."""
    text, start, end = match.string, match.start(), match.end()
    if UNIT_BEFORE.search(text, max(0, start - 4), start):
        return True
    return bool(LINE_BEGINS.search(text, max(0, start - 8), start) and HEADS_COLUMNS.match(text, end))


def _in_words(folded: str) -> Iterator[Candidate]:
    for unit in UNIT_OF_WORDS.finditer(folded):
        if number := WORDS_BEFORE.search(folded, max(0, unit.start() - 30), unit.start()):
            scale = unit["scale"] or ""
            if first := FIRST_IN_WORDS.search(folded, max(0, number.start() - 40), number.start()):
                shared = plain(worth(read_number(first["number"]), scale))
                yield Candidate(*first.span("number"), Label.AMOUNT, shared, "shared_unit")
            norm = plain(worth(read_number(number[0]), scale))
            yield Candidate(number.start(), unit.end(), Label.AMOUNT, norm, "in_words")


# "mellem 300.000 og 400.000 kr.", "fra 11,6 til 13,1 mio. kr.", "1-2 mio. kr.", "188.000 og 179.000 kr."
SHARED = re.compile(
    rf"(?<![\w,./§–-])(?P<number>{DIGITS})(?P<joint>\s?[-–]\s?|\s(?:og|til|eller|mod|a|à)\s(?:ca\.\s|omkring\s)?|,\s)$"
)
LEAD = re.compile(
    r"\b(?:mellem|fra|på|hhv\.|henholdsvis|enten)\s(?:ca\.\s|omkring\s|cirka\s)?$", re.IGNORECASE
)


def _sharing(match: re.Match[str], found: Candidate) -> Iterator[Candidate]:
    """Yield the numbers before `found` that take its unit, nearest first."""
    if match["n2"] is None and match["n4"] is None:
        return
    text, scale, divisor = match.string, match["s2"] or "", 100 if match["ore"] else 1
    start, size = found.start, abs(Decimal(found.norm))
    while before := SHARED.search(text, max(0, start - 40), start):
        number = worth(read_number(before["number"]), scale) / divisor
        if "." in (match["n2"] or "") and _leaves_thousands_out(before, number, size):
            number *= 1000
        if not _one_construction(text, before, scale) or not size / 50 <= number <= size * 50:
            return
        start = before.start("number")
        yield Candidate(*before.span("number"), Label.AMOUNT, plain(number), "shared_unit")


def _leaves_thousands_out(before: re.Match[str], number: Decimal, size: Decimal) -> bool:
    """Tell whether the number is short for thousands, as in "300-400.000 kr."."""
    return before["joint"] in {"-", "–"} and number < 1000 <= size / 10


def _one_construction(text: str, before: re.Match[str], scale: str) -> bool:
    """Tell whether a number and the amount after it are two ends or a list, not neighbours by chance."""
    if YEAR.fullmatch(before["number"]):
        return False
    start = before.start("number")
    by_words = LEAD.search(text, max(0, start - 24), start) is not None
    joint = before["joint"].strip()
    return (
        by_words or joint in {"-", "–", "a", "à"} or "." in before["number"] or bool(joint == "til" and scale)
    )


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
