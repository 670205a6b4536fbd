"""Sections are headed by their words, whoever prints them; headings nobody knows by coming again."""

import pytest

from pipeline.domain import SectionName as Name
from pipeline.minutes.sections import find_sections
from pipeline.minutes.structure.cutting import cut_items
from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.sections import section_heads, split_run_in


@pytest.fixture
def sections(reading_of):
    """Return name and heading of each section of the items of some rows."""

    def read(*rows):
        reading = reading_of(*rows)
        found = cut_items(reading)
        items, heads = split_run_in(found.items, section_heads(reading, found.bodies))
        return [
            [(one.name, one.printed) for one in find_sections(item.body, item.title, heads)] for item in items
        ]

    return read


@pytest.fixture
def one(sections):
    """Return the sections of one item with this text."""
    return lambda *rows: sections((Role.ITEM, "1. Ny badebro"), *rows)[0]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Beslutningstema", Name.RESUME), ("Anledning:", Name.RESUME), ("Problemstilling", Name.BAGGRUND),
        ("Løsning", Name.SAGSFREMSTILLING), ("Administrativ indstilling", Name.INDSTILLING),
        ("Forvaltningen foreslår,", Name.INDSTILLING), ("Det indstilles, at", Name.INDSTILLING),
        ("Beslutning i Ældrerådet den 4. maj 2021", Name.BESLUTNING),
        ("Ældrerådet, 04-05-2021, pkt. 7", Name.BESLUTNING),
        ("ÆLDRERÅDET DEN 4. MAJ 2021", Name.BESLUTNING),
        ("Økonomiudvalget, 4. maj 2021, punkt 7", Name.BESLUTNING), ("Beslutningshistorik", Name.SAGSFORLOEB),
        ("INDSTILLING OG BESLUTNING", Name.INDSTILLING), ("Afbud", Name.FRAVAERENDE),
        ("Hvem beslutter", Name.ANDET), ("Økonomiske følger", Name.OEKONOMI),
        ("Baggrund for puljen", Name.BAGGRUND), ("Indstililng", Name.INDSTILLING),
        ("Sagsfremsti11ing", Name.SAGSFREMSTILLING),
    ],
)  # fmt: skip
def test_a_heading_is_named_by_what_it_means(one, heading, name):
    found = one((Role.SECTION, heading), (Role.BODY, "Broen fornyes."))
    assert found == [(name, heading.rstrip(" :"))]


def test_a_misread_word_among_text_opens_no_section(one):
    found = one((Role.SECTION, "Beslutning"), (Role.BODY, "Indsti11ing"), (Role.BODY, "Godkendt på Ærø."))
    assert found == [(Name.BESLUTNING, "Beslutning")]


def test_a_word_that_ends_as_a_sentence_is_text(one):
    found = one((Role.SECTION, "Sagsfremstilling"), (Role.BODY, "Fraværende."), (Role.BODY, "To meldte fra."))
    assert found == [(Name.SAGSFREMSTILLING, "Sagsfremstilling")]


def test_the_text_may_follow_on_the_line(one):
    found = one((Role.SECTION, "Beslutning: Godkendt."), (Role.BODY, "Aftale: Bo ringer til Åse."))
    assert found == [(Name.BESLUTNING, "Beslutning")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Indstilling: Forvaltningen foreslår, at broen bygges", Name.INDSTILLING),
        ("Beslutning: Anbefales over for Ærø Byråd", Name.BESLUTNING),
        ("Bilag: Kort over Ærø.pdf", Name.BILAG),
    ],
)
def test_the_text_that_follows_may_propose_or_be_a_file(one, line, name):
    role = Role.ATTACHMENT if name is Name.BILAG else Role.SECTION
    assert one((role, line)) == [(name, line.partition(":")[0])]


def test_a_file_called_as_a_section_is_none(one):
    found = one((Role.SECTION, "Bilag"), (Role.ATTACHMENT, "Indstilling"), (Role.ATTACHMENT, "Økonomi"))
    assert found == [(Name.BILAG, "Bilag")]


def test_a_lead_in_under_its_heading_opens_no_section(one):
    found = one((Role.SECTION, "Indstilling"), (Role.SECTION, "Det indstilles,"), (Role.BODY, "at ja"))
    assert found == [(Name.INDSTILLING, "Indstilling")]


def test_who_decided_right_below_the_heading_opens_no_section(one):
    found = one(
        (Role.SECTION, "Beslutning"), (Role.SECTION, "Ældrerådet den 04-05-2021"), (Role.BODY, "Nej.")
    )
    assert found == [(Name.BESLUTNING, "Beslutning")]


def test_where_a_case_has_been_is_no_decision(one):
    found = one((Role.SECTION, "Sagsgang"), (Role.BODY, "Hører til:"), (Role.BODY, "Byrådet, 12-05-2021"))
    assert found == [(Name.SAGSFORLOEB, "Sagsgang")]


def test_when_a_page_was_changed_is_no_decision(one):
    found = one(
        (Role.SECTION, "Beslutning"), (Role.BODY, "Ja."), (Role.SECTION, "Sidst opdateret: 04.05.2021")
    )
    assert found == [(Name.BESLUTNING, "Beslutning")]


def test_the_number_of_a_file_is_no_day_of_a_decision(one):
    found = one((Role.CASE, "Journalnr. 01.12.01"), (Role.SECTION, "Afgørelse"), (Role.BODY, "Ja."))
    assert (Name.BESLUTNING, "Afgørelse") in found
    assert (Name.BESLUTNING, "Journalnr. 01.12.01") not in found


def test_an_unknown_heading_in_several_items_is_a_section_of_its_own(sections):
    text = [(Role.SECTION, "Vejret"), (Role.BODY, "Det blæste.")]
    first, second = sections((Role.ITEM, "1. Bro"), *text, (Role.ITEM, "2. Å"), *text)
    assert first == second == [(Name.ANDET, "Vejret")]


def test_an_unknown_heading_in_one_item_is_text(one):
    text = [(Role.SECTION, "Vejret"), (Role.BODY, "Det blæste.")]
    found = one((Role.SECTION, "Beslutning"), (Role.BODY, "Ja."), *text)
    assert found == [(Name.BESLUTNING, "Beslutning")]


def test_headings_are_found_inside_lines_where_none_stands_alone(sections):
    first, second = sections(
        (Role.ITEM, "Punkt 1: Bro"), (Role.BODY, "05.01.12-G01-2-21 Resume Ny bro. Beslutning Ja."),
        (Role.ITEM, "Punkt 2: Å"), (Role.BODY, "Åen er smal. INDSTILLING Det indstilles at grave. Bilag"),
    )  # fmt: skip
    assert [name for name, _ in first] == [Name.ANDET, Name.RESUME, Name.BESLUTNING]
    assert [name for name, _ in second] == [Name.ANDET, Name.INDSTILLING, Name.BILAG]


def test_one_proposal_of_several_is_no_recommendation(one):
    found = one((Role.SECTION, "Forslag A: Ladestandere"), (Role.BODY, "Vedtaget på Ærø."))
    assert found == [(Name.ANDET, "")]
