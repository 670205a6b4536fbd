"""What is learned of words and vectors before any pair of items is looked at."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.encoder.protocol import Floats
from pipeline.links.document import LinkDocument
from pipeline.links.model import Fusion, LinkModel
from pipeline.links.pairs import FEATURES
from pipeline.links.profile import Profiler
from pipeline.training.link_cases import Cases

WORD = re.compile(r"[^\W\d_]{3,}")
SHRINKAGE = 1.0
"""How much of an even spread is mixed into what is learned of noise, by its mean variance."""
UNFITTED = Fusion(features=FEATURES, weights=np.zeros(len(FEATURES)), intercept=0.0, cutoff=1.0)


def learn_words(documents: Sequence[LinkDocument], cases: Sequence[Cases], encoder: str) -> LinkModel:
    """Return a model without fusion: words, how rare they are, and how vectors are seen.

    `cases` has one entry a document.
    """
    words = Counter(
        word for d in documents for p in d.passages for word in map(str.lower, WORD.findall(p.text))
    )
    dimension = documents[0].vectors.shape[1]
    model = LinkModel(
        encoder=encoder,
        projection=np.eye(dimension, dtype=np.float32),
        mean=np.zeros(dimension, dtype=np.float32),
        words=words,
        terms={},
        items=len(documents),
        shift=np.zeros(dimension, dtype=np.float32),
        fusion=UNFITTED,
        questions=UNFITTED,
    )
    profiler = Profiler(model)
    profiles = [profiler.profile(document) for document in documents]
    terms = Counter(term for profile in profiles for term in {*profile.whole, *profile.entities})
    texts = [profile.vectors for profile in profiles]
    projection = learn_projection(texts, list(_matters(documents, cases)))
    mean = (np.concatenate(texts) @ projection).mean(axis=0)
    return replace(model, terms=terms, projection=projection, mean=mean)


def _matters(documents: Sequence[LinkDocument], cases: Sequence[Cases]) -> Iterator[str | None]:
    """Yield the one matter each item is about, None where there are several or none."""
    for document, about in zip(documents, cases, strict=True):
        yield f"{document.committee}: {min(about.own)}" if len(about.own) == 1 else None


def learn_projection(texts: Sequence[Floats], matters: Sequence[str | None]) -> Floats:
    """Return the projection, from the passages of items and the matter of each item.

    What differs between passages of one matter (a decision against its background,
    a sum against a sentence) is noise here: the projection makes it small, as in the
    within-class covariance normalisation of speaker recognition.
    """
    of_matter: dict[str, list[Floats]] = {}
    for rows, matter in zip(texts, matters, strict=True):
        if matter is not None and len(rows):
            of_matter.setdefault(matter, []).append(rows)
    apart = np.concatenate([rows - rows.mean(axis=0) for rows in map(np.concatenate, of_matter.values())])
    within = apart.T.astype(np.float64) @ apart / len(apart)
    within += SHRINKAGE * np.trace(within) / len(within) * np.eye(len(within))
    values, directions = np.linalg.eigh(within)
    projection = (directions / np.sqrt(values)) @ directions.T
    # At float16, as it is kept, so that the fit sees what will be served.
    kept: Floats = (projection / np.abs(projection).max()).astype(np.float16).astype(np.float32)
    return kept
