"""Agenda items to themes: probability, decision, and the passages and words that carried it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise

import numpy as np

from pipeline.domain import Evidence, Matter, Passage, ThemeScore
from pipeline.encoder.protocol import Floats
from pipeline.errors import ModelError
from pipeline.knowledge.themes import ThemeDefinition, digest
from pipeline.themes.item import ThemeInput, judged, sub_headings
from pipeline.themes.layout import BUNDLE, Layout, Matrix, WordCounts
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
FEWEST_MATTERS = 2
"""Sub-headings of an item that tells of several matters."""


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
        edges, card = pairwise(np.cumsum([0, *question.layout.sizes]).tolist()), self.model.card
        rows = zip(question.items, question.words, edges, probabilities.tolist(), strict=True)
        return [
            to_score(card, question.theme, probability, Carried(item.passages, words, passages[a:b]))
            for item, words, (a, b), probability in rows
        ]

    def _check(self, item: ThemeInput) -> None:
        wanted = (len(item.passages), self.model.card.dimension)
        if item.vectors.shape != wanted and (wanted[0] or item.vectors.size):
            raise ModelError(
                "theme-vectors-of-wrong-shape",
                wanted=str(wanted),
                item=item.title,
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatterInput:
    """One matter, as an item to be judged: under the titles of both, and its sub-heading as text."""

    heading: str
    input: ThemeInput


def tag_items(tagger: ThemeTagger, items: Sequence[ThemeInput]) -> tuple[ItemThemes, ...]:
    """Return the themes of items, each of their matters judged as an item of its own.

    Raises:
        ModelError: the vectors are not of the model's encoder.

    """
    parts = [matter_inputs(item) for item in items]
    scores = iter(tagger.score([*items, *(part.input for part in chain.from_iterable(parts))]))
    whole = [next(scores) for _ in items]
    return tuple(
        ItemThemes(themes=found, matters=tuple(_matter(part, next(scores)) for part in own))
        for found, own in zip(whole, parts, strict=True)
    )


def matter_inputs(item: ThemeInput) -> tuple[MatterInput, ...]:
    """Return what stands under each sub-heading of an information item, in the order of its text.

    What stands under none is no matter. Any other item is one matter, and has no parts.
    That the item is of information is part of a matter's title: there a few lines are enough
    for a theme, and without it a fifth fewer were found (experiments/theme_matters.py).
    """
    if not BUNDLE.search(item.title):
        return ()
    kept = judged(item)
    runs = groupby(range(len(kept.passages)), key=lambda at: sub_headings(kept.passages[at]))
    found = [(heading, list(places)) for heading, places in runs if heading]
    if len({heading for heading, _ in found}) < FEWEST_MATTERS:
        return ()
    return tuple(_input(kept, " ".join(heading), places) for heading, places in found)


def _input(item: ThemeInput, heading: str, places: Sequence[int]) -> MatterInput:
    own = ThemeInput(
        title=f"{item.title}: {heading}",
        passages=tuple(item.passages[at] for at in places),
        vectors=item.vectors[np.array(places, dtype=np.intp)],
    )
    return MatterInput(heading=heading, input=own)


def _matter(part: MatterInput, scores: Sequence[ThemeScore]) -> Matter:
    return Matter(
        title=part.heading,
        start=part.input.passages[0].start,
        end=part.input.passages[-1].end,
        themes=tuple(replace(score, evidence=()) for score in scores),
    )
