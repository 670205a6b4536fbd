"""What the index keeps of an item, worked out of the item alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.domain import Entity, Label, Passage, SectionName
from pipeline.encoder.protocol import Floats
from pipeline.links.document import LinkDocument
from pipeline.links.model import LinkModel
from pipeline.links.words import Analyzer

Counts = dict[str, float]
TITLE_TIMES = 1
"""Headings, the title first, that count once more than other headings."""
CONTENT = 3
"""A passage with fewer different words, formal ones left out, is no reason for anything."""
CASE_NUMBER = re.compile(
    r"\bSags?(?:\.|nr\.?|nummer|-?id)[ \t]*(?:nr\.?)?[ \t]*[:.]?[ \t]*(\d[\d./-]*\d)", re.IGNORECASE
)
AT_MEETING = re.compile(
    r"\b(?:møde|mødet|mødets|behandling|behandlet|drøftet|drøftede|godkendt|godkendte)\b", re.IGNORECASE
)
REACH = 60
"""Characters before a date in which a meeting must be spoken of for the date to be a meeting's."""
ORGAN = re.compile(r".(?:forum|kreds|kredsen|udvalg|udvalget|råd|rådet|gruppen?|bestyrelse|bestyrelsen)$")
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """An item as terms, projected vectors and keys; rows of `vectors` go with `passages`."""

    document: LinkDocument
    whole: Counts
    headings: tuple[Counts, ...]
    passages: tuple[Counts, ...]
    speaks: npt.NDArray[np.bool_]
    """Which passages say enough to be compared."""
    vectors: Floats
    entities: Counts
    case_numbers: frozenset[str]
    meetings: frozenset[str]
    """Dates of meetings the text refers to, ISO 8601."""


class Profiler:
    """Makes profiles with the words and the mean of a model."""

    def __init__(self, model: LinkModel) -> None:
        self._analyzer = Analyzer(model.splitter())
        self._projection = model.projection

    @property
    def analyzer(self) -> Analyzer:
        """How text is turned into terms."""
        return self._analyzer

    def profile(self, document: LinkDocument) -> Profile:
        """Return what the index keeps of `document`."""
        own = own_name(document.committee)
        texts = [self._analyzer.counts(passage.text, own) for passage in document.passages]
        counts = tuple(self._under_headings(p, c, own) for p, c in zip(document.passages, texts, strict=True))
        headings = tuple(self._headings(document))
        return Profile(
            document=document,
            whole=_whole(document.passages, texts, headings),
            headings=headings,
            passages=counts,
            speaks=np.array(
                [_speaks(p, c) for p, c in zip(document.passages, counts, strict=True)], dtype=bool
            ),
            vectors=self._projected(document.vectors),
            entities=_entity_keys(document.entities),
            case_numbers=frozenset(_case_numbers(document.passages)),
            meetings=frozenset(_meetings(document)),
        )

    def _under_headings(self, passage: Passage, text: Counts, own: tuple[str, ...]) -> Counts:
        return _sum([text, *(self._analyzer.counts(heading, own) for heading in passage.path[1:])])

    def _headings(self, document: LinkDocument) -> Iterator[Counts]:
        """Yield the terms of the title and of each sub-heading, those without content left out."""
        found = dict.fromkeys((document.title, *(head for p in document.passages for head in p.path[1:])))
        own = own_name(document.committee)
        yield from (counts for heading in found if (counts := self._analyzer.counts(heading, own)))

    def _projected(self, vectors: Floats) -> Floats:
        projected: Floats = (
            np.asarray(vectors, np.float32).reshape(-1, len(self._projection)) @ self._projection
        )
        return projected


def own_name(committee: str) -> tuple[str, ...]:
    """Return the words of a committee's name that mean itself, in lower case.

    A forum names itself in every item; that two of its items do is no sign of anything.

    >>> own_name("Det Tværkommunale Socialforum Hovedstaden")
    ('socialforum',)
    """
    return tuple(word for word in re.findall(r"[^\W\d_]+", committee.lower()) if ORGAN.search(word))


def _whole(passages: Sequence[Passage], texts: Sequence[Counts], headings: Sequence[Counts]) -> Counts:
    """Return the terms of the item; a title counts the same however often the layout repeats it."""
    text = [counts for p, counts in zip(passages, texts, strict=True) if p.section is not SectionName.TITEL]
    return _sum([*text, *headings, *headings[:TITLE_TIMES]])


def _sum(parts: Sequence[Counts]) -> Counts:
    total: Counts = {}
    for part in parts:
        for key, count in part.items():
            total[key] = total.get(key, 0.0) + count
    return total


def _speaks(passage: Passage, counts: Counts) -> bool:
    words = sum(1 for weight in counts.values() if weight >= 1)
    return words >= (1 if passage.section is SectionName.TITEL else CONTENT)


def _entity_keys(entities: Sequence[Entity]) -> Counts:
    """Return the things that are named, dates only where they are a day."""
    keys: Counts = {}
    for entity in entities:
        if entity.label is not Label.DATE or FULL_DATE.fullmatch(entity.norm[:10]):
            key = f"{entity.label.value}:{entity.norm.casefold()}"
            keys[key] = keys.get(key, 0.0) + 1.0
    return keys


def _case_numbers(passages: Sequence[Passage]) -> Iterator[str]:
    for passage in passages:
        yield from (match[1] for match in CASE_NUMBER.finditer(passage.text))


def _meetings(document: LinkDocument) -> Iterator[str]:
    """Yield the days of meetings that the text refers to, as "drøftet på mødet den 18. november 2022"."""
    for entity in document.entities:
        if entity.label is Label.DATE and FULL_DATE.fullmatch(entity.norm):
            before = _text_before(document.passages, entity.start)
            if AT_MEETING.search(before):
                yield entity.norm


def _text_before(passages: Sequence[Passage], place: int) -> str:
    for passage in passages:
        if passage.start <= place < passage.end:
            at = place - passage.start
            return passage.text[max(0, at - REACH) : at]
    return ""
