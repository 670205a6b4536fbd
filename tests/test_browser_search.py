"""A reader searches in a real browser: words, a facet, straight to a number."""

import pytest

from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.domain import Label


@pytest.fixture
def address(live, archive, finder, put, minutes_of) -> str:
    items = (
        ("Færgen", "Stofbehandling i Ærø Kommune.", "Sagsnr. 27.03.08-P20-1-22"),
        ("Havnen", "Stofbehandling på Egely."),
    )
    put(minutes_of(*items, names={"Ærø Kommune": Label.MUNICIPALITY}, themes=("egely",)))
    session = Session(load_config(), archive)
    session.finder = finder
    return live(session)


def test_a_reader_finds_narrows_and_goes_straight_to_a_number(page, axe, address):
    page.goto(address)
    page.get_by_role("searchbox", name="Søg i alle referater").fill("stofbehandling")
    page.keyboard.press("Enter")
    page.get_by_text("2 punkter").wait_for()
    assert axe(page) == []
    page.get_by_role("link", name="Ærø Kommune 1").click()
    page.get_by_text("1 punkt").first.wait_for()
    assert page.locator("mark").all_inner_texts() == ["Stofbehandling"]
    page.get_by_role("link", name="Fjern afgrænsningen Kommune: Ærø Kommune").click()
    page.get_by_text("2 punkter").wait_for()
    page.get_by_role("searchbox", name="Ord, sagsnummer").fill("27.03.08-P20-1-22")
    page.keyboard.press("Enter")
    page.wait_for_url("**/punkt/forum-aeroe/2023-01-20/1")


def test_search_works_without_scripts_and_fits_a_phone(new_page, address):
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 800}, color_scheme="dark")
    page.goto(f"{address}/soeg?q=stofbehandling")
    assert page.locator(".hits > li").count() == 2
    page.get_by_label("Fra dag").fill("2024-01-01")
    page.get_by_role("button", name="Vis perioden").click()
    assert "2 punkter svarer på spørgsmålet" in page.inner_text("main")
