"""Names joined, told of and parted on their page and in the log; and from the command line."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner
from web_client import client_of

from pipeline.cli.app import app
from tests.test_joined_names import LONG, SHORT, session  # noqa: F401

FORM = re.compile(r'<form method="post" action="(/ret/[\w-]+)"[^>]*>(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'name="(\w+)" value="([^"]*)"')


@pytest.fixture
def client(session) -> TestClient:  # noqa: F811
    made = client_of(session)
    made.cookies.set("navn", "Aase")
    return made


@pytest.fixture
def joined(client) -> str:
    """The page that a name leads to when it was joined with another."""
    return press(client, page_of(client, SHORT), "Saml", andet=LONG)


def page_of(client, name: str) -> str:
    return client.get(f"/navne/institutioner/{quote(name)}").text


def press(client, text: str, button: str, **typed: str) -> str:
    """Send the last form with this button; return the page it leads to."""
    *_, (action, inner) = (form for form in FORM.findall(text) if button in form[1])
    fields = {name: unescape(value) for name, value in FIELD.findall(inner)}
    answer = client.post(action, data=fields | typed)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_name_is_joined_and_the_page_tells_by_whom(client, joined):
    for text in (joined, page_of(client, LONG)):
        assert f"<h1>{LONG}</h1>" in text
        assert f'<span class="chip decided">{SHORT}</span> <span class="soft">samlet af Aase' in text


def test_both_are_one_in_the_list(client, joined):
    also = client.get(f"/navne/institutioner/{quote(LONG)}.json").json()["also"]
    assert also[SHORT]["by"] == "Aase"
    names = [one["name"] for one in client.get("/navne/institutioner.json").json()]
    assert LONG in names
    assert SHORT not in names


def test_undone_beside_the_name_they_are_two_again(client, joined):
    press(client, page_of(client, LONG), f"at {SHORT} er det samme")
    assert f"<h1>{SHORT}</h1>" in page_of(client, SHORT)
    assert "Også kaldt" not in page_of(client, LONG)


def test_the_log_tells_what_was_joined_and_leads_to_its_page(client, joined):
    text = client.get("/rettelser").text
    assert f"Institution »{SHORT}« = »{LONG}«: to navne → ét navn" in text
    address = f"/navne/institutioner/{quote(LONG, safe='')}"
    assert f'href="{address}"' in text
    assert client.get(address).status_code == 200
    assert "to navne" in client.get("/rettelser?om=navne/institutioner").text


def test_what_cannot_be_joined_is_said_in_danish(client):
    *_, (action, inner) = (form for form in FORM.findall(page_of(client, SHORT)) if "Saml" in form[1])
    fields = {name: unescape(value) for name, value in FIELD.findall(inner)}
    answer = client.post(action, data={**fields, "andet": "Ukendt"})
    assert "ingen punkter nævner Ukendt (institutioner)" in answer.text


def test_the_form_suggests_the_other_names(client):
    text = page_of(client, SHORT)
    assert f'<option value="{LONG}">' in text
    assert f'<option value="{SHORT}">' not in text


def test_the_command_line_joins_and_lists_them(session, tmp_path):  # noqa: F811
    archive = str(session.archive.file)

    def run(*given: str) -> str:
        done = CliRunner().invoke(app, ["--archive", archive, *given])
        assert done.exit_code == 0, done.output
        return done.output

    run("correct", "--same-name", f"institution:{SHORT}={LONG}", "--why", "samme hus", "--by", "Åse")
    log = run("corrections")
    assert f"Institution »{SHORT}« = »{LONG}«: to navne → ét navn" in log
    assert "navne/institutioner" in log
    assert len(json.loads(run("corrections", "navne/institutioner", "--json"))) == 1
