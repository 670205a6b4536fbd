"""What a model of links learns from the links that users of a committee judged.

    .venv/bin/python experiments/judged_links.py [within]

Each committee of the corpus in turn is the user's: everything is fitted on the others. The user
judges all links shown at its meetings but the last, as the corpus has it; the last is measured,
among the committee's own items: eighty items in all. "Fitted with them" counts each judgement
as ten pairs of the corpus, as the program once did; "recalibrated" is what `sagsspor train links`
does now, with all that was judged and, as of users in a hurry, with nothing but what they rejected.
"Fitted with what is stated" learns, as it does too, from the items of these meetings that are of one case
with another, as if their source stated that, and nothing of what is background. With `within`, only pairs of
one committee are learned from.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.config import home, load_config
from pipeline.domain import day_of
from pipeline.encoder.protocol import Numbers
from pipeline.links.answers import Scored
from pipeline.links.fusion import Fusion, fit_fusion, recalibrate
from pipeline.links.tables import Ints
from pipeline.process import Processor
from pipeline.training.links import fit
from pipeline.training.links.cases import SAME_MATTER
from pipeline.training.links.corpus import read_link_corpus
from pipeline.training.links.fit import ITEMS, SHOWN, fit_without
from pipeline.training.links.measure import ndcg
from pipeline.training.links.pairs import Pairs, training_pairs

Learn = Callable[[Sequence[Pairs], Sequence[Pairs], Fusion], Fusion]
WEIGHT = 10.0


def main() -> None:
    config = load_config()
    corpus = read_link_corpus(home() / "data" / "corpus", config.paths.knowledge)
    items = corpus.items(Processor(config).encoder)
    pairs = training_pairs(items, items, corpus.register)
    if "within" in sys.argv:
        pairs = tuple(one for one in pairs if not one.whole)
    ways: dict[str, Learn] = {
        "nothing learned": nothing,
        "fitted with them": fitted_with,
        "recalibrated (ours)": recalibrated,
        "rejections alone": from_rejections,
        "fitted with what is stated (ours)": fitted_with_statements,
    }
    print(f"{'':<34} nDCG@10  precision of what is shown  silent  recall@5")
    for name, learn in ways.items():
        scored = [one for committee in committees(pairs) for one in last_meeting(committee, pairs, learn)]
        precision, silent = shown_well(scored, cutoff=0.5, share=ITEMS.share)
        print(f"{name:<34} {mean(ranked(scored)):.3f}    {precision:.3f}                       "
              f"{silent:.3f}   {mean(recalled(scored)):.3f}")  # fmt: skip


def nothing(others: Sequence[Pairs], judged: Sequence[Pairs], fusion: Fusion) -> Fusion:
    del others, judged
    return fusion


def recalibrated(others: Sequence[Pairs], judged: Sequence[Pairs], fusion: Fusion) -> Fusion:
    del others
    return recalibrate(fusion, *judgements(judged, fusion))


def from_rejections(others: Sequence[Pairs], judged: Sequence[Pairs], fusion: Fusion) -> Fusion:
    """Return what is learned of a user who says what is wrong, and nothing of what is right."""
    del others
    probabilities, kept = judgements(judged, fusion)
    return recalibrate(fusion, probabilities[~kept], kept[~kept])


def committees(pairs: Sequence[Pairs]) -> list[str]:
    return sorted({one.committee for one in pairs})


def last_meeting(committee: str, pairs: Sequence[Pairs], learn: Learn) -> Iterator[tuple[Scored, Numbers]]:
    """Yield the scores and grades of the last queries of a committee, by what was learned of the others."""
    own = [one for one in pairs if one.committee == committee and not one.whole]
    last = max(day_of(one.item) for one in own)
    judged = [one for one in own if day_of(one.item) < last]
    others = [without(committee, one) for one in pairs if one.committee != committee]
    fusion = learn(others, judged, fit_without(committee, pairs))
    for one in own[len(judged) :]:
        yield one.scored(fusion), one.grades


def without(committee: str, one: Pairs) -> Pairs:
    """Return a query without the lines of a committee's items."""
    keep = one.committees[one.lines.rows] != committee
    lines = replace(one.lines, rows=one.lines.rows[keep], features=one.lines.features[keep])
    return replace(one, lines=lines, line_grades=one.line_grades[keep])


def judgements(judged: Sequence[Pairs], fusion: Fusion) -> tuple[Numbers, Numbers]:
    """Return how probable each link shown is, and whether the user keeps it."""
    shown = [(one, scored := one.scored(fusion), best_shown(scored)) for one in judged]
    probabilities = [scored.scores[rows] for _, scored, rows in shown]
    return np.concatenate(probabilities), np.concatenate([one.grades[rows] > 0 for one, _, rows in shown])


def best_shown(scored: Scored) -> Ints:
    return fit.best_shown(scored, cutoff=0.5, share=ITEMS.share)


def fitted_with(others: Sequence[Pairs], judged: Sequence[Pairs], fusion: Fusion) -> Fusion:
    """Return a fusion fitted on the corpus and on the links judged, their likeliest matters alone."""
    features = [one.lines.features for one in others]
    right = [one.line_grades > 0 for one in others]
    weights = [np.where(one.line_grades >= SAME_MATTER, ITEMS.same, 1.0) for one in others]
    for one in judged:
        scored = one.scored(fusion)
        likeliest = fusion.probability(one.lines.features).round(6) == scored.scores[one.lines.rows]
        kept = one.grades[one.lines.rows] > 0
        lines = np.isin(one.lines.rows, best_shown(scored)) & (likeliest | ~kept)
        features.append(one.lines.features[lines])
        right.append(kept[lines])
        weights.append(np.full(int(lines.sum()), WEIGHT))
    again = fit_fusion(np.concatenate(features), np.concatenate(right), np.concatenate(weights))
    return replace(again, share=fusion.share)


def fitted_with_statements(others: Sequence[Pairs], judged: Sequence[Pairs], fusion: Fusion) -> Fusion:
    """Return a fusion fitted on the corpus and on items whose source states what is one case."""
    linked = {one.item for one in judged if (one.grades >= SAME_MATTER).any()}
    linked |= {one.ids[at] for one in judged for at in np.flatnonzero(one.grades >= SAME_MATTER)}
    features = [one.lines.features for one in others]
    grades = [one.line_grades for one in others]
    for one in judged:
        if one.item in linked:
            lines = np.isin(np.array(one.ids)[one.lines.rows], sorted(linked))
            features.append(one.lines.features[lines])
            # That one is useful background of another, no source states.
            grades.append(np.where(one.line_grades[lines] >= SAME_MATTER, SAME_MATTER, 0.0))
    graded = np.concatenate(grades)
    weights = np.where(graded >= SAME_MATTER, ITEMS.same, 1.0)
    return replace(fit_fusion(np.concatenate(features), graded > 0, weights), share=fusion.share)


def shown_well(
    held_out: Sequence[tuple[Scored, Numbers]], *, cutoff: float, share: float
) -> tuple[float, float]:
    """Return the precision of what is shown, and how often nothing is shown where nothing is related."""
    right, silent = list[bool](), list[bool]()
    for scored, grades in held_out:
        best = fit.best_shown(scored, cutoff=cutoff, share=share)
        right += (grades[best] > 0).tolist()
        if not (grades > 0).any():
            silent.append(not len(best))
    return float(np.mean(right)), float(np.mean(silent))


def ranked(scored: Sequence[tuple[Scored, Numbers]]) -> Iterator[float]:
    for one, grades in scored:
        if (grades >= SAME_MATTER).any():
            yield ndcg(one.scores, (grades >= SAME_MATTER).astype(np.float64))


def recalled(scored: Sequence[tuple[Scored, Numbers]]) -> Iterator[float]:
    for one, grades in scored:
        if (grades > 0).any():
            yield (grades[best_shown(one)] > 0).sum() / min(SHOWN, (grades > 0).sum())


def mean(values: Iterator[float]) -> float:
    return float(np.mean(list(values)))


if __name__ == "__main__":
    main()
