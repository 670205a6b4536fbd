"""How a theme is judged that has no marked passages of its own: one that a user has just added.

Passages are judged by what all themes have in common, and so are items. What items of a
new theme look like is known from a rehearsal: each theme in turn plays the new one, judged
by what the others teach, once with all its words and once with the first few, as a user
would begin. Items that a person labelled then pull the new theme's probabilities over to
their side; few of them a little, many far.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.themes.choice import Choice
from pipeline.themes.decide import undecided_band, wise_threshold
from pipeline.themes.estimators import item_estimator
from pipeline.themes.examples import Examples
from pipeline.themes.item_features import item_features
from pipeline.themes.layout import Matrix, WordCounts
from pipeline.themes.learn import stranger_passages, stranger_subjects
from pipeline.themes.passage_features import passage_features
from pipeline.themes.prior import FIRST_WORDS, USUAL_PULL, USUAL_SHIFT
from pipeline.themes.ridge import Linear, Regressions, fit_all
from pipeline.themes.words import NOTHING, Found, ItemWords


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StrangerJudge:
    """What judges items for a theme that was not learned, and what its probabilities are taken for."""

    linear: Linear
    threshold: float
    band: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Said:
    """What is said of every example for one theme: log odds of passages, and of items by their mean."""

    passages: Matrix
    subjects: Matrix

    def rows(self, data: Examples, words: WordCounts) -> Matrix:
        """Return what items are judged by."""
        from scipy.special import expit

        return item_features(data.layout, words, expit(self.passages), self.subjects)


def said_of_stranger(chosen: Choice, name: str, features: Matrix | None = None) -> Said:
    """Return what is said for a theme by what others teach; its passages' features are the table's own."""
    table = chosen.data.tables[name]
    features = table.features if features is None else features
    return Said(
        passages=stranger_passages([chosen])[0].odds(np.hstack([features, table.likeness])),
        subjects=stranger_subjects([chosen])[0].odds(table.subject_likeness),
    )


def rehearsing(choices: Sequence[Choice]) -> list[Choice]:
    """Return each choice as often as it has themes, without one of them: those that teach the judge."""
    return [_without(chosen, name) for chosen in choices for name in chosen.themes]


def fit_stranger_judge(chosen: Choice) -> StrangerJudge:
    """Return what judges items for new themes, learned from themes that play the new one."""
    from scipy.special import expit

    data = chosen.data
    # Only the corpus says of every theme that an item has it or not.
    use = chosen.whole & np.array([one.about is not None for one in data.items])
    rows, labels = [], []
    for name in chosen.themes:
        table, others = data.tables[name], _without(chosen, name)
        for words, features in ((table.counts, table.features), _first_words(data, name)):
            rows.append(said_of_stranger(others, name, features).rows(data, words)[use & table.known])
            labels.append(table.assigned[use & table.known])
    X, y = np.vstack(rows), np.concatenate(labels)
    task = Regressions(X=X, labels=y[:, None], counts=np.ones((len(y), 1)), recipe=item_estimator(0))
    (linear,) = fit_all(task)
    said = expit(linear.odds(X))
    threshold = wise_threshold(said)
    return StrangerJudge(linear=linear, threshold=threshold, band=undecided_band(said, y, threshold))


def _without(chosen: Choice, name: str) -> Choice:
    """Return the choice as if it had no such theme; an only theme must do for all."""
    return replace(chosen, themes=tuple(one for one in chosen.themes if one != name) or chosen.themes)


def _first_words(data: Examples, name: str) -> tuple[WordCounts, Matrix]:
    """Return the words of a theme, counted and as features, as if its row had but the first few terms."""
    if name not in data.begun:
        table = data.tables[name]
        kept = frozenset(table.terms[:FIRST_WORDS])
        words = WordCounts.of([_fewer(words, kept) for words in table.words])
        data.begun[name] = words, passage_features(data.layout, words)
    return data.begun[name]


def _fewer(words: ItemWords, kept: frozenset[str]) -> ItemWords:
    def some(found: Found) -> Found:
        if found is NOTHING:
            return found
        return Found(terms=tuple(m for m in found.terms if m.pattern in kept), hints=())

    return ItemWords(
        title=some(words.title),
        passages=tuple(map(some, words.passages)),
        above=tuple(map(some, words.above)),
    )


def lean(chosen: Choice, name: str, odds: Matrix) -> Linear | None:
    """Return what labelled items of a new theme add to the log odds of items; None where there are none.

    A regression of what is left to explain, under a strong prior: that the theme is like the others.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    data, rows = chosen.data, chosen.judged(name)
    labels = data.tables[name].assigned[rows]
    if not labels.any():
        return None
    spread = data.means[chosen.whole].std(axis=0)
    factor = USUAL_PULL / max(float(np.linalg.norm(spread)), 1e-9)
    X = np.hstack([(data.means[rows] - data.mean) * factor, np.full((len(labels), 1), USUAL_SHIFT)])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        said = odds[rows] + X @ weights
        surprise = np.logaddexp(0, np.where(labels, -said, said)).sum()
        return float(surprise + weights @ weights / 2), X.T @ (expit(said) - labels) + weights

    start = np.zeros(X.shape[1])
    weights = minimize(loss, start, jac=True, method="L-BFGS-B", options={"gtol": 1e-8, "ftol": 0}).x
    return Linear(
        mean=data.mean.astype(np.float64),
        factors=np.full(len(data.mean), factor),
        coefficients=weights[:-1],
        intercept=float(USUAL_SHIFT * weights[-1]),
    )
