"""A training or an evaluation of themes as a run in MLflow."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.themes.examples import fingerprint
from pipeline.themes.item import LabelledItem
from pipeline.themes.model import ThemeCard
from pipeline.themes.recipe import RECIPE
from pipeline.training.held_out import HeldOutScores
from pipeline.training.intervals import f1_interval, macro_interval
from pipeline.training.judgements import Judgements, labels
from pipeline.training.tracking import RunRecord, recorded
from pipeline.training.training_set import keep_training_set

SPLIT = "each committee of the corpus held out in turn, with the cases it shares"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunSubject:
    """What was done with which examples, what came of it, and where the training set is kept."""

    name: str
    examples: Sequence[LabelledItem]
    data_sets: Path
    card: ThemeCard | None = None


@contextmanager
def record_themes(
    subject: RunSubject, held_out: HeldOutScores, tags: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Record what was learned from, how it did held out, and how; give the run's id while it is open."""
    from pipeline.training.pictures import draw_pictures

    card, examples = subject.card, subject.examples
    digest = card.trained_on if card else fingerprint(examples)
    found, tested = held_out.judgements, held_out.examples
    record = RunRecord(
        experiment="themes",
        name=subject.name,
        params=_params(card, examples, digest),
        metrics=held_out.report.metrics() | _intervals(tested, found),
        tags=dict(tags or {}),
        tables={"held_out.json": _table(tested, found)},
        pictures=draw_pictures(tested, found),
        data=keep_training_set(examples, digest, subject.data_sets),
    )
    with recorded(record) as run:
        yield run


def _params(card: ThemeCard | None, examples: Sequence[LabelledItem], digest: str) -> dict[str, object]:
    whole = [one for one in examples if one.whole]
    params = {
        "split": SPLIT,
        "trained_on": digest,
        "items": len(whole),
        "corrected_items": sum(one.about is None for one in whole),
        "passages": sum(len(one.item.passages) for one in examples),
        **RECIPE,
    }
    if card:
        params |= {"encoder": card.encoder, "themes": ",".join(card.themes)}
        params |= {f"threshold_{theme}": value for theme, value in card.thresholds.items()}
        params |= {f"band_{theme}": f"{low}-{high}" for theme, (low, high) in card.bands.items()}
    return params


def _intervals(examples: Sequence[LabelledItem], found: Judgements) -> dict[str, float]:
    themes = [theme for theme in found.themes if _judged(examples, theme)]
    gold = np.column_stack([labels(examples, theme) for theme in themes])
    assigned = np.column_stack([found.assigned[:, found.themes.index(theme)] for theme in themes])
    ranges = {theme: f1_interval(gold[:, at], assigned[:, at]) for at, theme in enumerate(themes)}
    ranges["macro"] = macro_interval(gold, assigned)
    return {
        f"{name}_f1_{end}": getattr(interval, end)
        for name, interval in ranges.items()
        for end in ("low", "high")
    }


def _judged(examples: Sequence[LabelledItem], theme: str) -> bool:
    return all(one.known is None or theme in one.known for one in examples)


def _table(examples: Sequence[LabelledItem], found: Judgements) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {
        "id": list(found.ids),
        "group": [one.group for one in examples],
        "title": [one.item.title for one in examples],
    }
    for at, theme in enumerate(found.themes):
        columns[theme] = [theme in one.themes for one in examples]
        columns[f"{theme}_probability"] = found.probabilities[:, at].round(4).tolist()
        columns[f"{theme}_assigned"] = found.assigned[:, at].tolist()
    return columns
