"""What may be asked about: every item and theme of the archive, read once and then only where it changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.app.queue import Candidate
from pipeline.app.session import Session
from pipeline.domain import TaggedItem, ThemeScore
from pipeline.encoder import Floats, split_by_item
from pipeline.errors import ItemNotFoundError
from pipeline.knowledge.word_finder import WordFinders
from pipeline.themes.card import ThemeCard
from pipeline.themes.store import read_card
from pipeline.themes.versions import served_folder
from pipeline.themes.words import ThemeWords


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Read:
    """What a meeting had in one generation."""

    generation: int
    candidates: tuple[Candidate, ...]
    means: Mapping[str, Floats]


class Pool:
    """The candidates of an archive, for one model and one list of themes."""

    def __init__(self, session: Session) -> None:
        self.words = {theme.name: ThemeWords(theme) for theme in session.register}
        self._finders = WordFinders([theme.terms for theme in self.words.values()])
        self.card = read_card(served_folder(session.config.themes.model))
        self._session = session
        self._read: dict[str, _Read] = {}

    def is_for(self, session: Session) -> bool:
        """Whether the model that serves, and the themes, are those of this pool."""
        themes = {name: words.theme for name, words in self.words.items()}
        now = {theme.name: theme for theme in session.register}
        return themes == now and read_card(served_folder(session.config.themes.model)) == self.card

    def follow(self) -> None:
        """Read the meetings that are new or have changed, and forget those that are gone."""
        archive = self._session.archive
        states, encoder = archive.generations(), next(iter(archive.stats().encoders), None)
        kept = {key: self._read[key] for key in states if key in self._read}
        new = [key for key in states if key not in kept or kept[key].generation != states[key]]
        for key in self._session.watch("Læser", new):
            try:
                # Vectors of one encoder, or they cannot be compared.
                items, vectors = archive.minutes(key).items, archive.vectors(key, encoder=encoder).matrix
            except ItemNotFoundError:
                continue  # deleted since the generations were read
            found = (candidate for one in items for candidate in self._candidates(one))
            kept[key] = _Read(generation=states[key], candidates=tuple(found), means=_means(items, vectors))
        self._read = {key: kept[key] for key in states if key in kept}

    def _candidates(self, tagged: TaggedItem) -> Iterator[Candidate]:
        scores = {score.theme: score for score in tagged.themes}
        text = "\n".join((tagged.item.title, *(passage.text for passage in tagged.passages)))
        matches = self._finders.find(text) if scores else {}
        for place, theme in enumerate(self.words):
            if theme in scores:
                words = len({match.pattern for match in matches.get(place, ())})
                yield _candidate(tagged.item.id, scores[theme], words, self.card)

    def candidates(self) -> Iterator[Candidate]:
        """Yield the candidates, oldest meeting first."""
        for one in self._read.values():
            yield from one.candidates

    def means(self) -> dict[str, Floats]:
        """Return the mean vector of each item that has passages."""
        return {item: vector for one in self._read.values() for item, vector in one.means.items()}


def _means(items: Sequence[TaggedItem], vectors: Floats) -> dict[str, Floats]:
    encoded = split_by_item([one.item for one in items], [one.passages for one in items], vectors)
    return {one.item.id: one.vectors.mean(axis=0) for one in encoded if one.passages}


def _candidate(item_id: str, score: ThemeScore, words: int, card: ThemeCard) -> Candidate:
    return Candidate(
        item_id=item_id,
        theme=score.theme,
        probability=score.probability,
        assigned=score.assigned,
        threshold=card.thresholds.get(score.theme, card.zero_shot_threshold),
        band=card.bands.get(score.theme, card.zero_shot_band),
        words=words,
    )
