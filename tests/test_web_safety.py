"""The page answers its own browser alone, and tells every browser what it may do."""

import re
import socket
from hashlib import sha256

import pytest
from fastapi.testclient import TestClient
from web_client import client_of

from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.web.safety import Safety, hosts_of
from pipeline.web.server import PAGES, listen, make_app


@pytest.fixture
def session(archive) -> Session:
    return Session(load_config(), archive)


@pytest.fixture
def client(session) -> TestClient:
    return client_of(session)


def test_a_page_may_load_nothing_from_elsewhere_and_run_no_script_of_its_own_text(client):
    answer = client.get("/moeder")
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*src=\"/static/)|\son\w+=|style=|src=\"http", answer.text)


def test_an_answer_says_how_many_milliseconds_the_server_took(client):
    assert re.fullmatch(r"total;dur=\d+\.\d", client.get("/moeder").headers["server-timing"])


def test_the_body_of_an_answer_does_not_wait_until_its_head_is_acknowledged():
    with listen("127.0.0.1", 0) as listening:
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("host", ["sagsspor.example.dk", "127.0.0.1.example.dk:8000", "", "[::1].example.dk"])
def test_a_name_that_is_not_ours_is_refused(client, host):
    assert client.get("/moeder", headers={"host": host}).status_code == 421


def test_another_address_asks_for_the_token_once(session):
    safety = Safety(hosts=hosts_of("10.0.0.5"), token_sha256=sha256("hemmelig-æøå".encode()).hexdigest())
    client = TestClient(make_app(session, safety), base_url="http://10.0.0.5:8000")
    assert client.get("/moeder").status_code == 401
    assert client.get("/moeder", params={"token": "forkert"}).status_code == 401
    assert client.get("/moeder", params={"token": "hemmelig-æøå"}).status_code == 200
    assert client.get("/moeder").status_code == 200
    assert "hemmelig" not in repr(safety)


def test_every_change_is_checked_to_come_from_a_form_of_ours(client):
    changing = [route for router in PAGES for route in router.routes if "POST" in route.methods]
    assert len(changing) > 10
    for route in changing:
        answer = client.post(re.sub(r"{\w+(:\w+)?}", "1", route.path))
        assert answer.status_code == 403, route.path


@pytest.mark.parametrize("given", ["æ", "琝", "\u202e" * 64, "x" * 5000])
def test_an_odd_token_is_a_wrong_one(client, given):
    assert client.post("/slet", data={"csrf": given}).status_code == 403
    assert client.post("/slet", headers={"x-csrf": given.encode()}).status_code == 403


def test_a_name_that_a_browser_kept_is_one_line_and_no_longer_than_names_are(client):
    shown = client.get("/tilfoej", headers={"cookie": f"navn=%C3%85se%0AHolm%20{'x' * 5000}"}).text
    assert "Åse\n" not in shown
    assert "x" * 81 not in shown


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "٣", "²", "1..x"])
def test_a_page_that_is_to_tell_of_no_correction_tells_of_none(client, number):
    assert client.get("/moeder", params={"rettet": number}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/moeder", "/rettelser", "/navne/personer", "/sager", "/gennemgang", "/soeg"]
)
@pytest.mark.parametrize("number", ["9" * 10, "9" * 23, "-1", "0", "x", "²"])
def test_no_page_number_of_a_list_is_an_error_of_the_server(client, path, number):
    assert client.get(path, params={"side": number, "q": "å"}).status_code < 500


@pytest.mark.parametrize("number", ["9" * 23, "9" * 5000, "²"])
def test_no_number_anywhere_is_an_error_of_the_server(client, number):
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/tilfoej").text)[1]
    sent = {"csrf": token, "punkt": "x/2023-01-20/1", "sted": number, "set": number, "numre": number}
    sent |= {"navn": "Åse", "handling": "add", "job": number, "fil": number}
    for path in ("/ret/omtale", "/ret/fortryd", "/tilfoej/afgoer"):
        assert client.post(path, data=sent).status_code < 500, path
    for path in ("/job/1/events", f"/modeller/sammenligning/{number}.csv", "/"):
        headers = {"last-event-id": number.encode(), "cookie": f"besoegt={number}.{number}".encode()}
        assert client.get(path, headers=headers).status_code < 500, path


def test_a_form_is_refused_before_it_is_read_where_it_is_larger_than_forms_are(client):
    answer = client.post("/slet", headers={"content-length": "1000001"})
    assert answer.status_code == 413
    assert client.post("/slet", headers={"content-length": "9" * 5000}).status_code == 413
    assert client.post("/slet", content=iter([b"a"])).status_code == 411


def test_a_page_that_is_not_there_says_so_in_danish(client):
    answer = client.get("/nix")
    assert answer.status_code == 404
    assert "Siden findes ikke" in answer.text


def test_a_meeting_that_is_not_there_leads_to_those_like_it(client, put, minutes_of):
    put(minutes_of(("Æ", "Ø")))
    html = client.get("/moede/forum-aeroe/2023-01-21").text
    assert "<p>Mødet forum-aeroe/2023-01-21 findes ikke i arkivet; noget, der ligner:</p>" in html
    assert '<a href="/moede/forum-aeroe/2023-01-20">' in html


def test_a_cpr_number_and_signs_that_turn_letters_round_are_not_shown_as_they_are(client, put, minutes_of):
    put(minutes_of(("Klage fra 010190-1234 \u202eeb", "Ålborg."), title="<b>Møde</b> 010190-1234"))
    pages = [client.get("/moeder").text, client.get("/moede/forum-aeroe/2023-01-20").text]
    assert "010190-1234" not in "".join(pages)
    assert "\u202e" not in "".join(pages)
    assert "&lt;b&gt;Møde" in pages[0]
    assert "••••••-••••" in pages[1]
