"""The JSON API answers as its description says, with the values of the command line."""

import json

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings

from pipeline.app.session import Session
from pipeline.archive import Archive
from pipeline.config import load_config
from pipeline.web.api import router
from pipeline.web.safety import Safety, hosts_of
from pipeline.web.server import make_app

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def app(archive: Archive, finder, put, minutes_of):
    put(minutes_of(("Botilbud på Ærø", "Nye pladser i botilbuddet, 010190-1234."), themes=("botilbud",)))
    session = Session(load_config(), archive)
    session.finder = finder
    return make_app(session, Safety.of(hosts_of("127.0.0.1", ["testserver"])))


@pytest.fixture
def client(app) -> TestClient:
    return TestClient(app, base_url=ADDRESS)


@pytest.fixture
def described(app):
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


def test_whatever_is_asked_is_answered_as_described(described):
    asked = 0
    for operation in described.get_all_operations():

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.ok().as_strategy())
        def check(case):
            case.call_and_validate()

        check()
        asked += 1
    assert asked == len(router.routes)


def test_an_item_is_what_the_command_line_shows(client):
    answer = client.get("/api/v1/items/forum-aeroe/2023-01-20/1").json()
    assert answer["title"] == "Botilbud på Ærø"
    assert answer["meeting"]["committee"] == "Forum Ærø"
    assert [theme["theme"] for theme in answer["themes"] if theme["assigned"]] == ["botilbud"]


def test_a_cpr_number_does_not_leave(client):
    assert "010190-1234" not in client.get("/api/v1/items/forum-aeroe/2023-01-20/1").text


def test_an_error_has_its_code(client):
    answer = client.get("/api/v1/items/forum-aeroe/2023-01-20/7")
    assert answer.status_code == 404
    assert answer.json()["code"] == "no-such-item"


def test_a_search_counts_all_it_found(client):
    answer = client.get("/api/v1/search", params={"q": "botilbud"}).json()
    assert answer["total"] == len(answer["hits"]) == 1
    assert answer["facets"]["committees"] == [{"name": "Forum Ærø", "items": 1}]
    assert json.dumps(answer)
