"""Fit what makes a link: the fusion of its features, its cut-off, and the words behind them.

Whole committees are held out whenever something is measured or the cut-off is
chosen: the same matter never lies on both sides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.archive import Archive
from pipeline.discussions.documents import read_meeting
from pipeline.encoder.protocol import Encoder, Numbers
from pipeline.links.answers import Scored, score_rows
from pipeline.links.document import LinkDocument
from pipeline.links.fusion import Fusion, fit_fusion, recalibrate
from pipeline.links.model import LinkModel
from pipeline.links.pairs import Query
from pipeline.links.profile import Profiler
from pipeline.links.store import Store
from pipeline.links.tables import Ints
from pipeline.training.links.cases import RELATED, SAME_MATTER
from pipeline.training.links.corpus import Labelled, LinkCorpus
from pipeline.training.links.pairs import Pairs, learn_words, pairs_among, training_pairs

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """How good the links shown are to be, on committees held out of the fit."""

    precision: float
    """Of the links shown, at least this much is what a reader keeps."""
    least: float = 0.0
    """Nothing less probable is shown, though the others be good enough to make up for it."""
    same: float = 1.0
    """A missed link to the same matter counts so many times in the fit."""
    lowest: int = RELATED
    """The grade from which on a link is right for the fit."""
    share: float = 0.0
    """A link less probable than this share of the likeliest one of its matter is not shown beside it."""

    def cutoff(self, held_out: Sequence[tuple[Scored, Numbers]]) -> float:
        """Return the lowest cut-off that does it, so that no more is hidden than must be; 1 if none does.

        `held_out` has the scores and the grades of each query's earlier items.
        """
        shown: list[tuple[float, bool]] = []
        for scored, grades in held_out:
            best = best_shown(scored, cutoff=0.0, share=self.share)
            shown += zip(scored.scores[best].tolist(), (grades[best] > 0).tolist(), strict=True)
        shown.sort(reverse=True)
        precision = np.cumsum([keep for _, keep in shown]) / np.arange(1, len(shown) + 1)
        enough = np.flatnonzero(precision >= self.precision)
        return max(self.least, shown[int(enough[-1])][0]) if len(enough) else 1.0


ITEMS = Aim(precision=0.75, least=0.5, same=3.0, share=0.6)
"""A link is shown if a reader would sooner keep it than not; the same matter gains three times as much."""
QUESTIONS = Aim(precision=0.6, share=0.3)
"""Who asks is looking, and a question of one word has answers that the corpus does not count as right."""
SAME = Aim(precision=0.5, lowest=SAME_MATTER)
"""One more case for a matter is as wrong as one too few."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """Links that users judged, and the items of the archive they are of."""

    documents: Sequence[LinkDocument] = ()
    kept: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    """By an item and the earlier one, whether the user kept the link; the last judgement holds."""


def best_shown(scored: Scored, *, cutoff: float, share: float) -> Ints:
    """Return the rows of the links that are shown, the best first."""
    rows = np.flatnonzero(scored.shown(cutoff=cutoff, share=share))
    return rows[np.argsort(-scored.scores[rows], kind="stable")][:SHOWN]


def fit_links(
    corpus: LinkCorpus, encoder: Encoder, judged: Judged | None = None, stated: Sequence[Labelled] = ()
) -> LinkModel:
    """Return the model fitted on the corpus, as sure of its links as users were who judged some.

    Items of which sources state what they continue, `stated`, are learned from as those of the
    corpus are. The cut-offs are chosen on committees of the corpus held out.
    """
    items = corpus.items(encoder)
    passages = np.concatenate([item.document.vectors for item in items])
    questions, shift = corpus.questions(encoder, passages)
    words = learn_words(items, encoder.name, corpus.register)
    pairs = (*training_pairs(items, items, corpus.register), *pairs_among(stated, stated, words))
    question_pairs = training_pairs(questions, items, corpus.register)
    model = replace(
        words,
        shift=shift,
        fusion=fit_with_cutoff(pairs, ITEMS),
        same=fit_without(None, pairs, SAME),
        questions=fit_with_cutoff(question_pairs, QUESTIONS),
    )
    return recalibrated(judged, model) if judged else model


def fit_with_cutoff(pairs: Sequence[Pairs], aim: Aim) -> Fusion:
    """Return the fusion fitted on all pairs, its cut-off chosen on committees held out."""
    scored = [(one.scored(fusion), one.grades) for one, fusion in held_out(pairs, aim) if one.whole]
    return replace(fit_without(None, pairs, aim), cutoff=aim.cutoff(scored), share=aim.share)


def held_out(pairs: Sequence[Pairs], aim: Aim = ITEMS) -> Iterator[tuple[Pairs, Fusion]]:
    """Yield every query with the fusion fitted on the other committees."""
    fusions = {name: fit_without(name, pairs, aim) for name in sorted({one.committee for one in pairs})}
    return ((one, fusions[one.committee]) for one in pairs)


def fit_without(committee: str | None, pairs: Sequence[Pairs], aim: Aim = ITEMS) -> Fusion:
    """Return the fusion fitted on all pairs that have no part in `committee`."""
    used = [one for one in pairs if one.committee != committee]
    kept = [one.committees[one.lines.rows] != committee for one in used]
    grades = np.concatenate([one.line_grades[keep] for one, keep in zip(used, kept, strict=True)])
    return fit_fusion(
        np.concatenate([one.lines.features[keep] for one, keep in zip(used, kept, strict=True)]),
        grades >= aim.lowest,
        np.where(grades >= SAME_MATTER, aim.same, 1.0),
    )


def read_judged(archive: Archive, encoder: str) -> Judged:
    """Return the links that users of the archive kept or rejected, and its items.

    Meetings whose vectors are another encoder's are left out, and links of them.
    """
    kept = {(ruling.item_id, ruling.other): ruling.holds for ruling in archive.link_rulings()}
    if not kept:
        return Judged()
    meetings = [stored.id for stored in archive.meetings() if archive.vectors(stored.id).encoder == encoder]
    documents = [document for meeting in meetings for document in read_meeting(archive, meeting)]
    return Judged(documents=documents, kept=kept)


def recalibrated(judged: Judged, model: LinkModel) -> LinkModel:
    """Return the model, of links between items as sure as users were; items that are gone are left out."""
    probable = list(_probabilities(judged, model))
    if not probable:
        return model
    probabilities, kept = (np.array(column) for column in zip(*probable, strict=True))
    return replace(model, fusion=recalibrate(model.fusion, probabilities, kept))


def _probabilities(judged: Judged, model: LinkModel) -> Iterator[tuple[float, bool]]:
    """Yield for each judged link how probable `model` finds it, and whether a user kept it."""
    store = Store(model)
    profiles = {one.document.item_id: one for one in Profiler(model).profiles(judged.documents)}
    for profile in profiles.values():
        store.add(profile)
    of_item: dict[str, list[int]] = {}
    for item, earlier in judged.kept:
        if item in profiles and earlier in profiles:
            of_item.setdefault(item, []).append(store.rows[earlier])
    for item, earlier_rows in of_item.items():
        rows = np.array(sorted(earlier_rows), dtype=np.int64)
        scored = score_rows(Query.of(profiles[item], store), store, rows, model.fusion)
        for row, score in zip(rows.tolist(), scored.scores.tolist(), strict=True):
            yield score, judged.kept[item, store.ids[row]]
