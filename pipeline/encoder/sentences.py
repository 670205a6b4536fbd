"""Any sentence-transformers model behind the same protocol, for users who have one."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import EncoderConfig
from pipeline.encoder.protocol import Encoder, Floats
from pipeline.encoder.tokens import Window
from pipeline.encoder.windows import E5_PROMPTS, ModelInput, WindowEncoder, to_unit
from pipeline.errors import ModelError, ModelNotFoundError

HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")


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


class SentenceEncoder(WindowEncoder):
    """Encodes passages and queries with a sentence-transformers model."""

    def __init__(self, model: Any, config: EncoderConfig) -> None:
        super().__init__(_model_input(model, config))
        self._model, self._batch_size = model, config.batch_size
        self._name = f"{Path(config.model).name}-{_version(model, Path(config.model))}"

    @property
    def name(self) -> str:
        """Model and version of its weights."""
        return self._name

    @property
    def digest(self) -> str:
        """Its name, and how many tokens it is shown at once."""
        return f"{self._name}-{self._input.max_tokens}-windows"

    def _read(self, windows: Sequence[Window]) -> list[tuple[Floats, Floats]]:
        found: dict[int, tuple[Floats, Floats]] = {}
        # Like with like: less padding.
        order = sorted(range(len(windows)), key=lambda at: -len(windows[at].ids))
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            found |= zip(batch, self._run([windows[at] for at in batch]), strict=True)
        return [found[at] for at in range(len(windows))]

    def _run(self, batch: Sequence[Window]) -> Iterator[tuple[Floats, Floats]]:
        import torch
        from torch.nn.utils.rnn import pad_sequence

        ids = [torch.from_numpy(window.ids) for window in batch]
        padding = self._model.tokenizer.pad_token_id or 0
        features = {
            "input_ids": pad_sequence(ids, batch_first=True, padding_value=padding),
            "attention_mask": pad_sequence([torch.ones_like(one) for one in ids], batch_first=True),
        }
        with torch.inference_mode():
            output = self._model({name: value.to(self._model.device) for name, value in features.items()})
        vectors = to_unit(output["sentence_embedding"].float().cpu().numpy())
        for vector, states, window in zip(vectors, output["token_embeddings"], batch, strict=True):
            yield vector, states[: len(window.ids)].float().cpu().numpy()


def _model_input(model: Any, config: EncoderConfig) -> ModelInput:
    """Return how the model is given text, its special tokens as its tokenizer puts them around one."""
    tokenizer = model.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    plain, marked = (tokenizer.encode("a", add_special_tokens=marks).ids for marks in (False, True))
    at = next(at for at in range(len(marked)) if marked[at : at + len(plain)] == plain)
    return ModelInput(
        tokenizer=tokenizer,
        first=np.array(marked[:at], dtype=np.int64),
        last=np.array(marked[at + len(plain) :], dtype=np.int64),
        prompts=prompts(model.prompts, config.model),
        dimension=int(model.get_embedding_dimension()),
        max_tokens=min(config.max_tokens, model.max_seq_length or config.max_tokens),
    )


def prompts(own: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what stands before passages and queries: the model's own prompts, or those of e5.

    >>> prompts({"query": "Find: "}, "some/model")
    {'passage': '', 'query': 'Find: '}
    >>> prompts({"query": "", "document": ""}, "intfloat/multilingual-e5-small")
    {'passage': 'passage: ', 'query': 'query: '}
    """
    passage, query = own.get("passage") or own.get("document") or "", own.get("query") or ""
    if not passage and not query and "e5" in name.lower():
        return E5_PROMPTS
    return {"passage": passage, "query": query}


def _version(model: Any, folder: Path) -> str:
    """Identify the weights: the digest of a local folder's, the commit of a hub model's."""
    if folder.is_dir():
        digest = hashlib.sha256()
        for path in sorted(folder.rglob("*.safetensors")):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:8]
    return str(getattr(model[0].auto_model.config, "_commit_hash", None) or "unknown")[:8]
