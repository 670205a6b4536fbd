"""A real browser before a served page: fixtures for the tests of the page.

`SAGSSPOR_BROWSER=required` (as `.ci/run` sets it) makes a test fail where it would be skipped
because no browser, or no axe-core, is there.
"""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.app.session import Session
from pipeline.web.safety import Safety, hosts_of
from pipeline.web.server import make_app

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""A browser that asks nobody but the page."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _lacking(what: str) -> None:
    if os.environ.get("SAGSSPOR_BROWSER") == "required":
        pytest.fail(f"{what} is required here")
    pytest.skip(f"{what} is not there: these tests need Debian's chromium, and axe-core from npm")


@pytest.fixture
def live() -> Iterator[Callable[[Session], str]]:
    """Serve a session, and return its address."""
    import uvicorn

    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(session: Session) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        app = make_app(session, Safety(hosts=hosts_of("127.0.0.1")))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        servers.append((server, thread))
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield serve
    for server, thread in servers:
        server.should_exit = True
        thread.join(timeout=5)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    program = shutil.which("chromium")
    if program is None:
        _lacking("a browser")
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open a page of the browser, of a user of its own; say how, as Playwright's `new_context` takes it.

    At the end no page may have met an error of a script, or a refusal of the content policy.
    """
    contexts, said = list[Any](), list[str]()

    def open_page(**how: Any) -> Any:
        context = chromium.new_context(locale="da-DK", **how)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda line: said.append(line.text) if "Content Security" in line.text else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not said


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A page of the browser, 1280 wide."""
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """Return what axe-core finds wrong with a page: a line each, none where all is well."""
    if not AXE.is_file():
        _lacking("axe-core")
    source = AXE.read_text(encoding="utf-8")

    def violations(page: Any) -> list[str]:
        page.evaluate(source)
        answer = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
        return [
            f"{one['id']}: {one['help']}: {node['html'][:200]}"
            for one in answer["violations"]
            for node in one["nodes"]
        ]

    return violations


def reach(page, one) -> None:
    """Go from control to control, as one without a mouse does, until this one has the focus."""
    one.wait_for()
    for _ in range(200):
        page.keyboard.press("Tab")
        if one.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{one} is not reached by keyboard")


def press(page, role: str, name: str) -> None:
    """Press the first button, or follow the first link, of this name."""
    reach(page, page.get_by_role("main").get_by_role(role, name=name).first)
    page.keyboard.press("Enter")
