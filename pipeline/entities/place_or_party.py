"""Whether a bare town's name stands for the municipality (a party) or only for the place.

A small linear scorer over what stands around the name, the weights in party_weights.csv:
"Odense ønsker ..." and a table row are parties, "afsnittet i Odense" is a place.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline.config import load_config
from pipeline.entities.gazetteer import NameMatch
from pipeline.entities.words import pattern, word_lists, words
from pipeline.knowledge.registers import Municipality
from pipeline.knowledge.words import read_party_weights

Town = NameMatch[Municipality]

LIST = re.compile(
    r"\s*(?:,\s?(?:og|samt)\b|,|/|–|-|\bog\b|\bsamt\b|\beller\b)\s*(?:(?:i|på|fra|til|for|af|mellem|med)\s)?"
)
# "14 sager i Struer, 22 i Lemvig og 41 i Skive": what goes on after the same small word is of one kind.
PARALLEL = re.compile(
    r"\)?(?:,|,?\s(?:og|men|samt|mens))\s(?:[\wæøå]+\.?\s){1,3}?(?P<joint>i|på|fra|til|for|af|hos|ved|\()\s?"
)
# A comma before "og" begins a sentence, unless a list came before it.
CLAUSE = re.compile(r",\s(?:og|samt|eller)\s")
# "Jobcenter Vejen og Skive Kommune": the first town is part of a body's name.
OF_BODY = r"\b(?:%heads%|%offer_heads%)\s$"
JOINT_BEFORE = re.compile(r"(?:\b(?:i|på|fra|til|for|af|hos|ved)\s|\()$")
LABEL = re.compile(r"(?P<label>[\wæøå]+)(?:\s\d+)?:\s$")
TOKEN = re.compile(r"[\w-]+\.?|[^\w\s]|\n")
COMMUNES = re.compile(r"\s(?i:(?:regions)?kommune(?:r(?:ne)?)?s?)\b")
COMMUNES_BEFORE = r"\b[Kk]ommuner(?:ne)?[:,]?\s(?:i\s|som\s)?$"
# "mellem regionen og Vejle": who is named beside a body is one.
PARTNER = r"\b(?:[Rr]egionen|[Kk]ommunen|KL|Region [A-ZÆØÅ][a-zæøå]+) og\s$"
# "Ane Due (Odder)": whom somebody comes for; but not "Kollegiet Solsiden (Odder)".
OF_PERSON = (
    r"(?<!\w)(?!(?:%heads%|%offer_heads%)\b)"
    r"[A-ZÆØÅ][a-zæøåé]+(?:[ -][A-ZÆØÅ][\w.]*)*[ -][A-ZÆØÅ][a-zæøåé]+\s\($"
)
PARTIES_AFTER = ((COMMUNES_BEFORE, 20), (PARTNER, 30), (OF_PERSON, 40))
# "Krisecentret Perlen, Skive   8 pladser": where a body is.
ADDRESS = r"\b(?:%heads%|%offer_heads%)(?:\s[A-ZÆØÅ][\w-]+){1,3},\s$"
ADDRESS_END = re.compile(r"\n|$|[:;.)]|[ \t]{2}|\t|\s\d")
# Part of a longer name inside a sentence, of a place's two names, or after its postal code.
PLACE_NAME = re.compile(
    r"(?:(?<![.:!?•–-]\s)(?<!^)(?<!\n)\b[A-ZÆØÅ][a-zæøå]+[ \u00a0]"
    r"|\b(?:Nykøbing|Nørre|Sønder|Øster|Vester|Store|Lille|Gammel|Gl\.|Nr\.|Sdr\.)\s"
    r"|(?<!\S)(?!19|20)[1-9]\d{3}\s)$"
)
# "Randers Fjord", "Skive Banegård": named after the town.
PLACE_AFTER = re.compile(
    r"[ \u00a0](?:Fjord|Havn|Station|Banegård|Rådhus|Torv|Sø|Å|Bugt|Slot|Domkirke|Lufthavn|"
    r"[A-ZÆØÅ]\w*(?:hal|hallen|center)|Hallen|Kulturhus|Bibliotek|Midtby|Museum|Kaserne|Stadion|Skov|Strand|Midtpunkt|"
    r"[A-ZÆØÅ][a-zæøå]*(?:idræt|festival|marked|løbet|triathlon|festuge|kommuneplan|hytten|gruppen|dage)|"
    r"Øst|Vest|Nord|Syd|Centrum|City|NV|NØ|SV|SØ|[NSVØC])\b"
)
# "Vejen blev asfalteret": what begins a sentence so is a road.
ROAD = re.compile(
    r"Vejen (?!(?:ønsk|har|vil|oplys|foreslå|betal|stem|og|bemærk|tilbyd|deltag|støtt|bed|kan)\w*)[a-zæøå]"
)
# "turen til Bornholm": where one travels is a place.
TRAVEL = re.compile(
    r"\b\w*(?:tur|rejse|færge|ekskursion|udflugt|besøg|lejrskole)(?:e?r|e?n|t)?(?:ne)? til $", re.IGNORECASE
)
BEGINS = re.compile(r"(?:^|[.!?] |\n)$")
REACH_BEFORE, REACH_AFTER = 90, 60

HOUR = re.compile(r"(?:man|tirs|ons|tors|fre|lør|søn)dage?n?e?|kl\.")
MONTH = re.compile(r"(?:\d|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)")
SIGNS = {"(": "(", ",": ",", "-": "bullet", "–": "bullet", "•": "bullet", "*": "bullet"}

ACTS = r"(?:%verbs%|(?:%verb_stems%)\w*)$"


def parties(text: str, towns: Sequence[Town]) -> list[Town]:
    """Return those of `towns` that `text` names as parties, not as places."""
    return [town for group in in_lists(text, towns) for town in group if is_party(text, group)]


def in_lists(text: str, towns: Sequence[Town]) -> Iterator[list[Town]]:
    """Yield the towns of one list together: they are all parties or all places."""
    group: list[Town] = []
    for town in towns:
        if group and not _goes_on(text, group, town):
            yield group
            group = []
        group.append(town)
    if group:
        yield group


def _goes_on(text: str, group: Sequence[Town], town: Town) -> bool:
    """Tell whether `town` is named in one breath with the towns of `group`."""
    last, end = group[-1], group[-1].end
    if pattern(OF_BODY).search(text, max(0, last.start - 30), last.start):
        return False
    if CLAUSE.match(text, end) and len(group) == 1:
        return False
    if LIST.fullmatch(text, end, town.start):
        return True
    parallel = PARALLEL.fullmatch(text, end, town.start)
    before = JOINT_BEFORE.search(text, max(0, group[0].start - 5), group[0].start)
    return parallel is not None and before is not None and before[0].strip() == parallel["joint"]


def is_party(text: str, group: Sequence[Town]) -> bool:
    """Tell whether the towns of one list are named as parties."""
    told = is_told(text, group)
    if told is not None:
        return told
    known = weights()
    # The features are a set: the exact sum is the same in whatever order they come.
    return math.fsum((known["bias"], *(known.get(feature, 0.0) for feature in features(text, group)))) > 0


def is_told(text: str, group: Sequence[Town]) -> bool | None:
    """Tell parties from places where plain words do; None where they do not, and the scorer decides."""
    start, end = group[0].start, group[-1].end
    if any(COMMUNES.match(text, town.end) for town in group) or any(
        pattern(party).search(text, max(0, start - reach), start) for party, reach in PARTIES_AFTER
    ):
        return True
    if PLACE_NAME.search(text, max(0, start - 30), start) or PLACE_AFTER.match(text, end):
        return False
    if TRAVEL.search(text, max(0, start - 30), start):
        return False
    if ROAD.match(text, start) and BEGINS.search(text, max(0, start - 3), start):
        return False
    in_address = pattern(ADDRESS).search(text, max(0, start - 60), start) and ADDRESS_END.match(text, end)
    return False if in_address else None


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
    if label := LABEL.search(text, max(0, start - 30), start):
        found.add(f"label {topic_of(label['label'])}".rstrip())
    head = _head(before)
    found.add(f"head {head} {kind}" if head else f"no head {kind}")
    for topic, stems in topics().items():
        if any(stems.fullmatch(word) for word in before[:7]):
            found |= {f"{topic} before", f"{topic} before {kind}"}
        if any(stems.fullmatch(word) for word in after[:5]):
            found.add(f"{topic} after")
    return found


@cache
def weights() -> Mapping[str, float]:
    """Return the weights, fitted by experiments/place_or_party.py: above zero speaks for a party."""
    return read_party_weights(load_config().paths.knowledge)


@cache
def topics() -> Mapping[str, re.Pattern[str]]:
    """Return what a sentence may be about, each topic with its words."""
    return {
        name: re.compile(rf"\w*(?:{'|'.join(stems)})\w*", re.IGNORECASE)
        for name, stems in word_lists().topics.items()
    }


def topic_of(word: str) -> str:
    """Return the first topic that `word` belongs to; empty where it belongs to none.

    >>> topic_of("Jobcentrene"), topic_of("sengeafsnittene"), topic_of("og")
    ('office', 'hospital', '')
    """
    return next((topic for topic, stems in topics().items() if stems.fullmatch(word)), "")


def _head(before: Sequence[str]) -> str:
    """Return the topic of what the preposition belongs to: "hospital" in "senge på afsnittet i Ribe"."""
    if not before or before[0].lower() not in words("prepositions"):
        return ""
    return next(filter(None, map(topic_of, before[1:3])), "")


def _within_sentence(tokens: Iterator[str] | Sequence[str]) -> Iterator[str]:
    for word in tokens:
        if word in "\n.!?:;" or (word.endswith(".") and len(word) > 5):
            yield "\n" if word == "\n" else "."
            return
        yield word


def _kind_before(before: Sequence[str]) -> str:
    word = before[0].lower() if before else "\n"
    if word in words("prepositions"):
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
    return "figure" if word.lower() in words("numerals") else _shape(word)


def _place_in_sentence(kind: str) -> str:
    if kind in words("prepositions"):
        return "preposition"
    return "start" if kind in {"start", "bullet"} else "other"


def _kind_after(after: Sequence[str]) -> str:
    word = after[0] if after else "\n"
    if word in {"\n", ".", ",", ")", ":"}:
        return {"\n": "line end", ".": "end"}.get(word, word)
    if word.lower() in words("prepositions") | {"og", "der", "som", "hvor"}:
        return word.lower()
    if HOUR.fullmatch(word):
        return "hour"
    return "act" if pattern(ACTS, re.IGNORECASE).match(word) else _shape(word)


def _shape(word: str) -> str:
    if word[0].isdigit():
        return "figure"
    if not word[0].isalpha():
        return "sign"
    return "Capital" if word[0].isupper() else "word"
