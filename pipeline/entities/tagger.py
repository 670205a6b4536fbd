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
from pipeline.entities.bio import TAGS, Floats, Run, begins, goes_on, inside_words, runs, viterbi
from pipeline.entities.candidates import Candidate, write
from pipeline.errors import ModelError, ModelNotFoundError

GROUP = "tagger"
TOKEN_VECTORS = "token_vectors"  # noqa: S105 - a key of doc.user_data
HEAD = "head.npz"
TOWER = "tower.onnx"
# Signs a vocabulary glues to the word before them; an amount's point belongs to "kr.".
GLUED = ".,:;!?)]}»”\"'"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tokens:
    """The tokens of one passage: offsets (n, 2) in `doc.text`, vectors (n, dimension)."""

    offsets: npt.NDArray[np.int32]
    vectors: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """A mention the tagger believes in; `score` is the probability of its label, 0-1."""

    start: int
    end: int
    label: Label
    score: float


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
        """Return (tokens, tags): the logarithm of the probability of each tag."""
        scores = vectors @ self.weight.T + self.bias
        scores -= scores.max(axis=1, keepdims=True)
        normal: Floats = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return normal


@Language.factory("minutes_tagger", assigns=["doc.spans"], default_config={"model": "models/entities"})
def make_minutes_tagger(nlp: Language, name: str, model: str) -> "MinutesTagger":
    """Return the component with the trained tagger in the folder `model`."""
    return MinutesTagger(Head.load(Path(model)))


class MinutesTagger:
    """Marks mentions in `doc.spans["tagger"]`, scores in its `attrs["scores"]`, as spancat keeps them.

    `doc.user_data["token_vectors"]` holds the passages' tokens (see `attach`); without
    them nothing is found.
    """

    def __init__(self, head: Head) -> None:
        self.head = head

    def match(self, doc: Doc) -> list[Tagged]:
        """Return the mentions, in the order of the text."""
        passages: Sequence[Tokens] = doc.user_data.get(TOKEN_VECTORS, ())
        found = [one for tokens in passages for one in tag(doc.text, tokens, self.head)]
        return sorted(found, key=lambda one: one.start)

    def set_annotations(self, doc: Doc, found: Sequence[Tagged]) -> None:
        """Write the mentions and their scores."""
        write(doc, GROUP, (_candidate(one) for one in found))
        doc.spans[GROUP].attrs["scores"] = np.array([one.score for one in found], dtype=np.float32)

    def __call__(self, doc: Doc) -> Doc:
        """Return the doc with its mentions marked."""
        self.set_annotations(doc, self.match(doc))
        return doc


def attach(doc: Doc, passages: Sequence[Tokens]) -> None:
    """Hand the tagger the token vectors of the passages of `doc`."""
    doc.user_data[TOKEN_VECTORS] = tuple(passages)


def tag(text: str, tokens: Tokens, head: Head) -> Iterator[Tagged]:
    """Yield the mentions in one passage."""
    if not len(tokens.offsets):
        return
    scores = head.log_probabilities(tokens.vectors)
    for run in runs(viterbi(scores, inside_words(text, tokens.offsets))):
        start, end = int(tokens.offsets[run.first, 0]), int(tokens.offsets[run.last - 1, 1])
        yield Tagged(
            start=start,
            end=trimmed(text, start, end, run.label),
            label=run.label,
            score=_probability(scores, run),
        )


def _probability(scores: Floats, run: Run) -> float:
    """Return the mean, over the tokens of a mention, of the probability of its label."""
    own = scores[run.first : run.last, [begins(run.label), goes_on(run.label)]]
    return float(np.exp(own).sum(axis=1).mean())


def trimmed(text: str, start: int, end: int, label: Label) -> int:
    """Return `end` moved before signs that are no part of the mention.

    >>> text = "Den 4. maj 2023. Pris: 12 kr."
    >>> text[4 : trimmed(text, 4, 16, Label.DATE)], text[23 : trimmed(text, 23, 29, Label.AMOUNT)]
    ('4. maj 2023', '12 kr.')
    """
    glued = GLUED.replace(".", "") if label is Label.AMOUNT else GLUED
    kept = text[start:end].rstrip(glued + " \n")
    return start + len(kept) if kept else end


def _candidate(one: Tagged) -> Candidate:
    return Candidate(start=one.start, end=one.end, label=one.label, norm="", rule=GROUP)
