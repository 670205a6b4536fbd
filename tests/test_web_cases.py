"""Cases on the page: the list, one with its trail, parties and amounts, and what persons ruled."""

import datetime as dt
import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient
from web_client import client_of

from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.discussions import Trails
from pipeline.domain import CaseChange, Label, Status
from pipeline.errors import ModelError

FERRY = ("Færgen til Læsø", "Anonym stofbehandling på færgen koster 2000000 kr. ifølge Lise Holm.")
LATER = ("Færgen til Læsø igen", "Anonym stofbehandling på færgen koster 3000000 kr. i Ærø Kommune.")
HARBOUR = ("Havnen i Marstal", "Kajen og molen og bolværket fornyes.")
NAMES = {
    "2000000": Label.AMOUNT, "3000000": Label.AMOUNT,
    "Lise Holm": Label.PERSON, "Ærø Kommune": Label.MUNICIPALITY,
}  # fmt: skip
FIRST, SECOND = "forum-aeroe/2020-05-04/1", "forum-aeroe/2021-05-04/1"
FORM = re.compile(r'<form method="post" action="(/ret/\w+)"[^>]*>(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'name="(\w+)" value="([^"]*)"')


@pytest.fixture
def client(archive, finder) -> TestClient:
    session = Session(load_config(), archive)
    session.finder = finder
    client = client_of(session, follow=False)
    client.cookies.set("navn", "Aase")
    return client


@pytest.fixture
def filled(put, minutes_of):
    put(minutes_of(FERRY, HARBOUR, names=NAMES, date=dt.date(2020, 5, 4)))
    put(minutes_of(LATER, names=NAMES, date=dt.date(2021, 5, 4)))


def press(client, text: str, button: str) -> str:
    """Send the first form with this button; return the page it leads to."""
    action, inner = next(form for form in FORM.findall(text) if button in form[1])
    answer = client.post(action, data={name: unescape(value) for name, value in FIELD.findall(inner)})
    assert answer.status_code == 303, answer.text
    answer = client.get(answer.headers["location"])
    return client.get(answer.headers["location"]).text if answer.status_code == 303 else answer.text


def case_page(client, case_id: str, asked: dict[str, str] | None = None):
    """The page of a case when the cases are found; a busy machine first says that they are being found."""
    client.app.state.site.session.finder.cases(wait=60)
    return client.get(f"/sag/{case_id}", params=asked)


def listed(client, **asked: str) -> list[str]:
    text = client.get("/sager", params=asked).text
    client.app.state.site.session.finder.cases(wait=30)
    text = client.get("/sager", params=asked).text
    return re.findall(r'<td><a href="/sag/([^"]+)"', text)


def test_the_list_has_what_came_up_more_than_once(client, filled):
    assert listed(client) == [FIRST]
    assert "1 sag" in client.get("/sager").text


def test_on_the_trail_of_a_case_an_agenda_is_still_to_come(client, filled, put, minutes_of):
    coming = minutes_of(LATER, names=NAMES, date=dt.date(2022, 5, 4))
    put(replace(coming, minutes=replace(coming.minutes, status=Status.AGENDA)))
    assert case_page(client, FIRST).text.count("→ Dagsorden, endnu ikke behandlet") == 1


def test_cases_are_found_by_words_of_their_title_and_put_in_order(client, filled, put, minutes_of):
    for year in (2022, 2023, 2024):
        put(minutes_of(("Molen", HARBOUR[1]), date=dt.date(year, 5, 4)))
    assert len(listed(client)) == 2
    assert listed(client, q="færgen læsø") == [FIRST]
    assert listed(client, q="xyzzy") == []
    assert listed(client)[0] != FIRST, "the harbour came up last"
    assert listed(client, orden="laengste")[1] == FIRST, "and most often"


def test_a_case_has_its_trail_parties_and_amounts_over_time(client, filled):
    text = case_page(client, FIRST).text
    assert "2 behandlinger, 4. maj 2020 – 4. maj 2021" in text
    assert "<svg" in text
    assert f'href="/punkt/{SECOND}"' in text
    for name in ("Lise Holm", "Ærø Kommune", "2,0 mio. kr.", "3,0 mio. kr."):
        assert name in text, name


def test_the_id_of_an_item_leads_to_its_case_and_one_that_is_nowhere_is_not_found(client, filled):
    answer = case_page(client, SECOND)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sag/{FIRST}")
    assert client.get("/sag/forum-aeroe/1999-01-01/1").status_code == 404


def test_an_item_is_split_out_and_the_split_undone(client, filled, archive):
    text = press(client, case_page(client, FIRST).text, "Skil ud")
    (entry,) = archive.corrections()
    assert isinstance(entry.change, CaseChange)
    assert not entry.change.same
    assert "1 behandling," in text
    assert "afgjort af Aase" in text
    text = press(client, text, "at det er to sager")
    assert "2 behandlinger" in text


def test_a_case_is_put_together_with_another(client, filled, archive, put, minutes_of):
    put(minutes_of(("Molen", HARBOUR[1]), date=dt.date(2022, 5, 4)))
    client.app.state.site.session.finder.cases(wait=30)
    text = case_page(client, FIRST, {"find": "havnen"}).text
    text = press(client, text, "Samme sag")
    (entry,) = archive.corrections()
    assert isinstance(entry.change, CaseChange)
    assert entry.change.same
    assert "4 behandlinger" in text
    assert "samme sag" in text
    assert len(listed(client)) == 1


def test_the_list_is_a_file_too(client, filled):
    assert f"Færgen til Læsø;2020-05-04;2021-05-04;2;{FIRST}" in client.get("/sager.csv").text
    assert client.get("/sager.json").json()[0]["case_id"] == FIRST


def test_no_page_waits_for_cases_that_are_found_for_the_first_time(client, filled, monkeypatch):
    monkeypatch.setattr(client.app.state.site.session.finder, "cases", lambda wait=0.3: None)
    for path in ("/sager", f"/sag/{FIRST}"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Sagerne findes frem" in answer.text
    assert client.get("/sager.csv").status_code == 503


def test_why_no_cases_are_found_is_told(client, filled, monkeypatch):
    def broken(self: object, fewest: int = 2) -> None:
        raise ModelError("encoder-unreadable", encoder="e5", reason="væk")

    monkeypatch.setattr(Trails, "all", broken)
    answer = client.get("/sager")
    assert answer.status_code >= 400
    assert "kan ikke læses" in answer.text


def test_an_empty_archive_says_so(client):
    assert "Arkivet er tomt" in client.get("/sager").text


@pytest.mark.parametrize("query", ["side=0", "side=x", "side=99999999", "orden=x", "q=%00", "q=%22%27(*"])
def test_an_address_that_is_not_ours_is_no_error(client, filled, query):
    assert client.get(f"/sager?{query}").status_code == 200
    assert client.get(f"/sag/{FIRST}?find={query}").status_code == 200
