"""An item in a real browser: read, corrected by mouse, by keyboard and without scripts, and undone."""

import datetime as dt

import pytest
from test_web_items import ITEM, NAMES, TEXT

from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.web import items

PAGE = f"/punkt/{ITEM}"


@pytest.fixture
def address(live, archive, finder, put, minutes_of, monkeypatch) -> str:
    monkeypatch.setattr(items, "PATIENCE", 60)  # a busy machine shows what an idle one does
    put(minutes_of(("Misbrug på Sivgården", TEXT), date=dt.date(2022, 1, 20), names=NAMES))
    put(minutes_of(("Nye pladser", TEXT), ("Eventuelt",), names=NAMES, themes=("misbrug", "tilsyn")))
    session = Session(load_config(), archive)
    session.finder = finder
    return live(session)


@pytest.fixture
def reader(page, address):
    """The page of an item, before somebody who has said who they are."""
    page.set_default_timeout(30_000)
    page.context.add_cookies([{"name": "navn", "value": "%C3%85se", "url": address}])
    page.goto(address + PAGE)
    return page


def said(page) -> str:
    return " ".join(page.get_by_role("status").inner_text().split())


def test_a_theme_is_denied_with_one_click_seen_in_the_log_and_undone_beside_it(reader):
    reader.get_by_role("button", name="Nej, punktet handler ikke om misbrug").click()
    assert "misbrug: nej (afgjort af Åse)" in said(reader)
    reader.get_by_role("status").get_by_role("link", name="Se alle rettelser").press("Enter")
    assert "misbrug: nej (afgjort af Åse)" in reader.get_by_role("list", name="Rettelser").inner_text()
    reader.get_by_role("button", name="Fortryd rettelse 1").click()
    assert "Fortrudt" in said(reader)


def test_a_mention_is_chosen_and_given_another_kind(reader):
    reader.locator("#m3").click()
    reader.locator("#omtale").get_by_role("button", name="Institution").click()
    assert "Institution" in said(reader)
    assert "decided" in reader.locator("#m3").get_attribute("class")


def test_selected_words_become_a_mention(reader):
    reader.evaluate(
        """() => {
            const text = [...document.querySelector(".printed").childNodes].at(-1);
            const at = text.data.indexOf("Ær");
            getSelection().setBaseAndExtent(text, at, text, at + 2);
        }"""
    )
    reader.locator(".printed").dispatch_event("mouseup")
    sheet = reader.locator("#omtale")
    assert "»Ærø«" in sheet.inner_text()
    sheet.get_by_role("button", name="Institution").click()
    assert reader.locator(".mention.decided").all_inner_texts() == ["Ærø"]


def test_a_pill_steps_through_the_places_of_one_thing(reader):
    pill = reader.get_by_role("link", name="Sivgården 2 steder")
    seen = []
    for _ in range(3):
        pill.click()
        seen.append(reader.evaluate("document.activeElement.id"))
    assert seen == ["m1", "m4", "m1"]


def test_a_link_is_rejected_by_keyboard_alone_and_brought_back(reader):
    reader.keyboard.press("r")
    reader.keyboard.press("n")
    reader.get_by_text("afvist af Åse").wait_for()
    reader.keyboard.press("f")
    reader.get_by_text("Fortrudt").wait_for()
    assert reader.get_by_role("button", name="Forkert").is_visible()


def test_a_mention_is_read_and_taken_out_by_keyboard_alone(reader):
    reader.keyboard.press("m")
    tip = reader.evaluate("getComputedStyle(document.activeElement, '::after').content")
    assert tip == '"Institution: Sivgården (1 af 2)"'
    reader.keyboard.press("x")
    reader.get_by_text("Afviste omtaler").wait_for()


def test_keys_can_be_switched_off(reader):
    reader.keyboard.press("?")
    reader.get_by_label("Brug genvejene").uncheck()
    reader.keyboard.press("m")
    assert reader.evaluate("document.activeElement.id") == "genveje"


def test_a_kind_and_the_evidence_are_switched_without_script(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(address + PAGE)

    def ground(place: str) -> str:
        return page.locator(place).first.evaluate("one => getComputedStyle(one).backgroundColor")

    marked, plain = ground("#m3"), ground(".e-0")
    page.get_by_label("Personer").uncheck()
    page.get_by_label("Vis i teksten").first.check()
    assert ground("#m3") == "rgba(0, 0, 0, 0)" != marked
    assert ground(".e-0") != plain


def test_everything_is_corrected_without_script(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(address + PAGE)
    page.locator("#m3").click()
    page.locator("#omtale").get_by_role("button", name="Fjern").click()
    page.get_by_label("Dit navn").fill("Bo")
    page.get_by_role("button", name="Ret").click()
    assert "Person, afvist af Bo" in page.get_by_role("main").inner_text()
    page.get_by_text("Tilføj en omtale").click()
    page.get_by_label("Ordene").fill("Åse Holm")
    page.locator("select[name=slags]").select_option("Person")
    page.get_by_role("button", name="Tilføj").click()
    assert page.locator(".mention.decided").all_inner_texts() == ["Åse Holm"]


def test_no_page_bars_anyone(new_page, axe, address):
    page = new_page(color_scheme="dark", viewport={"width": 390, "height": 800})
    page.context.add_cookies([{"name": "navn", "value": "Bo", "url": address}])
    page.goto(address + PAGE)
    page.get_by_role("button", name="Nej, punktet handler ikke om misbrug").click()
    page.locator("#m1").click()
    for path in ("", f"{PAGE}?omtale=2&senere=1", "/punkt/forum-aeroe/2023-01-20/2", "/rettelser"):
        if path:
            page.goto(address + path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
