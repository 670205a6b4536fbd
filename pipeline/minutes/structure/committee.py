"""Whose meeting it is: the name that is left of a title when kind, date and "møde i" are taken away."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.minutes.dates import date_span, find_date
from pipeline.minutes.structure.fields import LONGEST, Piece
from pipeline.minutes.structure.place import is_place
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.words import Field

KIND = (
    r"(?:(?:åben(?:t)?|lukket|endelig(?:t)?|godkendt|underskrevet|foreløbig(?:t)?)\s+)?(?:beslutnings)?"
    r"(?:referat|dagsorden(?: med (?:referat|beslutninger))?|protokol|mødereferat|udskrift|mødeprotokol|"
    r"forhandlingsprotokol|dagsorden og referat|minutes|referater)(?:et|en)?"
)
"""What a document of a meeting calls itself."""
BODY = re.compile(
    r"(?<![\w-])[\w-]*(?:udvalg(?:et)?|råd(?:et)?|byråd|styrelse[nr]?|forum|direktion(?:en)?|kreds(?:en)?|nævn(?:et)?|"
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
_MEETING_IN = re.compile(r"(?i)(?:til\s+)?møde(?:t)?(?:\s+nr\.?\s*\d+)?\s+i\s")
_CHROME = re.compile(
    r"(?i)\b(?:cookie\w*|menu|søg|udskriv|print|forside\w*|hjemmeside\w*|"
    r"log ind|nyhedsbrev\w*|tlf|telefon\w*|"
    r"cvr|kontakt(?:info\w*)?|åbningstid\w*|hjem|spring til|gå til|"
    r"du er her|download|hent|læs|klik|siden|www|@)(?!\w)|[|>»@]|/(?!\d)"
)
_ENTITLED = re.compile(
    r"(?i)\W*(?:medlem|formand|deltag|fravær|afbud|til ?stede|referent|ordstyrer|mødeleder)"
)
_BEFORE_DATE = re.compile(
    r"(?i)[\s,–|-]*(?:(?:man|tirs|ons|tors|fre|lør|søn)dag,?\s*)?(?:(?:afholdt|der blev holdt|holdt)\s+)?"
    r"(?:den|d\.)?\s*$"
)
_AFTER_DATE = re.compile(r"(?i)^[\s,–|-]*(?:(?:kl|klokken)\b\.?.*|(?:i|på) (?=[A-ZÆØÅ]).*)?")
_CLOCK = re.compile(r"(?i)[\s,–-]*\bkl(?:okken)?\b\.?\s*\d.*$")
_BROKEN_OFF = re.compile(r"(?i)\b(?:og|eller|samt|med|fra|til|i|af|for|på)$")
"""No name ends so; what does was cut out of a sentence of the site."""
_STEPS = tuple(
    (re.compile(pattern, re.IGNORECASE), new)
    for pattern, new in (
        (rf"^(?:her|hermed)\s+(?:(?:er|følger|kommer|får (?:i|du))\s+)?(?={KIND}\b)", ""),
        (rf"^\W*(?:\d{{1,3}}\s+)?{KIND}\b\s*(?:nr\.?\s*\d+\s*)?[-–:,|]*\s*"
         r"(?:(?:fra|af|for|til|over|from|of)\s+)?(?:the\s+)?", ""),
        (rf"\s*[-–,:|]*\s*(?:\b{KIND})(?:\s+fra)?(?:\s+(?:møde(?:t)?|af|fra).*)?\s*$", ""),
        (r"^(?:det\s+)?(?:(?:ordinær|ekstraordinær|konstituerende|fælles|virtuel)[et]*\s+)*møde(?:t)?(?:\s+nr\.?\s*\d+)?\s*"
         r"(?:i|,|med|for|-|–|:)?\s+", ""),
        (r"^(?:(?:ekstra)?ordinær\s+)?(?:generalforsamling|bestyrelsesmøde)(?:en|t)?\s+(?:i|for|af)\s+", ""),
        (r"^(?:(?:ekstra)?ordinært?|konstituerende)\s+(?=\w+smøde\b)", ""),
        (r"^(?:i|fra|til|for|af|med)\s*:?\s+(?:møde(?:t)?\s+i\s+)?", ""),
        (r"^.*\bmøde(?:t)?(?:\s+nr\.?\s*\d+)?\s+i\s+(?=\S)", ""),
        (r"^(.*?(?:udvalget|rådet|forum|styrelsen|kredsen|repræsentationen|nævnet|råd|direktionen))s\s+"
         r"(?:\w+\s+)?(?:møde|beslutning|dagsorden|referat).*$", r"\1"),
        (r"(bestyrelse|råd|udvalg|repræsentantskab|direktion)s?møde(?:\s+nr\.?\s*\d+(?:[/-]\d+)?)?"
         r"(?:\s+(?:i|på|hos|ved)\s.*)?$", r"\1"),
        (r"(?<=\S)\s+i\s+[A-ZÆØÅ][\w.-]*(?:\s+[A-ZÆØÅ][\w.-]*){0,2}\s+kommune$", ""),
        (r"(?:s\s+|\s*[-–,]\s*|\s+)(?:(?:ekstra)?ordinære?\s+)?møde(?:t)?"
         r"(?:\s+(?:nr\.?\s*)?\d+(?:/\d+)?)?\s*$", ""),
        (r"\s+(?:holder|(?:af)?holdt|havde|mødtes)$", ""),
        (r"\s*[-–|,]\s*(?:mødesager|mødeoversigt)$", ""),
        (r"\s*\(?(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d\)?$", ""),
    )
)  # fmt: skip


def committee_in(text: str) -> str:
    """Return the name of the committee in a title line; empty where nothing is left.

    >>> committee_in("Referat af møde i Kystudvalget den 4. maj 2021 kl. 15")
    'Kystudvalget'
    >>> committee_in("04-05-2021 - Ordinært møde i Ældrerådet"), committee_in("Åbent referat")
    ('Ældrerådet', '')
    """
    if len(text) > LONGEST:
        return ""
    text = _CLOCK.sub("", _beside_date(_after_label(text)))
    for pattern, new in _STEPS:
        text = pattern.sub(new, text.strip(" -–,.:|"))
    name = _one_part(text.strip(" -–,.:|"))
    return name[0].upper() + name[1:] if BODY.fullmatch(name) else name


def _after_label(text: str) -> str:
    """Return what stands after a label that no table knows: "MED-organisation: Lokaludvalget"."""
    label, colon, rest = text.partition(": ")
    return rest if colon and BODY.search(rest) and not BODY.search(label) else text


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
        if len(heading) > LONGEST:
            continue
        name = re.sub(
            r"(?i)^(?:beslutning(?:er)?|referat|behandling|indstilling)\s+(?:(?:i|fra|af|til|på)\s+)?",
            "",
            heading,
        )
        name = _beside_date(re.sub(r"(?i)s beslutning(?:er)?\b.*$", "", name)).strip(" ,:-–")
        if BODY.search(name) and name[0].isupper() and len(name) < 80:
            yield name


def committee_of(pieces: Sequence[Piece], decisions: Sequence[str]) -> str:
    """Return whose meeting it is: the candidate that most speaks for, empty where none is likely."""
    deciders = Counter(deciding(decisions))
    rated = [(_rating(piece, name, deciders), -at, name) for at, piece, name in _named(pieces)]
    rated += [(4.0, -len(pieces), name) for name, _ in deciders.most_common(1)]
    rating, _, name = max(rated, default=(0.0, 0, ""))
    return name if rating >= 2 else ""


def _named(pieces: Sequence[Piece]) -> Iterator[tuple[int, Piece, str]]:
    """Yield the pieces that may name the committee, with the name."""
    for at, piece in enumerate(pieces):
        if piece.field not in (None, Field.COMMITTEE) or len(piece.text) > LONGEST:
            continue
        name = committee_in(piece.text)
        if _BROKEN_OFF.search(name) or (is_place(name) and not BODY.search(name)):
            continue
        if len(name) > 2 and not re.fullmatch(rf"(?i)\W*{KIND}\W*", name) and find_date(name) is None:
            yield at, piece, name


def _rating(piece: Piece, name: str, deciders: Iterable[str]) -> float:
    """Return what speaks for a name: the label, the role of the line, words of committees, decisions."""
    rating = {Role.HEAD_COMMITTEE: 3.0, Role.HEAD_TITLE: 2.0}.get(piece.role, 0.0)
    rating += 3.0 * (piece.field is Field.COMMITTEE)
    rating += 2.0 * bool(BODY.search(name)) + 2.0 * bool(_MEETING_IN.match(piece.text))
    rating += 1.0 if len(name) < 60 else -1.0
    rating -= 3.0 * (_is_sentence(name) and not BODY.search(name))
    rating -= 5.0 * bool(_CHROME.search(piece.text)) + 3.0 * (not name[0].isupper() and name[0] != "§")
    rating -= 4.0 * bool(_ENTITLED.match(piece.text))
    folded = name.casefold()
    return rating + 2.0 * any(folded in other.casefold() or other.casefold() in folded for other in deciders)


def _is_sentence(name: str) -> bool:
    """Whether a line says something rather than naming a body: five words in lower case or more."""
    return sum(word[0].islower() for word in name.split()) >= 4
