"""Links that users kept or rejected: how sure they were is how sure the link score is to be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.links.document import LinkDocument
from pipeline.links.fusion import recalibrate
from pipeline.links.model import LinkModel
from pipeline.links.pairs import Query
from pipeline.links.profile import Profiler
from pipeline.links.scores import score_rows
from pipeline.links.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPair:
    """What a user said of one link: 0 not related, 1 useful background, 2 the same matter."""

    item: str
    earlier: str
    grade: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """Judged pairs, and the items of the archive they are of."""

    documents: Sequence[LinkDocument]
    pairs: Sequence[JudgedPair]


NOT_JUDGED = Judged(documents=(), pairs=())


def recalibrated(judged: Judged, model: LinkModel) -> LinkModel:
    """Return the model, of links between items as sure as users were; items that are gone are left out."""
    found = list(_probabilities(judged, model))
    if not found:
        return model
    probabilities, kept = (np.array(column) for column in zip(*found, strict=True))
    return replace(model, fusion=recalibrate(model.fusion, probabilities, kept))


def _probabilities(judged: Judged, model: LinkModel) -> Iterator[tuple[float, bool]]:
    """Yield for each judged link how probable `model` finds it, and whether a user kept it."""
    profiler, store = Profiler(model), Store(model)
    profiles = {profile.document.item_id: profile for profile in profiler.profiles(judged.documents)}
    for profile in profiles.values():
        store.add(profile)
    for item, grades in _by_item(judged.pairs, profiles).items():
        rows = np.array(sorted(store.rows[earlier] for earlier in grades), dtype=np.int64)
        scored = score_rows(Query.of(profiles[item], store), store, rows, model.fusion)
        for row, score in zip(rows.tolist(), scored.scores.tolist(), strict=True):
            yield score, grades[store.ids[row]] > 0


def _by_item(pairs: Sequence[JudgedPair], known: Mapping[str, object]) -> dict[str, dict[str, int]]:
    """Return the grades of each item's earlier items; the last judgement of a pair holds."""
    found: dict[str, dict[str, int]] = {}
    for pair in pairs:
        if pair.item in known and pair.earlier in known:
            found.setdefault(pair.item, {})[pair.earlier] = pair.grade
    return found
