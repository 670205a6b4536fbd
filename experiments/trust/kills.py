"""Commands that change an archive, killed at random moments: it opens, holds no half meeting, loses nothing.

    .venv/bin/python experiments/trust/kills.py [--kills 100] [--seed N] [--seconds N] [--only COMMAND ...]

Two archives at a time, each with models of its own. A command is run once to its end, to know how long it
takes; then it is killed within that time. After each kill the archive holds all that was acknowledged before,
and of the killed command all or nothing; the same command then runs to its end. Only what was still at work
counts as killed; kills left out for want of time are a failure.
"""

import argparse
import itertools
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import warm
from mutations import ROOT

OFTEN = {"add": 6, "correct": 6, "split": 6, "retrain": 1, "promote": 4, "retag": 4}
"""The commands, and how often each is killed beside the others; a retrain takes as long as ten of them."""
AT_ONCE = 2
LARGEST = 20
"""Meetings of an archive, after which another is begun: all of it is tagged again by a promotion."""
PUBLISHED = "velfaerdsforum-limfjorden"
WHOLE = """
    select m.key from meetings m where
      (select count(*) from documents d where d.meeting = m.id and d.superseded_by is null) <> 1
      or not exists (select 1 from items i where i.meeting = m.id)
      or exists (select 1 from items i where i.meeting = m.id and i.id not in (select item from tags))
      or (select sum(i.passages) from items i where i.meeting = m.id)
         <> (select v.rows from vectors v where v.meeting = m.id)
"""
"""Names the meetings of which a part is missing."""


class FaultError(Exception):
    """What must not happen."""


class Archive:
    """An archive in a folder of its own, and the commands that change it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.path, self.folder, self._made = folder / "archive.db", folder, 0
        self.acknowledged: set[str] = set()
        shutil.copytree(ROOT / "models" / "themes", folder / "themes")
        settings = f'[themes]\nmodel = "themes"\n[encoder]\nfolder = "{ROOT / "models" / "encoder"}"\n'
        (folder / "own.toml").write_text(settings, encoding="utf-8")
        self.run(self.words("add"))

    def words(self, command: str) -> list[str]:
        """Return the words of a command that has something to do; what it needs is done first."""
        if command == "add":
            return ["add", str(self._minutes())]
        if command == "promote":
            return ["models", "promote", str(self._another_version())]
        if command == "retag":
            with closing(sqlite3.connect(self.path)) as base, base:
                base.execute("update tags set model = 'an older one' where item % 2")
            return ["models", "retag"]
        self.run(["add", str(self._minutes())])
        if command == "correct":
            return self._correct("--title", f"Titel {self._made}")
        if command == "split":
            return self._correct("--split", "Beslutning")
        self.run(self._correct("--theme", "+tilsyn"))
        return ["retrain"]

    def start(self, words: list[str]) -> warm.BaseProcess:
        """Start a command."""
        options = ["--config", str(self.folder / "own.toml"), "--archive", str(self.path)]
        return warm.start([*options, *words], self.folder / "said")

    def run(self, words: list[str]) -> float:
        """Run a command to its end; return the seconds it took. What it refuses it says in one line."""
        begun, process = time.monotonic(), self.start(words)
        process.join(300)
        if process.is_alive():
            process.kill()
            raise FaultError(f"{words}: over 300 s")
        said = (self.folder / "said").read_text(encoding="utf-8")
        if process.exitcode not in (0, 1) or "Traceback" in said:
            raise FaultError(f"{words}: {process.exitcode} {said}")
        if words[0] == "correct":
            self.acknowledged.add(words[-1])
        self.check(words)
        return time.monotonic() - begun

    def ended(self, words: list[str], after: float) -> float | None:
        """Kill a command after so many seconds; return how many it took where it ended before."""
        begun, process = time.monotonic(), self.start(words)
        process.join(after)
        took = None if process.exitcode is None else time.monotonic() - begun
        process.kill()
        process.join()
        self.check(words)
        return took

    def check(self, words: list[str]) -> None:
        """Refuse an archive that is damaged, holds half a meeting, or lost what was acknowledged."""
        with closing(sqlite3.connect(self.path)) as base:
            if base.execute("pragma integrity_check").fetchone() != ("ok",):
                raise FaultError(f"{words}: the archive is damaged")
            if base.execute("pragma foreign_key_check").fetchall():
                raise FaultError(f"{words}: the archive holds rows of nothing")
            if half := base.execute(WHOLE).fetchall():
                raise FaultError(f"{words}: half a meeting: {half}")
            logged = {why for (why,) in base.execute("select why from corrections")}
        if lost := self.acknowledged - logged:
            raise FaultError(f"{words}: the archive lost {lost}")

    def holds(self) -> tuple[int, int]:
        """Return how many meetings and corrections there are."""
        with closing(sqlite3.connect(self.path)) as base:
            meetings = base.execute("select count(*) from meetings").fetchone()[0]
            return meetings, base.execute("select count(*) from corrections").fetchone()[0]

    def _minutes(self) -> Path:
        self._made += 1
        text = (ROOT / "data" / "example.txt").read_text(encoding="utf-8")
        path = self.folder / f"referat-{self._made}.txt"
        day = self._day()
        path.write_text(text.replace("2024-03-14", day).replace("14. marts 2024", day), encoding="utf-8")
        return path

    def _day(self) -> str:
        return f"{2000 + self._made // 12}-{self._made % 12 + 1:02}-14"

    def _correct(self, *change: str) -> list[str]:
        item = f"{PUBLISHED}/{self._day()}/2"
        return ["correct", item, *change, "--why", f"prøve {self._made}"]

    def _another_version(self) -> int:
        kept = [int(path.name) for path in (self.folder / "themes-versions").glob("[0-9]*")]
        return (max(kept, default=0)) if self._made % 2 else 0


def kill(archive: Archive, command: str, seconds: float) -> float | None:
    """Kill a command, look at the archive, run it again; return the seconds it took where it ended before."""
    words, before = archive.words(command), archive.holds()
    took = archive.ended(words, seconds)
    after = archive.holds()
    if not all(0 <= now - then <= 1 for now, then in zip(after, before, strict=True)):
        raise FaultError(f"{words}: held {before}, holds {after}")
    archive.run(words)
    if (command == "add") != (archive.holds()[0] == before[0] + 1):
        raise FaultError(f"{words}, run again: held {before}, holds {archive.holds()}")
    return took


def kill_many(seed: str, kills: int, only: tuple[str, ...], until: float) -> Counter[str]:
    """Kill commands of one archive until there is no more time; return how often each was killed."""
    chance, counts = random.Random(seed), Counter[str]()  # noqa: S311 - to repeat it
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MLFLOW_TRACKING_URI"] = f"sqlite:///{folder}/mlflow.db"
        numbers, took = itertools.count(), dict[str, float]()
        archive = Archive(Path(folder, str(next(numbers))))
        while counts.total() < kills and time.monotonic() < until:
            if archive.holds()[0] > LARGEST:
                archive = Archive(Path(folder, str(next(numbers))))
            (command,) = chance.choices(only, [OFTEN[one] for one in only])
            if command not in took:
                took[command] = archive.run(archive.words(command))
            ended = kill(archive, command, chance.uniform(0, took[command]))
            counts[command] += ended is None
            took[command] = ended or took[command]
            print(f"{counts.total()} {command} {took[command]:.1f} s", file=sys.stderr, flush=True)
    return counts


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options.add_argument("--seconds", type=int, default=800, help="stop after so many")
    options.add_argument("--only", nargs="*", choices=list(OFTEN), default=list(OFTEN))
    chosen = options.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    begun = time.monotonic()
    os.chdir(ROOT)
    warm.load_program()
    shares = [len(range(at, chosen.kills, AT_ONCE)) for at in range(AT_ONCE)]
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("fork")) as pool:
        running = [
            pool.submit(kill_many, f"{chosen.seed}-{at}", share, tuple(chosen.only), begun + chosen.seconds)
            for at, share in enumerate(shares)
        ]
        counts = sum((one.result() for one in running), Counter[str]())
    for command, count in sorted(counts.items()):
        print(f"{count:5} {command}")
    left = chosen.kills - counts.total()
    took = time.monotonic() - begun
    print(f"{counts.total()} kills, {left} left out, {took:.0f} s: nothing lost, nothing half")
    sys.exit(left > 0)


if __name__ == "__main__":
    main()
