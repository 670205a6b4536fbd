"""What may be asked about: every item and theme of the archive, read once and then only where it changed.

What was read is kept beside the archive, as the link index is, so that a server that starts reads
no more than what changed since.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np

from pipeline.app.queue import Candidate
from pipeline.app.session import Session
from pipeline.archive.failures import is_unreadable, tell
from pipeline.discussions import Kept
from pipeline.domain import TaggedItem
from pipeline.encoder import Floats, split_by_item
from pipeline.errors import ArchiveError, ItemNotFoundError
from pipeline.knowledge.word_finder import WordFinders
from pipeline.links.kept import read_arrays
from pipeline.themes.store import read_card
from pipeline.themes.versions import served_folder
from pipeline.themes.words import ThemeWords

_FIELDS = tuple(field.name for field in fields(Candidate))
WORTH_KEEPING = 0.05
"""What was read is written anew when more than this share of the meetings changed since."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Read:
    """What a meeting had in one generation."""

    generation: int
    candidates: tuple[Candidate, ...]
    means: Mapping[str, Floats]

    def told(self) -> dict[str, Any]:
        """Return all but the vectors as JSON."""
        return {
            "generation": self.generation,
            "candidates": [list(asdict(one).values()) for one in self.candidates],
            "items": list(self.means),
        }

    @classmethod
    def of(cls, told: Mapping[str, Any], rows: Iterator[Floats]) -> "_Read":
        """Return what was told so; `rows` yields the vectors of its items next."""
        found = (dict(zip(_FIELDS, one, strict=True)) for one in told["candidates"])
        candidates = tuple(Candidate(**{**one, "band": tuple(one["band"])}) for one in found)
        means = {item: next(rows) for item in told["items"]}
        return cls(generation=told["generation"], candidates=candidates, means=means)


class Pool:
    """The candidates of an archive, for one model and one list of themes."""

    def __init__(self, session: Session) -> None:
        self.words = {theme.name: ThemeWords(theme) for theme in session.register}
        self._finders = WordFinders([theme.terms for theme in self.words.values()])
        self.card = read_card(served_folder(session.config.themes.model))
        self._session = session
        kept = Kept.beside(session.archive, served_folder(session.config.themes.model), "review")
        about = repr((_FIELDS, [theme.theme for theme in self.words.values()]))
        own = hashlib.sha256(about.encode()).hexdigest()
        self._kept = kept and replace(kept, fingerprint=f"{kept.fingerprint} {own}")
        self._read, self._unkept = self._restored(), 0

    def is_for(self, session: Session) -> bool:
        """Whether the model that serves, and the themes, are those of this pool."""
        themes = {name: words.theme for name, words in self.words.items()}
        now = {theme.name: theme for theme in session.register}
        return themes == now and read_card(served_folder(session.config.themes.model)) == self.card

    def follow(self) -> None:
        """Read the meetings that are new or have changed, and forget those that are gone."""
        archive = self._session.archive
        generation = archive.generation()
        states, encoder = archive.generations(), next(iter(archive.stats().encoders), None)
        kept = {key: self._read[key] for key in states if key in self._read}
        new = [key for key in states if key not in kept or kept[key].generation != states[key]]
        for key in self._session.watch("Læser", new):
            try:
                # Vectors of one encoder, or they cannot be compared.
                items, vectors = archive.minutes(key).items, archive.vectors(key, encoder=encoder).matrix
            except ItemNotFoundError:
                continue  # deleted since the generations were read
            except ArchiveError as error:
                if not is_unreadable(error):
                    raise
                tell(error)
                continue
            found = (candidate for one in items for candidate in self._candidates(one))
            kept[key] = _Read(generation=states[key], candidates=tuple(found), means=_means(items, vectors))
        self._read = {key: kept[key] for key in states if key in kept}
        self._unkept += len(new)
        if self._kept is not None and self._unkept > WORTH_KEEPING * len(self._read):
            told, self._unkept = {key: one.told() for key, one in self._read.items()}, 0
            means = np.array(list(self.means().values()), dtype=np.float32)
            self._kept.write(archive, generation, {"means": means}, told)

    def _restored(self) -> dict[str, _Read]:
        found = read_arrays(self._kept.path) if self._kept else None
        if self._kept is None or found is None or found[1].get("fingerprint") != self._kept.fingerprint:
            return {}
        rows = iter(found[0]["means"])
        return {key: _Read.of(told, rows) for key, told in found[1]["meetings"].items()}

    def _candidates(self, tagged: TaggedItem) -> Iterator[Candidate]:
        scores = {score.theme: score for score in tagged.themes}
        text = "\n".join((tagged.item.title, *(passage.text for passage in tagged.passages)))
        matches = self._finders.find(text) if scores else {}
        for place, theme in enumerate(self.words):
            if theme in scores:
                yield Candidate(
                    item_id=tagged.item.id,
                    theme=theme,
                    probability=scores[theme].probability,
                    assigned=scores[theme].assigned,
                    threshold=self.card.thresholds.get(theme, self.card.zero_shot_threshold),
                    band=self.card.bands.get(theme, self.card.zero_shot_band),
                    words=len({match.pattern for match in matches.get(place, ())}),
                )

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
