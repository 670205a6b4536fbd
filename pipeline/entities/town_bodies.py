"""Bodies named after towns: a town and its noun, several towns that share one."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from pipeline.entities.candidates import Candidate, institution
from pipeline.entities.gazetteer import NameMatch
from pipeline.entities.words import SPACE, pattern

# The municipality's or the town's own: "Aarhus Ejendomme"; after other words these are no body's noun.
TOWN_NOUN = rf"{SPACE}(?P<noun>%town_nouns%|%tails%)(?P<genitive>s)?(?![\w-])"
HALF_TOWN = re.compile(
    rf"(?<![\w-])(?:Nørre|Nr\.|Sønder|Sdr\.|Øster|Vester|Store|Lille|Gammel|Gl\.|Ny|Kongens|Kgs\.){SPACE}$"
)
# Towns that share a noun: "Køge, Greve og Solrød jobcenter" names three jobcentres.
Entry = TypeVar("Entry")

CENTRE, HOSPITAL, HOUSE = r"(?:%centre_kinds%)cent", r"(?:universitets)?", r"(?:børne|sundheds|erhvervs)hus"
SINGULAR = rf"{CENTRE}er|{HOSPITAL}(?:sygehus|hospital)|{HOUSE}|byret|byråd"
PLURAL = rf"{CENTRE}re|{HOSPITAL}(?:sygehuse|hospitaler)|{HOUSE}e|byretter"
NOUN = rf"[ \u00a0](?P<noun>(?P<one>{SINGULAR})|(?P<many>{PLURAL}))(?P<genitive>s)?(?![\w-])"
JOINT = re.compile(r",[ \u00a0]?(?:(?:og|samt|eller)[ \u00a0])?|[ \u00a0](?:og|samt|eller)[ \u00a0]")
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
            yield institution(start, noun.end(), norm, "of_town")


def conjuncts(text: str, towns: Sequence[NameMatch[Entry]]) -> Iterator[Candidate]:
    """Yield the towns before an institution's noun, alone or in a list that shares it.

    The last one has a noun in the singular in its mention; one in the plural is everybody's and left out.
    """
    for last, town in enumerate(towns):
        noun = pattern(NOUN).match(text, town.end) if town.end == town.bare_end else None
        first = _first_of_list(text, towns, last) if noun else last
        if first < last and _is_of_municipalities(text, towns[first].start):
            first = last
        if noun is None or (first == last and not noun["one"]):
            continue
        for one in towns[first : last + 1]:
            end = noun.end() if one is town and noun["one"] else one.end
            name = text[one.start : one.end].replace("\u00a0", " ")
            norm = f"{name} {_singular(noun)}"
            yield institution(one.start, end, norm, "shared_noun")


def _first_of_list(text: str, towns: Sequence[NameMatch[Entry]], last: int) -> int:
    if not LAST_JOINT.search(text, max(0, towns[last].start - 8), towns[last].start):
        return last
    first = last
    while first and JOINT.fullmatch(text, towns[first - 1].end, towns[first].start):
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
