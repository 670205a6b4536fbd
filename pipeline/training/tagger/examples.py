"""What the tagger learns from: passages as serving encodes them, and the mentions in them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.domain import Entity, Label, Passage
from pipeline.entities.bio import LABELS
from pipeline.minutes import Document, segment, split_passages
from pipeline.training.corpus import CorpusMeeting
from pipeline.training.publish import REGULAR, Published, draw_quirks, publish

FORUM_FORMS = ("web-2016", "web-2020", "web-2023", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of text that is a mention; `label` None: what it is, the data does not say."""

    start: int
    end: int
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One passage and its mentions, offsets as in `passage`."""

    passage: Passage
    spans: tuple[Span, ...]
    group: str
    """The committee, or the data set."""


def corpus_examples(meeting: CorpusMeeting, form: str, *, quirky: bool, seed: int) -> Iterator[Example]:
    """Yield the passages of one meeting in one form of publication, cut as minutes are cut."""
    rng = random.Random(f"{seed} {meeting.path.name}")  # noqa: S311 - dice, not secrets
    quirks = replace(draw_quirks(rng), closed=0) if quirky else REGULAR
    published = publish(meeting, form, quirks=quirks, seed=seed)
    minutes = segment(Document(name=f"{meeting.path.stem}.txt", text=published.text))
    entities = entities_of(published)
    for item in minutes.items:
        for passage in split_passages(minutes.text, item):
            yield Example(passage=passage, spans=tuple(spans_inside(passage, entities)), group=meeting.slug)


def entities_of(published: Published) -> list[Entity]:
    """Return every mention of a published meeting, in the order of the text."""
    found = [entity for item in published.items for entity in item.entities]
    return sorted(found, key=lambda entity: entity.start)


def draw_form(meeting: CorpusMeeting, rng: random.Random) -> str:
    """Return a form this meeting may be published in."""
    if meeting.is_municipal:
        return "municipal"
    return rng.choice(FORUM_FORMS)


def spans_inside(passage: Passage, entities: Sequence[Entity]) -> Iterator[Span]:
    """Yield the mentions in a passage, of the labels that the tagger knows."""
    for entity in entities:
        if passage.start <= entity.start and entity.end <= passage.end and entity.label in LABELS:
            yield Span(start=entity.start, end=entity.end, label=entity.label)
