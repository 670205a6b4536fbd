"""What the tagger learns from: passages as serving encodes them, and the mentions in them.

They come out of the corpus as it would be published, from the single lines in
data/sentences, from Danish Universal NER, and from the passages of an archive whose
mentions users put right.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.archive import Archive
from pipeline.corrections import locate
from pipeline.domain import Entity, EntityChange, Label, Passage, SectionName
from pipeline.entities.bio import LABELS
from pipeline.errors import CorpusError
from pipeline.training.corpus import CorpusMeeting
from pipeline.training.corpus_markup import Line, cut_mentions
from pipeline.training.passages import read_published
from pipeline.training.publish import REGULAR, draw_quirks, publish

FORUM_FORMS = ("web-2016", "web-2020", "web-2023", "pdf")
DESCRIPTION = "README.md"

CAPITALS_OF_TITLES = 0.06
SMALL_LETTERS = 0.02
HARD_SPACES = 0.05
NO_PATH = 0.15

NEWS = "uner"
OURS = {"PER": Label.PERSON, "ORG": Label.INSTITUTION}
TRAIN = "da_ddt-ud-train.iob2"
TEST = "da_ddt-ud-test.iob2"
MAYBE = re.compile(
    r"\d|^(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    r"|for[åa]ret|sommeren|efter[åa]ret|vinteren|kroner?s?|kr\.?|mio\.?|mia\.?|million(?:er)?|milliard(?:er)?)$",
    re.IGNORECASE,
)
# A municipality is an organisation or a place to this data set, and so is a county.
COUNCIL = re.compile(r"\b(?:kommune|amt)s?\b", re.IGNORECASE)


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
    entities = sorted((e for one in published.items for e in one.entities), key=lambda e: e.start)
    for _, passages in read_published(published):
        for passage in passages:
            yield Example(passage=passage, spans=_spans_inside(passage, entities), group=meeting.slug)


def draw_form(meeting: CorpusMeeting, rng: random.Random) -> str:
    """Return a form this meeting may be published in."""
    return "municipal" if meeting.is_municipal else rng.choice(FORUM_FORMS)


def _spans_inside(passage: Passage, entities: Sequence[Entity]) -> tuple[Span, ...]:
    """Return the mentions in a passage, of the labels that the tagger knows."""
    return tuple(
        Span(start=entity.start, end=entity.end, label=entity.label)
        for entity in entities
        if passage.start <= entity.start and entity.end <= passage.end and entity.label in LABELS
    )


def sentence_examples(folder: Path) -> Iterator[Example]:
    """Yield the lines of every file in `folder`; a folder that is not there has none.

    Raises:
        CorpusError: a line is not marked up as the corpus is.

    """
    for path in sorted(folder.glob("*.md")):
        if path.name != DESCRIPTION:
            yield from _sentences(path)


def _sentences(path: Path) -> Iterator[Example]:
    title: tuple[str, ...] = ()
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = Line(path=path, number=number, text=row.removeprefix("# "))
        if row.startswith("# "):
            example = _sentence(line, SectionName.TITEL, ())
            title = (example.passage.text,)
            yield example
        elif row:
            yield _sentence(line, SectionName.ANDET, title)


def _sentence(line: Line, section: SectionName, path: tuple[str, ...]) -> Example:
    text, mentions = cut_mentions(line)
    spans = tuple(Span(start=one.start, end=one.end, label=one.label) for one in mentions)
    item_id = f"{line.path.stem}/{line.number}"
    passage = Passage(item_id=item_id, section=section, start=0, end=len(text), text=text, path=path)
    return Example(passage=passage, spans=spans, group="sentences")


def news_examples(path: Path, towns: frozenset[str]) -> Iterator[Example]:
    """Yield the sentences of one IOB2 file of Universal NER; `towns` are the names of municipalities.

    Its persons and organisations are ours, the rest is masked: what the data set does not mark
    counts neither way, as dates and money, and a place that may be a municipality. A place that
    is none (a country, a part of the country) is a lesson: it is no mention.

    Raises:
        CorpusError: the file is not there, or is no IOB2 of Universal NER.

    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CorpusError("news-unreadable", path=path, reason=error) from error
    for number, block in enumerate(text.strip().split("\n\n"), start=1):
        sentence, names = _news_sentence(path, number, block)
        passage = Passage(
            item_id=NEWS, section=SectionName.ANDET, start=0, end=len(sentence), text=sentence, path=()
        )
        yield Example(passage=passage, spans=tuple(_news_spans(sentence, names, towns)), group=NEWS)


def _news_sentence(path: Path, number: int, block: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Return a sentence, and where its names and other words stand, each with its tag, "" outside names."""
    lines = block.split("\n")
    text = next((line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")), "")
    names: list[tuple[int, int, str]] = []
    end = 0
    for line in lines:
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        start = text.find(cells[1], end) if len(cells) >= 3 else -1
        if start < 0:
            raise CorpusError("misformed-news", file=path, sentence=number, line=line)
        end = start + len(cells[1])
        if names and cells[2].startswith("I-"):
            names[-1] = (names[-1][0], end, names[-1][2])
        else:
            names.append((start, end, cells[2].partition("-")[2]))
    return text, names


def _news_spans(text: str, names: Sequence[tuple[int, int, str]], towns: frozenset[str]) -> Iterator[Span]:
    for start, end, tag in names:
        name = text[start:end]
        if tag in OURS and not COUNCIL.search(name):
            yield Span(start=start, end=end, label=OURS[tag])
        elif _is_unknown(name, tag, towns):
            yield Span(start=start, end=end, label=None)


def _is_unknown(name: str, tag: str, towns: frozenset[str]) -> bool:
    """Whether a word outside our labels may be a mention of ours all the same."""
    if tag == "LOC":
        return name in towns or name.removesuffix("s") in towns or bool(COUNCIL.search(name))
    return tag in OURS or bool(MAYBE.search(name))


def corrected_examples(archive: Archive) -> Iterator[Example]:
    """Yield the passages with a corrected mention, each with all mentions that hold in it.

    Who put one right has read the passage: what else is marked there is taken for right too.
    """
    changes: dict[str, list[EntityChange]] = {}
    for item_id, entry in archive.in_force(EntityChange):
        if isinstance(entry.change, EntityChange):
            changes.setdefault(item_id, []).append(entry.change)
    for item_id, corrections in changes.items():
        stored = archive.item(item_id)
        spans = [span for change in corrections if (span := locate(change, stored.text))]
        places = {stored.tagged.item.start + start for start, _ in spans}
        for passage in stored.tagged.passages:
            if any(passage.start <= place < passage.end for place in places):
                inside = _spans_inside(passage, stored.tagged.entities)
                yield Example(passage=passage, spans=inside, group="corrections")


def disturb(example: Example, rng: random.Random) -> Example:
    """Return the example, now and then as publication treats letters: every change keeps the offsets.

    Capitals, small letters, hard spaces, a title that is not there.
    """
    passage = example.passage
    text = passage.text
    is_title = passage.section is SectionName.TITEL
    if rng.random() < (CAPITALS_OF_TITLES if is_title else CAPITALS_OF_TITLES / 10):
        text = text.upper()
    elif rng.random() < SMALL_LETTERS:
        text = text.lower()
    if rng.random() < HARD_SPACES:
        text = "".join("\u00a0" if letter == " " and rng.random() < 0.5 else letter for letter in text)
    if len(text) != len(passage.text):  # ß and the like grow
        text = passage.text
    path = () if rng.random() < NO_PATH else passage.path
    return replace(example, passage=replace(passage, text=text, path=path))
