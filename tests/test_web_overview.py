"""Overblik counts what is in the archive, and each number leads to the items it counts."""

import csv
import datetime as dt
import io

import pytest
from fastapi.testclient import TestClient
from web_client import client_of

from pipeline.app.overview import read_overview
from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.domain import Label

NAMES = {
    "Ærø Kommune": Label.MUNICIPALITY,
    "Åbyhus": Label.INSTITUTION,
    "Tilsynet": Label.INSTITUTION,
    "5000000": Label.AMOUNT,
    "9000000": Label.AMOUNT,
}


@pytest.fixture
def session(archive, put, minutes_of) -> Session:
    """Two meetings of 2020 and two of 2022; Åbyhus is named in the later ones alone."""
    for year, day, about in (
        (2020, 10, "Tilsynet om misbrug i Ærø Kommune for 5000000"),
        (2020, 20, "Tilsynet om misbrug"),
        (2022, 10, "Åbyhus og Tilsynet om misbrug i Ærø Kommune"),
        (2022, 20, "Åbyhus og Tilsynet om psykiatri for 9000000"),
    ):
        items = [(f"Punkt {number} den {day}.", about) for number in range(3)]
        put(
            minutes_of(
                *items,
                names=NAMES,
                themes=("misbrug", "psykiatri"),
                source=f"{year}-{day}.txt",
                date=dt.date(year, 1, day),
            )
        )
    return Session(load_config(), archive)


@pytest.fixture
def client(session) -> TestClient:
    return client_of(session)


def test_themes_are_counted_by_year_with_the_years_between(session):
    themes = read_overview(session).themes
    assert themes.columns == ("2020", "2021", "2022")
    assert dict(zip(themes.rows, themes.numbers, strict=True)) == {
        "misbrug": (6, 0, 3),
        "psykiatri": (0, 0, 3),
    }
    assert themes.of_columns == (6, 0, 6)


def test_municipalities_are_counted_beside_each_theme_and_at_all(session):
    grid = read_overview(session).municipalities
    assert (grid.rows, grid.numbers, grid.of_rows) == (("Ærø Kommune",), ((6,),), (6,))


def test_the_largest_amount_of_a_year_stands_for_its_matter(session, archive):
    one, *_ = read_overview(session).amounts
    assert [(amount.year, amount.amount) for amount in one.amounts] == [("2022", 9_000_000)]
    assert one.matter == one.amounts[0].item_id


def test_what_is_named_in_a_larger_share_of_items_than_before_is_on_the_rise(session):
    seen = read_overview(session)
    assert (seen.institutions.rows, seen.rises) == (("Åbyhus",), ((0.0, 100.0),))


def test_what_is_added_is_counted_at_once(session, put, minutes_of):
    before = read_overview(session).themes.of_columns
    put(minutes_of(("Nyt", "misbrug"), source="ny.txt", date=dt.date(2022, 3, 1)))
    assert read_overview(session).themes.of_columns == (*before[:2], before[2] + 1)


def test_matters_of_one_case_are_one_row_once_cases_are_known(session, archive):
    from pipeline.archive import KeptCase

    assert len(read_overview(session).amounts) == 6
    keys = [item.id for item in archive.items()]
    archive.keep_cases({key: KeptCase(case_id=keys[0], text_hash="") for key in keys})
    (one,) = read_overview(session).amounts
    assert [amount.year for amount in one.amounts] == ["2020", "2022"]


def test_each_number_leads_to_its_items(client):
    page = client.get("/overblik").text
    assert 'href="/soeg?tema=misbrug&amp;fra=2020-01-01&amp;til=2020-12-31"' in page
    assert 'href="/soeg?kommune=%C3%86r%C3%B8+Kommune&amp;tema=misbrug"' in page
    assert 'aria-label="misbrug, 2020: 6 punkter"' in page


def test_tables_are_files_too_and_no_cell_is_a_formula(client, put, minutes_of):
    put(minutes_of(("=HYPERLINK(1) 010190-1234", "5000000"), names=NAMES, source="x.txt"))
    answer = client.get("/overblik/beloeb.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["sag", "år", "største beløb (kr.)", "punkt"]
    assert ["'=HYPERLINK(1) ••••••-••••", "2023", "5000000", "forum-aeroe/2023-01-20/1"] in rows
    assert client.get("/overblik/temaer.json").json()["columns"] == ["2020", "2021", "2022", "2023"]
    assert client.get("/overblik/nix.csv").status_code == 404


def test_an_empty_archive_says_where_to_begin(archive):
    session = Session(load_config(), archive)
    page = client_of(session).get("/overblik")
    assert "Arkivet er tomt" in page.text
