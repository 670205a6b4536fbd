"""The story from a file to tagged items, told with a tiny encoder and a theme tagger of one line."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from pipeline.app.adding import add_file
from pipeline.archive import Archive, Outcome
from pipeline.config import home, load_config
from pipeline.discussions import link_documents
from pipeline.domain import Label, ThemeScore
from pipeline.encoder import EncodedItem
from pipeline.errors import ConfigError, MinutesError
from pipeline.minutes import Document
from pipeline.process import Processor

EXAMPLE = home() / "data" / "example.txt"


class KeywordThemes:
    """Assigns kapacitet where the word "pladser" stands."""

    version = "keyword"

    def score(self, items: Sequence[EncodedItem]) -> tuple[tuple[ThemeScore, ...], ...]:
        return tuple(self._one(item) for item in items)

    def _one(self, item: EncodedItem) -> tuple[ThemeScore, ...]:
        found = any("pladser" in passage.text for passage in item.passages)
        return (ThemeScore(theme="kapacitet", probability=float(found), assigned=found),)


@pytest.fixture
def processor(encoder, tmp_path) -> Processor:
    class TinyProcessor(Processor):
        """The story with models of a few lines."""

        themes = KeywordThemes()

    TinyProcessor.encoder = encoder
    config, empty = load_config(), tmp_path / "no tagger"
    empty.mkdir()
    # The trained tagger reads the vectors of its own tower only.
    return TinyProcessor(replace(config, entities=replace(config.entities, tagger=empty)))


def test_the_tagger_is_left_out_with_an_encoder_it_was_not_tuned_on():
    config = load_config()
    assert Processor(config).tagger == config.entities.tagger
    assert Processor(replace(config, encoder=replace(config.encoder, model="another"))).tagger is None


@pytest.mark.parametrize("table", ["structure", "entities"])
def test_a_model_that_is_not_there_is_refused_and_an_empty_folder_goes_without(tmp_path, table):
    key = {"structure": "model", "entities": "tagger"}[table]
    own, empty = tmp_path / "own.toml", tmp_path / "tom mappe"
    empty.mkdir()
    own.write_text(f'[{table}]\n{key} = "nix"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"\[{table}\] {key}: there is no folder {tmp_path}/nix"):
        getattr(Processor(load_config(own)), table.replace("entities", "tagger"))
    own.write_text(f'[{table}]\n{key} = "tom mappe"\n', encoding="utf-8")
    assert getattr(Processor(load_config(own)), table.replace("entities", "tagger")) is None


def test_every_item_gets_its_own_passages_entities_and_themes(processor):
    tagged = processor.process(processor.read(EXAMPLE)).tagged
    text = tagged.minutes.text
    assert [one.item.number for one in tagged.items] == ["1", "2", "4"]
    assert [one.themes[0].assigned for one in tagged.items] == [False, True, False]
    for one in tagged.items:
        spans = [*one.passages, *one.entities]
        assert spans
        assert all(one.item.start <= span.start < span.end <= one.item.end for span in spans)
        assert all(text[span.start : span.end] == span.text for span in spans)


def test_entities_are_found_and_normalised(processor):
    entities = [e for item in processor.process(processor.read(EXAMPLE)).tagged.items for e in item.entities]
    norms = {(entity.label, entity.norm) for entity in entities}
    assert norms >= {
        (Label.MUNICIPALITY, "Thisted Kommune"),
        (Label.MUNICIPALITY, "Jammerbugt Kommune"),
        (Label.AMOUNT, "6100000"),
        (Label.DATE, "2024-09-01"),
    }


def test_there_is_one_vector_a_passage_in_order(processor, encoder):
    processed = processor.process(processor.read(EXAMPLE))
    passages = [passage for item in processed.tagged.items for passage in item.passages]
    assert processed.vectors.shape == (len(passages), encoder.dimension)
    np.testing.assert_allclose(processed.vectors[3], encoder.encode([passages[3]]).vectors[0])


def test_link_documents_have_the_vectors_of_their_own_passages(processor):
    processed = processor.process(processor.read(EXAMPLE))
    documents = link_documents(processed.tagged, processed.encoded)
    assert [len(document.vectors) for document in documents] == [len(d.passages) for d in documents]
    np.testing.assert_array_equal(np.concatenate([d.vectors for d in documents]), processed.vectors)


def test_a_file_is_kept_once_and_not_tagged_again(processor, tmp_path, monkeypatch):
    with Archive.open(str(tmp_path / "a.db")) as archive:
        assert [kept.outcome for kept in add_file(processor, archive, EXAMPLE)] == [Outcome.ADDED]
        monkeypatch.setattr(processor, "process", lambda source: pytest.fail("tagged again"))
        assert [kept.outcome for kept in add_file(processor, archive, EXAMPLE)] == [Outcome.UNCHANGED]


def test_a_meeting_that_cannot_be_read_does_not_stop_the_others_of_its_file(processor, tmp_path, monkeypatch):
    text = EXAMPLE.read_text(encoding="utf-8")
    sources = [Document(name="a.txt", text=one) for one in (text, "Ærø", text.replace("fire pladser", "fem"))]
    monkeypatch.setattr(processor, "read_meetings", lambda path: tuple(sources))
    with Archive.open(str(tmp_path / "a.db")) as archive:
        first, second, third = add_file(processor, archive, tmp_path / "a.txt")
    assert (first.outcome, third.outcome) == (Outcome.ADDED, Outcome.NEW_VERSION)
    assert isinstance(second, MinutesError)


def test_a_changed_file_is_a_new_version(processor, tmp_path):
    changed = tmp_path / EXAMPLE.name
    changed.write_text(
        EXAMPLE.read_text(encoding="utf-8").replace("fire pladser", "fem pladser"), encoding="utf-8"
    )
    with Archive.open(str(tmp_path / "a.db")) as archive:
        assert [kept.outcome for kept in add_file(processor, archive, EXAMPLE)] == [Outcome.ADDED]
        assert [kept.outcome for kept in add_file(processor, archive, changed)] == [Outcome.NEW_VERSION]
        assert archive.stats().meetings == 1
        assert "fem pladser" in archive.item("velfaerdsforum-limfjorden/2024-03-14/2").text
