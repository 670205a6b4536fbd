import numpy as np
import pytest
import spacy

from pipeline.domain import Label
from pipeline.encoder import TokenVectors
from pipeline.entities import assemble, second_opinion, tagger
from pipeline.entities.bio import TAGS, begins, goes_on
from pipeline.entities.candidates import Candidate, write
from pipeline.entities.tagger import Head, attach

HEAD = Head(weight=9 * np.eye(len(TAGS), dtype=np.float32), bias=np.zeros(len(TAGS), dtype=np.float32))
INSTITUTION, PERSON = begins(Label.INSTITUTION), begins(Label.PERSON)
FACTORIES = (second_opinion, tagger, assemble)


def doc_of(nlp, text, tags, *rules):
    """A Doc whose words have the tags `tags` names by place, and rules' candidates (word, label)."""
    doc = nlp.make_doc(text)
    words, at, offsets = text.split(), 0, []
    for word in words:
        at = text.index(word, at)
        offsets.append((at, at + len(word)))
        at += len(word)
    vectors = np.zeros((len(words), len(TAGS)), dtype=np.float32)
    vectors[range(len(words)), [tags.get(place, 0) for place in range(len(words))]] = 1
    attach(doc, [TokenVectors(offsets=np.array(offsets, dtype=np.int32), vectors=vectors)])
    found = [(text.index(word), label) for word, label in rules]
    write(
        doc,
        "institutions",
        [
            Candidate(start=start, end=start + len(word), label=label, norm=word, rule="register")
            for (start, label), (word, _) in zip(found, rules, strict=True)
        ],
    )
    return doc


@pytest.fixture
def nlp(tmp_path):
    HEAD.save(tmp_path)
    nlp = spacy.blank("da")
    nlp.add_pipe("minutes_tagger", config={"model": str(tmp_path)})
    nlp.add_pipe("second_opinion")
    return nlp


def added(doc):
    return [(span.text, span.label_, span.kb_id_) for span in doc.spans["second_opinion"]]


def test_what_only_the_tagger_finds_is_added_with_its_base_form(nlp):
    doc = doc_of(nlp, "Prisen på Åhøj stiger, skriver Åhøjs leder", {2: INSTITUTION, 5: INSTITUTION})
    assert added(nlp(doc)) == [("Åhøj", "INSTITUTION", "Åhøj"), ("Åhøjs", "INSTITUTION", "Åhøj")]


def test_a_town_is_no_body(nlp):
    assert added(nlp(doc_of(nlp, "Kvinder i Vojens mødes", {2: INSTITUTION}))) == []


def test_what_the_rules_know_is_left_to_them(nlp):
    doc = doc_of(nlp, "Prisen på Åhøj stiger", {2: INSTITUTION}, ("på Åhøj", Label.INSTITUTION))
    assert added(nlp(doc)) == []


def test_a_name_found_once_is_marked_at_every_place_of_the_meeting(nlp):
    sure = doc_of(nlp, "Tilbuddet Åhøj ved Åhøj skov", {1: INSTITUTION, 3: INSTITUTION})
    missed = doc_of(nlp, "Ny leder på Åhøj", {})
    docs = list(nlp.pipe([sure, missed]))
    assert [len(added(doc)) for doc in docs] == [2, 1]


def test_a_name_the_tagger_mostly_holds_for_none_is_dropped(nlp):
    once = doc_of(nlp, "Opgaven Trappen løses", {1: INSTITUTION})
    often = doc_of(nlp, "Gå ad Trappen op og ad Trappen ned", {})
    assert [added(doc) for doc in nlp.pipe([once, often])] == [[], []]


@pytest.mark.parametrize(
    "word", ["www.xyz.dk", "botilbuddene", "Botilbuddene", "Styregruppen", "Desuden", "tilbud", "A", "SOSU-"]
)
def test_what_is_no_name_is_not_added(nlp, word):
    assert added(nlp(doc_of(nlp, f"Vi ser {word} nu", {2: INSTITUTION}))) == []


def test_dates_and_amounts_are_left_to_the_rules(nlp):
    doc = doc_of(nlp, "Vi ser Maj 12 kr.", {2: begins(Label.DATE), 3: begins(Label.AMOUNT)})
    assert added(nlp(doc)) == []


def test_persons_are_added_too(nlp):
    doc = doc_of(nlp, "Vi mødte Åse Østerås i går", {2: PERSON, 3: goes_on(Label.PERSON)})
    assert added(nlp(doc)) == [("Åse Østerås", "PERSON", "Åse Østerås")]


def test_a_mention_both_would_have_stands_once(nlp):
    nlp.add_pipe("resolve")
    doc = doc_of(
        nlp, "Prisen på Åhøj og Ækrog", {2: INSTITUTION, 4: INSTITUTION}, ("Ækrog", Label.INSTITUTION)
    )
    assert [ent.text for ent in nlp(doc).ents] == ["Åhøj", "Ækrog"]


def test_a_word_the_meeting_writes_small_too_is_not_trusted(nlp):
    large = doc_of(nlp, "Metoder i Dagtilbud er emnet", {2: INSTITUTION})
    small = doc_of(nlp, "Et nyt dagtilbud", {})
    assert [added(doc) for doc in nlp.pipe([large, small])] == [[], []]


def test_one_word_that_only_begins_sentences_is_not_trusted(nlp):
    assert added(nlp(doc_of(nlp, "Substitution ordineres", {0: INSTITUTION}))) == []


def test_a_name_that_goes_on_was_cut_and_is_not_trusted(nlp):
    assert added(nlp(doc_of(nlp, "Vi ser Fælles Visitation nu", {2: INSTITUTION}))) == []


@pytest.mark.parametrize(
    "name", ["Nærhedsmodellen", "Sund Uddannelse", "Udviklingsdirektøren", "Sikker Havn-projektet"]
)
def test_what_is_called_as_no_body_is_called_is_not_added(nlp, name):
    places = range(2, 2 + len(name.split()))
    tags = {place: INSTITUTION + (place > 2) for place in places}
    assert added(nlp(doc_of(nlp, f"Vi ser {name} nu", tags))) == []


def test_the_matter_is_no_part_of_the_bodys_name(nlp):
    tags = {2: INSTITUTION, 3: INSTITUTION + 1, 4: INSTITUTION + 1, 7: INSTITUTION}
    doc = doc_of(nlp, "Status er: Lukning af Åhøj afventer, og Åhøj betaler", tags)
    assert {name for name, _, _ in added(nlp(doc))} == {"Åhøj"}


def test_several_of_a_kind_are_no_body(nlp):
    tags = {3: INSTITUTION, 4: INSTITUTION + 1, 5: INSTITUTION + 1}
    assert added(nlp(doc_of(nlp, "Sendt i går De tekniske Følgegrupper", tags))) == []
    assert added(nlp(doc_of(nlp, "Sendt i går Den tekniske Følgegruppe", tags))) != []


def test_one_of_each_is_no_body(nlp):
    assert added(nlp(doc_of(nlp, "Der kommer en fra hvert ÅBR", {5: INSTITUTION}))) == []


def test_a_comma_parts_two_names(nlp):
    tags = {2: INSTITUTION, 3: INSTITUTION + 1, 4: INSTITUTION + 1}
    assert [name for name, _, _ in added(nlp(doc_of(nlp, "Vi støtter Klub13, Ældre Ærø nu", tags)))] == [
        "Klub13", "Ældre Ærø"
    ]  # fmt: skip


def test_a_name_with_a_number_after_it_is_an_address(nlp):
    assert added(nlp(doc_of(nlp, "Haverne i Ærtebo 12-14 deles", {2: INSTITUTION}))) == []


@pytest.mark.parametrize(
    "text",
    ["Hækken mod Skovbrynet klippes", "Byggefeltet ved Skovbrynet udgår", "Stien langs Lille Sø slettes"],
)
def test_what_land_lies_beside_is_a_place_and_no_body(nlp, text):
    tags = {2: INSTITUTION, 3: INSTITUTION if "Lille" in text else 0}
    if "Lille" in text:
        tags[3] = goes_on(Label.INSTITUTION)
    assert added(nlp(doc_of(nlp, text, tags))) == []


@pytest.mark.parametrize(("tags", "doubt"), [({2: INSTITUTION}, 0.0), ({}, 1.0), ({2: PERSON}, 1.0)])
def test_what_the_rules_found_and_the_tagger_holds_for_none_is_doubted(nlp, tags, doubt):
    nlp.add_pipe("resolve")
    nlp.add_pipe("person_roles")
    doc = doc_of(nlp, "Prisen på Åhøj stiger", tags, ("Åhøj", Label.INSTITUTION))
    (entity,) = assemble._entities(nlp(doc), doc.text, 0)
    assert entity.doubt == pytest.approx(doubt, abs=0.01)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De støttes af puljen Bedre Åhjælp igen", []),
        ("De bruger hver dag, at Bedre Åhjælp kommer", ["Bedre Åhjælp"]),
        ("Den nye by bruger Bedre Åhjælp dagligt", []),
        ("Den nye by bruger Bedre Åhjælp som rådgiver", ["Bedre Åhjælp"]),
        ("Alle børn får nu Power BI her", []),
    ],
)
def test_what_things_and_tools_are_called_is_no_body(nlp, text, expected):
    words = text.split()
    at = words.index("Bedre" if "Bedre" in words else "Power")
    tags = {at: INSTITUTION, at + 1: goes_on(Label.INSTITUTION)}
    assert [name for name, *_ in added(nlp(doc_of(nlp, text, tags)))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Alle beboere på Strandengen mødes", []), ("To afdelinger på Strandengen lukkes", ["Strandengen"])],
)
def test_residents_live_on_a_road_and_departments_are_at_an_offer(nlp, text, expected):
    tags = {text.split().index("Strandengen"): INSTITUTION}
    assert [name for name, *_ in added(nlp(doc_of(nlp, text, tags)))] == expected
