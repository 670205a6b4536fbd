"""The trained tagger on disk: the head, beside the tower of token layers that the encoder runs."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from pipeline.entities.bio import TAGS, Floats
from pipeline.errors import ModelError, ModelNotFoundError

HEAD = "head.npz"
TOWER = "tower.onnx"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Head:
    """A linear layer from token vectors to tags: `weight` (tags, dimension), `bias` (tags,)."""

    weight: Floats
    bias: Floats

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the head out of the folder of a trained tagger.

        Raises:
            ModelNotFoundError: there is none.
            ModelError: it is damaged, or was trained for other labels.

        """
        path = folder / HEAD
        if not path.is_file():
            raise ModelNotFoundError(f"no trained tagger in {folder}; make one: sagsspor train entities")
        try:
            with np.load(path, allow_pickle=False) as kept:
                tags, weight, bias = tuple(kept["tags"].tolist()), kept["weight"], kept["bias"]
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise ModelError(f"the tagger in {folder} is damaged ({error}); train it anew") from error
        if tags != TAGS or weight.shape[0] != len(TAGS) or bias.shape != (len(TAGS),):
            raise ModelError(f"the tagger in {folder} was trained for other labels; train it anew")
        return cls(weight=weight.astype(np.float32), bias=bias.astype(np.float32))

    def save(self, folder: Path) -> None:
        """Write the head into `folder`."""
        np.savez(folder / HEAD, tags=np.array(TAGS), weight=self.weight, bias=self.bias)

    def log_probabilities(self, vectors: Floats) -> Floats:
        """Return (tokens, tags): the logarithm of the probability of each tag.

        Raises:
            ModelError: the vectors come from another encoder than the head was trained with.

        """
        if vectors.shape[1] != self.weight.shape[1]:
            raise ModelError(
                f"the tagger reads vectors of {self.weight.shape[1]} components, the encoder gives "
                f"{vectors.shape[1]}; train it for this encoder, or set [entities] tagger to an empty folder"
            )
        scores = vectors @ self.weight.T + self.bias
        scores -= scores.max(axis=1, keepdims=True)
        normal: Floats = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return normal
