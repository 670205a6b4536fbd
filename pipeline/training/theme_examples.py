"""Labelled items for the theme classifier, out of the corpus as it would be published.

The corpus is rendered, read and cut exactly as a published file is, so that the
classifier learns from the passages it will be shown.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path

from pipeline.domain import Minutes, Passage, SectionName
from pipeline.encoder import EncodedItem, Encoder, Floats
from pipeline.errors import CorpusError
from pipeline.minutes import Document, segment, split_passages
from pipeline.themes.item import LabelledItem, under_title
from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.publish import Published, PublishedItem, publish
from pipeline.training.vectors import encode_cached

LOG = logging.getLogger(__name__)
WEB_FORMS = ("web-2016", "web-2020", "web-2023")
MUNICIPAL_FORM = "municipal"
# An item cut elsewhere than it was printed would learn its neighbour's labels.
MOST_SHIFTED = 5


def read_examples(corpus: Path, encoder: Encoder, cache: Path | None = None) -> tuple[LabelledItem, ...]:
    """Return the corpus's items with their themes, passages and vectors, by file and number."""
    found = [pair for place, meeting in enumerate(read_corpus(corpus)) for pair in _read(meeting, place)]
    passages = [passages for _, _, passages in found]
    vectors = encode_cached([one for part in passages for one in part], encoder, cache)
    ends = [0, *accumulate(len(part) for part in passages)]
    # The corpus says nothing of a theme that came later.
    known = frozenset(theme for _, published, _ in found for theme in published.source.themes)
    return tuple(
        replace(_example(slug, published, part, vectors[start:end]), known=known)
        for (slug, published, part), (start, end) in zip(found, pairwise(ends), strict=True)
    )


def read_lessons(folder: Path, encoder: Encoder, cache: Path | None = None) -> tuple[LabelledItem, ...]:
    """Return annotated minutes as examples of passages alone; what items are about they do not teach."""
    return tuple(replace(one, whole=False) for one in read_examples(folder, encoder, cache))


def read_passages(path: Path, encoder: Encoder, cache: Path | None = None) -> tuple[LabelledItem, ...]:
    """Return the single passages of a table: themes, title and text, parted by tabs.

    Raises:
        CorpusError: a line is not of that form.

    """
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    rows = [_row(path, number, line) for number, line in enumerate(lines, start=2)]
    passages = [
        Passage(item_id="", section=SectionName.BAGGRUND, start=0, end=len(text), text=text, path=(title,))
        for _, title, text in rows
    ]
    vectors = encode_cached(passages, encoder, cache)
    return tuple(
        _single(f"{path.stem}/{number}", themes, passage, vector)
        for number, ((themes, _, _), passage, vector) in enumerate(
            zip(rows, passages, vectors, strict=True), 2
        )
    )


def _row(path: Path, number: int, line: str) -> tuple[frozenset[str], str, str]:
    parts = line.split("\t")
    if len(parts) != 3:
        raise CorpusError("misformed-passage", file=path, line=number, value=line)
    themes, title, text = parts
    return frozenset(filter(None, themes.split(","))), title, text


def _single(name: str, themes: frozenset[str], passage: Passage, vector: Floats) -> LabelledItem:
    item = under_title(passage.path[0], (passage,), vector[None, :])
    return LabelledItem(id=name, item=item, themes=themes, about=(themes,), group="", whole=False)


def _read(meeting: CorpusMeeting, place: int) -> Iterator[tuple[str, PublishedItem, tuple[Passage, ...]]]:
    published = publish(meeting, _form(meeting, place))
    minutes = segment(Document(name=meeting.path.name, text=published.text))
    for number, item in _matched(published, minutes):
        passages = split_passages(minutes.text, minutes.items[number])
        yield meeting.slug, item, passages


def _form(meeting: CorpusMeeting, place: int) -> str:
    if meeting.is_municipal:
        return MUNICIPAL_FORM
    return WEB_FORMS[place % len(WEB_FORMS)]


def _matched(published: Published, minutes: Minutes) -> Iterator[tuple[int, PublishedItem]]:
    """Yield the printed items that were found where they stand, with their place among those found."""
    places = {item.number: place for place, item in enumerate(minutes.items)}
    for item in published.items:
        place = places.get(item.item.number)
        if place is not None and abs(minutes.items[place].start - item.item.start) <= MOST_SHIFTED:
            yield place, item
        else:
            LOG.warning("%s: item %s was not cut as printed; left out", minutes.source, item.item.number)


def _example(slug: str, item: PublishedItem, passages: tuple[Passage, ...], vectors: Floats) -> LabelledItem:
    source = item.source
    return LabelledItem(
        id=source.id,
        item=EncodedItem(item=item.item, passages=passages, vectors=vectors),
        themes=frozenset(source.themes),
        about=tuple(_about(item, passage) for passage in passages),
        group=slug,
        cases=frozenset((*source.cases, *(case for block in source.blocks() for case in block.cases))),
    )


def _about(item: PublishedItem, passage: Passage) -> frozenset[str]:
    """Return the themes of the marked lines that lie in a passage."""
    marks = (mark for mark in item.evidence if passage.start < mark.end and mark.start < passage.end)
    return frozenset(theme for mark in marks for theme in mark.themes)
