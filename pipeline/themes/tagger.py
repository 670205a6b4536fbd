"""Agenda items to themes: probability, decision, evidence."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.domain import ThemeScore
from pipeline.encoder.protocol import Floats
from pipeline.errors import ModelError
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes.evidence import find_evidence
from pipeline.themes.item import ThemeInput, judged
from pipeline.themes.model import ThemeModel, ThemeQuestion, item_probabilities, passage_probabilities
from pipeline.themes.passage_features import Matrix
from pipeline.themes.words import ItemWords, ThemeWords

# Below this nobody asks why: no evidence is given.
WORTH_EXPLAINING = 0.1


class ThemeTagger:
    """Scores agenda items for every theme of the register."""

    def __init__(
        self, model: ThemeModel, register: Sequence[ThemeDefinition], definitions: Sequence[Floats | None]
    ) -> None:
        self.model = model
        self._themes = [
            (ThemeWords(theme), definition) for theme, definition in zip(register, definitions, strict=True)
        ]

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes scored, in the order of the register."""
        return tuple(words.theme.name for words, _ in self._themes)

    @property
    def version(self) -> str:
        """Which training made the model: the fingerprint of its examples."""
        return self.model.card.trained_on

    def score(self, items: Sequence[ThemeInput]) -> tuple[tuple[ThemeScore, ...], ...]:
        """Return for each item one score a theme, in the order of the register.

        Raises:
            ModelError: the vectors are not of the model's encoder.

        """
        for item in items:
            self._check(item)
        kept = [judged(item) for item in items]
        return self.score_read(
            kept, {words.theme.name: [words.read(item) for item in kept] for words, _ in self._themes}
        )

    def score_read(
        self, items: Sequence[ThemeInput], words: Mapping[str, Sequence[ItemWords]]
    ) -> tuple[tuple[ThemeScore, ...], ...]:
        """Return the scores of items as `judged` leaves them, whose words of each theme are found already."""
        if not items:
            return ()
        questions = (
            ThemeQuestion(theme=name, items=items, words=words[name], definition=definition)
            for name, definition in self._definitions()
        )
        return tuple(zip(*map(self._score_theme, questions), strict=True))

    def _definitions(self) -> Iterator[tuple[str, Floats | None]]:
        for words, definition in self._themes:
            yield words.theme.name, definition

    def _score_theme(self, question: ThemeQuestion) -> list[ThemeScore]:
        passages = passage_probabilities(self.model, question)
        probabilities = item_probabilities(self.model, question, passages)
        return [
            self._theme_score(question.theme, item, found, rows, float(probability))
            for item, found, rows, probability in zip(
                question.items, question.words, passages, probabilities, strict=True
            )
        ]

    def _theme_score(
        self, theme: str, item: ThemeInput, words: ItemWords, passages: Matrix, probability: float
    ) -> ThemeScore:
        card = self.model.card
        shown = probability >= WORTH_EXPLAINING and len(passages) > 0
        return ThemeScore(
            theme=theme,
            probability=round(probability, 4),
            assigned=card.assigns(theme, probability),
            undecided=card.doubts(theme, probability),
            evidence=find_evidence(item.passages, words, passages) if shown else (),
        )

    def _check(self, item: ThemeInput) -> None:
        wanted = (len(item.passages), self.model.card.dimension)
        if item.vectors.shape != wanted and (wanted[0] or item.vectors.size):
            raise ModelError(
                f"the theme model needs vectors of shape {wanted} for {item.title!r}, got "
                f"{item.vectors.shape}; encode the passages with {self.model.card.encoder}"
            )
