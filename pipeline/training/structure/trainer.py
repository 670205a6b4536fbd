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
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from pipeline.domain import Minutes
from pipeline.files import seal
from pipeline.minutes.structure.features import Features, read_features
from pipeline.minutes.structure.likes import read_likes
from pipeline.minutes.structure.roles import SECOND, Role, RoleModel, load_roles, save_roles
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
_LAYOUTS_OF_SECOND = 5_000
"""Those that the second reading learns from, at most."""
_TESTED = 1_000
_TEST_SEED = 1_000_000
_LONGEST = 400
"""Lines of a print that is learned from: a few long ones would take most of the time."""
_AS_MANY = 20
"""A person's correction counts as so many prints: the user's next minutes look like it."""
_WORKERS = 2
"""Models fitted side by side, each on layouts of its own; their mean errs less than either."""
GATE = "gate.json"

Floats = NDArray[np.floating]
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
    first, second = learn_roles(plan)
    save_roles(first, folder)
    save_roles(second, folder, SECOND)
    progress("fitting the gate")
    known, _ = _judge(first, second, plan, len(report.fitted), Pool.ALL)
    gate = fit_gate((*report.fitted, *known))
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
    first, second = learn_roles(replace(plan, layouts=layouts, pool=Pool.LEARNED))
    tested = min(_TESTED, layouts)
    progress(f"cutting {tested:,} prints in the forms kept for testing")
    judged, again = _judge(first, second, plan, tested, Pool.TESTED)
    fitted = judged[::2]
    return Report(judged=judged[1::2], again=again[1::2], fitted=fitted, gate=fit_gate(fitted))


def learn_roles(plan: Plan) -> tuple[RoleModel, RoleModel]:
    """Return the models of both readings: the second learns from what the first makes of prints it never saw.

    Of those that it was fitted on, the first is surer than it will be of any other.

    Raises:
        CorpusError: a corpus cannot be read.

    """
    plan.meetings()
    first = _mean_over(partial(_learn, plan), range(plan.layouts))
    unseen = range(plan.layouts, plan.layouts + min(plan.layouts, _LAYOUTS_OF_SECOND))
    return first, _mean_over(partial(_learn, plan, first=first), unseen)


def _mean_over(learn: Callable[[range], RoleModel], seeds: range) -> RoleModel:
    """Return the mean of models that were each fitted on their share of some seeds."""
    with _workers() as workers:
        return mean_of(list(workers.map(learn, _shares(seeds))))


def _judge(
    first: RoleModel, second: RoleModel, plan: Plan, count: int, pool: Pool
) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
    """Return how prints in some of the forms, none of them fitted on, are cut when read once and again."""
    with _workers() as workers:
        parts = workers.map(
            partial(_judge_share, first, second, plan, pool), _shares(range(_TEST_SEED, _TEST_SEED + count))
        )
        once, again = zip(*chain.from_iterable(parts), strict=True)
        return once, again


def _workers() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn"))


def _shares(seeds: range) -> list[range]:
    """Return seeds in as many parts as there are workers."""
    return [seeds[at::_WORKERS] for at in range(_WORKERS)]


def _judge_share(
    first: RoleModel, second: RoleModel, plan: Plan, pool: Pool, seeds: range
) -> list[tuple[Judged, Judged]]:
    with threadpool_limits(1):
        return list(judge(first, second, plan.meetings(), seeds, pool))


def _learn(plan: Plan, seeds: range, first: RoleModel | None = None) -> RoleModel:
    """Return a model fitted on the prints of some seeds, in one thread: the same bytes each time.

    It is that of the second reading where `first` is given, the one of the first.
    """
    with threadpool_limits(1):
        learned = list(_examples(plan, seeds, first))
        features, roles, said = zip(*learned, strict=True)
        return fit(read_table(features, roles, said))


def _examples(
    plan: Plan, seeds: Sequence[int], first: RoleModel | None
) -> Iterator[tuple[Features, tuple[Role, ...], Floats]]:
    """Yield what is told of the lines of each print, what they are, and what was read before."""
    known: dict[str, str] = {}
    meetings = plan.meetings()
    printed = (read_example(print_minutes(seed, meetings, plan.pool)) for seed in seeds)
    # What was corrected teaches the first reading, which is then too sure of it to teach the second.
    for example in chain(printed, () if first else plan.corrected * _AS_MANY):
        if 0 < len(example.lines) <= _LONGEST:
            features, said = _told(example, first)
            yield Features(_once(features.shared, known), _once(features.own, known)), example.roles, said


def _told(example: Example, first: RoleModel | None) -> tuple[Features, Floats]:
    """Return what a reading is told of the lines of a print: `first` is the reading before it."""
    if first is None:
        return read_features(example.lines, example.shapes), np.zeros((len(example.lines), len(Role)))
    read = first.read(example.lines, example.shapes)
    return read_likes(example.lines, example.shapes, read), read.said


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
