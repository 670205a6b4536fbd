"""Earlier treatments that minutes state as such: which committee had the matter, and on which day.

A heading or a line that names both and nothing else is certain; a sentence that mentions a date is not.
"""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.domain import DANISH_MONTHS, Earlier, slug
from pipeline.minutes.moments import moment
from pipeline.minutes.structure.committee import BODY

_DATE = (
    r"(?P<date>\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}-\d\d-\d\d|"
    rf"\d{{1,2}}\.?\s+(?:{'|'.join(DANISH_MONTHS)})\s+\d{{4}})"
)
_NUMBER = (
    r"(?:,?\s*kl\.?\s*\d{1,2}[.:]\d\d)?"
    r"(?P<number>[\s,;:(-]*(?i:punkt|pkt\.?|sag)\.?\s*(?:nr\.?)?\s*\w{1,4}(?:[./-]\w{1,4})*\)?)?\W*$"
)
_DAY = r"(?:\s*[,:]|\s+)\s*(?:(?i:den|d\.|på mødet den|møde den|mødet den)\s*)?"
_COMMITTEE = r"(?P<committee>[A-ZÆØÅ§][^\n:;!?]{2,100}?)"
_DECIDED_IN = re.compile(
    rf"(?i:beslutning(?:er)?)\s+(?:(?i:i|fra|ved|på|af)\s+)?{_COMMITTEE}{_DAY}{_DATE}{_NUMBER}"
)
_DECISION_OF = re.compile(
    rf"{_COMMITTEE}s\s+(?i:beslutning(?:er)?)\s*(?:,|\s)\s*(?i:den|d\.)?\s*{_DATE}{_NUMBER}"
)
_LINE = re.compile(
    r"[\s•*–-]*(?:(?i:(?:tidligere )?(?:behandle[ts]|besluttet|drøftet|forelagt))\s+(?i:i|af|for|på)\s+)?"
    rf"{_COMMITTEE}(?:,?\s+(?i:den|d\.)\s*|,\s*){_DATE}{_NUMBER}"
)
_DATED = re.compile(rf"[\s•*–-]*{_DATE}\s*[:,–-]?\s+(?P<committee>[A-ZÆØÅ][^\n:;!?]{{2,100}}?)\W*$")
_HISTORY = frozenset({
    "historik", "sagens historik", "sagsforløb", "sagens forløb", "sagens gang", "beslutningshistorik",
    "tidligere behandling", "tidligere behandlinger", "tidligere beslutninger",
})  # fmt: skip
"""Headings of text minutes below which lines name earlier treatments."""
_SUFFIX = re.compile(r"(?:(?<!\s)\s+)?\([^()]*\)\s*$")
_MARK = re.compile(r"^[•*–-]\s+")
_OF_A_DOCUMENT = re.compile(r"(?i)(?:beslutning|indstilling|behandling|referat|dagsorden|møde)")
_BETWEEN = frozenset({
    "og", "for", "i", "af", "på", "om", "samt", "under", "med", "til", "det", "den", "de", "stk.", "lokale",
    "særlige", "fælles", "rådgivende", "midlertidige",
})  # fmt: skip
"""Words in lower case that names of committees have beside their nouns; no verb is among them."""


@lru_cache(maxsize=1024)
def decided_earlier(heading: str) -> Earlier | None:
    """Return whose decision of which day a heading is of; None where it does not say both.

    >>> decided_earlier("Beslutning i Økonomiudvalget den 19-02-2025")
    Earlier(committee='Økonomiudvalget', date=datetime.date(2025, 2, 19))
    >>> decided_earlier("Social- og Sundhedsudvalgets beslutning den 05.02.2013 Punkt 2").committee
    'Social- og Sundhedsudvalget'
    >>> decided_earlier("Beslutning") is decided_earlier("Indstilling til Byrådet den 5. maj 2024") is None
    True
    """
    line = _MARK.sub("", " ".join(heading.split()))
    return _found(_DECIDED_IN.match(line) or _DECISION_OF.match(line))


def treated_earlier(text: str) -> tuple[Earlier, ...]:
    r"""Return the treatments that stand alone on lines of a text, as below "Tidligere behandling".

    A line that tells what a committee did is a sentence, and a lead at most.

    >>> treated_earlier("Ældrerådet den 8. oktober 2018, punkt 5\nByrådet mødtes den 1. maj 2018 og talte.")
    (Earlier(committee='Ældrerådet', date=datetime.date(2018, 10, 8)),)
    """
    lines = (" ".join(line.split()) for line in re.split(r"[\r\n]+", text))
    return tuple(found for line in lines if (found := _treated(line)))


def _treated(line: str) -> Earlier | None:
    if decided := decided_earlier(line):
        return decided if _is_name(decided.committee) else None
    match = _LINE.match(line) or _DATED.match(line)
    if match is None or not _is_name(match["committee"], numbered=bool(match.groupdict().get("number"))):
        return None
    return _found(match)


def stated_earlier(lines: Iterable[tuple[str, bool]], meeting: Earlier) -> tuple[Earlier, ...]:
    """Return the treatments before the day of a meeting that the text of an item states.

    `lines` come each with whether it heads a section. Headings of decisions state them wherever they
    stand, other lines below a heading that says that they do. Of that day only the meeting itself is
    certain, for whose meeting it is may be guessed.

    >>> own = Earlier(committee="Byrådet", date=dt.date(2018, 11, 1))
    >>> stated_earlier([("Historik", False), ("Ældrerådet den 8. oktober 2018", False)], own)
    (Earlier(committee='Ældrerådet', date=datetime.date(2018, 10, 8)),)
    """
    found, in_history = list[Earlier](), False
    for line, heads in lines:
        if line.rstrip(" :").casefold() in _HISTORY:
            in_history = True
        elif "beslutning" in line.casefold() and (decided := decided_earlier(line)):
            found.append(decided)
            in_history = False
        elif heads:
            in_history = False
        elif in_history:
            found += treated_earlier(line)
    return before(meeting, (one for one in found if one.date < meeting.date))


def _is_name(words: str, *, numbered: bool = False) -> bool:
    """Whether words name a committee and do not tell what it did; with an item's number any name will do."""
    if not (numbered or BODY.search(words)) or _OF_A_DOCUMENT.match(words):
        return False
    free = re.search(r"(?i)udvalg(?:et)? (?:for|om) ", words) is not None
    small = (word for word in re.split(r"[\s,/]+", words) if word[:1].islower())
    return all(free or word in _BETWEEN or word.endswith("-") or BODY.fullmatch(word) for word in small)


def _found(match: re.Match[str] | None) -> Earlier | None:
    if match is None or (day := moment(match["date"])) is None:
        return None
    return Earlier(committee=match["committee"].strip(" ,"), date=day.date())


def before(meeting: Earlier, found: Iterable[Earlier]) -> tuple[Earlier, ...]:
    """Return the treatments before a meeting, each once; committees are the same in any case and suffix.

    >>> own = Earlier(committee="Socialudvalget", date=dt.date(2025, 3, 11))
    >>> again = Earlier(committee="SOCIALUDVALGET (SOU)", date=dt.date(2025, 3, 11))
    >>> council = Earlier(committee="Byrådet", date=dt.date(2025, 2, 25))
    >>> before(own, (council, again, council)) == (council,)
    True
    """
    kept = {_key(meeting): meeting}
    for one in found:
        if one.date <= meeting.date:
            kept.setdefault(_key(one), one)
    return tuple(kept.values())[1:]


def is_same(one: Earlier, other: Earlier) -> bool:
    """Whether two treatments are of one committee on one day."""
    return _key(one) == _key(other)


def _key(one: Earlier) -> tuple[str, dt.date]:
    return committee_key(one.committee), one.date


@lru_cache(maxsize=1024)
def committee_key(name: str) -> str:
    """Return what the spellings of a committee have in common: no case, no abbreviation behind it.

    >>> committee_key("SOCIAL- OG KYSTUDVALGET (SKU)") == committee_key("Social- &  Kystudvalget")
    True
    """
    return slug(_SUFFIX.sub("", name).replace("&", " og "))
