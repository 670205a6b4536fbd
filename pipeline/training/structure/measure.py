"""How well items are found in prints of which every item is known, and whether the gate tells which."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.minutes.structure.confidence import Gate, doubts, figures
from pipeline.minutes.structure.cutting import cut_items
from pipeline.minutes.structure.reading import Reading, read, reread
from pipeline.minutes.structure.roles import RoleModel
from pipeline.training.corpus import CorpusMeeting
from pipeline.training.structure.forms import Pool
from pipeline.training.structure.page import Printed
from pipeline.training.structure.prints import print_minutes

_BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One print as it was cut."""

    layout: str
    gold: int
    found: int
    both: int
    figures: Mapping[str, float]
    doubted: bool
    """Whether a person has to look whatever the probability says."""

    @property
    def right(self) -> bool:
        """Whether every item starts where it should."""
        return self.gold == self.found == self.both


def judge(
    first: RoleModel, second: RoleModel, meetings: Sequence[CorpusMeeting], seeds: Sequence[int], pool: Pool
) -> Iterator[tuple[Judged, Judged]]:
    """Yield how the prints of some seeds are cut when they are read once, and when they are read again."""
    for seed in seeds:
        printed = print_minutes(seed, meetings, pool)
        if printed.items:
            once = read(printed.document, first)
            yield _judged(printed, once), _judged(printed, reread(once, second))


def _judged(printed: Printed, reading: Reading) -> Judged:
    found = cut_items(reading)
    text = printed.document.text
    gold = {_line(text, start) for start in printed.items}
    starts = {_line(text, item.lines[0].start) for item in found.items}
    return Judged(
        layout=printed.layout,
        gold=len(gold),
        found=len(starts),
        both=len(gold & starts),
        figures=figures(reading, found),
        doubted=bool(doubts(reading, found)),
    )


def _line(text: str, start: int) -> int:
    return text.count("\n", 0, start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of some prints."""

    judged: tuple[Judged, ...]
    again: tuple[Judged, ...]
    """The same prints as the second reading cuts them."""
    fitted: tuple[Judged, ...] = ()
    """Those that the gate was fitted on, and no figure is of."""
    gate: Gate

    @property
    def f1(self) -> float:
        """F1 of the items, over all prints as one."""
        both = sum(one.both for one in self.shown)
        return 2 * both / max(1, sum(one.gold + one.found for one in self.shown))

    @property
    def right(self) -> float:
        """Share of prints with every item right."""
        return sum(one.right for one in self.shown) / max(1, len(self.shown))

    @property
    def shown(self) -> list[Judged]:
        """The prints as they are kept or shown: read again where the gate did not accept them."""
        return [
            one if self._accepts(one) else other for one, other in zip(self.judged, self.again, strict=True)
        ]

    def accepted(self) -> list[Judged]:
        """Return the prints that would be kept without anybody looking."""
        return [one for one in self.judged if self._accepts(one)]

    def _accepts(self, one: Judged) -> bool:
        return not one.doubted and self.gate.probability(one.figures) >= self.gate.accepts

    def metrics(self) -> dict[str, float]:
        """Return the figures by name."""
        accepted = self.accepted()
        return {
            "prints": len(self.judged),
            "items.f1": self.f1,
            "files.right": self.right,
            "accepted": len(accepted) / max(1, len(self.judged)),
            "accepted.right": sum(one.right for one in accepted) / max(1, len(accepted)),
        }

    def table(self) -> str:
        """Return the figures, what is right by the gate's probability, and the forms that fail most."""
        lines = [f"{name:16} {value:.3f}" for name, value in self.metrics().items()]
        lines += ["", "probability   prints   right"]
        lines += [
            f"{low:.2f}-{high:.2f}   {count:8d}   {right:.3f}" for low, high, count, right in self._bands()
        ]
        failed = Counter(one.layout for one in self.shown if not one.right)
        lines += [
            "",
            "forms that fail most",
            *(f"{count:4d}  {layout}" for layout, count in failed.most_common(12)),
        ]
        return "\n".join(lines)

    def _bands(self) -> Iterator[tuple[float, float, int, float]]:
        chances = [(self.gate.probability(one.figures), one.right) for one in self.judged]
        for low, high in pairwise(_BANDS):
            own = [right for chance, right in chances if low <= chance < high or chance == high == 1.0]
            if own:
                yield low, high, len(own), sum(own) / len(own)


_LEAST_SURE, _SUREST = 0.7, 0.95
"""The limit is never outside these: of the prints between a half and the lower, every other one is wrong."""
_LEAST_RIGHT = 0.95
"""Of the prints that the gate accepts while it is fitted, so many must be right: 19 of 20."""


def fit_gate(judged: Sequence[Judged]) -> Gate:
    """Return the gate that tells right from wrong best, by logistic regression."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    names = sorted(judged[0].figures)
    X = np.array([[one.figures[name] for name in names] for one in judged])
    right = np.array([one.right for one in judged])
    scaler = StandardScaler().fit(X)
    fitted = LogisticRegression(C=0.2).fit(scaler.transform(X), right)
    weights = fitted.coef_[0] / scaler.scale_
    bias = float(fitted.intercept_[0] - (weights * scaler.mean_).sum())
    gate = Gate(
        weights={name: round(float(w), 4) for name, w in zip(names, weights, strict=True)},
        bias=round(bias, 4),
        accepts=1.0,
    )
    return Gate(weights=gate.weights, bias=gate.bias, accepts=_threshold(gate, judged))


def _threshold(gate: Gate, judged: Sequence[Judged]) -> float:
    """Return the lowest probability from which nearly all prints are right."""
    chances = sorted(
        ((gate.probability(one.figures), one.right) for one in judged if not one.doubted), reverse=True
    )
    right, lowest = 0, 1.0
    for count, (chance, is_right) in enumerate(chances, start=1):
        right += is_right
        if right >= _LEAST_RIGHT * count:
            lowest = chance
    return round(min(_SUREST, max(_LEAST_SURE, lowest)), 2)
