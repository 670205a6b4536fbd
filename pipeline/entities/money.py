"""How Danish minutes write money: the forms, and what each is worth."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate
from pipeline.entities.numbers import DIGITS, IN_WORDS, plain, read_number

# At most one line break, as PDF text is wrapped.
GAP = r"[^\S\r\n]{0,3}(?:\r?\n[^\S\r\n]*)?"
SCALE = r"mio\b\.?|mill\b\.?|million(?:er)?\b|mia\b\.?|mrd\b\.?|milliard(?:er)?\b|tusind(?:e)?\b|t\.(?=\s?kr)|t(?=kr)"
CROWNS = r"kroner\b|krone\b|kr\b\.?(?:,-)?|DKK\b"
SIGN = r"(?:(?<![\w.,%)–-])(?<![\d.] )[-−–](?=\d))?"
NUMBER = rf"(?:{SIGN}(?:{DIGITS})|(?:{IN_WORDS})(?=\s))"
BEFORE = r"(?<![\w,./§-])(?<!\w[–-])"

AMOUNT = re.compile(
    rf"""
      {BEFORE}(?P<prefix>(?:kr\b\.?|DKK\b){GAP}(?=[\d−–-]))
          (?P<n1>{SIGN}(?:{DIGITS}))(?:,-|(?P<s1>{GAP}(?:{SCALE})))?
    | {BEFORE}(?P<n2>{NUMBER})(?:{GAP}(?P<s2>{SCALE}))?(?:,-)?{GAP}(?:{CROWNS})
    | {BEFORE}(?P<n3>{SIGN}(?:{DIGITS})),-(?!\w)
    | {BEFORE}(?P<n4>{SIGN}(?:{DIGITS})){GAP}(?P<ore>øre)\b
    | {BEFORE}(?P<n5>{SIGN}(?:{DIGITS})){GAP}(?P<s5>mio\b\.?|mia\b\.?)
    """,
    re.VERBOSE | re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")


def find_amounts(text: str) -> Iterator[Candidate]:
    """Yield the amounts that carry their unit, and those that share the unit of the next."""
    for match in AMOUNT.finditer(text):
        found = _read(text, match)
        if found is not None:
            yield from _sharing(text, match, found)
            yield found


def worth(number: Decimal, scale: str) -> Decimal:
    """Return the crowns that `number` of a unit such as "mio." or "t." is."""
    unit = scale.strip().lower()
    if not unit:
        return number
    power = 9 if unit.startswith(("mia", "mrd", "milliard")) else 6 if unit.startswith("m") else 3
    return number * 10**power


def _read(text: str, match: re.Match[str]) -> Candidate | None:
    written = next(match[name] for name in ("n1", "n2", "n3", "n4", "n5") if match[name])
    scale = match["s1"] or match["s2"] or match["s5"] or ""
    if match["s5"] and COUNTED.match(text, match.end()):
        return None
    crowns = worth(read_number(written), scale) / (100 if match["ore"] else 1)
    negative = written[0] in "-−–"
    return Candidate(
        start=match.start(),
        end=match.end(),
        label=Label.AMOUNT,
        norm=("-" if negative else "") + plain(crowns),
        rule="amount",
    )


# "1,3 mio. borgere" counts people; after money stands no noun that is counted.
COUNTED = re.compile(
    r"\s+(?:borgere|mennesker|personer|indbyggere|danskere|brugere|timer|opkald|kontakter|kWh|m2|m²|m3|m³|ton|liter|"
    r"euro|EUR|dollar|pund)\b"
)

# "mellem 300.000 og 400.000 kr.", "fra 11,6 til 13,1 mio. kr.", "1-2 mio. kr.", "188.000, 179.000 og 90.000 kr."
SHARED = re.compile(
    rf"(?<![\w,./§–-])(?P<number>{DIGITS})(?P<joint>\s?[-–]\s?|\s(?:og|til|eller|mod)\s(?:ca\.\s|omkring\s)?|,\s)$"
)
LEAD = re.compile(
    r"\b(?:mellem|fra|på|hhv\.|henholdsvis|enten)\s(?:ca\.\s|omkring\s|cirka\s)?$", re.IGNORECASE
)


def _sharing(text: str, match: re.Match[str], found: Candidate) -> Iterator[Candidate]:
    """Yield the numbers before `found` that take its unit, nearest first."""
    if match["n2"] is None and match["n4"] is None:
        return
    scale, divisor = match["s2"] or "", 100 if match["ore"] else 1
    start, size = found.start, abs(Decimal(found.norm))
    while before := SHARED.search(text, max(0, start - 40), start):
        number = worth(read_number(before["number"]), scale) / divisor
        if not _one_construction(text, before) or not size / 50 <= number <= size * 50:
            return
        start = before.start("number")
        yield Candidate(
            start=start, end=before.end("number"), label=Label.AMOUNT, norm=plain(number), rule="shared_unit"
        )


def _one_construction(text: str, before: re.Match[str]) -> bool:
    """Tell whether a number and the amount after it are two ends or a list, not neighbours by chance."""
    if YEAR.fullmatch(before["number"]):
        return False
    start = before.start("number")
    by_words = LEAD.search(text, max(0, start - 24), start) is not None
    return by_words or before["joint"].strip() in {"-", "–"} or "." in before["number"]
