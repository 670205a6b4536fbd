"""Passages to learn from: cut out of published minutes as out of any, their vectors kept once computed."""

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline.config import places
from pipeline.domain import AgendaItem, Passage
from pipeline.encoder.protocol import Encoder, Floats
from pipeline.errors import ModelError
from pipeline.files import intact, replacing, seal
from pipeline.minutes import Document, segment, split_passages
from pipeline.training.publish import Published

# Token vectors come along with every pass and are thrown away: not too many at a time.
AT_ONCE = 256
HALF = np.dtype("<f2")


def read_published(published: Published) -> Iterator[tuple[AgendaItem, tuple[Passage, ...]]]:
    """Yield the items that are found in published minutes, with their passages."""
    for item in segment(Document(name="minutes.txt", text=published.text)).items:
        yield item, split_passages(published.text, item)


def shipped_vectors() -> Path:
    """Return the file of vectors that come with the program, for the passages in its data."""
    return places().find("models/passages/vectors.npz")


def encode_cached(
    passages: Sequence[Passage],
    encoder: Encoder,
    cache: Path | None,
    progress: Callable[[int], None] = lambda _: None,
    shipped: Path | None = None,
) -> Floats:
    """Return one vector a passage, of half precision; new ones are computed and kept in the folder `cache`.

    Known are those in `shipped`, the program's own file if None, and in `cache`. Each part is
    kept as soon as it is there: broken off, the next run goes on. `progress` is given how many
    were computed so far.
    """
    mine = (
        None if cache is None else cache / f"{hashlib.sha256(encoder.digest.encode()).hexdigest()[:16]}.npz"
    )
    known, computed = read_vectors(shipped or shipped_vectors(), encoder), read_vectors(mine, encoder)
    keys = [passage_key(passage) for passage in passages]
    new = {key: p for key, p in zip(keys, passages, strict=True) if key not in known and key not in computed}
    for at in range(0, len(new), AT_ONCE):
        part = list(new)[at : at + AT_ONCE]
        vectors = encoder.encode([new[key] for key in part]).vectors
        computed |= dict(zip(part, vectors.astype(HALF), strict=True))
        if mine is not None:
            write_vectors(mine, encoder, computed)
        progress(at + len(part))
    # The same whether they were shipped, kept or computed just now: all went through half precision.
    rows = [known[key] if key in known else computed[key] for key in keys]
    none = np.zeros((0, encoder.dimension), dtype=np.float32)
    return np.vstack(rows).astype(np.float32) if rows else none


def passage_key(passage: Passage) -> int:
    """Identify what the encoder sees of a passage."""
    digest = hashlib.sha256(repr((passage.path, passage.text)).encode()).digest()
    return int.from_bytes(digest[:8])


def read_vectors(path: Path | None, encoder: Encoder) -> dict[int, Floats]:
    """Return the vectors in a file by the keys of their passages; none of another encoder.

    Raises:
        ModelError: the file is damaged.

    """
    if path is None or not path.is_file():
        return {}
    try:
        with np.load(intact(path), allow_pickle=False) as kept:
            if str(kept["encoder"]) != encoder.digest:
                return {}
            return dict(zip(kept["keys"].tolist(), _joined(kept["bytes"]), strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelError("vectors-damaged", path=path, reason=error) from error


def write_vectors(path: Path, encoder: Encoder, known: Mapping[int, Floats]) -> None:
    """Write vectors of half precision, in the order of their keys."""
    keys = sorted(known)
    with replacing(path) as part:
        np.savez_compressed(
            part,
            encoder=encoder.digest,
            keys=np.array(keys, dtype=np.uint64),
            bytes=_parted(np.vstack([known[key] for key in keys])),
        )
    seal(path)


def _parted(vectors: Floats) -> np.ndarray:
    """Return the low bytes of all numbers, then the high ones, which are alike: a fifth less to keep."""
    return np.moveaxis(vectors.astype(HALF)[..., None].view(np.uint8), -1, 0)


def _joined(parts: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.moveaxis(parts, 0, -1)).view(HALF)[..., 0]
