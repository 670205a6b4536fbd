"""Every kind of page in a real browser: nothing bars people (axe-core), nothing is too wide."""

import pytest
from test_web_everywhere import archive_in_use  # noqa: F401

from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.web import items

MEETING = "forum-aeroe/2023-03-20"
PAGES = (
    "/", "/soeg", "/soeg?q=botilbud&tema=psykiatri", "/moeder", f"/moede/{MEETING}", f"/moede/{MEETING}/ret",
    f"/moede/{MEETING}/tekst", f"/moede/{MEETING}/udgaver", f"/moede/{MEETING}/slet", "/tilfoej",
    f"/punkt/{MEETING}/1", f"/punkt/{MEETING}/1?omtale=1&senere=1", f"/punkt/{MEETING}/2", "/gennemgang",
    "/gennemgang?slags=henvisninger", "/sager", f"/sag/{MEETING}/1", "/navne/institutioner",
    "/navne/personer/%C3%85se%20Dahl", "/overblik", "/foelg", "/foelg/uge", "/modeller", "/rettelser",
    "/intet",
)  # fmt: skip
WAYS = {
    "at a desk": {"viewport": {"width": 1280, "height": 900}},
    # 1280 pixels at 400 %, WCAG 2.2 "reflow"
    "enlarged, in the dark": {
        "viewport": {"width": 320, "height": 256}, "color_scheme": "dark", "reduced_motion": "reduce",
    },
}  # fmt: skip


@pytest.fixture
def address(live, archive_in_use, finder, monkeypatch) -> str:  # noqa: F811
    monkeypatch.setattr(items, "PATIENCE", 60)
    session = Session(load_config(), archive_in_use)
    session.finder = finder
    return live(session)


@pytest.mark.parametrize("how", WAYS.values(), ids=WAYS)
def test_no_page_bars_anyone(new_page, axe, address, how):
    page, faults = new_page(**how), list[str]()
    for path in PAGES:
        page.goto(address + path)
        faults += [f"{path}: {fault}" for fault in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{path} is wider than the window")
    assert "\n".join(faults) == ""
