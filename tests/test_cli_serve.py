"""`sagsspor serve`: where it listens, what it refuses, and the token that lets a browser in."""

import hashlib
import re
import socket
import stat

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.errors import SagssporError

ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing is served


@pytest.fixture
def served(monkeypatch):
    """What would be served, without serving it."""
    found = []
    monkeypatch.setattr("pipeline.web.server.serve", lambda *args: found.append(args))
    return found


def serve(tmp_path, *args, port=None):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = port or free.getsockname()[1]
    call = ["--archive", str(tmp_path / "æ.db"), "serve", "--port", str(port), *args]
    return CliRunner().invoke(app, call)


def test_on_this_machine_alone_no_token_is_asked_for(tmp_path, served):
    result = serve(tmp_path)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", result.stdout)
    ((_, safety, listening),) = served
    assert safety.token_sha256 == ""
    assert "sag.example.dk" not in safety.hosts
    assert listening.fileno() == -1, "let go of at the end"


def test_another_address_has_a_token_that_is_printed_once_and_kept_hashed(tmp_path, served):
    first, again = serve(tmp_path, "--host", ANYWHERE), serve(tmp_path, "--host", ANYWHERE)
    token = re.search(r"\?token=(\S+)", first.stdout)[1]
    assert "token=" not in again.stdout
    assert "--new-token" in again.stderr
    hashed = hashlib.sha256(token.encode()).hexdigest()
    assert [safety.token_sha256 for _, safety, _ in served] == [hashed, hashed]
    kept = tmp_path / "æ.db.token"
    assert kept.read_text(encoding="utf-8") == f"{hashed}\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_new_token_shuts_the_old_one_out(tmp_path, served):
    serve(tmp_path, "--host", ANYWHERE)
    result = serve(tmp_path, "--host", ANYWHERE, "--new-token")
    token = re.search(r"\?token=(\S+)", result.stdout)[1]
    (_, old, _), (_, new, _) = served
    assert new.lets_in(token)
    assert not old.lets_in(token)


def test_a_kept_token_that_is_damaged_is_made_anew(tmp_path, served):
    (tmp_path / "æ.db.token").write_text("æ", encoding="utf-8")
    assert "?token=" in serve(tmp_path, "--host", ANYWHERE).stdout


def test_names_by_which_it_is_reached_are_its_own(tmp_path, served):
    serve(tmp_path, "--host", ANYWHERE, "--name", "Sag.example.dk")
    assert "sag.example.dk" in served[0][1].hosts


def test_an_address_in_use_is_told_in_one_line(tmp_path, served):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = serve(tmp_path, port=taken.getsockname()[1])
    assert isinstance(result.exception, SagssporError)
    line = r"cannot listen at 127\.0\.0\.1, port \d+ \(Address already in use\); name another with .*"
    assert re.fullmatch(line, str(result.exception))
    assert not served


@pytest.mark.parametrize("host", ["192.0.2.1", "ingen vært"])
def test_an_address_that_is_not_ours_is_told_in_one_line(tmp_path, served, host):
    result = serve(tmp_path, "--host", host)
    assert isinstance(result.exception, SagssporError)
    assert host in str(result.exception)
    assert "\n" not in str(result.exception)


@pytest.mark.parametrize("port", ["0", "70000", "otte"])
def test_a_port_that_is_none_is_a_usage_error(tmp_path, served, port):
    assert serve(tmp_path, port=port).exit_code == 2


def test_an_archive_that_is_none_is_told_before_anything_is_served(tmp_path, served):
    (tmp_path / "æ.db").write_text("intet arkiv, blot ord", encoding="utf-8")
    result = serve(tmp_path)
    assert isinstance(result.exception, SagssporError)
    assert not served
