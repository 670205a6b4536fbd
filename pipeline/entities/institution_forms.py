"""How Danish builds the names of bodies: the patterns of data/knowledge/forms.toml, and those of towns."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeVar

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate
from pipeline.entities.gazetteer import NameMatch
from pipeline.entities.words import SPACE, forms, pattern, words

Entry = TypeVar("Entry")
UNCERTAIN = frozenset({
    "psychiatry", "region", "council_in", "counted", "body", "bare", "authority", "lower_case",
    "coordinated_small", "led",
    "led_in", "register", "shared_noun",
})  # fmt: skip
"""The rules whose names are not looked for in the rest of the meeting."""


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the constructions by their names, in the order they are tried."""
    return tuple((form, _whole(form, written)) for form, written in forms().items())


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

# "puljen Bedre Akuthjælp", "Projektet hedder Ren Fjord": money, a paper, a system or a plan has this name.
OF_THING = r"(?:%things%)(?: (?:hedder|kaldes|kaldet|er|med titlen|ved navn|under navnet))?[ \u00a0][\"”“»]?$"
PRODUCT = r"(?:%products%)(?![\w-])"


def of_thing(before: str) -> bool:
    """Tell whether the words before a name say that a thing is called so: "Systemet hedder Åfloden"."""
    return pattern(OF_THING, re.IGNORECASE).search(before) is not None


def product(text: str, start: int = 0) -> re.Match[str] | None:
    """Return the product's name at a place, which may begin with the name of its firm: "KMD Insight"."""
    return pattern(PRODUCT).match(text, start)


def is_any(text: str, start: int, form: str = "") -> bool:
    """Tell whether the words before make it no name: "hvert KKR", "udsatte Børn og Unge"."""
    before = text[max(0, start - 24) : start]
    if form == "offer" and of_thing(text[max(0, start - 48) : start]):
        return True
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
HALF_TOWN = rf"(?<![\w-])(?:%half_towns%){SPACE}$"
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
            half = pattern(HALF_TOWN).search(text, max(0, town.start - 12), town.start)
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
