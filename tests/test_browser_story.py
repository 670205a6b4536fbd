"""The work of a week in a real browser, by keyboard alone: with scripts, and without."""

import pytest
from browser import press, reach
from served import MINUTES, tiny_session

from pipeline.web import items

LATER = MINUTES.replace("4. maj 2021", "3. maj 2022").replace("1,2 mio.", "1,9 mio.")
WAYS = {"with scripts": {}, "without scripts, on a phone": {"java_script_enabled": False}}


@pytest.fixture
def address(live, archive, encoder, word_links, tmp_path, monkeypatch) -> str:
    monkeypatch.setattr(items, "PATIENCE", 60)  # a busy machine shows what an idle one does
    return live(tiny_session(archive, encoder, word_links, tmp_path))


@pytest.fixture
def files(tmp_path) -> list[str]:
    """Return the paths of the minutes of two meetings."""
    paths = [tmp_path / "maj.txt", tmp_path / "året efter.txt"]
    for path, text in zip(paths, (MINUTES, LATER), strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def told(page, words: str) -> None:
    """Wait until the page says these words of what was just done."""
    page.get_by_role("status").get_by_text(words).first.wait_for()


@pytest.mark.parametrize("how", WAYS.values(), ids=WAYS)
def test_a_week_is_worked_by_keyboard_alone(new_page, address, files, how):
    page = new_page(viewport={"width": 390, "height": 800}, **how)
    page.goto(f"{address}/tilfoej")
    add(page, files)
    correct(page)
    undo_from_the_log(page)
    follow(page)


def add(page, files) -> None:
    """Add two files, and read an item of the later meeting."""
    reach(page, page.get_by_label("Filer"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(files)
    press(page, "button", "Tilføj")
    page.locator("[data-job]:not([data-after])").wait_for()
    page.get_by_role("link", name="se mødet").nth(1).wait_for()
    reach(page, page.get_by_role("link", name="se mødet").nth(1))
    page.keyboard.press("Enter")
    press(page, "link", "2. Ny badebro")
    assert "fire pladser ved den nye badebro" in page.get_by_role("main").inner_text()


def correct(page) -> None:
    """Deny a theme, take out a mention, reject a link; the name is asked for once."""
    press(page, "button", "Nej, punktet handler ikke om kapacitet")
    reach(page, page.get_by_label("Dit navn"))
    page.keyboard.type("Åse")
    press(page, "button", "Ret")
    told(page, "kapacitet: nej (afgjort af Åse)")
    press(page, "link", "1,9 mio. kr.")
    press(page, "button", "Fjern")
    told(page, "1,9 mio. kr.")
    press(page, "button", "Forkert")
    told(page, "afvist")


def undo_from_the_log(page) -> None:
    """See all three in the log, take back the last, and be asked about none of them."""
    press(page, "link", "Se alle rettelser")
    page.get_by_role("heading", name="Rettelser").wait_for()
    assert page.get_by_role("list", name="Rettelser").get_by_role("listitem").count() == 3
    press(page, "button", "Fortryd rettelse 3")
    told(page, "Fortrudt")
    reach(page, page.get_by_role("link", name="Gennemgang"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Gennemgang").wait_for()
    assert page.get_by_text("Handler punktet om kapacitet?").count() == 0


def follow(page) -> None:
    """Follow the trail of the matter from the list of cases to its first item."""
    reach(page, page.get_by_role("link", name="Sager"))
    page.keyboard.press("Enter")
    press(page, "link", "Ny badebro")
    page.get_by_role("heading", name="Forløb og beslutninger").wait_for()
    press(page, "link", "Ny badebro")
    assert "4. maj 2021" in page.get_by_role("main").inner_text()
