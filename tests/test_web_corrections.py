"""Correcting on the page: one form a correction, told and undone at once, nothing lost between two users."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from test_web_items import ITEM, TEXT, client, item, shown  # noqa: F401 - fixtures

from pipeline.web.correcting import is_own

PAGE = f"/punkt/{ITEM}"


@pytest.fixture
def send(client, item):  # noqa: F811
    client.cookies.set("navn", quote("Åse"))

    def send(address: str, **fields: str) -> str:
        """Send a form as the page of the item has it; return the page it leads to."""
        html = client.get(PAGE).text
        own = {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("csrf", "set")}
        return client.post(address, data={**own, "punkt": ITEM, "tilbage": PAGE, **fields}).text

    return send


def test_a_theme_is_denied_told_of_and_brought_back(client, send):  # noqa: F811
    html = shown(send("/ret/tema", tema="misbrug", svar="nej"))
    assert "Rettet: misbrug: ja (0,90) → misbrug: nej (afgjort af Åse)" in html
    assert "afvist af Åse" in shown(client.get(PAGE).text)
    assert "Fortrudt:" in shown(send("/ret/fortryd", numre="1"))
    assert "afvist af" not in shown(client.get(PAGE).text)


def test_a_mention_is_taken_out_and_listed_as_refused(client, send):  # noqa: F811
    send("/ret/omtale", handling="relabel", tekst="Åse Holm", sted="", fjern="1")
    html = client.get(PAGE).text
    assert "k-PERSON" not in re.findall(r'class="mention ([^"]*)"', html)
    assert "Person, afvist af Åse" in shown(html)


def test_a_mention_gets_another_kind_and_is_shown_as_decided(client, send):  # noqa: F811
    send("/ret/omtale", handling="relabel", tekst="Åse Holm", slags="INSTITUTION")
    assert 'class="mention k-INSTITUTION decided" id="m3"' in client.get(PAGE).text


def test_words_become_a_mention_where_they_stand(client, send):  # noqa: F811
    at = re.search(r'data-at="(\d+)"', client.get(PAGE).text)[1]
    send("/ret/omtale", handling="add", tekst="Ærø", slags="MUNICIPALITY", norm="Ærø Kommune")
    assert int(at) > 0
    assert re.search(r'k-MUNICIPALITY decided"[^>]*>Ærø</a>', client.get(PAGE).text)


def test_the_reason_is_kept_where_one_is_given(send):
    html = send("/ret/omtale", handling="relabel", tekst="Åse Holm", fjern="1", hvorfor="kun underskrift")
    assert "»kun underskrift«" in html


def test_who_corrects_is_asked_once_and_nothing_is_lost(client, send):  # noqa: F811
    client.cookies.delete("navn")
    html = send("/ret/tema", tema="misbrug", svar="nej")
    assert "Hvem retter?" in html
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    answer = client.post("/ret/tema", data={**fields, "navn": "Bodil Ærø"})
    assert "afgjort af Bodil Ærø" in answer.text
    assert "afvist af Bodil Ærø" in shown(send("/ret/tema", tema="tilsyn", svar="nej"))


def test_the_second_of_two_users_is_told_and_can_still_correct(client, send):  # noqa: F811
    seen = {"set": "0"}
    send("/ret/tema", tema="misbrug", svar="nej")
    client.cookies.set("navn", "Bo")
    html = send("/ret/tema", tema="tilsyn", svar="ja", **seen)
    assert "En anden har rettet punktet imens" in html
    assert "misbrug: nej (afgjort af Åse)" in html
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    assert "afgjort af Bo" in client.post("/ret/tema", data=fields).text
    assert "afvist af Åse" in shown(client.get(PAGE).text)


def test_of_four_who_correct_in_one_moment_one_is_first_and_the_others_told(client, send, archive):  # noqa: F811
    token = re.search(r'name="csrf" value="([^"]*)"', client.get(PAGE).text)[1]
    fields = {"csrf": token, "set": "0", "punkt": ITEM, "tilbage": PAGE, "svar": "ja"}
    ready = Barrier(4)

    def correct(theme: str) -> str:
        user = TestClient(client.app, base_url=str(client.base_url), cookies=dict(client.cookies))
        ready.wait()
        return user.post("/ret/tema", data={**fields, "tema": theme}).text

    with ThreadPoolExecutor(4) as users:
        answers = list(users.map(correct, ("misbrug", "psykiatri", "kapacitet", "tilsyn")))
    told = "En anden har rettet punktet imens"
    assert (sum(told in html for html in answers), len(archive.corrections())) == (3, 1)
    for html in answers:
        while told in html:
            again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
            html = client.post("/ret/tema", data=again).text  # noqa: PLW2901
    assert len({entry.change.theme for entry in archive.corrections()}) == 4


def test_the_log_tells_who_corrected_what_and_narrows(client, send):  # noqa: F811
    send("/ret/tema", tema="misbrug", svar="nej")
    client.cookies.set("navn", "Bo")
    send("/ret/tema", tema="tilsyn", svar="ja")
    words = shown(client.get("/rettelser").text)
    assert words.index("tilsyn: ja") < words.index("misbrug: nej")
    assert "misbrug" not in client.get("/rettelser", params={"af": "Bo"}).text
    assert "Ingen rettelser, som passer" in client.get("/rettelser", params={"venter": "1"}).text
    assert client.get("/rettelser.json", params={"af": "Bo"}).json()[0]["change"]["theme"] == "tilsyn"
    assert client.get("/rettelser.csv").text.count("\n") == 3


@pytest.mark.parametrize("address", ["//example.dk", "https://example.dk", "/\\example.dk", "punkt", "/a\nb"])
def test_a_form_leads_back_to_our_own_pages_alone(send, address, client):  # noqa: F811
    assert not is_own(address)
    html = client.get(PAGE).text
    csrf = re.search(r'name="csrf" value="([^"]*)"', html)[1]
    fields = {"csrf": csrf, "navn": "Bo", "tilbage": address}
    answer = client.post("/ret/navn", data=fields, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_a_rejected_link_is_gone_listed_as_rejected_and_brought_back(client, send, put, minutes_of):  # noqa: F811
    put(minutes_of(("Nye pladser", TEXT), date=dt.date(2022, 1, 20)))
    earlier = "forum-aeroe/2022-01-20/1"
    told = shown(send("/ret/henvisning", tidligere=earlier, svar="nej"))
    assert "Rettet: henvisning til punkt 1 »Nye pladser« den 20. januar 2022: uafgjort → afvist" in told
    assert "henvisning til punkt 1 »Nye pladser«" in shown(client.get("/rettelser").text)
    html = client.get(PAGE).text
    assert f'name="tidligere" value="{earlier}"' not in html
    assert "Nye pladser, 20. januar 2022 afvist af Åse" in shown(html)
    send("/ret/fortryd", numre="1")
    assert f'name="tidligere" value="{earlier}"' in client.get(PAGE).text


def test_a_link_that_is_left_open_stays_and_says_who_did_not_know(client, send, put, minutes_of):  # noqa: F811
    put(minutes_of(("Nye pladser", TEXT), date=dt.date(2022, 1, 20)))
    send("/ret/henvisning", tidligere="forum-aeroe/2022-01-20/1", svar="ved-ikke")
    assert "Åse vidste det ikke" in shown(client.get(PAGE).text)


def test_two_items_of_one_case_can_be_parted(client, send, put, minutes_of):  # noqa: F811
    put(minutes_of(("Nye pladser", TEXT), date=dt.date(2022, 1, 20)))
    assert "Samme sag:" in shown(client.get(PAGE).text)
    send("/ret/sag", andet="forum-aeroe/2022-01-20/1", svar="nej")
    assert "Samme sag:" not in shown(client.get(PAGE).text)
    assert "Sagen er kun behandlet denne ene gang" in client.get(PAGE).text


def test_the_same_words_are_corrected_in_all_of_the_meeting_and_undone_together(client, send):  # noqa: F811
    html = send("/ret/omtale", handling="relabel", tekst="Sivgården", slags="LAW", alle="1")
    assert html.count('class="mention k-LAW decided"') == 2
    numbers = re.search(r'name="numre" value="([\d.]+)"', html)[1]
    assert numbers == "1.2"
    send("/ret/fortryd", numre=numbers)
    assert "k-LAW decided" not in client.get(PAGE).text


def test_who_corrects_all_of_the_meeting_second_is_told_too(client, send):  # noqa: F811
    html = client.get(PAGE).text
    fields = dict(re.findall(r'name="(csrf|punkt|set)" value="([^"]*)"', html))
    send("/ret/tema", tema="misbrug", svar="nej")
    asked = {**fields, "handling": "relabel", "tekst": "Sivgården", "slags": "LAW", "alle": "1"}
    answer = client.post("/ret/omtale", data=asked)
    assert answer.status_code == 409
    assert 'class="mention k-LAW' not in client.get(PAGE).text
