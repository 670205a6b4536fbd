"""The vectors that come with the program: of every passage in its data, so that nobody need encode them."""

from collections.abc import Callable
from pathlib import Path

from pipeline.config import home
from pipeline.domain import Passage
from pipeline.places import places
from pipeline.training.corpus import read_corpus
from pipeline.training.links.corpus import link_passages
from pipeline.training.passages import encode_cached, passage_key, shipped_vectors, write_vectors
from pipeline.training.theme_trainer import ThemeTrainer


def ship_vectors(
    trainer: ThemeTrainer, progress: Callable[[int], None] = lambda _: None, target: Path | None = None
) -> int:
    """Write the vectors of all passages that themes and links are learned from; return their number.

    `target` is the program's own file if None; what is there of the same encoder is not computed again.
    """
    passages, target = taught_passages(trainer), target or places().to_write(shipped_vectors())
    vectors = encode_cached(passages, trainer.encoder, trainer.folder, progress, shipped=target)
    known = dict(zip(map(passage_key, passages), vectors, strict=True))
    write_vectors(target, trainer.encoder, known)
    return len(known)


def taught_passages(trainer: ThemeTrainer) -> list[Passage]:
    """Return the passages of the program's data that `train themes`, `train links` and `retrain` encode."""
    corpus = home() / "data" / "corpus"
    themes = [passage for one in trainer.read(corpus) for passage in one.item.passages]
    return themes + link_passages(read_corpus(corpus))
