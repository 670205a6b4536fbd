"""Links that users kept or rejected, as lines the link score is fitted on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.links.document import LinkDocument
from pipeline.links.model import LinkModel
from pipeline.links.pairs import Query, compare
from pipeline.links.profile import Profiler
from pipeline.links.scores import best_of
from pipeline.links.store import Store
from pipeline.training.link_cases import RELATED
from pipeline.training.link_pairs import Pairs


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


def judged_pairs(judged: Judged, model: LinkModel) -> Iterator[Pairs]:
    """Yield each judged query against the items it was judged with; items that are gone are left out.

    A kept link holds for some two matters of the items, not for all: of its lines the one that
    `model` finds likeliest is taken. A rejected link holds for none of them.
    """
    profiler, store = Profiler(model), Store(model)
    profiles = {profile.document.item_id: profile for profile in profiler.profiles(judged.documents)}
    for profile in profiles.values():
        store.add(profile)
    for item, grades in _by_item(judged.pairs, profiles).items():
        rows = np.array(sorted(store.rows[earlier] for earlier in grades), dtype=np.int64)
        lines = compare(Query.of(profiles[item], store), store, rows)
        of_rows = np.array([grades[store.ids[row]] for row in rows.tolist()], dtype=np.float64)
        scores = model.fusion.probability(lines.features)
        likeliest = scores == best_of(scores, lines, len(rows)).scores[lines.rows]
        keep = likeliest | (of_rows < RELATED)[lines.rows]
        yield Pairs(
            item=item,
            committee="",
            ids=[store.ids[row] for row in rows.tolist()],
            committees=np.full(len(rows), ""),
            grades=of_rows,
            lines=lines.only(keep),
            line_grades=of_rows[lines.rows][keep],
            judged=True,
        )


def _by_item(pairs: Sequence[JudgedPair], known: Mapping[str, object]) -> dict[str, dict[str, int]]:
    """Return the grades of each item's earlier items; the last judgement of a pair holds."""
    found: dict[str, dict[str, int]] = {}
    for pair in pairs:
        if pair.item in known and pair.earlier in known:
            found.setdefault(pair.item, {})[pair.earlier] = pair.grade
    return found
