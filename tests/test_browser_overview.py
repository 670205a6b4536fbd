"""Overblik in a real browser."""

import datetime as dt

import pytest

from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.domain import Label


@pytest.fixture
def address(archive, put, minutes_of, live) -> str:
    names = {"Ærø Kommune": Label.MUNICIPALITY, "Åbyhus": Label.INSTITUTION, "5000000": Label.AMOUNT}
    text = "Åbyhus i Ærø Kommune om misbrug for 5000000"
    for year in (2020, 2022, 2023):
        items = [(f"Punkt {number}", text) for number in range(3)]
        meeting = {"source": f"{year}.txt", "date": dt.date(year, 1, 10)}
        put(minutes_of(*items, names=names, themes=("misbrug",), **meeting))
    return live(Session(load_config(), archive))


def test_a_bar_leads_to_its_items(page, address):
    page.goto(f"{address}/overblik")
    page.get_by_role("link", name="misbrug, 2022: 3 punkter").click()
    page.wait_for_url("**/soeg?tema=misbrug&fra=2022-01-01&til=2022-12-31")
