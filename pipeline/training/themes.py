"""Trains the theme classifier, and measures it on committees it has not seen."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.themes.model import ThemeModel
from pipeline.themes.store import write_model
from pipeline.themes.versions import SHIPPED, VersionStore
from pipeline.training.held_out import (
    committees_alone,
    frozen_folds,
    held_out_committees,
    held_out_scores,
    later_fold,
)
from pipeline.training.theme_runs import CHAMPION, ThemeRun, record_themes, set_alias
from pipeline.training.theme_scores import ThemeReport
from pipeline.training.workshop import Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedThemes:
    """A model, and how models made the same way did on committees they had not seen."""

    model: ThemeModel
    report: ThemeReport


def train_themes(
    corpus: Path, workshop: Workshop, target: Path, told: Callable[[int], None] = lambda _: None
) -> TrainedThemes:
    """Train on the corpus, write the model into `target`, record the run, and return both.

    The single passages of `data/themes` are learned from too. `told` is given how many are encoded.
    """
    examples = workshop.corpus(corpus, told)
    data = workshop.tabulate(examples)
    held_out = held_out_committees(data, examples)
    model = workshop.fit(data)
    write_model(model, target)
    held_out.judgements.write(target)
    run = ThemeRun(
        name="train",
        examples=examples,
        held_out=held_out,
        data_sets=workshop.data_sets,
        card=model.card,
        folder=target,
        tags={"version": str(SHIPPED)},
    )
    registered = record_themes(run).registered
    if VersionStore(target).champion == SHIPPED:
        set_alias(CHAMPION, registered)
    return TrainedThemes(model=model, report=held_out.report)


def evaluate_themes(
    corpus: Path,
    workshop: Workshop,
    *,
    since: dt.date | None = None,
    shared: bool = False,
    told: Callable[[int], None] = lambda _: None,
) -> ThemeReport:
    """Return how models made from the corpus do on committees held out; the run is recorded.

    With a day, how one model of what was before it does on what was from then on. With
    `shared`, cases that a committee shares with others are learned from where those deal with them.
    """
    examples = workshop.corpus(corpus, told)
    if shared:
        examples = committees_alone(examples)
    data = workshop.tabulate(examples)
    folds = [later_fold(data, since)] if since else frozen_folds(data)
    held_out = held_out_scores(data, examples, folds)
    run = ThemeRun(
        name="evaluate",
        examples=examples,
        held_out=held_out,
        data_sets=workshop.data_sets,
        tags={"since": str(since or ""), "shared_cases": str(shared)},
    )
    record_themes(run)
    return held_out.report
