"""The reader of structure, learned from prints of invented minutes: the roles of lines, and the gate."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Self

import numpy as np
from threadpoolctl import threadpool_limits

from pipeline.domain import Minutes
from pipeline.files import seal
from pipeline.minutes.structure.features import Features, read_features
from pipeline.minutes.structure.roles import Role, RoleModel, load_roles, save_roles
from pipeline.training.corpus import CorpusMeeting, corpus_folder, read_corpus
from pipeline.training.structure.crf import fit, read_table
from pipeline.training.structure.examples import Example, corrected_examples, read_example
from pipeline.training.structure.forms import Pool
from pipeline.training.structure.measure import Judged, Report, fit_gate, judge
from pipeline.training.structure.prints import print_minutes

ORDINARY = "ordinary"
"""Minutes of ordinary committees, beside the corpus."""
LAYOUTS = 10_000
"""Random layouts that the shipped model has seen."""
_LAYOUTS_HELD_OUT = 3_000
"""Those of the model that is measured: its forms are not all of them, so more would not make it better."""
_TESTED = 1_000
_TEST_SEED = 1_000_000
_LONGEST = 400
"""Lines of a print that is learned from: a few long ones would take most of the time."""
_AS_MANY = 20
"""A person's correction counts as so many prints: the user's next minutes look like it."""
_WORKERS = 2
"""Models fitted side by side, each on layouts of its own; their mean errs less than either."""
GATE = "gate.json"

Progress = Callable[[str], None]
"""Is told what is being done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a model of roles is learned from."""

    corpora: tuple[Path, ...]
    layouts: int = LAYOUTS
    pool: Pool = Pool.ALL
    corrected: tuple[Example, ...] = ()
    """Minutes that persons cut otherwise than the program."""

    @classmethod
    def of(cls, corpus: Path | None, layouts: int | None) -> Self:
        """Return the plan a user asks for: the project's own minutes where no folder of a corpus is named."""
        own = corpus_folder()
        return cls(corpora=(corpus,) if corpus else (own, own.parent / ORDINARY), layouts=layouts or LAYOUTS)

    def learning_from(self, minutes: Sequence[Minutes], folder: Path) -> Self:
        """Return the plan with minutes that persons corrected; the model in `folder` reads the rest of them.

        Raises:
            ModelNotFoundError: there are such minutes, and no model to read them with.

        """
        return (
            replace(self, corrected=tuple(corrected_examples(minutes, load_roles(folder))))
            if minutes
            else self
        )

    def meetings(self) -> tuple[CorpusMeeting, ...]:
        """Return the meetings that are printed.

        Raises:
            CorpusError: a corpus cannot be read.

        """
        return tuple(meeting for corpus in self.corpora for meeting in read_corpus(corpus))


def train_structure(plan: Plan, folder: Path, progress: Progress) -> Report:
    """Write a reader of structure learned from all forms; return how one that knew fewer did on the others.

    The gate is fitted on as many prints in forms that the reader knows as in forms that were kept from
    one: the page of a publisher has of both.

    Raises:
        CorpusError: a corpus cannot be read.

    """
    report = evaluate_structure(plan, progress)
    progress(f"learning the roles of lines in {plan.layouts:,} random layouts")
    model = learn_roles(plan)
    save_roles(model, folder)
    progress("fitting the gate")
    gate = fit_gate((*report.fitted, *_judge(model, plan, len(report.fitted), Pool.ALL)))
    (folder / GATE).write_text(json.dumps(asdict(gate), indent=1) + "\n", encoding="utf-8")
    seal(folder / GATE)
    return replace(report, gate=gate)


def evaluate_structure(plan: Plan, progress: Progress) -> Report:
    """Return how a reader that never saw some forms reads prints in them, and a gate fitted on half of these.

    Raises:
        CorpusError: a corpus cannot be read.

    """
    layouts = min(plan.layouts, _LAYOUTS_HELD_OUT)
    progress(f"learning the roles of lines in {layouts:,} layouts without the forms kept for testing")
    model = learn_roles(replace(plan, layouts=layouts, pool=Pool.LEARNED))
    tested = min(_TESTED, layouts)
    progress(f"cutting {tested:,} prints in the forms kept for testing")
    judged = _judge(model, plan, tested, Pool.TESTED)
    return Report(judged=judged[1::2], fitted=judged[::2], gate=fit_gate(judged[::2]))


def learn_roles(plan: Plan) -> RoleModel:
    """Return the mean of models that were each fitted on their share of the layouts.

    Raises:
        CorpusError: a corpus cannot be read.

    """
    plan.meetings()
    with _workers() as workers:
        return mean_of(list(workers.map(partial(_learn, plan), _shares(0, plan.layouts))))


def _judge(model: RoleModel, plan: Plan, count: int, pool: Pool) -> tuple[Judged, ...]:
    """Return how a model cuts prints that it was not fitted on, in some of the forms."""
    with _workers() as workers:
        parts = workers.map(partial(_judge_share, model, plan, pool), _shares(_TEST_SEED, count))
        return tuple(one for part in parts for one in part)


def _workers() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn"))


def _shares(first: int, count: int) -> list[range]:
    """Return seeds in as many parts as there are workers."""
    return [range(first + at, first + count, _WORKERS) for at in range(_WORKERS)]


def _judge_share(model: RoleModel, plan: Plan, pool: Pool, seeds: range) -> list[Judged]:
    with threadpool_limits(1):
        return list(judge(model, plan.meetings(), seeds, pool))


def _learn(plan: Plan, seeds: range) -> RoleModel:
    """Return a model fitted on the prints of some seeds, in one thread: the same bytes each time."""
    with threadpool_limits(1):
        learned = list(_examples(plan, seeds))
        return fit(read_table([features for features, _ in learned], [roles for _, roles in learned]))


def _examples(plan: Plan, seeds: Sequence[int]) -> Iterator[tuple[Features, tuple[Role, ...]]]:
    known: dict[str, str] = {}
    meetings = plan.meetings()
    printed = (read_example(print_minutes(seed, meetings, plan.pool)) for seed in seeds)
    for example in chain(printed, plan.corrected * _AS_MANY):
        if 0 < len(example.lines) <= _LONGEST:
            features = read_features(example.lines, example.shapes)
            yield Features(_once(features.shared, known), _once(features.own, known)), example.roles


def _once(lines: Sequence[Sequence[str]], known: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return names of features, the same ones as one string: millions of copies would fill the memory."""
    return tuple(tuple(known.setdefault(name, name) for name in line) for line in lines)


def mean_of(models: Sequence[RoleModel]) -> RoleModel:
    """Return one model with the mean of the weights; a feature that one has not learned weighs 0 in it."""
    shared = sorted({name for model in models for name in model.shared})
    own = sorted({name for model in models for name in model.own})
    near = np.zeros((len(shared), models[0].near.shape[1]), np.float32)
    alone = np.zeros((len(own), models[0].alone.shape[1]), np.float32)
    shared_at, own_at = ({name: at for at, name in enumerate(names)} for names in (shared, own))
    for model in models:
        near[[shared_at[name] for name in model.shared]] += model.near / len(models)
        alone[[own_at[name] for name in model.own]] += model.alone / len(models)
    steps = np.mean([model.steps for model in models], axis=0)
    return RoleModel(shared=shared_at, own=own_at, near=near, alone=alone, steps=steps)
