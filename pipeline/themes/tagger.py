"""Agenda items to themes: probability, decision, and the passages and words that carried it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.domain import Evidence, Matter, Passage, SubItem, ThemeScore
from pipeline.encoder.protocol import EncodedItem, Floats
from pipeline.errors import ModelError
from pipeline.knowledge.themes import ThemeDefinition, digest
from pipeline.minutes.passages import sub_items
from pipeline.themes.layout import Layout, Matrix, WordCounts, judged, some_passages
from pipeline.themes.model import (
    ThemeCard,
    ThemeModel,
    ThemeQuestion,
    item_probabilities,
    passage_probabilities,
)
from pipeline.themes.words import Found, ItemWords, WordReader

# Below this nobody asks why: no evidence is given.
WORTH_EXPLAINING = 0.1
# A passage is shown when it is likelier than not to be about the theme, or nearly so.
LEAST_PROBABILITY = 0.4
MOST_PASSAGES = 8


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

    def score(
        self, items: Sequence[EncodedItem], *, sub_items: bool = False
    ) -> tuple[tuple[ThemeScore, ...], ...]:
        """Return for each item one score a theme, in the order of the register.

        Of sub-items a few lines are enough for a theme: without that a fifth fewer
        were found (experiments/theme_matters.py).

        Raises:
            ModelError: the vectors are not of the model's encoder.

        """
        for item in items:
            self._check(item)
        kept = [judged(item) for item in items]
        return self.score_read(kept, self._reader.read(kept), Layout.of(kept, sub_items=sub_items))

    def score_read(
        self, items: Sequence[EncodedItem], words: Mapping[str, Sequence[ItemWords]], layout: Layout
    ) -> tuple[tuple[ThemeScore, ...], ...]:
        """Return the scores of items as `judged` leaves them, whose words of each theme are found already."""
        if not items:
            return ()
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
        edges, card = pairwise(np.cumsum([0, *question.layout.sizes]).tolist()), self.model.card
        rows = zip(question.items, question.words, edges, probabilities.tolist(), strict=True)
        return [
            to_score(card, question.theme, probability, Carried(item.passages, words, passages[a:b]))
            for item, words, (a, b), probability in rows
        ]

    def _check(self, item: EncodedItem) -> None:
        wanted = (len(item.passages), self.model.card.dimension)
        if item.vectors.shape != wanted and (wanted[0] or item.vectors.size):
            raise ModelError(
                "theme-vectors-of-wrong-shape",
                wanted=str(wanted),
                item=item.item.title,
                shape=str(item.vectors.shape),
                encoder=self.model.card.encoder,
            )


def version_of(card: ThemeCard, register: Sequence[ThemeDefinition]) -> str:
    """Return the version of a tagger: another model or another register says other things of items."""
    return f"{card.trained_on}-{digest(register)}"


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """The passages of an item, the theme's words in it, and how likely each passage is about the theme."""

    passages: Sequence[Passage]
    words: ItemWords
    probabilities: Matrix


def to_score(card: ThemeCard, theme: str, probability: float, carried: Carried) -> ThemeScore:
    """Return the score of an item as `judged` leaves it, with the passages that carried it."""
    return ThemeScore(
        theme=theme,
        probability=round(float(probability), 4),
        assigned=bool(card.assigns(theme, probability)),
        undecided=bool(card.doubts(theme, probability)),
        evidence=_evidence(carried) if probability >= WORTH_EXPLAINING else (),
    )


def _evidence(carried: Carried) -> tuple[Evidence, ...]:
    """Return the passages that carry the theme, the strongest first, each followed by its words.

    A passage's weight is its share of what all passages say for the theme; a word's
    weight is its share of its passage's.
    """
    probabilities = carried.probabilities
    order = np.argsort(-probabilities, kind="stable")[:MOST_PASSAGES]
    total = float(probabilities.sum()) or 1.0
    evidence: list[Evidence] = []
    for place, at in enumerate(order):
        if place == 0 or probabilities[at] >= LEAST_PROBABILITY:
            passage, weight = carried.passages[at], round(float(probabilities[at]) / total, 4)
            evidence.append(Evidence(start=passage.start, end=passage.end, weight=weight))
            evidence += _word_evidence(passage, carried.words.passages[at], weight)
    return tuple(evidence)


def _word_evidence(passage: Passage, words: Found, weight: float) -> list[Evidence]:
    return [
        Evidence(
            start=passage.start + term.start,
            end=passage.start + term.end,
            weight=round(weight / len(words.terms), 4),
        )
        for term in words.terms
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemThemes:
    """The themes of an item, and of its matters where it has several."""

    themes: tuple[ThemeScore, ...]
    matters: tuple[Matter, ...]


def tag_items(tagger: ThemeTagger, items: Sequence[EncodedItem]) -> tuple[ItemThemes, ...]:
    """Return the themes of items, each of their sub-items judged as an item of its own.

    Raises:
        ModelError: the vectors are not of the model's encoder.

    """
    kept = [judged(item) for item in items]
    parts = [sub_items(item.item.title, item.passages) for item in kept]
    every = [_as_item(item, part) for item, own in zip(kept, parts, strict=True) for part in own]
    scores = iter(tagger.score(every, sub_items=True) if every else ())
    return tuple(
        ItemThemes(themes=themes, matters=tuple(_matter(item, part, next(scores)) for part in own))
        for item, themes, own in zip(kept, tagger.score(items), parts, strict=True)
    )


def _as_item(item: EncodedItem, part: SubItem) -> EncodedItem:
    title = f"{item.item.title}: {part.heading}"
    return replace(some_passages(item, part.passages), item=replace(item.item, title=title))


def _matter(item: EncodedItem, part: SubItem, scores: Sequence[ThemeScore]) -> Matter:
    """Return a sub-item, which reaches to the first passage that is not under its heading."""
    last = max(place for at, place in enumerate(part.passages) if place == part.passages[0] + at)
    return Matter(
        title=part.heading,
        start=item.passages[part.passages[0]].start,
        end=item.passages[last].end,
        themes=tuple(replace(score, evidence=()) for score in scores),
    )
