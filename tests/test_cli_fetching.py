"""`fetch` and `watch`: what they print, and how they end."""

import json
from itertools import islice

import pytest
from publication import LIST, PublicationSite, page
from typer.testing import CliRunner

import pipeline.app.watching
import pipeline.cli.fetching
from pipeline.cli.app import app
from pipeline.domain import TaggedItem, TaggedMinutes
from pipeline.errors import SagssporError
from pipeline.minutes import split_passages
from pipeline.process import Processor

COAST = "Kystudvalget på Ærø"


class Reader(Processor):
    """Tags nothing."""

    structure = None

    def tag(self, minutes):
        items = tuple(
            TaggedItem(item=item, passages=split_passages(minutes.text, item), entities=(), themes=())
            for item in minutes.items
        )
        return self.encode(TaggedMinutes(minutes=minutes, items=items))


@pytest.fixture
def call(monkeypatch, encoder, tmp_path):
    """Call the program on an archive of its own, without pauses; return its status and its output."""

    def call(*args):
        found = CliRunner().invoke(app, ["--config", str(settings), *args])
        if isinstance(found.exception, SagssporError):
            return 1, str(found.exception)
        assert found.exception is None or isinstance(found.exception, SystemExit)
        return found.exit_code, found.stdout

    settings = tmp_path / "own.toml"
    settings.write_text('[archive]\nurl = "archive.db"\n[fetch]\npause = 0.0\n', encoding="utf-8")
    monkeypatch.setattr("pipeline.app.session.Processor", type("Tiny", (Reader,), {"encoder": encoder}))
    return call


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with PublicationSite() as server:
        server.publish(COAST, "a1", stamp="2021-05-06T09:00:00", date="2021-05-04",
                       items=[("Ny badebro", "Der er fire pladser.")])  # fmt: skip
        yield server


def test_fetch_prints_what_is_new_and_then_the_sum(call, server):
    status, out = call("fetch", server.address, "--publisher", "Ærø Kommune")
    assert status == 0
    assert out.splitlines() == [
        f"ny: {COAST}, 4. maj 2021 (Referat) aeroe-kommune/kystudvalget-paa-aeroe/2021-05-04",
        f"{server.address}: 1 møde på listen, 1 ny",
    ]
    assert call("fetch", server.address)[1] == f"{server.address}: 1 møde på listen, intet nyt\n"


def test_fetch_gives_its_report_as_json(call, server):
    _, out = call("fetch", server.address, "--json")
    assert json.loads(out)["meetings"][0]["news"] == "new"


def test_fetch_leaves_with_one_where_a_meeting_failed(call, server):
    server.next_time("/api/agenda/dagsorden/a1", page, page)
    status, out = call("fetch", server.address)
    assert status == 1
    assert out.splitlines()[-1] == f"{server.address}: 1 møde på listen, 1 mislykket"


def test_fetch_says_what_is_no_site(call):
    assert call("fetch", "ikke et sted") == (
        1, "ikke et sted is no address of a site; write one such as https://dagsordener.example.dk, "
        "without a password",
    )  # fmt: skip


class Stopped:
    """Sleeps, and at the given time is stopped as Ctrl-C does it."""

    def __init__(self, at):
        self.slept, self.at = [], at

    def __call__(self, seconds):
        self.slept.append(seconds)
        if len(self.slept) == self.at:
            raise KeyboardInterrupt


def test_watch_asks_a_site_again_and_again_until_it_is_stopped(call, server, monkeypatch):
    stopped = Stopped(at=2)
    monkeypatch.setattr(pipeline.cli.fetching.time, "sleep", stopped)
    status, out = call("watch", server.address, "--every", "30m")
    assert status == 0
    assert [line.partition(", ")[2] for line in out.splitlines()] == [
        f"runde 1: {server.address}: 1 møde på listen, 1 ny",
        f"runde 2: {server.address}: 1 møde på listen, intet nyt",
        "",
    ]
    assert out.endswith("stoppet\n")
    assert stopped.slept == [1800, 1800]


def test_watch_goes_on_after_a_round_that_failed(call, server, monkeypatch):
    monkeypatch.setattr(pipeline.cli.fetching.time, "sleep", Stopped(at=2))
    server.next_time(LIST, page, page)
    _, out = call("watch", server.address)
    assert "runde 1: " in out
    assert "something else than data" in out
    assert "1 møde på listen, 1 ny" in out


def test_watch_adds_what_is_in_a_folder_when_it_is_whole(call, server, tmp_path, monkeypatch):
    folder = tmp_path / "referater"
    folder.mkdir()
    (folder / "a1.json").write_text(json.dumps(server.agendas["a1"]), encoding="utf-8")
    due = iter([("stor.pdf",), ()])
    monkeypatch.setattr(pipeline.app.watching, "watch_folder", lambda *args: islice(due, 2))
    _, out = call("watch", str(folder))
    assert [line.partition(", ")[2] for line in out.splitlines()] == [
        "runde 1: venter på stor.pdf",
        "runde 2: 1 møde tilføjet, 0 nye udgaver, 0 uændret",
    ]


@pytest.mark.parametrize("every", ["6", "0h", "h", "-1h", "en time"])
def test_watch_says_how_a_time_is_written(call, tmp_path, every):
    assert call("watch", str(tmp_path), "--every", every)[0] == 2


def test_a_folder_that_is_not_there_is_no_site_to_be_watched(call, tmp_path):
    status, said = call("watch", str(tmp_path / "møder"))
    assert status == 1
    assert "møder: no such file or folder" in said


def test_times_have_four_units():
    assert [
        pipeline.cli.fetching.parse_every(one).total_seconds() for one in ("90s", "30 m", "6H", "1d")
    ] == [90, 1800, 21600, 86400]
