"""Branches, firms, departments and offers of a town, and places that are called as they are."""

import pytest
from builders import mentions_of

from pipeline.domain import Label


def found(nlp, text, label=Label.INSTITUTION):
    return [one.text for one in mentions_of(nlp, text) if one.label == label]


@pytest.mark.parametrize(
    "name",
    [
        "Ældre Sagen Brinkholm",
        "FOA Nordvest",
        "Falck Healthcare",
        "Skydeforeningen Diana",
        "Borgerforeningen i Tornby",
        "Bolig & By A/S",
        "Hallum Kalk og Mur ApS",
        "Rådgivende Ingeniører Kvist & Due A/S",
        "Sct. Mortens Kirke",
        "Tornby Folkeblad",
        "Liste K",
        "Lokallisten Vest",
        "Røde Kors i Odder",
        "Brdr. Ågesen A/S",
        "H. Kvist Knudsen A/S",
        "Skolebestyrelsen på Ådalskolen",
        "Menighedsrådet ved Sankt Olai Kirke",
        "FC Tornby",
        "Kulturhuset Trommen",
        "Byggesagsafdelingen",
        "Borgerrepræsentationens sekretariat",
        "Seniorrådet i Hvidkilde Kommune",
        "MED-udvalget på Tornby Bibliotek",
        "Foreningen for By- og Landskabskultur",
        "Arbejdsmarkedsrådet Fyn",
        "Beskæftigelsesråd Øst",
        "UngTornby",
        "Kulturskolen",
        "Ungdomsskolen",
        "Hjemmeværnet",
        "HK/Kommunal",
        "A.P. Møller Fonden",
        "ArbejdsTilsynet",
        "socialforvaltningen",
    ],
)
def test_a_local_body_is_one_name(nlp, name):
    assert found(nlp, f"Brevet er sendt til {name}, som svarede.") == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sagsforløb: ØU, BY\nDer er afbud.", ["ØU", "BY"]),
        ("Forventet sagsgang\nTM\nPlanen er klar.", ["TM"]),
        ("Punktet behandles i ØU og KB.", ["ØU", "KB"]),
        ("PDF og CPR er ikke med.", []),
    ],
)
def test_the_letters_of_committees_are_names_where_a_case_goes_through_them(nlp, text, expected):
    assert found(nlp, text) == expected


def test_a_party_in_brackets_is_one_where_others_have_letters(nlp):
    text = "Ane Due (A), Zeynep Åby (Frie Borgere), Bo Dam (Løsgænger) og Ib Vad (Formand)"
    assert found(nlp, text) == ["Frie Borgere"]
    assert found(nlp, "Ane Due (Frie Borgere)") == []


def test_who_is_at_an_offer_shows_that_it_is_one(nlp):
    text = (
        "Der lukkes to afdelinger på Elmely. De fire pladser på Bornholm og plejehjemmet på Havnevej bliver."
    )
    assert found(nlp, text) == ["Elmely"]


def test_a_greenlandic_municipality_has_its_own_word(nlp):
    text = "Qeqqata Kommunia og Kommuneqarfik Sermersooq besøgte Kbh. Kommune."
    expected = ["Qeqqata Kommunia", "Kommuneqarfik Sermersooq", "Kbh. Kommune"]
    assert found(nlp, text, Label.MUNICIPALITY) == expected


def test_the_acute_accent_is_an_apostrophe_too(nlp):
    assert found(nlp, "KL´s brev er læst.") == ["KL´s"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boligerne i Aarhus Ø og Aalborg Øst er dyre.", []),
        ("Vejen blev synet i maj. Vejen er privat.", []),
        ("Vejen ønsker at udtræde af aftalen.", ["Vejen"]),
    ],
)
def test_a_district_and_a_road_are_no_municipality(nlp, text, expected):
    assert found(nlp, text, Label.MUNICIPALITY) == expected


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Arkitekt Klavs Bredsgaard førte tilsyn.", ["Klavs Bredsgaard"]),
        ("Murerfirmaet Aksel Kaas mangler en trappe.", []),
        ("Kirkeværge Svend Aage Dam sørger for tagrenden.", ["Svend Aage Dam"]),
    ],
)
def test_a_trade_is_no_name_and_a_firm_is_no_person(nlp, text, persons):
    assert found(nlp, text, Label.PERSON) == persons


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("Klinikken Åhøjs bestyrelse er enig.", "Klinikken Åhøj"),
        ("Regionspsykiatrien Horsens bestyrelse er enig.", "Regionspsykiatrien Horsens"),
        ("Klinikken Åhøjs er lukket.", "Klinikken Åhøjs"),
    ],
)
def test_what_is_owned_shows_the_genitive_of_a_name(nlp, text, norm):
    assert [one.norm for one in mentions_of(nlp, text)] == [norm]
