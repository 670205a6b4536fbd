import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from pipeline.errors import SagssporError
from pipeline.files import replacing, write_lines

LINES = ["Ærø\n", "Læsø\n"]
WRITE = (
    f"from pathlib import Path; from pipeline.files import write_lines; write_lines(Path({{}}), {LINES!r})"
)


def test_a_file_is_replaced_when_it_is_whole(tmp_path):
    path = tmp_path / "new" / "a.txt"
    for text in ("first", "second"):
        with replacing(path) as part:
            part.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "second"
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_is_replaced_with_all_that_it_held(tmp_path):
    folder = tmp_path / "model"
    for name in ("old", "new"):
        with replacing(folder) as part:
            part.mkdir()
            (part / name).touch()
    assert [path.name for path in folder.iterdir()] == ["new"]


def break_off(path):
    with replacing(path) as part:
        part.write_text("half", encoding="utf-8")
        raise OSError("full")


def test_what_stood_there_stays_if_the_writing_fails(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("whole", encoding="utf-8")
    with pytest.raises(OSError, match="full"):
        break_off(path)
    assert path.read_text(encoding="utf-8") == "whole"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing yet"])
def test_a_symbolic_link_stays_and_what_it_leads_to_is_replaced(tmp_path, there):
    (tmp_path / "kept").mkdir()
    target, link = tmp_path / "kept" / "a.txt", tmp_path / "a.txt"
    if there:
        target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_lines(link, LINES)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "".join(LINES)


def test_a_symbolic_link_to_a_folder_stays_too(tmp_path):
    folder, link = tmp_path / "model", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder)
    with replacing(link) as part:
        part.mkdir()
        (part / "new").touch()
    assert link.is_symlink()
    assert (folder / "new").is_file()


def test_who_may_read_a_file_stays_as_it_was(tmp_path):
    path = tmp_path / "a.txt"
    path.touch(0o600)
    write_lines(path, LINES)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_pipe_is_written_into(tmp_path):
    path, read = tmp_path / "pipe", []
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: read.append(path.read_text(encoding="utf-8")))
    reader.start()
    write_lines(path, LINES)
    reader.join(timeout=10)
    assert read == ["".join(LINES)]
    assert path.is_fifo()


def test_a_device_stays_a_device():
    _, terminal = os.openpty()
    device = os.ttyname(terminal)
    code = WRITE.format(repr(device))
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert stat.S_ISCHR(os.stat(device).st_mode)  # noqa: PTH116 - of what it is called


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
@pytest.mark.skipif(sys.platform != "linux", reason="names of open files")
def test_an_open_file_is_added_to_not_replaced(tmp_path, name):
    path = tmp_path / "out.txt"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("first\n")
        stream.flush()
        subprocess.run([sys.executable, "-c", WRITE.format(repr(name))], stdout=stream, check=True)
        stream.write("last\n")
    assert path.read_text(encoding="utf-8").splitlines() == ["first", "Ærø", "Læsø", "last"]


def test_what_another_program_reads_is_written_into(tmp_path):
    script = f'{sys.executable} -c "$1" >(gzip > out.gz) && wait $! && gzip -dc out.gz'
    code = WRITE.format("__import__('sys').argv[1]")
    command = ["/bin/bash", "-c", script, "-", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode() == "".join(LINES)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("{folder}/" + "æ" * 130, "File name too long"),
        ("{folder}/" + "a" * 5000, "File name too long"),
        ("{folder}", "Is a directory"),
        ("{folder}/loop", "Too many levels of symbolic links"),
        ("/sys/a.jsonl", "Permission denied"),  # mounted read-only, even for root
        ("{folder}/file/a.jsonl", "Not a directory"),
    ],
    ids=[
        "name too long",
        "path too long",
        "a folder",
        "a link to itself",
        "read-only",
        "a file for a folder",
    ],
)
def test_what_cannot_be_written_is_told_in_one_line_and_nothing_is_left(tmp_path, path, reason):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").touch()
    before = sorted(tmp_path.parent.iterdir())
    with pytest.raises(SagssporError, match=f"cannot be written \\({reason}\\)"):
        write_lines(type(tmp_path)(path.format(folder=tmp_path)), LINES)
    assert sorted(tmp_path.parent.iterdir()) == before
    assert {one.name for one in tmp_path.iterdir()} == {"loop", "file"}


def test_a_name_as_long_as_names_may_be_is_written(tmp_path):
    path = tmp_path / ("å" * 127)
    write_lines(path, LINES)
    assert path.read_text(encoding="utf-8") == "".join(LINES)


def test_no_list_takes_the_place_of_an_archive(tmp_path):
    path, link = tmp_path / "ærø.db", tmp_path / "link"
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("create table minutes (text)")
    link.symlink_to(path)
    kept = path.read_bytes()
    for named in (path, link):
        with pytest.raises(SagssporError, match="is a database"):
            write_lines(named, LINES)
    assert path.read_bytes() == kept
