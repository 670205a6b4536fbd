"""Items fall into passages along the text's own structure, and nothing of them is lost."""

from itertools import pairwise

import pytest

from pipeline.config import home
from pipeline.domain import Minutes, Passage, SectionName
from pipeline.minutes import Document, segment, split_passages
from pipeline.training.corpus import read_corpus
from pipeline.training.publish import FORMS, publish

EXAMPLE = (home() / "data" / "example.txt").read_text(encoding="utf-8")
HEADINGS = {"Baggrund", "Indstilling", "Beslutning"}


def passages_of(last_item: str) -> tuple[Passage, ...]:
    """Return the passages of an item "Eventuelt" with this text under Beslutning."""
    text = EXAMPLE.replace("Intet.", last_item)
    return split_passages(text, segment(Document(name="example.txt", text=text)).items[-1])


def lines(minutes: Minutes, start: int, end: int) -> list[str]:
    return [line.strip() for line in minutes.text[start:end].split("\n") if line.strip()]


def test_every_line_but_headings_and_attachments_is_in_a_passage():
    minutes = segment(Document(name="example.txt", text=EXAMPLE))
    for item in minutes.items:
        bilag = [s.start for s in item.sections if s.name is SectionName.BILAG]
        wanted = lines(minutes, item.start, min([*bilag, item.end]))
        passages = split_passages(EXAMPLE, item)
        covered = [line for p in passages for line in lines(minutes, p.start, p.end)]
        assert covered == [line for line in wanted if line not in HEADINGS]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_passages_are_slices_in_order_that_do_not_overlap(form):
    for meeting in read_corpus(home() / "data" / "corpus")[::8]:
        text = publish(meeting, form).text
        for item in segment(Document(name="a.txt", text=text)).items:
            passages = split_passages(text, item)
            assert all(text[p.start : p.end] == p.text for p in passages)
            assert all(item.start <= p.start < p.end <= item.end for p in passages)
            assert all(a.end <= b.start for a, b in pairwise(passages))


def test_a_list_stays_with_the_line_that_leads_it_in():
    passages = passages_of(
        "Søhesten får fire pladser:\n\n 1. to til unge\n 2. to til voksne\n\nDet blev godkendt."
    )
    texts = [passage.text for passage in passages]
    assert texts[1:] == [
        "Søhesten får fire pladser:\n\n 1. to til unge\n 2. to til voksne",
        "Det blev godkendt.",
    ]


def test_a_sub_heading_is_in_the_path_of_what_stands_under_it():
    passages = passages_of(
        "Ny leder på Ålegården\nBo Ørsted er ansat fra juni.\n\nNæste møde\nDet holdes i Marstal."
    )
    assert [(p.section, p.path, p.text) for p in passages[1:]] == [
        (SectionName.TITEL, ("Eventuelt",), "Ny leder på Ålegården"),
        (SectionName.BESLUTNING, ("Eventuelt", "Ny leder på Ålegården"), "Bo Ørsted er ansat fra juni."),
        (SectionName.TITEL, ("Eventuelt",), "Næste møde"),
        (SectionName.BESLUTNING, ("Eventuelt", "Næste møde"), "Det holdes i Marstal."),
    ]


def test_a_row_of_figures_is_no_heading():
    passages = passages_of("Fordelingen er:\nOdense 466.400 kr.\nKøge 310.000 kr.")
    assert [p.section for p in passages[1:]] == [SectionName.BESLUTNING]
