"""Agenda items to themes: probability, decision, and the passages and words that carried it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.domain import Evidence, Matter, Passage, SubItem, ThemeScore
from pipeline.encoder.protocol import EncodedItem, Encoder, Floats
from pipeline.errors import ModelError
from pipeline.knowledge.themes import ThemeDefinition, digest
from pipeline.minutes.passages import sub_items
from pipeline.themes.card import ThemeCard
from pipeline.themes.features import ItemTable, some_passages, without_title
from pipeline.themes.model import Probabilities, ThemeModel
from pipeline.themes.words import TextWords, word_reader

# Below this nobody asks why: no evidence is given.
WORTH_EXPLAINING = 0.1
# A passage is shown when it is likelier than not to be about the theme, or nearly so.
LEAST_PROBABILITY = 0.4
MOST_PASSAGES = 8


class ThemeTagger:
    """Scores agenda items for every theme of the register.

    Themes the model was not trained on are judged by their words and by likeness to
    their definition, which alone the encoder is asked for.
    """

    def __init__(self, model: ThemeModel, register: Sequence[ThemeDefinition], encoder: Encoder) -> None:
        self.model = model
        self.version = version_of(model.card, register)
        """Which training made the model and which register it judges by; noted with what it says."""
        self._reader = word_reader(tuple(register))
        new = [theme for theme in register if theme.name not in model.passages]
        vectors = encode_definitions(new, encoder) if new else ()
        self._definitions = {theme.name: vector for theme, vector in zip(new, vectors, strict=True)}

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
        if not items:
            return ()
        table = ItemTable.of([without_title(item) for item in items], sub_items=sub_items)
        themes = [
            self.model.predict_proba(theme, table, words, self._definitions.get(theme))
            for theme, words in self._reader.read(table.items).items()
        ]
        return tuple(tuple(to_score(self.model.card, one, at) for one in themes) for at in range(len(items)))

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


def encode_definitions(register: Sequence[ThemeDefinition], encoder: Encoder) -> Floats:
    """Return one vector a theme, to compare with passages: a definition is encoded as one."""
    return encoder.encode([Passage.of_text(theme.definition) for theme in register]).vectors


def to_score(card: ThemeCard, probabilities: Probabilities, at: int) -> ThemeScore:
    """Return the score of the item at a place, with the passages that carried it."""
    probability = float(probabilities.items[at])
    return ThemeScore(
        theme=probabilities.theme,
        probability=round(probability, 4),
        assigned=card.assigns(probabilities.theme, probability),
        undecided=card.doubts(probabilities.theme, probability),
        evidence=_evidence(probabilities, at) if probability >= WORTH_EXPLAINING else (),
    )


def _evidence(probabilities: Probabilities, at: int) -> tuple[Evidence, ...]:
    """Return the passages that carry the theme, the strongest first, each followed by its words.

    A passage's weight is its share of what all passages say for the theme; a word's
    weight is its share of its passage's.
    """
    own = probabilities.passages[probabilities.table.passages_of(at)]
    passages, words = probabilities.table.items[at].passages, probabilities.words.items[at].passages
    total = float(own.sum()) or 1.0
    evidence: list[Evidence] = []
    for rank, place in enumerate(np.argsort(-own, kind="stable")[:MOST_PASSAGES]):
        if rank == 0 or own[place] >= LEAST_PROBABILITY:
            passage, weight = passages[place], round(float(own[place]) / total, 4)
            evidence.append(Evidence(start=passage.start, end=passage.end, weight=weight))
            evidence += _word_evidence(passage, words[place], weight)
    return tuple(evidence)


def _word_evidence(passage: Passage, words: TextWords, weight: float) -> list[Evidence]:
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
    kept = [without_title(item) for item in items]
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
