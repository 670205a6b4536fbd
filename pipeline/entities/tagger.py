"""The trained tagger: token vectors to mentions, in `doc.spans["tagger"]`, each with its score."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.encoder.protocol import TokenVectors
from pipeline.entities.bio import LABELS, TAGS, Floats, Run, begins, goes_on, inside_words, runs, viterbi
from pipeline.entities.candidates import Candidate, Finder, text_of
from pipeline.errors import ModelError, ModelNotFoundError
from pipeline.files import intact, seal

GROUP = "tagger"
TOKEN_VECTORS = "token_vectors"  # noqa: S105 - a key of doc.user_data
SCORED = "scored_tokens"
# Signs a vocabulary glues to the word before them; an amount's point belongs to "kr.".
GLUED = ".,:;!?)]}»”\"'"
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
            raise ModelNotFoundError("no-tagger", folder=folder)
        try:
            with np.load(intact(path), allow_pickle=False) as kept:
                tags, weight, bias = tuple(kept["tags"].tolist()), kept["weight"], kept["bias"]
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise ModelError("tagger-damaged", folder=folder, reason=error) from error
        if tags != TAGS or weight.shape[0] != len(TAGS) or bias.shape != (len(TAGS),):
            raise ModelError("tagger-of-other-labels", folder=folder)
        return cls(weight=weight.astype(np.float32), bias=bias.astype(np.float32))

    def save(self, folder: Path) -> None:
        """Write the head into `folder`."""
        np.savez(folder / HEAD, tags=np.array(TAGS), weight=self.weight, bias=self.bias)
        seal(folder / HEAD)

    def log_probabilities(self, vectors: Floats) -> Floats:
        """Return (tokens, tags): the logarithm of the probability of each tag.

        Raises:
            ModelError: the vectors come from another encoder than the head was trained with.

        """
        if vectors.shape[1] != self.weight.shape[1]:
            raise ModelError(
                "tagger-of-another-encoder", tagger=self.weight.shape[1], encoder=vectors.shape[1]
            )
        scores = vectors @ self.weight.T + self.bias
        scores -= scores.max(axis=1, keepdims=True)
        normal: Floats = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return normal


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scored:
    """The tokens of one passage, and the logarithm of the probability of each tag (n, tags)."""

    offsets: npt.NDArray[np.int32]
    scores: Floats


@Language.factory("minutes_tagger", assigns=["doc.spans"], default_config={"model": "models/entities"})
def make_minutes_tagger(nlp: Language, name: str, model: str) -> "MinutesTagger":
    """Return the component with the trained tagger in the folder `model`."""
    return MinutesTagger(Head.load(Path(model)))


class MinutesTagger(Finder):
    """Marks mentions in `doc.spans["tagger"]`.

    `doc.user_data["token_vectors"]` holds the passages' tokens (see `attach`); without
    them nothing is found. What the tagger holds of any other stretch, `opinion` tells.
    """

    group = GROUP

    def __init__(self, head: Head) -> None:
        self.head = head

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the mentions, in the order of the text."""
        return list(tag(text_of(doc), _read(doc, self.head)))


def attach(doc: Doc, passages: Sequence[TokenVectors]) -> None:
    """Hand the tagger the token vectors of the passages of `doc`."""
    doc.user_data[TOKEN_VECTORS] = tuple(passages)


def opinion(doc: Doc, start: int, end: int) -> dict[Label, float] | None:
    """Return how probable each label is of the text from `start` to `end`, on the mean of its tokens.

    None where the tagger has not read it.
    """
    passages: Sequence[Scored] = doc.user_data.get(SCORED, ())
    for passage in passages:
        inside = (passage.offsets[:, 0] < end) & (passage.offsets[:, 1] > start)
        if inside.any():
            mean = np.exp(passage.scores[inside]).mean(axis=0)
            return {label: float(mean[begins(label)] + mean[goes_on(label)]) for label in LABELS}
    return None


def _read(doc: Doc, head: Head) -> Sequence[Scored]:
    """Return the scored tokens of the passages in the order of the text, and keep them for `opinion`."""
    passages: Sequence[TokenVectors] = doc.user_data.get(TOKEN_VECTORS, ())
    found = [
        Scored(offsets=tokens.offsets, scores=head.log_probabilities(tokens.vectors))
        for tokens in passages
        if len(tokens.offsets)
    ]
    found.sort(key=lambda passage: int(passage.offsets[0, 0]))
    doc.user_data[SCORED] = found
    return found


def tag(text: str, passages: Sequence[Scored]) -> Iterator[Candidate]:
    """Yield the mentions in the passages of one text."""
    inside = [inside_words(text, passage.offsets) for passage in passages]
    paths = viterbi([passage.scores for passage in passages], inside)
    for passage, path in zip(passages, paths, strict=True):
        for run in runs(path):
            yield _candidate(text, passage, run)


def _candidate(text: str, passage: Scored, run: Run) -> Candidate:
    start, end = int(passage.offsets[run.first, 0]), int(passage.offsets[run.last - 1, 1])
    own = passage.scores[run.first : run.last, [begins(run.label), goes_on(run.label)]]
    score = float(np.exp(own).sum(axis=1).mean())
    return Candidate(start, trimmed(text, start, end, run.label), run.label, "", GROUP, score)


def trimmed(text: str, start: int, end: int, label: Label) -> int:
    """Return `end` moved before signs that are no part of the mention.

    >>> text = "Den 4. maj 2023. Pris: 12 kr."
    >>> text[4 : trimmed(text, 4, 16, Label.DATE)], text[23 : trimmed(text, 23, 29, Label.AMOUNT)]
    ('4. maj 2023', '12 kr.')
    """
    glued = GLUED.replace(".", "") if label is Label.AMOUNT else GLUED
    kept = text[start:end].rstrip(glued + " \n")
    return start + len(kept) if kept else end
