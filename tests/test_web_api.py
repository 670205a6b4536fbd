"""The JSON API answers as its description says, with the values of the command line."""

import datetime as dt
import json
import re
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from typer.testing import CliRunner

from pipeline.app.session import Session
from pipeline.archive import Archive
from pipeline.cli.app import app as app_of_cli
from pipeline.config import load_config
from pipeline.domain import Signature, ThemeChange
from pipeline.web.api import router
from pipeline.web.safety import Safety, hosts_of
from pipeline.web.server import make_app

ADDRESS = "http://127.0.0.1:8000"
ITEM, EARLIER = "forum-aeroe/2023-01-20/1", "forum-aeroe/2021-03-04/1"


@pytest.fixture
def app(archive: Archive, finder, put, minutes_of):
    put(minutes_of(("Botilbud på Ærø", "Nye pladser i botilbuddet, 010190-1234."), themes=("botilbud",)))
    session = Session(load_config(), archive)
    session.finder = finder
    return make_app(session, Safety(hosts=hosts_of("127.0.0.1", ["testserver"])))


@pytest.fixture
def client(app) -> TestClient:
    return TestClient(app, base_url=ADDRESS)


@pytest.fixture
def printed(client, archive, put, minutes_of, finder, monkeypatch):
    """What the command line prints with --json of an archive with an earlier item and a correction."""
    put(minutes_of(("Botilbud på Ærø", "Pladser i botilbuddet."), date=dt.date(2021, 3, 4)))
    change = ThemeChange(theme="botilbud", assigned=False)
    archive.correct(ITEM, [change], Signature(by="Åse", at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC), why="æ"))
    monkeypatch.setattr("pipeline.app.session.Finder", lambda *given: finder)

    def printed(*asked: str) -> Any:
        done = CliRunner().invoke(app_of_cli, ["--archive", str(archive.file), *asked, "--json"])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return printed


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


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (("show",), "meetings"),
        (("show", "forum-aeroe/2023-01-20"), "meetings/forum-aeroe/2023-01-20/items"),
        (("show", ITEM), f"items/{ITEM}"),
        (("corrections", ITEM), f"items/{ITEM}/corrections"),
        (("trail",), "cases"),
        (("trail", ITEM), f"items/{ITEM}/trails"),
        (("related", ITEM), f"items/{ITEM}/related"),
        (("related", EARLIER, "--later"), f"items/{EARLIER}/related?direction=later"),
        (("related", "--text", "botilbud pladser", "--limit", "3"), "related?q=botilbud+pladser&limit=3"),
        (("trail", ITEM), f"cases/{EARLIER}"),
        (("search", "botilbud", "--facets"), "search?q=botilbud"),
        (("search", "pladser", "--facets", "--before", "2022-01-01"), "search?q=pladser&before=2022-01-01"),
        (("corrections",), "corrections"),
        (("models",), "models"),
    ],
)
def test_it_answers_what_the_command_line_prints(client, printed, asked, address):
    expected, answered = printed(*asked), client.get(f"/api/v1/{address}").json()
    if asked == ("show",):
        expected.reverse()  # the page has the newest first
    assert expected
    assert answered == expected


def test_every_address_but_the_numbers_of_the_archive_is_compared_with_the_command_line():
    (compared,) = test_it_answers_what_the_command_line_prints.pytestmark
    forms = {re.compile(re.sub(r"\{\w+:path\}", ".+", route.path)): route.path for route in router.routes}
    found = {
        next(path for form, path in forms.items() if form.fullmatch(f"/{address.partition('?')[0]}"))
        for _, address in compared.args[1]
    }
    assert {*forms.values()} - found == {"/stats"}


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
