"""The component `second_opinion`: names that the tagger finds and the rules do not, where it is sure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label, labels
from pipeline.entities import tagger
from pipeline.entities.candidates import (
    Candidate,
    Component,
    Name,
    candidate,
    registers,
    text_of,
    write,
)
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.institution_forms import is_any, is_general, of_thing, product
from pipeline.entities.persons import base_form
from pipeline.entities.words import LOWER, SPACE, UPPER, pattern
from pipeline.knowledge.registers import read_towns

GROUP = "second_opinion"
# Amounts, dates and municipalities are left to the rules: a mention without a norm helps nobody.
SURE = {Label.INSTITUTION: 0.65, Label.PERSON: 0.9}
# An address on the web, a plural ("botilbuddene"), a name cut short or begun too late.
NO_NAME = re.compile(
    r".*(?:\w\.\w|[/@:*\n]).*|.*['’´](?:en|et|er|erne)s?|\w+(?:erne|ene)s?|[\W\da-zæøå].*|.*[\W_]|.*\b(?:i|for|og|af|til|på|om|med)|.",
    re.DOTALL,
)
# None of these is a body; an offer called after a road is spoken of otherwise: "besøget på Kajgade".
NO_BODY = r".*(?:%matters%)l?(?:e?r)?(?:n?e|e?n|e?t)?s?"
PLACE = r"%places%"
ROAD = r"(?:(?:%half_towns%) )?\w*(?:%roads%)"
AS_OF_OFFER = r"\b(?:(?:%care_nouns%|besøge?t?|ansat|ophold) på|med|omkring|hos)[ \u00a0]$"
OF_RESIDENTS = re.compile(r"\b[Bb]eboere(?:ne)? på[ \u00a0]$")
# Who is only ever "in" it speaks of a place: "kloakering i Øster Vang".
AS_OF_PLACE = re.compile(r"\b[Ii][ \u00a0]$")
# "Byggefeltet ved Skovbrynet": what is only ever beside it has a place for a neighbour.
BESIDE = re.compile(r"\b(?:[Vv]ed|mod|langs|ad|bag|over for|nord for|syd for|øst for|vest for)[ \u00a0]$")
AREA = rf"(?:%half_towns%) {UPPER}{LOWER}+s?"
# Several of a kind are no body: "De administrative Styregrupper".
SEVERAL = r".*(?:%group_plurals%|udvalg|nævn|råd|myndigheder)(?:ne|ene)|De .*(?:%group_plurals%)"
# "Lukning af Kastellet", "Status på Egely": the matter, not the body, has this name.
MATTER = re.compile(
    rf"{UPPER}{LOWER}+(?:ning|else|ion|ing|itet|us|plan|stop)(?:en)?{SPACE}(?:af|på|for|i|om|til){SPACE}(?={UPPER})"
)
# "Skolen bruger Aula": what is used is a tool.
USED = re.compile(
    r"\b(?:[Bb]ruger|[Bb]rugte|[Aa]nvender|[Aa]nvendte|[Bb]enytter|[Bb]enyttede|[Ll]ogge på)[ \u00a0]$"
)
TO_SERVE = re.compile(r"[ \u00a0](?:som|til|A/S|ApS)\b")
BEFORE = 40
"""So many letters beside a name may tell what it is the name of."""
WORD = re.compile(r"\w+")
CAPITAL = re.compile(r"\b[A-ZÆØÅ]")
# "Central" in "Central Visitation": the name goes on, the tagger has cut it.
GOES_ON = re.compile(r"[ \u00a0](?:[A-ZÆØÅ]|[–-] ?[A-ZÆØÅ])")
# "Skovbrynet 12-14" is an address.
NUMBERED = re.compile(r"[ \u00a0]\d+[A-Z]?(?:[-–]\d+)?(?![\w.,]| (?:pladser|sager|børn|elever|boliger))")
INSIDE_SENTENCE = re.compile(r"[\wæøå,)][ \u00a0]$")


@Language.factory(
    "second_opinion", requires=["doc.spans"], assigns=["doc.spans"], default_config={"folder": None}
)
def make_second_opinion(nlp: Language, name: str, folder: str | None) -> "SecondOpinion":
    """Return the component; `folder` holds towns.csv, by default the one in the settings."""
    return SecondOpinion(read_towns(registers(folder)))


class SecondOpinion(Component):
    """Mark in `doc.spans["second_opinion"]` what only the tagger knows; `kb_id_` is the base form.

    A name is trusted if the tagger, on the mean of all places where the meeting has it,
    holds it for one.
    """

    def __init__(self, towns: frozenset[str]) -> None:
        self._towns = towns

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Mark the tagger's additions in the Docs of one meeting."""
        words = {word for doc in docs for word in WORD.findall(text_of(doc))}
        # "Botilbud" is no name in a meeting that has "botilbud" too.
        no_names = words | {town.lower() for town in self._towns}
        names = {name[0]: name for doc in docs for name in _proposed(doc) if name[0].lower() not in no_names}
        gazetteer: Gazetteer[Name] = Gazetteer(names.items())
        found = [list(_places(doc, gazetteer)) for doc in docs]
        trusted = _trusted(docs, found)
        for doc, places in zip(docs, found, strict=True):
            write(doc, GROUP, [one for one in places if (one.norm, one.label) in trusted])


def _proposed(doc: Doc) -> Iterator[Name]:
    text, ruled = text_of(doc), _ruled(doc)
    for span in doc.spans.get(tagger.GROUP, ()):
        one = candidate(span)
        if matter := MATTER.match(text, one.start, one.end):
            one = replace(one, start=matter.end())
        if one.label in SURE and not one.overlaps(ruled):
            # "Klub 13, Aktive Kvinder": a comma parts two names.
            for part in text[one.start : one.end].split(", "):
                norm = base_form(text, part)
                if _may_be_name(norm, one.label):
                    yield norm, one.label


def _places(doc: Doc, gazetteer: Gazetteer[Name]) -> Iterator[Candidate]:
    """Yield the places of names in a text, each with the score that the tagger gives it there."""
    text, ruled = text_of(doc), _ruled(doc)
    for hit in gazetteer.find(text):
        norm, label = hit.entry
        opinion = tagger.opinion(doc, hit.start, hit.end)
        is_cut = any(one.match(text, hit.end) for one in (GOES_ON, NUMBERED)) or is_any(text, hit.start)
        if opinion is not None and not is_cut:
            place = Candidate(hit.start, hit.end, label, norm, "tagger", opinion[label])
            if not place.overlaps(ruled):
                yield place


def _trusted(docs: Sequence[Doc], places: Sequence[Sequence[Candidate]]) -> frozenset[Name]:
    """Return the names that the tagger trusts on the mean of all their places."""
    found: dict[Name, list[float]] = {}
    before: dict[Name, list[str]] = {}
    after: dict[Name, list[str]] = {}
    for doc, of_doc in zip(docs, places, strict=True):
        for place in of_doc:
            name = place.norm, place.label
            found.setdefault(name, []).append(place.score)
            before.setdefault(name, []).append(text_of(doc)[max(0, place.start - BEFORE) : place.start])
            after.setdefault(name, []).append(text_of(doc)[place.end : place.end + BEFORE])
    return frozenset(
        name
        for name, scores in found.items()
        if sum(scores) / len(scores) >= SURE[name[1]]
        and _is_shown(name[0], before[name])
        and not _is_thing(name[0], before[name], after[name])
    )


def _is_shown(name: str, before: Sequence[str]) -> bool:
    """Tell whether a name is written large for itself, and not spoken of as a road or an area."""
    large = len(CAPITAL.findall(name)) > 1 or any(INSIDE_SENTENCE.search(words) for words in before)
    return large and not _is_place(name, before)


def _is_thing(name: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether a name is a product's, or of a thing by the words around it: "systemet Aula"."""
    if product(name) or any(map(of_thing, before)):
        return True
    return any(USED.search(one) and not TO_SERVE.match(rest) for one, rest in zip(before, after, strict=True))


def _is_place(name: str, before: Sequence[str]) -> bool:
    """Tell whether the meeting speaks of a name as of a road or an area, by the words before it."""
    if pattern(ROAD, re.IGNORECASE).fullmatch(name):
        return not any(pattern(AS_OF_OFFER).search(one) and not OF_RESIDENTS.search(one) for one in before)
    if " " not in name and all(map(BESIDE.search, before)):
        return True
    return pattern(AREA).fullmatch(name) is not None and all(map(AS_OF_PLACE.search, before))


def _ruled(doc: Doc) -> list[Candidate]:
    return [candidate(span) for label in labels() for span in doc.spans.get(label.kind.component, ())]


def _may_be_name(name: str, label: Label) -> bool:
    if NO_NAME.fullmatch(name) or is_general(name):
        return False
    if label is Label.PERSON:
        return len(CAPITAL.findall(name)) > 1
    no_body = any(pattern(one, re.IGNORECASE).fullmatch(name) for one in (NO_BODY, SEVERAL))
    return bool(CAPITAL.search(name)) and not (no_body or pattern(PLACE).fullmatch(name))
