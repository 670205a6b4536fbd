"""A session whose files are read, cut and tagged without any large model, and minutes for it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.app.session import Session
from pipeline.archive import Archive
from pipeline.config import load_config
from pipeline.domain import ThemeScore
from pipeline.encoder import EncodedItem, Encoder
from pipeline.links import LinkModel
from pipeline.process import Processor


class KeywordThemes:
    """Assigns kapacitet where the word "pladser" stands."""

    version = "keyword"

    def score(self, items: Sequence[EncodedItem]) -> tuple[tuple[ThemeScore, ...], ...]:
        return tuple(self._one(item) for item in items)

    def _one(self, item: EncodedItem) -> tuple[ThemeScore, ...]:
        found = any("pladser" in passage.text for passage in item.passages)
        return (ThemeScore(theme="kapacitet", probability=float(found), assigned=found),)


def tiny_session(archive: Archive, encoder: Encoder, links: LinkModel, folder: Path) -> Session:
    """Return a session over an archive that reads, cuts and tags files without any large model."""
    empty = folder / "no tagger"
    empty.mkdir()
    config = load_config()
    session = Session(replace(config, entities=replace(config.entities, tagger=empty)), archive)
    own = {"themes": KeywordThemes(), "encoder": encoder, "links": links}
    session.processor.__class__ = type("TinyProcessor", (Processor,), own)
    return session


MINUTES = """Referat
Kystudvalget

Mødedato: 4. maj 2021 kl. 15:00
Mødested: Ærø Rådhus

Dagsorden
1. Godkendelse af dagsorden
2. Ny badebro
3. Eventuelt

1. Godkendelse af dagsorden
Beslutning
Godkendt.

2. Ny badebro
Sagsfremstilling
Forvaltningen foreslår fire pladser ved den nye badebro i Marstal til 1,2 mio. kr.
Beslutning
Udvalget godkendte indstillingen.

3. Eventuelt
Beslutning
Intet.
"""
"""Minutes that are read without a doubt."""
