"""Towns that share an institution's noun: each is an institution, none a municipality."""

import pytest
from builders import nlp_of


@pytest.fixture(scope="module")
def nlp():
    return nlp_of("municipalities", "institutions", "resolve")


def found(nlp, text):
    return [(ent.text, ent.label_, ent.kb_id_) for ent in nlp(text).ents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Køge, Greve og Solrød jobcenter melder om travlhed.",
            [
                ("Køge", "Køge jobcenter"),
                ("Greve", "Greve jobcenter"),
                ("Solrød jobcenter", "Solrød jobcenter"),
            ],
        ),
        (
            "Sagen er sendt til Odder kommunikationscenter.",
            [("Odder kommunikationscenter", "Odder kommunikationscenter")],
        ),
        (
            "Herning og Holstebro krisecenter har venteliste.",
            [("Herning", "Herning krisecenter"), ("Holstebro krisecenter", "Holstebro krisecenter")],
        ),
        (
            "Ærø samt Svendborg kommunikationscenter tilbyder kurset.",
            [
                ("Ærø", "Ærø kommunikationscenter"),
                ("Svendborg kommunikationscenter", "Svendborg kommunikationscenter"),
            ],
        ),
        (
            "Viborg og Skive sygehuse deler vagten.",
            [("Viborg", "Viborg sygehus"), ("Skive", "Skive sygehus")],
        ),
        (
            "Thisted, Viborg og Skive jobcentre deltager.",
            [
                ("Thisted", "Thisted jobcenter"),
                ("Viborg", "Viborg jobcenter"),
                ("Skive", "Skive jobcenter"),
            ],
        ),
    ],
)
def test_each_town_before_a_shared_noun_is_an_institution(nlp, text, expected):
    assert found(nlp, text) == [(mention, "INSTITUTION", norm) for mention, norm in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Køge og Greve ønsker et jobcenter.", ["Køge", "Greve"]),
        ("Randers og Favrskov kommuner ønsker et fælles krisecenter.", ["Randers", "Favrskov"]),
        ("Kommunerne Køge og Greve jobcenter har svaret.", ["Køge"]),
    ],
)
def test_towns_that_share_no_noun_stay_municipalities(nlp, text, expected):
    assert [mention for mention, label, _ in found(nlp, text) if label == "MUNICIPALITY"] == expected


def test_a_preposition_between_the_towns_parts_them(nlp):
    text = "Der er ledige pladser i Skive og på Viborg sygehus."
    assert "Skive" not in [mention for mention, _, _ in found(nlp, text)]
