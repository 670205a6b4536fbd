"""How fast exports of case systems are read, and in how much memory.

    .venv/bin/python experiments/exports_speed.py [500 5000]

The first sample of each layout in `tests/data/exports` is made so many kilobytes large (default 500) in two
ways, and is read from bytes to minutes: parsed, cut, rendered, the ledger balanced.

- long: some 40 items, as meetings have, of paragraphs of some 200 characters.
- short: the items as they are, again and again. No meeting has the 990 items that this makes of SBSYS: it
  shows what an item costs, and not how fast minutes are read.

Times are processor time, the best of many: what else the machine does at that time makes them longer
all the same, so the last column has the time of a loop that always does the same.
Memory is how much more the process held at most than after it had read the sample as it is, as a
multiple of the file; each row has its own process.

Found on two cores with nothing else to do (loop 25 ms), MB/s long and short: SBSYS 28 and 5, Aarhus 27 and
8, eDoc 25 and 21, old eDoc 25 and 23, Agenda Management 24 and 23, FirstAgenda 23 and 14, Acadre 22 and
13; memory at most 4.2 times the file.
"""

import copy
import json
import multiprocessing
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.config import home, load_config
from pipeline.minutes.document import File
from pipeline.minutes.exports.rendering import to_minutes
from pipeline.minutes.exports.systems import content_of

SAMPLES = home() / "tests" / "data" / "exports"
ITEMS = {"Item", "AgendaElement", "Dagsordenpunkt", "MeetingAgendaItem"}
ROUNDS = 15
OF_A_MEETING = 40
_PARAGRAPH = re.compile(
    r"(?P<begin><(?P<tag>p|li)\b[^>]*>)(?P<words>[^<>]*\.|<span[^>]*>[^<>]*\.</span>)(?P<end></(?P=tag)>\s*)|"
    r"(?P<line>[^<>\r\n]{30,}\.)(?P<break><br />|[\r\n]|$)",
    re.DOTALL,
)
WORDS = 3
"""Times that the words of a paragraph are written in it: it has some 200 characters then."""
Longer = Callable[[str], str]


def main() -> None:
    """Print two rows for each layout and size."""
    sizes = [int(size) for size in sys.argv[1:]] or [500]
    print(f"{'layout':16} {'items':>12} {'kB':>7} {'ms':>7} {'MB/s':>6} {'memory':>7} {'loop':>6}")
    for folder in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
        for size in sizes:
            for form in (lengthened, enlarged):
                told = multiprocessing.get_context("spawn").Queue()
                given = (folder, form.__name__, size, told)
                worker = multiprocessing.get_context("spawn").Process(target=measure, args=given)
                worker.start()
                length, items, seconds, memory, loop = told.get()
                worker.join()
                kind = "long" if form is lengthened else "short"
                row = f"{folder.name:16} {items:6} {kind:>5} {length / 1e3:7.0f} {1e3 * seconds:7.1f}"
                print(f"{row} {length / seconds / 1e6:6.1f} {memory / length:6.1f}x {1e3 * loop:6.1f}")


def measure(folder: Path, form: str, size: int, told: Any) -> None:
    """Put into `told` how large the file is, how many items it has, and what reading it takes."""
    sample = max(agendas(folder), key=lambda path: path.stat().st_size).read_bytes()
    data = globals()[form](sample, size * 1000)
    read(file_of(sample))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    file = file_of(data)
    items = read(file)
    memory = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    rounds = [(timed(lambda: read(file)), timed(loop)) for _ in range(ROUNDS)]
    seconds, of_loop = (min(one[at] for one in rounds) for at in (0, 1))
    told.put((len(data), items, seconds, memory, of_loop))


def agendas(folder: Path) -> list[Path]:
    """Return the files of the samples of a layout that hold items."""
    found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (".xml", ".json")]
    found = [path for path in found if not path.name.startswith("expected")]
    return [path for path in found if (content := content_of(file_of(path.read_bytes()))) and content.records]


def file_of(data: bytes) -> File:
    """Return bytes as a file."""
    return File(name="fil", data=data, config=load_config().minutes)


def read(file: File) -> int:
    """Read a file to minutes; return how many items they have."""
    content = content_of(file)
    assert content is not None
    return sum(len(to_minutes(record).items) for record in content.records)


def loop() -> None:
    """Do what always takes the same time."""
    found = {}
    for n in range(200_000):
        found[n % 1000] = str(n)


def timed(work: Callable[[], object]) -> float:
    """Return the processor time that something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


# Larger exports


def enlarged(data: bytes, size: int) -> bytes:
    """Return an export with its items so often that it has about `size` bytes."""
    items = len(rewritten(data, 1, 0)) - len(rewritten(data, 0, 0))
    return rewritten(data, max(1, round((size - len(data)) / items) + 1), 0)


def lengthened(data: bytes, size: int) -> bytes:
    """Return an export of as many items as a meeting has, so long that it has about `size` bytes."""
    times = max(1, round(OF_A_MEETING / read(file_of(data))))
    once, twice = (len(rewritten(data, times, paragraphs)) for paragraphs in (1, 2))
    return rewritten(data, times, max(1, round((size - once) / (twice - once)) + 1))


def rewritten(data: bytes, times: int, paragraphs: int) -> bytes:
    """Return an export with its items so many times, each paragraph of them so many times; 0 as it is."""

    def longer(text: str) -> str:
        return _PARAGRAPH.sub(lambda one: paragraph(one) * paragraphs, text) if paragraphs else text

    def paragraph(one: re.Match[str]) -> str:
        words = " ".join([one["words"] or one["line"]] * WORDS)
        return f"{one['begin'] or ''}{words}{one['end'] or one['break']}"

    plain = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    return rewritten_json(plain, times, longer) if plain[:1] == b"{" else rewritten_xml(plain, times, longer)


def rewritten_json(data: bytes, times: int, longer: Longer) -> bytes:
    """Return an agenda in JSON with its items so often, their bodies made longer."""
    value = json.loads(data)
    for item in value["Dagsordenpunkter"]:
        for one in item["Felter"]:
            one["Html"] = longer(one["Html"])
    value["Dagsordenpunkter"] *= times
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def rewritten_xml(data: bytes, times: int, longer: Longer) -> bytes:
    """Return an agenda in XML with its items so often, their bodies made longer."""
    from lxml import etree

    root = etree.fromstring(data, etree.XMLParser(recover=True, strip_cdata=False))
    for item in [one for one in root.iter() if is_item(one)]:
        for one in item.iter():
            if len(longer(one.text or "")) > len(one.text or ""):
                one.text = longer(one.text)
        for _ in range(times - 1):
            item.addnext(copy.deepcopy(item))
        if not times:
            item.getparent().remove(item)
    written: bytes = etree.tostring(root, encoding="utf-8")
    return written


def is_item(element: Any) -> bool:
    """Whether an element is an item of an agenda, whatever the system."""
    name = str(element.tag).rpartition("}")[2]
    return name in ITEMS or (name == "table" and element.get("name") == "agendaitemparents")


if __name__ == "__main__":
    main()
