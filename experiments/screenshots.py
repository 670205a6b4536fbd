"""The pictures of the page in README, taken of the sample archive that `make run` builds.

    make screenshots

Wants Debian's chromium, or another Chromium in the path.
"""

import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import sync_playwright

from pipeline.archive import Archive
from pipeline.config import home

FOLDER = Path(__file__).parent / "screenshots"
PORT = 8766
ADDRESS = f"http://127.0.0.1:{PORT}"
QUESTION = "/soeg?q=botilbud"


def main() -> None:
    archive = home() / "data" / "sample.db"
    command = [sys.executable, "-m", "pipeline", "--archive", str(archive), "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        _wait()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-background-networking"],
            )
            for name, path in _shown(archive).items():
                page = browser.new_page(viewport={"width": 1280, "height": 860})
                page.goto(ADDRESS + path, timeout=120_000)
                while page.locator("[data-again]").count():  # what is shown later is still being found
                    page.wait_for_timeout(1000)
                    page.reload(timeout=120_000)
                page.screenshot(path=FOLDER / f"{name}.png")
                page.close()
            browser.close()
    finally:
        server.terminate()
        server.wait()


def _shown(archive: Path) -> dict[str, str]:
    """Return the pages by the names of their pictures: of the newest meeting and its fullest item."""
    with Archive.open(str(archive)) as opened:
        meeting = max(opened.meetings(), key=lambda one: (one.meeting.date, one.id))
        items = opened.minutes(meeting.id).items
    item = max(items, key=lambda one: (any(score.assigned for score in one.themes), len(one.entities)))
    return {"meeting": f"/moede/{meeting.id}", "item": f"/punkt/{item.item.id}", "search": QUESTION}


def _wait() -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            urllib.request.urlopen(f"{ADDRESS}/moeder").close()  # noqa: S310 - our own server
            return
        time.sleep(0.2)


if __name__ == "__main__":
    main()
