"""A linear-chain CRF fitted with L-BFGS: numpy and scipy alone, all documents at once, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
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

    shared: Any
    """Sparse: lines x features told to neighbours."""
    own: Any
    """Sparse: lines x features of the line alone."""
    names: tuple[dict[str, int], dict[str, int]]
    """The features of the two, and their columns."""
    roles: Ints
    said: Floats
    """Lines x roles: what spoke for each role in the reading before; 0 where there was none."""
    neighbours: Ints
    """Reach x lines: the row of the neighbour; past both ends, the row after the last."""
    rows: tuple[slice, ...]
    """The rows of each step."""

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many shared features, features of the line, and roles there are."""
        return self.shared.shape[1], self.own.shape[1], len(ROLES)


def read_table(
    features: Sequence[Features], roles: Sequence[Sequence[Role]], said: Sequence[Floats]
) -> Table:
    """Return the lines of documents, which are of these `roles`, as one table; `said` was read before."""
    order = sorted(range(len(roles)), key=lambda at: -len(roles[at]))
    features, roles = [features[at] for at in order], [roles[at] for at in order]
    lengths = np.array([len(one) for one in roles])
    live = np.array([(lengths > step).sum() for step in range(lengths[0])])
    starts = np.concatenate([[0], np.cumsum(live)])
    places = [(doc, step) for step in range(lengths[0]) for doc in range(live[step])]
    place = {role: at for at, role in enumerate(ROLES)}
    names = _names([one.shared for one in features]), _names([one.own for one in features])
    return Table(
        shared=_sparse([features[doc].shared[step] for doc, step in places], names[0]),
        own=_sparse([features[doc].own[step] for doc, step in places], names[1]),
        names=names,
        roles=np.array([place[roles[doc][step]] for doc, step in places]),
        said=np.array([said[order[doc]][step] for doc, step in places], np.float32),
        neighbours=_neighbours(places, lengths, starts),
        rows=tuple(slice(int(a), int(b)) for a, b in pairwise(starts)),
    )


def _names(documents: Sequence[Sequence[Sequence[str]]]) -> dict[str, int]:
    """Return the features that enough lines have, sorted, with their columns."""
    counts: dict[str, int] = {}
    for document in documents:
        for line in document:
            for name in line:
                counts[name] = counts.get(name, 0) + 1
    return {name: at for at, name in enumerate(sorted(name for name, n in counts.items() if n >= _RARE))}


def _sparse(lines: Sequence[Sequence[str]], columns: dict[str, int]) -> Any:
    from scipy.sparse import csr_matrix

    found = [[columns[name] for name in line if name in columns] for line in lines]
    ends = np.cumsum([0, *map(len, found)])
    indices = np.fromiter((at for line in found for at in line), dtype=np.int32, count=ends[-1])
    return csr_matrix((np.ones(len(indices), np.float32), indices, ends), shape=(len(lines), len(columns)))


def _neighbours(places: Sequence[tuple[int, int]], lengths: Ints, starts: Ints) -> Ints:
    docs, steps = np.array(places).T
    found = np.full((len(REACH), len(places)), len(places))
    for at, away in enumerate(REACH):
        there = steps + away
        inside = (there >= 0) & (there < lengths[docs])
        found[at, inside] = starts[there[inside]] + docs[inside]
    return found


def fit(table: Table, *, iterations: int = _ITERATIONS) -> RoleModel:
    """Return the weights that make the roles of a table most probable, held near 0."""
    from scipy.optimize import minimize

    shared, own, roles = table.sizes
    size = shared * len(REACH) * roles + own * roles + roles * roles
    likelihood = Likelihood(table)
    found = minimize(likelihood, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    near, alone, steps = likelihood.parts(found.x)
    return RoleModel(shared=table.names[0], own=table.names[1], near=near, alone=alone, steps=steps)


class Likelihood:
    """How improbable the roles of a table are under some weights, and which way to change these."""

    def __init__(self, table: Table) -> None:
        self.table = table
        roles = len(ROLES)
        truth = np.zeros((len(table.roles), roles), np.float32)
        truth[np.arange(len(truth)), table.roles] = 1
        self.seen = self._gradient(truth)
        self.seen_steps = np.zeros((roles, roles))
        for before, after in pairwise(table.rows):
            count = after.stop - after.start
            pairs = table.roles[before][:count], table.roles[after]
            np.add.at(self.seen_steps, pairs, 1)

    def parts(self, weights: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the weights of neighbours, of the line alone, and of steps."""
        shared, own, roles = self.table.sizes
        first, second = shared * len(REACH) * roles, shared * len(REACH) * roles + own * roles
        return (
            weights[:first].reshape(shared, len(REACH) * roles).astype(np.float32),
            weights[first:second].reshape(own, roles).astype(np.float32),
            weights[second:].reshape(roles, roles),
        )

    def __call__(self, weights: Floats) -> tuple[float, Floats]:
        """Return the loss and its gradient."""
        near, alone, steps = self.parts(weights)
        emissions = self._emissions(near, alone)
        rows = np.arange(len(emissions))
        loss = -float(emissions[rows, self.table.roles].sum(dtype=np.float64)) - float(
            (steps * self.seen_steps).sum()
        )
        total, probable, expected = self._sums(emissions, steps)
        gradient = self._gradient(probable) - self.seen
        whole = np.concatenate([gradient, (expected - self.seen_steps).ravel()])
        loss += total + _STRENGTH / 2 * float(weights @ weights)
        return loss, whole + _STRENGTH * weights

    def _emissions(self, near: Floats, alone: Floats) -> Floats:
        roles = len(ROLES)
        found: Floats = self.table.own @ alone + self.table.said
        told = np.vstack([self.table.shared @ near, np.zeros((1, near.shape[1]), np.float32)])
        for at in range(len(REACH)):
            found += told[self.table.neighbours[at], at * roles : (at + 1) * roles]
        return found

    def _gradient(self, probable: Floats) -> Floats:
        """Return how often each feature goes with each role, as `probable` says."""
        roles = len(ROLES)
        told = np.zeros((len(probable) + 1, len(REACH) * roles), np.float32)
        for at in range(len(REACH)):
            # A line is that neighbour of one line alone: only the row past the end is written twice.
            told[self.table.neighbours[at], at * roles : (at + 1) * roles] = probable
        near = self.table.shared.T @ told[:-1]
        return np.concatenate([near.ravel(), (self.table.own.T @ probable).ravel()]).astype(np.float64)

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
