"""Titles without numbers are told by how they stand out, as on a site or with the styles of Word."""

import pytest

from pipeline.minutes.document import Block, BlockKind, Document, to_document
from pipeline.minutes.structure.cutting import cut_items
from pipeline.minutes.structure.lines import read_lines
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.roles import Role

HEADING = Block(kind=BlockKind.HEADING, level=4)
TEXT = Block(kind=BlockKind.PARAGRAPH)
POINT = Block(kind=BlockKind.LIST_ITEM)


@pytest.fixture
def titles(reading_of):
    """Cut lines that are headings (#), points or text; a learned reader took points for the items."""

    def cut(*lines: str) -> list[str]:
        roles = {"#": Role.SECTION, "•": Role.ITEM}
        blocks = {"#": HEADING, "•": POINT}
        parts = [(line.removeprefix("# "), blocks.get(line[0], TEXT)) for line in lines]
        learned = reading_of(*((roles.get(line[0], Role.BODY), line.removeprefix("# ")) for line in lines))
        read = read_lines(to_document("a.html", parts))
        return [
            item.title
            for item in cut_items(Reading(lines=read, shapes=learned.shapes, roles=learned.roles)).items
        ]

    return cut


def test_headings_are_titles_and_points_of_a_list_are_none(titles):
    lines = [
        "# Besøg på Ærø",
        "Vi vil se:",
        "• Havnen",
        "• Åen",
        "# Evaluering",
        "Fin.",
        "# Eventuelt",
        "Intet.",
    ]
    assert titles(*lines) == ["Besøg på Ærø", "Evaluering", "Eventuelt"]


def test_in_plain_text_short_lines_right_above_their_text_are_titles(reading_of):
    rows = [
        "REFERAT",
        "Sted: Ærø",
        "",
        "Velkommen",
        "Åse bød velkommen.",
        "",
        "Økonomi",
        "Der er 350 kr.",
        "",
        "Eventuelt",
        "Intet.",
    ]
    lines = read_lines(Document(name="a.txt", text="\n".join(["Mødet på Ærø", "", *rows])))
    head = [(Role.HEAD_TITLE, "Mødet på Ærø"), *((Role.HEAD_OTHER, row) for row in rows[:2])]
    learned = reading_of(*head, *((Role.SECTION, row) for row in rows[2:] if row))
    found = cut_items(Reading(lines=lines, shapes=learned.shapes, roles=learned.roles)).items
    assert [item.title for item in found] == ["Velkommen", "Økonomi", "Eventuelt"]


@pytest.mark.parametrize(
    "lines",
    [
        ["# Baggrund", "Slidt.", "# Vejret", "Det blæste.", "# Beslutning", "Udsat."],
        ["# Havnen", "# Åen", "# Eventuelt", "• Ny bro"],
        ["# Vejret", "Det blæste.", "# Havet", "Det var koldt.", "# Stranden", "Den er lang."],
    ],
    ids=["sections", "a list", "no title of an agenda"],
)
def test_other_headings_are_not_made_titles(titles, lines):
    assert titles(*lines) != [line[2:] for line in lines if line[0] == "#"]


def test_lines_of_the_site_between_their_texts_are_no_titles(reading_of):
    rows = [
        "Velkommen til Ærø",
        "Siden er ny.",
        "",
        "Se ledige stillinger",
        "Søg her.",
        "",
        "Orientering",
        "Intet.",
    ]
    roles = [*[Role.CHROME] * 5, Role.ITEM, Role.BODY]
    lines = read_lines(Document(name="a.txt", text="\n".join(["Forside", "", *rows])))
    learned = reading_of(*zip(roles, ["Forside", *filter(None, rows)], strict=True))
    reading = Reading(lines=lines, shapes=learned.shapes, roles=learned.roles)
    assert [item.title for item in cut_items(reading).items] == ["Orientering"]


def test_a_sentence_that_ends_as_the_titles_do_is_none(reading_of):
    rows = [
        (Role.ITEM, "Havnen:"), (Role.BODY, "Udsat."), (Role.ITEM, "Ny bro på Ærø:"), (Role.BODY, "Ja."),
        (Role.BODY, "Åse spurgte:"), (Role.BODY, "Hvornår?"), (Role.ITEM, "Eventuelt:"), (Role.BODY, "Nej."),
    ]  # fmt: skip
    assert [item.title for item in cut_items(reading_of(*rows)).items] == [
        "Havnen",
        "Ny bro på Ærø",
        "Eventuelt",
    ]


def test_a_title_that_ends_with_a_preposition_goes_on_in_a_narrow_column(reading_of):
    rows = [(Role.ITEM, "1. Godkendelse af"), (Role.BODY, "årsregnskab"), (Role.BODY, "Godkendt.")]
    assert cut_items(reading_of(*rows)).items[0].title == "Godkendelse af årsregnskab"


def test_the_word_before_a_number_says_that_an_item_is_closed(reading_of):
    rows = [(Role.ITEM, "Punkt 7 Ny badebro"), (Role.ITEM, "Lukket punkt 8 Køb af Ærøgård")]
    assert [item.open for item in cut_items(reading_of(*rows)).items] == [True, False]


@pytest.mark.parametrize(
    ("line", "kept"), [("Næste møde er den 4. juni på Ærø.", True), ("Referent: Åse Holm", False)]
)
def test_the_sentence_that_looks_like_the_end_is_all_that_the_last_item_says(reading_of, line, kept):
    item = cut_items(reading_of((Role.ITEM, "1. Næste møde"), (Role.TAIL, line))).items[0]
    assert [line.plain for line in item.body] == [line] * kept


@pytest.mark.parametrize(("line", "kept"), [("Notat fra Ærø", True), ("Udskriv", False)])
def test_what_follows_a_file_is_one_unless_it_is_a_word_of_the_site(reading_of, line, kept):
    rows = [(Role.ITEM, "1. Havn"), (Role.SECTION, "Bilag"), (Role.ATTACHMENT, "Kort"), (Role.CHROME, line)]
    body = cut_items(reading_of(*rows, (Role.ITEM, "2. Eventuelt"))).items[0].body
    assert (line in [one.plain for one in body]) is kept


def test_what_opens_an_item_on_a_site_is_no_part_of_its_title(reading_of):
    found = cut_items(reading_of((Role.ITEM, "1 Høring +"), (Role.BODY, "Godkendt."))).items
    assert found[0].title == "Høring"


def test_a_line_of_the_head_is_no_title_though_it_is_printed_as_titles_are(reading_of):
    rows = [
        (Role.HEAD_DATE, "Referat fra Ærø, 15/11-2023"), (Role.HEAD_OTHER, "Til stede: Åse og Bo."),
        (Role.ITEM, "Velkomst"), (Role.BODY, "Velkommen."), (Role.ITEM, "Havnen"), (Role.BODY, "Udsat."),
        (Role.ITEM, "Eventuelt"), (Role.BODY, "Intet."),
    ]  # fmt: skip
    learned = reading_of(*rows)
    parts = [(text, HEADING if role in (Role.ITEM, Role.HEAD_DATE) else TEXT) for role, text in rows]
    lines = read_lines(to_document("a.html", parts))
    found = cut_items(Reading(lines=lines, shapes=learned.shapes, roles=learned.roles)).items
    assert [item.title for item in found] == ["Velkomst", "Havnen", "Eventuelt"]


def test_a_title_ends_before_the_day_that_is_its_text(reading_of):
    rows = [(Role.ITEM, "4. NÆSTE MØDE"), (Role.ITEM_MORE, "3. november kl. 19 på Ærø")]
    assert [item.title for item in cut_items(reading_of(*rows)).items] == ["NÆSTE MØDE"]
    rows = [(Role.ITEM, "1. Referat fra mødet den"), (Role.ITEM_MORE, "3. november på Ærø")]
    assert [item.title for item in cut_items(reading_of(*rows)).items] == [
        "Referat fra mødet den 3. november på Ærø"
    ]


def test_a_short_heading_titles_its_item_though_no_agenda_says_so(reading_of):
    rows = [(Role.ITEM_TEXT, "Runde på Ærø"), (Role.BODY, "Alle fortalte.")]
    learned = reading_of(*rows)
    read = read_lines(to_document("a.html", [(rows[0][1], HEADING), (rows[1][1], TEXT)]))
    found = cut_items(Reading(lines=read, shapes=learned.shapes, roles=learned.roles)).items
    assert [(item.title, item.made) for item in found] == [("Runde på Ærø", ("number",))]


@pytest.mark.parametrize("title", ["Emne: {}", "Åbent punkt: {}", "Vedr. {}", "{} (orientering)"])
def test_what_one_word_says_to_be_titles_are_titles_though_the_learned_reader_saw_one(reading_of, title):
    names = ["Ny badebro", "Færgen til Ærø", "Budget", "Åen"]
    roles = [Role.ITEM, Role.BODY, Role.SECTION, Role.BODY]
    rows = [
        [(role, title.format(name)), (Role.BODY, "Drøftet.")] for role, name in zip(roles, names, strict=True)
    ]
    reading = reading_of(*(row for own in rows for row in own))
    assert cut_items(reading).starts == (0, 2, 4, 6)


@pytest.mark.parametrize(
    "other", [(Role.ITEM, "Havnens åbning"), (Role.ITEM, "3. Havnens åbning")], ids=["bare", "numbered"]
)
def test_what_such_a_word_names_below_other_titles_is_no_title(reading_of, other):
    rows = [
        ((other[0], f"{other[1]} {name}"), (Role.BODY, f"Emne: {name}"), (Role.BODY, "Drøftet."))
        for name in ("Ærø", "Åen", "Fanø", "Møn")
    ]
    reading = reading_of(*(row for own in rows for row in own))
    assert not {1, 4, 7, 10} & set(cut_items(reading).starts)


def test_points_with_numbers_inside_an_item_are_no_titles_whatever_word_they_end_with(reading_of):
    rows = [(Role.ITEM, "3. Meddelelser"), *((Role.BODY, f"{n}) Ærø {n} (orientering)") for n in range(1, 5))]
    assert cut_items(reading_of(*rows)).starts == (0,)


def test_a_list_of_titles_that_one_word_names_heads_no_items(reading_of):
    names = ["Ny badebro", "Færgen til Ærø", "Budget", "Åen"]
    listed = [(Role.LISTED, f"Emne: {name}") for name in names]
    items = [row for name in names for row in ((Role.BODY, "Drøftet."), (Role.ITEM_TEXT, f"Emne: {name}"))]
    assert cut_items(reading_of(*listed, *items)).starts == (5, 7, 9, 11)


def test_the_end_of_a_title_that_was_broken_is_no_title(reading_of):
    rows = [
        ((role, f"Havnen på {place}"), (Role.ITEM_MORE, "og åen (orientering)"), (Role.BODY, "Drøftet."))
        for role, place in zip([Role.ITEM] + 3 * [Role.BODY], ["Ærø", "Fanø", "Møn", "Thurø"], strict=True)
    ]
    assert not {1, 4, 7, 10} & set(cut_items(reading_of(*(row for own in rows for row in own))).starts)


def test_two_lines_that_one_word_names_are_too_few_to_tell(reading_of):
    rows = [(Role.ITEM, "Emne: Ny badebro"), (Role.BODY, "Drøftet."), (Role.BODY, "Emne: Færgen til Ærø")]
    assert cut_items(reading_of(*rows)).starts == (0,)
