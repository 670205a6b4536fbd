"""Files added in a real browser: chosen and dropped, watched on their way, decided; also without scripts."""

import pytest
from served import MINUTES, tiny_session

KYST = "/moede/kystudvalget/2021-05-04"
DATELESS = MINUTES.replace("Mødedato: 4. maj 2021 kl. 15:00\n", "")
DOUBTED = MINUTES.replace("\n2. Ny badebro\nSag", "\nSag")


@pytest.fixture
def address(live, archive, encoder, word_links, tmp_path) -> str:
    return live(tiny_session(archive, encoder, word_links, tmp_path))


@pytest.fixture
def files(tmp_path):
    """Write texts to files, and return their paths."""

    def files(**texts: str) -> list[str]:
        paths = [tmp_path / f"{name}.txt" for name in texts]
        for path, text in zip(paths, texts.values(), strict=True):
            path.write_text(text, encoding="utf-8")
        return [str(path) for path in paths]

    return files


def add(page, address, paths):
    page.goto(f"{address}/tilfoej")
    page.get_by_label("Filer").set_input_files(paths)
    page.get_by_role("button", name="Tilføj").click()
    page.wait_for_selector("[data-job]:not([data-after])")


def test_files_are_added_and_the_page_says_when_by_itself(page, address, files):
    add(page, address, files(møde=MINUTES, tom=" "))
    assert "Tilføjet" in page.get_by_role("main").inner_text()
    assert "Filen er tom" in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="se mødet").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Kystudvalget, 4. maj 2021"


def test_files_may_be_dropped_on_the_form(page, address):
    page.goto(f"{address}/tilfoej")
    drop = """form => {
        const held = new DataTransfer();
        held.items.add(new File(["x"], "ålegræs.txt"));
        form.dispatchEvent(new DragEvent("drop", {dataTransfer: held, bubbles: true, cancelable: true}));
    }"""
    page.locator("form[data-drop]").evaluate(drop)
    assert "1 valgt: ålegræs.txt" in page.locator("[data-chosen]").inner_text()


def test_a_doubted_file_is_looked_at_and_accepted_by_keyboard(page, address, files):
    add(page, address, files(møde=DOUBTED))
    assert "tilføjer den ikke, før du har set efter" in page.get_by_role("main").inner_text()
    page.get_by_text("som den er skåret nu").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("3. Eventuelt").is_visible()
    page.get_by_role("button", name="Tilføj, som den er læst").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Tilføjet")


def test_everything_is_done_without_scripts(new_page, address, files):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/tilfoej")
    page.get_by_label("Filer").set_input_files(files(møde=DATELESS))
    page.get_by_role("button", name="Tilføj").click()
    page.get_by_label("Dato").fill("2021-05-04")
    page.get_by_role("button", name="Læs igen").click()
    page.get_by_role("link", name="se mødet").click()
    page.get_by_role("link", name="Ret, hvad der er læst forkert").click()
    page.get_by_text("2. Ny badebro").click()
    form = page.locator("form[action='/ret/punkt']").nth(1)
    form.get_by_label("Titel").fill("Ny badebro på Ærø")
    form.get_by_role("button", name="Omdøb").click()
    page.get_by_label("Dit navn").fill("Åse")
    page.get_by_role("button", name="Ret", exact=True).click()
    assert "Ny badebro på Ærø" in page.locator("li.decided").inner_text()
    page.get_by_role("button", name="Fortryd rettelse 1").click()
    assert page.locator("li.decided").count() == 0
    page.goto(f"{address}{KYST}/slet")
    page.get_by_role("button", name="Slet mødet").click()
    assert "Slettet" in page.get_by_role("status").inner_text()


def test_no_page_bars_anyone_wide_or_narrow_light_or_dark(page, axe, address, files):
    add(page, address, files(a=MINUTES, b=DOUBTED, c=DATELESS, d="  "))
    add(page, address, files(a=MINUTES.replace("1,2 mio.", "1,9 mio.")))
    pages = ("", "/ret", "/tekst", "/udgaver", "/slet")
    for path in ("/tilfoej", "/job/1", "/job/2", "/moeder", *(KYST + one for one in pages)):
        page.goto(address + path)
        for width, scheme in ((1280, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert axe(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
