"""A linear-chain CRF fitted with L-BFGS: numpy and scipy alone, all documents at once, line by line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.minutes.structure.features import REACH, Features
from pipeline.minutes.structure.roles import Role, RoleModel

Floats = NDArray[np.floating]
Ints = NDArray[np.intp]

ROLES = tuple(Role)
_RARE = 4
"""A feature of fewer lines than this is not learned."""
_STRENGTH = 0.1
"""Of the pull of every weight towards 0 (L2)."""
_ITERATIONS = 90


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The lines of many documents: the first of each, then the second of each, the longest document first."""

    told: Any
    """Sparse: lines x what is told of each: the shared features of each neighbour in turn, then its own."""
    shared: tuple[str, ...]
    own: tuple[str, ...]
    roles: Ints
    said: Floats
    """Lines x roles: what spoke for each role in the reading before; 0 where there was none."""
    rows: tuple[slice, ...]
    """The rows of each step."""


def read_table(
    features: Sequence[Features], roles: Sequence[Sequence[Role]], said: Sequence[Floats]
) -> Table:
    """Return the lines of documents, which are of these `roles`, as one table; `said` was read before."""
    order = sorted(range(len(roles)), key=lambda at: -len(roles[at]))
    lengths = np.array([len(roles[at]) for at in order])
    live = [int((lengths > step).sum()) for step in range(lengths[0])]
    places = [(order[row], step) for step, count in enumerate(live) for row in range(count)]
    shared, own = _names(one.shared for one in features), _names(one.own for one in features)
    place = {role: at for at, role in enumerate(ROLES)}
    ends = np.cumsum([0, *live]).tolist()
    return Table(
        told=_sparse(features, places, shared, own),
        shared=tuple(shared),
        own=tuple(own),
        roles=np.array([place[roles[doc][step]] for doc, step in places]),
        said=np.array([said[doc][step] for doc, step in places], np.float32),
        rows=tuple(slice(start, end) for start, end in pairwise(ends)),
    )


def _names(documents: Iterator[Sequence[Sequence[str]]]) -> dict[str, int]:
    """Return the features that enough lines have, sorted, with their columns."""
    counts = Counter(chain.from_iterable(chain.from_iterable(documents)))
    return {name: at for at, name in enumerate(sorted(name for name, n in counts.items() if n >= _RARE))}


def _sparse(
    features: Sequence[Features],
    places: Sequence[tuple[int, int]],
    shared: dict[str, int],
    own: dict[str, int],
) -> Any:
    from scipy.sparse import csr_matrix

    near = [[[shared[name] for name in line if name in shared] for line in one.shared] for one in features]
    indices: list[NDArray[np.int32]] = []
    for doc, step in places:
        reached = ((at, step + away) for at, away in enumerate(REACH) if 0 <= step + away < len(near[doc]))
        columns = [at * len(shared) + column for at, there in reached for column in near[doc][there]]
        columns += [len(REACH) * len(shared) + own[name] for name in features[doc].own[step] if name in own]
        indices.append(np.array(columns, np.int32))
    ends = np.cumsum([0, *map(len, indices)])
    shape = len(places), len(REACH) * len(shared) + len(own)
    return csr_matrix((np.ones(ends[-1], np.float32), np.concatenate(indices), ends), shape=shape)


def fit(table: Table, *, iterations: int = _ITERATIONS) -> RoleModel:
    """Return the weights that make the roles of a table most probable, held near 0."""
    from scipy.optimize import minimize

    likelihood = Likelihood(table)
    start = np.zeros(likelihood.size)
    found = minimize(likelihood, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    weights, steps = likelihood.parts(found.x)
    shared, roles = len(table.shared), len(ROLES)
    near = weights[: len(REACH) * shared].reshape(len(REACH), shared, roles)
    return RoleModel(
        shared={name: at for at, name in enumerate(table.shared)},
        own={name: at for at, name in enumerate(table.own)},
        near=near.swapaxes(0, 1).reshape(shared, len(REACH) * roles),
        alone=weights[len(REACH) * shared :],
        steps=steps,
    )


class Likelihood:
    """How improbable the roles of a table are under some weights, and which way to change these."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.size = (table.told.shape[1] + len(ROLES)) * len(ROLES)
        self.truth = np.eye(len(ROLES), dtype=np.float32)[table.roles]
        self.seen_steps = np.zeros((len(ROLES), len(ROLES)))
        for before, after in pairwise(table.rows):
            count = after.stop - after.start
            np.add.at(self.seen_steps, (table.roles[before][:count], table.roles[after]), 1)

    def parts(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return the weights of what is told, and of steps."""
        both = weights.reshape(-1, len(ROLES))
        return both[: -len(ROLES)].astype(np.float32), both[-len(ROLES) :]

    def __call__(self, weights: Floats) -> tuple[float, Floats]:
        """Return the loss and its gradient."""
        told, steps = self.parts(weights)
        emissions = self.table.told @ told + self.table.said
        total, probable, expected = self._sums(emissions, steps)
        loss = total - float((emissions * self.truth).sum(dtype=np.float64))
        loss -= float((steps * self.seen_steps).sum())
        gradient = np.vstack([self.table.told.T @ (probable - self.truth), expected - self.seen_steps])
        loss += _STRENGTH / 2 * float(weights @ weights)
        return loss, gradient.ravel() + _STRENGTH * weights

    def _sums(self, emissions: Floats, steps: Floats) -> tuple[float, Floats, Floats]:
        """Return the log of the weight of all paths, and how often each role of a line and each step is."""
        rows, step = self.table.rows, np.exp(steps)
        top = emissions.max(axis=1, keepdims=True)
        weight = np.exp(emissions - top).astype(np.float64)
        ahead, scale = np.empty_like(weight), np.empty((len(weight), 1))
        for at, here in enumerate(rows):
            row = weight[here]
            if at:
                row = row * (ahead[rows[at - 1]][: len(row)] @ step)
            scale[here] = row.sum(axis=1, keepdims=True)
            ahead[here] = row / scale[here]
        total = float(top.sum(dtype=np.float64)) + float(np.log(scale).sum())
        probable, expected = np.empty(weight.shape, np.float32), np.zeros_like(step)
        behind = np.ones((rows[-1].stop - rows[-1].start, weight.shape[1]))
        for at in range(len(rows) - 1, -1, -1):
            here = rows[at]
            if at + 1 < len(rows):
                after = rows[at + 1]
                told = weight[after] * behind / scale[after]
                expected += ahead[here][: len(told)].T @ told * step
                behind = np.ones((here.stop - here.start, weight.shape[1]))
                behind[: len(told)] = told @ step.T
            probable[here] = ahead[here] * behind
        return total, probable, expected
