"""The fitted parameters of the room, and how they are kept: five small files, no code in them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from pipeline.domain import Passage, SectionName
from pipeline.encoder.protocol import Floats
from pipeline.errors import ModelError, ModelNotFoundError
from pipeline.files import intact, seal
from pipeline.links.document import LinkDocument
from pipeline.links.features import Topic
from pipeline.links.fusion import FEATURES, Fusion

FUSION = "fusion.json"
WORDS = "words.json"
VECTORS = "vectors.npz"
TOPICS = "topics.json"
COHORT = "cohort.json"
COHORT_SIZE = 64
"""Items that likenesses are measured against."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinkModel:
    """All that was fitted before an archive is there."""

    encoder: str
    """Name of the encoder whose vectors all of this was fitted on."""
    projection: Floats
    """(dimension, dimension): stretches the directions in which passages of one matter agree."""
    mean: Floats
    """Mean of projected passages: where an archive's own mean starts from, while it is small."""
    words: Mapping[str, int]
    """How often each word stands in the texts of the fit: what compounds are split by."""
    terms: Mapping[str, int]
    """In how many items of the fit each term stands."""
    items: int
    """How many items the fit had."""
    shift: Floats
    """What takes the encoder's vector of a question to where passages lie."""
    topics: tuple[Topic, ...]
    """What items are about in the words of the field."""
    cohort: tuple[LinkDocument, ...]
    """Items of the fit that likenesses are measured against."""
    fusion: Fusion
    """Of an item and an earlier one."""
    questions: Fusion
    """Of a question in free words and an item."""
    same: Fusion
    """Of two matters being one and the same, which useful background is not."""

    def check_encoder(self, name: str) -> None:
        """Pass if vectors of the encoder `name` may be compared with this model.

        Raises:
            ModelError: the model was fitted on another encoder's vectors.

        """
        if name != self.encoder:
            raise ModelError("link-model-of-another-encoder", fitted=self.encoder, encoder=name)


def choose_cohort(documents: Sequence[LinkDocument]) -> tuple[LinkDocument, ...]:
    """Return items from all over `documents` for a model to keep, with no more than is compared."""
    step = max(1, len(documents) // COHORT_SIZE)
    chosen = documents[::step][:COHORT_SIZE]
    # At float16, as they are kept, so that the fit sees what will be served.
    return tuple(
        _cohort_item(d.title, [(p.section, p.path, p.text) for p in d.passages], d.vectors.astype(np.float16))
        for d in chosen
    )


def _cohort_item(
    title: str, passages: Iterable[tuple[str, Iterable[str], str]], vectors: npt.NDArray[Any]
) -> LinkDocument:
    placeless = (Passage.of_text(text, SectionName(section), tuple(path)) for section, path, text in passages)
    return LinkDocument(title=title, passages=tuple(placeless), vectors=vectors.astype(np.float32))


def save_link_model(model: LinkModel, folder: Path) -> None:
    """Write the model into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    fitted = {
        "encoder": model.encoder,
        "items": _fusion_to_json(model.fusion),
        "questions": _fusion_to_json(model.questions),
        "same": _fusion_to_json(model.same),
    }
    words = {
        "items": model.items,
        "terms": dict(sorted(model.terms.items())),
        "words": dict(sorted(model.words.items())),
    }
    topics, cohort = [asdict(topic) for topic in model.topics], _cohort_to_json(model.cohort)
    for name, content in ((FUSION, fitted), (WORDS, words), (TOPICS, topics), (COHORT, cohort)):
        text = json.dumps(content, ensure_ascii=False, indent=1, separators=(",", ": "))
        (folder / name).write_text(text + "\n", encoding="utf-8")
    arrays: dict[str, npt.NDArray[Any]] = {
        "mean": model.mean,
        "shift": model.shift,
        "projection": model.projection.astype(np.float16),
    }
    empty = np.zeros((0, len(model.mean)), dtype=np.float32)
    rows = np.concatenate([empty, *(document.vectors for document in model.cohort)])
    arrays["cohort"] = rows.astype(np.float16)
    np.savez_compressed(folder / VECTORS, allow_pickle=False, **arrays)
    seal(*(folder / name for name in (FUSION, WORDS, TOPICS, COHORT, VECTORS)))


def _fusion_to_json(fusion: Fusion) -> dict[str, Any]:
    weights = {name: round(float(w), 6) for name, w in zip(FEATURES, fusion.weights, strict=True)}
    return {
        "cutoff": round(fusion.cutoff, 4),
        "share": round(fusion.share, 4),
        "intercept": round(fusion.intercept, 6),
        "weights": weights,
    }


def _cohort_to_json(cohort: Sequence[LinkDocument]) -> list[dict[str, Any]]:
    """Return the texts of a cohort; its vectors are kept with the other arrays."""
    return [
        {"title": d.title, "passages": [[p.section.value, list(p.path), p.text] for p in d.passages]}
        for d in cohort
    ]


def _cohort(kept: Sequence[Any], vectors: npt.NDArray[Any]) -> tuple[LinkDocument, ...]:
    """Return the cohort that was kept; `vectors` has one row a passage of all of it."""
    ends = np.cumsum([0, *(len(item["passages"]) for item in kept)]).tolist()
    if len(vectors) != ends[-1]:
        raise ValueError(f"{len(vectors)} vectors of the cohort's passages")
    return tuple(
        _cohort_item(item["title"], item["passages"], vectors[start:end])
        for item, (start, end) in zip(kept, pairwise(ends), strict=True)
    )


def _fusion(fitted: Any) -> Fusion:
    return Fusion(
        weights=np.array([fitted["weights"][name] for name in FEATURES], dtype=np.float64),
        intercept=float(fitted["intercept"]),
        cutoff=float(fitted["cutoff"]),
        share=float(fitted["share"]),
    )


def load_link_model(folder: Path) -> LinkModel:
    """Return the model in `folder`.

    Raises:
        ModelNotFoundError: there is none.
        ModelError: a file is damaged.

    """
    fitted, words, vectors = _read(folder / FUSION), _read(folder / WORDS), _arrays(folder / VECTORS)
    try:
        return LinkModel(
            encoder=fitted["encoder"],
            mean=vectors["mean"].astype(np.float32),
            projection=vectors["projection"].astype(np.float32),
            words=words["words"],
            terms=words["terms"],
            items=int(words["items"]),
            topics=tuple(Topic(**{**one, "terms": tuple(one["terms"])}) for one in _read(folder / TOPICS)),
            cohort=_cohort(_read(folder / COHORT), vectors["cohort"]),
            shift=vectors["shift"].astype(np.float32),
            fusion=_fusion(fitted["items"]),
            questions=_fusion(fitted["questions"]),
            same=_fusion(fitted["same"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError("link-model-damaged", folder=folder, reason=error) from error


def _read(path: Path) -> Any:
    with _told(path):
        return json.loads(intact(path).read_text(encoding="utf-8"))


def _arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    with _told(path), np.load(intact(path), allow_pickle=False) as arrays:
        return dict(arrays)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say of what goes wrong with a file of the model which one it is."""
    try:
        yield
    except FileNotFoundError as error:
        raise ModelNotFoundError("no-link-model", path=path) from error
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise ModelError("link-model-unreadable", path=path, reason=error) from error
