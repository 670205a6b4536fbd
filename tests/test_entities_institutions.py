"""Institutions: the register's and those built as Danish builds them; no laws, agreements, projects."""

import pytest
from builders import nlp_of


@pytest.fixture(scope="module")
def nlp():
    return nlp_of("institutions", "resolve")


def found(nlp, text):
    doc = nlp(text)
    return [(ent.text, ent.kb_id_) for ent in doc.ents]


def names(nlp, text):
    return [mention for mention, _ in found(nlp, text)]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("Ankestyrelsen", "Ankestyrelsen"),
        ("Ankestyrelsens", "Ankestyrelsen"),
        ("KL", "KL"),
        ("KL's", "KL"),
        ("KKR Syddanmark", "KKR Syddanmark"),
        (
            "Det Nationale Forsknings- og Analysecenter for Velfærd",
            "Det Nationale Forsknings- og Analysecenter for Velfærd",
        ),
        ("VIVE", "Det Nationale Forsknings- og Analysecenter for Velfærd"),
        ("Socialtilsyn Syd", "Socialtilsyn Syd"),
        ("Region Syddanmark", "Region Syddanmark"),
        ("Region Syddanmarks", "Region Syddanmark"),
        ("Psykiatrien i Region Syddanmark", "Psykiatrien i Region Syddanmark"),
        ("Region Hovedstadens Psykiatri", "Region Hovedstadens Psykiatri"),
        ("Social-, Bolig- og Ældreministeriet", "Social-, Bolig- og Ældreministeriet"),
    ],
)
def test_a_body_of_the_register_is_found_with_its_official_name(nlp, text, norm):
    assert found(nlp, f"Notatet er sendt til {text} i dag.") == [(text, norm)]


@pytest.mark.parametrize(
    "name",
    [
        "Handicaprådet",
        "Forretningsudvalget",
        "Fritids- og Idrætsudvalget",
        "Børne- og Fritidsforvaltningen",
        "Jobcenter Vejen",
        "Rusmiddelcenter Sandby",
        "Psykiatri- og Misbrugsforum Vestkysten",
        "Styrelsen for Havne og Fyr",
        "Center for Tale og Hørelse",
        "Samrådet for udviklingshæmmede lovovertrædere",
        "Samrådet for Domfældte på Fyn",
        "Handicaprådet i Struer",
        "Fyns Politi",
        "Viborg Byråd",
        "Midt- og Vestjyllands Politi",
        "Vestkystens Brandvæsen",
        "Fynsk Velfærdssekretariat",
        "Fælles Hjælpemiddeldepot Fyn",
        "Kystkommunernes EU-kontor",
        "Bostedet Fjordager",
        "Klinikken Syrenlunden",
        "Krisecentret Nordre Allé",
        "Teknik og Miljø",
        "Børn, Unge og Familie",
        "Hansen & Vestergaard",
        "Ankestyrelsens dialogforum",
        "Sundhedsstrategisk Styregruppe",
        "K22",
        "KKR-sekretariatet",
        "Vestkystens Minibusser A/S",
        "Foreningen for Psykosociale indsatser",
    ],
)
def test_a_name_built_as_danish_builds_them_is_one_mention(nlp, name):
    assert names(nlp, f"Punktet er drøftet med {name}, som svarede.") == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Besøget på botilbuddet Skrænten gik godt.", "Skrænten"),
        ("Det private bosted Strandlyst får besøg af bostedet Strandlyst.", "Strandlyst"),
        ("Kommunen åbner et tilbud under navnet Linjen.", "Linjen"),
        ("Strandlyst, et privat bosted, er lukket.", "Strandlyst"),
    ],
)
def test_an_offer_after_a_small_word_is_the_name_alone(nlp, text, name):
    assert set(names(nlp, text)) == {name}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Regionen ejer tilbuddet, og regionen betaler.", ["Regionen", "regionen"]),
        ("Sagen går til forretningsudvalget.", ["forretningsudvalget"]),
        ("Drøftes i dialogforum.", ["dialogforum"]),
        ("Arbejdet udføres rundt om i regionen.", []),
    ],
)
def test_some_bodies_are_names_in_small_letters_too(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Arbejdsgruppen og styregruppen mødes. Sekretariatet indkalder.",
        "Udvalget godkendte det. Kommunen betaler. Politiet kom.",
        "Projekt Sammen om Livet fortsætter, og Rammeaftalen genforhandles.",
        "Sundhedsaftalen, serviceloven og Tilbudsportalen",
        "Høreområdet og Plejefamilieområdet",
        "Om et nyt botilbud kan der ikke siges noget. Da et tilbud lukkede, blev der stille.",
        "tilbuddet Odense",
        "Borgere med ADHD ønsker en STU.",
    ],
)
def test_groups_laws_agreements_and_projects_are_no_institutions(nlp, text):
    assert names(nlp, text) == []


def test_an_abbreviation_in_parentheses_is_found_wherever_it_is_used(nlp):
    text = (
        "Fælles Hjælpemiddeldepot Fyn (FHF) ligger i Ringe. I år har FHF et underskud, og FHF's leder er ny."
    )
    assert names(nlp, text) == ["Fælles Hjælpemiddeldepot Fyn", "FHF", "FHF", "FHF's"]


def test_an_abbreviation_that_does_what_only_bodies_do_is_one(nlp):
    assert names(nlp, "CKH oplyser, at ventetiden er to uger.") == ["CKH"]


def test_a_sentence_start_is_no_part_of_a_name(nlp):
    assert names(nlp, "Hos Sprogcenter Vest er der plads. På Jobcenter Syd er der kø.") == [
        "Sprogcenter Vest",
        "Jobcenter Syd",
    ]


def test_an_offer_that_a_sentence_begins_with_is_named_as_in_the_rest_of_the_text(nlp):
    alone = "Botilbuddet Strandlyst drives af regionen. Taksten på Strandlyst stiger."
    assert names(nlp, alone)[0] == "Strandlyst"
    whole = "Klinikken Syrenlunden er ny. Tre læger på Klinikken Syrenlunden er ansat."
    assert names(nlp, whole) == ["Klinikken Syrenlunden", "Klinikken Syrenlunden"]


def test_an_offer_may_be_parted_from_its_kind_by_a_hard_space(nlp):
    text = "Der er plads.\n\nBotilbuddet\u00a0Søhøj åbner."
    assert found(nlp, text) == [("Botilbuddet\u00a0Søhøj", "Botilbuddet Søhøj")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Økonomisk styregruppe har mødtes to gange.", ["Økonomisk styregruppe"]),
        ("Der er nedsat en gruppe: Teknisk arbejdsgruppe.", ["Teknisk arbejdsgruppe"]),
        ("Formålet er klart. Faglig følgegruppe orienterer i maj.", ["Faglig følgegruppe"]),
        ("Midlertidig arbejdsgruppe om takster", []),
        ("En bred styregruppe har mødtes.", []),
    ],
)
def test_a_group_that_acts_without_an_article_is_a_name(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lone Bak, afdelingschef -Teknik & Miljø, deltog.", ["Teknik & Miljø"]),
        ("Teamleder for Støtte til Voksne og Unge, Ane Due, deltog.", ["Støtte til Voksne og Unge"]),
        ("Han er afdelingsleder i Familie og Handicap, Randers Kommune.", ["Familie og Handicap"]),
        ("Hun er chef i Hjemmeplejen, Region Sjælland.", ["Hjemmeplejen", "Region Sjælland"]),
        ("Hun er centerleder i Holbæk, Region Sjælland.", ["Region Sjælland"]),
    ],
)
def test_what_a_leader_leads_is_a_department(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Der vælges en fra hvert KKR.",
        "Forslaget er et dialogforum med to årlige møder.",
        "Puljen skal gavne anbragte Børn, Voksne og Ældre.",
        "Børne- og ungdomspsykiatrien har lange ventelister, og Ungdoms- og voksenpsykiatrien har korte.",
    ],
)
def test_one_of_several_and_people_and_branches_are_no_names(nlp, text):
    assert names(nlp, text) == []


def test_an_authority_of_the_state_is_named_by_its_noun_inside_a_sentence(nlp):
    assert names(nlp, "Svaret fra Styrelsen er kommet. Styrelsen er en bygning.") == ["Styrelsen"]
