"""Danish Universal NER as examples: its persons and organisations are ours, the rest is masked.

What the data set does not mark counts neither way: dates and money, and a place
that may be a municipality. A place that is none (a country, a part of the country)
is a lesson: it is no mention.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.domain import Label, Passage, SectionName
from pipeline.errors import CorpusError
from pipeline.training.tagger.examples import Example, Span

GROUP = "uner"
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
class Word:
    """A word of a sentence, where it stands, and its tag in IOB2."""

    start: int
    end: int
    tag: str


def news_examples(path: Path, towns: frozenset[str]) -> Iterator[Example]:
    """Yield the sentences of one IOB2 file; `towns` are the names of municipalities.

    Raises:
        CorpusError: the file is not there, or is no IOB2 of Universal NER.

    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CorpusError("news-unreadable", path=path, reason=error) from error
    for number, block in enumerate(text.strip().split("\n\n"), start=1):
        sentence, words = _sentence(path, number, block)
        passage = Passage(
            item_id=GROUP, section=SectionName.ANDET, start=0, end=len(sentence), text=sentence, path=()
        )
        yield Example(passage=passage, spans=tuple(_spans(sentence, words, towns)), group=GROUP)


def _sentence(path: Path, number: int, block: str) -> tuple[str, list[Word]]:
    lines = block.split("\n")
    text = next((line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")), "")
    words: list[Word] = []
    at = 0
    for line in lines:
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        at = text.find(cells[1], at) if len(cells) >= 3 else -1
        if at < 0:
            raise CorpusError("misformed-news", file=path, sentence=number, line=line)
        words.append(Word(start=at, end=at + len(cells[1]), tag=cells[2]))
        at += len(cells[1])
    return text, words


def _spans(text: str, words: Sequence[Word], towns: frozenset[str]) -> Iterator[Span]:
    for group in _groups(words):
        start, end = group[0].start, group[-1].end
        name, tag = text[start:end], group[0].tag.partition("-")[2]
        if tag in OURS and not COUNCIL.search(name):
            yield Span(start=start, end=end, label=OURS[tag])
        elif _is_unknown(name, tag, towns):
            yield Span(start=start, end=end, label=None)


def _is_unknown(name: str, tag: str, towns: frozenset[str]) -> bool:
    """Whether a word outside our labels may be a mention of ours all the same."""
    if tag == "LOC":
        return name in towns or name.removesuffix("s") in towns or bool(COUNCIL.search(name))
    return tag in OURS or bool(MAYBE.search(name))


def _groups(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield names whole, and each word outside names on its own."""
    group: list[Word] = []
    for word in words:
        if group and not word.tag.startswith("I-"):
            yield group
            group = []
        group.append(word)
    if group:
        yield group
