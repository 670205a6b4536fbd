"""References to laws: name and paragraph, by the law's short name."""

import pytest
from builders import nlp_of


@pytest.fixture(scope="module")
def nlp():
    return nlp_of("laws")


def found(nlp, text):
    doc = nlp(text)
    return [(span.text, span.kb_id_) for span in doc.spans["laws"]]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("servicelovens § 107", "serviceloven § 107"),
        ("serviceloven §107", "serviceloven § 107"),
        ("lov om social service § 108", "serviceloven § 108"),
        ("SEL § 85", "serviceloven § 85"),
        ("SEL §85", "serviceloven § 85"),
        ("ABL §105", "almenboligloven § 105"),
        ("lov om socialtilsyn § 8, stk. 1", "socialtilsynsloven § 8, stk. 1"),
        ("barnets lov § 47", "barnets lov § 47"),
        ("servicelovens § 66 stk 1 nr. 6", "serviceloven § 66, stk. 1, nr. 6"),
        ("servicelovens § 101 a", "serviceloven § 101 a"),
        ("servicelovens §§ 107 og 108", "serviceloven §§ 107 og 108"),
        ("sundhedslovens § 141", "sundhedsloven § 141"),
        ("§ 50 a i lov om social service", "serviceloven § 50 a"),
        ("lov om social service (SEL) § 85", "serviceloven § 85"),
    ],
)
def test_every_form_of_one_reference_is_found_whole(nlp, text, norm):
    assert found(nlp, f"Tilbuddet drives efter {text} i kommunen.") == [(text, norm)]


def test_in_a_list_the_laws_name_holds_for_every_paragraph(nlp):
    assert [norm for _, norm in found(nlp, "Støtte efter servicelovens § 82 b, § 85 og § 107.")] == [
        "serviceloven § 82 b",
        "serviceloven § 85",
        "serviceloven § 107",
    ]


def test_a_paragraph_further_on_may_be_of_another_law(nlp):
    assert found(nlp, "Efter almenboliglovens § 105 og, som nævnt, § 107, samt 4 pladser.")[1:] == [
        ("§ 107", "§ 107")
    ]


def test_a_letter_ends_a_paragraph_also_at_a_sentence_end(nlp):
    assert found(nlp, "Jf. servicelovens §§ 101 og 101 a.")[0][1] == "serviceloven §§ 101 og 101 a"


def test_a_bare_paragraph_of_no_named_law_keeps_its_number(nlp):
    assert found(nlp, "Pladser efter § 107.") == [("§ 107", "§ 107")]


def test_two_laws_in_one_breath_are_two_references(nlp):
    assert found(nlp, "bofællesskab efter ABL §105/SEL §85") == [
        ("ABL §105", "almenboligloven § 105"),
        ("SEL §85", "serviceloven § 85"),
    ]


@pytest.mark.parametrize(
    ("text", "mention", "norm"),
    [
        ("Det følger af styrelsesloven, at", "styrelsesloven", "kommunestyrelsesloven"),
        ("Efter Sundhedsloven skal", "Sundhedsloven", "sundhedsloven"),
        ("Efter servicelovens regler", "servicelovens", "serviceloven"),
        ("Jf. lov om social service skal", "lov om social service", "serviceloven"),
        ("Der er i Finanslov for 2014 afsat", "Finanslov for 2014", "Finanslov for 2014"),
        (
            "Se Lov nr. 573 af 24. juni 2005 om",
            "Lov nr. 573 af 24. juni 2005",
            "Lov nr. 573 af 24. juni 2005",
        ),
        ("Varmeforsyningsloven åbner for", "Varmeforsyningsloven", "varmeforsyningsloven"),
        ("Efter varmeforsyningslovens § 4 skal", "varmeforsyningslovens § 4", "varmeforsyningsloven § 4"),
        (
            "Lånebekendtgørelsens § 2, stk. 1",
            "Lånebekendtgørelsens § 2, stk. 1",
            "lånebekendtgørelsen § 2, stk. 1",
        ),
        ("Efter byggelovens § 16 A skal", "byggelovens § 16 A", "byggeloven § 16 A"),
        ("Et § 71-tilsyn er planlagt.", "§ 71", "§ 71"),
        ("Vedtægten ændres i § 28.", "§ 28", "§ 28"),
        ("Efter lånebekendtgørelsen", "lånebekendtgørelsen", "lånebekendtgørelsen"),
        ("Forslaget L 149 blev vedtaget", "L 149", "L 149"),
        (
            "Forslag til lov om ændring af lov om planlægning",
            "lov om ændring af lov om planlægning",
            "lov om ændring af lov om planlægning",
        ),
    ],
)
def test_a_law_is_found_without_a_register_or_a_paragraph(nlp, text, mention, norm):
    assert found(nlp, text) == [(mention, norm)]


def test_what_only_ends_as_laws_do_is_none(nlp):
    assert found(nlp, "Særloven og rammelovgivningen gælder, og vi fik lov om fredagen.") == []
