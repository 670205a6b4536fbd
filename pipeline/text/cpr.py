"""CPR numbers, the personal numbers of Denmark: where they stand in a text, and the text without them.

They have no place in published minutes, yet stand there now and then. The archive keeps what was
published; whatever is shown, written or indexed goes through `mask_cpr`.
"""

import datetime as dt
import re
from collections.abc import Iterator

_GAP = r"[\s\u200b\u2060\ufeff]"
_HYPHEN = r"[-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
_FORM = re.compile(
    rf"""
    (?P<day>[0-9](?<!\d\d)(?<!\d[.,]\d)(?<!\d{_HYPHEN}\d)\d)
    (?P<part>[.\-/ \u00a0]?)(?P<month>\d\d)(?P=part)(?P<year>\d\d)
    (?P<between>{_GAP}{{0,3}}{_HYPHEN}{{0,2}}{_GAP}{{0,3}})
    (?P<serial>\d\d{_GAP}?\d\d)
    (?!\d)(?![.,]\d)(?!{_HYPHEN}\d)
    """,
    re.VERBOSE,
)
"""Six digits of a day and four more, however they are parted; `find_cpr` tells which of them are meant so.

It looks back only from a digit: a pattern that begins with one passes over all other text at once.
"""
_NAMED = re.compile(
    r"(?:cpr|personn(?:umme)?r|person-?id)[^\d\n]{0,30}\n?[^\d\n]{0,5}$|\bfødt\s{0,2}$", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"""\b(?:
        (?:se|p|sags?|journal|j\.?|dok(?:ument)?|kunde|ordre|bilags?|vare|løbe|matrikel|medlems|løn|tjeneste|aftale
           |leverandør|kontrakt|bevillings?|projekt|police|måler?)[.\s-]{0,2}(?:n(?:umme)?r|numre|id)
        | (?:konto|reg|registrerings?|ean|gln|cvr|tlf|telefon|mobil|kle|iban|faktura|esdh|acadre)
          [.\s-]{0,2}(?:n(?:umme)?r|numre)?
    )(?!\w)[\s.:#()/-]{0,6}(?:\d{4}[\s-]{1,3})?$""",
    re.IGNORECASE | re.VERBOSE,
)
"""What says that a number is another kind of number; a registration number may stand before an account's."""
_MEASURED = re.compile(
    r"\s{0,2}(?:kr\b|mio\b|mia\b|t\.?kr\b|kroner|pct\b|%|,-|personer|borgere|pladser|timer)"
)
_JOINED = re.compile(r"[\s,;/&]{0,10}(?:og|samt|eller)?\s{0,10}")
_BEFORE = 60
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_SUBSTITUTE = 60
"""Added to the day of a number that is given to persons who have none."""


def find_cpr(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that are Danish personal numbers: a possible day and four digits.

    With a hyphen that is enough, unless the words before say that it is another kind of number. Ten
    bare digits have to be called so, or pass the check digit, which numbers issued since 2007 need not
    (cpr.dk).

    >>> list(find_cpr("cpr 010190-1234, sagsnr. 129945-1234"))
    [(4, 15)]
    >>> list(find_cpr("CPR-nr.0101901234; konto 0101 0101901234; KLE 27.03.08-P20-1-22"))
    [(7, 17)]
    """
    last = None
    for match in _FORM.finditer(text):
        listed = last is not None and _JOINED.fullmatch(text, last, match.start()) is not None
        if _is_meant(match, text[max(match.start() - _BEFORE, 0) : match.start()], listed=listed):
            last = match.end()
            yield match.span()


def mask_cpr(text: str, sign: str = "•") -> str:
    """Return a text with a `sign` for each digit of a personal number; all else stands where it stood.

    >>> mask_cpr("Borgeren, 010190-1234, klager.")
    'Borgeren, ••••••-••••, klager.'
    """
    parts, at = list[str](), 0
    for start, end in find_cpr(text):
        parts += [text[at:start], re.sub(r"\d", sign, text[start:end])]
        at = end
    return "".join([*parts, text[at:]]) if parts else text


def _is_meant(form: re.Match[str], before: str, *, listed: bool) -> bool:
    named = listed or _NAMED.search(before) is not None
    if not _is_possible(form, substitute=named):
        return False
    if named:
        return True
    after = form.string[form.end() : form.end() + 20]
    if _OTHERWISE.search(before) or _MEASURED.match(after):
        return False
    between, dotted = form["between"], form["part"] != ""
    if between.strip() or "\u00ad" in between:
        # "31.12.19 - 1200" is a day and what follows it.
        return not (dotted and between != between.strip())
    grouped = re.search(r"\d\s$", before) or re.match(r"\s\d", after)
    return not dotted and len(between) <= 1 and not grouped and _checks(form)


def _is_possible(form: re.Match[str], *, substitute: bool) -> bool:
    day, month, year = (int(form[name]) for name in ("day", "month", "year"))
    if substitute and day > _SUBSTITUTE:
        day -= _SUBSTITUTE
    try:
        dt.date(_century(year, int(form["serial"][0])) + year, month, day)
    except ValueError:
        return False
    return True


def _century(year: int, seventh: int) -> int:
    """Return the century that the seventh digit tells (CPR-kontoret: "Personnummeret i CPR-systemet")."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _checks(form: re.Match[str]) -> bool:
    digits = [int(sign) for sign in form[0] if sign.isdecimal()]
    return sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11 == 0
