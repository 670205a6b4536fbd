"""Whether a challenger may take the champion's place: no theme may lose beyond its interval.

Nor may what persons corrected since the champion was made get worse, however little it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.encoder.protocol import Flags, Numbers
from pipeline.themes.examples import LabelledItem
from pipeline.training.intervals import Interval, f1_difference, f1_interval, mean_interval
from pipeline.training.theme_scores import Judgements, labels

LEAST_ITEMS = 20
"""Fewer items say nothing: one that went the other way would decide."""
TOLERABLE_LOSS = 0.01
"""Bad labels blur probabilities long before they turn decisions: good ones moved the log loss of no theme
by more than half of this, a fifth of labels flipped by thrice as much or more (experiments/bad_labels)."""
TOLERABLE_OF_FEW = 0.05
"""A single item decides where it was corrected: what is learned of others moves its log loss by more than
this once in 300 times (the frozen items, one correction learned)."""
LEAST = 0.001
"""No probability is punished as a surer one than this."""
PROMOTED = "promoted: no theme loses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Champion and challenger on the same items, for one theme."""

    where: str
    theme: str
    items: int
    champion: Interval
    challenger: Interval
    difference: Interval
    loss: Interval
    """How much the log loss of the probabilities grew."""
    least: int = LEAST_ITEMS
    """From how many items on it decides."""

    @property
    def has_enough(self) -> bool:
        """Whether there are items enough to say anything."""
        return self.items >= LEAST_ITEMS

    @property
    def lost(self) -> bool:
        """Whether the challenger is worse beyond what drawing other items would explain."""
        tolerable = TOLERABLE_LOSS if self.has_enough else TOLERABLE_OF_FEW
        return self.items >= self.least and (self.difference.high < 0 or self.loss.low > tolerable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All contests, and what follows from them."""

    contests: tuple[Contest, ...]

    @property
    def compared(self) -> bool:
        """Whether any theme was compared on items enough to say anything."""
        return any(contest.has_enough for contest in self.contests)

    @property
    def promoted(self) -> bool:
        """Whether no theme is lost anywhere; where nothing was compared, nobody knows."""
        return self.compared and not any(contest.lost for contest in self.contests)

    @property
    def reason(self) -> str:
        """One line to be kept with the version."""
        if not self.compared:
            return f"refused: nothing compared, for no theme are there {LEAST_ITEMS} items that both judged"
        lost = [f"{contest.theme} ({contest.where})" for contest in self.contests if contest.lost]
        return f"refused: {', '.join(lost)} would lose" if lost else PROMOTED


def compare(
    where: str,
    examples: Sequence[LabelledItem],
    champion: Judgements,
    challenger: Judgements,
    *,
    least: int = LEAST_ITEMS,
) -> tuple[Contest, ...]:
    """Return a contest for each theme that both know, on the items that both judged and a person labelled.

    Each decides from so many items on.
    """
    both = set(champion.ids) & set(challenger.ids)
    judged = [one for one in examples if one.id in both]
    asked = {
        theme: [one for one in judged if one.known is None or theme in one.known]
        for theme in challenger.themes
        if theme in champion.themes
    }
    return tuple(
        Contest(
            where=where,
            theme=theme,
            items=len(use),
            least=least,
            **_outcome(use, theme, champion, challenger),
        )
        for theme, use in asked.items()
        if use
    )


def _outcome(
    items: Sequence[LabelledItem], theme: str, champion: Judgements, challenger: Judgements
) -> dict[str, Interval]:
    """Return the figures of a contest, by their names in it."""
    ids, gold = [one.id for one in items], labels(items, theme)
    sure_before, before = champion.of_items(ids, theme)
    sure_after, after = challenger.of_items(ids, theme)
    return {
        "champion": f1_interval(gold, before),
        "challenger": f1_interval(gold, after),
        "difference": f1_difference(gold, before, after),
        "loss": mean_interval(_log_loss(gold, sure_after) - _log_loss(gold, sure_before)),
    }


def _log_loss(gold: Flags, probabilities: Numbers) -> Numbers:
    """Return for each item how far its probability was from the truth."""
    loss: Numbers = -np.log(np.clip(np.where(gold, probabilities, 1 - probabilities), LEAST, 1.0))
    return loss
