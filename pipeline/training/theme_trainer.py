"""What theme models are made with and learn from: corpus, minutes of ordinary committees, and lessons.

Minutes are printed as a published file is and split into passages as it is, so that the
classifier learns from the passages it will be shown.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from pipeline.config import Config, home, places
from pipeline.domain import Passage, SectionName
from pipeline.encoder import EncodedItem, Encoder, load_encoder, split_by_item
from pipeline.errors import CorpusError
from pipeline.knowledge.themes import ThemeDefinition, load_themes_register
from pipeline.minutes import split_passages
from pipeline.themes import ThemeTagger
from pipeline.themes.examples import Examples, LabelledItem, tabulate
from pipeline.themes.features import under_title
from pipeline.themes.model import ThemeModel
from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.links.corpus import link_passages
from pipeline.training.passages import encode_cached, passage_key, shipped_vectors, write_vectors
from pipeline.training.publish import PublishedItem, publish

WEB_FORMS = ("web-2016", "web-2020", "web-2023")
NOT_ENCODED = np.zeros((0, 0), dtype=np.float32)
ORDINARY = "ordinary"
LESSONS, PASSAGES = "themes/minutes", "themes/passages.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeTrainer:
    """What models are made with: the themes, the encoder, and where vectors are kept."""

    register: Sequence[ThemeDefinition]
    encoder: Encoder
    cache: Path | None = None
    data: Path | None = None
    """Where all that teaches besides the corpus lies; the project's own folder if None."""

    def corpus(
        self, folder: Path, progress: Callable[[int], None] = lambda _: None
    ) -> tuple[LabelledItem, ...]:
        """Return all that `read` does, with vectors; `progress` is given how many passages were encoded.

        What is in the program's own data has vectors that come with it; of another encoder it takes minutes.
        """
        return encode_examples(self.read(folder), self.encoder, self.folder, progress)

    def read(self, folder: Path) -> tuple[LabelledItem, ...]:
        """Return the items of the corpus and of ordinary committees, then the lessons: minutes, passages."""
        data = self.data or home() / "data"
        ordinary, lessons = (
            read_examples(path) if path.is_dir() else () for path in (data / ORDINARY, data / LESSONS)
        )
        return (
            *read_examples(folder),
            *(replace(one, ordinary=True) for one in ordinary),
            # What items are about these do not teach.
            *(replace(one, whole=False) for one in lessons),
            *read_passages(data / PASSAGES),
        )

    @property
    def folder(self) -> Path:
        """Where vectors of passages are kept, which corrections do not change."""
        return self.cache or places().cache / "experiments" / "vectors"

    @property
    def data_sets(self) -> Path:
        """Where the training sets are kept."""
        return self.cache.with_name("datasets") if self.cache else places().own / "experiments" / "datasets"

    def tabulate(self, examples: Sequence[LabelledItem]) -> Examples:
        """Return examples as numbers."""
        return tabulate(examples, self.register, self.encoder)

    def tagger(self, model: ThemeModel) -> ThemeTagger:
        """Return a tagger with a model."""
        return ThemeTagger(model, self.register, self.encoder)


def load_trainer(config: Config) -> ThemeTrainer:
    """Return what theme models are made with, as the settings name it."""
    register = load_themes_register(config.paths.knowledge)
    return ThemeTrainer(register=register, encoder=load_encoder(config.encoder))


def read_examples(corpus: Path) -> tuple[LabelledItem, ...]:
    """Return the items of annotated minutes with their themes and passages; not encoded yet."""
    examples = [one for place, meeting in enumerate(read_corpus(corpus)) for one in _read(meeting, place)]
    # They say nothing of a theme that came later.
    known = frozenset(theme for one in examples for theme in one.themes)
    return tuple(replace(one, known=known) for one in examples)


def read_passages(path: Path) -> tuple[LabelledItem, ...]:
    """Return the single passages of a table: themes, title and text, parted by tabs; not encoded yet.

    Raises:
        CorpusError: a line is not of that form.

    """
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return tuple(_single(path, number, line) for number, line in enumerate(lines, start=2))


def encode_examples(
    examples: Sequence[LabelledItem],
    encoder: Encoder,
    cache: Path | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[LabelledItem, ...]:
    """Return the examples with vectors; `progress` is given how many passages were encoded so far."""
    passages = [one.item.passages for one in examples]
    vectors = encode_cached(list(chain.from_iterable(passages)), encoder, cache, progress)
    items = split_by_item([one.item.item for one in examples], passages, vectors)
    return tuple(replace(one, item=item) for one, item in zip(examples, items, strict=True))


def _single(path: Path, number: int, line: str) -> LabelledItem:
    parts = line.split("\t")
    if len(parts) != 3:
        raise CorpusError("misformed-passage", file=path, line=number, value=line)
    title, text = parts[1:]
    themes = frozenset(filter(None, parts[0].split(",")))
    passage = Passage.of_text(text, SectionName.BAGGRUND, (title,))
    return LabelledItem(
        id=f"{path.stem}/{number}",
        item=under_title(title, (passage,), NOT_ENCODED),
        themes=themes,
        about=(themes,),
        group="",
        whole=False,
    )


def _read(meeting: CorpusMeeting, place: int) -> Iterator[LabelledItem]:
    published = publish(meeting, "municipal" if meeting.is_municipal else WEB_FORMS[place % len(WEB_FORMS)])
    for one in published.items:
        source, passages = one.source, split_passages(published.text, one.item)
        yield LabelledItem(
            id=source.id,
            item=EncodedItem(item=one.item, passages=passages, vectors=NOT_ENCODED),
            themes=frozenset(source.themes),
            about=tuple(_about(one, passage) for passage in passages),
            group=meeting.slug,
            cases=frozenset(source.all_cases),
        )


def _about(item: PublishedItem, passage: Passage) -> frozenset[str]:
    """Return the themes of the marked lines that lie in a passage."""
    marks = (mark for mark in item.evidence if passage.start < mark.end and mark.start < passage.end)
    return frozenset(theme for mark in marks for theme in mark.about)


def taught_passages(trainer: ThemeTrainer) -> list[Passage]:
    """Return the passages of the program's data that `train themes`, `train links` and `retrain` encode."""
    corpus = home() / "data" / "corpus"
    themes = [passage for one in trainer.read(corpus) for passage in one.item.passages]
    return themes + link_passages(read_corpus(corpus))


def ship_vectors(
    trainer: ThemeTrainer, progress: Callable[[int], None] = lambda _: None, target: Path | None = None
) -> int:
    """Write the vectors of `taught_passages`, so that nobody else need encode them; return their number.

    `target` is the program's own file if None; what is there of the same encoder is not computed again.
    """
    passages, target = taught_passages(trainer), target or places().to_write(shipped_vectors())
    vectors = encode_cached(passages, trainer.encoder, trainer.folder, progress, shipped=target)
    known = dict(zip(map(passage_key, passages), vectors, strict=True))
    write_vectors(target, trainer.encoder, known)
    return len(known)
