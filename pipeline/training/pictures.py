"""Pictures of how a classifier does: confusion, calibration, thresholds. Drawn without a screen."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.config import places
from pipeline.encoder.protocol import Flags, Numbers
from pipeline.themes.examples import LabelledItem
from pipeline.training.intervals import Interval
from pipeline.training.theme_scores import BINS, Judgements, labels

WIDTH, HEIGHT = 3.0, 3.0


def draw_pictures(examples: Sequence[LabelledItem], judgements: Judgements) -> dict[str, Any]:
    """Return the pictures by file name, one panel a theme."""
    drawers = {"confusion.png": _confusion, "calibration.png": _calibration, "thresholds.png": _thresholds}
    figures = {}
    for name, draw in drawers.items():
        figure, panels = _panels(len(judgements.themes))
        for at, (theme, panel) in enumerate(zip(judgements.themes, panels, strict=True)):
            panel.set_title(theme)
            draw(panel, labels(examples, theme), judgements.probabilities[:, at], judgements.assigned[:, at])
        figures[name] = figure
    return figures


def draw_scores(sets: Mapping[str, Mapping[str, Interval]]) -> dict[str, Any]:
    """Return a picture of F1 by label with its interval, one panel a set; none where there is no set."""
    if not sets:
        return {}
    figure, panels = _panels(len(sets))
    for panel, (name, of_label) in zip(panels, sets.items(), strict=True):
        values = [one.value for one in of_label.values()]
        below = [max(0.0, one.value - one.low) for one in of_label.values()]
        above = [max(0.0, one.high - one.value) for one in of_label.values()]
        panel.barh(list(of_label), values, xerr=[below, above])
        panel.set_title(name)
        panel.set_xlim(0, 1)
        panel.invert_yaxis()
    return {"f1.png": figure}


def _panels(count: int) -> tuple[Any, list[Any]]:
    # Its list of fonts belongs with what else can be made again, not into the user's home.
    os.environ.setdefault("MPLCONFIGDIR", str(places().cache / "experiments" / "matplotlib"))
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH * count, HEIGHT), layout="constrained")
    return figure, list(figure.subplots(1, count, squeeze=False)[0])


def _confusion(panel: Any, gold: Flags, _: Numbers, assigned: Flags) -> None:
    from sklearn.metrics import ConfusionMatrixDisplay

    names = {"labels": [True, False], "display_labels": ["has it", "not"]}
    ConfusionMatrixDisplay.from_predictions(gold, assigned, **names, ax=panel, cmap="Blues", colorbar=False)


def _calibration(panel: Any, gold: Flags, probabilities: Numbers, _: Flags) -> None:
    from sklearn.calibration import CalibrationDisplay

    CalibrationDisplay.from_predictions(gold, probabilities, n_bins=BINS, ax=panel)


def _thresholds(panel: Any, gold: Flags, probabilities: Numbers, _: Flags) -> None:
    from sklearn.metrics import precision_recall_curve

    if not gold.any():
        return
    precision, recall, at = precision_recall_curve(gold, probabilities)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    for name, values in (("precision", precision), ("recall", recall), ("F1", f1)):
        panel.plot(at, values[:-1], label=name)
    panel.set_xlabel("threshold")
    panel.legend(fontsize="small")
