"""How links and search grow with the archive: time, memory, and what adding a meeting costs.

    .venv/bin/python experiments/benchmark.py scale [1000 10000 100000]
    .venv/bin/python experiments/benchmark.py index [100000]
    .venv/bin/python experiments/benchmark.py trail [1000]

For each size an archive is invented (`invented_archive.py` says how) from the sample archive
that `make run` builds, and kept in a file as any archive is. Times are of this machine and of
this moment, on the wall and, in brackets, of the processor alone, all threads together: what
else the machine does slows the first and not the second. A hundred thousand items want 3 GB
of disk and of memory, and a quarter of an hour. `index` measures the index alone, filled
without an archive, `trail` how long it takes to put every matter into a case.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from invented_archive import PER_MEETING, Sample, invent
from sample_archive import open_sample

from pipeline.app.discussions import Finder
from pipeline.archive import Archive
from pipeline.config import load_config
from pipeline.discussions import link_documents
from pipeline.links import LinkDocument, LinkIndex, LinkModel, load_link_model
from pipeline.process import Processed, Processor

ASKED = 100
SPARE = 5
"""Meetings held back, to be added when all others are there."""


@dataclass
class Times:
    """Milliseconds of many calls, on the wall and of the processor."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def of(self, call: Callable[[], object]) -> object:
        wall, cpu = time.perf_counter(), time.process_time()
        found = call()
        self.wall.append(1000 * (time.perf_counter() - wall))
        self.cpu.append(1000 * (time.process_time() - cpu))
        return found

    def __str__(self) -> str:
        (p50, p95), (q50, q95) = (np.percentile(part, [50, 95]) for part in (self.wall, self.cpu))
        return f"p50 {p50:7.1f} ms ({q50:7.1f})   p95 {p95:7.1f} ms ({q95:7.1f})"


def main(sizes: Sequence[int]) -> None:
    processor = Processor(load_config())
    with open_sample() as archive:
        sample = Sample.of(archive)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, Path(folder) / "scale.db", sample, processor)


def measure(size: int, path: Path, sample: Sample, processor: Processor) -> None:
    print(f"\n{size:,} items, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    meetings = invent(sample, size + 10 * SPARE)
    written, spare = Times(), list[Processed]()
    with Archive.open(str(path)) as archive:
        for number, meeting in enumerate(meetings):
            if number % (size // 10 // SPARE) == 1 and len(spare) < SPARE:
                spare.append(meeting)
            else:
                written.of(lambda meeting=meeting: add(archive, processor, meeting))
    tenth = max(len(written.wall) // 10, 1)
    for name, part in (("first", slice(0, tenth)), ("last", slice(-tenth, None))):
        print(f"  written, {name} tenth  {Times(written.wall[part], written.cpu[part])}")
    say("first question, nothing kept", *ask_in_a_new_process(path))
    say("first question, index kept  ", *ask_in_a_new_process(path))
    sizes = (file.stat().st_size for file in path.parent.glob(f"{path.name}.links.npz"))
    print(f"  archive {path.stat().st_size / 1e6:,.0f} MB, kept index {sum(sizes) / 1e6:,.0f} MB", flush=True)
    with Archive.open(str(path)) as archive:
        ask_warm(archive, Finder(processor, archive), spare, processor)
    print(f"  memory {memory():,.0f} MB; the program without an archive takes some 400", flush=True)


def index(sizes: Sequence[int]) -> None:
    """Measure the link index alone."""
    model = load_link_model(load_config().links.model)
    with open_sample() as archive:
        sample = Sample.of(archive)
    for size in sizes:
        print(f"\n{size:,} items in the index alone, {os.cpu_count()} cores", flush=True)
        measure_index(size, sample, model)


def measure_index(size: int, sample: Sample, model: LinkModel) -> None:
    index, asked, added, before = LinkIndex(model), list[LinkDocument](), Times(), memory()
    every = max(size // PER_MEETING // ASKED, 1)
    for number, meeting in enumerate(invent(sample, size)):
        documents = link_documents(meeting.tagged, meeting.encoded)
        added.of(lambda documents=documents: index.add(documents))
        if number % every == 0:
            asked.append(documents[number // every % PER_MEETING])
    tenth = max(len(added.wall) // 10, 1)
    for name, part in (("first", slice(0, tenth)), ("last", slice(-tenth, None))):
        print(f"  add a meeting, {name} tenth  {Times(added.wall[part], added.cpu[part])}")
    print(f"  memory {memory() - before:,.0f} MB, passages' texts included; load {os.getloadavg()[0]:.1f}")
    index.related(asked[0])
    related = Times()
    for document in asked:
        related.of(lambda document=document: index.related(document))
    print(f"  related ITEM              {related}", flush=True)


def add(archive: Archive, processor: Processor, meeting: Processed) -> None:
    archive.add(meeting.tagged, meeting.vectors, encoder=processor.links.encoder)


def ask_in_a_new_process(path: Path) -> tuple[float, float]:
    """Return the seconds that `sagsspor related ITEM_ID` takes, on the wall and of the processor."""
    with Archive.open(str(path)) as archive:
        item = archive.meetings()[-1].id + "/2"
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "--archive", str(path), "related", item]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def say(what: str, wall: float, cpu: float) -> None:
    print(f"  {what} {wall:7.1f} s ({cpu:.1f})", flush=True)


def ask_warm(archive: Archive, finder: Finder, spare: Sequence[Processed], processor: Processor) -> None:
    """Ask for a hundred items of all ages, in words of a hundred titles, and after each added meeting."""
    every = list(archive.items())
    items = every[:: max(len(every) // ASKED, 1)][:ASKED]
    finder.to_item(items[0].id)
    finder.engine().search(items[0].title, limit=10)
    related, search, words, facets, added, seen, asked = (Times() for _ in range(7))
    for item in items:
        related.of(lambda item=item: finder.to_item(item.id))
        found = search.of(lambda item=item: finder.engine().search(item.title, limit=10))
        words.of(lambda item=item: finder.engine(words_only=True).search(item.title, limit=10))
        facets.of(lambda found=found: finder.engine().facets(found))
    print(f"  related ITEM          {related}")
    print(f"  search TITLE          {search}")
    print(f"  search, words only    {words}")
    print(f"  facets of what found  {facets}", flush=True)
    for meeting in spare:
        added.of(lambda meeting=meeting: add(archive, processor, meeting))
        seen.of(finder.fresh.index)
        asked.of(lambda meeting=meeting: finder.to_item(meeting.tagged.items[1].item.id))
    print(f"  add a meeting of ten  {added}")
    print(f"  see it in the index   {seen}")
    print(f"  related to one of it  {asked}", flush=True)


def trail(sizes: Sequence[int]) -> None:
    """Measure the first trail, which puts every matter of an archive into a case."""
    processor = Processor(load_config())
    with open_sample() as archive:
        sample = Sample.of(archive)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, Archive.open(f"{folder}/scale.db") as archive:
            for meeting in invent(sample, size):
                add(archive, processor, meeting)
            trails, first = Finder(processor, archive).trails, Times()
            first.of(lambda trails=trails: trails.all())
            per_item = first.wall[0] / size, first.cpu[0] / size
            print(f"{size:,} items: first trail {per_item[0]:.1f} ms ({per_item[1]:.1f}) an item", flush=True)


def memory() -> float:
    """Return the megabytes that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
