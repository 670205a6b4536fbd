"""Labels that models which did not see them contradict: mistakes, or items worth another look."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.domain import ThemeScore
from pipeline.themes.item import LabelledItem, ThemeInput
from pipeline.training.archived import Corrected, Decision
from pipeline.training.held_out import corrected_folds, frozen_folds, held_out_scores
from pipeline.training.workshop import Workshop

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
    workshop: Workshop, corpus: Sequence[LabelledItem], corrected: Corrected
) -> tuple[Suspect, ...]:
    """Return the suspected labels, the most contradicted first."""
    examples = (*corpus, *corrected.examples)
    data = workshop.tabulate(examples)
    folds = [*frozen_folds(data), *corrected_folds(examples, {one.id for one in corrected.examples})]
    held_out = held_out_scores(data, examples, folds)
    found = [
        suspect
        for one, scores in zip(held_out.examples, held_out.scores, strict=True)
        # An archive may hold minutes of the corpus: an item of the same id, labelled by nobody.
        for suspect in _contradicted(
            one, scores, {} if one.about is not None else corrected.decisions[one.id]
        )
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.labelled - one.probability)))


def _contradicted(
    one: LabelledItem, scores: Sequence[ThemeScore], decisions: Mapping[str, Decision]
) -> Iterator[Suspect]:
    for score in scores:
        labelled = score.theme in one.themes
        judged = one.known is None or score.theme in one.known
        if judged and abs(labelled - score.probability) >= SURE:
            yield Suspect(
                item_id=one.id,
                title=one.item.title,
                theme=score.theme,
                labelled=labelled,
                by=decisions[score.theme].by if score.theme in decisions else "",
                probability=score.probability,
                reason=_reason(one.item, score, labelled=labelled),
            )


def _reason(item: ThemeInput, score: ThemeScore, *, labelled: bool) -> str:
    """Say in Danish what speaks against the label."""
    if labelled or not score.evidence:
        return "intet i teksten taler for temaet"
    first = score.evidence[0]
    texts = (p.text for p in item.passages if (p.start, p.end) == (first.start, first.end))
    quote = " ".join(next(texts, "").split())
    return f"taler for temaet: {quote[:QUOTE]}{'…' if len(quote) > QUOTE else ''}"
