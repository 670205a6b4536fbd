"""Commands that change an archive, killed at random moments: it opens, holds no half meeting, loses nothing.

    .venv/bin/python experiments/trust/kills.py [--kills 100] [--seed N] [--seconds N] [--only COMMAND ...]

After each kill the archive holds all that was acknowledged before, and of the killed command all or nothing;
the same command then runs to its end. The models that are learned lie in a folder of their own.
"""

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from mutations import ROOT

COMMANDS = ("add", "correct", "split", "retrain", "promote", "retag")
LONGEST = {"add": 12, "correct": 6, "split": 12, "retrain": 240, "promote": 8, "retag": 12}
"""Seconds within which a command is killed."""


class Archive:
    """An archive in a folder of its own, and the commands that change it."""

    def __init__(self, folder: Path) -> None:
        self.path, self.folder, self._months = folder / "archive.db", folder, 0
        shutil.copytree(ROOT / "models" / "themes", folder / "themes")
        settings = f'[themes]\nmodel = "themes"\n[encoder]\nfolder = "{ROOT / "models" / "encoder"}"\n'
        (folder / "own.toml").write_text(settings, encoding="utf-8")

    def words(self, command: str) -> list[str]:
        """Return the words of a command, on what the archive holds now."""
        if command == "add":
            return ["add", str(self._minutes())]
        if command == "correct":
            return ["correct", self._item("2"), "--title", f"Titel {time.time()}", "--why", "prøve"]
        if command == "split":
            return ["correct", self._item("2"), "--split", "Beslutning", "--why", "to sager"]
        return {"retrain": ["retrain"], "promote": ["models", "promote", "0"], "retag": ["models", "retag"]}[
            command
        ]

    def start(self, words: list[str]) -> subprocess.Popen[str]:
        """Start a command."""
        begin = [sys.executable, "-m", "pipeline", "--config", str(self.folder / "own.toml")]
        return subprocess.Popen(  # noqa: S603 - our own command
            [*begin, "--archive", str(self.path), *words],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, words: list[str]) -> None:
        """Run a command to its end; what it refuses it says in one line."""
        process = self.start(words)
        _, said = process.communicate(timeout=900)
        if "Traceback" in said:
            raise SystemExit(f"{words}: {said}")

    def holds(self) -> tuple[int, int]:
        """Return how many meetings and corrections there are, each of them whole."""
        with closing(sqlite3.connect(self.path)) as base:
            if base.execute("pragma integrity_check").fetchone() != ("ok",):
                raise SystemExit("the archive is damaged")
            if base.execute("pragma foreign_key_check").fetchall():
                raise SystemExit("the archive holds half of a meeting")
            meetings = base.execute("select count(*) from meetings").fetchone()[0]
            return meetings, base.execute("select count(*) from corrections").fetchone()[0]

    def _minutes(self) -> Path:
        self._months += 1
        year, month = 2000 + self._months // 12, self._months % 12 + 1
        text = (ROOT / "data" / "example.txt").read_text(encoding="utf-8")
        path = self.folder / f"referat-{self._months}.txt"
        day = f"{year}-{month:02}-14"
        path.write_text(text.replace("2024-03-14", day).replace("14. marts 2024", day), encoding="utf-8")
        return path

    def _item(self, number: str) -> str:
        done = self.start(["search", "pladser", "--json"])
        found = [json.loads(line) for line in done.communicate(timeout=300)[0].splitlines()]
        ids = [name for name in _ids(found) if name.endswith(f"/{number}")]
        return ids[-1] if ids else "velfaerdsforum-limfjorden/2000-02-14/2"


def _ids(found: object) -> list[str]:
    if isinstance(found, dict):
        own = [str(found["id"])] if "id" in found else []
        return own + [name for value in found.values() for name in _ids(value)]
    return [name for value in found for name in _ids(value)] if isinstance(found, list) else []


def kill(archive: Archive, command: str, chance: random.Random) -> str:
    """Kill a command at a random moment, look at the archive, run it again; return how it went."""
    words, before = archive.words(command), archive.holds()
    process = archive.start(words)
    try:
        process.communicate(timeout=chance.uniform(0.2, LONGEST[command]))
        told = "ended before"
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        told = "killed"
    after = archive.holds()
    if not all(0 <= now - then <= 1 for now, then in zip(after, before, strict=True)):
        raise SystemExit(f"{words}: held {before}, holds {after}")
    archive.run(words)
    if any(now < then for now, then in zip(archive.holds(), after, strict=True)):
        raise SystemExit(f"{words}, run again: held {after}, holds {archive.holds()}")
    if command == "correct" and archive.holds()[1] == before[1]:
        raise SystemExit(f"{words}: no correction")
    return f"{command}: {told}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options.add_argument("--seconds", type=int, default=800, help="stop after so many")
    options.add_argument("--only", nargs="*", default=list(COMMANDS))
    chosen = options.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    chance, counts, begun = random.Random(chosen.seed), Counter[str](), time.monotonic()  # noqa: S311 - to repeat it
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        archive.run(archive.words("add"))
        for _ in range(chosen.kills):
            if time.monotonic() - begun < chosen.seconds:
                counts[kill(archive, chance.choice(chosen.only), chance)] += 1
    for told, count in sorted(counts.items()):
        print(f"{count:5} {told}")
    print(f"{counts.total()} commands, {time.monotonic() - begun:.0f} s: nothing lost, nothing half")


if __name__ == "__main__":
    main()
