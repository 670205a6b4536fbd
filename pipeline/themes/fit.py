"""Learns a theme model from labelled items, the same from the same items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.domain import ThemeScore
from pipeline.encoder.protocol import Encoder
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.choice import Choice, Fold, choose
from pipeline.themes.decide import undecided_band, wise_threshold
from pipeline.themes.estimators import item_estimator, stranger_estimator, subject_estimator
from pipeline.themes.examples import Examples, fingerprint, tabulate
from pipeline.themes.held_out import Rehearsal, hold_out, prepare
from pipeline.themes.item import LabelledItem
from pipeline.themes.layout import Flags, Matrix, Places
from pipeline.themes.learn import (
    passage_fits,
    passage_recipe,
    stranger_passages,
    stranger_subjects,
    subject_fits,
)
from pipeline.themes.model import ThemeCard, ThemeModel, with_theme
from pipeline.themes.ridge import Linear, Regressions, fit_all
from pipeline.themes.strangers import StrangerJudge, fit_stranger_judge, lean
from pipeline.themes.tagger import Verdicts
from pipeline.themes.threads import one_thread
from pipeline.themes.words import vocabulary

Scores = tuple[ThemeScore, ...]
EVEN = 0.5


def fit_themes(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> ThemeModel:
    """Return the model learned from examples; their vectors must be the encoder's.

    A theme without marked passages is judged as a new one, and leans on what items of it were labelled.

    Raises:
        ModelError: no theme has that many, or all items are of one group.

    """
    data = tabulate(examples, register, encoder)
    return fit_table(data, np.ones(len(data.items), dtype=bool), register, encoder)


@one_thread()
def fit_table(
    data: Examples, items: Flags, register: Sequence[ThemeDefinition], encoder: Encoder
) -> ThemeModel:
    """Return the model learned from some of the items."""
    rehearsal = Rehearsal.of(choose(data, items))
    prepare([rehearsal])
    chosen = rehearsal.chosen
    stranger = fit_stranger_judge(chosen)
    judges = _learn_items(rehearsal, stranger)
    used = [item for item, use in zip(data.items, items, strict=True) if use]
    card = replace(
        judges.card,
        encoder=encoder.name,
        dimension=encoder.dimension,
        vocabulary={theme.name: vocabulary(theme) for theme in register if theme.name in chosen.themes},
        trained_on=fingerprint(used),
    )
    return _model(chosen, replace(judges, card=card), stranger)


@one_thread()
def learn_ahead(data: Examples, folds: Sequence[Fold]) -> None:
    """Learn what takes long for the model of all examples and for those without each fold, all together."""
    nothing = np.zeros(len(data.items), dtype=bool)
    prepare([Rehearsal.of(choose(data, ~kin)) for kin in (nothing, *(fold.kin for fold in folds))])


@one_thread()
def score_folds(data: Examples, folds: Sequence[Fold]) -> dict[int, Scores]:
    """Return for each item of the folds, by its place, what models say that learned nothing of its kin."""
    rehearsals = [Rehearsal.of(choose(data, ~fold.kin)) for fold in folds]
    if rehearsals:
        prepare(rehearsals)
    found: dict[int, Scores] = {}
    for fold, rehearsal in zip(folds, rehearsals, strict=True):
        # It takes a while, and no theme may need it.
        stranger = fit_stranger_judge(rehearsal.chosen) if rehearsal.strangers else None
        found.update(_scores(data, _learn_items(rehearsal, stranger), np.flatnonzero(fold.items)))
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Judges:
    """What judges items, what its probabilities are taken for, and what it says of all examples."""

    linear: Linear
    leanings: Mapping[str, Linear]
    card: ThemeCard
    passages: Mapping[str, Matrix]
    items: Mapping[str, Matrix]


def _learn_items(rehearsal: Rehearsal, stranger: StrangerJudge | None) -> _Judges:
    """Learn what judges items; `stranger` judges them for themes that cannot be learned, if there are any."""
    from scipy.special import expit

    chosen, tables = rehearsal.chosen, rehearsal.chosen.data.tables
    said = {name: hold_out(rehearsal, name) for name in tables}
    rows = {name: one.rows(chosen.data, tables[name].counts) for name, one in said.items()}
    linear, odds = _fit_items(rehearsal, {name: rows[name] for name in chosen.themes})
    leanings: dict[str, Linear] = {}
    if stranger is not None:
        others = {name: stranger.linear.odds(rows[name]) for name in rehearsal.strangers}
        leanings = {name: found for name in others if (found := lean(chosen, name, others[name]))}
        odds |= {name: one + _leaned(chosen, leanings.get(name)) for name, one in others.items()}
    items = {name: expit(odds[name]) for name in tables}
    return _Judges(
        linear=linear,
        leanings=leanings,
        card=_card(chosen, stranger, items),
        passages={name: expit(one.passages) for name, one in said.items()},
        items=items,
    )


def _leaned(chosen: Choice, leaning: Linear | None) -> Matrix | float:
    return 0.0 if leaning is None else leaning.odds(chosen.data.means)


def _fit_items(rehearsal: Rehearsal, rows: Mapping[str, Matrix]) -> tuple[Linear, dict[str, Matrix]]:
    """Return what judges items, and the odds of each for a theme by judges that saw none of its kin."""
    chosen = rehearsal.chosen
    tables = {name: with_theme(one, name, chosen.themes) for name, one in rows.items()}
    use = {name: chosen.wholes(name) for name in chosen.themes}
    parts = [~fold.kin for fold in rehearsal.folds]
    parted = np.column_stack([np.ones_like(chosen.items), *parts])
    counts = np.vstack([parted[use[name]] for name in use])
    labels = np.concatenate([chosen.data.tables[name].assigned[use[name]] for name in use])
    first, *others = fit_all(
        Regressions(
            X=np.vstack([tables[name][use[name]] for name in use]),
            labels=np.broadcast_to(labels[:, None], counts.shape),
            counts=counts.astype(np.float64),
            recipe=item_estimator(len(chosen.themes)),
        )
    )
    found = {name: first.odds(table) for name, table in tables.items()}
    for name, table in tables.items():
        for fold, judge in zip(rehearsal.folds, others, strict=True):
            found[name][fold.items] = judge.odds(table[fold.items])
    return first, found


def _card(chosen: Choice, stranger: StrangerJudge | None, items: Mapping[str, Matrix]) -> ThemeCard:
    """Return how probabilities are to be taken, as yet without a name."""
    thresholds = {name: wise_threshold(items[name][chosen.whole]) for name in chosen.themes}
    bands = {
        name: undecided_band(
            items[name][chosen.wholes(name)],
            chosen.data.tables[name].assigned[chosen.wholes(name)],
            thresholds[name],
        )
        for name in chosen.themes
    }
    return ThemeCard(
        encoder="",
        dimension=0,
        vocabulary={},
        thresholds=thresholds,
        bands=bands,
        stranger_threshold=stranger.threshold if stranger else EVEN,
        stranger_band=stranger.band if stranger else (EVEN, EVEN),
        trained_on="",
        items=int(chosen.whole.sum()),
    )


def _model(chosen: Choice, judges: _Judges, stranger: StrangerJudge) -> ThemeModel:
    data, size = chosen.data, chosen.data.means.shape[1]
    passages = {name: passage_fits([chosen], name)[0].linear for name in chosen.themes}
    subjects = {name: subject_fits([chosen], name)[0].linear for name in chosen.themes}
    return ThemeModel(
        card=judges.card,
        mean=data.mean,
        passages={name: one.estimator(passage_recipe(data, name)) for name, one in passages.items()},
        subjects={name: one.estimator(subject_estimator(size)) for name, one in subjects.items()},
        items=judges.linear.estimator(item_estimator(len(chosen.themes))),
        stranger_passages=stranger_passages([chosen])[0].estimator(stranger_estimator()),
        stranger_subjects=stranger_subjects([chosen])[0].estimator(subject_estimator(1)),
        stranger_items=stranger.linear.estimator(item_estimator(0)),
        leanings={name: one.estimator(subject_estimator(size)) for name, one in judges.leanings.items()},
    )


def _scores(data: Examples, judges: _Judges, places: Places) -> Iterator[tuple[int, Scores]]:
    """Yield the scores of items at some places."""
    ends = np.cumsum(data.layout.sizes)
    verdicts = {name: Verdicts(card=judges.card, theme=name) for name in data.tables}
    for at in places.tolist():
        item, own = data.items[at].item, slice(ends[at] - data.layout.sizes[at], ends[at])
        scores = [
            verdicts[name].score(item, table.words[at], judges.passages[name][own], judges.items[name][at])
            for name, table in data.tables.items()
        ]
        yield at, tuple(scores)
