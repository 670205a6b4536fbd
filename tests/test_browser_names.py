"""The pages of names in a real browser."""

import datetime as dt

import pytest

from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.domain import Label


@pytest.fixture
def address(archive, put, minutes_of, live) -> str:
    names = {"Åse Øst": Label.PERSON, "Bo Holm": Label.PERSON}
    for year in (2020, 2022):
        meeting = {"source": f"{year}.txt", "date": dt.date(year, 1, 10)}
        put(
            minutes_of(
                ("Sagen", "Åse Øst og Bo Holm om misbrug"), names=names, themes=("misbrug",), **meeting
            )
        )
    return live(Session(load_config(), archive))


def test_a_name_is_found_by_its_first_letters_and_has_a_page_without_scripts(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/navne")
    page.get_by_role("link", name="Personer").click()
    page.get_by_label("Navnet begynder med").fill("øst")
    page.keyboard.press("Enter")
    page.wait_for_url("**begynder=*")
    assert page.get_by_role("row").count() == 2
    page.get_by_role("link", name="Åse Øst").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Åse Øst"
    assert page.get_by_role("link", name="Åse Øst, 2020: 1 punkt").is_visible()


def test_two_names_are_joined_and_parted_by_keyboard_without_scripts(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/navne/personer/Bo Holm")
    page.get_by_text("Samme som …").press("Enter")
    page.get_by_label("Det navn, som begge").fill("Åse Øst")
    page.get_by_label("Dit navn").fill("Lise")
    page.keyboard.press("Enter")
    page.wait_for_url("**rettet=*")
    assert page.get_by_role("heading", level=1).inner_text() == "Åse Øst"
    assert page.get_by_text("samlet af Lise").is_visible()
    page.get_by_role("button", name="Fortryd at Bo Holm er det samme").press("Enter")
    page.goto(f"{address}/navne/personer/Bo Holm")
    assert page.get_by_role("heading", level=1).inner_text() == "Bo Holm"


def test_nothing_in_the_form_that_joins_names_bars_anyone(new_page, axe, address):
    page = new_page()
    page.goto(f"{address}/navne/personer/Bo Holm")
    page.get_by_text("Samme som …").click()
    assert axe(page) == []
