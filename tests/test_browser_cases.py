"""A reader follows a trail in a real browser, splits an item out of the case, and takes it back."""

import datetime as dt

import httpx2
import pytest

from pipeline.app.session import Session
from pipeline.config import load_config


@pytest.fixture
def address(live, archive, finder, put, minutes_of) -> str:
    for year in (2020, 2021, 2023):
        put(minutes_of(("Færgen til Læsø", "Anonym stofbehandling på færgen."), date=dt.date(year, 5, 4)))
    session = Session(load_config(), archive)
    session.finder = finder
    address = live(session)
    while httpx2.get(f"{address}/sager.json").status_code == 503:  # the cases are still being found
        pass
    return address


def test_a_trail_is_followed_from_the_list_to_an_item(new_page, axe, address):
    page = new_page(color_scheme="dark", viewport={"width": 390, "height": 800})
    page.goto(f"{address}/sager")
    assert axe(page) == []
    page.get_by_role("link", name="Færgen til Læsø").click()
    page.get_by_role("img", name="Sagens forløb").wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".stops a").first.click()
    page.wait_for_url("**/punkt/forum-aeroe/2020-05-04/1")


def test_an_item_is_split_out_and_taken_back_without_scripts(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/sag/forum-aeroe/2020-05-04/1")
    page.get_by_role("button", name="Skil ud").last.click()
    page.get_by_label("Dit navn").fill("Åse")
    page.get_by_role("button", name="Ret").click()
    assert "2 behandlinger" in page.inner_text("main")
    page.get_by_role("button", name="Fortryd").first.click()
    assert "3 behandlinger" in page.inner_text("main")
