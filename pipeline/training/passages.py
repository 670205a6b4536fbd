"""Passages to learn from: cut out of published minutes as out of any, their vectors kept once computed."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from pipeline.domain import AgendaItem, Passage
from pipeline.encoder.protocol import Encoder, Floats
from pipeline.files import replacing
from pipeline.minutes import Document, segment, split_passages
from pipeline.training.publish import Published

# Token vectors come along with every pass and are thrown away: not too many at a time.
AT_ONCE = 256


def read_published(published: Published) -> Iterator[tuple[AgendaItem, tuple[Passage, ...]]]:
    """Yield the items that are found in published minutes, with their passages."""
    for item in segment(Document(name="minutes.txt", text=published.text)).items:
        yield item, split_passages(published.text, item)


def encode_cached(
    passages: Sequence[Passage],
    encoder: Encoder,
    cache: Path | None,
    progress: Callable[[int], None] = lambda _: None,
) -> Floats:
    """Return one vector a passage; those not yet in `cache` (a folder) are computed and added.

    Each part is kept as soon as it is there: broken off, the next run goes on. `progress` is
    given how many were computed so far.
    """
    known = _read(cache, encoder)
    keys = [_key(passage) for passage in passages]
    new = {key: p for key, p in zip(keys, passages, strict=True) if key not in known}
    for at in range(0, len(new), AT_ONCE):
        part = list(new)[at : at + AT_ONCE]
        known |= dict(zip(part, encoder.encode([new[key] for key in part]).vectors, strict=True))
        if cache is not None:
            _write(cache, encoder, known)
        progress(at + len(part))
    rows = [known[key] for key in keys]
    return np.vstack(rows) if rows else np.zeros((0, encoder.dimension), dtype=np.float32)


def _key(passage: Passage) -> str:
    """Identify what the encoder sees of a passage."""
    return hashlib.sha256(repr((passage.path, passage.text)).encode()).hexdigest()[:32]


def _file(cache: Path, encoder: Encoder) -> Path:
    return cache / f"{hashlib.sha256(encoder.name.encode()).hexdigest()[:16]}.npz"


def _read(cache: Path | None, encoder: Encoder) -> dict[str, Floats]:
    if cache is None or not _file(cache, encoder).is_file():
        return {}
    with np.load(_file(cache, encoder), allow_pickle=False) as kept:
        return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))


def _write(cache: Path, encoder: Encoder, known: dict[str, Floats]) -> None:
    with replacing(_file(cache, encoder)) as part:
        np.savez(part, keys=np.array(list(known)), vectors=np.vstack(list(known.values())))
