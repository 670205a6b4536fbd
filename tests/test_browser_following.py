"""Følg in a real browser, and on paper."""

import datetime as dt

import pypdfium2
import pytest

from pipeline.app.session import Session
from pipeline.archive import KeptCase
from pipeline.config import load_config


@pytest.fixture
def address(archive, put, minutes_of, live) -> str:
    for day in range(30):
        meeting = {"source": f"{day}.txt", "date": dt.date(2023, 1, 1) + dt.timedelta(days=day)}
        put(minutes_of(("En sag med en lang overskrift om misbrug", "x"), themes=("misbrug",), **meeting))
    keys = [item.id for item in archive.items()]
    archive.keep_cases({key: KeptCase(case_id=keys[0], text_hash="") for key in keys})
    return live(Session(load_config(), archive))


def test_the_week_prints_on_two_sheets(page, address):
    page.goto(f"{address}/foelg/uge")
    assert page.get_by_role("heading", name="Sager, der kom igen").is_visible()
    assert len(pypdfium2.PdfDocument(page.pdf(format="A4"))) <= 2


def test_a_search_is_followed_from_the_form_without_scripts(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/foelg")
    page.get_by_label("Ord, som alle skal forekomme").fill("overskrift")
    with page.expect_response("**/foelg/punkter.atom?**") as answer:
        page.get_by_role("button", name="Åbn feedet").click()
    assert "har ordene »overskrift«" in answer.value.text()
