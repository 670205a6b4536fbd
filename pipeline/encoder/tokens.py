"""Text to pieces of the vocabulary, with the characters of the text each piece stands for."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Offsets

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The pieces of a Unigram model with their log-probabilities, and the ids of the special ones."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    first: int
    last: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """The pieces of one text: ids (n,), and the characters (n, 2) each stands for.

    A piece that stands for space alone has an empty span.
    """

    ids: Ids
    offsets: Offsets


def build_tokenizer(vocabulary: Vocabulary) -> "Tokenizer":
    """Return a tokenizer that cuts as the sentencepiece model of the vocabulary does."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = vocabulary.pieces
    model = models.Unigram(
        list(zip(pieces, vocabulary.scores, strict=True)), unk_id=vocabulary.unknown, byte_fallback=False
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace()
    first, last = pieces[vocabulary.first], pieces[vocabulary.last]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}",
        pair=f"{first} $A {last} {last} $B {last}",
        special_tokens=[(first, vocabulary.first), (last, vocabulary.last)],
    )
    special = {vocabulary.first, vocabulary.padding, vocabulary.last, vocabulary.unknown}
    tokenizer.add_special_tokens([pieces[number] for number in sorted(special)])
    return tokenizer


def load_tokenizer(path: Path) -> "Tokenizer":
    """Return the tokenizer kept in a `tokenizer.json`."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))


def cut(tokenizer: "Tokenizer", texts: Sequence[str]) -> list[Pieces]:
    """Return the pieces of each text, without the special ones."""
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [
        Pieces(
            ids=np.array(encoding.ids, dtype=np.int64),
            offsets=np.array(list(_spans(text, encoding.offsets)), dtype=np.int32).reshape(-1, 2),
        )
        for text, encoding in zip(texts, encodings, strict=True)
    ]


def _spans(text: str, offsets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield each span without the space it begins with, and with the combining marks that follow it.

    The normaliser puts a letter and its combining marks together as one character
    and gives it the place of the letter alone.
    """
    nexts = [start for start, _ in offsets[1:]] + [len(text)]
    for (start, end), following in zip(offsets, nexts, strict=False):
        marks = 0
        while end + marks < following and unicodedata.combining(text[end + marks]):
            marks += 1
        space = len(text[start:end]) - len(text[start:end].lstrip())
        yield start + space, end + marks
