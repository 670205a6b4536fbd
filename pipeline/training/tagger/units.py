"""Examples as the tower reads them: hidden states of the trunk, and a tag a token."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.encoder.serving import OnnxEncoder, Trunk
from pipeline.entities.bio import begins, goes_on
from pipeline.training.tagger.examples import Example, Span

IGNORED = -100
"""The tag of what counts neither way: title path, special tokens, masked stretches."""
AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unit:
    """One window: hidden states (tokens, dimension) of the trunk, and tags (tokens,)."""

    states: npt.NDArray[np.float16]
    tags: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """Units padded to one length; `mask` is 1 where there is a token."""

    states: npt.NDArray[np.float32]
    mask: npt.NDArray[np.float32]
    tags: npt.NDArray[np.int64]


def make_units(examples: Sequence[Example], encoder: OnnxEncoder) -> Iterator[Unit]:
    """Yield the windows of the examples, in no order that matters."""
    for at in range(0, len(examples), AT_ONCE):
        part = examples[at : at + AT_ONCE]
        for trunk in encoder.trunks([example.passage for example in part]):
            yield unit(trunk, part[trunk.passage])


def unit(trunk: Trunk, example: Example) -> Unit:
    """Return one window with its tags."""
    tags = np.full(len(trunk.states), IGNORED, dtype=np.int64)
    tags[trunk.own] = own_tags(trunk.offsets, example.spans)
    return Unit(states=trunk.states.astype(np.float16), tags=tags)


def own_tags(offsets: npt.NDArray[np.integer], spans: Sequence[Span]) -> npt.NDArray[np.int64]:
    """Return the tags of the tokens at `offsets`; what is nothing to see has none."""
    starts = offsets[:, 0]
    seen = starts < offsets[:, 1]
    tags = np.where(seen, 0, IGNORED).astype(np.int64)
    for span in spans:
        inside = seen & (starts >= span.start) & (starts < span.end)
        if span.label is None:
            tags[inside] = IGNORED
        else:
            # A window may begin in the middle of a mention: its first token there goes on.
            tags[inside] = goes_on(span.label)
            tags[inside & (starts == span.start)] = begins(span.label)
    return tags


def batches(units: Sequence[Unit], tokens: int, rng: random.Random) -> Iterator[Batch]:
    """Yield batches of about so many tokens, of units of like length, in random order."""
    order = sorted(range(len(units)), key=lambda at: len(units[at].tags) * (1 + 0.2 * rng.random()))
    groups: list[list[int]] = [[]]
    for at in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(units[at].tags) > tokens:
            groups.append([])
        groups[-1].append(at)
    rng.shuffle(groups)
    for group in groups:
        yield pad([units[at] for at in group])


def pad(units: Sequence[Unit]) -> Batch:
    """Return units as one batch."""
    shape = (len(units), max(len(unit.tags) for unit in units))
    states = np.zeros((*shape, units[0].states.shape[1]), dtype=np.float32)
    mask = np.zeros(shape, dtype=np.float32)
    tags = np.full(shape, IGNORED, dtype=np.int64)
    for row, unit in enumerate(units):
        length = len(unit.tags)
        states[row, :length], mask[row, :length], tags[row, :length] = unit.states, 1, unit.tags
    return Batch(states=states, mask=mask, tags=tags)
