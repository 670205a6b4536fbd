"""Persons: known by first name, title, party or patronym; the name without title."""

import pytest
import spacy

from pipeline.entities import persons
from pipeline.entities.candidates import exact

assert persons  # its factory is registered by the import


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("da")
    nlp.add_pipe("persons")
    return nlp


def found(nlp, text):
    doc = nlp(text)
    return [(text[slice(*exact(span))], span.kb_id_) for span in doc.spans["persons"]]


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
        ("Rikke Vang (Ø) stemte imod.", "Rikke Vang"),
        ("Fraværende: Xandra Voss (A)", "Xandra Voss"),
        ("Indstillet er Siggurd Ellekilde Pedersen fra Vejen.", "Siggurd Ellekilde Pedersen"),
        ("Konsulent Pieter van der Meer holdt oplæg.", "Pieter van der Meer"),
        ("Karen\u00a0Holm deltog.", "Karen Holm"),
        ("Sagsbehandler: Sofie Kjær-Bang", "Sofie Kjær-Bang"),
        ("Efter Nikolaj Hedelund blev valgt", "Nikolaj Hedelund"),
        ("formand for Ældrerådet Kaj Lyngholm takkede", "Kaj Lyngholm"),
        ("Gry Astrid Stampe har skrevet.", "Gry Astrid Stampe"),
    ],
)
def test_a_person_is_found_without_title(nlp, text, name):
    assert [norm for _, norm in found(nlp, text)] == [name]


@pytest.mark.parametrize(
    ("text", "mention", "norm"),
    [
        ("Lise Brandts oplæg. Lise Brandt takkede.", "Lise Brandts", "Lise Brandt"),
        ("Niels Jensens oplæg", "Niels Jensens", "Niels Jensen"),
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
        "Line er et fornavn, og Per kommer senere.",
        "Direktøren orienterede. Socialstyrelsen svarede.",
        "Sundhedsaftalen 2024-2027",
        "Trafikselskab Nord (NT)",
    ],
)
def test_what_is_written_large_is_not_always_a_person(nlp, text):
    assert found(nlp, text) == []


def test_names_do_not_run_over_a_line_break(nlp):
    text = "Deltagere: Karen Holm\nPeter Bang"
    assert [norm for _, norm in found(nlp, text)] == ["Karen Holm", "Peter Bang"]
