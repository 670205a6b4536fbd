"""The meetings of the archive in a real browser."""

import pytest

from pipeline.app.session import Session
from pipeline.config import load_config


@pytest.fixture
def address(live, archive, put, minutes_of) -> str:
    put(minutes_of(("Nyt botilbud i Ærø", "Ålborg og psykiatri."), themes=("psykiatri",)))
    return live(Session(load_config(), archive))


def test_a_meeting_is_reached_from_the_list_by_keyboard(page, address):
    page.goto(f"{address}/moeder")
    page.get_by_role("link", name="Ordinært møde").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/moede/**")
    assert page.get_by_role("heading", level=1).inner_text() == "Forum Ærø, 20. januar 2023"
    assert page.get_by_role("link", name="Nyt botilbud i Ærø").is_visible()


def test_the_first_key_leads_past_the_menu(page, address):
    page.goto(f"{address}/moeder")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "indhold"


def test_everything_is_there_without_scripts(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/moeder")
    page.get_by_role("link", name="Ordinært møde").click()
    assert "psykiatri" in page.get_by_role("main").inner_text()
