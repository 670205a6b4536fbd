"""How Danish builds the names of bodies: one pattern a construction, `name` is the mention."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeVar

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate
from pipeline.entities.gazetteer import NameMatch
from pipeline.entities.words import LOWER, SPACE, UPPER, pattern, words

Entry = TypeVar("Entry")
CAP = rf"{UPPER}\w*(?:[-'’]\w+)*"
OWN_NAME = rf"{UPPER}[\w’']*(?:-{UPPER}?\w+)*"
NO_NOUN = r"(?!(?:Stor|Butiks|Indkøbs|Bydels|Data)center)"
NOUN = rf"{NO_NOUN}(?:{UPPER}\w*?(?:%nouns%)|{UPPER}{{2,}}-(?:%nouns%)|(?i:%nouns%))"
ADJECTIVE = rf"{UPPER}{LOWER}+(?:sk|skt|ligt|lig|elt|el|alt)"
# After "og" these begin another name: an abbreviation, a body with a name of its own.
NEW_NAME = rf"(?:{UPPER}{{2,}}\b(?!-)|%heads%|Statens|Region|{UPPER}\w+(?:styrelsen|rådet|udvalget|kommunen))"
# What follows "for": words written large and their joints ...
JOINT = (
    rf"(?:{SPACE}|{SPACE}(?:og|&|med|til){SPACE}(?!{NEW_NAME})"
    rf"|,{SPACE}(?=(?:{CAP},{SPACE}){{0,12}}{CAP},?{SPACE}(?:og|&|samt){SPACE})"
    rf"|-(?:,{SPACE}|{SPACE}(?:og|&|samt){SPACE}))"
)
LARGE = rf"{CAP}(?:{JOINT}{CAP})*"
IN_PLACE = rf"(?:{SPACE}(?:i|på){SPACE}(?:Region{SPACE})?{CAP}(?:{SPACE}og{SPACE}{CAP})?)?"
ACRONYMS = rf"{UPPER}{{2,}}{SPACE}og{SPACE}{UPPER}{{2,}}\b"
# ... or small words that say for whom: "udviklingshæmmede lovovertrædere", "social- og sundhedsassistenter".
PEOPLE = rf"(?:{LOWER}+(?:ere|nter|inger|elser|mænd|borgere|teams|team)|unge|børn|voksne)"
SMALL = rf"(?:{LOWER}+(?:ede|ende|te|lige|ske){SPACE}{PEOPLE}|{LOWER}+-{SPACE}og{SPACE}{LOWER}+(?:er|ere))"
# "Sociale Tilbud", "Sociale tilbud": an adjective written large has its noun after it.
LARGE_ADJECTIVE = (
    rf"{UPPER}{LOWER}+(?:ale|ske|lige|ede|ende|ive|elle|erte){SPACE}"
    rf"(?!for\b|med\b|eller\b){LOWER}{{4,}}(?!\w)"
)
# "teknik og miljø": fields of a municipality, written small.
FIELDS = rf"(?i:%areas%)(?:(?:,{SPACE}|,?{SPACE}(?:og|samt|&){SPACE})(?i:%areas%))*"
PURPOSE = rf"{ACRONYMS}|{LARGE_ADJECTIVE}|(?:{LARGE}|{SMALL}){IN_PLACE}|{FIELDS}(?!\w|-)"
# A field is no body and has no article: "Kultur", not "Byrådet".
# Atomic: a word that is of both kinds is not tried as either, or a list of them takes two to the power of it.
FIELD = rf"(?>(?:%areas%)(?!\w)|{UPPER}{LOWER}{{2,}}(?!\w)(?<!(?:en|et|ne))(?<!udvalg)(?<!s))"
COUNCILS = rf"{CAP}?(?:udvalget|rådet|kredsen|sekretariatet|forum|gruppen)|%councils%"
AUTHORITIES = rf"{UPPER}\w+(?:styrelsens|aftalens|rådets|tilsynets|ministeriets)"
FOR_SMALL = rf"(?:{SPACE}for{SPACE}{LOWER}+(?:{SPACE}og{SPACE}{LOWER}+)?)?"
NO_COUNCIL = "".join(f"(?<!{noun})" for noun in ("udvalget", "rådet", "nævnet", "forvaltningen"))
REGIONS = r"(?:Hovedstaden|Sjælland|Syddanmark|Midtjylland|Nordjylland|Østdanmark|H\b)"
PARTS = (
    r"(?:Nord|Syd|Øst|Vest|Midt|Sønder|Nordvest|Nordøst|Sydvest|Sydøst)(?:jylland|sjælland|fyn|danmark|kysten)?"
    r"|Fyn|Sjælland|Jylland|Bornholm|Lolland-Falster|Himmerland|Vendsyssel|Djursland|Danmark"
)
LEADER = r"\b\w*(?:[Cc]hef|[Ll]eder|[Dd]irektør)(?:en)?"
# Of these every town has one: "Borgerforeningen i Tornby", "Akutklinikken i Ringe".
LOCAL = r"(?:foreningen|klubben|klinikken|gymnasiet|friskolen|rådgivningen)"
FIRM = r"(?:A/S|ApS|I/S|P/S|K/S|IVS|[Aa]\.?[Mm]\.?[Bb]\.?[Aa]\.?)"
DEPARTMENT = rf"{CAP}(?:(?:,{SPACE}{CAP})*{SPACE}(?:og|&|til|samt){SPACE}{CAP})?"
# A common noun for a group has an article in Danish; one that acts without any is a name.
ACTS = rf"{SPACE}(?:har|er|holder|retter|skal|vil|blev|fik|%agent%)\b"

# A list is of twelve at most: without an end, each of its words would be tried as its beginning.
FORMS: dict[str, str] = {
    "council_for": rf"(?P<name>(?:{COUNCILS}){SPACE}(?:for|om|af){SPACE}(?:{PURPOSE}))",
    "centre_for": rf"(?P<name>(?:%centres%){SPACE}for{SPACE}(?:{LARGE}|{FIELDS}(?!\w|-)))",
    # "valgte Kyst- og Havneudvalget Poul Bak": a name after a council in the definite form is another's.
    "coordinated": (
        rf"(?P<name>{UPPER}\w*-(?:,{SPACE}\w+-){{0,12}},?{SPACE}(?:og|samt|&){SPACE}(?:[\w-]*?(?:%bodies%)"
        rf"|{UPPER}\w*?(?:%nouns%|skolen)|{UPPER}\w*psykiatrisk{SPACE}Center"
        rf"|{UPPER}\w*{SPACE}(?:%tails%))(?:{NO_COUNCIL}{SPACE}{CAP}){{0,2}})"
    ),
    "coordinated_small": (
        rf"(?P<name>{LOWER}+-(?:,{SPACE}{LOWER}+-){{0,12}},?{SPACE}(?:og|samt|&){SPACE}{LOWER}+udvalget)"
    ),
    # "Strand, Havn og Naturudvalget": the last field of a list carries the noun, without hyphens.
    "fields": (
        rf"(?P<name>(?:{FIELD}(?:,{SPACE})(?={FIELD})){{0,12}}{FIELD}{SPACE}(?:og|&){SPACE}"
        rf"{UPPER}\w+-?(?:udvalget|forvaltningen|afdelingen|udvalg))"
    ),
    "psychiatry": (
        rf"(?P<name>(?:Psykiatrien|Retspsykiatrien|{UPPER}\w+(?:udvalget|rådet))(?:{SPACE}i)?{SPACE}Region{SPACE}{CAP})"
    ),
    "region": rf"(?P<name>Region{SPACE}{REGIONS}(?:s{SPACE}Psykiatri)?)",
    "council_in": (
        rf"(?P<name>(?:{UPPER}[\w-]+(?:rådet|udvalget|bestyrelsen|{LOCAL})|Statsadvokaten|Retspsykiatrien|Politiet)"
        rf"(?<!Byrådet)(?<!Regionsrådet)(?<!Kommunalbestyrelsen){SPACE}(?:i|på){SPACE}{OWN_NAME}"
        rf"(?:{SPACE}(?:Kommune|%tails%))?)"
    ),
    # "Menighedsrådet ved Sankt Olai Kirke", "Forældrerådet for Bakkeskolen": the house tells whose it is.
    "council_of_house": (
        rf"(?P<name>{UPPER}[\w-]+(?:rådet|bestyrelsen){SPACE}(?:ved|på|i|for){SPACE}"
        rf"(?:(?:Sankt|Sct\.|Skt\.|Vor){SPACE})?(?:{UPPER}{LOWER}+(?:skolen|kirken|haven)"
        rf"|(?:{CAP}{SPACE}){{1,2}}(?:%tails%)|(?:%offer_heads%){SPACE}{CAP}))"
    ),
    # "Arbejdsmarkedsrådet Fyn", "Beskæftigelsesråd Øst": a part of the country is the rest of the name.
    "council_of_part": rf"(?P<name>{UPPER}[\w-]+(?:rådet|råd|udvalget|forum|netværket){SPACE}(?:{PARTS}))",
    # "UngHorsens": the youth school of a town.
    "youth": rf"(?P<name>Ung(?:i)?{UPPER}\w+)",
    "offer_head": rf"(?P<name>(?:%offer_heads%)(?:{SPACE}{CAP}){{1,3}})",
    "head": rf"(?P<name>(?:%heads%)(?:{SPACE}{CAP}){{1,3}})",
    "tail": rf"(?P<name>(?:(?:Sct|Skt|St)\.{SPACE})?{CAP}(?:{SPACE}{CAP}){{0,2}}?{SPACE}(?:%tails%))",
    "school": rf"(?P<name>(?!%school_kinds%){UPPER}{LOWER}{{2,}}(?:-{UPPER}?{LOWER}+)?skolen)",
    "phrase": (
        rf"(?P<name>(?:De[nt]{SPACE})?(?:{CAP}{SPACE}){{1,3}}?(?={UPPER}){NOUN}(?:{SPACE}{CAP}){{0,2}})"
    ),
    "of_body": (
        rf"(?P<name>{AUTHORITIES}{SPACE}\w*(?:forum|udvalg|råd|[Ff]ølgegruppe|styregruppe){FOR_SMALL})"
    ),
    "secretariat_of": (
        rf"(?P<name>(?:{UPPER}\w+(?:udvalgets|rådets|repræsentationens|bestyrelsens)|KL's){SPACE}sekretariat(?:et)?)"
    ),
    "adjective": rf"(?<=[a-zæøå,:]{SPACE})(?P<name>{ADJECTIVE}{SPACE}(?:%groups%))",
    "adjective_acts": rf"(?P<name>{ADJECTIVE}{SPACE}(?:%groups%))(?={ACTS})",
    "firm": (
        rf"(?P<name>(?:{UPPER}{LOWER}+{SPACE})?{UPPER}{LOWER}+{SPACE}&{SPACE}{UPPER}{LOWER}+(?:{SPACE}{UPPER}{LOWER}+)?)"
    ),
    "company": (
        rf"(?P<name>(?:(?:Brdr|Brødrene|Gebr|Chr|{UPPER})\.?{SPACE}(?:{UPPER}\.{SPACE}?){{0,2}})?{CAP}"
        rf"(?:(?:{SPACE}(?:(?:&|og){SPACE}(?!\w+(?:selskabet|foreningen|værket)))?|-){CAP}){{0,4}}{SPACE}{FIRM})"
    ),
    "list": (
        rf"(?P<name>Liste{SPACE}{UPPER}|(?:Lokal|Borger|Fælles|Folke|Social|Miljø|By)listen(?:{SPACE}{CAP})?)"
    ),
    "acronym": rf"(?P<name>{UPPER}{{2,5}})(?={SPACE}(?:%agent%)\b)",
    "secretariat": rf"(?P<name>{UPPER}{{2,4}}\d*[- ]sekretariatet)",
    # K and the number of its municipalities: K98, K22, also before a hyphen ("K22-mødet").
    "counted": r"(?P<name>K[1-9]\d)(?=-\w|\b)",
    "body": rf"(?P<name>{UPPER}[\w-]{{2,}}?(?i:%bodies%))",
    "department": (
        rf"(?P<name>(?:%areas%)(?:,{SPACE}(?:%areas%)){{0,12}}{SPACE}(?:og|&|samt){SPACE}(?:%areas%))"
    ),
    "bare": r"(?P<name>%bare%)",
    # Written large inside a sentence, the state's authority is meant that was named before.
    "authority": rf"(?<=[a-zæøå,]{SPACE})(?P<name>Styrelsen|Ministeriet|Direktoratet)",
    "lower_case": r"(?P<name>%lower_case%)",
    "led": rf"{LEADER}{SPACE}for{SPACE}(?P<name>{CAP}{SPACE}(?:og|til|&){SPACE}{LARGE})",
    "led_in": (
        rf"{LEADER}{SPACE}i{SPACE}(?P<name>{DEPARTMENT})(?=,?{SPACE}(?:i{SPACE})?(?:Region{SPACE}|{CAP}{SPACE}Kommune))"
    ),
    "offer": rf"(?:%offers%){SPACE}[\"”“»]?(?P<name>{OWN_NAME}(?:{SPACE}{OWN_NAME})?)",
    "offer_at": rf"\b(?:%care_nouns%){SPACE}på{SPACE}(?P<name>{OWN_NAME})",
    "offer_after": (
        rf"(?P<name>{OWN_NAME}(?:{SPACE}{OWN_NAME})?)"
        rf"(?=,?{SPACE}(?:er{SPACE}|der{SPACE}er{SPACE})?(?:et|en|kommunens|regionens){SPACE}(?:{LOWER}+{SPACE})?"
        rf"(?:%offer_nouns%)\b)"
    ),
}
UNCERTAIN = frozenset({
    "psychiatry", "region", "council_in", "counted", "body", "bare", "authority", "lower_case",
    "coordinated_small", "led",
    "led_in", "register", "shared_noun",
})  # fmt: skip
"""The rules whose names are not looked for in the rest of the meeting."""


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the constructions by their names, in the order they are tried."""
    return tuple((form, _whole(form, written)) for form, written in FORMS.items())


def _whole(form: str, written: str) -> re.Pattern[str]:
    end = r"(?!\w)" if form == "counted" else r"(?!\w|-\w)"
    # A dash between blanks may be glued to the name: "afdelingschef -Teknik og Miljø".
    return pattern(rf"(?<!\w)(?<!\w-){written}(?P<genitive>['’´]?s|['’´](?!\w))?{end}")


# One of several is no name, nor is what has an indefinite article, nor people of whom something is told.
EACH = re.compile(r"\b(?:hvert?|ethvert|enhver)\s$", re.IGNORECASE)
INDEFINITE = re.compile(r"\b(?:e[nt]|to|tre|fire|flere|nye?t?|andre|hvert?)\s$", re.IGNORECASE)
OF_PEOPLE = re.compile(
    r"\b(?:udsatte|sårbare|anbragte|truede|syge|handicappede|mange|flere|alle|nogle|små)\s$"
)

# "høring i de berørte MED-udvalg": several of a kind, the noun's plural is its singular.
SEVERAL = re.compile(
    r"\b(?:de|alle|disse|begge|vores|[a-zæøå]{2,}(?:te|ede|ale|ige|ske|ne|ante))\s$", re.IGNORECASE
)
COMMITTEES = re.compile(r"[\w-]+(?:udvalg|råd|nævn)(?!\w)")


def is_any(text: str, start: int, form: str = "") -> bool:
    """Tell whether the words before make it no name: "hvert KKR", "udsatte Børn og Unge"."""
    before = text[max(0, start - 24) : start]
    if form == "lower_case" and INDEFINITE.search(before):
        return True
    if form == "body" and SEVERAL.search(before) and COMMITTEES.match(text, start):
        return True
    return EACH.search(before) is not None or (form == "department" and OF_PEOPLE.search(before) is not None)


# Branches of a service that several bodies have: "Børne- og ungdomspsykiatrien".
BRANCH = re.compile(
    r"\w+(?:-,? og| og|-, \w+- og) (?:ungdoms|voksen|børne|rets|social|ældre)psykiatrien", re.IGNORECASE
)


def is_general(name: str) -> bool:
    """Tell whether a name is anybody's: a group, a part of one's own house, a sentence's first word."""
    if name in words("general") or name in words("not_a_body") or name.lower() in words("sentence_starts"):
        return True
    return BRANCH.fullmatch(name) is not None


# The municipality's or the town's own: "Aarhus Ejendomme"; after other words these are no body's noun.
TOWN_NOUN = rf"{SPACE}(?P<noun>%town_nouns%|%tails%)(?P<genitive>s)?(?![\w-])"
HALF_TOWN = re.compile(
    rf"(?<![\w-])(?:Nørre|Nr\.|Sønder|Sdr\.|Øster|Vester|Store|Lille|Gammel|Gl\.|Ny|Kongens|Kgs\.){SPACE}$"
)
# Towns that share a noun: "Køge, Greve og Solrød jobcenter" names three jobcentres.
CENTRE, HOSPITAL, HOUSE = r"(?:%centre_kinds%)cent", r"(?:universitets)?", r"(?:børne|sundheds|erhvervs)hus"
SINGULAR = rf"{CENTRE}er|{HOSPITAL}(?:sygehus|hospital)|{HOUSE}|byret|byråd"
PLURAL = rf"{CENTRE}re|{HOSPITAL}(?:sygehuse|hospitaler)|{HOUSE}e|byretter"
SHARED_NOUN = rf"[ \u00a0](?P<noun>(?P<one>{SINGULAR})|(?P<many>{PLURAL}))(?P<genitive>s)?(?![\w-])"
TOWN_JOINT = re.compile(r",[ \u00a0]?(?:(?:og|samt|eller)[ \u00a0])?|[ \u00a0](?:og|samt|eller)[ \u00a0]")
LAST_JOINT = re.compile(r"\b(?:og|samt|eller)[ \u00a0]$")
# What precedes belongs to the list then, and it is one of municipalities.
COMMUNE_BEFORE = re.compile(r"(?i:kommune(?:r(?:ne)?)?)[:,]?\s(?:(?:og|samt|eller)\s)?$")


def of_towns(text: str, towns: Sequence[NameMatch[Entry]]) -> Iterator[Candidate]:
    """Yield a town and the noun after it: "Hobro Vandforsyning", "Vester Hassing Kirke"."""
    for town in towns:
        noun = pattern(TOWN_NOUN).match(text, town.end) if town.end == town.bare_end else None
        if noun is not None:
            half = HALF_TOWN.search(text, max(0, town.start - 12), town.start)
            start = half.start() if half else town.start
            norm = " ".join(text[start : noun.end("noun")].split())
            yield Candidate(start, noun.end(), Label.INSTITUTION, norm, "of_town")


def conjuncts(text: str, towns: Sequence[NameMatch[Entry]]) -> Iterator[Candidate]:
    """Yield the towns before an institution's noun, alone or in a list that shares it.

    The last one has a noun in the singular in its mention; one in the plural is everybody's and left out.
    """
    for last, town in enumerate(towns):
        noun = pattern(SHARED_NOUN).match(text, town.end) if town.end == town.bare_end else None
        first = _first_of_list(text, towns, last) if noun else last
        if first < last and _is_of_municipalities(text, towns[first].start):
            first = last
        if noun is None or (first == last and not noun["one"]):
            continue
        for one in towns[first : last + 1]:
            end = noun.end() if one is town and noun["one"] else one.end
            name = text[one.start : one.end].replace("\u00a0", " ")
            norm = f"{name} {_singular(noun)}"
            yield Candidate(one.start, end, Label.INSTITUTION, norm, "shared_noun")


def _first_of_list(text: str, towns: Sequence[NameMatch[Entry]], last: int) -> int:
    if not LAST_JOINT.search(text, max(0, towns[last].start - 8), towns[last].start):
        return last
    first = last
    while first and TOWN_JOINT.fullmatch(text, towns[first - 1].end, towns[first].start):
        # "Viborgs og Skive sygehus": the genitive has another owner.
        if towns[first - 1].end != towns[first - 1].bare_end:
            break
        first -= 1
    return first


def _is_of_municipalities(text: str, start: int) -> bool:
    return COMMUNE_BEFORE.search(text, max(0, start - 24), start) is not None


def _singular(noun: re.Match[str]) -> str:
    word = noun["noun"]
    if noun["one"]:
        return word
    for many, one in (("centre", "center"), ("huse", "hus"), ("taler", "tal"), ("retter", "ret")):
        if word.endswith(many):
            return word.removesuffix(many) + one
    return word
