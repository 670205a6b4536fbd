"""Text to pieces of the vocabulary, each with its characters, and long texts to windows of pieces."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.encoder.protocol import Offsets

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer
    from tokenizers.normalizers import Normalizer

Ids = npt.NDArray[np.int64]
SPACE = "▁"
HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""Broken PDF fonts give them; the tokenizer takes no text with one."""
OVERLAP = 32
"""Tokens two neighbouring windows share: each takes half of them from the window they lie deeper in."""


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
    from tokenizers import Tokenizer, models, pre_tokenizers

    scored = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=vocabulary.unknown, byte_fallback=False))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always")
    _add_special(tokenizer, vocabulary)
    return tokenizer


def _normalizer() -> "Normalizer":
    from tokenizers import Regex, normalizers

    return normalizers.Sequence(
        [
            normalizers.Replace("\u00ad", ""),  # soft hyphens of PDF and HTML: no piece holds one
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Strip(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _add_special(tokenizer: "Tokenizer", vocabulary: Vocabulary) -> None:
    """Teach the special pieces; serving adds them itself, a Hugging Face model by this template."""
    from tokenizers import decoders, processors

    first, last = vocabulary.pieces[vocabulary.first], vocabulary.pieces[vocabulary.last]
    tokenizer.decoder = decoders.Metaspace(replacement=SPACE, prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}",
        pair=f"{first} $A {last} {last} $B {last}",
        special_tokens=[(first, vocabulary.first), (last, vocabulary.last)],
    )
    special = (vocabulary.first, vocabulary.padding, vocabulary.last, vocabulary.unknown)
    tokenizer.add_special_tokens([vocabulary.pieces[number] for number in sorted(special)])


def load_tokenizer(path: Path) -> "Tokenizer":
    """Return the tokenizer kept in a `tokenizer.json`."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))


def cut(tokenizer: "Tokenizer", texts: Sequence[str]) -> list[Pieces]:
    """Return the pieces of each text, without the special ones."""
    whole = [HALF_CHARACTER.sub("\ufffd", text) for text in texts]
    encodings = tokenizer.encode_batch(whole, add_special_tokens=False)
    return [
        Pieces(
            ids=np.array(encoding.ids, dtype=np.int64),
            offsets=np.array(list(token_spans(text, encoding)), dtype=np.int32).reshape(-1, 2),
        )
        for text, encoding in zip(texts, encodings, strict=True)
    ]


def token_spans(text: str, encoding: "Encoding") -> Iterator[tuple[int, int]]:
    """Yield the characters of `text` that each token stands for; for space alone, an empty span."""
    # The space put before the first word has the place of the word's first letter.
    spans = [
        (start, start if token == SPACE else end)
        for token, (start, end) in zip(encoding.tokens, encoding.offsets, strict=True)
    ]
    return visible_spans(text, spans)


def visible_spans(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield each span without the space at its ends, and with the combining marks that follow it.

    A normaliser puts a letter and its combining marks together as one character
    and gives it the place of the letter alone.

    >>> list(visible_spans(" Hjo\u0308rring  ", [(0, 4), (5, 12)]))
    [(1, 5), (5, 10)]
    """
    nexts = [start for start, _ in spans[1:]] + [len(text)]
    for (start, end), following in zip(spans, nexts, strict=False):
        marks = 0
        while start < end and end + marks < following and unicodedata.combining(text[end + marks]):
            marks += 1
        visible = text[start : end + marks]
        left = start + len(visible) - len(visible.lstrip())
        yield left, max(left, start + len(visible.rstrip()))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """One input of the encoder: what it reads, and which of its places speak for the text.

    `ids[own]` are the tokens `start` to `stop` of text number `text`.
    """

    text: int
    ids: Ids
    start: int
    stop: int
    own: slice


def cut_windows(text: int, pieces: Pieces, head: Ids, last: Ids, size: int) -> Iterator[Window]:
    """Yield the windows of one text; together their own tokens are each of its tokens once.

    Each begins with the tokens `head`, ends with the tokens `last` and has `size` tokens at most.
    """
    count, room = len(pieces.ids), size - len(head) - len(last)
    starts = window_starts(count, room)
    borders = [0, *((left + room + right) // 2 for left, right in pairwise(starts)), count]
    for at, (start, stop) in zip(starts, pairwise(borders), strict=True):
        ids = np.concatenate([head, pieces.ids[at : at + room], last])
        first = len(head) + start - at
        yield Window(text=text, ids=ids, start=start, stop=stop, own=slice(first, first + stop - start))


def window_starts(count: int, room: int) -> list[int]:
    """Return where the windows of `room` tokens begin, spread evenly over `count` tokens.

    >>> window_starts(100, 128), window_starts(300, 128)
    ([0], [0, 86, 172])
    """
    if count <= room:
        return [0]
    step = room - min(OVERLAP, room // 4)
    more = -(-(count - room) // step)
    return [number * (count - room) // more for number in range(more + 1)]
