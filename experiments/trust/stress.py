"""Damaged and hostile files through every reader and the whole of `tag`: no traceback, no hang, no crash.

    .venv/bin/python experiments/trust/stress.py [--files 2000] [--seed N] [--seconds N] [--only NUMBER]

Each file is read, cut and tagged in a process of its own with 60 s and 1.5 GB. A file that fails is
written to experiments/trust/found/; seed and number make it again.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"

from mutations import ROOT, mutated

from pipeline.config import load_config
from pipeline.errors import SagssporError
from pipeline.process import Processor

SECONDS, MEMORY = 60, 1_500_000_000
FOUND = Path(__file__).parent / "found"
AT_ONCE = 2


def attempt(processor: Processor, path: Path, answer: Any) -> None:
    """Send what becomes of a file: "tagged", "refused: CODE", or a traceback."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
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
                return "the process ended"
        return f"over {SECONDS} s" if time.monotonic() - self.begun > SECONDS else None

    def end(self) -> None:
        """End the process, and forget the file."""
        self.process.kill()
        self.process.join()
        self.here.close()
        self.path.unlink()


def ready() -> Processor:
    """Return a processor whose models are loaded, for every process to have them."""
    processor = Processor(load_config())
    for document in processor.read_meetings(ROOT / "data" / "example.txt"):
        processor.process(document)
    # The threads that the encoder has begun do not come along; each process begins its own.
    processor.encoder._pool = ThreadPoolExecutor(1)
    return processor


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=2000)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options.add_argument("--seconds", type=int, default=900, help="stop after so many")
    options.add_argument("--only", type=int, help="the number of one file")
    chosen = options.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    begun, processor = time.monotonic(), ready()
    counts, slowest, faults = Counter[str](), (0.0, ""), 0
    files = mutated(chosen.seed, chosen.files)
    if chosen.only is not None:
        files = (one for one in files if one[0].startswith(f"{chosen.only:04}-"))
    running: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
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
    print(f"{sum(counts.values())} files, {faults} faults, {took:.0f} s, most memory {most:.0f} MB")
    print(f"slowest: {slowest[0]:.1f} s, {slowest[1]}")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
