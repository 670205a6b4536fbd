"""Trains the theme classifier, and measures it on committees it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import home
from pipeline.domain import ThemeScore
from pipeline.encoder.protocol import Encoder
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.examples import tabulate
from pipeline.themes.fit import fit_table, fit_themes
from pipeline.themes.item import LabelledItem
from pipeline.themes.model import ThemeModel
from pipeline.themes.store import make_tagger, write_model
from pipeline.training.theme_examples import read_examples, read_passages
from pipeline.training.theme_scores import ThemeReport, evaluate_themes
from pipeline.training.tracking import log_run

PASSAGES = Path("data/themes/passages.tsv")


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

    The single passages of `data/themes` are learned from too. The passages' vectors are
    kept in `cache`, by default `experiments/vectors`.
    """
    cache = cache or home() / "experiments" / "vectors"
    examples = (*read_examples(corpus, encoder, cache), *read_passages(home() / PASSAGES, encoder, cache))
    report = cross_validate(examples, register, encoder)
    model = fit_themes(examples, register, encoder)
    write_model(model, target)
    log_run("themes", params=_params(model, examples), metrics=report.metrics(), folder=target)
    return TrainedThemes(model=model, report=report)


def _params(model: ThemeModel, examples: Sequence[LabelledItem]) -> dict[str, object]:
    return {
        "encoder": model.card.encoder,
        "items": model.card.items,
        "passages": sum(len(one.item.passages) for one in examples),
        "trained_on": model.card.trained_on,
        "themes": ",".join(model.card.themes),
    }


def cross_validate(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> ThemeReport:
    """Return the figures on every committee, each scored by a model trained on the others."""
    whole = [example for example in examples if example.whole]
    return evaluate_themes(whole, held_out_scores(examples, register, encoder))


def held_out_scores(
    examples: Sequence[LabelledItem], register: Sequence[ThemeDefinition], encoder: Encoder
) -> list[tuple[ThemeScore, ...]]:
    """Return the scores of each whole item by a model that saw nothing of its committee."""
    data = tabulate(examples, register, encoder)
    scores: dict[str, tuple[ThemeScore, ...]] = {}
    for group in data.group_names:
        here = data.of_group(group)
        model = fit_table(data, ~data.kin(here), register, encoder)
        items = [one for one, held_out in zip(examples, here, strict=True) if held_out]
        found = make_tagger(model, register, encoder).score([one.item for one in items])
        scores |= {one.id: score for one, score in zip(items, found, strict=True)}
    return [scores[one.id] for one in examples if one.whole]
