"""What the room takes from the encoder: the tokens of a passage."""

from typing import Protocol

import numpy as np
import numpy.typing as npt


class PassageTokens(Protocol):
    """The tokens of one passage, as the encoder gives them: the tagger reads their vectors."""

    @property
    def offsets(self) -> npt.NDArray[np.int32]:
        """Characters into the source text, (tokens, 2)."""

    @property
    def vectors(self) -> npt.NDArray[np.float32]:
        """One contextual vector a token, (tokens, dimension)."""
