"""What a section is by the heading that a case system prints above it, and what it says of earlier days."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.domain import Earlier, SectionName
from pipeline.minutes.document import Line
from pipeline.minutes.earlier import decided_earlier, is_same, treated_earlier
from pipeline.minutes.sections import section_name
from pipeline.text import caseless

_BEGINNINGS = {
    "tidligere": SectionName.SAGSFORLOEB,
    "historik": SectionName.SAGSFORLOEB,
    "sagens historik": SectionName.SAGSFORLOEB,
    "præsentation": SectionName.RESUME,
    "kort resumé": SectionName.RESUME,
    "sagsbeskrivelse": SectionName.SAGSFREMSTILLING,
    "supplerende sagsfremstilling": SectionName.SAGSFREMSTILLING,
    "økonomi": SectionName.OEKONOMI,
    "høring": SectionName.HOERING,
    "lovgrundlag": SectionName.LOVGRUNDLAG,
    "forvaltningen foreslår": SectionName.INDSTILLING,
    "forvaltningens indstilling": SectionName.INDSTILLING,
    "administrationens indstilling": SectionName.INDSTILLING,
}
"""Headings of case systems, by the words they begin with; the others are those that minutes print anyway."""
_HISTORY = ("tidligere", "historik", "sagens forløb", "sagsforløb")
"""Words of a heading below which lines name earlier treatments."""


@lru_cache(maxsize=1024)
def section_of(heading: str, own: Earlier) -> SectionName:
    """Return what a heading heads in an item of a meeting, which `own` names; ANDET where nobody knows.

    What another committee decided, or this one on another day, is no decision of this meeting.

    >>> import datetime as dt
    >>> own = Earlier(committee="Byrådet", date=dt.date(2025, 3, 11))
    >>> [section_of(one, own).value for one in ("BESLUTNING I BYRÅDET DEN 11-03-2025", "Økonomiske følger")]
    ['beslutning', 'økonomi']
    >>> [section_of(one, own).value for one in ("Beslutning i Økonomiudvalget den 04-03-2025", "Høns")]
    ['sagsforløb', 'andet']
    """
    if decided := decided_earlier(heading):
        return SectionName.BESLUTNING if is_same(own, decided) else SectionName.SAGSFORLOEB
    plain = caseless(heading.replace("_", " "))
    named = next((name for words, name in _BEGINNINGS.items() if plain.startswith(words)), None)
    line = Line(text=plain[:1].upper() + plain[1:], start=0, end=len(plain))
    return named or (plain and section_name(line)) or SectionName.ANDET


def stated_below(heading: str, lines: Iterable[str]) -> Iterator[Earlier]:
    """Yield the earlier treatments that a heading states, or the lines below one that is about them."""
    if decided := decided_earlier(heading):
        yield decided
    elif any(word in heading.casefold() for word in _HISTORY):
        yield from treated_earlier("\n".join(lines))
