"""One publication site, asked one thing at a time, with pauses, and patience where it asks for it."""

import datetime as dt
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from pipeline import __version__
from pipeline.config import FetchConfig
from pipeline.errors import FetchError, GoneError, NoAnswerError

if TYPE_CHECKING:  # not to hide a cycle: it takes a quarter of a second, and few runs ask a site
    import httpx2

USER_AGENT = f"sagsspor/{__version__}"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REST = frozenset({429, 503})
"""The site wants to be left alone for a while, and may say for how long."""
_GONE = frozenset({404, 410})
_MOST_REDIRECTS = 4
_PIECE = 1 << 16


def site_address(given: str) -> str:
    """Return the address of a site without path, https where it names no other.

    >>> site_address("dagsordener.example.dk/Vis?id=1"), site_address("http://127.0.0.1:8000")
    ('https://dagsordener.example.dk', 'http://127.0.0.1:8000')

    Raises:
        FetchError: it is no address of a site, or holds a password.

    """
    with suppress(ValueError):  # such as a port that is no number
        parts = urlsplit(given.strip() if "://" in given else f"https://{given.strip()}")
        host, port = parts.hostname or "", parts.port
        is_plain = host.isprintable() and not any(map(str.isspace, host)) and "@" not in parts.netloc
        if parts.scheme in {"http", "https"} and host and is_plain:
            shown = f"[{host}]" if ":" in host else host
            return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")
    raise FetchError("no-site-address", address=given)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What came of one request; `trouble` says why nothing did."""

    status: int = 0
    location: str = ""
    retry_after: str = ""
    body: bytes = b""
    trouble: str = ""
    silent: bool = False
    """Whether the whole site does not answer, not this address alone."""

    @property
    def is_json(self) -> bool:
        """Whether it looks like what was asked for, not like a page for people."""
        start = self.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        return self.status == 200 and start in (b"{", b"[")


class Site:
    """A site, its cookies, and how it likes to be asked; a context that lets go of the connection."""

    def __init__(
        self, address: str, config: FetchConfig, max_bytes: int, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Prepare to ask a site; nothing is asked yet."""
        import httpx2

        self.address = site_address(address)
        self._config, self._max_bytes, self._sleep = config, max_bytes, sleep
        self._asked_before = self._visited = False
        self._client = httpx2.Client(headers={"User-Agent": USER_AGENT}, timeout=config.seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def read_json(self, path: str) -> Any:
        """Return what the site answers at a path.

        Raises:
            NoAnswerError: it does not answer, or wants to be left alone for longer than we wait.
            GoneError: there is nothing at the path, or nothing any more.
            FetchError: it answers something else, or leads elsewhere.

        """
        answer = self._patiently(path)
        if not answer.is_json and answer.status not in _GONE and not self._visited:
            # Some hosts answer only those who have the cookie that a first visit sets.
            self._visited = True
            with suppress(FetchError):  # a first page may lead anywhere
                self._patiently("/")
            answer = self._patiently(path)
        return self._parsed(path, answer)

    def _parsed(self, path: str, answer: _Answer) -> Any:
        address = f"{self.address}{path}"
        if answer.status in _GONE:
            raise GoneError("address-gone", address=address, status=answer.status)
        if answer.status != 200:
            raise FetchError("site-refuses", address=address, status=answer.status)
        try:
            return json.loads(answer.body.decode("utf-8-sig"), strict=False)
        except (ValueError, RecursionError) as error:
            raise FetchError("answer-no-json", address=address) from error

    def _patiently(self, path: str) -> _Answer:
        """Return the answer at a path; one that fails for the moment is asked for again, later and later."""
        waits = [self._config.pause * 2**attempt for attempt in range(1, self._config.tries)]
        for wait in waits:
            answer = self._followed(path)
            if not answer.trouble:
                return answer
            self._sleep(max(wait, self._wanted_rest(answer)))
        if not (answer := self._followed(path)).trouble:
            return answer
        address = f"{self.address}{path}"
        if answer.silent:
            raise NoAnswerError("site-silent", address=address, reason=answer.trouble)
        raise FetchError("site-fails", address=address, reason=answer.trouble)

    def _wanted_rest(self, answer: _Answer) -> float:
        """Return the seconds that the site wants to be left alone."""
        seconds = _seconds(answer.retry_after) if answer.status in _REST else 0.0
        if seconds > self._config.patience:
            raise NoAnswerError("site-wants-rest", site=self.address, seconds=round(seconds))
        return seconds

    def _followed(self, path: str) -> _Answer:
        """Return the answer at a path or where it leads, on this site alone."""
        import httpx2

        url = httpx2.URL(self.address).join(path)
        for _ in range(_MOST_REDIRECTS):
            answer = self._once(url)
            if answer.status not in _REDIRECTS:
                return answer
            try:
                url = url.join(answer.location)
            except httpx2.InvalidURL:
                break
            if not self._is_here(url):
                raise FetchError("site-leads-elsewhere", address=f"{self.address}{path}", host=url.host)
        return answer

    def _is_here(self, url: "httpx2.URL") -> bool:
        own = urlsplit(self.address)
        if url.host != own.hostname:
            return False
        same = (url.scheme, url.port) == (own.scheme, own.port)
        return same or (own.scheme == "http" and url.scheme == "https" and url.port is None)

    def _once(self, url: "httpx2.URL") -> _Answer:
        import httpx2

        if self._asked_before:
            self._sleep(self._config.pause)
        self._asked_before = True
        try:
            with self._client.stream("GET", url) as response:
                return self._read(response)
        except httpx2.RequestError as error:
            silent = isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
            return _Answer(trouble=str(error) or type(error).__name__, silent=silent)

    def _read(self, response: "httpx2.Response") -> _Answer:
        status, headers = response.status_code, response.headers
        if status in _REST or status >= 500:
            rest, trouble = headers.get("Retry-After", ""), f"status {status}"
            return _Answer(status=status, retry_after=rest, trouble=trouble, silent=status in _REST)
        return _Answer(status=status, location=headers.get("Location", ""), body=self._body(response))

    def _body(self, response: "httpx2.Response") -> bytes:
        """Return what an answer holds.

        Raises:
            FetchError: it is larger than minutes are, or does not come to an end.

        """
        body, until = bytearray(), time.monotonic() + self._config.seconds
        for piece in response.iter_bytes(_PIECE):
            body += piece
            if len(body) > self._max_bytes:
                raise FetchError("answer-too-large", address=response.url, megabytes=self._max_bytes / 1e6)
            if time.monotonic() > until:
                raise FetchError("answer-too-slow", address=response.url, seconds=self._config.seconds)
        return bytes(body)


def _seconds(retry_after: str) -> float:
    """Return for how long a site wants to be left alone; 0 where it does not say it.

    >>> _seconds("120"), _seconds(""), _seconds("Fri, 01 Jan 2021 00:00:00 GMT")
    (120.0, 0.0, 0.0)
    """
    if retry_after.strip().isdecimal():
        return float(retry_after)
    with suppress(ValueError, TypeError):  # no date, or one without zone
        return max(0.0, (parsedate_to_datetime(retry_after) - dt.datetime.now(dt.UTC)).total_seconds())
    return 0.0
