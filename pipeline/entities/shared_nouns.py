"""Towns that share the noun of an institution: "Køge, Greve og Solrød jobcenter" names three jobcentres."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate
from pipeline.entities.gazetteer import Hit
from pipeline.entities.words import pattern

Entry = TypeVar("Entry")

CENTRE, HOSPITAL, HOUSE = r"(?:%centre_kinds%)cent", r"(?:universitets)?", r"(?:børne|sundheds|erhvervs)hus"
SINGULAR = rf"{CENTRE}er|{HOSPITAL}(?:sygehus|hospital)|{HOUSE}|byret|byråd"
PLURAL = rf"{CENTRE}re|{HOSPITAL}(?:sygehuse|hospitaler)|{HOUSE}e|byretter"
NOUN = rf"[ \u00a0](?P<noun>(?P<one>{SINGULAR})|(?P<many>{PLURAL}))(?P<genitive>s)?(?![\w-])"
JOINT = re.compile(r",[ \u00a0]?(?:(?:og|samt|eller)[ \u00a0])?|[ \u00a0](?:og|samt|eller)[ \u00a0]")
LAST_JOINT = re.compile(r"\b(?:og|samt|eller)[ \u00a0]$")
# What precedes belongs to the list then, and it is one of municipalities.
COMMUNE_BEFORE = re.compile(r"(?i:kommune(?:r(?:ne)?)?)[:,]?\s(?:(?:og|samt|eller)\s)?$")


def conjuncts(text: str, towns: Sequence[Hit[Entry]]) -> Iterator[Candidate]:
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
            yield Candidate(start=one.start, end=end, label=Label.INSTITUTION, norm=norm, rule="shared_noun")


def _first_of_list(text: str, towns: Sequence[Hit[Entry]], last: int) -> int:
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
