"""Candidates: what a component proposes, written to `doc.spans` for `resolve` to decide on."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from spacy.tokens import Doc, Span

from pipeline.config import load_config
from pipeline.domain import Label

EXACT = "exact_offsets"
TEXT = "text"
Name = tuple[str, Label]
"""A norm and what it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stretch of text that may be a mention; `rule` names the construction that found it."""

    start: int
    end: int
    label: Label
    norm: str
    rule: str
    score: float = 1.0
    """How probable the tagger holds it; what a rule finds it is sure of."""


def institution(start: int, end: int, norm: str, rule: str) -> Candidate:
    """Return a stretch of text that may name an institution."""
    return Candidate(start=start, end=end, label=Label.INSTITUTION, norm=norm, rule=rule)


class Finder:
    """A component whose `match` finds candidates; called, it writes them to `doc.spans[group]`."""

    group: ClassVar[str]

    def match(self, doc: Doc) -> list[Candidate]:
        """Return what was found in `doc`."""
        raise NotImplementedError

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with what was found in its spans."""
        write(doc, self.group, self.match(doc))
        return doc


def registers(folder: str | None) -> Path:
    """Return the folder of registers a component was configured with, by default that of the settings."""
    return Path(folder) if folder else load_config().paths.knowledge


def text_of(doc: Doc) -> str:
    """Return the text of `doc`; spaCy joins it anew from the tokens each time it is asked."""
    text: str = doc.user_data.get(TEXT) or doc.user_data.setdefault(TEXT, doc.text)
    return text


def write(doc: Doc, group: str, candidates: Iterable[Candidate]) -> None:
    """Put `candidates` in `doc.spans[group]`, each with its norm as `kb_id_` and its rule as `id_`.

    A span of spaCy is whole tokens. Where a tokenizer put a mention's border inside a token
    the span is widened to that token, and `exact` still gives the mention's own offsets.
    """
    spans = []
    for found in candidates:
        span = doc.char_span(
            found.start,
            found.end,
            label=found.label,
            kb_id=found.norm,
            span_id=found.rule,
            alignment_mode="expand",
        )
        if span is None:
            continue
        if (span.start_char, span.end_char) != (found.start, found.end):
            kept = doc.user_data.setdefault(EXACT, {})
            kept[span.start, span.end, span.label_] = (found.start, found.end)
        spans.append(span)
    doc.spans[group] = spans


def candidate(span: Span) -> Candidate:
    """Return what `write` made a span of."""
    start, end = exact(span)
    return Candidate(start=start, end=end, label=Label(span.label_), norm=span.kb_id_, rule=span.id_)


def exact(span: Span) -> tuple[int, int]:
    """Return the offsets in the text of what `span` stands for."""
    kept = span.doc.user_data.get(EXACT, {})
    offsets: tuple[int, int] = kept.get((span.start, span.end, span.label_), (span.start_char, span.end_char))
    return offsets
