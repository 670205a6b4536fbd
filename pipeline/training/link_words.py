"""What is learned of words and vectors before any pair of items is looked at."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from pipeline.encoder.protocol import Floats
from pipeline.links.background import choose_cohort
from pipeline.links.document import LinkDocument
from pipeline.links.model import Fusion, LinkModel
from pipeline.links.pairs import FEATURES
from pipeline.links.profile import Profile, Profiler
from pipeline.links.topics import GROUP, MEASURE, Topic
from pipeline.training.link_cases import Cases

Register = tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]
"""The words of each group of people, and those of each kind of measure."""
WORD = re.compile(r"[^\W\d_]{3,}")
SHRINKAGE = 1.0
"""How much of an even spread is mixed into what is learned of noise, by its mean variance."""
UNFITTED = Fusion(features=FEATURES, weights=np.zeros(len(FEATURES)), intercept=0.0, cutoff=1.0)


def learn_words(
    documents: Sequence[LinkDocument], cases: Sequence[Cases], encoder: str, register: Register = ({}, {})
) -> LinkModel:
    """Return a model without fusion: words, how rare they are, and how vectors are seen.

    `cases` has one entry a document.
    """
    words = count_words(documents)
    dimension = documents[0].vectors.shape[1]
    model = LinkModel(
        encoder=encoder,
        projection=np.eye(dimension, dtype=np.float32),
        mean=np.zeros(dimension, dtype=np.float32),
        words=words,
        terms={},
        items=len(documents),
        shift=np.zeros(dimension, dtype=np.float32),
        topics=(),
        cohort=(),
        fusion=UNFITTED,
        questions=UNFITTED,
        same=UNFITTED,
    )
    profiler = Profiler(model)
    profiles = [profiler.profile(document) for document in documents]
    terms = Counter(term for profile in profiles for term in {*profile.whole, *profile.entities})
    texts = [profile.vectors for profile in profiles]
    projection = learn_projection(texts, list(_matters(documents, cases)))
    mean = (np.concatenate(texts) @ projection).mean(axis=0)
    topics = tuple(_topics(register, profiler, profiles))
    return replace(
        model, terms=terms, projection=projection, mean=mean, topics=topics, cohort=choose_cohort(documents)
    )


def count_words(documents: Sequence[LinkDocument]) -> Counter[str]:
    """Return how often each word stands in the texts, in lower case."""
    texts = (passage.text.lower() for document in documents for passage in document.passages)
    return Counter(word for text in texts for word in WORD.findall(text))


def _topics(register: Register, profiler: Profiler, profiles: Sequence[Profile]) -> Iterator[Topic]:
    """Yield the topics of the register, each with how rare it is in the items of the fit."""
    for kind, words in zip((GROUP, MEASURE), register, strict=True):
        for name, forms in words.items():
            terms = {key for form in forms for key, n in profiler.analyzer.counts(form).items() if n >= 1}
            about = sum(any(profile.whole.get(term, 0) >= 1 for term in terms) for profile in profiles)
            rarity = float(np.log((len(profiles) + 1) / (about + 1)))
            yield Topic(kind=kind, name=name, terms=tuple(sorted(terms)), rarity=rarity)


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
