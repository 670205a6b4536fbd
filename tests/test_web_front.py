"""The first page: the newest meetings, what waits for a person, and what came since the last visit."""

import datetime as dt
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from web_client import client_of

from pipeline.app.session import Session
from pipeline.archive import News
from pipeline.config import load_config
from pipeline.domain import Ledger, Leftover, Listed, ReadAs, Signature, Structure, ThemeChange
from pipeline.web.front import VISITS

LONG_AGO = int(dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp())


@pytest.fixture
def client(archive) -> TestClient:
    return client_of(Session(load_config(), archive))


def noted(tagged, structure=None, **ledger):
    minutes = replace(
        tagged.minutes,
        ledger=Ledger(layout="web", listed=3, found=2, **ledger),
        structure=structure or Structure(),
    )
    return replace(tagged, minutes=minutes)


def test_an_empty_archive_says_so_and_leads_to_where_minutes_are_added(client):
    text = client.get("/").text
    assert "Her er ingen referater endnu" in text
    assert 'href="/tilfoej"' in text


def test_the_newest_meetings_come_first_and_old_ones_are_counted(client, put, minutes_of):
    for day in range(1, 13):
        put(minutes_of(("Færgen", f"Afgang {day}."), date=dt.date(2023, 5, day)))
    text = client.get("/").text
    assert text.index("12. maj 2023") < text.index("11. maj 2023")
    assert "4. maj 2023" not in text.split("Nyeste møder")[1]
    assert "Alle 12 møder" in text


def test_meetings_that_may_lack_something_are_named_with_what(client, put, minutes_of):
    whole = minutes_of(("Færgen", "Afgang."), date=dt.date(2023, 5, 1))
    lost = Leftover(start=0, end=4, text="Åben")
    lacking = noted(
        minutes_of(("Havnen", "Kajen.")), missing=(Listed(number="3", title="Vejen"),), leftovers=(lost,)
    )
    gap = noted(minutes_of(("Øen", "Broen."), date=dt.date(2022, 3, 4)), gaps=("2", "5"))
    for one in (whole, lacking, gap):
        put(one)
    told = client.get("/").text.split("Måske mangler der noget")[1]
    assert "1 punkt på dagsordenen mangler i referatet · 1 stykke tekst ikke placeret" in told
    assert "nummer 2, 5 sprunget over" in told
    assert "1. maj 2023" not in told


def test_a_meeting_whose_structure_is_doubtful_waits_for_a_person(client, put, minutes_of):
    put(noted(minutes_of(("Færgen", "Afgang.")), Structure(read_as=ReadAs.DOUBTFUL, confidence=0.4)))
    put(minutes_of(("Havnen", "Kajen."), date=dt.date(2022, 3, 4)))
    assert "1 møde, hvor opbygningen er usikker" in client.get("/").text


def test_who_comes_back_is_told_what_came_since(client, put, minutes_of, archive):
    assert "Siden du sidst var her" not in client.get("/").text
    put(minutes_of(("Færgen", "Afgang om misbrug."), themes=("misbrug",)))
    signature = Signature(by="Åse", at=dt.datetime.now(dt.UTC), why="kun omtalt")
    archive.correct("forum-aeroe/2023-01-20/1", [ThemeChange(theme="misbrug", assigned=False)], signature)
    client.cookies.clear()
    client.cookies.set(VISITS, f"0.{LONG_AGO}")
    text = client.get("/").text
    assert "Siden du sidst var her" in text
    assert "1 nyt møde" in text
    assert "1 ny linje" in text
    assert "1. januar 2020" in client.get("/").text, "a second look is the same visit"


def test_only_what_came_after_a_moment_is_new(archive, put, minutes_of):
    put(minutes_of(("Færgen", "Afgang.")))
    between = dt.datetime.now(dt.UTC)
    put(minutes_of(("Færgen", "Afgang."), ("Havnen", "Kajen.")))
    put(minutes_of(("Broen", "Vejen."), date=dt.date(2024, 2, 3)))
    assert archive.news_since(between) == News(meetings=1, versions=1, corrections=0)
    assert archive.news_since(dt.datetime.now(dt.UTC)) == News(meetings=0, versions=0, corrections=0)


@pytest.mark.parametrize("cookie", ["9" * 400, "9" * 9 + "." + "9" * 30, "-1.-1", ".", "æ.ø", "1e9.1"])
def test_a_cookie_that_is_not_ours_is_no_error(client, put, minutes_of, cookie):
    put(minutes_of(("Færgen", "Afgang.")))
    assert client.get("/", headers={"cookie": f"{VISITS}={cookie}".encode()}).status_code == 200
