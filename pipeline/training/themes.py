"""Trains the theme classifier, and measures it on committees it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import home
from pipeline.domain import ThemeScore
from pipeline.encoder.protocol import Encoder
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.fit import fit_themes
from pipeline.themes.item import LabelledItem
from pipeline.themes.model import ThemeModel
from pipeline.themes.store import make_tagger, write_model
from pipeline.training.theme_examples import read_examples
from pipeline.training.theme_scores import ThemeReport, evaluate_themes
from pipeline.training.tracking import log_run


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedThemes:
    """A model, and how models made the same way did on committees they had not seen."""

    model: ThemeModel
    report: ThemeReport


def train_themes(
    corpus: Path,
    encoder: Encoder,
    target: Path,
    *,
    register: Sequence[ThemeDefinition],
    cache: Path | None = None,
) -> TrainedThemes:
    """Train on the corpus, write the model into `target`, log the run, and return both.

    The passages' vectors are kept in `cache`, by default `experiments/vectors`.
    """
    examples = read_examples(corpus, encoder, cache or home() / "experiments" / "vectors")
    report = cross_validate(examples, register, encoder)
    model = fit_themes(examples, register, encoder)
    write_model(model, target)
    log_run(
        "themes",
        params={
            "encoder": encoder.name,
            "examples": len(examples),
            "trained_on": model.card.trained_on,
            "themes": ",".join(model.card.themes),
        },
        metrics=report.metrics(),
        folder=target,
    )
    return TrainedThemes(model=model, report=report)


def cross_validate(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> ThemeReport:
    """Return the figures on every committee, each scored by a model trained on the others."""
    return evaluate_themes(examples, held_out_scores(examples, register, encoder))


def held_out_scores(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> list[tuple[ThemeScore, ...]]:
    """Return the scores of each item by a model that saw nothing of its committee."""
    scores: dict[str, tuple[ThemeScore, ...]] = {}
    for group in sorted({example.group for example in examples}):
        model = fit_themes([one for one in examples if one.group != group], register, encoder)
        here = [one for one in examples if one.group == group]
        found = make_tagger(model, register, encoder).score([one.item for one in here])
        scores |= {one.id: score for one, score in zip(here, found, strict=True)}
    return [scores[example.id] for example in examples]
