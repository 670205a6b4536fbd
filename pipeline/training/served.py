"""A theme model as MLflow serves it: titles and texts in, probabilities out. No pickle: skops on disk."""

from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import load_config
from pipeline.domain import Passage, SectionName
from pipeline.encoder import load_encoder
from pipeline.encoder.protocol import Encoder
from pipeline.knowledge.themes import load_themes_register
from pipeline.themes import ThemeInput, ThemeTagger
from pipeline.themes.model import ThemeCard
from pipeline.themes.store import make_tagger, read_model

MODEL = "sagsspor-themes"
"""Its name in the registry."""


class ServedThemes:
    """Tags items given as a table with the columns title and text, paragraphs apart by blank lines."""

    def __init__(self, tagger: ThemeTagger, encoder: Encoder) -> None:
        self._tagger = tagger
        self._encoder = encoder

    def predict(self, model_input: Any, params: object = None) -> Any:  # noqa: ARG002 - MLflow's signature
        """Return one column a theme, a row an item: the probability of having it."""
        import pandas as pd

        items = [self._item(row.title, row.text) for row in model_input.itertuples()]
        rows = [[score.probability for score in scores] for scores in self._tagger.score(items)]
        return pd.DataFrame(rows, columns=list(self._tagger.themes))

    def _item(self, title: str, text: str) -> ThemeInput:
        passages = tuple(
            Passage(item_id="", section=SectionName.ANDET, start=0, end=len(part), text=part, path=(title,))
            for part in text.split("\n\n")
            if part.strip()
        )
        empty = np.zeros((0, self._encoder.dimension), dtype=np.float32)
        vectors = self._encoder.encode(passages).vectors if passages else empty
        return ThemeInput(title=title, passages=passages, vectors=vectors)


def _load_pyfunc(path: str) -> ServedThemes:
    """Load a model folder; MLflow calls it by this name."""
    config = load_config()
    encoder = load_encoder(config.encoder)
    register = load_themes_register(config.paths.knowledge)
    return ServedThemes(make_tagger(read_model(Path(path)), register, encoder), encoder)


def signature(card: ThemeCard) -> Any:
    """Return what goes in and comes out, as MLflow writes it down."""
    from mlflow.models import ModelSignature
    from mlflow.types.schema import ColSpec, Schema

    return ModelSignature(
        inputs=Schema([ColSpec("string", "title"), ColSpec("string", "text")]),
        outputs=Schema([ColSpec("double", theme) for theme in card.themes]),
    )
