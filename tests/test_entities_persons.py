"""Persons: known by first name, title, party or patronym; the name without title."""

import pytest
from builders import nlp_of


@pytest.fixture(scope="module")
def nlp():
    return nlp_of("persons")


def found(nlp, text):
    doc = nlp(text)
    return [(span.text, span.kb_id_) for span in doc.spans["persons"]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anne Mette Vestergaard deltog i mødet.", "Anne Mette Vestergaard"),
        ("Formand Lise Brandt bød velkommen.", "Lise Brandt"),
        ("psykiatridirektør Karsten Riis-Holm orienterede.", "Karsten Riis-Holm"),
        ("Overlæge Fatima El-Amin svarede.", "Fatima El-Amin"),
        ("Socialchef Thryggvi Eldjarn svarede.", "Thryggvi Eldjarn"),
        ("Bo L. Mikkelsen er tovholder.", "Bo L. Mikkelsen"),
        ("H.C. Lundgren fratræder.", "H.C. Lundgren"),
        ("Jens Chr. Ravn og flere", "Jens Chr. Ravn"),
        ("Jens Kr. Åby rettede henvendelse", "Jens Kr. Åby"),
        ("Rikke Vang (Ø) stemte imod.", "Rikke Vang"),
        ("Fraværende: Xandra Voss (A)", "Xandra Voss"),
        ("Indstillet er Siggurd Ellekilde Pedersen fra Vejen.", "Siggurd Ellekilde Pedersen"),
        ("Konsulent Pieter van der Meer holdt oplæg.", "Pieter van der Meer"),
        ("Karen\u00a0Holm deltog.", "Karen Holm"),
        ("Sagsbehandler: Sofie Kjær-Bang", "Sofie Kjær-Bang"),
        ("Efter Nikolaj Hedelund blev valgt", "Nikolaj Hedelund"),
        ("formand for Ældrerådet Kaj Lyngholm takkede", "Kaj Lyngholm"),
        ("Gry Astrid Stampe har skrevet.", "Gry Astrid Stampe"),
        ("Kunstner Malene Åby viste billeder.", "Malene Åby"),
        ("Strandfoged Malene Åby deltog.", "Malene Åby"),
        ("Medlemmerne H.P. Gade", "H.P. Gade"),
        ("Poul Fl. Åby gav tilbud.", "Poul Fl. Åby"),
    ],
)
def test_a_person_is_found_without_title(nlp, text, name):
    assert [norm for _, norm in found(nlp, text)] == [name]


@pytest.mark.parametrize(
    ("text", "mention", "norm"),
    [
        ("Lise Brandts oplæg. Lise Brandt takkede.", "Lise Brandts", "Lise Brandt"),
        ("Niels Jensens oplæg", "Niels Jensens", "Niels Jensen"),
        ("Ane Ågaards nye forslag", "Ane Ågaards", "Ane Ågaard"),
        ("Ane Ågaards fortalte", "Ane Ågaards", "Ane Ågaards"),
        ("Efter Ole Friis' oplæg", "Ole Friis'", "Ole Friis"),
        ("Ole Friis holdt oplæg", "Ole Friis", "Ole Friis"),
    ],
)
def test_a_genitive_belongs_to_the_mention_and_not_to_the_name(nlp, text, mention, norm):
    assert found(nlp, text)[0] == (mention, norm)


@pytest.mark.parametrize(
    "text",
    [
        "Regionspsykiatrien Horsens og Nordjyllands Brandvæsen",
        "Odense Kommune og Region Syddanmark",
        "Line er et fornavn. Bo er et andet.",
        "Direktøren orienterede. Socialstyrelsen svarede.",
        "Sundhedsaftalen 2024-2027",
        "Trafikselskab Nord (NT)",
        "Tilsagn fra A.P. Ørholm Fonden",
        "C.F. Møller tegner huset, som Per Aarsleff bygger.",
    ],
)
def test_what_is_written_large_is_not_always_a_person(nlp, text):
    assert found(nlp, text) == []


def test_names_do_not_run_over_a_line_break(nlp):
    text = "Deltagere: Karen Holm\nPeter Bang"
    assert [norm for _, norm in found(nlp, text)] == ["Karen Holm", "Peter Bang"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jonna orienterede om badebroen. Keld og Bente laver et udkast.", ["Jonna", "Keld", "Bente"]),
        ("Bjarne er stoppet som sekretær. Tak til Bente.", ["Bjarne", "Bente"]),
        ("Oplæg v/ Lise og v/Åse", ["Lise", "Åse"]),
        ("Rikkes oplæg sendes ud.", ["Rikke"]),
        ("Formand Bente bød velkommen. Når Per kommer, spørger vi.", ["Bente", "Per"]),
        ("Aftale: Rie kontakter foreningen. Bo har kontaktet kirken.", ["Rie", "Bo"]),
        ("Direktør Lone takkede. Nabo Olga Wójcik klager.", ["Lone", "Olga Wójcik"]),
    ],
)
def test_a_first_name_alone_is_a_person(nlp, text, names):
    assert [norm for _, norm in found(nlp, text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Stormen Bodil ramte. Projektet Sofie er slut, og færgen Karoline sejler.",
        "Hans bror kom. Bo godt som ældre. Per capita. Line er sart. Else så vi intet.",
        "Sct. Anna og Dronning Ingrid nævnes. Emma-gruppen mødes i August.",
        "Nikolaj Plads og Arne Kjærs Tegnestue",
    ],
)
def test_a_first_name_that_names_something_else_is_no_person(nlp, text):
    assert found(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Jonna har kontaktet Keld M. Møde holdes i juni.", "Keld M."),
        ("Vi har spurgt Keld M om det.", "Keld M"),
        ("Ordet er hos Poul F. Bak nu.", "Poul F. Bak"),
    ],
)
def test_an_initial_belongs_to_the_name_and_the_next_sentence_does_not(nlp, text, mention):
    assert mention in [written for written, _ in found(nlp, text)]
    assert "Møde" not in " ".join(norm for _, norm in found(nlp, text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Afbud: Sinne Vad, Ulk Bremer og Ærø Dyre (A)", ["Sinne Vad", "Ulk Bremer", "Ærø Dyre"]),
        (
            "Ikke til stede: Philip Læsøe, Haldis Glerup Dagsordenen godkendt.",
            ["Philip Læsøe", "Haldis Glerup"],
        ),
        ("Til stede:\n- Ulk Bremer\n- Sinne Vad\n- Referent", ["Ulk Bremer", "Sinne Vad"]),
        ("Fraværende: Bjørt Holm (SF), Xandra Næs (løsgænger)", ["Bjørt Holm", "Xandra Næs"]),
        ("Afbud: Odense Kommune, Danske Regioner og Røde Kors", []),
        ("BENTE HANSEN og KELD ÅBY-NIELSEN deltog. MED UDVALG", ["Bente Hansen", "Keld Åby-Nielsen"]),
        ("Baggrund Pernille Marker, centerchef", ["Pernille Marker"]),
        ("Til stede: Borgmester Ulk Bremer (V), direktør Sinne Vad", ["Ulk Bremer", "Sinne Vad"]),
    ],
)
def test_names_in_lists_are_persons_whatever_they_are_called(nlp, text, names):
    assert [norm for _, norm in found(nlp, text)] == names
