"""Agenda items to themes: probability, decision, evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.domain import ThemeScore
from pipeline.encoder.protocol import Floats
from pipeline.errors import ModelError
from pipeline.knowledge.themes import ThemeDefinition, digest
from pipeline.themes.evidence import find_evidence
from pipeline.themes.item import ThemeInput, judged
from pipeline.themes.layout import Layout, Matrix, WordCounts
from pipeline.themes.model import (
    ThemeCard,
    ThemeModel,
    ThemeQuestion,
    item_probabilities,
    passage_probabilities,
)
from pipeline.themes.words import ItemWords, WordReader

# Below this nobody asks why: no evidence is given.
WORTH_EXPLAINING = 0.1


class ThemeTagger:
    """Scores agenda items for every theme of the register."""

    def __init__(
        self, model: ThemeModel, register: Sequence[ThemeDefinition], definitions: Sequence[Floats | None]
    ) -> None:
        self.model = model
        self.version = version_of(model.card, register)
        """Which training made the model and which register it judges by; noted with what it says."""
        self._reader = WordReader(register)
        self._definitions = dict(zip(self._reader.names, definitions, strict=True))

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes scored, in the order of the register."""
        return self._reader.names

    def score(self, items: Sequence[ThemeInput]) -> tuple[tuple[ThemeScore, ...], ...]:
        """Return for each item one score a theme, in the order of the register.

        Raises:
            ModelError: the vectors are not of the model's encoder.

        """
        for item in items:
            self._check(item)
        kept = [judged(item) for item in items]
        return self.score_read(kept, self._reader.read(kept))

    def score_read(
        self, items: Sequence[ThemeInput], words: Mapping[str, Sequence[ItemWords]]
    ) -> tuple[tuple[ThemeScore, ...], ...]:
        """Return the scores of items as `judged` leaves them, whose words of each theme are found already."""
        if not items:
            return ()
        layout = Layout.of(items)
        questions = (
            ThemeQuestion(
                theme=name,
                items=items,
                layout=layout,
                words=words[name],
                counts=WordCounts.of(words[name]),
                definition=definition,
            )
            for name, definition in self._definitions.items()
        )
        return tuple(zip(*map(self._score_theme, questions), strict=True))

    def _score_theme(self, question: ThemeQuestion) -> list[ThemeScore]:
        passages = passage_probabilities(self.model, question)
        probabilities = item_probabilities(self.model, question, passages)
        edges = np.cumsum([0, *question.layout.sizes]).tolist()
        judge = Verdicts(card=self.model.card, theme=question.theme)
        rows = zip(question.items, question.words, pairwise(edges), probabilities.tolist(), strict=True)
        return [judge.score(item, words, passages[a:b], said) for item, words, (a, b), said in rows]

    def _check(self, item: ThemeInput) -> None:
        wanted = (len(item.passages), self.model.card.dimension)
        if item.vectors.shape != wanted and (wanted[0] or item.vectors.size):
            raise ModelError(
                f"the theme model needs vectors of shape {wanted} for {item.title!r}, got "
                f"{item.vectors.shape}; encode the passages with {self.model.card.encoder}"
            )


def version_of(card: ThemeCard, register: Sequence[ThemeDefinition]) -> str:
    """Return the version of a tagger: another model or another register says other things of items."""
    return f"{card.trained_on}-{digest(register)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What probabilities of one theme are taken for, by a model's card."""

    card: ThemeCard
    theme: str

    def score(self, item: ThemeInput, words: ItemWords, passages: Matrix, probability: float) -> ThemeScore:
        """Return the score of an item as `judged` leaves it, with the passages that carried it."""
        shown = probability >= WORTH_EXPLAINING and len(passages) > 0
        return ThemeScore(
            theme=self.theme,
            probability=round(float(probability), 4),
            assigned=bool(self.card.assigns(self.theme, probability)),
            undecided=bool(self.card.doubts(self.theme, probability)),
            evidence=find_evidence(item.passages, words, passages) if shown else (),
        )
