"""Archives of any size, invented by recombining the items of the sample archive.

Each item is one of the sample's, with about half of its paragraphs exchanged for
paragraphs of about the same length from other items; figures in the text are drawn
anew, and a made-up offer is named in every second item so that the words of the archive
grow with it, as names do. The vector of a paragraph is the one the encoder gave it, moved
by noise of 0.3 of its distance from the mean, so that no two are equal. Meetings have ten
items each, on days drawn over twenty years, of one committee for every thousand items (8
at least). Drawn from a seed: the same archive every time.
"""

import datetime as dt
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.archive import Archive
from pipeline.domain import (
    AgendaItem,
    Entity,
    Ledger,
    Meeting,
    Minutes,
    Passage,
    Section,
    SectionName,
    TaggedItem,
    TaggedMinutes,
)
from pipeline.encoder import Floats, split_by_item
from pipeline.process import Processed

FIRST_DAY = dt.date(2004, 1, 1)
DAYS = 20 * 365
PER_MEETING = 10
EXCHANGED = 0.5
NOISE = 0.3
FIGURE = re.compile(r"\d{2,}")
SYLLABLES = (
    "bak", "dal", "eng", "fjor", "grøn", "hav", "kær", "lund", "mose", "nør",
    "ravn", "sol", "tang", "vej", "ø", "å", "skov", "stens", "holm", "vik",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paragraph:
    """A passage of the sample with what stands in it, and its vector."""

    passage: Passage
    entities: tuple[Entity, ...]
    vector: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """What is recombined: items as paragraphs, and all paragraphs by their length."""

    items: Sequence[tuple[TaggedItem, Sequence[Paragraph]]]
    by_length: Sequence[Paragraph]
    place: dict[int, int]
    centre: Floats

    @classmethod
    def of(cls, archive: Archive) -> "Sample":
        """Return the items of an archive."""
        items = [
            (tagged, _paragraphs(tagged, archive.item_vectors(tagged.item.id).matrix))
            for stored in archive.meetings()
            for tagged in archive.minutes(stored.id).items
        ]
        ordered = sorted(
            (p for _, parts in items for p in parts if p.passage.section is not SectionName.TITEL),
            key=lambda p: (len(p.passage.text), p.passage.item_id, p.passage.start),
        )
        place = {id(p): at for at, p in enumerate(ordered)}
        centre = np.mean([p.vector for _, parts in items for p in parts], axis=0)
        return cls(items=items, by_length=ordered, place=place, centre=centre)


def _paragraphs(tagged: TaggedItem, vectors: Floats) -> list[Paragraph]:
    return [_paragraph(tagged, p, v) for p, v in zip(tagged.passages, vectors, strict=True)]


def _paragraph(tagged: TaggedItem, passage: Passage, vector: Floats) -> Paragraph:
    inside = (e for e in tagged.entities if passage.start <= e.start and e.end <= passage.end)
    return Paragraph(passage=passage, entities=tuple(inside), vector=vector)


def invent(sample: Sample, items: int, seed: int = 1) -> Iterator[Processed]:
    """Yield meetings of ten items each, oldest first, until there are `items`."""
    draw, noise = random.Random(seed), np.random.default_rng(seed)  # noqa: S311 - nothing secret
    count = items // PER_MEETING
    committees = [f"Forum {_name(draw)}" for _ in range(max(8, items // 1000))]
    days = sorted(draw.randrange(DAYS) for _ in range(count))
    seen: dict[tuple[str, dt.date], int] = {}
    for day in days:
        date = FIRST_DAY + dt.timedelta(days=day)
        committee = draw.choice(committees)
        while (committee, date) in seen:
            committee, date = draw.choice(committees), date + dt.timedelta(days=1)
        seen[committee, date] = 1
        yield _Writer(sample, draw, noise).meeting(committee, date)


def _name(draw: random.Random) -> str:
    return "".join(draw.choices(SYLLABLES, k=3)).capitalize()


class _Writer:
    """Writes one meeting: text that grows, and everything in it at its place."""

    def __init__(self, sample: Sample, draw: random.Random, noise: np.random.Generator) -> None:
        self._sample, self._draw, self._noise = sample, draw, noise
        self._text = ""
        self._vectors: list[Floats] = []

    def meeting(self, committee: str, date: dt.date) -> Processed:
        self._text = f"Møde i {committee} den {date}\n"
        slug = committee.lower().replace(" ", "-").replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
        tagged = tuple(self._item(f"{slug}/{date}/{number}", number) for number in range(1, PER_MEETING + 1))
        vectors = np.stack(self._vectors)
        far = np.linalg.norm(vectors - self._sample.centre, axis=1, keepdims=True)
        spread = self._noise.standard_normal(vectors.shape, dtype=np.float32) / np.sqrt(vectors.shape[1])
        vectors = (vectors + NOISE * far * spread).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        minutes = Minutes(
            source=f"{slug}-{date}.txt",
            text=self._text,
            meeting=Meeting(title=f"Møde i {committee}", committee=committee, date=date),
            items=tuple(one.item for one in tagged),
            ledger=Ledger(layout="web", listed=PER_MEETING, found=PER_MEETING),
        )
        encoded = split_by_item(minutes.items, [one.passages for one in tagged], vectors)
        return Processed(tagged=TaggedMinutes(minutes=minutes, items=tagged), encoded=encoded)

    def _item(self, item_id: str, number: int) -> TaggedItem:
        source, paragraphs = self._draw.choice(self._sample.items)
        start = len(self._text)
        title = source.item.title
        if self._draw.random() < 0.5:
            title = f"{title}, {_name(self._draw)}"
        self._text += f"{number}. {title}\n"
        passages: list[Passage] = []
        entities: list[Entity] = []
        sections: list[Section] = []
        for paragraph in paragraphs:
            passage = paragraph.passage
            if passage.section is SectionName.TITEL and len(passage.path) < 1 and not passages:
                text, used = f"{number}. {title}", paragraph
                at = start
            else:
                used = self._exchanged(paragraph)
                text = FIGURE.sub(self._figure, used.passage.text)
                at = len(self._text)
                self._text += text + "\n"
                entities += [_moved(e, at - used.passage.start, text, at) for e in used.entities]
            passages.append(
                replace(passage, item_id=item_id, start=at, end=at + len(text), text=text,
                        path=(title, *passage.path[1:]) if passage.path else ())
            )  # fmt: skip
            self._vectors.append(used.vector)
            if sections and sections[-1].name is passage.section:
                sections[-1] = replace(sections[-1], end=len(self._text))
            elif passage.section is not SectionName.TITEL:
                sections.append(Section(name=passage.section, start=at, end=len(self._text)))
        item = AgendaItem(
            id=item_id,
            number=str(number),
            title=title,
            start=start,
            end=len(self._text),
            sections=tuple(sections),
        )
        return TaggedItem(item=item, passages=tuple(passages), entities=tuple(entities), themes=_bare(source))

    def _exchanged(self, paragraph: Paragraph) -> Paragraph:
        at = self._sample.place.get(id(paragraph))
        if at is None or self._draw.random() > EXCHANGED:
            return paragraph
        near = at + self._draw.randint(-40, 40)
        return self._sample.by_length[min(max(near, 0), len(self._sample.by_length) - 1)]

    def _figure(self, match: re.Match[str]) -> str:
        """Return another figure as long; years stay."""
        figure = match[0]
        if len(figure) == 4 and figure[:2] in ("19", "20"):
            return figure
        return str(self._draw.randrange(10 ** (len(figure) - 1), 10 ** len(figure)))


def _moved(entity: Entity, by: int, text: str, at: int) -> Entity:
    start, end = entity.start + by, entity.end + by
    return replace(entity, start=start, end=end, text=text[start - at : end - at])


def _bare(tagged: TaggedItem):
    return tuple(replace(theme, evidence=()) for theme in tagged.themes)
