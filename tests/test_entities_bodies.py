"""The bodies of municipalities, parishes, schools and associations, as their minutes name them."""

import pytest
from builders import nlp_of


@pytest.fixture(scope="module")
def nlp():
    return nlp_of("persons", "institutions", "resolve")


def found(nlp, text):
    doc = nlp(text)
    return [(ent.label_, ent.text) for ent in doc.ents]


def names(nlp, text):
    return [mention for label, mention in found(nlp, text) if label == "INSTITUTION"]


@pytest.mark.parametrize(
    "name",
    [
        "Strand, Havn og Naturudvalget",
        "Teknik og Miljøudvalget",
        "Børn og Unge-udvalget",
        "Plan-, Teknik- og Miljø-udvalget",
        "Beskæftigelses-, Integrations- og Erhvervsudvalget",
        "Udvalget for Kultur, Fritid, Idræt og Sundhed",
        "Udvalget for teknik og miljø",
        "Center for Strand, Havn & Natur",
        "Center for børn og unge",
        "Magistratsafdelingen for Strand og Havn",
        "Magistraten",
        "Menighedsrådet",
        "Skolebestyrelsen",
    ],
)
def test_a_committee_is_one_name_with_its_commas(nlp, name):
    assert names(nlp, f"Sagen blev sendt til {name}, som godkendte den.") == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Byrådet og Økonomiudvalget drøftede det.", ["Byrådet", "Økonomiudvalget"]),
        ("Venstre og Kulturudvalget er enige.", ["Venstre", "Kulturudvalget"]),
        ("Det gælder Viborg og Kulturudvalget.", ["Kulturudvalget"]),
    ],
)
def test_two_bodies_are_not_the_fields_of_one(nlp, text, expected):
    assert names(nlp, text) == expected


def test_a_name_after_a_council_is_somebody_elses(nlp):
    text = "Den 3. maj 2020 valgte Kyst- og Havneudvalget Poul F. Bak som formand."
    assert found(nlp, text) == [("INSTITUTION", "Kyst- og Havneudvalget"), ("PERSON", "Poul F. Bak")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sagsnr. 4711 Kyst- og Havneudvalget Åbent punkt", ["Kyst- og Havneudvalget"]),
        ("Resume Kompetenceudvalg: Byrådet", ["Byrådet"]),
        ("Samt Forretningsorden for Bevillingsnævnet.", ["Bevillingsnævnet"]),
    ],
)
def test_headings_run_into_a_name_are_no_part_of_it(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Forvaltningen anbefaler det. Administrationen og Direktionen er enige.",
        "Et underudvalg og et fagudvalg ser på det, og fagudvalget mødes.",
        "Høring i de berørte MED-udvalg og alle lokale LMU-udvalg.",
        "En af udvalgets opgaver er området omkring forrådet.",
    ],
)
def test_parts_of_ones_own_house_are_no_names(nlp, text):
    assert names(nlp, text) == []


def test_councils_and_committees_are_names_in_small_letters_too(nlp):
    text = "En af byrådets opgaver. Et flertal i kommunalbestyrelsen, og økonomiudvalget gav penge."
    assert names(nlp, text) == ["byrådets", "kommunalbestyrelsen", "økonomiudvalget"]
    assert names(nlp, "Sagen går til teknik- og miljøudvalget.") == ["teknik- og miljøudvalget"]


def test_every_party_is_a_name(nlp):
    text = (
        "Danmarksdemokraterne, Socialdemokratiet og Moderaterne tog forbehold. "
        "Venstre, Liberal Alliance og Alternativet stemte nej."
    )
    assert names(nlp, text) == [
        "Danmarksdemokraterne", "Socialdemokratiet", "Moderaterne",
        "Venstre", "Liberal Alliance", "Alternativet",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "Køge Kirke",
        "Vester Hassing Kirke",
        "Hobro Vandforsyning",
        "Hobro Varme",
        "Aarhus Ejendomme",
        "Løgstør Friskole",
        "Søndervangskolen",
        "Børnehaven Solstrålen",
        "Klitbyens Roklub",
        "Kirkens Korshærs Varmestue",
        "Sankt Hans Kirke",
        "Tornby Borgerforening",
    ],
)
def test_a_named_house_church_school_club_or_utility_is_one_name(nlp, name):
    assert names(nlp, f"Vi mødes hos {name} i maj.") == [name]


@pytest.mark.parametrize(
    "name",
    [
        "Ankenævnet for Kystskader",
        "Udvalget for det nære sundhedsvæsen",
        "Samarbejdsudvalget for almen praksis",
        "Udvalget for grøn omstilling",
        "Lægevagten i Tornby",
        "Retten i Viborg",
        "Sundhedsklyngen Vest",
        "Tornby Svømmeklub Øst",
        "Biblioteket Søgade",
        "Koret Ærefuglen",
        "Kartoffelmelsfabrikken Åkær",
        "Ejerlavet Sandholm",
        "Tornby Lokalhistoriske Samling",
        "Løgstør Domprovsti",
        "Klinisk Mikrobiologisk Afdeling",
        "Naturstyrelsen Vadehavet",
        "Boligselskabet Sct. Åge",
        "Naturcenter Øster Strand",
        "Team Danmark",
        "VisitTornby",
    ],
)
def test_a_body_is_one_name_with_its_matter_its_place_or_its_kind(nlp, name):
    assert names(nlp, f"Der er svar fra {name}, som er enig.") == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I Danmark er der flere. Hele Danmark ser med.", []),
        ("Taget på afdeling B skal skiftes, og det på afdeling Vest.", []),
        ("Engen ved Simested Å. Landbrugsstyrelsen svarer.", ["Landbrugsstyrelsen"]),
        ("Den selvejende institution Tumlehøj er enig.", ["Tumlehøj"]),
        ("Totalrådgiver Sandå Arkitekter og bygherre Ærø Havn", ["Sandå Arkitekter", "Ærø Havn"]),
        ("Det siger MED-udvalget på Bostedet Nygård.", ["MED-udvalget", "Bostedet Nygård"]),
        ("Rådet for den kommende periode mødes.", []),
        ("Gæster: Ane Due (SF) og Bo Dam (UP).", []),
    ],
)
def test_what_stands_beside_a_body_is_no_part_of_it(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Farten skal ned på vejen i Løgstør & Farsø.",
        "Folkeskolen og Friskolen er for alle.",
        "Varme og vand er dyrt. God Service er vigtig.",
    ],
)
def test_two_towns_and_kinds_of_school_are_no_body(nlp, text):
    assert names(nlp, text) == []
