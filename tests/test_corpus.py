"""The annotated corpus is read whole, and what is wrong in it is named."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.domain import Label, SectionName
from pipeline.errors import CorpusError
from pipeline.training.corpus import BlockKind, read_corpus, read_meeting

CORPUS = Path(__file__).parent.parent / "data" / "corpus"
HEADER = """---
committee: Velfærdsforum Ærø
title: Møde i Velfærdsforum Ærø den 14. marts 2019
date: 2019-03-14
start: "09:00"
end: "11:30"
place: Ærøskøbing
published: 2019-03-20
---
"""
ITEM = "\n# 1. Økonomi\nthemes:\nminor:\ncase:\nrelated:\n\n"


@pytest.fixture(scope="module")
def meetings():
    return read_corpus(CORPUS)


@pytest.fixture
def write(tmp_path):
    def write(body, header=HEADER, name="forum-aeroe-2019-03-14.md"):
        path = tmp_path / name
        path.write_text(header + body, encoding="utf-8")
        return path

    return write


def blocks(meetings):
    return [block for meeting in meetings for item in meeting.items for block in item.blocks()]


def test_the_corpus_holds_what_its_card_says(meetings):
    mentions = Counter(mention.label for block in blocks(meetings) for mention in block.mentions)
    assert len(meetings) == 40
    assert len({meeting.slug for meeting in meetings}) == 8
    assert sum(len(meeting.items) for meeting in meetings) == 400
    assert mentions == {
        Label.INSTITUTION: 1623,
        Label.DATE: 1666,
        Label.MUNICIPALITY: 1419,
        Label.AMOUNT: 1053,
        Label.PERSON: 658,
    }


def test_the_card_names_the_figures_that_the_corpus_has(meetings):
    card = (CORPUS.parent / "README.md").read_text(encoding="utf-8")
    lines = blocks(meetings)
    persons = {m.norm for line in lines for m in line.mentions if m.label is Label.PERSON}
    figures = {
        "lines (paragraphs, list lines, headings, attachments)": len(lines),
        "words": sum(len(line.text.split()) for line in lines),
        "mentions": sum(len(line.mentions) for line in lines),
        "lines marked as evidence of a theme (`{about: ...}`)": sum(bool(line.about) for line in lines),
        "sub-headings that open a case of their own": sum(bool(line.cases) for line in lines),
        "items with no theme": sum(not item.themes for meeting in meetings for item in meeting.items),
    }
    for what, count in figures.items():
        assert f"| {what} | {count:,} |" in card
    assert f"by norm | {len(persons)} /" in card
    for slug in {meeting.slug for meeting in meetings}:
        of_committee = [meeting for meeting in meetings if meeting.slug == slug]
        words = sum(len(line.text.split()) for line in blocks(of_committee))
        assert f"| {of_committee[0].meeting.committee} |" in card
        assert f"| {words:,} |" in card


def test_every_mention_gives_back_its_text(meetings):
    for block in blocks(meetings):
        for mention in block.mentions:
            assert block.text[mention.start : mention.end] == mention.text


def test_no_mark_of_the_markup_is_left_in_the_text(meetings):
    assert not [block.text for block in blocks(meetings) if set(block.text) & set("[]{}")]


def test_every_line_of_a_file_is_read(meetings):
    for meeting in meetings:
        rows = meeting.path.read_text(encoding="utf-8").split("\n")[9:]
        headings = sum(len(item.sections) for item in meeting.items)
        fields = 4 * len(meeting.items)
        expected = sum(bool(row.strip()) for row in rows) - headings - fields
        assert len(blocks([meeting])) == expected


def test_themes_are_the_four_of_the_guidelines(meetings):
    known = {"psykiatri", "kapacitet", "misbrug", "tilsyn"}
    for meeting in meetings:
        for item in meeting.items:
            assert known.issuperset(item.themes + item.minor)
            assert not set(item.themes) & set(item.minor)
    assert known.issuperset(theme for block in blocks(meetings) for theme in block.about)


def test_related_names_cases_that_exist_in_the_committee(meetings):
    for slug in {meeting.slug for meeting in meetings}:
        items = [item for meeting in meetings if meeting.slug == slug for item in meeting.items]
        cases = {case for item in items for case in item.cases}
        cases |= {case for item in items for block in item.blocks() for case in block.cases}
        assert cases.issuperset(case for item in items for case in item.related)


def test_a_sub_heading_has_its_cases_and_lines_have_their_themes(write):
    path = write(
        ITEM + "## Baggrund\nIndledning.\n\n### Børnehus {case: boernehus}\nTilsynet kom. {about: tilsyn}\n"
        "- og gik {about: misbrug, tilsyn}\n### Uden sag\nSidste."
    )
    (item,) = read_meeting(path).items
    assert [(one.text, one.cases) for one in item.subheadings()] == [
        ("Børnehus", ("boernehus",)),
        ("Uden sag", ()),
    ]
    assert [(block.text, block.about) for block in item.sections[0].blocks if block.about] == [
        ("Tilsynet kom.", ("tilsyn",)),
        ("og gik", ("misbrug", "tilsyn")),
    ]


def test_a_misspelt_heading_keeps_its_print_and_gets_its_name(write):
    (item,) = read_meeting(write(ITEM + "## Indstililng\nGodkendes.")).items
    assert item.sections[0].heading == "Indstililng"
    assert item.sections[0].name is SectionName.INDSTILLING


def test_case_lines_stand_before_the_first_section(write):
    (item,) = read_meeting(write(ITEM + "Sagsnr. 27.00-Ø\n\n## Beslutning\nJa.")).items
    assert [(line.kind, line.text) for line in item.case_lines] == [(BlockKind.CASE_LINE, "Sagsnr. 27.00-Ø")]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("\n# Økonomi\n", r"forum-aeroe-2019-03-14\.md:11: .*NUMBER"),
        ("\n# 1. Økonomi\nthemes:\ncase:\n", r":13: expected the line minor:"),
        ("\n# 1. Økonomi\nthemes:", r":12: the item ends before its line minor:"),
        ("\nTekst\n", r":11: expected a line that begins with '# '"),
        (ITEM + "## Bagrund\nTekst", r":17: no section is called 'Bagrund'"),
        (ITEM + "## Baggrund\nI [2019](DATE)", r":18: .*needs its norm"),
        (ITEM + "## Baggrund\n[Bo](NAVN)", r":18: unknown label NAVN"),
        (ITEM + "## Baggrund\n[Bo]", r":18: a bracket"),
        (ITEM + "## Baggrund\nTekst {om: tilsyn}", r":18: a brace"),
        (ITEM + "## Baggrund\nTekst {case: a}", r":18: only a sub-heading"),
        (ITEM + "## Bilag\nNotat.pdf", r":18: a line of Bilag"),
        (ITEM + ITEM, r"two items have the same number"),
    ],
)
def test_an_error_names_file_line_and_fault(write, body, message):
    path = write(body)
    with pytest.raises(CorpusError, match=message):
        read_meeting(path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("place: Ærøskøbing\n", "", ":1: a file begins with a header"),
        ("place:", "sted:", ":7: expected the line place:"),
        ('"09:00"', '"09:60"', ":1: .*date or time"),
        ("date: 2019-03-14", "date: 2019-03-15", ":1: the date in the header is 2019-03-15"),
    ],
)
def test_a_faulty_header_is_named(write, old, new, message):
    path = write(ITEM, header=HEADER.replace(old, new, 1))
    with pytest.raises(CorpusError, match=message):
        read_meeting(path)


def test_a_file_of_another_name_is_not_passed_over(write, tmp_path):
    write(ITEM, name="forum.md")
    with pytest.raises(CorpusError, match=r"forum\.md: rename"):
        read_corpus(tmp_path)


def test_a_folder_without_meetings_is_named(tmp_path):
    with pytest.raises(CorpusError, match="name the folder of the corpus"):
        read_corpus(tmp_path)
