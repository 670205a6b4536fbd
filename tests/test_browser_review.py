"""A reader answers the review in a real browser: by keyboard alone, and without scripts."""

import pytest

from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.domain import Skipped, ThemeChange


@pytest.fixture
def address(live, archive, finder, put, minutes_of) -> str:
    words = "Stofmisbrug og alkoholbehandling i Ærø, og rusmiddelcentrets misbrugsbehandling."
    put(
        minutes_of(
            ("Færgen", words), ("Havnen", words), ("Broen", words), ("Øen", words), themes=("misbrug",)
        )
    )
    session = Session(load_config(), archive)
    session.finder = finder
    return live(session)


def test_three_questions_are_answered_by_keyboard_and_the_last_is_undone(page, axe, address, archive):
    page.goto(f"{address}/gennemgang")
    page.get_by_role("button", name="Ja").wait_for()
    assert axe(page) == []
    page.get_by_label("Dit navn").fill("Åse jns")
    page.keyboard.press("Tab")
    for key, answered in (("j", "1 besvaret"), ("n", "2 besvaret"), ("s", "3 besvaret")):
        page.keyboard.press(key)
        page.get_by_text(answered).wait_for()
    kinds = [ThemeChange, ThemeChange, Skipped]
    assert [(entry.by, type(entry.change)) for entry in archive.corrections()] == [
        ("Åse jns", kind) for kind in kinds
    ]
    assert axe(page) == []
    page.get_by_role("button", name="Fortryd").click()
    page.get_by_text("Fortrudt").wait_for()
    assert len(archive.corrections()) == 4


def test_the_keys_can_be_turned_off(page, address, archive):
    page.goto(f"{address}/gennemgang")
    page.get_by_role("button", name="Ja").wait_for()
    page.get_by_label("Svar med tasterne").uncheck()
    page.keyboard.press("j")
    assert not archive.corrections()


def test_a_question_is_answered_without_scripts(new_page, address, archive):
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 800}, color_scheme="dark")
    page.goto(f"{address}/gennemgang")
    while page.get_by_role("link", name="Prøv igen").count():
        page.get_by_role("link", name="Prøv igen").click()
    page.get_by_label("Dit navn").fill("Åse")
    page.get_by_role("button", name="Nej").click()
    assert "1 besvaret" in page.inner_text("main")
    assert [entry.by for entry in archive.corrections()] == ["Åse"]
