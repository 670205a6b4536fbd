"""A whole meeting through the pipeline: what is read, what is known everywhere, what is decided."""

import datetime as dt
import importlib
import json
import tomllib
from pathlib import Path

import pytest
import spacy
from spacy.util import load_model_from_config

from pipeline.domain import AgendaItem, Label, Meeting, Section, SectionName
from pipeline.entities import recognize
from pipeline.entities.consistency import abbreviations_of

ROOT = Path(__file__).parent.parent


def meeting(committee="Velfærdsforum Vestkysten", date=dt.date(2021, 11, 26)):
    return Meeting(title="Møde", committee=committee, date=date)


def items_of(*texts):
    """Return the joined text of items, and the items."""
    items, at = [], 0
    for number, text in enumerate(texts, start=1):
        items.append(
            AgendaItem(
                id=f"x/2021-11-26/{number}", number=str(number), title="", start=at, end=at + len(text)
            )
        )
        at += len(text)
    return "".join(texts), items


def found(nlp, *texts, **about):
    """Return (text, label, norm) of each entity, a list an item."""
    text, items = items_of(*texts)
    tagged = recognize(nlp, text, items, meeting(**about))
    return [[(one.text, one.label, one.norm) for one in item] for item in tagged]


def names(nlp, *texts, **about):
    return [[name for name, _, _ in item] for item in found(nlp, *texts, **about)]


def test_offsets_count_in_the_whole_source_text(nlp):
    text, items = items_of("1. Godkendelse\n", "2. Takster\nOdense Kommune betaler 6,1 mio. kr. i 2022.\n")
    (_, second) = recognize(nlp, text, items, meeting())
    assert [text[one.start : one.end] for one in second] == ["Odense Kommune", "6,1 mio. kr.", "2022"]
    assert [one.text for one in second] == ["Odense Kommune", "6,1 mio. kr.", "2022"]


def test_attachments_are_not_read_and_move_no_offset(nlp):
    body, bilag, after = (
        "Drøftet den 3. maj 2021.\n",
        "Bilag\nReferat 4. juni 2020.pdf\n",
        "Godkendt 5. juli 2021.\n",
    )
    text = body + bilag + after
    section = Section(name=SectionName.BILAG, start=len(body), end=len(body + bilag))
    item = AgendaItem(id="x", number="1", title="", start=0, end=len(text), sections=(section,))
    (entities,) = recognize(nlp, text, [item], meeting())
    assert [one.norm for one in entities] == ["2021-05-03", "2021-07-05"]
    assert [text[one.start : one.end] for one in entities] == ["3. maj 2021", "5. juli 2021"]


def test_a_meeting_without_items_has_no_entities(nlp):
    assert recognize(nlp, "", [], meeting()) == ()


def test_missing_years_are_told_from_the_meetings_date(nlp):
    ((entity,),) = found(nlp, "Næste møde er den 4. februar.\n")
    assert entity == ("4. februar", Label.DATE, "2022-02-04")


def test_a_name_known_in_one_item_is_found_in_every_other(nlp):
    assert names(
        nlp,
        "2. Belægningen på Strandlyst\n",
        "3. Tilsyn\nDet private botilbud Strandlyst er besøgt.\n",
        "4. Strandlyst får nye pladser\n",
    ) == [["Strandlyst"], ["Strandlyst"], ["Strandlyst"]]


def test_an_abbreviation_introduced_in_one_item_is_found_in_the_next(nlp):
    first, second = names(nlp, "Fælles Hjælpemiddeldepot Fyn (FHF) er nyt.\n", "Taksten hos FHF stiger.\n")
    assert (first, second) == (["Fælles Hjælpemiddeldepot Fyn", "FHF"], ["FHF"])


def test_the_committee_is_known_by_its_name_its_short_name_and_its_initials(nlp):
    text = "VFV er enig. Sagen går til Velfærdsforum. Velfærdsforum Vestkystens budget er godkendt.\n"
    assert names(nlp, text) == [["VFV", "Velfærdsforum", "Velfærdsforum Vestkystens"]]


@pytest.mark.parametrize(
    ("committee", "word", "known"),
    [
        ("Socialdirektørforum", "SDF", True),
        ("Psykiatri- og Rusmiddelforum Østjylland", "PRØ", True),
        ("Social- og Psykiatriudvalget", "SPU", True),
        ("Socialdirektørforum", "STU", False),
        ("Socialdirektørforum", "SU", False),
    ],
)
def test_initials_are_the_first_letters_of_a_names_parts(committee, word, known):
    assert (word in set(abbreviations_of(committee, {word}))) is known


def test_a_person_is_found_by_last_name_after_the_full_name(nlp):
    texts = ["Direktør Lise Brandtoft bød velkommen.\n", "Brandtoft orienterede om budgettet.\n"]
    assert found(nlp, *texts)[1] == [("Brandtoft", Label.PERSON, "Brandtoft")]


def test_a_last_name_that_is_a_common_word_is_not_looked_for(nlp):
    texts = ["Direktør Lise Holm bød velkommen.\n", "På en holm ligger huset. Holm\n"]
    assert names(nlp, *texts)[1] == []


def test_a_slip_in_a_long_name_is_seen_through(nlp):
    assert found(nlp, "Forretningsudvalget mødes. Forretningsudvaglet og Velfærdssekretariatet\n")[0][1] == (
        "Forretningsudvaglet",
        Label.INSTITUTION,
        "Forretningsudvalget",
    )


def test_a_municipality_inside_an_institutions_name_is_no_mention_of_its_own(nlp):
    assert found(nlp, "Jobcenter Vejen og Odense Universitetshospital deltager.\n") == [
        [
            ("Jobcenter Vejen", Label.INSTITUTION, "Jobcenter Vejen"),
            ("Odense Universitetshospital", Label.INSTITUTION, "Odense Universitetshospital"),
        ]
    ]


def test_the_longest_name_wins(nlp):
    assert names(nlp, "Psykiatrien i Region Syddanmark er indbudt.\n") == [
        ["Psykiatrien i Region Syddanmark"]
    ]


COMPONENTS = ("danish_amounts", "danish_dates", "laws", "municipalities", "institutions", "persons",
              "consistency", "resolve", "person_roles")  # fmt: skip


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_works_alone_and_says_what_it_writes(nlp, component):
    alone = spacy.blank("da")
    alone.add_pipe(component)
    text = "Odense Kommune betaler 3 kr. den 1/7-16 efter § 107."
    assert alone(text).text == text
    assert set(alone.get_pipe_meta(component).assigns) <= {
        "doc.spans",
        "doc.ents",
        "span._.role",
        "span._.organisation",
    }


def test_spacy_finds_every_component_by_its_name_once_the_package_is_installed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["entry-points"]["spacy_factories"]
    assert set(COMPONENTS) | {"minutes_tagger", "second_opinion"} == set(declared)
    for target in declared.values():
        module, _, factory = target.partition(":")
        assert callable(getattr(importlib.import_module(module), factory))


def test_the_pipeline_is_made_again_from_its_own_config(nlp):
    config = json.loads(json.dumps(nlp.config))
    text = "Socialtilsyn Syd og Ærø Kommune mødes den 4/9-15."
    again = load_model_from_config(config, auto_fill=True)
    assert [ent.text for ent in again(text).ents] == [ent.text for ent in nlp(text).ents]


def test_a_name_with_a_part_of_its_own_may_begin_with_a_small_letter(nlp):
    found = names(nlp, "1. Børnehus Midt svarer\n", "2. Tallene for børnehus Midt og for ethvert børnehus\n")
    assert found == [["Børnehus Midt"], ["børnehus Midt"]]
