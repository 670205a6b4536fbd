"""What theme models are made with, and from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.config import home
from pipeline.encoder.protocol import Encoder
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes import ThemeTagger
from pipeline.themes.examples import Examples, Flags, tabulate
from pipeline.themes.fit import fit_table
from pipeline.themes.item import LabelledItem
from pipeline.themes.kept_fits import read_fits, write_fits
from pipeline.themes.model import ThemeModel
from pipeline.themes.store import make_tagger
from pipeline.training.theme_examples import read_examples, read_lessons, read_passages

LESSONS = Path("data/themes")
MINUTES = "minutes"
PASSAGES = "passages.tsv"
FITS = "passages.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What models are made with: the themes, the encoder, and where vectors are kept."""

    register: Sequence[ThemeDefinition]
    encoder: Encoder
    cache: Path | None = None
    lessons: Path | None = None
    """Minutes and single passages that teach what passages are about; the project's own if None."""

    def corpus(self, folder: Path) -> tuple[LabelledItem, ...]:
        """Return the corpus's items, and after them the lessons: minutes, then single passages."""
        lessons, cache = self.lessons or home() / LESSONS, self.folder
        minutes = lessons / MINUTES
        return (
            *read_examples(folder, self.encoder, cache),
            *(read_lessons(minutes, self.encoder, cache) if minutes.is_dir() else ()),
            *read_passages(lessons / PASSAGES, self.encoder, cache),
        )

    @property
    def folder(self) -> Path:
        """Where vectors and estimators of passages are kept, which corrections do not change."""
        return self.cache or home() / "experiments" / "vectors"

    @property
    def data_sets(self) -> Path:
        """Where the training sets are kept."""
        return self.folder.with_name("datasets")

    def tabulate(self, examples: Sequence[LabelledItem]) -> Examples:
        """Return examples as numbers, with the estimators that were kept."""
        data = tabulate(examples, self.register, self.encoder)
        data.fits.update(read_fits(self.folder / FITS))
        return data

    def keep_fits(self, data: Examples) -> None:
        """Keep the estimators of passages for the next training."""
        write_fits(data.fits, self.folder / FITS)

    def fit(self, data: Examples, items: Flags | None = None) -> ThemeModel:
        """Return the model learned from some of the examples, or from all."""
        chosen = np.ones(len(data.items), dtype=bool) if items is None else items
        return fit_table(data, chosen, self.register, self.encoder)

    def tagger(self, model: ThemeModel) -> ThemeTagger:
        """Return a tagger with a model."""
        return make_tagger(model, self.register, self.encoder)
