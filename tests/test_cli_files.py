"""Files that a user names: what is written where, and how it fails."""

import subprocess
import sys
from pathlib import Path

import pytest


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
