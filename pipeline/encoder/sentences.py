"""Any sentence-transformers model behind the same protocol, for users who have one."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import EncoderConfig
from pipeline.domain import Passage
from pipeline.encoder.protocol import Encoded, Encoder, Floats, TokenVectors
from pipeline.encoder.serving import PATH_TOKENS, to_unit
from pipeline.encoder.tokens import token_spans
from pipeline.errors import ModelError, ModelNotFoundError

HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")
SPARE = 8
"""Tokens left free in a window: special ones, and what a cut inside a long word adds."""


def load_sentence_encoder(config: EncoderConfig) -> Encoder:
    """Return the model in the folder `config.model`, or of that name on a hub.

    Raises:
        ModelNotFoundError: there is none.
        ModelError: its tokenizer does not tell where its tokens stand.

    """
    model = _open(config.model)
    if not getattr(model.tokenizer, "is_fast", False):
        raise ModelError("no-fast-tokenizer", encoder=config.model)
    return SentenceEncoder(model, config)


def _open(name: str) -> Any:
    """Open a folder or a model already fetched from a hub; ask the hub only for a name that is neither."""
    from sentence_transformers import SentenceTransformer

    safe = {"use_safetensors": True}  # never a pickle
    try:
        return SentenceTransformer(name, local_files_only=True, model_kwargs=safe)
    except (OSError, ValueError) as error:
        if Path(name).is_dir() or HUB_NAME.fullmatch(name) is None:
            raise _unreadable(name, error) from error
    try:
        return SentenceTransformer(name, model_kwargs=safe)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: Exception) -> ModelNotFoundError:
    reason = str(error).strip().splitlines()[0]
    return ModelNotFoundError("encoder-unreadable", encoder=name, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What the model reads at once: `head`, then a stretch of text number `number` from `start`."""

    number: int
    head: str
    text: str
    start: int


Read = tuple[Stretch, Floats, TokenVectors]
"""What the model made of a stretch: one vector, and its tokens, their offsets into the whole text."""


class SentenceEncoder:
    """Encodes passages and queries with a sentence-transformers model."""

    def __init__(self, model: Any, config: EncoderConfig) -> None:
        self._model = model
        self._batch_size = config.batch_size
        self._max_tokens = min(config.max_tokens, model.max_seq_length or config.max_tokens)
        self._prompts = prompts(model.prompts, config.model)
        self._name = f"{Path(config.model).name}-{_version(model, Path(config.model))}"

    @property
    def name(self) -> str:
        """Model and version of its weights."""
        return self._name

    @property
    def digest(self) -> str:
        """Its name, and how many tokens it is shown at once."""
        return f"{self._name}-{self._max_tokens}"

    @property
    def dimension(self) -> int:
        """Number of components of every vector."""
        return int(self._model.get_embedding_dimension())

    def encode(self, passages: Sequence[Passage]) -> Encoded:
        """Encode passages, each with its title path as context, in one pass."""
        heads = [self._prompts["passage"] + self._head(passage.path) for passage in passages]
        vectors = np.zeros((len(passages), self.dimension), dtype=np.float32)
        parts: list[list[TokenVectors]] = [[] for _ in passages]
        for stretch, vector, tokens in self._read(heads, [passage.text for passage in passages]):
            vectors[stretch.number] += vector
            parts[stretch.number].append(tokens)
        joined = (_joined(passage.start, own) for passage, own in zip(passages, parts, strict=True))
        return Encoded(vectors=to_unit(vectors), tokens=tuple(joined))

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """Return one unit vector a free text, (texts, dimension), to compare with passages."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for stretch, vector, _ in self._read([self._prompts["query"]] * len(texts), texts):
            vectors[stretch.number] += vector
        return to_unit(vectors)

    def _head(self, path: Sequence[str]) -> str:
        joined = " · ".join(path)
        spans = self._spans(joined)
        return joined[: spans[PATH_TOKENS - 1][1]] + "\n" if len(spans) > PATH_TOKENS else joined + "\n"

    def _spans(self, text: str) -> list[tuple[int, int]]:
        encoding = self._model.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        return [(int(start), int(end)) for start, end in encoding["offset_mapping"]]

    def _read(self, heads: Sequence[str], texts: Sequence[str]) -> Iterator[Read]:
        stretches = [
            stretch
            for number, (head, text) in enumerate(zip(heads, texts, strict=True))
            for stretch in self._stretches(number, head, text)
        ]
        stretches.sort(key=lambda stretch: -len(stretch.head + stretch.text))  # like with like: less padding
        for at in range(0, len(stretches), self._batch_size):
            yield from self._run(stretches[at : at + self._batch_size])

    def _stretches(self, number: int, head: str, text: str) -> Iterator[Stretch]:
        room = self._max_tokens - len(self._spans(head)) - SPARE
        for start, end in pairwise([0, *borders(text, self._spans(text), room), len(text)]):
            yield Stretch(number=number, head=head, text=text[start:end], start=start)

    def _run(self, batch: Sequence[Stretch]) -> Iterator[Read]:
        import torch

        texts = [stretch.head + stretch.text for stretch in batch]
        features = self._model.tokenizer(
            texts, padding=True, truncation=True, max_length=self._max_tokens, return_tensors="pt"
        )
        with torch.inference_mode():
            output = self._model({name: value.to(self._model.device) for name, value in features.items()})
        vectors = to_unit(output["sentence_embedding"].float().cpu().numpy())
        states = output["token_embeddings"].float().cpu().numpy()
        for row, (stretch, text) in enumerate(zip(batch, texts, strict=True)):
            spans = np.array(list(token_spans(text, features.encodings[row])), dtype=np.int32)
            own = (spans[:, 0] < spans[:, 1]) & (spans[:, 0] >= len(stretch.head))
            offsets = spans[own] + np.int32(stretch.start - len(stretch.head))
            yield stretch, vectors[row], TokenVectors(offsets=offsets, vectors=states[row][own])


def prompts(own: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what stands before passages and queries: the model's own prompts, or those of e5.

    >>> prompts({"query": "Find: "}, "some/model")
    {'passage': '', 'query': 'Find: '}
    >>> prompts({"query": "", "document": ""}, "intfloat/multilingual-e5-small")
    {'passage': 'passage: ', 'query': 'query: '}
    """
    passage, query = own.get("passage") or own.get("document") or "", own.get("query") or ""
    if not passage and not query and "e5" in name.lower():
        return {"passage": "passage: ", "query": "query: "}
    return {"passage": passage, "query": query}


def borders(text: str, spans: Sequence[tuple[int, int]], room: int) -> list[int]:
    """Return where to cut a text so that no stretch has over `room` tokens, between words if it can.

    >>> borders("et to tre fire", [(0, 2), (3, 5), (6, 9), (10, 14)], 2)
    [6]
    """
    cuts, at = [], 0
    while len(spans) - at > room:
        whole = (k for k in range(at + room, at + room // 2, -1) if _begins_word(text, spans[k][0]))
        at = next(whole, at + room)
        cuts.append(spans[at][0])
    return cuts


def _begins_word(text: str, start: int) -> bool:
    return text[start].isspace() or text[start - 1].isspace()


def _joined(start: int, parts: Sequence[TokenVectors]) -> TokenVectors:
    """Return the tokens of all stretches of a passage, in its order, placed in the source text."""
    offsets = np.concatenate([part.offsets for part in parts]) + np.int32(start)
    order = np.argsort(offsets[:, 0], kind="stable")
    return TokenVectors(
        offsets=offsets[order], vectors=np.concatenate([part.vectors for part in parts])[order]
    )


def _version(model: Any, folder: Path) -> str:
    """Identify the weights: the digest of a local folder's, the commit of a hub model's."""
    if folder.is_dir():
        digest = hashlib.sha256()
        for path in sorted(folder.rglob("*.safetensors")):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:8]
    return str(getattr(model[0].auto_model.config, "_commit_hash", None) or "unknown")[:8]
