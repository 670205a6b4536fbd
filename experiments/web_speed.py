"""How quick the page is over a large archive, and with twenty users at once.

    .venv/bin/python experiments/benchmark.py web [10000]

An archive of so many items is invented (`invented_archive.py` says how), served by `sagsspor
serve` in a process of its own, and asked over loopback: first by one user, every kind of
page forty times, each time another meeting, item, case or word; then by twenty users who
each ask for a page drawn at random every ten seconds, for a minute. Times are the server's, from
the request to its answer, as its header Server-Timing has them, and the client's, who waits
for all of it; of this machine and of this moment, when all that is read behind the pages
is read. In brackets the server's processor time, all its threads together. `SAGSSPOR_SCALE_DB`
names a file to keep the archive in; with what the server keeps beside it, the second run
starts as a server does that was stopped.
"""

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx2 as httpx
import numpy as np
from invented_archive import Sample, invent
from sample_archive import open_sample

from pipeline.archive import Archive
from pipeline.config import load_config
from pipeline.links import load_link_model

PORT = 8765
USERS, EVERY, MINUTE = 20, 10.0, 60.0
ASKED = 40
WORDS = ("botilbud", "takster", "psykiatri", "ventetid", "tilsyn", "misbrug", "plejefamilier", "budget 2024")
Times = tuple[float, float]
"""Milliseconds: the server's, and the client's."""
WAIT = "findes frem"
"""What a page says whose answer is still being found."""
BEHIND = ("/sager", "/gennemgang", "/gennemgang?slags=henvisninger")
PAGES = (
    "/",
    "/moeder",
    "/gennemgang",
    "/sager",
    "/overblik",
    "/navne/PERSON",
    "/foelg",
    "/modeller",
    "/rettelser",
    "/tilfoej",
)


def web(sizes: Sequence[int]) -> None:
    """Measure the page over archives of so many items."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(os.environ.get("SAGSSPOR_SCALE_DB") or Path(folder) / "scale.db")
            if not path.is_file():
                _fill(path, size)
            _measure(path, size)


def _fill(path: Path, size: int) -> None:
    encoder = load_link_model(load_config().links.model).encoder
    with open_sample() as sample, Archive.open(str(path)) as archive:
        for meeting in invent(Sample.of(sample), size):
            archive.add(meeting.tagged, meeting.vectors, encoder=encoder)


def _measure(path: Path, size: int) -> None:
    start = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "--archive", str(path), "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=300, follow_redirects=True) as client:
            _wait(client)
            print(f"\n{size:,} items, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
            _say("first page of a cold server", time.perf_counter() - start, server.pid)
            _ready(client)
            _say("all read behind the pages", time.perf_counter() - start, server.pid)
            kinds = _addresses(path)
            for kind, addresses in kinds.items():
                _timed(client, addresses[0])
                print(f"  {kind:<30} {_one_by_one(client, addresses, server.pid)}", flush=True)
            _many_at_once(client, kinds, server.pid)
    finally:
        server.terminate()
        server.wait()


def _say(what: str, seconds: float, server: int) -> None:
    print(f"  {what:<30} {seconds:8.2f} s ({_used(server):.2f})", flush=True)


def _used(server: int) -> float:
    """Return the seconds that all threads that the server ever had have had a processor."""
    fields = Path(f"/proc/{server}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _processor(server: int) -> float:
    """Return the milliseconds that the threads that the server has now have had a processor."""
    threads = Path(f"/proc/{server}/task").glob("*/schedstat")
    return sum(int(one.read_text(encoding="ascii").split()[0]) for one in threads) / 1e6


def _one_by_one(client: httpx.Client, addresses: Sequence[str], server: int) -> str:
    times, used = list[Times](), list[float]()
    for address in addresses:
        before = _processor(server)
        times.append(_timed(client, address))
        used.append(_processor(server) - before)
    return f"{_told(times)}   (p50 {np.percentile(used, 50):.0f}, p95 {np.percentile(used, 95):.0f})"


def _many_at_once(client: httpx.Client, kinds: dict[str, list[str]], server: int) -> None:
    before = _used(server)
    with ThreadPoolExecutor(USERS) as users:
        seeds = range(USERS)
        times = [t for own in users.map(lambda seed: _user(client, kinds, seed), seeds) for t in own]
    used = 1000 * (_used(server) - before) / len(times)
    print(f"  {USERS} users, a page every {EVERY:.0f} s     {_told(times)}   (mean {used:.0f})", flush=True)


def _wait(client: httpx.Client) -> None:
    while True:
        try:
            client.get("/")
            return
        except httpx.TransportError:
            time.sleep(0.05)


def _ready(client: httpx.Client) -> None:
    """Wait until links, cases and all questions are found; the first time that takes minutes."""
    while any(WAIT in client.get(page).text for page in BEHIND):
        time.sleep(2)


def _addresses(path: Path) -> dict[str, list[str]]:
    rng = random.Random(7)  # noqa: S311 - a sample, not a secret
    with Archive.open(str(path)) as archive:
        meetings = rng.sample(archive.meetings(), ASKED)
        items = rng.sample(list(archive.items()), ASKED)
        matters = Counter(case.case_id for case in archive.cases().values())
        cases = rng.sample(sorted(case for case, number in matters.items() if number > 1), ASKED)
    kinds = {page: [page] * 10 for page in PAGES}
    kinds["/moede/..."] = [f"/moede/{quote(one.id)}" for one in meetings]
    kinds["/punkt/..."] = [f"/punkt/{quote(one.id)}" for one in items]
    kinds["/sag/..."] = [f"/sag/{quote(one)}" for one in cases]
    kinds["/foelg/sag/..."] = [f"/foelg/sag/{quote(one)}.atom" for one in cases]
    kinds["/soeg?q=..."] = [f"/soeg?q={quote(word)}" for word in WORDS]
    titles = (re.sub(r"[^\w ]", " ", one.title) for one in items)
    kinds["/soeg?q=title"] = [f"/soeg?q={quote(title)}" for title in titles]
    return kinds


def _user(client: httpx.Client, kinds: dict[str, list[str]], seed: int) -> list[Times]:
    rng, times = random.Random(seed), list[Times]()  # noqa: S311 - a sample, not a secret
    time.sleep(rng.random() * EVERY)
    until = time.monotonic() + MINUTE
    while time.monotonic() < until:
        times.append(_timed(client, rng.choice(rng.choice(list(kinds.values())))))
        time.sleep(EVERY)
    return times


def _timed(client: httpx.Client, address: str) -> Times:
    start = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        print(f"  {address}: {answer.status_code}")
    server = sum(
        float(one.headers["server-timing"].partition("dur=")[2]) for one in (*answer.history, answer)
    )
    return server, 1000 * (time.perf_counter() - start)


def _told(times: Sequence[Times]) -> str:
    of_server, of_client = zip(*times, strict=True)
    server = "p50 {:6.0f}   p95 {:6.0f} ms".format(*np.percentile(of_server, [50, 95]))
    client = "p50 {:6.0f}   p95 {:6.0f} ms".format(*np.percentile(of_client, [50, 95]))
    return f"{server}   client {client}   ({len(times)})"
