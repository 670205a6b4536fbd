"""How fast exports of case systems are read, and in how much memory.

    .venv/bin/python experiments/exports_speed.py [500 5000]

The first sample of each layout in `tests/data/exports` is made so many kilobytes large (default 500) by
having its items again and again, and is read from bytes to minutes: parsed, cut, rendered, the ledger
balanced. Times are processor time, the best of seven. Memory is how much more the process held at
most than after it had read the sample as it is, as a multiple of the file; each layout has its own process.
"""

import copy
import json
import multiprocessing
import resource
import sys
import time
from pathlib import Path
from typing import Any

from pipeline.config import home, load_config
from pipeline.minutes.document import File
from pipeline.minutes.exports.rendering import to_minutes
from pipeline.minutes.exports.systems import content_of

SAMPLES = home() / "tests" / "data" / "exports"
ITEMS = {"Item", "AgendaElement", "Dagsordenpunkt", "MeetingAgendaItem"}
ROUNDS = 7


def main() -> None:
    """Print a row for each layout and size."""
    sizes = [int(size) for size in sys.argv[1:]] or [500]
    print(f"{'layout':16} {'kB':>7} {'items':>6} {'ms':>7} {'MB/s':>6} {'memory':>7}")
    for folder in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
        for size in sizes:
            told = multiprocessing.get_context("spawn").Queue()
            worker = multiprocessing.get_context("spawn").Process(target=measure, args=(folder, size, told))
            worker.start()
            length, items, seconds, memory = told.get()
            worker.join()
            row = f"{folder.name:16} {length / 1e3:7.0f} {items:6} {1e3 * seconds:7.1f}"
            print(f"{row} {length / seconds / 1e6:6.1f} {memory / length:6.1f}x")


def measure(folder: Path, size: int, told: Any) -> None:
    """Put into `told` how large the file is, how many items it has, and what reading it takes."""
    sample = max(agendas(folder), key=lambda path: path.stat().st_size).read_bytes()
    data = enlarged(sample, size * 1000)
    read(sample)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    items = read(data)
    memory = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    told.put((len(data), items, min(timed(data) for _ in range(ROUNDS)), memory))


def agendas(folder: Path) -> list[Path]:
    """Return the files of the samples of a layout that hold items."""
    found = [path for path in folder.rglob("*") if path.suffix.lower() in (".xml", ".json")]
    found = [path for path in found if not path.name.startswith("expected")]
    return [path for path in found if (content := content_of(file_of(path.read_bytes()))) and content.records]


def file_of(data: bytes) -> File:
    """Return bytes as a file."""
    return File(name="fil", data=data, config=load_config().minutes)


def read(data: bytes) -> int:
    """Read a file to minutes; return how many items they have."""
    content = content_of(file_of(data))
    assert content is not None
    return sum(len(to_minutes(record).items) for record in content.records)


def timed(data: bytes) -> float:
    """Return the processor time that reading a file takes."""
    start = time.process_time()
    read(data)
    return time.process_time() - start


def enlarged(data: bytes, size: int) -> bytes:
    """Return an export with its items so often that it has `size` bytes or more."""
    from lxml import etree

    if data.lstrip(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        value = json.loads(data)
        items = value["Dagsordenpunkter"]
        value["Dagsordenpunkter"] = items * max(1, round(size / len(data)))
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    parser = etree.XMLParser(recover=True, strip_cdata=False)
    root = etree.fromstring(data.removeprefix(b"\xef\xbb\xbf"), parser)
    items = [one for one in root.iter() if is_item(one)]
    for _ in range(max(0, round((size - len(data)) / sum(len(etree.tostring(one)) for one in items)))):
        for one in items:
            one.getparent().append(copy.deepcopy(one))
    written: bytes = etree.tostring(root, encoding="utf-8")
    return written


def is_item(element: Any) -> bool:
    """Whether an element is an item of an agenda, whatever the system."""
    name = str(element.tag).rpartition("}")[2]
    return name in ITEMS or (name == "table" and element.get("name") == "agendaitemparents")


if __name__ == "__main__":
    main()
