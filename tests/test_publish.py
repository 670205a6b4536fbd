"""The renderer knows where everything it prints came to stand, and prints it in every form."""

import io
import random
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pipeline.domain import Label, SectionName
from pipeline.training.corpus import read_corpus
from pipeline.training.publish import FORMS, REGULAR, Quirks, draw_quirks, lay_out, publish, publish_folder
from pipeline.training.publish.files import write_docx, write_html, write_pdf

CORPUS = Path(__file__).parent.parent / "data" / "corpus"
MEETINGS = read_corpus(CORPUS)
MUNICIPAL = next(meeting for meeting in MEETINGS if meeting.is_municipal)
NBSP = "\N{NO-BREAK SPACE}"


def drawn(seed):
    return draw_quirks(random.Random(seed))  # noqa: S311


def plain(text):
    return " ".join(text.split())


def source_blocks(meeting, numbers):
    return [block for item in meeting.items if item.number in numbers for block in item.blocks()]


publications = st.builds(
    lambda meeting, form, seed: publish(meeting, form, quirks=drawn(seed), seed=seed),
    st.sampled_from(MEETINGS),
    st.sampled_from(sorted(FORMS)),
    st.integers(0, 10_000),
)


@settings(max_examples=40, deadline=None)
@given(publications)
def test_every_span_gives_back_what_it_says(published):
    text = published.text
    for one in published.items:
        assert plain(text[one.item.start : one.item.end]).split(" ", 2)[-1]
        assert one.item.title in text[one.item.start : one.item.end].split("\n", 1)[0]
        for attachment in one.item.attachments:
            assert text[attachment.start : attachment.end] == attachment.text
        for entity in one.entities:
            assert text[entity.start : entity.end] == entity.text
        for part in (*one.item.sections, *one.evidence):
            assert text[part.start : part.end].strip() == text[part.start : part.end] != ""


@settings(max_examples=40, deadline=None)
@given(publications)
def test_items_and_sections_stand_apart_and_hold_what_is_theirs(published):
    end = 0
    for one in published.items:
        assert end <= one.item.start < one.item.end
        end = one.item.end
        position = one.item.start
        for section in one.item.sections:
            assert position <= section.start < section.end <= one.item.end
            position = section.end
        for part in (*one.entities, *one.evidence, *one.item.attachments):
            assert one.item.start <= part.start < part.end <= one.item.end


@settings(max_examples=30, deadline=None)
@given(publications)
def test_nothing_of_the_corpus_is_lost_but_closed_items(published):
    meeting = next(
        m for m in MEETINGS if published.items[0].item.id.startswith(f"{m.slug}/{m.meeting.date}/")
    )
    # In small letters: a municipality may print the sub-heading "Økonomi" as a heading, in capitals.
    flat = plain(published.text).casefold()
    for block in source_blocks(meeting, {one.item.number for one in published.items}):
        assert plain(block.text).casefold() in flat


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_mention_of_the_corpus_is_published_with_its_norm(form):
    for meeting in MEETINGS[::4]:
        published = publish(meeting, form)
        for item, one in zip(meeting.items, published.items, strict=True):
            gold = {(m.label, m.text, m.norm) for block in item.blocks() for m in block.mentions}
            found = {(entity.label, entity.text, entity.norm) for entity in one.entities}
            assert gold <= found
            assert one.source is item


def test_a_repeated_title_is_annotated_every_time():
    meeting = MEETINGS[0]
    published = publish(meeting, "web-2023")
    title = meeting.items[0].heading
    (date,) = title.mentions
    starts = [e.start for e in published.items[0].entities if e.text == date.text]
    assert (
        len(starts) == published.text[: published.items[0].item.end].count(title.text) - 1
    )  # the list's is none


def test_a_municipal_decision_names_committee_and_date_and_both_are_marked():
    published = publish(MUNICIPAL, "municipal")
    section = next(s for s in published.items[0].item.sections if s.name is SectionName.BESLUTNING)
    day = f"{MUNICIPAL.meeting.date:%d-%m-%Y}"
    heading = f"Beslutning i Social- og Psykiatriudvalget den {day}"
    assert published.text[section.start :].lower().startswith(heading.lower())
    inside = [
        e for e in published.items[0].entities if section.start <= e.start < section.start + len(heading)
    ]
    assert [(e.label, e.text, e.norm) for e in inside] == [
        (Label.INSTITUTION, "Social- og Psykiatriudvalget", "Social- og Psykiatriudvalget"),
        (Label.DATE, day, MUNICIPAL.meeting.date.isoformat()),
    ]


def test_a_forum_sub_heading_that_a_municipality_has_a_section_for_becomes_that_section():
    item = next(
        item for meeting in MEETINGS for item in meeting.items for section in item.sections
        if section.name is SectionName.BAGGRUND and any(b.text == "Økonomi" for b in section.blocks)
    )  # fmt: skip
    meeting = next(m for m in MEETINGS if item in m.items)
    names = {
        form: [
            s.name
            for one in publish(meeting, form).items
            if one.item.id == item.id
            for s in one.item.sections
        ]
        for form in ("pdf", "municipal")
    }
    assert SectionName.OEKONOMI not in names["pdf"]
    assert SectionName.OEKONOMI in names["municipal"]


def test_the_same_seed_gives_the_same_text_and_another_another():
    texts = [publish(MEETINGS[3], "municipal", quirks=drawn(5), seed=seed).text for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]


def test_closed_items_leave_gaps_in_list_and_body():
    published = publish(MEETINGS[0], "web-2016", quirks=Quirks(closed=3))
    numbers = [one.item.number for one in published.items]
    assert len(numbers) == 7
    assert [entry.number for entry in published.listed] == numbers


def test_a_shuffled_list_names_the_same_items():
    published = publish(MEETINGS[0], "web-2016", quirks=Quirks(shuffled_list=True))
    listed, numbers = [e.number for e in published.listed], [one.item.number for one in published.items]
    assert listed != numbers
    assert sorted(listed) == sorted(numbers)


def test_an_item_without_heading_begins_with_text_under_no_section():
    published = publish(MEETINGS[0], "web-2016", quirks=Quirks(unheaded=True))
    first = [one.item.sections[0].name for one in published.items]
    assert SectionName.ANDET in first
    assert SectionName.BAGGRUND in first


def test_a_meeting_by_mail_has_no_times_in_any_form():
    for form in FORMS:
        published = publish(MEETINGS[0], form, quirks=Quirks(by_mail=True))
        assert published.meeting.place == "Mail/skriftlig behandling"
        assert published.meeting.start is published.meeting.end is None
        assert "TIDSPUNKT" not in published.text.upper()


def test_a_background_cut_in_two_stands_on_both_sides_of_the_recommendation():
    names = [
        [section.name for section in one.item.sections]
        for meeting in MEETINGS[:8] for one in publish(meeting, "pdf", quirks=Quirks(twice=True)).items
    ]  # fmt: skip
    baggrund, indstilling = SectionName.BAGGRUND, SectionName.INDSTILLING
    assert any(found[:3] == [baggrund, indstilling, baggrund] for found in names)


def test_typing_errors_change_headings_but_not_what_they_head():
    regular = publish(MEETINGS[0], "pdf")
    misspelt = publish(MEETINGS[0], "pdf", quirks=Quirks(misspelt=True))
    assert misspelt.text != regular.text
    assert [[s.name for s in one.item.sections] for one in misspelt.items] == [
        [s.name for s in one.item.sections] for one in regular.items
    ]


def test_line_ends_and_hard_blanks_move_no_text():
    published = publish(MEETINGS[0], "web-2020", quirks=Quirks(crlf=True, nbsp=True))
    assert published.text.count("\n") == published.text.count("\r\n") > 100
    assert any(NBSP in entity.text for one in published.items for entity in one.entities)


def test_a_table_of_contents_without_numbers_cuts_long_titles():
    meeting = next(m for m in MEETINGS if any(len(item.title) > 95 for item in m.items))
    long = next(item.title for item in meeting.items if len(item.title) > 95)
    text = publish(meeting, "pdf").text
    assert f"\n{long[:95]}\t" in text
    assert f"\n{meeting.items[0].title}.....\t3" in text


@pytest.mark.parametrize("meeting", [MEETINGS[0], MUNICIPAL], ids=["forum", "municipality"])
@pytest.mark.parametrize("form", ["web-2023", "pdf", "municipal"])
def test_files_open_and_show_every_title(meeting, form):
    sheet = lay_out(meeting, form)
    page = LexborHTMLParser(write_html(sheet)).css_first("main").text()
    document = docx.Document(io.BytesIO(write_docx(sheet)))
    paper = pypdfium2.PdfDocument(write_pdf(sheet))
    printed = plain(" ".join(sheet_page.get_textpage().get_text_range() for sheet_page in paper))
    paragraphs = [plain(paragraph.text) for paragraph in document.paragraphs]
    for item in meeting.items:
        title = plain(item.title)
        assert title in plain(page)
        assert any(paragraph.endswith(title) for paragraph in paragraphs)
        assert title in printed


@pytest.fixture(scope="module")
def some_corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    for meeting in MEETINGS[:8]:
        (folder / meeting.path.name).write_bytes(meeting.path.read_bytes())
    return folder


def test_a_folder_has_one_file_a_meeting_in_a_mix_of_kinds(some_corpus, tmp_path):
    paths = publish_folder(some_corpus, tmp_path / "published")
    assert [path.stem for path in paths] == [meeting.path.stem for meeting in MEETINGS[:8]]
    suffixes = [path.suffix for path in paths]
    assert set(suffixes) == {".txt", ".html", ".pdf", ".docx"}
    assert suffixes.count(".txt") > len(paths) / 2


def test_publishing_again_gives_the_same_bytes(some_corpus, tmp_path):
    once, again = (publish_folder(some_corpus, tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]


def test_regular_minutes_have_no_irregularity():
    assert Quirks() == REGULAR
    published = publish(MEETINGS[0], "web-2023")
    assert "\r" not in published.text
    assert len(published.items) == len(MEETINGS[0].items)
