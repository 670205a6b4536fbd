"""The minutes of ordinary committees are read whole and hold what their card says."""

import re
from itertools import chain
from pathlib import Path

import pytest

from pipeline.domain import Label
from pipeline.entities.norms import is_norm
from pipeline.training.corpus import read_corpus

ORDINARY = Path(__file__).parent.parent / "data" / "ordinary"
THEMES = {"psykiatri", "kapacitet", "misbrug", "tilsyn"}
MISLEADING = ("parkeringskapacitet", "byggetilsyn", "misbrug af", "psykisk arbejdsmiljø", "arbejdstilsynet")


@pytest.fixture(scope="module")
def meetings():
    return read_corpus(ORDINARY)


@pytest.fixture(scope="module")
def items(meetings):
    return list(chain.from_iterable(meeting.items for meeting in meetings))


def text_of(item):
    return "\n".join(block.text for block in item.blocks())


def test_the_card_names_the_figures_that_the_files_have(meetings, items):
    card = (ORDINARY / "README.md").read_text(encoding="utf-8")
    lines = [block for item in items for block in item.blocks()]
    figures = {
        "meetings": len(meetings),
        "committees": len({meeting.slug for meeting in meetings}),
        "agenda items": len(items),
        "items with no theme": sum(not item.themes for item in items),
        "lines": len(lines),
        "words": sum(len(line.text.split()) for line in lines),
        "mentions": sum(len(line.mentions) for line in lines),
        "lines marked as evidence of a theme": sum(bool(line.about) for line in lines),
    }
    for what, count in figures.items():
        assert f"| {what} | {count:,} |" in card
    themed = len(items) - figures["items with no theme"]
    assert f"{themed} of {len(items)} have a theme" in card


def test_a_theme_and_its_evidence_stand_together(items):
    for item in items:
        assert {theme for block in item.blocks() for theme in block.about} == set(item.themes), item.id
        assert set(item.themes) | set(item.minor) <= THEMES
        assert not set(item.themes) & set(item.minor)


@pytest.mark.parametrize("word", MISLEADING)
def test_words_that_mislead_stand_in_items_without_a_theme(items, word):
    assert sum(word in text_of(item).lower() for item in items if not item.themes) >= 3


def test_no_full_date_or_amount_is_left_unmarked(items):
    for item in items:
        for block in item.blocks():
            if block.kind in {"attachment", "case_line"}:
                continue
            unmarked = list(block.text)
            for mention in block.mentions:
                unmarked[mention.start : mention.end] = "_" * len(mention.text)
            assert not re.search(r"\d+\. [a-z]+ (19|20)\d\d|\d kr\.", "".join(unmarked)), block.text


def test_the_norms_are_dates_and_what_the_amounts_say(items):
    mentions = [mention for item in items for block in item.blocks() for mention in block.mentions]
    for mention in mentions:
        assert is_norm(mention.label, mention.norm), mention
        if whole := re.fullmatch(r"([\d.]+) kr\.?", mention.text):
            assert mention.label is Label.AMOUNT
            assert mention.norm == whole[1].replace(".", ""), mention
