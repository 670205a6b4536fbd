"""Municipalities: named whole, in lists, and as bare towns that act, never as mere places."""

import pytest
import spacy

from pipeline.entities import municipalities
from pipeline.entities.candidates import exact

assert municipalities  # its factory is registered by the import


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("da")
    nlp.add_pipe("municipalities")
    return nlp


def found(nlp, text):
    doc = nlp(text)
    return [(text[slice(*exact(span))], span.kb_id_) for span in doc.spans["municipalities"]]


def names(nlp, text):
    return [text for text, _ in found(nlp, text)]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("Odense Kommune", "Odense Kommune"),
        ("Middelfart kommune", "Middelfart Kommune"),
        ("Odense Kommunes", "Odense Kommune"),
        ("Fredericia kommunes", "Fredericia Kommune"),
        ("Nordfyns Kommune", "Nordfyns Kommune"),
        ("Københavns Kommune", "Københavns Kommune"),
        ("Bornholms Regionskommune", "Bornholms Regionskommune"),
        ("Vesthimmerlands Kommune", "Vesthimmerlands Kommune"),
        ("Faaborg-Midtfyn Kommune", "Faaborg-Midtfyn Kommune"),
        ("Faaborg Midtfyn Kommune", "Faaborg-Midtfyn Kommune"),
        ("Århus Kommune", "Aarhus Kommune"),
        ("Høje Tåstrup Kommune", "Høje-Taastrup Kommune"),
        ("Odense\u00a0Kommune", "Odense Kommune"),
    ],
)
def test_a_whole_name_is_one_mention_with_the_official_name(nlp, text, norm):
    assert found(nlp, f"Forslaget er udarbejdet af {text}.") == [(text, norm)]


def test_a_municipality_that_the_register_has_not_keeps_its_name(nlp):
    assert found(nlp, "Tilbuddet ejes af Sandnæs Kommune.") == [("Sandnæs Kommune", "Sandnæs Kommune")]


def test_the_word_alone_is_no_name(nlp):
    assert found(nlp, "Hver Kommune og den enkelte kommune melder ind. Kommunen svarer.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Svendborg og Ærø kommuner har spurgt.", ["Svendborg", "Ærø"]),
        (
            "De fire kommuner Aabenraa, Tønder, Sønderborg og Haderslev er med.",
            ["Aabenraa", "Tønder", "Sønderborg", "Haderslev"],
        ),
        ("kommunerne Lemvig, Struer og Skive", ["Lemvig", "Struer", "Skive"]),
        ("Køge, Greve og Solrød kommuner deler udgiften.", ["Køge", "Greve", "Solrød"]),
    ],
)
def test_each_of_several_municipalities_is_a_mention_without_the_shared_word(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Middelfart har tilkendegivet at kunne bygge.",
        "Odense ønsker at være med i ordningen.",
        "Forslaget støttes af Kolding.",
        "- Assens: ingen bemærkninger",
        "Aftalen er indgået mellem regionen og Vejle.",
        "Struers forslag blev drøftet.",
        "Norddjurs",
        "Kerteminde   58.000",
        "Der mangler svar fra Nyborg.",
        "Herning (2 borgere) og andre har svaret.",
    ],
)
def test_a_bare_town_that_acts_or_heads_a_row_is_a_municipality(nlp, text):
    assert len(names(nlp, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Afsnittet i Odense lukker to senge.",
        "Seminaret holdes på et hotel i Kolding den 3. maj.",
        "Akutmodtagelse hele døgnet i Aabenraa.",
        "Toldbodgade 4, 5500 Middelfart",
        "Han kørte med færgen fra Svendborg.",
        "Nykøbing Mors er hovedbyen.",
        "Telefonanlægget i Holstebro kan ikke mere.",
        "Odensebogen og Vejlevej",
        "Det blev vist i TV-Odense.",
    ],
)
def test_a_bare_town_that_is_only_a_place_is_none(nlp, text):
    assert names(nlp, text) == []


def test_towns_of_one_list_are_all_parties_or_all_places(nlp):
    assert names(nlp, "Der er lokaler i Viborg, Skive og Struer.") == []
    assert names(nlp, "Viborg, Skive og Struer ønsker at deltage.") == ["Viborg", "Skive", "Struer"]
