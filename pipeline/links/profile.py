"""What the index keeps of an item, worked out of the item alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from pipeline.domain import Entity, Label, Passage, SectionName, SubItem
from pipeline.encoder.protocol import Floats
from pipeline.links.announcements import Announcement, find_announcements
from pipeline.links.document import LinkDocument
from pipeline.links.model import LinkModel
from pipeline.links.references import Days, find_case_numbers, find_items, find_meetings
from pipeline.links.terms import Analyzer, Counts, add_up
from pipeline.minutes.passages import sub_heading, sub_items
from pipeline.text import CompoundSplitter

NONE = -1
"""The matter of a passage that belongs to none, such as the decision on all of them."""
CONTENT = 3
"""A paragraph with fewer different words, formal ones left out, says nothing of its own."""
ORGAN = re.compile(r".(?:forum|kreds|kredsen|udvalg|udvalget|råd|rådet|gruppen?|bestyrelse|bestyrelsen)$")
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatterTerms:
    """One matter of an item, in terms."""

    heading: str
    """Its sub-heading; empty if the item is one matter."""
    title: Counts
    """The terms of its heading, or of the item's title."""
    whole: Counts
    """Of its text and its heading, which counts twice."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """An item as terms, projected vectors and keys."""

    document: LinkDocument
    whole: Counts
    """The text and each heading once, the title twice, however often the layout repeats it."""
    matters: tuple[MatterTerms, ...]
    passages: tuple[Passage, ...]
    """The passages that say something."""
    matter_of: tuple[int, ...]
    """For each of `passages`, the place of its matter, NONE if it has none."""
    terms: tuple[Counts, ...]
    """Of each of `passages`, its sub-heading included."""
    vectors: Floats
    """One projected row for each of `passages`."""
    entities: Counts
    case_numbers: frozenset[str]
    meetings: frozenset[Days]
    """When the meetings were that the text refers to, first and last possible day."""
    items: frozenset[tuple[Days, str]]
    """The items that the text refers to by the day of their meeting and their number."""
    announced: tuple[tuple[Announcement, int], ...]
    """Where the text says that its matters come up again, each with the place of its matter or NONE."""
    question: tuple[tuple[str, ...], ...]
    """Of a question in free words, the terms of each word: the word itself, then its parts."""


class Profiler:
    """Makes profiles with the words and the projection of a model."""

    def __init__(self, model: LinkModel) -> None:
        self.analyzer = Analyzer(CompoundSplitter(model.words))
        self._projection = model.projection

    def profiles(self, documents: Sequence[LinkDocument]) -> Iterator[Profile]:
        """Yield what the index keeps of each document, all their vectors projected at once."""
        width = len(self._projection)
        vectors = [np.asarray(d.vectors, np.float32).reshape(-1, width) for d in documents]
        if vectors:
            projected = np.concatenate(vectors) @ self._projection
            ends = accumulate((len(rows) for rows in vectors), initial=0)
            for document, (start, end) in zip(documents, pairwise(ends), strict=True):
                yield self._profile(document, projected[start:end])

    def profile(self, document: LinkDocument) -> Profile:
        """Return what the index keeps of `document`."""
        (profile,) = self.profiles([document])
        return profile

    def _profile(self, document: LinkDocument, vectors: Floats) -> Profile:
        passages, terms = document.passages, ItemTerms(document, self.analyzer)
        matters, matter_of = terms.matters()
        under = [terms.with_heading(place) for place in range(len(passages))]
        kept = list(_telling(passages, under))
        # What is said in formal phrases alone refers to nothing.
        worded = [passage for passage, counts in zip(passages, terms.texts, strict=True) if counts]
        announced = find_announcements(
            passages, document.entities, document.date, own_name(document.committee)
        )
        return Profile(
            document=document,
            whole=terms.whole(),
            matters=matters,
            passages=tuple(passages[place] for place in kept),
            matter_of=tuple(matter_of[place] for place in kept),
            terms=tuple(under[place] for place in kept),
            vectors=vectors[kept],
            entities=entity_counts(document.entities),
            case_numbers=frozenset(find_case_numbers(passages) if document.signs else ()),
            items=frozenset(find_items(document.entities, passages) if document.signs else ()),
            meetings=frozenset(find_meetings(document.entities, worded) if document.signs else ()),
            announced=tuple((one, matter_of[one.passage]) for one in announced),
            question=() if document.committee else tuple(self.analyzer.words(document.title)),
        )


class ItemTerms:
    """The terms of an item's passages, headings and title."""

    def __init__(self, document: LinkDocument, analyzer: Analyzer) -> None:
        own, self._document = own_name(document.committee), document
        self.texts = [analyzer.counts(passage.text, own) for passage in document.passages]
        self._title = analyzer.counts(document.title, own)
        headings = dict.fromkeys(map(sub_heading, document.passages))
        self._headings = {heading: analyzer.counts(heading, own) for heading in headings}
        self._attachments = [analyzer.counts(name, own) for name in document.attachments]

    def whole(self) -> Counts:
        """Return the text and each heading once, the title twice, however often the layout repeats it."""
        body = self._paragraphs(range(len(self.texts)))
        return add_up([*body, self._title, self._title, *self._headings.values(), *self._attachments])

    def with_heading(self, place: int) -> Counts:
        """Return the terms of a passage, its sub-heading included."""
        passage, text = self._document.passages[place], self.texts[place]
        return text if is_title(passage) else add_up([text, self._headings[sub_heading(passage)]])

    def matters(self) -> tuple[tuple[MatterTerms, ...], tuple[int, ...]]:
        """Return the matters of the item, and of each passage the place of its matter among them, or NONE."""
        parts = sub_items(self._document.title, self._document.passages)
        if not parts:
            sole = MatterTerms(heading="", title=self._title, whole=self.whole())
            return (sole,), (0,) * len(self.texts)
        matter_of = {place: number for number, part in enumerate(parts) for place in part.passages}
        places = range(len(self.texts))
        return tuple(map(self._matter, parts)), tuple(matter_of.get(place, NONE) for place in places)

    def _matter(self, part: SubItem) -> MatterTerms:
        heading = self._headings[part.heading]
        whole = add_up([*self._paragraphs(part.passages), heading, heading])
        return MatterTerms(heading=part.heading, title=heading, whole=whole)

    def _paragraphs(self, places: Iterable[int]) -> Iterator[Counts]:
        return (self.texts[at] for at in places if not is_title(self._document.passages[at]))


def is_title(passage: Passage) -> bool:
    """Whether a passage is the item's title or a sub-heading."""
    return passage.section is SectionName.TITEL


def _telling(passages: Sequence[Passage], terms: Sequence[Counts]) -> Iterator[int]:
    """Yield which passages say something: paragraphs, or titles where no paragraph does."""
    words = [sum(1 for weight in counts.values() if weight >= 1) for counts in terms]
    text = [i for i, p in enumerate(passages) if words[i] >= CONTENT and not is_title(p)]
    yield from text or (i for i, p in enumerate(passages) if words[i] and is_title(p))


def own_name(committee: str) -> tuple[str, ...]:
    """Return the words of a committee's name that mean itself, in lower case.

    A forum names itself in every item; that two of its items do is no sign of anything.

    >>> own_name("Det Tværkommunale Socialforum Hovedstaden")
    ('socialforum',)
    """
    return tuple(word for word in re.findall(r"[^\W\d_]+", committee.lower()) if ORGAN.search(word))


def entity_counts(entities: Sequence[Entity]) -> Counts:
    """Return how often each thing is named; dates only where they are a day."""
    named = [e for e in entities if e.label is not Label.DATE or FULL_DATE.match(e.norm)]
    return add_up([{entity_key(entity.label, entity.norm): 1.0} for entity in named])


def entity_key(label: Label, norm: str) -> str:
    """Return the key of a thing in the index; no word has one like it."""
    return f"{label}:{norm.casefold()}"
