"""A publication site of our own on loopback, which behaves as FirstAgenda's do, odd ways included."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Behave = Callable[[BaseHTTPRequestHandler], None]
LIST = "/api/agenda/udvalgsliste"


def agenda_path(key: str) -> str:
    return f"/api/agenda/dagsorden/{key}"


class PublicationSite:
    """Serves a list and agendas; `next_time` makes it do something else at a path, once each."""

    def __init__(self) -> None:
        self.committees: dict[str, Any] = {}
        self.agendas: dict[str, Any] = {}
        self.asked: list[tuple[str, str]] = []
        """Path and User-Agent of each request."""
        self.most_at_once = 0
        self.needs_cookie = False
        self._at_once, self._counting = 0, threading.Lock()
        self._behaviours: dict[str, list[Behave]] = defaultdict(list)

    def next_time(self, path: str, *behaviours: Behave) -> None:
        self._behaviours[path] += behaviours

    def recover(self) -> None:
        self._behaviours.clear()

    def publish(self, committee: str, key: str, *, stamp: str | None, date: str, **agenda: Any) -> None:
        """Publish an agenda, anew if it is there."""
        name = agenda.pop("name", "Referat")
        self.withdraw(key)
        listed = {"Id": key, "Dato": f"{date}T15:00:00+01:00", "ReleasedDate": stamp, "Navn": name}
        self.committees.setdefault(committee, []).append(listed)
        self.agendas[key] = firstagenda(committee, key, date=date, stamp=stamp, name=name, **agenda)

    def withdraw(self, key: str) -> None:
        self.agendas.pop(key, None)
        for meetings in self.committees.values():
            meetings[:] = [one for one in meetings if one["Id"] != key]

    def listed(self) -> dict[str, Any]:
        """The list as converters write it: of one committee or one meeting only that, without a list."""
        committees = [
            {"Id": f"id-{name}", "Navn": name, "Moeder": meetings[0] if len(meetings) == 1 else meetings}
            for name, meetings in self.committees.items()
        ]
        return {"Udvalg": {"Udvalg 2022-2025": committees[0] if len(committees) == 1 else committees}}

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.serve(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        with self._counting:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            self.asked.append((handler.path, handler.headers["User-Agent"]))
            if behaviours := self._behaviours[handler.path]:
                behaviours.pop(0)(handler)
            else:
                self._usual(handler)
        finally:
            with self._counting:
                self._at_once -= 1

    def _usual(self, handler: BaseHTTPRequestHandler) -> None:
        key = handler.path.rpartition("/")[2]
        if handler.path == "/":
            answer(handler, b"<html>Dagsordener</html>", {"Set-Cookie": "anonym=1; Path=/"}, kind="text/html")
        elif self.needs_cookie and "anonym=1" not in handler.headers.get("Cookie", ""):
            answer(handler, b"<html>Velkommen</html>", kind="text/html")
        elif handler.path == LIST:
            answer(handler, b"\xef\xbb\xbf" + json.dumps(self.listed()).encode())
        elif handler.path == agenda_path(key) and key in self.agendas:
            answer(handler, json.dumps(self.agendas[key]).encode())
        else:
            answer(handler, b"", status=404)


def answer(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    headers: dict[str, str] | None = None,
    *,
    status: int = 200,
    kind: str = "application/json",
) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def says(status: int, **headers: str) -> Behave:
    """Answer with a status and headers, written with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: answer(handler, b"", named, status=status)


def page(handler: BaseHTTPRequestHandler) -> None:
    """Answer with a page where data was promised."""
    answer(handler, b"<html><iframe src='/Vis/Pdf?udl\xc3\xb8ber=300'></iframe></html>", kind="text/html")


def cut(handler: BaseHTTPRequestHandler) -> None:
    """Begin an answer and hang up."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"Udvalg": {')
    handler.close_connection = True


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Send for ever, until nobody listens."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except OSError:
        handler.close_connection = True


def firstagenda(
    committee: str, key: str, *, date: str, stamp: str | None, name: str, items: list[tuple[str, str]]
) -> dict[str, Any]:
    """An agenda of items given as (title, text); a title that begins "Lukket" is of a closed one."""
    return {
        "Id": key,
        "Udvalg": {"Id": f"id-{committee}", "Navn": committee},
        "Moede": {
            "Id": "00000000-0000-0000-0000-000000000000", "Dato": f"{date}T15:00:00+01:00", "Navn": name,
            "MeetingBeginUtc": f"{date}T15:00:00+01:00", "ReleasedDate": stamp, "Sted": "Ærø Rådhus ",
        },
        "Dagsordenpunkter": [
            {
                "Id": f"{key}-{number}", "Number": str(number), "Sorting": number, "Caption": title,
                "IsOpen": not title.startswith("Lukket"),
                "Felter": [{"Navn": "", "Html": _body(text)}],
                "Bilag": [{"Id": f"b{number}", "Navn": f"Bilag {number} om broen.pdf", "Order": 0}],
            }
            for number, (title, text) in enumerate(items, start=1)
        ],
    }  # fmt: skip


def _body(text: str) -> str:
    section = f"<h3>Sagsfremstilling</h3><span class='x'><div><p>{text}</p></div></span>"
    return f"<div><div id='sagsfremstillingContainer'>{section}</div></div>"
