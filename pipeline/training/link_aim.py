"""What is asked of the links that are shown, and the cut-off that it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.links.scores import Scored
from pipeline.links.tables import Numbers
from pipeline.training.link_cases import RELATED

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """How good the links shown are to be, on committees held out of the fit."""

    precision: float
    """Of the links shown, at least this much is what a reader keeps."""
    least: float = 0.0
    """Nothing less probable is shown, though the others be good enough to make up for it."""
    same: float = 1.0
    """A missed link to the same matter counts so many times in the fit."""
    lowest: int = RELATED
    """The grade from which on a link is right for the fit."""
    share: float = 0.0
    """A link less probable than this share of the likeliest one of its matter is not shown beside it."""

    def cutoff(self, held_out: Sequence[tuple[Scored, Numbers]]) -> float:
        """Return the lowest cut-off that does it, so that no more is hidden than must be; 1 if none does.

        `held_out` has the scores and the grades of each query's earlier items.
        """
        shown: list[tuple[float, bool]] = []
        for scored, grades in held_out:
            rows = np.flatnonzero(scored.shown(cutoff=0.0, share=self.share))
            best = rows[np.argsort(-scored.scores[rows], kind="stable")][:SHOWN]
            shown += zip(scored.scores[best].tolist(), (grades[best] > 0).tolist(), strict=True)
        shown.sort(reverse=True)
        right = np.cumsum([keep for _, keep in shown]) / np.arange(1, len(shown) + 1)
        enough = np.flatnonzero(right >= self.precision)
        return max(self.least, shown[int(enough[-1])][0]) if len(enough) else 1.0


def shown_well(
    held_out: Sequence[tuple[Scored, Numbers]], *, cutoff: float, share: float
) -> tuple[float, float]:
    """Return the precision of what is shown, and how often nothing is shown where nothing is related."""
    right, quiet = list[bool](), list[bool]()
    for scored, grades in held_out:
        rows = np.flatnonzero(scored.shown(cutoff=cutoff, share=share))
        best = rows[np.argsort(-scored.scores[rows], kind="stable")][:SHOWN]
        right += (grades[best] > 0).tolist()
        if not (grades > 0).any():
            quiet.append(not len(best))
    return float(np.mean(right)) if right else 1.0, float(np.mean(quiet)) if quiet else 1.0
