"""Every layout that a print is made in tells a reader where an item begins."""

from dataclasses import replace

import pytest

from pipeline.domain import SectionName
from pipeline.minutes.document import Block, BlockKind
from pipeline.training.structure.drawing import draw_layout
from pipeline.training.structure.forms import Draw, Pool
from pipeline.training.structure.layout import Heading
from pipeline.training.structure.signs import has_sign, with_sign

SAME = Block(kind=BlockKind.PARAGRAPH, path="div/p")


def plain(heading=Heading.PLAIN, **changed):
    """Return a layout in which nothing but what is `changed` tells where an item begins."""
    layout = draw_layout(Draw("åben"))
    items = replace(
        layout.items, heading=heading, form="{t}", lead="", upper=False, repeats=0, case_above="",
        group_above="", cases=(), between="", links=(), glued="",
    )  # fmt: skip
    sections = replace(layout.sections, own=11, kept=0.3, none=False, first_bare=True, style="{w}")
    gaps = replace(layout.gaps, item=1, section=1, after_section=1, body=(1,), listed=1)
    looks = dict.fromkeys(("title", "section", "body"), SAME)
    page = replace(layout.page, flattened=False)
    whole = replace(layout, items=items, sections=sections, gaps=gaps, looks=looks, page=page)
    parts = {name: replace(getattr(whole, name), **values) for name, values in changed.items()}
    return replace(whole, **parts)


@pytest.mark.parametrize("pool", Pool)
def test_every_layout_has_a_sign(pool):
    assert all(has_sign(draw_layout(Draw(f"læsbar {seed}", pool))) for seed in range(200))


@pytest.mark.parametrize("heading", [Heading.PLAIN, Heading.NONE])
def test_a_layout_without_any_sign_gets_one(heading):
    layout = plain(heading)
    assert not has_sign(layout)
    assert all(has_sign(with_sign(Draw(str(seed)), layout)) for seed in range(20))


@pytest.mark.parametrize(
    "changed",
    [
        {"items": {"form": "Emne: {t}"}},
        {"items": {"lead": "• "}},
        {"items": {"upper": True}},
        {"items": {"repeats": 1}},
        {"items": {"between": "Til toppen"}},
        {"items": {"cases": ("Åben sag",)}},
        {"gaps": {"item": 2}},
        {"sections": {"own": 2}},
    ],
    ids=str,
)
def test_what_stands_beside_or_above_every_title_is_a_sign(changed):
    assert has_sign(plain(**changed))


@pytest.mark.parametrize("changed", [{"glued": "Udskriv "}, {"cases": ("Åben sag",)}])
def test_what_opens_every_item_without_heading_is_a_sign(changed):
    assert has_sign(plain(Heading.NONE, items=changed))


def test_the_same_first_section_is_a_sign():
    order = (SectionName.BESLUTNING, SectionName.BILAG)
    assert has_sign(plain(Heading.NONE, sections={"order": order, "first_bare": False}))


def test_a_look_of_its_own_is_a_sign_and_that_of_sections_none():
    bold = replace(SAME, path="div/p/strong", bold=True)
    assert has_sign(replace(plain(), looks={"title": bold, "section": SAME, "body": SAME}))
    assert not has_sign(replace(plain(), looks={"title": bold, "section": bold, "body": SAME}))


def test_blank_lines_are_no_sign_on_a_page_that_is_one_line():
    assert not has_sign(plain(gaps={"item": 2}, page={"flattened": True}))
