"""What a meeting says of its persons: a role, an organisation, on every mention of each."""

import datetime as dt

import pytest

from pipeline.app.answers import chief_entities
from pipeline.domain import AgendaItem, Entity, Label, Meeting
from pipeline.entities import recognize


def persons(nlp, *texts):
    """Return (text, role, organisation) of each person of the items, in their order."""
    items, whole = [], ""
    for number, text in enumerate(texts, start=1):
        end = len(whole) + len(text) + 1
        items.append(AgendaItem(id=f"x/{number}", number=f"{number}", title="", start=len(whole), end=end))
        whole += f"{text}\n"
    meeting = Meeting(title="Møde", committee="Forum Ø", date=dt.date(2021, 11, 26))
    found = recognize(nlp, whole, items, meeting)
    return [(e.text, e.role, e.organisation) for item in found for e in item if e.label is Label.PERSON]


@pytest.mark.parametrize(
    ("text", "role", "organisation"),
    [
        ("Myndighedschef Karen Bro, Assens Kommune, deltog.", "myndighedschef", "Assens Kommune"),
        ("Vi mødte socialdirektør i Nyborg Kommune Karen Bro.", "socialdirektør", "Nyborg Kommune"),
        ("Karen Bro (formand) bød velkommen.", "formand", ""),
        ("Deltagere: Karen Bro, direktør, Region Sjælland", "direktør", "Region Sjælland"),
        ("Karen Bro fra Vejen Kommune orienterede.", "", "Vejen Kommune"),
        ("Vejle Kommunes nye socialchef Karen Bro svarede.", "socialchef", "Vejle Kommune"),
        ("formand for Ældrerådet Karen Bro takkede", "formand", "Ældrerådet"),
        ("- Karen Bro, direktør for Social og Børn, Vejle Kommune", "direktør", "Vejle Kommune"),
        (
            "- Karen Bro, Myndighedschef - Borger & Arbejdsmarked, Skive Kommune",
            "myndighedschef",
            "Skive Kommune",
        ),
        ("Karen Bro (Odder) tog punktet op.", "", "Odder Kommune"),
        ("Karen Bro (socialdirektør, Samsø Kommune) er valgt.", "socialdirektør", "Samsø Kommune"),
        ("For KL deltog Karen Bro.", "", "KL"),
        ("Karen Bro er ny formand for Handicaprådet.", "formand", "Handicaprådet"),
        ("Karen Bro, der er leder af Jobcenter Vejen, deltog.", "leder", "Jobcenter Vejen"),
        ("Næstformand: Karen Bro", "næstformand", ""),
        ("Karen Bro\tdirektør\tVejle Kommune", "direktør", "Vejle Kommune"),
        ("Konstitueret socialdirektør Karen Bro svarede.", "konstitueret socialdirektør", ""),
        ("Konsulent Karen Bro i Vejle Kommune svarede.", "konsulent", "Vejle Kommune"),
        ("Formanden, Karen Bro, takkede.", "formand", ""),
        ("Karen Bro, Aarhus Kommune, som næstformand", "næstformand", "Aarhus Kommune"),
        (
            "Direktør for Velfærd og Sundhed i Horsens Kommune Karen Bro deltog.",
            "direktør",
            "Horsens Kommune",
        ),
    ],
)
def test_role_and_organisation_are_told_before_and_after_the_name(nlp, text, role, organisation):
    assert persons(nlp, text) == [("Karen Bro", role, organisation)]


@pytest.mark.parametrize(
    "text",
    [
        "Karen Bro deltog sammen med Vejle Kommune.",
        "Karen Bro, KL og Danske Regioner deltog.",
        "Karen Bro, KL, Danske Regioner og Skive Kommune deltog.",
        "Karen Bro (Ø) stemte imod.",
        "Direktøren svarede. Karen Bro takkede.",
    ],
)
def test_what_only_stands_near_is_not_told_of_the_person(nlp, text):
    assert persons(nlp, text) == [("Karen Bro", "", "")]


def test_a_role_before_the_next_name_is_the_next_persons(nlp):
    found = persons(nlp, "Karen Bro, direktør Ane Due og Lone Bak deltog.")
    assert found == [("Karen Bro", "", ""), ("Ane Due", "direktør", ""), ("Lone Bak", "", "")]


def test_a_role_in_the_plural_and_a_body_that_leads_a_list_are_everybodys(nlp):
    assert persons(nlp, "Socialcheferne Karen Bro (Odder) og Ane Due (Samsø) er valgt.") == [
        ("Karen Bro", "socialchef", "Odder Kommune"),
        ("Ane Due", "socialchef", "Samsø Kommune"),
    ]
    assert persons(nlp, "Region Sjælland: Karen Bro og Ane Due") == [
        ("Karen Bro", "", "Region Sjælland"),
        ("Ane Due", "", "Region Sjælland"),
    ]


def test_what_one_item_says_holds_for_every_mention_in_the_meeting(nlp):
    told = persons(
        nlp, "Karen Vestermark spurgte.", "Socialchef Karen Vestermark, Skive Kommune", "Vestermark takkede."
    )
    assert told == [
        ("Karen Vestermark", "socialchef", "Skive Kommune"),
        ("Karen Vestermark", "socialchef", "Skive Kommune"),
        ("Vestermark", "socialchef", "Skive Kommune"),
    ]


def test_a_short_name_that_two_bear_is_told_of_neither(nlp):
    told = persons(nlp, "Socialchef Karen Vestermark og Bo Vestermark deltog. Vestermark takkede.")
    assert told[-1] == ("Vestermark", "", "")


def test_a_person_is_shown_with_role_and_organisation():
    person = Entity(
        start=0, end=9, label=Label.PERSON, text="Karen Bro", norm="Karen Bro", role="socialchef",
        organisation="Skive Kommune",
    )  # fmt: skip
    plain = Entity(start=10, end=17, label=Label.PERSON, text="Ane Due", norm="Ane Due")
    assert chief_entities([person, plain], Label.PERSON) == [
        "Karen Bro (socialchef, Skive Kommune)",
        "Ane Due",
    ]
