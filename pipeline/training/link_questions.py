"""Questions in free words, made of the corpus: what a user might ask about a case."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.encoder.protocol import Floats
from pipeline.links.document import LinkDocument, free_text
from pipeline.links.stems import FUNCTION_WORDS, formal_stems, stem
from pipeline.training.corpus import CorpusItem, CorpusMeeting
from pipeline.training.link_cases import Cases
from pipeline.training.link_subjects import Subject

WORD = re.compile(r"[^\W\d_]{4,}")
KEYWORDS = (1, 2, 3)
"""Words of a question that is no sentence, as "anonym stofbehandling økonomi"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A text about one case; the item it was made of is no answer to it."""

    text: str
    item_id: str
    committee: str
    cases: Cases

    def document(self, vector: Floats) -> LinkDocument:
        """Return the question as the index is asked it."""
        return replace(free_text(self.text, vector, dt.date.max), item_id=self.item_id)


def read_questions(
    meetings: Sequence[CorpusMeeting], subjects: Sequence[Subject] = ()
) -> tuple[Question, ...]:
    """Return the titles, the sub-headings and the telling words of items and sub-items about one case.

    Who asks about a subject is answered by any case of it, also another committee's.
    """
    common = Counter(word for m in meetings for item in m.items for word in set(_words(item)))
    return tuple(
        Question(
            text=text,
            item_id=item.id,
            committee=meeting.meeting.committee,
            cases=_about(case, item, meeting.slug, subjects),
        )
        for meeting in meetings
        for item in meeting.items
        for text, case in _texts(item, common)
    )


def _about(case: str, item: CorpusItem, slug: str, subjects: Sequence[Subject]) -> Cases:
    named, related = f"{slug}/{case}", item.related if case in item.cases else ()
    return Cases(
        own=frozenset([named]),
        related=frozenset(f"{slug}/{name}" for name in related),
        subjects=frozenset(subject.name for subject in subjects if named in subject.members),
    )


def _texts(item: CorpusItem, common: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield texts and the case each is about."""
    if len(item.cases) == 1:
        yield item.title, item.cases[0]
        words = _telling(item, common)
        yield from ((" ".join(words[:count]), item.cases[0]) for count in KEYWORDS if count <= len(words))
    for section in item.sections:
        for sub in section.sub_items():
            if len(sub.heading.cases) == 1:
                yield sub.heading.text, sub.heading.cases[0]


def _telling(item: CorpusItem, common: Counter[str]) -> list[str]:
    """Return the words that stand in the item more than once and in few other items."""
    words = Counter(_words(item))
    often = [word for word, count in words.items() if count > 1 and common[word] > 1]
    return sorted(often, key=lambda word: (common[word] / words[word], word))[: max(KEYWORDS)]


def _words(item: CorpusItem) -> list[str]:
    text = " ".join(block.text for block in item.blocks()).lower()
    found = WORD.findall(text)
    return [word for word in found if word not in FUNCTION_WORDS and stem(word) not in formal_stems()]
