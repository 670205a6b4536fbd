"""The component `second_opinion`: names that the tagger finds and the rules do not, where it is sure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities import tagger
from pipeline.entities.candidates import Candidate, exact, text_of, write
from pipeline.entities.common_words import SENTENCE_STARTS
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.institution_words import GENERAL, NOT_A_BODY
from pipeline.entities.persons import base_form

GROUP = "second_opinion"
RULES = ("amounts", "dates", "laws", "municipalities", "institutions", "persons")
# Amounts, dates and municipalities are left to the rules: a mention without a norm helps nobody.
SURE = {Label.INSTITUTION: 0.6, Label.PERSON: 0.9}
# An address on the web, a plural ("botilbuddene"), a cut word.
NO_NAME = re.compile(r".*(?:\w\.\w|[/@:*\n]).*|\w+(?:erne|ene)s?|\W.*|.*-|.", re.DOTALL)
CAPITAL = re.compile(r"\b[A-ZÆØÅ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What may be a name all through a meeting."""

    norm: str
    label: Label


@Language.factory("second_opinion", requires=["doc.spans"], assigns=["doc.spans"])
def make_second_opinion(nlp: Language, name: str) -> "SecondOpinion":
    """Return the component."""
    return SecondOpinion()


class SecondOpinion:
    """Mark in `doc.spans["second_opinion"]` what only the tagger knows; `kb_id_` is the base form.

    A name is trusted if the tagger, on the mean of all places where the meeting has it,
    holds it for one: `pipe` asks at all places in the Docs it is given, a meeting's.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with the tagger's additions marked."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 0) -> Iterator[Doc]:
        """Yield the Docs of one meeting, each with the tagger's additions marked."""
        docs = list(stream)
        names = {name.norm: name for doc in docs for name in _proposed(doc)}
        gazetteer: Gazetteer[Name] = Gazetteer(names.items())
        found = [list(_places(doc, gazetteer)) for doc in docs]
        trusted = _trusted([one for places in found for one in places])
        for doc, places in zip(docs, found, strict=True):
            write(doc, GROUP, [one.candidate for one in places if one.candidate.norm in trusted])
            yield doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A name somewhere, and how probable the tagger holds it there."""

    candidate: Candidate
    probability: float


def _proposed(doc: Doc) -> Iterator[Name]:
    text = text_of(doc)
    taken = _ruled(doc)
    for span in doc.spans.get(tagger.GROUP, ()):
        start, end = exact(span)
        label = Label(span.label_)
        if label in SURE and not _overlaps(taken, start, end):
            norm = base_form(text, text[start:end])
            if _may_be_name(norm):
                yield Name(norm=norm, label=label)


def _places(doc: Doc, gazetteer: Gazetteer[Name]) -> Iterator[Place]:
    taken = _ruled(doc)
    for hit in gazetteer.find(text_of(doc)):
        opinion = tagger.opinion(doc, hit.start, hit.end)
        if opinion is not None and not _overlaps(taken, hit.start, hit.end):
            name = hit.entry
            candidate = Candidate(
                start=hit.start, end=hit.end, label=name.label, norm=name.norm, rule="tagger"
            )
            yield Place(candidate=candidate, probability=opinion[name.label])


def _trusted(places: Sequence[Place]) -> frozenset[str]:
    """Return the norms of the names that are trusted."""
    held: dict[tuple[str, Label], list[float]] = {}
    for place in places:
        held.setdefault((place.candidate.norm, place.candidate.label), []).append(place.probability)
    return frozenset(norm for (norm, label), found in held.items() if sum(found) / len(found) >= SURE[label])


def _ruled(doc: Doc) -> list[tuple[int, int]]:
    return [exact(span) for group in RULES for span in doc.spans.get(group, ())]


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _may_be_name(name: str) -> bool:
    return (
        bool(CAPITAL.search(name))
        and not NO_NAME.fullmatch(name)
        and name not in NOT_A_BODY
        and name not in GENERAL
        and name.lower() not in SENTENCE_STARTS
    )
