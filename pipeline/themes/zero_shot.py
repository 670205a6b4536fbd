"""How a theme is judged that has no marked passages of its own: one that a user has just added.

Passages are judged by what all themes have in common, and so are items. What items of a
new theme look like is known by leaving each theme out in turn: it is judged by what the
others teach, once with all its words and once with the first few, as a user would begin.
Items that a person labelled then pull the new theme's probabilities over to their side;
few of them a little, many far.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.themes.decide import expected_f1_threshold, undecided_band
from pipeline.themes.examples import ThemeTable
from pipeline.themes.features import passage_features
from pipeline.themes.layout import Matrix
from pipeline.themes.learn import Scores, fit_common_passages, fit_common_subjects
from pipeline.themes.model import Linear, expit
from pipeline.themes.recipe import USUAL_PULL, USUAL_SHIFT, item_counts
from pipeline.themes.regression import fit_all
from pipeline.themes.splits import Subset


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ZeroShot:
    """What judges passages and items for a theme that was not learned."""

    passages: Linear
    subjects: Linear
    items: Linear
    threshold: float
    band: tuple[float, float]


def fit_zero_shot(subset: Subset) -> ZeroShot:
    """Return what judges new themes, learned from themes that were left out one by one."""
    data = subset.data
    # Only the corpus says of every theme that an item has it or not.
    use = subset.whole & np.array([one.about is not None for one in data.items])
    subsets = [subset, *map(subset.without_theme, subset.themes)]
    passages, subjects = fit_common_passages(subsets), fit_common_subjects(subsets)
    rows, labels = [], []
    for name, *common in zip(subset.themes, passages[1:], subjects[1:], strict=True):
        table = data.tables[name]
        for counts in (table.counts, table.first_words):
            scores = zero_shot_scores(table, passage_features(data.layout, counts), *common)
            rows.append(scores.rows(data, counts)[use & table.known])
            labels.append(table.assigned[use & table.known])
    X, y = np.vstack(rows), np.concatenate(labels)
    (items,) = fit_all(X, y, np.ones((len(y), 1)), (item_counts(),))
    probabilities = expit(items.odds(X))
    threshold = expected_f1_threshold(probabilities)
    return ZeroShot(
        passages=passages[0],
        subjects=subjects[0],
        items=items,
        threshold=threshold,
        band=undecided_band(probabilities, y, threshold),
    )


def zero_shot_scores(table: ThemeTable, features: Matrix, passages: Linear, subjects: Linear) -> Scores:
    """Return what is said for a theme by what others teach."""
    return Scores(
        passages=passages.odds(np.hstack([features, table.likeness])),
        subjects=subjects.odds(table.subject_likeness),
    )


def fit_few_shot(subset: Subset, name: str, odds: Matrix) -> Linear | None:
    """Return what labelled items of a new theme add to the log odds of items; None where there are none.

    A regression of what is left to explain, under a strong prior: that the theme is like the others.
    """
    from scipy.optimize import minimize

    data, rows = subset.data, subset.judged(name)
    labels = data.tables[name].assigned[rows]
    if not labels.any():
        return None
    spread = data.means[subset.whole].std(axis=0)
    factor = USUAL_PULL / max(float(np.linalg.norm(spread)), 1e-9)
    X = np.hstack([(data.means[rows] - data.mean) * factor, np.full((len(labels), 1), USUAL_SHIFT)])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        said = odds[rows] + X @ weights
        surprise = np.logaddexp(0, np.where(labels, -said, said)).sum()
        return float(surprise + weights @ weights / 2), X.T @ (expit(said) - labels) + weights

    start = np.zeros(X.shape[1])
    *pull, shift = minimize(loss, start, jac=True, method="L-BFGS-B", options={"gtol": 1e-8, "ftol": 0}).x
    weights = factor * np.array(pull)
    return Linear(weights=weights, offset=float(USUAL_SHIFT * shift - data.mean @ weights))
