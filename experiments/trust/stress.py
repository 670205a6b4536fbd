"""Damaged and hostile files through every reader and the whole of `tag`: no traceback, no hang, no crash.

    .venv/bin/python experiments/trust/stress.py [--files 2000] [--seed N] [--only NUMBER]
        [--seconds N [--as-many-as-fit]]

Each file is read, cut and tagged in a process of its own with 60 s of processor time and 1.5 GB. A file that
fails is written to experiments/trust/found/; seed and number make it again. Files left out for want of time
are a failure, too, unless as many as fit were asked for.
"""

import argparse
import gc
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import warm
from mutations import mutated, seeds

from pipeline.errors import SagssporError
from pipeline.process import Processor

SECONDS, MEMORY = 60, 1_500_000_000
HANGS = 5 * SECONDS
"""Seconds on the clock, for a process that waits, or has a busy machine."""
FOUND = Path(__file__).parent / "found"
AT_ONCE = 2


def attempt(processor: Processor, path: Path, answer: Any) -> None:
    """Send what becomes of a file: "tagged", "refused: CODE", or a traceback."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for document in processor.read_meetings(path):
            processor.process(document)
        told = "tagged"
    except SagssporError as error:
        str(error).encode()
        told = f"refused: {error.code}"
    except BaseException:
        told = traceback.format_exc()
    answer.send(told)
    answer.close()


class Run:
    """One file in its process."""

    def __init__(self, processor: Processor, name: str, data: bytes, folder: Path) -> None:
        self.name, self.data, self.begun = name, data, time.monotonic()
        self.path = folder / name
        self.path.write_bytes(data)
        context = get_context("fork")
        self.here, there = context.Pipe(duplex=False)
        self.process = context.Process(target=attempt, args=(processor, self.path, there))
        self.process.start()
        there.close()

    def outcome(self) -> str | None:
        """Return what became of the file; None while it is being tagged."""
        if self.here.poll(0.01):
            try:
                return str(self.here.recv())
            except EOFError:
                return f"the process ended, perhaps after {SECONDS} s"
        return f"over {HANGS} s" if time.monotonic() - self.begun > HANGS else None

    def end(self) -> None:
        """End the process, and forget the file."""
        self.process.kill()
        self.process.join()
        self.here.close()
        self.path.unlink()


def ready(folder: Path) -> Processor:
    """Return a processor that has read what the files are made of, undamaged."""
    processor = warm.ready()
    warm.remember(processor.encoder)
    for seed in seeds():
        path = folder / seed.name
        path.write_bytes(seed.data)
        with suppress(SagssporError):
            for document in processor.read_meetings(path):
                processor.process(document)
    warm.alone(processor.encoder)
    gc.freeze()  # what is collected in every process would be copied there
    return processor


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=2000)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options.add_argument("--seconds", type=int, default=900, help="stop after so many")
    options.add_argument("--as-many-as-fit", action="store_true", help="no failure where time was short")
    options.add_argument("--only", type=int, help="the number of one file")
    chosen = options.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    begun = time.monotonic()
    counts, slowest, faults = Counter[str](), (0.0, ""), 0
    files, wanted = mutated(chosen.seed, chosen.files), chosen.files
    if chosen.only is not None:
        wanted = 1
        files = (one for one in files if one[0].startswith(f"{chosen.only:04}-"))
    running: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        processor = ready(Path(folder))
        while True:
            late = time.monotonic() - begun > chosen.seconds
            while len(running) < AT_ONCE and not late and (file := next(files, None)):
                running.append(Run(processor, *file, Path(folder)))
            if not running:
                break
            for run in list(running):
                told = run.outcome()
                if told is None:
                    continue
                slowest = max(slowest, (time.monotonic() - run.begun, run.name))
                run.end()
                running.remove(run)
                known = told == "tagged" or told.startswith("refused")
                counts[told if known else told.strip().splitlines()[-1][:80]] += 1
                if not known:
                    faults += 1
                    FOUND.mkdir(exist_ok=True)
                    (FOUND / run.name).write_bytes(run.data)
                    print(f"FAULT {run.name}\n{told}", flush=True)
    for told, count in counts.most_common():
        print(f"{count:5} {told}")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    took = time.monotonic() - begun
    left = wanted - counts.total()
    print(
        f"{counts.total()} files, {faults} faults, {left} left out, {took:.0f} s, most memory {most:.0f} MB"
    )
    print(f"slowest: {slowest[0]:.1f} s, {slowest[1]}")
    sys.exit(faults > 0 or (left > 0 and not chosen.as_many_as_fit))


if __name__ == "__main__":
    main()
