"""The page of an item: its text with marks, what it mentions by kind, its themes, its neighbours."""

import datetime as dt
import re
import threading
from dataclasses import replace
from functools import partial

import pytest
from fastapi.testclient import TestClient
from web_client import client_of

from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.discussions import FreshIndex
from pipeline.domain import Label
from pipeline.web import items

NAMES = {"Sivgården": Label.INSTITUTION, "Åse Holm": Label.PERSON, "6,1 mio. kr.": Label.AMOUNT}
TEXT = "Sivgården får nye pladser til misbrug for 6,1 mio. kr., sagde Åse Holm. Sivgården ligger på Ærø."
ITEM = "forum-aeroe/2023-01-20/1"


@pytest.fixture
def client(archive, finder, monkeypatch) -> TestClient:
    monkeypatch.setattr(items, "PATIENCE", 60)  # a busy machine shows what an idle one does
    session = Session(load_config(), archive)
    session.finder = finder
    return client_of(session)


@pytest.fixture
def item(client, put, minutes_of):
    put(minutes_of(("Nye pladser", TEXT), ("Eventuelt",), names=NAMES, themes=("misbrug", "tilsyn")))
    return lambda **query: client.get(f"/punkt/{ITEM}", params=query).text


def shown(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_mention_is_marked_by_its_kind_and_says_what_it_means(item):
    marks = re.findall(r'class="mention k-(\w+)" id="(m\d)"[^>]*data-tip="([^"]*)"', item())
    assert marks == [
        ("INSTITUTION", "m1", "Institution: Sivgården (1 af 2)"),
        ("AMOUNT", "m2", "Beløb: 6,1 mio. kr."),
        ("PERSON", "m3", "Person: Åse Holm"),
        ("INSTITUTION", "m4", "Institution: Sivgården (2 af 2)"),
    ]


def test_a_paragraph_reads_as_it_stands_in_the_source(item):
    (paragraph,) = re.findall(r'<p class="printed" data-at="\d+">(.*?)</p>', item(), re.DOTALL)
    assert re.sub(r"<[^>]+>", "", paragraph) == TEXT


def test_a_pill_names_all_places_of_one_thing(item):
    assert 'href="#m1" data-mentions="1 4"' in item()


def test_of_very_many_names_the_rest_is_folded(client, put, minutes_of):
    names = {f"Botilbud {letter}": Label.INSTITUTION for letter in "ABCDEFGHIJKLMN"}
    put(minutes_of(("Sag", " og ".join(names)), names=names))
    html = client.get(f"/punkt/{ITEM}").text
    folded = html[html.index("<summary>2 til</summary>") :]
    assert "Botilbud L" not in folded.split("</details>")[0]
    assert "Botilbud M" in folded.split("</details>")[0]


def test_every_kind_has_a_colour_and_can_be_switched_off(client):
    css = client.get("/kinds.css").text
    assert all(f".k-{label} {{ --kind: light-dark({label.kind.colour}," in css for label in NAMES.values())
    assert "body:has(#k-PERSON:not(:checked)) .mention.k-PERSON" in css


def test_themes_are_told_with_their_probability_in_words_and_their_evidence(item):
    html = item()
    assert "meget sandsynligt (0,90)" in html
    assert re.search(r'<span class="e-0 ">misbrug</span>', html)
    assert 'id="e-0"' in html


def test_a_mention_can_be_looked_at_without_script_and_leads_to_the_next(item):
    html = item(omtale=1)
    sheet = html[html.index('id="omtale"') :]
    assert "»Sivgården«" in sheet
    assert 'href="?omtale=4#m4"' in sheet
    assert 'class="sheet" id="omtale" role="region" aria-labelledby="omtale-navn" hidden' not in html


def test_an_item_without_text_or_marks_says_so(client, item):
    html = client.get("/punkt/forum-aeroe/2023-01-20/2").text
    assert "Referatet har ingen tekst under punktet" in html
    assert "ikke fundet navne, beløb eller datoer" in html


def test_the_items_before_and_after_are_a_step_away(client, item):
    assert re.search(r'href="/punkt/forum-aeroe/2023-01-20/2" rel="next"', item())
    assert 'rel="prev"' in client.get("/punkt/forum-aeroe/2023-01-20/2").text


def test_marks_stay_in_place_where_a_cpr_number_is_masked_and_signs_steer(client, put, minutes_of):
    put(minutes_of(("Sag", "Om 010190-1234 \u202eskrev Åse Holm."), names={"Åse Holm": Label.PERSON}))
    html = client.get(f"/punkt/{ITEM}").text
    assert "010190" not in html
    assert "\u202e" not in html
    assert re.search(r'id="m1"[^>]*>Åse Holm</a>', html)


def test_the_words_of_a_mention_that_is_corrected_are_masked(client, put, minutes_of):
    put(minutes_of(("Sag", "Åhøj 010190-1234 klager."), names={"Åhøj 010190-1234": Label.PERSON}))
    assert 'name="tekst" value="Åhøj ••••••-••••"' in client.get(f"/punkt/{ITEM}?omtale=1").text


def test_a_number_that_is_no_cpr_number_stays_readable_where_a_mark_cuts_its_words_off(
    client, put, minutes_of
):
    number = "121203-1234"
    put(minutes_of(("Sag", f"Sagsnr. {number} er afgjort."), names={number: Label.LAW}))
    assert f">{number}</a>" in client.get(f"/punkt/{ITEM}").text


OLD = ("Misbrug på Sivgården", "Sivgården får en ny læge til behandling af misbrug.")
NEW = ("Ny læge", "Lægen på Sivgården begynder med behandling af misbrug i maj.")


@pytest.fixture
def two(client, put, minutes_of):
    """The page of an item that goes back to an earlier one."""
    put(minutes_of(OLD, date=dt.date(2022, 1, 20), names=NAMES))
    put(minutes_of(NEW, ("Eventuelt",), names=NAMES))
    return lambda **query: client.get(f"/punkt/{ITEM}", params=query).text


def test_earlier_discussions_stand_with_the_passages_side_by_side_and_their_common_words_marked(two):
    html = two()
    assert 'href="/punkt/forum-aeroe/2022-01-20/1">Misbrug på Sivgården</a>' in html
    (here, there) = re.findall(r"<blockquote>.*?</blockquote>", html, re.DOTALL)
    assert "<mark>misbrug</mark>" in here
    assert "<mark>misbrug</mark>" in there
    assert "i maj" in shown(here)
    assert "en ny læge" in shown(there)


def test_a_case_is_drawn_and_listed_with_each_committee_and_year(two):
    html = two()
    assert "Sagens forløb: 2 behandlinger i 1 udvalg" in html
    assert re.findall(r'<text x="\d+" y="14">(\d+)</text>', html) == ["2022", "2023"]
    assert "20. januar 2022 · Forum Ærø: Misbrug på Sivgården" in shown(html)
    assert 'class="stop here"' in html


def test_where_nothing_is_shown_the_page_says_why(client, two):
    assert "ingen møder før 20. januar 2022" in client.get("/punkt/forum-aeroe/2022-01-20/1").text
    assert "ingen tekst, der kan sammenlignes" in client.get("/punkt/forum-aeroe/2023-01-20/2").text


def test_an_item_is_shown_before_its_links_are_known(client, two, finder, monkeypatch):
    known = threading.Event()
    monkeypatch.setattr(items, "PATIENCE", 0.05)
    slow = partial(waiting, known)
    finder.fresh = FreshIndex(finder._archive, finder._processor.links, watch=slow)
    assert "ved at læse arkivet igennem" in two()
    known.set()
    monkeypatch.setattr(items, "PATIENCE", 20)
    assert "Misbrug på Sivgården" in two()


def test_an_item_is_shown_where_no_model_finds_its_links(client, two, finder):
    finder._processor.links = replace(finder._processor.links, encoder="en anden sprogmodel")
    html = two()
    assert "Tidligere drøftelser kan ikke findes: modellen af henvisninger" in html
    assert "Lægen på" in html


def waiting(known, _name, steps):
    known.wait(20)
    yield from steps


def test_later_items_are_looked_for_where_somebody_asks(client, two):
    page = "/punkt/forum-aeroe/2022-01-20/1"
    assert "1 senere behandling i samme sag" in shown(client.get(page).text)
    assert "Ny læge" in client.get(page, params={"senere": 1}).text.split('id="senere"')[1]
