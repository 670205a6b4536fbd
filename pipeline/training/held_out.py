"""What models say of items they learned nothing of: how good a recipe is, and which labels look wrong."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.domain import ThemeScore, day_of, meeting_of
from pipeline.encoder import EncodedItem
from pipeline.encoder.protocol import Flags
from pipeline.themes.examples import Examples, LabelledItem
from pipeline.themes.fit import score_folds
from pipeline.themes.splits import Fold, group_folds, parted
from pipeline.training.archived import Corrected, ThemeDecision
from pipeline.training.theme_scores import Judgements, ThemeReport, report_scores
from pipeline.training.theme_trainer import ThemeTrainer

CORRECTED_FOLDS = 3
"""In how many parts corrected items are held out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldOutScores:
    """Items, and what was said of each by a model that learned nothing of its group.

    Of the corpus, each committee held out in turn, it is the frozen test.
    """

    examples: tuple[LabelledItem, ...]
    scores: tuple[tuple[ThemeScore, ...], ...]

    @classmethod
    def of(
        cls, examples: Sequence[LabelledItem], scores: Mapping[int, tuple[ThemeScore, ...]]
    ) -> "HeldOutScores":
        """Return the examples of which there are scores, by their places."""
        order = sorted(scores)
        return cls(examples=tuple(examples[at] for at in order), scores=tuple(scores[at] for at in order))

    @property
    def report(self) -> ThemeReport:
        """The figures of the corpus, and of ordinary committees where some were held out."""
        ordinary = self.ordinary
        figures = report_scores(self.frozen.examples, self.frozen.scores)
        if not ordinary.examples:
            return figures
        return replace(figures, ordinary=report_scores(ordinary.examples, ordinary.scores))

    @property
    def judgements(self) -> Judgements:
        """The same as tables."""
        return Judgements.of(self.examples, self.scores)

    @property
    def frozen(self) -> "HeldOutScores":
        """The items of the corpus alone."""
        return self._only([one.about is not None and not one.ordinary for one in self.examples])

    @property
    def ordinary(self) -> "HeldOutScores":
        """The items of ordinary committees alone."""
        return self._only([one.ordinary for one in self.examples])

    @property
    def corrected(self) -> "HeldOutScores":
        """The items that a person decided a theme of alone."""
        return self._only([one.about is None for one in self.examples])

    def _only(self, use: Sequence[bool]) -> "HeldOutScores":
        return HeldOutScores.of(self.examples, {at: self.scores[at] for at in np.flatnonzero(use).tolist()})


def frozen_folds(data: Examples) -> list[Fold]:
    """Return the folds of the frozen test, the same whatever else is learned from: a committee each.

    Only items of the corpus are in it. Not learned from are all items of the committee, and
    those of a case that the committee deals with too.
    """
    frozen = data.whole & data.corpus & ~_ordinary(data)
    return group_folds(data, frozen, most=len(data.items))


def ordinary_folds(data: Examples) -> list[Fold]:
    """Return ordinary committees in a few folds, to be judged by what learned nothing of them."""
    return group_folds(data, _ordinary(data))


def _ordinary(data: Examples) -> Flags:
    return np.array([one.ordinary for one in data.items], dtype=bool)


def later_fold(data: Examples, day: dt.date) -> Fold:
    """Return the corpus's items from a day on, to be judged by what was learned from those before.

    Not learned from are items of a case that comes up again from that day on.
    """
    later = np.array([one.whole and day_of(one.id) >= day.isoformat() for one in data.items])
    return Fold(items=later & data.corpus & ~_ordinary(data), grouped=data.grouped(later))


def corrected_folds(examples: Sequence[LabelledItem], ids: Collection[str]) -> list[Fold]:
    """Return some corrected items in a few folds; not learned from is all of their meetings."""
    chosen = np.array([one.about is None and one.id in ids for one in examples])
    meetings = np.array([meeting_of(one.id) for one in examples])
    held_out = [np.isin(meetings, part) for part in parted(meetings[chosen], CORRECTED_FOLDS)]
    return [Fold(items=chosen & part, grouped=part) for part in held_out]


SURE = 0.9
"""How sure the models must be of the contrary."""
QUOTE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """One label of one item, and why it is doubted."""

    item_id: str
    title: str
    theme: str
    labelled: bool
    by: str
    """Who labelled it; empty for the corpus."""
    probability: float
    reason: str


def find_suspects(
    trainer: ThemeTrainer, corpus: Sequence[LabelledItem], corrected: Corrected
) -> tuple[Suspect, ...]:
    """Return the suspected labels, the most contradicted first."""
    examples = (*corpus, *corrected.examples)
    data = trainer.tabulate(examples)
    folds = [*frozen_folds(data), *corrected_folds(examples, {one.id for one in corrected.examples})]
    held_out = HeldOutScores.of(examples, score_folds(data, folds))
    suspects = [
        suspect
        for one, scores in zip(held_out.examples, held_out.scores, strict=True)
        # An archive may hold minutes of the corpus: an item of the same id, labelled by nobody.
        for suspect in _contradicted(
            one, scores, {} if one.about is not None else corrected.decisions[one.id]
        )
    ]
    return tuple(sorted(suspects, key=lambda one: -abs(one.labelled - one.probability)))


def _contradicted(
    one: LabelledItem, scores: Sequence[ThemeScore], decisions: Mapping[str, ThemeDecision]
) -> Iterator[Suspect]:
    for score in scores:
        labelled = score.theme in one.themes
        judged = one.known is None or score.theme in one.known
        if judged and abs(labelled - score.probability) >= SURE:
            yield Suspect(
                item_id=one.id,
                title=one.title,
                theme=score.theme,
                labelled=labelled,
                by=decisions[score.theme].by if score.theme in decisions else "",
                probability=score.probability,
                reason=_reason(one.item, score, labelled=labelled),
            )


def _reason(item: EncodedItem, score: ThemeScore, *, labelled: bool) -> str:
    """Say in Danish what speaks against the label."""
    if labelled or not score.evidence:
        return "intet i teksten taler for temaet"
    first = score.evidence[0]
    texts = (p.text for p in item.passages if (p.start, p.end) == (first.start, first.end))
    quote = " ".join(next(texts, "").split())
    return f"taler for temaet: {quote[:QUOTE]}{'…' if len(quote) > QUOTE else ''}"
