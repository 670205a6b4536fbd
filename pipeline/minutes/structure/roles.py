"""What each line of minutes most probably is: a linear-chain CRF, read with numpy alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ModelNotFoundError
from pipeline.files import intact, seal
from pipeline.minutes.document import Line
from pipeline.minutes.structure.features import REACH, Features, read_features
from pipeline.minutes.structure.shapes import Shape

Floats = NDArray[np.floating]


class Role(StrEnum):
    """What a line of minutes is."""

    ITEM = "item"
    """Opens an item, its title on the line, with or without number."""
    ITEM_BARE = "item bare"
    """Opens an item with its number alone; the title may stand below."""
    ITEM_TEXT = "item text"
    """Opens an item that prints neither number nor title: its first line."""
    ITEM_MORE = "item more"
    """Goes on with the title of an item that wraps."""
    TITLE = "title"
    """The title below the number, or the title repeated."""
    CASE_ABOVE = "case above"
    """A case number or the like above the heading of its item."""
    CASE = "case"
    """Case number, file number, "Åben sag", who presents it: between title and text."""
    SECTION = "section"
    """Heads a section; its text may follow on the line."""
    ATTACHMENT = "attachment"
    BODY = "body"
    GROUP = "group"
    """Parts the items, not the text: "Åbne punkter", "Til orientering"."""
    LIST_HEADING = "list heading"
    """"Dagsorden", "Indholdsfortegnelse"."""
    LISTED = "listed"
    """An entry of the list of items."""
    LISTED_MORE = "listed more"
    HEAD_TITLE = "head title"
    """Several fields of the head in one line."""
    HEAD_COMMITTEE = "head committee"
    HEAD_DATE = "head date"
    HEAD_TIME = "head time"
    HEAD_PLACE = "head place"
    HEAD_LABEL = "head label"
    """The label of a field whose value stands on another line, or nowhere."""
    HEAD_OTHER = "head other"
    """People and whatever else the head tells."""
    CHROME = "chrome"
    """Of the site or the page, not of the minutes."""
    TAIL = "tail"
    """After the last item: signatures, when the meeting ended."""


FIRST, SECOND = "roles.npz", "likes.npz"
"""The names of the weights of the two readings in the folder of a model."""
HEADINGS = (Role.ITEM, Role.ITEM_BARE)
"""The roles of the line that opens the heading of an item."""
STARTS = (*HEADINGS, Role.ITEM_TEXT)
"""The roles of the line that an item starts with."""
_SURE = 0.98
_RULED_OUT = 30.0
"""Log odds against a role that cannot be."""
_PLACE = {role: at for at, role in enumerate(Role)}
_NEVER_NONE = 1e-3
"""Added to what a first reading said: it rules nothing out."""


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """What each line of a document may be."""

    marginals: Floats
    """How probably: a row a line, a column a `Role`, in their order."""

    @property
    def best(self) -> tuple[Role, ...]:
        """The most probable role of each line."""
        roles = tuple(Role)
        return tuple(roles[at] for at in self.marginals.argmax(axis=1))

    def probability(self, *roles: Role) -> Floats:
        """Return for each line how probably it is one of `roles`."""
        summed: Floats = self.marginals[:, [_PLACE[role] for role in roles]].sum(axis=1)
        return summed

    @property
    def said(self) -> Floats:
        """What speaks for each role, for a reading that goes on from this one."""
        logarithms: Floats = np.log(self.marginals + _NEVER_NONE)
        return logarithms


@dataclass(frozen=True, slots=True, eq=False)
class RoleModel:
    """The weights of the CRF: what each feature of a line and of its neighbours says for each role."""

    shared: Mapping[str, int]
    """The features told to neighbours, and the rows of `near` they have."""
    own: Mapping[str, int]
    """The features of the line itself, and the rows of `far` they have."""
    near: Floats
    """Features x (reach x roles): what a feature of a line says of each neighbour in `REACH`."""
    alone: Floats
    """Features x roles."""
    steps: Floats
    """Roles x roles: what the role of a line says of the next line's."""

    def read(self, lines: Sequence[Line], shapes: Sequence[Shape]) -> Roles:
        """Return what each line probably is."""
        if not lines:
            return Roles(marginals=np.zeros((0, len(Role))))
        emissions = self._emissions(read_features(lines, shapes))
        roles = Roles(marginals=marginals(emissions, self.steps))
        if roles.probability(*HEADINGS).max() < _SURE:
            return roles
        # Where one item has a heading, all have: none begins with its text.
        emissions[:, _PLACE[Role.ITEM_TEXT]] -= _RULED_OUT
        return Roles(marginals=marginals(emissions, self.steps))

    def reread(self, features: Features, first: Roles) -> Roles:
        """Return what each line probably is by what was read `first` and by its other `features`."""
        return Roles(marginals=marginals(first.said + self._emissions(features), self.steps))

    def _emissions(self, features: Features) -> Floats:
        """Return how much the features of each line and its neighbours speak for each role."""
        near = _summed(self.near, _rows(features.shared, self.shared))
        told = near.reshape(len(near), len(REACH), -1)
        found = _summed(self.alone, _rows(features.own, self.own)).astype(np.float64)
        for at, away in enumerate(REACH):
            # A line at -1 tells the line after it: its row goes one down.
            reached = max(0, len(near) - abs(away))
            here, there = max(0, -away), max(0, away)
            found[here : here + reached] += told[there : there + reached, at]
        return found


def _rows(features: Sequence[Sequence[str]], places: Mapping[str, int]) -> list[list[int]]:
    """Return the row of weights of each feature; every line has at least the row after the last."""
    return [[len(places), *(places[name] for name in names if name in places)] for names in features]


def _summed(weights: Floats, rows: Sequence[Sequence[int]]) -> Floats:
    """Return for each list of rows their sum; the row after the last is 0."""
    padded = np.vstack([weights, np.zeros((1, weights.shape[1]), weights.dtype)])
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.intp)
    starts = np.cumsum([0, *(len(own) for own in rows[:-1])])
    summed: Floats = np.add.reduceat(padded[flat], starts, axis=0)
    return summed


def load_roles(folder: Path, name: str = FIRST) -> RoleModel:
    """Return the model of roles of that name in a folder.

    Raises:
        ModelNotFoundError: the folder has none.

    """
    path = folder / name
    if not path.is_file():
        raise ModelNotFoundError("no-role-model", path=path)
    with np.load(intact(path), allow_pickle=False) as kept:
        return RoleModel(
            shared=_places(kept["shared"]),
            own=_places(kept["own"]),
            near=kept["near"].astype(np.float32),
            alone=kept["alone"].astype(np.float32),
            steps=kept["steps"].astype(np.float64),
        )


def save_roles(model: RoleModel, folder: Path, name: str = FIRST) -> None:
    """Write a model of roles into a folder; weights lose what half precision cannot hold."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / name,
        shared=np.array("\n".join(model.shared)),
        own=np.array("\n".join(model.own)),
        near=model.near.astype(np.float16),
        alone=model.alone.astype(np.float16),
        steps=model.steps.astype(np.float32),
    )
    seal(folder / name)


def _places(names: NDArray[np.str_]) -> dict[str, int]:
    # No names at all are one empty line.
    return {name: at for at, name in enumerate(filter(None, str(names).split("\n")))}


def marginals(emissions: Floats, steps: Floats) -> Floats:
    """Return how probable each role of each line is: forward and backward over the chain, scaled."""
    weight = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    step = np.exp(steps)
    ahead, behind = np.empty_like(weight), np.ones_like(weight)
    ahead[0] = weight[0] / weight[0].sum()
    for at in range(1, len(weight)):
        row = weight[at] * (ahead[at - 1] @ step)
        ahead[at] = row / row.sum()
    for at in range(len(weight) - 2, -1, -1):
        row = step @ (weight[at + 1] * behind[at + 1])
        behind[at] = row / row.sum()
    found = ahead * behind
    normalised: Floats = found / found.sum(axis=1, keepdims=True)
    return normalised
