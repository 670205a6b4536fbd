"""A page of each name: how often, when, beside what, in which roles and cases."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from web_client import client_of

from pipeline.app.names import listed_kind, read_name
from pipeline.app.session import Session
from pipeline.archive import KeptCase
from pipeline.config import load_config
from pipeline.domain import Label
from pipeline.errors import ItemNotFoundError

NAMES = {"Ærø Kommune": Label.MUNICIPALITY, "Åse Øst": Label.PERSON, "Bo Østergård": Label.PERSON}


def _with_role(tagged, role: str):
    """Give every person of the minutes a role in Ærø Kommune."""
    items = tuple(
        replace(
            item,
            entities=tuple(
                replace(one, role=role, organisation="Ærø Kommune") if one.label is Label.PERSON else one
                for one in item.entities
            ),
        )
        for item in tagged.items
    )
    return replace(tagged, items=items)


@pytest.fixture
def session(archive, put, minutes_of) -> Session:
    for year, role, text in (
        (2019, "leder", "Åse Øst om misbrug"),
        (2021, "direktør", "Åse Øst og Bo Østergård i Ærø Kommune"),
        (2022, "direktør", "Åse Øst om misbrug i Ærø Kommune"),
    ):
        meeting = {"source": f"{year}.txt", "date": dt.date(year, 1, 20)}
        put(_with_role(minutes_of(("Sagen", text), names=NAMES, themes=("misbrug",), **meeting), role))
    return Session(load_config(), archive)


@pytest.fixture
def client(session) -> TestClient:
    return client_of(session)


def test_names_are_listed_by_how_many_items_they_are_in(session):
    names, _ = session.archive.names(listed_kind("personer"), "", limit=9, offset=0)
    assert [(one.name, one.items) for one in names] == [("Åse Øst", 3), ("Bo Østergård", 1)]


@pytest.mark.parametrize(
    ("letters", "names"), [("å", ["Åse Øst"]), ("ØST", ["Åse Øst", "Bo Østergård"]), ("%", [])]
)
def test_letters_that_a_word_of_the_name_begins_with_narrow_the_list(client, letters, names):
    found = client.get("/navne/personer.json", params={"begynder": letters}).json()
    assert [one["name"] for one in found] == names


def test_the_second_page_goes_on_where_the_first_stops(client, monkeypatch):
    monkeypatch.setattr("pipeline.web.names.PER_PAGE", 1)
    page = client.get("/navne/PERSON?side=2").text
    assert "Side 2 af 2" in page
    assert "2 navne" in page
    assert re.findall(r'href="/navne/personer/([^"]+)"', page) == ["Bo%20%C3%98sterg%C3%A5rd"]


def test_a_name_has_its_years_themes_and_roles(session):
    view = read_name(session, "personer", "åse øst")
    assert view.name == "Åse Øst"
    assert [(year.name, year.items) for year in view.years] == [
        ("2019", 1), ("2020", 0), ("2021", 1), ("2022", 1),
    ]  # fmt: skip
    assert [(one.name, one.items) for one in view.themes] == [("misbrug", 2)]
    assert [(one.role, one.first.year, one.last.year) for one in view.roles] == [
        ("direktør", 2021, 2022),
        ("leder", 2019, 2019),
    ]
    assert [item.date.year for item in view.newest] == [2022, 2021, 2019]


def test_a_name_has_the_cases_that_several_of_its_items_are_of(session, archive):
    keys = [item.id for item in archive.items()]
    archive.keep_cases({key: KeptCase(case_id=keys[0], text_hash="") for key in keys[:2]})
    (case,) = read_name(session, "personer", "Åse Øst").cases
    assert (case.case_id, case.title, case.items) == (keys[0], "Sagen", 2)
    assert read_name(session, "personer", "Bo Østergård").cases == ()


def test_only_kinds_that_are_shown_by_norm_are_listed():
    with pytest.raises(ItemNotFoundError, match="kommuner, personer, institutioner"):
        listed_kind("beløb")


def test_the_page_of_a_name_leads_to_its_items(client):
    page = client.get("/navne/personer/Åse Øst").text
    assert 'href="/soeg?person=%C3%85se+%C3%98st&amp;fra=2021-01-01&amp;til=2021-12-31"' in page
    assert 'href="/punkt/forum-aeroe/2022-01-20/1"' in page
    assert client.get("/navne/personer/Åse Øst.json").json()["roles"][0]["role"] == "direktør"


def test_a_list_of_names_is_a_file_too(client):
    answer = client.get("/navne/kommuner.csv").content.decode("utf-8-sig")
    assert answer.splitlines() == ["navn;punkter", "Ærø Kommune;2"]


@pytest.mark.parametrize("address", ["/navne/personer/Ingen", "/navne/beloeb", "/navne/x/y"])
def test_what_is_not_there_is_said_in_danish(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "ngen punkter nævner" in answer.text or "er er ingen liste over" in answer.text
