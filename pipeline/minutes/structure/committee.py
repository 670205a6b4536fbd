"""Whose meeting it is: the name that is left of a title when kind, date and "møde i" are taken away."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.minutes.header import date_span

KIND = (
    r"(?:(?:åben(?:t)?|lukket|endelig(?:t)?|godkendt|underskrevet|foreløbig(?:t)?)\s+)?(?:beslutnings)?"
    r"(?:referat|dagsorden(?: med (?:referat|beslutninger))?|protokol|mødereferat|udskrift|mødeprotokol|"
    r"forhandlingsprotokol|dagsorden og referat|minutes|referater)(?:et|en)?"
)
"""What a document of a meeting calls itself."""
BODY = re.compile(
    r"\b[\w-]*(?:udvalg(?:et)?|råd(?:et)?|byråd|styrelse[nr]?|forum|direktion(?:en)?|kreds(?:en)?|nævn(?:et)?|"
    r"gruppe(?:n)?|(?:H|F|L)?MED|[HFL]MU|repræsentation(?:en)?|repræsentantskab(?:et)?|forening(?:en)?|kommission(?:en)?|laug(?:et)?|"
    r"magistrat(?:en)?|KKR|forsamling(?:en)?|samråd(?:et)?|parlament(?:et)?|netværk(?:et)?|kollegium)s?\b",
    re.IGNORECASE,
)
"""A word by which a committee, council or board is known."""
_WORD = r"[A-ZÆØÅ][\wÆØÅæøå]*"
_NAMED = re.compile(
    rf"\b(?:Udvalget for {_WORD}(?:(?:,| og) {_WORD})*|(?:{_WORD}-(?:,| og)? )*{_WORD}-? (?:og )?[\w-]*"
    rf"(?:udvalget|rådet)|{_WORD}(?:udvalget|rådet|forum|repræsentationen|bestyrelsen)|Kommunalbestyrelsen|Byrådet)\b"
)
_BEFORE_DATE = re.compile(
    r"(?i)[\s,–|-]*(?:(?:man|tirs|ons|tors|fre|lør|søn)dag,?\s*)?(?:(?:afholdt|der blev holdt|holdt)\s+)?"
    r"(?:den|d\.)?\s*$"
)
_AFTER_DATE = re.compile(r"(?i)^[\s,–|-]*(?:(?:kl|klokken)\b\.?.*|(?:i|på) (?=[A-ZÆØÅ]).*)?")
_CLOCK = re.compile(r"(?i)[\s,–-]*\bkl(?:okken)?\b\.?\s*\d.*$")
_STEPS = tuple(
    (re.compile(pattern, re.IGNORECASE), new)
    for pattern, new in (
        (rf"^\W*(?:\d{{1,3}}\s+)?{KIND}\b\s*(?:nr\.?\s*\d+\s*)?[-–:,|]*\s*"
         r"(?:(?:fra|af|for|til|over)\s+)?", ""),
        (rf"\s*[-–,:|]*\s*(?:\b{KIND})(?:\s+fra)?(?:\s+(?:møde(?:t)?|af|fra).*)?\s*$", ""),
        (r"^(?:det\s+)?(?:(?:ordinær|ekstraordinær|konstituerende|fælles|virtuel)[et]*\s+)*møde(?:t)?(?:\s+nr\.?\s*\d+)?\s*"
         r"(?:i|,|med|for|-|–|:)?\s+", ""),
        (r"^(?:i|fra|til|for|af|med)\s+(?:møde(?:t)?\s+i\s+)?", ""),
        (r"^.*\bmøde(?:t)?(?:\s+nr\.?\s*\d+)?\s+i\s+(?=\S)", ""),
        (r"^(.*?(?:udvalget|rådet|forum|styrelsen|kredsen|repræsentationen|nævnet|råd|direktionen))s\s+"
         r"(?:\w+\s+)?(?:møde|beslutning|dagsorden|referat).*$", r"\1"),
        (r"(bestyrelse|råd|udvalg)s?møde$", r"\1"),
        (r"(?<=\S)\s+i\s+[A-ZÆØÅ][\w.-]*(?:\s+[A-ZÆØÅ][\w.-]*){0,2}\s+kommune$", ""),
        (r"(?:s\s+|\s*[-–]\s*|\s+)(?:(?:ekstra)?ordinære?\s+)?møde(?:t)?(?:\s+nr\.?\s*\d+)?\s*$", ""),
    )
)  # fmt: skip


def committee_in(text: str) -> str:
    """Return the name of the committee in a title line; empty where nothing is left.

    >>> committee_in("Referat af møde i Kystudvalget den 4. maj 2021 kl. 15")
    'Kystudvalget'
    >>> committee_in("04-05-2021 - Ordinært møde i Ældrerådet"), committee_in("Åbent referat")
    ('Ældrerådet', '')
    """
    text = _CLOCK.sub("", _beside_date(text))
    for pattern, new in _STEPS:
        text = pattern.sub(new, text.strip(" -–,.:|"))
    return _one_part(text.strip(" -–,.:|"))


def _beside_date(text: str) -> str:
    """Return what stands before the date, or after it where that is a name and not."""
    if (found := date_span(text)) is None:
        return text
    _, start, end = found
    before = _BEFORE_DATE.sub("", text[:start])
    named = re.sub(rf"(?i)^\W*(?:{KIND}|møde(?:t)?)?\W*(?:fra|af|til|i)?\W*$", "", before)
    return before if len(named) > 2 else _AFTER_DATE.sub("", text[end:])


def _one_part(text: str) -> str:
    """Return the one part between commas that names a body: of "Ærø Kommune, Havneudvalget" the latter."""
    parts = [part.strip() for part in text.split(",")]
    named = [part for part in parts if BODY.search(part)]
    alone = len(parts) > 1 and len(named) == 1 and named[0] != parts[0]
    return (
        named[0] if alone and not re.match(r"(?i)udvalget?\s", text) and not parts[0].endswith("-") else text
    )


def most_named(texts: Iterable[str]) -> str:
    """Return the body that texts name most often, empty where they name none."""
    names = Counter(match[0] for text in texts for match in _NAMED.finditer(text))
    return names.most_common(1)[0][0] if names else ""


def deciding(headings: Iterable[str]) -> Iterator[str]:
    """Yield the bodies that headings of decisions name: "Beslutning i Kystudvalget den 4. maj"."""
    for heading in headings:
        name = re.sub(
            r"(?i)^(?:beslutning(?:er)?|referat|behandling|indstilling)\s+(?:(?:i|fra|af|til|på)\s+)?",
            "",
            heading,
        )
        name = _beside_date(re.sub(r"(?i)s beslutning(?:er)?\b.*$", "", name)).strip(" ,:-–")
        if BODY.search(name) and name[0].isupper() and len(name) < 80:
            yield name
