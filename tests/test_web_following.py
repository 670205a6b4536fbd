"""Feeds are Atom that any reader takes: what came, when, and why it is there; and the week on a page."""

import datetime as dt
from hashlib import sha256

import pytest
from fastapi.testclient import TestClient
from lxml import etree
from web_client import client_of

from pipeline.app.following import follow_search
from pipeline.app.session import Session
from pipeline.archive import KeptCase
from pipeline.config import load_config
from pipeline.domain import EVERYTHING, Label
from pipeline.web.safety import Safety, hosts_of
from pipeline.web.server import make_app

ATOM = {"a": "http://www.w3.org/2005/Atom"}
NAMES = {"Ærø Kommune": Label.MUNICIPALITY}


@pytest.fixture
def session(archive, put, minutes_of, finder) -> Session:
    for month, text in ((1, "Ny færge til Læsø"), (2, "Færgen til Læsø og misbrug i Ærø Kommune")):
        meeting = {"source": f"{month}.txt", "date": dt.date(2023, month, 20)}
        put(minutes_of(("Færgen <&> 010190-1234\x07", text), names=NAMES, themes=("misbrug",), **meeting))
    session = Session(load_config(), archive)
    session.finder = finder
    return session


@pytest.fixture
def client(session) -> TestClient:
    return client_of(session)


def read(client: TestClient, address: str) -> etree._Element:
    """Return a feed, checked for what RFC 4287 demands of one."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content)
    for one in [feed, *feed.findall("a:entry", ATOM)]:
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"a:{name}", ATOM)) == 1
        assert one.findtext("a:id", namespaces=ATOM).startswith("urn:uuid:")
        assert dt.datetime.fromisoformat(one.findtext("a:updated", namespaces=ATOM)).tzinfo
        assert one.find("a:link[@rel='alternate']", ATOM).get("href").startswith("http://127.0.0.1:8000/")
    assert feed.find("a:link[@rel='self']", ATOM) is not None
    assert feed.find("a:author/a:name", ATOM) is not None
    ids = [one.text for one in feed.iterfind(".//a:id", ATOM)]
    assert len(ids) == len(set(ids))
    return feed


@pytest.mark.parametrize(
    ("asked", "entries", "why"),
    [
        ("tema=misbrug", 1, "har temaet misbrug"),
        ("kommune=Ærø Kommune", 1, "nævner Ærø Kommune"),
        ("q=færgen", 2, "har ordene »færgen«"),
        ("q=færgen&tema=misbrug", 1, "har ordene »færgen«; har temaet misbrug"),
        ("fra=2023-02-01", 1, "er fra 1. februar 2023 eller senere"),
        ("", 2, "er nyt i arkivet"),
        ("q=flyvemaskine", 0, ""),
    ],
)
def test_a_feed_has_what_was_asked_and_says_why(client, asked, entries, why):
    feed = read(client, f"/foelg/punkter.atom?{asked}")
    summaries = [one.text for one in feed.iterfind(".//a:summary", ATOM)]
    assert len(summaries) == entries
    assert all(why in text for text in summaries)


def test_a_feed_is_masked_and_holds_no_sign_that_xml_forbids(client):
    title = read(client, "/foelg/punkter.atom").find(".//a:entry/a:title", ATOM).text
    assert title == "1. Færgen <&> ••••••-••••\\u0007"


def test_what_was_added_last_comes_first_whatever_day_its_meeting_was(session, put, minutes_of):
    put(minutes_of(("Gammelt", "Nyt i arkivet"), source="gammel.txt", date=dt.date(2009, 1, 1)))
    first, *_ = follow_search(session, "", EVERYTHING).entries
    assert first.item.title == "Gammelt"


def test_an_item_keeps_its_id_in_every_feed(client):
    one = read(client, "/foelg/punkter.atom?tema=misbrug").find(".//a:entry/a:id", ATOM).text
    other = read(client, "/foelg/punkter.atom?q=misbrug").find(".//a:entry/a:id", ATOM).text
    assert one == other


def test_an_item_tells_when_it_comes_again_and_why(client):
    feed = read(client, "/foelg/punkt/forum-aeroe/2023-01-20/1.atom")
    (link,) = feed.iterfind(".//a:entry/a:link", ATOM)
    assert link.get("href").endswith("/punkt/forum-aeroe/2023-02-20/1")
    assert "går tilbage til »Færgen" in feed.findtext(".//a:entry/a:summary", namespaces=ATOM)


def test_a_case_tells_every_time_it_comes_up(client):
    feed = read(client, "/foelg/sag/forum-aeroe/2023-01-20/1.atom")
    summaries = [one.text for one in feed.iterfind(".//a:summary", ATOM)]
    assert "kom op for 2. gang" in summaries[0]
    assert "sagen begynder her" in summaries[1]


def test_a_reader_that_has_a_feed_is_not_sent_it_again(client, put, minutes_of):
    tag = client.get("/foelg/punkter.atom").headers["etag"]
    assert client.get("/foelg/punkter.atom", headers={"if-none-match": tag}).status_code == 304
    put(minutes_of(("Nyt", "Nyt"), source="ny.txt", date=dt.date(2024, 1, 1)))
    assert client.get("/foelg/punkter.atom", headers={"if-none-match": tag}).status_code == 200


def test_a_feed_reader_may_bring_the_token_each_time_and_it_is_not_in_the_feed(session):
    safety = Safety(hosts=hosts_of("10.0.0.5"), token_sha256=sha256(b"hemmelig").hexdigest())
    client = TestClient(make_app(session, safety), base_url="http://10.0.0.5:8000")
    assert client.get("/foelg/punkter.atom").status_code == 401
    answer = client.get("/foelg/punkter.atom?token=hemmelig", follow_redirects=False)
    assert answer.status_code == 200
    assert "hemmelig" not in answer.text


def test_the_week_has_its_meetings_themes_and_the_cases_that_came_again(client, session, archive):
    keys = [item.id for item in archive.items()]
    archive.keep_cases({key: KeptCase(case_id=keys[0], text_hash="") for key in keys})
    page = client.get("/foelg/uge").text
    assert "2 møder med 2 punkter" in page
    assert 'href="/soeg?tema=misbrug"' in page
    assert "før 1 gang" in page


def test_a_week_without_news_says_when_there_was_some(client):
    page = client.get("/foelg/uge?uge=2001-W05").text
    assert "Intet nyt i denne uge" in page
    assert "Senest kom der noget" in page


@pytest.mark.parametrize("week", ["0001-W01", "9999-W52", "2025-W60", "uge 5"])
def test_a_week_that_no_calendar_has_is_answered_with_the_present_one(client, week):
    now = dt.datetime.now().astimezone().date().isocalendar().week
    assert f"Uge {now}" in client.get("/foelg/uge", params={"uge": week}).text


def test_what_can_be_followed_is_listed(client):
    assert 'href="/foelg/punkter.atom?tema=misbrug"' in client.get("/foelg").text


def test_a_search_offers_its_own_feed(client):
    page = client.get("/soeg?tema=misbrug").text
    assert page.count('href="/foelg/punkter.atom?tema=misbrug"') == 2
