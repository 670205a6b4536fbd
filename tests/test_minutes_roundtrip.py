"""What the renderer published, the parser finds: every meeting of the corpus, every form, every irregularity.

The two share no code and no constant, so where they agree it is about minutes.
"""

import random
from functools import cache
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.minutes import Document, read_document, segment
from pipeline.training.corpus import read_corpus
from pipeline.training.publish import FORMS, REGULAR, draw_quirks, lay_out, publish
from pipeline.training.publish.files import write_docx, write_html, write_pdf

MEETINGS = read_corpus(Path(__file__).parent.parent / "data" / "corpus")
SEEDS = (0, 1)
MUNICIPAL = "municipal"
WRITERS = {"html": lambda sheet: write_html(sheet).encode(), "pdf": write_pdf, "docx": write_docx}

every_form = pytest.mark.parametrize("form", sorted(FORMS))


def prints(meeting, form):
    """Whether a committee publishes in a form: a municipality's has sections that only its own form knows."""
    return form == MUNICIPAL or not meeting.is_municipal


def quirks(meeting, seed):
    return draw_quirks(random.Random(f"{seed} {meeting.path.name}")) if seed else REGULAR  # noqa: S311


@cache
def read_back(form):
    """Every meeting in one form, without irregularities and with some: what was published, what was found."""
    pairs = []
    for meeting in MEETINGS:
        for seed in SEEDS:
            if prints(meeting, form):
                published = publish(meeting, form, quirks=quirks(meeting, seed), seed=seed)
                pairs.append((published, segment(Document(name="minutes.txt", text=published.text))))
    return pairs


def items(form):
    for published, minutes in read_back(form):
        found = {item.number: item for item in minutes.items}
        for one in published.items:
            yield one.item, found.get(one.item.number)


def plain(text):
    return " ".join(text.split())


@every_form
def test_items_are_found_in_order_with_number_title_and_bounds(form):
    for published, minutes in read_back(form):
        expected = [(i.item.number, i.item.title, i.item.start, i.item.end) for i in published.items]
        assert [(i.number, i.title, i.start, i.end) for i in minutes.items] == expected


@every_form
def test_sections_begin_and_end_where_they_were_printed(form):
    wrong = [
        (item.title, item.sections, found) for item, found in items(form) if found.sections != item.sections
    ]
    assert wrong == []


@every_form
def test_attachments_are_found_one_by_one(form):
    for item, found in items(form):
        assert found.attachments == item.attachments


@every_form
def test_the_head_says_what_it_printed(form):
    for published, minutes in read_back(form):
        assert minutes.meeting == published.meeting


@every_form
def test_the_ledger_balances(form):
    for published, minutes in read_back(form):
        ledger = minutes.ledger
        numbers = {int(one.item.number) for one in published.items}
        assert (ledger.listed, ledger.found) == (len(published.listed), len(published.items))
        assert ledger.missing == ledger.unlisted == ()
        assert ledger.gaps == tuple(str(n) for n in range(1, max(numbers)) if n not in numbers)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_line_belongs_to_a_field_or_an_item(form):
    for _, minutes in read_back(form):
        assert minutes.ledger.leftovers == ()


@pytest.mark.parametrize("suffix", sorted(WRITERS))
@every_form
def test_a_file_gives_the_items_and_what_they_hold(form, suffix, tmp_path):
    settings = load_config().minutes
    meetings = [meeting for meeting in MEETINGS if prints(meeting, form)]
    for meeting in random.Random(f"{form} {suffix}").sample(meetings, k=3):  # noqa: S311
        path = tmp_path / f"{meeting.path.stem}.{suffix}"
        path.write_bytes(WRITERS[suffix](lay_out(meeting, form)))
        found = segment(read_document(path, settings)).items
        assert [contents(item) for item in found] == [
            contents(one.item) for one in publish(meeting, form).items
        ]


def contents(item):
    names = [section.name for section in item.sections]
    return item.number, plain(item.title), names, [plain(attachment.text) for attachment in item.attachments]
