"""Whether a bare town's name stands for the municipality (a party) or only for the place.

A small linear scorer over what stands around the name, the weights in `party_weights`:
"Odense ønsker ..." and a table row are parties, "afsnittet i Odense" is a place.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.entities.common_words import alternation, words
from pipeline.entities.gazetteer import Hit
from pipeline.entities.party_weights import BIAS, WEIGHTS
from pipeline.knowledge.municipalities import Municipality

Town = Hit[Municipality]

LIST = re.compile(
    r"\s*(?:,\s?(?:og|samt)\b|,|/|–|-|\bog\b|\bsamt\b|\beller\b)\s*(?:(?:i|på|fra|til|for|af|mellem|med)\s)?"
)
TOKEN = re.compile(r"[\w-]+\.?|[^\w\s]|\n")
COMMUNES = re.compile(r"\s(?i:(?:regions)?kommune(?:r(?:ne)?)?s?)\b")
COMMUNES_BEFORE = re.compile(r"\bkommuner(?:ne)?[:,]?\s(?:i\s|som\s)?$")
# "mellem regionen og Vejle": who is named beside a body is one.
PARTNER = re.compile(r"\b(?:[Rr]egionen|[Kk]ommunen|KL|Region [A-ZÆØÅ][a-zæøå]+) og\s$")
# Part of a longer name inside a sentence, of a place's two names, or after its postal code.
PLACE_NAME = re.compile(
    r"(?:(?<![.:!?•–-]\s)(?<!^)(?<!\n)\b[A-ZÆØÅ][a-zæøå]+[ \u00a0]"
    r"|\b(?:Nykøbing|Nørre|Sønder|Øster|Vester|Store|Lille|Gammel|Gl\.|Nr\.|Sdr\.)\s"
    r"|(?<!\S)(?!19|20)[1-9]\d{3}\s)$"
)
REACH_BEFORE, REACH_AFTER = 90, 60

PREPOSITIONS = words("i på fra til ved for af med mellem hos omkring at om mod blandt")
NUMERALS = words("en én et ét to tre fire fem seks syv otte ni ti flest")
MONTH = re.compile(r"(?:\d|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)")
SIGNS = {"(": "(", ",": ",", "-": "bullet", "–": "bullet", "•": "bullet", "*": "bullet"}

# What a sentence is about, by the stems of its words.
TOPICS = {
    "motion": r"""
    flyt færge rejs køre kørsel tog\b bus landevej sejl afgang turen afstand vej\b nord\b syd\b øst\b vest\b
    bil\b
    """,
    "event": r"mød seminar holdes konference temadag studietur testdag besøg kursus hold\b",
    "facility": """
    afsnit matrik seng plads botilbud afdeling center centre skole hotel kontor lokale stilling ambulator
    modtagelse akut bygning ledelse telefon værelse forsorgshjem værft klinik skadestue funktion team ligger
    åbn
    """,
    "people": r"""
    borger sager medlem tovholder direktør chef repræsent medarbejder navne svar bidrag udgift betal regning
    kr\b erfaring forslag model ønske indstilling
    """,
}
TOPIC = {
    name: re.compile(rf"\w*(?:{alternation(stems)})\w*", re.IGNORECASE) for name, stems in TOPICS.items()
}
VERBS = alternation("""
    har vil er var kan skal må kunne ville skulle havde blev fik får står går gik gav giver tog tager
    bad beder kom kommer så ser synes siger sagde følger indgår indgik finder fandt trak trækker vælger
    valgte lægger lagde sender sendte bruger brugte driver sparer hæfter hjemtager udtræder
""")
VERB_STEMS = alternation("""
    ønsk oply foreslå anmod meddel tilkendegiv tilkendegav betal tilby tilbød tilslutt stemm? afvent
    overvej spørg spurg deltag deltog bidrag men meld undersøg arbejd køb udpeg repræsenter efterly
    tilføj bemærk bakk støtt ændr anfør opret svar orienter fremlæg fremlag præsenter rejs forelægg søg
    mangl afprøv fortæl fortal advar opfordr peg takk
""")
ACTS = re.compile(rf"(?:{VERBS}|(?:{VERB_STEMS})\w*)$", re.IGNORECASE)


def parties(text: str, towns: Sequence[Town]) -> list[Town]:
    """Return those of `towns` that `text` names as parties, not as places."""
    return [town for group in in_lists(text, towns) for town in group if is_party(text, group)]


def in_lists(text: str, towns: Sequence[Town]) -> Iterator[list[Town]]:
    """Yield the towns of one list together: they are all parties or all places."""
    group: list[Town] = []
    for town in towns:
        if group and LIST.fullmatch(text, group[-1].end, town.start) is None:
            yield group
            group = []
        group.append(town)
    if group:
        yield group


def is_party(text: str, group: Sequence[Town]) -> bool:
    """Tell whether the towns of one list are named as parties."""
    told = is_told(text, group)
    if told is not None:
        return told
    return BIAS + sum(WEIGHTS.get(feature, 0.0) for feature in features(text, group)) > 0


def is_told(text: str, group: Sequence[Town]) -> bool | None:
    """Tell parties from places where plain words do; None where they do not, and the scorer decides."""
    start = group[0].start
    if any(COMMUNES.match(text, town.end) for town in group):
        return True
    if COMMUNES_BEFORE.search(text, max(0, start - 20), start):
        return True
    if PARTNER.search(text, max(0, start - 30), start):
        return True
    return False if PLACE_NAME.search(text, max(0, start - 30), start) else None


def features(text: str, group: Sequence[Town]) -> set[str]:
    """Return what the scorer sees: the words before and after, the topics near, the list's length."""
    start, end = group[0].start, group[-1].end
    before = list(_within_sentence(reversed(TOKEN.findall(text[max(0, start - REACH_BEFORE) : start]))))
    after = list(_within_sentence(TOKEN.findall(text[end : end + REACH_AFTER])))
    area = "area" if any(town.entry.seat != town.entry.short for town in group) else "town"
    kind, following = _kind_before(before), _kind_after(after)
    found = {area, f"before {kind}", f"next {following}", f"{min(len(group), 3)} in list", f"{area} {kind}"}
    found.add(f"{kind} after {_kind_behind(before)}")
    found.add(f"{_place_in_sentence(kind)} next {following}")
    for topic, pattern in TOPIC.items():
        if any(pattern.fullmatch(word) for word in before[:7]):
            found |= {f"{topic} before", f"{topic} before {kind}"}
        if any(pattern.fullmatch(word) for word in after[:5]):
            found.add(f"{topic} after")
    return found


def _within_sentence(words: Iterator[str] | Sequence[str]) -> Iterator[str]:
    for word in words:
        if word in "\n.!?:;" or (word.endswith(".") and len(word) > 5):
            yield "\n" if word == "\n" else "."
            return
        yield word


def _kind_before(before: Sequence[str]) -> str:
    word = before[0].lower() if before else "\n"
    if word in PREPOSITIONS:
        return word
    if word in {"\n", "."}:
        return "start"
    if word in {"og", "samt", "eller", "/"}:
        return "og"
    return SIGNS.get(word) or _shape(before[0])


def _kind_behind(before: Sequence[str]) -> str:
    """Return the kind of the word before the word before the name."""
    word = before[1] if len(before) > 1 else "\n"
    if word in {"\n", "."}:
        return "start"
    if word == ",":
        return ","
    if before[0] == "(" and MONTH.match(word):
        return "date"
    return "figure" if word.lower() in NUMERALS else _shape(word)


def _place_in_sentence(kind: str) -> str:
    if kind in PREPOSITIONS:
        return "preposition"
    return "start" if kind in {"start", "bullet"} else "other"


def _kind_after(after: Sequence[str]) -> str:
    word = after[0] if after else "\n"
    if word in {"\n", ".", ",", ")", ":"}:
        return {"\n": "line end", ".": "end"}.get(word, word)
    if word.lower() in PREPOSITIONS | {"og", "der", "som", "hvor"}:
        return word.lower()
    return "act" if ACTS.match(word) else _shape(word)


def _shape(word: str) -> str:
    if word[0].isdigit():
        return "figure"
    if not word[0].isalpha():
        return "sign"
    return "Capital" if word[0].isupper() else "word"
