"""How alike a matter and any other item are: what a likeness is measured against.

A text of common words is somewhat like everything; that it is like an earlier item says
less than if it were like nothing else. So each likeness is told in spreads above what is
usual between this matter and a fixed cohort of items of the fit, as speaker recognition
does (z-norm). The cohort is part of the model: it is the same however the archive grows.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.domain import Passage, SectionName
from pipeline.encoder.protocol import Floats
from pipeline.links.document import LinkDocument
from pipeline.links.tables import Numbers

SIZE = 64
"""Items in the cohort."""
KEPT = 0.95
"""Share of the cohort that counts; the likest few may be related to the matter."""
FLOOR = np.array([0.02, 0.03, 0.05, 0.05, 0.05])
"""Spreads below these are taken for these: a matter of few words is like nothing at all."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ZNorm:
    """Means and spreads of (query's matters, likenesses)."""

    mean: Numbers
    spread: Numbers

    def above(self, likeness: Numbers) -> Numbers:
        """Return (matters, query's matters, likenesses) in spreads above the mean of the cohort."""
        told: Numbers = (likeness - self.mean) / self.spread
        return told


NO_COHORT = ZNorm(mean=np.zeros(1), spread=np.ones(1))
"""For a model without a cohort: likenesses as they are."""


def z_norm(likeness: Numbers) -> ZNorm:
    """Return the means and spreads of (cohort's matters, query's matters, likenesses)."""
    lowest = np.sort(likeness, axis=0)[: max(1, int(len(likeness) * KEPT))]
    return ZNorm(mean=lowest.mean(axis=0), spread=np.maximum(lowest.std(axis=0), FLOOR))


def choose_cohort(documents: Sequence[LinkDocument]) -> tuple[LinkDocument, ...]:
    """Return items from all over `documents`, with no more than is compared."""
    step = max(1, len(documents) // SIZE)
    return tuple(
        _bare(document.title, document.passages, document.vectors) for document in documents[::step][:SIZE]
    )


def cohort_to_json(cohort: Sequence[LinkDocument]) -> list[dict[str, Any]]:
    """Return the texts of a cohort; its vectors are kept elsewhere."""
    return [
        {"title": d.title, "passages": [[p.section.value, list(p.path), p.text] for p in d.passages]}
        for d in cohort
    ]


def cohort_from_json(kept: Sequence[dict[str, Any]], vectors: Floats) -> tuple[LinkDocument, ...]:
    """Return the cohort that was kept; `vectors` has one row a passage of all of it.

    Raises:
        ValueError: there are more or fewer vectors than passages.
    """
    texts = [[_passage(*passage) for passage in item["passages"]] for item in kept]
    ends = np.cumsum([len(passages) for passages in texts])
    if len(vectors) != (ends[-1] if len(ends) else 0):
        raise ValueError(f"{len(vectors)} vectors of the cohort's passages")
    rows = np.split(vectors.astype(np.float32), ends[:-1]) if texts else []
    pairs = zip(kept, texts, rows, strict=True)
    return tuple(_bare(item["title"], passages, own) for item, passages, own in pairs)


def _passage(section: str, path: Sequence[str], text: str) -> Passage:
    return Passage(
        item_id="", section=SectionName(section), start=0, end=len(text), text=text, path=tuple(path)
    )


def _bare(title: str, passages: Sequence[Passage], vectors: Floats) -> LinkDocument:
    return LinkDocument(
        item_id="",
        number="",
        title=title,
        date=dt.date.min,
        committee="",
        passages=tuple(_passage(p.section, p.path, p.text) for p in passages),
        # At float16, as they are kept, so that the fit sees what will be served.
        vectors=vectors.astype(np.float16).astype(np.float32),
    )
