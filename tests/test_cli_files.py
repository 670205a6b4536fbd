"""Files that a user names: what is written where, and how it fails."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.app.adding import keep_each
from pipeline.app.files import Kept
from pipeline.archive import Outcome
from pipeline.config import load_config
from pipeline.domain import Structure
from pipeline.errors import ArchiveError, SourceError
from pipeline.minutes import find_inputs, readers

MINUTES = load_config().minutes


def sagsspor(*args: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)


@pytest.mark.parametrize("command", [("export",), ("related", "--all")], ids=" ".join)
def test_what_is_asked_for_goes_through_a_link_to_where_it_leads(empty_archive, tmp_path, command):
    link, target = tmp_path / "latest.jsonl", tmp_path / "kept" / "minutes.jsonl"
    link.symlink_to(target)
    done = sagsspor("--archive", empty_archive, *command, link)
    assert (done.returncode, done.stderr) == (0, "")
    assert link.is_symlink()
    assert target.is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="a folder where nobody may write, even root")
@pytest.mark.parametrize("command", [("export",), ("related", "--all"), ("sample",)], ids=" ".join)
def test_a_place_that_cannot_be_written_to_is_told_in_one_line(empty_archive, command):
    done = sagsspor("--archive", empty_archive, *command, "/sys/sagsspor/æ")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("sagsspor: /sys/sagsspor")


@pytest.mark.parametrize(
    "command",
    [
        ("tag", ""),
        ("add", ""),
        ("export", ""),
        ("sample", ""),
        ("--config", "", "show"),
        ("retrain", "--corpus", ""),
    ],
    ids=" ".join,
)
def test_an_empty_path_is_not_the_folder_one_stands_in(empty_archive, tmp_path, command):
    done = sagsspor("--archive", empty_archive, *command, cwd=tmp_path)
    assert done.returncode == 2
    assert "the path is empty" in done.stderr


def test_a_name_that_is_not_utf_8_ends_no_folder(tmp_path):
    folder, archive = tmp_path / "møder", tmp_path / "a.db"
    folder.mkdir()
    text = (Path(__file__).parent.parent / "data" / "example.txt").read_text(encoding="utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/m\xf8de.txt")).write_text(text, encoding="utf-8")
    (folder / "senere.txt").write_text(text.replace("2024", "2025"), encoding="utf-8")
    done = sagsspor("tag", "--json", folder)
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == [
        "m\ufffdde.txt",
        "senere.txt",
    ]
    assert sagsspor("--archive", archive, "add", folder).stdout.startswith("2 ")


def test_a_pipe_that_nobody_writes_to_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(readers, "PATIENCE", 0.1)
    os.mkfifo(tmp_path / "rør")
    with pytest.raises(SourceError, match=r"rør: nothing came out of it for 0 seconds; give a file"):
        readers.read_document(tmp_path / "rør", MINUTES)


def test_a_device_without_end_is_too_large():
    with pytest.raises(SourceError, match="minutes are never that large"):
        readers.read_document(Path("/dev/zero"), replace(MINUTES, max_bytes=1000))


def test_what_another_program_writes_into_a_pipe_is_read(tmp_path):
    command = f'{sys.executable} -m pipeline tag --json <(sleep 0.5; cat "$1")'
    example = Path(__file__).parent.parent / "data" / "example.txt"
    done = subprocess.run(["/bin/bash", "-c", command, "-", example], capture_output=True, check=True)
    assert len(json.loads(done.stdout)["items"]) == 3


def test_an_archive_that_fails_on_the_way_tells_what_was_written_before():
    outcomes = iter([Outcome.ADDED, Outcome.ADDED, None])

    def action(path):
        outcome = next(outcomes)
        if outcome is None:
            raise ArchiveError("archive-disk-full", archive="a.db")
        yield Kept(outcome=outcome, meeting_id="x", source=path.name, structure=Structure())

    with pytest.raises(
        ArchiveError, match=r"disk is full; .* this change was not written; 2 of the meetings"
    ):
        keep_each([Path("a"), Path("b"), Path("c")], action, lambda answer: None)


def test_a_pipe_that_nobody_writes_to_does_not_wait_for_ever(tmp_path, monkeypatch):
    pipe = tmp_path / "rør.jsonl"
    os.mkfifo(pipe)
    monkeypatch.setattr(readers, "PATIENCE", 0.05)
    with pytest.raises(SourceError, match=r"rør\.jsonl"):
        list(readers.read_text_lines(pipe))


@pytest.mark.parametrize("read", [readers.read_text_lines, lambda path: readers.read_document(path, MINUTES)])
def test_a_writer_who_stops_on_the_way_is_not_waited_for_without_end(tmp_path, monkeypatch, read):
    pipe = tmp_path / "rør.jsonl"
    os.mkfifo(pipe)
    monkeypatch.setattr(readers, "PATIENCE", 0.2)
    with subprocess.Popen(["/bin/sh", "-c", f"exec > '{pipe}'; echo Ærø; exec sleep 60"]) as writer:
        try:
            with pytest.raises(SourceError, match=r"rør\.jsonl: nothing came out of it"):
                list(read(pipe))
        finally:
            writer.kill()


def test_what_was_exported_may_be_larger_than_minutes_are(tmp_path):
    path = tmp_path / "ærø.jsonl"
    path.write_text('{"source": "a.txt"}\n' * 9, encoding="utf-8")
    assert find_inputs([path], replace(MINUTES, max_bytes=20)) == [path]


def test_an_export_may_come_through_a_pipe(tmp_path):
    pipe = tmp_path / "rør.jsonl"
    os.mkfifo(pipe)
    writer = subprocess.Popen(["/bin/sh", "-c", f"printf 'Ærø\\n\\nHavn\\n' > '{pipe}'"])
    assert list(readers.read_text_lines(pipe)) == ["Ærø\n", "Havn\n"]
    assert writer.wait(10) == 0


@pytest.mark.parametrize("command", [("show", "--\x1b[31m-010190-1234"), ("\x1b]0;x 010190-1234",)])
def test_what_was_typed_wrongly_is_told_by_the_door(tmp_path, command):
    done = sagsspor(*command, cwd=tmp_path)
    assert done.returncode == 2
    assert "Usage: " in done.stderr
    assert "\x1b" not in done.stderr
    assert "010190-1234" not in done.stderr
