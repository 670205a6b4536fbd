"""What theme models are made with, and from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.config import Config, home
from pipeline.encoder import load_encoder
from pipeline.encoder.protocol import Encoder
from pipeline.knowledge.themes import ThemeDefinition, load_themes_register
from pipeline.themes import ThemeTagger
from pipeline.themes.examples import Examples, LabelledItem, tabulate
from pipeline.themes.fit import fit_table
from pipeline.themes.layout import Flags
from pipeline.themes.model import ThemeModel
from pipeline.themes.store import make_tagger
from pipeline.training.theme_examples import encode_examples, read_examples, read_lessons, read_passages

LESSONS = Path("data/themes")
MINUTES = "minutes"
PASSAGES = "passages.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What models are made with: the themes, the encoder, and where vectors are kept."""

    register: Sequence[ThemeDefinition]
    encoder: Encoder
    cache: Path | None = None
    lessons: Path | None = None
    """Minutes and single passages that teach what passages are about; the project's own if None."""

    def corpus(
        self, folder: Path, progress: Callable[[int], None] = lambda _: None
    ) -> tuple[LabelledItem, ...]:
        """Return the corpus's items, and after them the lessons: minutes, then single passages.

        The first time their passages are encoded, which takes minutes; `progress` is given how many are.
        """
        lessons = self.lessons or home() / LESSONS
        minutes = lessons / MINUTES
        examples = (
            *read_examples(folder),
            *(read_lessons(minutes) if minutes.is_dir() else ()),
            *read_passages(lessons / PASSAGES),
        )
        return encode_examples(examples, self.encoder, self.folder, progress)

    @property
    def folder(self) -> Path:
        """Where vectors of passages are kept, which corrections do not change."""
        return self.cache or home() / "experiments" / "vectors"

    @property
    def data_sets(self) -> Path:
        """Where the training sets are kept."""
        return self.folder.with_name("datasets")

    def tabulate(self, examples: Sequence[LabelledItem]) -> Examples:
        """Return examples as numbers."""
        return tabulate(examples, self.register, self.encoder)

    def fit(self, data: Examples, items: Flags | None = None) -> ThemeModel:
        """Return the model learned from some of the examples, or from all."""
        chosen = np.ones(len(data.items), dtype=bool) if items is None else items
        return fit_table(data, chosen, self.register, self.encoder)

    def tagger(self, model: ThemeModel) -> ThemeTagger:
        """Return a tagger with a model."""
        return make_tagger(model, self.register, self.encoder)


def open_workshop(config: Config) -> Workshop:
    """Return what theme models are made with, as the settings name it."""
    register = load_themes_register(config.paths.knowledge)
    return Workshop(register=register, encoder=load_encoder(config.encoder))


def corpus_folder(named: Path | None = None) -> Path:
    """Return the folder of annotated minutes: the one named, else the project's own."""
    return named or home() / "data" / "corpus"
