"""The component `second_opinion`: names that the tagger finds and the rules do not, where it is sure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label, labels
from pipeline.entities import tagger
from pipeline.entities.candidates import Candidate, Name, candidate, exact, registers, text_of, write
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.institution_forms import is_any, is_general
from pipeline.entities.person_names import base_form
from pipeline.entities.words import LOWER, SPACE, UPPER
from pipeline.knowledge.registers import read_towns

GROUP = "second_opinion"
# Amounts, dates and municipalities are left to the rules: a mention without a norm helps nobody.
SURE = {Label.INSTITUTION: 0.65, Label.PERSON: 0.9}
# An address on the web, a plural ("botilbuddene"), a name cut short or begun too late.
NO_NAME = re.compile(
    r".*(?:\w\.\w|[/@:*\n]).*|.*['’´](?:en|et|er|erne)s?|\w+(?:erne|ene)s?|[\W\da-zæøå].*|.*[\W_]|.*\b(?:i|for|og|af|til|på|om|med)|.",
    re.DOTALL,
)
# What agreements, projects, methods, trainings, papers and posts are called: none of them is a body.
NO_BODY = re.compile(
    r".*(?:aftale|model|metode|projekt|strategi|plan|tillæg|udmelding|overenskomst|ordning|lov|rapport|pulje|forløb|team"
    r"|personale|uddannelse|skole|retningslinje|vejledning|direktør|chef|leder|konsulent|medicin|portal|samarbejde|møde|dagsorden)"
    r"l?(?:e?r)?(?:n?e|e?n|e?t)?s?",
    re.IGNORECASE,
)
# Parts of the country, and land: no body is called so.
PLACE = re.compile(
    r"Syddanmark|Midtjylland|Nordjylland|Sønderjylland|Sjælland|Fyn|Danmark"
    r"|.*(?:[Ss]torcenter|[Bb]utikscenter|[Bb]anegård|[Rr]ådhus|[Ss]tadion)"
    r"|.* (?:By|Sogn|Ejerlav|Sø|Å|Mose|Skov|Enge?|Bugt|Fjord|Strand|Bakke|Hede)s?"
)
# Roads and squares; an offer called after one is spoken of otherwise: "besøget på Kajgade".
ROAD = re.compile(
    r"\w*(?:vej|vejen|gade|gaden|stræde|stien|allé|parken|plads|pladsen|havnen|krydset|torv|torvet|hallen|vangen|broen"
    r"|bakken|sangen|fjord|fjorden)",
    re.IGNORECASE,
)
AS_OF_OFFER = re.compile(r"\b(?:på|med|omkring|hos)[ \u00a0]$")
# Who is only ever "in" it speaks of a place: "kloakering i Øster Vang".
AS_OF_PLACE = re.compile(r"\b[Ii][ \u00a0]$")
# "Byggefeltet ved Skovbrynet": what is only ever beside it has a place for a neighbour.
BESIDE = re.compile(r"\b[Vv]ed[ \u00a0]$")
AREA = re.compile(rf"(?:Nørre|Sønder|Øster|Vester|Store|Lille|Gammel|Ny) {UPPER}{LOWER}+s?")
# Several of a kind are no body: "De administrative Styregrupper".
SEVERAL = re.compile(
    r".*(?:grupper|forvaltninger|sekretariater|styrelser|centre|afdelinger|udvalg|nævn|råd|myndigheder)(?:ne|ene)|"
    r"De .*(?:grupper|forvaltninger|sekretariater|styrelser|centre|afdelinger)",
    re.IGNORECASE,
)
# "Lukning af Kastellet", "Status på Egely": the matter, not the body, has this name.
MATTER = re.compile(
    rf"{UPPER}{LOWER}+(?:ning|else|ion|ing|itet|us|plan|stop)(?:en)?{SPACE}(?:af|på|for|i|om|til){SPACE}(?={UPPER})"
)
WORD = re.compile(r"\w+")
CAPITAL = re.compile(r"\b[A-ZÆØÅ]")
# "Central" in "Central Visitation": the name goes on, the tagger has cut it.
GOES_ON = re.compile(r"[ \u00a0](?:[A-ZÆØÅ]|[–-] ?[A-ZÆØÅ])")
INSIDE_SENTENCE = re.compile(r"[\wæøå,)][ \u00a0]$")


@Language.factory(
    "second_opinion", requires=["doc.spans"], assigns=["doc.spans"], default_config={"folder": None}
)
def make_second_opinion(nlp: Language, name: str, folder: str | None) -> "SecondOpinion":
    """Return the component; `folder` holds towns.csv, by default the one in the settings."""
    return SecondOpinion(read_towns(registers(folder)))


class SecondOpinion:
    """Mark in `doc.spans["second_opinion"]` what only the tagger knows; `kb_id_` is the base form.

    A name is trusted if the tagger, on the mean of all places where the meeting has it,
    holds it for one: `pipe` asks at all places in the Docs it is given, a meeting's.
    """

    def __init__(self, towns: frozenset[str]) -> None:
        self._towns = towns

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with the tagger's additions marked."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 0) -> Iterator[Doc]:
        """Yield the Docs of one meeting, each with the tagger's additions marked."""
        docs = list(stream)
        words = {word for doc in docs for word in WORD.findall(text_of(doc))}
        # "Botilbud" is no name in a meeting that has "botilbud" too.
        no_names = words | {town.lower() for town in self._towns}
        names = {name[0]: name for doc in docs for name in _proposed(doc) if name[0].lower() not in no_names}
        gazetteer: Gazetteer[Name] = Gazetteer(names.items())
        found = [list(_places(doc, gazetteer)) for doc in docs]
        trusted = _trusted([one for places in found for one in places])
        for doc, places in zip(docs, found, strict=True):
            mentions = [place.candidate for place in places]
            write(doc, GROUP, [one for one in mentions if (one.norm, one.label) in trusted])
            yield doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A name somewhere, with the score that the tagger gives it there."""

    candidate: Candidate
    inside_sentence: bool
    """Written large here because it is a name, not because a sentence begins."""
    before: str
    """The word before it."""


def _proposed(doc: Doc) -> Iterator[Name]:
    text = text_of(doc)
    taken = _ruled(doc)
    for span in doc.spans.get(tagger.GROUP, ()):
        one = candidate(span)
        matter = MATTER.match(text, one.start, one.end)
        start = matter.end() if matter else one.start
        if one.label in SURE and not _overlaps(taken, start, one.end):
            norm = base_form(text, text[start : one.end])
            if _may_be_name(norm, one.label):
                yield norm, one.label


def _places(doc: Doc, gazetteer: Gazetteer[Name]) -> Iterator[Place]:
    text, taken = text_of(doc), _ruled(doc)
    for hit in gazetteer.find(text):
        start, end, (norm, label) = hit.start, hit.end, hit.entry
        opinion = tagger.opinion(doc, start, end)
        is_cut = GOES_ON.match(text, end) is not None or is_any(text, start)
        if opinion is not None and not is_cut and not _overlaps(taken, start, end):
            inside = bool(INSIDE_SENTENCE.search(text, max(0, start - 2), start))
            place = Candidate(
                start=start, end=end, label=label, norm=norm, rule="tagger", score=opinion[label]
            )
            yield Place(candidate=place, inside_sentence=inside, before=text[max(0, start - 9) : start])


def _trusted(places: Sequence[Place]) -> frozenset[Name]:
    by_name: dict[Name, list[Place]] = {}
    for place in places:
        by_name.setdefault((place.candidate.norm, place.candidate.label), []).append(place)
    return frozenset(name for name, found in by_name.items() if _is_trusted(name, found))


def _is_trusted(name: Name, places: Sequence[Place]) -> bool:
    norm, label = name
    mean = sum(place.candidate.score for place in places) / len(places)
    shows = len(CAPITAL.findall(norm)) > 1 or any(place.inside_sentence for place in places)
    return shows and mean >= SURE[label] and not _is_place(norm, places)


def _is_place(name: str, places: Sequence[Place]) -> bool:
    """Tell whether the meeting speaks of a name as of a road or an area."""
    if ROAD.fullmatch(name):
        return not any(AS_OF_OFFER.search(place.before) for place in places)
    if " " not in name and all(BESIDE.search(place.before) for place in places):
        return True
    return AREA.fullmatch(name) is not None and all(AS_OF_PLACE.search(place.before) for place in places)


def _ruled(doc: Doc) -> list[tuple[int, int]]:
    return [exact(span) for label in labels() for span in doc.spans.get(label.kind.component, ())]


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _may_be_name(name: str, label: Label) -> bool:
    if NO_NAME.fullmatch(name) or is_general(name):
        return False
    if label is Label.PERSON:
        return len(CAPITAL.findall(name)) > 1
    return bool(CAPITAL.search(name)) and not any(one.fullmatch(name) for one in (NO_BODY, PLACE, SEVERAL))
