"""Learns a theme model from labelled items, the same from the same items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.domain import ThemeScore
from pipeline.encoder.protocol import Encoder
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.decide import expected_f1_threshold, undecided_band
from pipeline.themes.examples import Examples, fingerprint
from pipeline.themes.layout import Flags, Matrix, Places
from pipeline.themes.learn import Learned, learn_theme
from pipeline.themes.model import Linear, ThemeCard, ThemeModel, expit, with_theme
from pipeline.themes.recipe import THEME_WEIGHT, Block, item_counts
from pipeline.themes.regression import fit_all, one_thread
from pipeline.themes.splits import Fold, Split
from pipeline.themes.tagger import Carried, to_score
from pipeline.themes.words import vocabulary
from pipeline.themes.zero_shot import ZeroShot, fit_few_shot, fit_zero_shot, zero_shot_scores

EVEN = 0.5


@one_thread()
def fit_table(
    data: Examples, items: Flags, register: Sequence[ThemeDefinition], encoder: Encoder
) -> ThemeModel:
    """Return the model learned from some of the items, whose vectors must be the encoder's.

    A theme without marked passages is judged as a new one, and leans on what items of it were labelled.

    Raises:
        ModelError: no theme has enough examples, or all items are of one group.

    """
    split = Split.of(data, items)
    (learned,) = _learn([split])
    zero_shot = fit_zero_shot(split.subset)
    judges = _fit_judges(split, learned, zero_shot)
    used = [item for item, use in zip(data.items, items, strict=True) if use]
    return ThemeModel(
        card=replace(
            judges.card,
            encoder=encoder.name,
            dimension=encoder.dimension,
            vocabulary={theme.name: vocabulary(theme) for theme in register if theme.name in learned},
            trained_on=fingerprint(used),
        ),
        mean=data.mean,
        passages={name: one.passages for name, one in learned.items()},
        subjects={name: one.subjects for name, one in learned.items()},
        items=judges.items,
        zero_shot_passages=zero_shot.passages,
        zero_shot_subjects=zero_shot.subjects,
        zero_shot_items=zero_shot.items,
        few_shot=judges.few_shot,
    )


@one_thread()
def score_folds(data: Examples, folds: Sequence[Fold]) -> dict[int, tuple[ThemeScore, ...]]:
    """Return the scores of each item of the folds, by its place, from models that learned nothing like it."""
    splits = [Split.of(data, ~fold.grouped) for fold in folds]
    scores: dict[int, tuple[ThemeScore, ...]] = {}
    for fold, split, learned in zip(folds, splits, _learn(splits), strict=True):
        # It takes a while, and no theme may need it.
        zero_shot = fit_zero_shot(split.subset) if split.zero_shot else None
        scores.update(_scores(data, _fit_judges(split, learned, zero_shot), np.flatnonzero(fold.items)))
    return scores


def _learn(splits: Sequence[Split]) -> list[dict[str, Learned]]:
    """Return what each split teaches of its themes."""
    learned: list[dict[str, Learned]] = [{} for _ in splits]
    for name in splits[0].subset.data.tables if splits else ():
        places = [at for at, split in enumerate(splits) if name in split.subset.themes]
        if places:
            for at, one in zip(places, learn_theme([splits[at] for at in places], name), strict=True):
                learned[at][name] = one
    return learned


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Judges:
    """What judges items, and the probabilities of all examples by what learned nothing of them."""

    items: Linear
    few_shot: Mapping[str, Linear]
    card: ThemeCard
    passage_probabilities: Mapping[str, Matrix]
    item_probabilities: Mapping[str, Matrix]


def _fit_judges(split: Split, learned: Mapping[str, Learned], zero_shot: ZeroShot | None) -> _Judges:
    """Learn what judges items; `zero_shot` is for themes that cannot be learned, if there are any."""
    data = split.subset.data
    scores = {name: one.held_out for name, one in learned.items()}
    items, odds = _fit_items(
        split, {name: one.rows(data, data.tables[name].counts) for name, one in scores.items()}
    )
    few_shot: dict[str, Linear] = {}
    if zero_shot is not None:
        for name in split.zero_shot:
            table = data.tables[name]
            scores[name] = zero_shot_scores(table, table.features, zero_shot.passages, zero_shot.subjects)
            odds[name] = zero_shot.items.odds(scores[name].rows(data, table.counts))
            if pull := fit_few_shot(split.subset, name, odds[name]):
                few_shot[name] = pull
                odds[name] += pull.odds(data.means)
    item_probabilities = {name: expit(one) for name, one in odds.items()}
    return _Judges(
        items=items,
        few_shot=few_shot,
        card=_card(split, zero_shot, item_probabilities),
        passage_probabilities={name: expit(one.passages) for name, one in scores.items()},
        item_probabilities=item_probabilities,
    )


def _fit_items(split: Split, rows: Mapping[str, Matrix]) -> tuple[Linear, dict[str, Matrix]]:
    """Return what judges items, and the odds of each by judges that learned nothing of its group."""
    subset, tables = split.subset, split.subset.data.tables
    columns = {name: with_theme(one, name, subset.themes) for name, one in rows.items()}
    known = {name: subset.known(name) for name in columns}
    parted = np.column_stack([np.ones_like(subset.items), *(~fold.grouped for fold in split.folds)])
    linear, *rests = fit_all(
        np.vstack([columns[name][use] for name, use in known.items()]),
        np.concatenate([tables[name].assigned[use] for name, use in known.items()]),
        np.vstack([parted[use] for use in known.values()]),
        (item_counts(), Block(size=len(subset.themes), weight=THEME_WEIGHT)),
    )
    odds = {name: linear.odds(table) for name, table in columns.items()}
    for name, table in columns.items():
        for fold, rest in zip(split.folds, rests, strict=True):
            odds[name][fold.items] = rest.odds(table[fold.items])
    return linear, odds


def _card(split: Split, zero_shot: ZeroShot | None, probabilities: Mapping[str, Matrix]) -> ThemeCard:
    """Return how probabilities are to be taken, as yet without a name."""
    subset = split.subset
    thresholds = {name: expected_f1_threshold(probabilities[name][subset.whole]) for name in subset.themes}
    known = {name: subset.known(name) for name in subset.themes}
    bands = {
        name: undecided_band(
            probabilities[name][use], subset.data.tables[name].assigned[use], thresholds[name]
        )
        for name, use in known.items()
    }
    return ThemeCard(
        encoder="",
        dimension=0,
        vocabulary={},
        thresholds=thresholds,
        bands=bands,
        zero_shot_threshold=zero_shot.threshold if zero_shot else EVEN,
        zero_shot_band=zero_shot.band if zero_shot else (EVEN, EVEN),
        trained_on="",
        items=int(subset.whole.sum()),
    )


def _scores(data: Examples, judges: _Judges, places: Places) -> Iterator[tuple[int, tuple[ThemeScore, ...]]]:
    """Yield the scores of items at some places."""
    ends = np.cumsum(data.layout.sizes)
    for at in places.tolist():
        own, passages = slice(ends[at] - data.layout.sizes[at], ends[at]), data.items[at].item.passages
        scores = []
        for name, table in data.tables.items():
            carried = Carried(passages, table.words[at], judges.passage_probabilities[name][own])
            scores.append(to_score(judges.card, name, judges.item_probabilities[name][at], carried))
        yield at, tuple(scores)
