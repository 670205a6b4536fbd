"""What a theme model says of labelled items, as tables that can be compared and kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.domain import ThemeScore
from pipeline.errors import ModelError
from pipeline.themes.item import LabelledItem

FILE = "held_out.json"
"""In a model's folder: what models made like it said of the frozen items when these were held out."""

LEAST = 0.001
"""No probability is punished as a surer one than this."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgements:
    """A row an item, a column a theme."""

    ids: tuple[str, ...]
    themes: tuple[str, ...]
    probabilities: npt.NDArray[np.float64]
    assigned: Flags

    @classmethod
    def of(cls, ids: Sequence[str], scores: Sequence[Sequence[ThemeScore]]) -> "Judgements":
        """Return scores as tables."""
        themes = tuple(score.theme for score in scores[0]) if scores else ()
        shape = (len(scores), len(themes))
        return cls(
            ids=tuple(ids),
            themes=themes,
            probabilities=np.array([[s.probability for s in row] for row in scores]).reshape(shape),
            assigned=np.array([[s.assigned for s in row] for row in scores], dtype=bool).reshape(shape),
        )

    def of_items(self, ids: Sequence[str], theme: str) -> Flags:
        """Return which of these items are given a theme."""
        place, column = {key: at for at, key in enumerate(self.ids)}, self.themes.index(theme)
        decisions: Flags = self.assigned[[place[key] for key in ids], column]
        return decisions

    def surprise(self, ids: Sequence[str], theme: str, gold: Flags) -> npt.NDArray[np.float64]:
        """Return for each item how far its probability was from the truth: the log loss."""
        place, column = {key: at for at, key in enumerate(self.ids)}, self.themes.index(theme)
        said = self.probabilities[[place[key] for key in ids], column]
        right = np.where(gold, said, 1 - said)
        loss: npt.NDArray[np.float64] = -np.log(np.clip(right, LEAST, 1.0))
        return loss

    def write(self, folder: Path) -> None:
        """Keep the table in a model's folder."""
        rows = {
            key: [[round(float(p), 4), bool(a)] for p, a in zip(ps, flags, strict=True)]
            for key, ps, flags in zip(self.ids, self.probabilities, self.assigned, strict=True)
        }
        lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(row)}" for key, row in rows.items())
        text = f'{{"themes": {json.dumps(list(self.themes))}, "items": {{\n{lines}\n}}}}\n'
        (folder / FILE).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Judgements":
        """Return the table in a model's folder.

        Raises:
            ModelError: there is none, or it is damaged.

        """
        path = folder / FILE
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            table = np.array(list(found["items"].values()), dtype=np.float64)
            return cls(
                ids=tuple(found["items"]),
                themes=tuple(found["themes"]),
                probabilities=table[:, :, 0],
                assigned=table[:, :, 1] > 0,
            )
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise ModelError("judgements-unreadable", path=path, reason=error) from error


def labels(examples: Sequence[LabelledItem], theme: str) -> Flags:
    """Return which items have a theme."""
    return np.array([theme in one.themes for one in examples], dtype=bool)


def by_id(examples: Sequence[LabelledItem]) -> Mapping[str, LabelledItem]:
    """Return examples by their ids."""
    return {one.id: one for one in examples}
