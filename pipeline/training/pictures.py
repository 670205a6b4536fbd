"""Pictures of how a classifier does: confusion, calibration, thresholds. Drawn without a screen."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.themes.examples import LabelledItem
from pipeline.training.intervals import Interval
from pipeline.training.theme_scores import Judgements, labels

BINS = 10
WIDTH, HEIGHT = 3.0, 3.0


def draw_pictures(examples: Sequence[LabelledItem], found: Judgements) -> dict[str, Any]:
    """Return the pictures by file name, one panel a theme."""
    drawers = {"confusion.png": _confusion, "calibration.png": _calibration, "thresholds.png": _thresholds}
    figures = {}
    for name, draw in drawers.items():
        figure, panels = _panels(len(found.themes))
        for at, (theme, panel) in enumerate(zip(found.themes, panels, strict=True)):
            panel.set_title(theme)
            draw(panel, labels(examples, theme), found.probabilities[:, at], found.assigned[:, at])
        figures[name] = figure
    return figures


def draw_scores(sets: Mapping[str, Mapping[str, Interval]]) -> dict[str, Any]:
    """Return a picture of F1 by label with its interval, one panel a set; none where there is no set."""
    if not sets:
        return {}
    figure, panels = _panels(len(sets))
    for panel, (name, found) in zip(panels, sets.items(), strict=True):
        values = [one.value for one in found.values()]
        below = [max(0.0, one.value - one.low) for one in found.values()]
        above = [max(0.0, one.high - one.value) for one in found.values()]
        panel.barh(list(found), values, xerr=[below, above])
        panel.set_title(name)
        panel.set_xlim(0, 1)
        panel.invert_yaxis()
    return {"f1.png": figure}


def _panels(count: int) -> tuple[Any, list[Any]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH * count, HEIGHT), layout="constrained")
    return figure, list(figure.subplots(1, count, squeeze=False)[0])


def _confusion(panel: Any, gold: Any, probabilities: Any, assigned: Any) -> None:  # noqa: ARG001 - one shape
    counts = np.array([[(gold == row) & (assigned == col) for col in (True, False)] for row in (True, False)])
    table = counts.sum(axis=2)
    panel.imshow(np.sqrt(table), cmap="Blues")
    for (row, col), count in np.ndenumerate(table):
        panel.text(col, row, str(count), ha="center", va="center")
    panel.set_xticks([0, 1], ["assigned", "not"])
    panel.set_yticks([0, 1], ["has it", "not"])


def _calibration(panel: Any, gold: Any, probabilities: Any, assigned: Any) -> None:  # noqa: ARG001
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    used = [at for at in range(BINS) if (bins == at).any()]
    said = [probabilities[bins == at].mean() for at in used]
    true = [gold[bins == at].mean() for at in used]
    panel.plot([0, 1], [0, 1], color="grey", linewidth=1)
    panel.plot(said, true, marker="o")
    panel.set_xlabel("probability")
    panel.set_ylabel("comes true")


def _thresholds(panel: Any, gold: Any, probabilities: Any, assigned: Any) -> None:  # noqa: ARG001
    at = np.linspace(0.02, 0.98, 49)
    precision, recall = _rates(gold, probabilities, at)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    for name, values in (("precision", precision), ("recall", recall), ("F1", f1)):
        panel.plot(at, values, label=name)
    panel.set_xlabel("threshold")
    panel.legend(fontsize="small")


def _rates(
    gold: npt.NDArray[np.bool_], probabilities: npt.NDArray[np.float64], at: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    taken = probabilities[None, :] >= at[:, None]
    right = (taken & gold).sum(axis=1)
    none = taken.sum(axis=1) == 0
    precision = np.where(none, 1.0, right / np.maximum(taken.sum(axis=1), 1))
    return precision, right / max(int(gold.sum()), 1)
