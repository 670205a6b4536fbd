"""The single lines in data/sentences as examples; the README there says what they are for."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.domain import Passage, SectionName
from pipeline.training.corpus_markup import Line, cut_mentions
from pipeline.training.tagger.examples import Example, Span

GROUP = "sentences"
DESCRIPTION = "README.md"


def sentence_examples(folder: Path) -> Iterator[Example]:
    """Yield the lines of every file in `folder`; a folder that is not there has none.

    Raises:
        CorpusError: a line is not marked up as the corpus is.

    """
    for path in sorted(folder.glob("*.md")):
        if path.name != DESCRIPTION:
            yield from _examples(path)


def _examples(path: Path) -> Iterator[Example]:
    title: tuple[str, ...] = ()
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = Line(path=path, number=number, text=row)
        if row.startswith("# "):
            example = _example(line.holding(row.removeprefix("# ")), SectionName.TITEL, ())
            title = (example.passage.text,)
            yield example
        elif row:
            yield _example(line, SectionName.ANDET, title)


def _example(line: Line, section: SectionName, path: tuple[str, ...]) -> Example:
    text, mentions = cut_mentions(line)
    passage = Passage(
        item_id=f"{line.path.stem}/{line.number}",
        section=section,
        start=0,
        end=len(text),
        text=text,
        path=path,
    )
    spans = (Span(start=one.start, end=one.end, label=one.label) for one in mentions)
    return Example(passage=passage, spans=tuple(spans), group=GROUP)
