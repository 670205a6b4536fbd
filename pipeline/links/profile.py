"""What the index keeps of an item, worked out of the item alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.domain import Entity, Label, Passage, SectionName, SubItem
from pipeline.encoder.protocol import Floats
from pipeline.links.announcements import Announcement, find_announcements
from pipeline.links.document import LinkDocument
from pipeline.links.model import LinkModel
from pipeline.links.references import Days, find_case_numbers, find_items, find_meetings
from pipeline.links.terms import Analyzer, Counts, add_up
from pipeline.minutes.passages import sub_heading, sub_items

NONE = -1
"""The matter of a passage that belongs to none, such as the decision on all of them."""


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
class TermCounts:
    """An item's passages with their terms, and those of its title."""

    passages: Sequence[Passage]
    texts: Sequence[Counts]
    """Of each passage, its own words."""
    under: dict[str, Counts]
    """Of each sub-heading."""
    title: Counts
    attached: Counts
    """Of the names of the attachments."""

    def whole(self) -> Counts:
        """Return the text and each heading once, the title twice, however often the layout repeats it."""
        pairs = zip(self.passages, self.texts, strict=True)
        body = [text for passage, text in pairs if not is_title(passage)]
        return add_up([*body, self.title, self.title, *self.under.values(), self.attached])


def is_title(passage: Passage) -> bool:
    """Whether a passage is the item's title or a sub-heading."""
    return passage.section is SectionName.TITEL


def cut_matters(title: str, counted: TermCounts) -> tuple[tuple[MatterTerms, ...], tuple[int, ...]]:
    """Return the matters of an item, and of each passage the place of its matter among them, or NONE."""
    parts = sub_items(title, counted.passages)
    if not parts:
        sole = MatterTerms(heading="", title=counted.title, whole=counted.whole())
        return (sole,), (0,) * len(counted.passages)
    matter_of = dict.fromkeys(range(len(counted.passages)), NONE)
    for number, part in enumerate(parts):
        matter_of |= dict.fromkeys(part.passages, number)
    return tuple(_matter(part, counted) for part in parts), tuple(matter_of.values())


def _matter(part: SubItem, counted: TermCounts) -> MatterTerms:
    heading = counted.under[part.heading]
    own = (counted.texts[at] for at in part.passages if not is_title(counted.passages[at]))
    return MatterTerms(heading=part.heading, title=heading, whole=add_up([*own, heading, heading]))


CONTENT = 3
"""A paragraph with fewer different words, formal ones left out, says nothing of its own."""
ORGAN = re.compile(r".(?:forum|kreds|kredsen|udvalg|udvalget|råd|rådet|gruppen?|bestyrelse|bestyrelsen)$")
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")


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
    announced: tuple[Announcement, ...]
    """When the text says that its matters come up again."""
    announced_of: tuple[int, ...]
    """For each of `announced`, the place of its matter, NONE if it has none."""
    question: tuple[tuple[str, ...], ...]
    """Of a question in free words, the terms of each word: the word itself, then its parts."""


class Profiler:
    """Makes profiles with the words and the projection of a model."""

    def __init__(self, model: LinkModel) -> None:
        self.analyzer = Analyzer(model.splitter())
        self._projection = model.projection

    def profiles(self, documents: Sequence[LinkDocument]) -> Iterator[Profile]:
        """Yield what the index keeps of each document, all their vectors projected at once."""
        if documents:
            projected = np.concatenate([self._rows(document) for document in documents]) @ self._projection
            ends = np.cumsum([0, *(len(document.passages) for document in documents)]).tolist()
            for document, start, end in zip(documents, ends[:-1], ends[1:], strict=True):
                yield self._profile(document, projected[start:end])

    def profile(self, document: LinkDocument) -> Profile:
        """Return what the index keeps of `document`."""
        return self._profile(document, self._rows(document) @ self._projection)

    def _rows(self, document: LinkDocument) -> Floats:
        return np.asarray(document.vectors, np.float32).reshape(-1, len(self._projection))

    def _profile(self, document: LinkDocument, vectors: Floats) -> Profile:
        counted = self._count(document)
        terms = [
            text if is_title(passage) else add_up([text, counted.under[sub_heading(passage)]])
            for passage, text in zip(document.passages, counted.texts, strict=True)
        ]
        spoken = list(_spoken(document.passages, terms))
        matters, matter_of = cut_matters(document.title, counted)
        announced = tuple(
            find_announcements(
                document.passages, document.entities, document.date, own_name(document.committee)
            )
        )
        return Profile(
            document=document,
            whole=counted.whole(),
            matters=matters,
            passages=tuple(document.passages[i] for i in spoken),
            matter_of=tuple(matter_of[i] for i in spoken),
            terms=tuple(terms[i] for i in spoken),
            vectors=vectors[spoken],
            entities=entity_counts(document.entities),
            case_numbers=frozenset(find_case_numbers(document.passages)),
            items=frozenset(find_items(document.entities, document.passages)),
            meetings=frozenset(
                find_meetings(document.entities, _about_something(document.passages, counted.texts))
            ),
            announced=announced,
            announced_of=tuple(matter_of[one.passage] for one in announced),
            question=() if document.committee else tuple(self.analyzer.words(document.title)),
        )

    def _count(self, document: LinkDocument) -> TermCounts:
        own = own_name(document.committee)
        below = dict.fromkeys(map(sub_heading, document.passages))
        return TermCounts(
            passages=document.passages,
            texts=[self.analyzer.counts(passage.text, own) for passage in document.passages],
            under={heading: self.analyzer.counts(heading, own) for heading in below},
            title=self.analyzer.counts(document.title, own),
            attached=add_up(self.analyzer.counts(name, own) for name in document.attachments),
        )


def _spoken(passages: Sequence[Passage], terms: Sequence[Counts]) -> Iterator[int]:
    """Yield which passages say something: paragraphs, or titles where no paragraph does."""
    words = [sum(1 for weight in counts.values() if weight >= 1) for counts in terms]
    text = [i for i, p in enumerate(passages) if words[i] >= CONTENT and not is_title(p)]
    yield from text or (i for i, p in enumerate(passages) if words[i] and is_title(p))


def _about_something(passages: Sequence[Passage], texts: Sequence[Counts]) -> list[Passage]:
    """Return the passages that are more than formal phrases."""
    return [passage for passage, counts in zip(passages, texts, strict=True) if counts]


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
