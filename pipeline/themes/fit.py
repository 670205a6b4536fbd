"""Learns a theme model from labelled items, the same from the same items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.domain import ThemeScore
from pipeline.encoder.protocol import Flags, Numbers
from pipeline.themes.card import ThemeCard, expected_f1_threshold, undecided_band
from pipeline.themes.examples import Examples, fingerprint
from pipeline.themes.features import ITEM_COLUMNS
from pipeline.themes.learn import (
    LearnedTheme,
    LogOdds,
    ZeroShot,
    fit_few_shot,
    fit_zero_shot,
    learn_theme,
    zero_shot_odds,
)
from pipeline.themes.model import Linear, Probabilities, ThemeModel, expit, with_theme
from pipeline.themes.recipe import THEME_WEIGHT
from pipeline.themes.regression import Block, fit_all, one_thread
from pipeline.themes.splits import Fold, Subset
from pipeline.themes.tagger import to_score
from pipeline.themes.words import vocabulary

EVEN = 0.5


@one_thread()
def fit_model(data: Examples, items: Flags | None = None) -> ThemeModel:
    """Return the model learned from the examples, or from some of them.

    A theme without marked passages is judged as a new one, and leans on what items of it were labelled.

    Raises:
        ModelError: no theme has enough examples, or all items are of one group.

    """
    subset = Subset.of(data, np.ones(len(data.items), dtype=bool) if items is None else items)
    (learned,) = _learn([subset])
    return _model(subset, learned)


@one_thread()
def fit_and_score(
    data: Examples, folds: Sequence[Fold]
) -> tuple[ThemeModel, dict[int, tuple[ThemeScore, ...]]]:
    """Return what `fit_model` and `score_folds` do of all examples, for little more than one of them costs.

    What is held out to set the model's thresholds is mostly what the folds hold out too: learned
    together, it is learned once.
    """
    subsets, everything = _without(data, folds), Subset.of(data, np.ones(len(data.items), dtype=bool))
    *of_subsets, of_everything = _learn([*subsets, everything])
    return _model(everything, of_everything), _scores(folds, subsets, of_subsets)


def _model(subset: Subset, learned: Mapping[str, LearnedTheme]) -> ThemeModel:
    data, zero_shot = subset.data, fit_zero_shot(subset)
    judge = _fit_judge(subset, learned, zero_shot)
    used = [item for item, use in zip(data.items, subset.items, strict=True) if use]
    return ThemeModel(
        card=replace(judge.card, trained_on=fingerprint(used)),
        mean=data.mean,
        passages={name: one.passages for name, one in learned.items()},
        subjects={name: one.subjects for name, one in learned.items()},
        items=judge.items,
        zero_shot_passages=zero_shot.passages,
        zero_shot_subjects=zero_shot.subjects,
        zero_shot_items=zero_shot.items,
        few_shot=judge.few_shot,
    )


@one_thread()
def score_folds(data: Examples, folds: Sequence[Fold]) -> dict[int, tuple[ThemeScore, ...]]:
    """Return the scores of each item of the folds, by its place, from models that learned nothing like it."""
    subsets = _without(data, folds)
    return _scores(folds, subsets, _learn(subsets))


def _without(data: Examples, folds: Sequence[Fold]) -> list[Subset]:
    return [Subset.of(data, ~fold.grouped) for fold in folds]


def _scores(
    folds: Sequence[Fold], subsets: Sequence[Subset], learned_by: Sequence[Mapping[str, LearnedTheme]]
) -> dict[int, tuple[ThemeScore, ...]]:
    scores: dict[int, tuple[ThemeScore, ...]] = {}
    for fold, subset, learned in zip(folds, subsets, learned_by, strict=True):
        # It takes a while, and no theme may need it.
        zero_shot = fit_zero_shot(subset) if subset.zero_shot else None
        judge = _fit_judge(subset, learned, zero_shot)
        for at in np.flatnonzero(fold.items).tolist():
            scores[at] = tuple(
                to_score(judge.card, judge.probabilities[name], at) for name in subset.data.themes
            )
    return scores


def _learn(subsets: Sequence[Subset]) -> list[dict[str, LearnedTheme]]:
    """Return what each subset teaches of its themes."""
    learned: list[dict[str, LearnedTheme]] = [{} for _ in subsets]
    for name in subsets[0].data.themes if subsets else ():
        places = [at for at, subset in enumerate(subsets) if name in subset.themes]
        if places:
            for at, one in zip(places, learn_theme([subsets[at] for at in places], name), strict=True):
                learned[at][name] = one
    return learned


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _ItemJudge:
    """What judges items, and the probabilities of all examples by what learned nothing of them."""

    items: Linear
    few_shot: Mapping[str, Linear]
    card: ThemeCard
    probabilities: Mapping[str, Probabilities]


def _fit_judge(subset: Subset, learned: Mapping[str, LearnedTheme], zero_shot: ZeroShot | None) -> _ItemJudge:
    """Learn what judges items; `zero_shot` is for themes that cannot be learned, if there are any."""
    data = subset.data
    held_out = {name: one.held_out for name, one in learned.items()}
    items, odds = _fit_items(subset, held_out)
    few_shot: dict[str, Linear] = {}
    if zero_shot:
        for name in subset.zero_shot:
            theme = data.themes[name]
            held_out[name] = zero_shot_odds(theme, theme.features, zero_shot.passages, zero_shot.subjects)
            odds[name] = zero_shot.items.odds(held_out[name].item_features(data, theme.words))
            if pull := fit_few_shot(subset, name, odds[name]):
                few_shot[name] = pull
                odds[name] += pull.odds(data.means)
    probabilities = {
        name: Probabilities(
            theme=name,
            table=data.table,
            words=data.themes[name].words,
            passages=expit(one.passages),
            items=expit(odds[name]),
        )
        for name, one in held_out.items()
    }
    card = _card(subset, zero_shot, {name: one.items for name, one in probabilities.items()})
    return _ItemJudge(items=items, few_shot=few_shot, card=card, probabilities=probabilities)


def _fit_items(subset: Subset, held_out: Mapping[str, LogOdds]) -> tuple[Linear, dict[str, Numbers]]:
    """Return what judges items, and the odds of each by judges that learned nothing of its group."""
    data, known = subset.data, np.concatenate([subset.known(name) for name in held_out])
    columns = {
        name: with_theme(one.item_features(data, data.themes[name].words), name, subset.themes)
        for name, one in held_out.items()
    }
    X, own = np.vstack(list(columns.values())), len(ITEM_COLUMNS)
    learned_from = (known & np.tile(~fold.grouped, len(held_out)) for fold in subset.folds)
    linear, *rests = fit_all(
        (
            Block(columns=X[:, :own], weight=1.0, counts=True),
            Block(columns=X[:, own:], weight=THEME_WEIGHT),
        ),
        np.concatenate([data.themes[name].assigned for name in held_out]),
        [known, *learned_from],
    )
    odds = {name: linear.odds(table) for name, table in columns.items()}
    for name, table in columns.items():
        for fold, rest in zip(subset.folds, rests, strict=True):
            odds[name][fold.items] = rest.odds(table[fold.items])
    return linear, odds


def _card(subset: Subset, zero_shot: ZeroShot | None, probabilities: Mapping[str, Numbers]) -> ThemeCard:
    """Return how probabilities are to be taken, as yet without a fingerprint."""
    data, themes = subset.data, subset.themes
    thresholds = {name: expected_f1_threshold(probabilities[name][subset.whole]) for name in themes}
    known = {name: subset.known(name) for name in themes}
    return ThemeCard(
        encoder=data.encoder,
        dimension=len(data.mean),
        vocabulary={name: vocabulary(data.themes[name].theme) for name in themes},
        thresholds=thresholds,
        bands={
            name: undecided_band(probabilities[name][use], data.themes[name].assigned[use], thresholds[name])
            for name, use in known.items()
        },
        zero_shot_threshold=zero_shot.threshold if zero_shot else EVEN,
        zero_shot_band=zero_shot.band if zero_shot else (EVEN, EVEN),
        trained_on="",
        items=int(subset.whole.sum()),
    )
