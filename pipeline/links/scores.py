"""The score of a link to an item: that of the best two of their matters."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.links.certain import CERTAIN
from pipeline.links.features import greatest
from pipeline.links.model import Fusion
from pipeline.links.pairs import MatterPairs, Query, compare
from pipeline.links.store import Store
from pipeline.links.tables import Ints, Numbers

DIGITS = 6
"""Of a score; what differs further down is the order in which numbers were added up."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scored:
    """How probable a link to each row is: that of its best pair of matters."""

    scores: Numbers
    here: Ints
    """The matter of the query in that pair."""

    def shown(self, *, cutoff: float, share: float) -> npt.NDArray[np.bool_]:
        """Return which rows are worth showing: likely enough, also beside the likeliest of their matter.

        Beside a sure link a doubtful one is noise; where nothing is sure, it may be what is looked for.
        """
        best = greatest(self.scores, self.here, int(self.here.max(initial=0)) + 1)
        likely: npt.NDArray[np.bool_] = self.scores >= np.maximum(cutoff, share * best[self.here])
        return likely


def score_rows(query: Query, store: Store, rows: Ints, fusion: Fusion) -> Scored:
    """Return how probable links to `rows` are."""
    pairs = compare(query, store, rows)
    return best_of(fusion.probability(pairs.features).round(DIGITS), pairs, len(rows))


def best_of(lines: Numbers, pairs: MatterPairs, size: int) -> Scored:
    """Return the best of the lines of each row; a certain sign is enough alone."""
    scores = greatest(lines, pairs.rows, size)
    here = np.zeros(size, dtype=np.int64)
    first = np.flatnonzero(lines == scores[pairs.rows])[::-1]
    here[pairs.rows[first]] = pairs.here[first]
    return Scored(scores=np.maximum(scores, np.where(pairs.certain, CERTAIN, 0.0)), here=here)
