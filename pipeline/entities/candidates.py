"""Candidates: what a component proposes, written to `doc.spans` for `resolve` to decide on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from spacy.tokens import Doc, Span

from pipeline.config import load_config
from pipeline.domain import Label

TEXT = "text"
Name = tuple[str, Label]
"""A norm and what it names."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that may be a mention; `rule` names the construction that found it."""

    start: int
    end: int
    label: Label
    norm: str
    rule: str
    score: float = 1.0
    """How probable the tagger holds it; what a rule finds it is sure of."""

    def overlaps(self, others: Iterable["Candidate"]) -> bool:
        """Tell whether one of `others` covers some of the same text."""
        return any(self.start < other.end and other.start < self.end for other in others)


class Component:
    """A component of the pipeline: `pipe` is handed all Docs of a meeting, `__call__` one alone."""

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Write what the component has to say into the Docs of a meeting."""
        raise NotImplementedError

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc`, read as if it were all of its meeting."""
        self.annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 0) -> Iterator[Doc]:
        """Yield the Docs of one meeting, once all of them are read."""
        docs = list(stream)
        self.annotate(docs)
        yield from docs


class Finder(Component):
    """A component whose `match` finds candidates in each Doc by itself; they go to `doc.spans[group]`."""

    group: ClassVar[str]

    def match(self, doc: Doc) -> list[Candidate]:
        """Return what was found in `doc`."""
        raise NotImplementedError

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Write what is found in each of `docs` to its spans."""
        for doc in docs:
            write(doc, self.group, self.match(doc))


def registers(folder: str | None) -> Path:
    """Return the folder of registers a component was configured with, by default that of the settings."""
    return Path(folder) if folder else load_config().paths.knowledge


def text_of(doc: Doc) -> str:
    """Return the text of `doc`; spaCy joins it anew from the tokens each time it is asked."""
    text: str = doc.user_data.get(TEXT) or doc.user_data.setdefault(TEXT, doc.text)
    return text


def write(doc: Doc, group: str, candidates: Iterable[Candidate]) -> None:
    """Put `candidates` in `doc.spans[group]`, each with its norm as `kb_id_` and its rule as `id_`.

    A span of spaCy is whole tokens, and of these the tokenizer of the pipeline makes such as no
    mention cuts; another tokenizer's are taken whole.
    """
    spans = (
        doc.char_span(
            one.start, one.end, label=one.label, kb_id=one.norm, span_id=one.rule, alignment_mode="expand"
        )
        for one in candidates
    )
    doc.spans[group] = [span for span in spans if span is not None]


def candidate(span: Span) -> Candidate:
    """Return what `write` made a span of."""
    return Candidate(span.start_char, span.end_char, Label(span.label_), span.kb_id_, span.id_)
