"""What stands before every page: whose requests are answered, and what a browser may do with an answer.

Loopback only, unless a token is asked for. The Host header must be one of ours, so that no
other site can reach the page by a name of its own (DNS rebinding). A change carries a token
bound to the browser's own cookie (signed double submit, OWASP's CSRF cheat sheet).
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

VISITOR, ACCESS = "besog", "adgang"
"""Cookies: which browser it is, and the token that lets it in."""
FIELD, HEADER = "csrf", "x-csrf"
"""Where a change carries the token of its browser."""
FEED = ".atom"
"""How the addresses of feeds end: these may carry the token each time."""
MOST_OF_A_FORM = 1_000_000
"""Bytes of a form without files."""
_YEAR = 365 * 24 * 3600
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Safety:
    """Whom the page answers, and the secret its tokens are made with."""

    hosts: frozenset[str]
    """Names in the Host header, without port, that are ours."""
    token_sha256: str = ""
    """Of the token that a browser must have shown; empty where none is asked for."""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def csrf(self, visitor: str) -> str:
        """Return the token that changes of this browser carry."""
        return hmac.new(self.secret, visitor.encode(), hashlib.sha256).hexdigest()

    def lets_in(self, token: str) -> bool:
        """Return whether a token is the one that is asked for, or none is."""
        return not self.token_sha256 or hmac.compare_digest(_sha256(token), self.token_sha256)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Guard:
    """Lets in requests of our own; puts the headers of safety on every answer, and how long it took."""

    def __init__(self, app: ASGIApp, safety: Safety) -> None:
        self._app, self._safety = app, safety

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
        visitor = cookies.get(VISITOR) or secrets.token_hex(16)
        scope.setdefault("state", {})["visitor"] = visitor
        new = {} if VISITOR in cookies else {VISITOR: visitor}
        app = self._refusal(scope, headers, cookies) or self._app
        await app(scope, receive, _with_headers(send, new))

    def _refusal(self, scope: Scope, headers: Headers, cookies: Mapping[str, str]) -> ASGIApp | None:
        if _host(headers.get("host", "")) not in self._safety.hosts:
            return PlainTextResponse("Ukendt værtsnavn i forespørgslen.\n", status_code=421)
        if self._safety.lets_in(cookies.get(ACCESS, "")):
            return None
        given = Request(scope).query_params.get("token", "")
        if given and self._safety.lets_in(given):
            if scope["path"].endswith(FEED):  # what reads feeds keeps no cookie
                return None
            answer = RedirectResponse(scope["path"], status_code=303)
            answer.set_cookie(ACCESS, given, max_age=_YEAR, httponly=True, samesite="strict")
            return answer
        text = "Siden kræver en adgangsnøgle. Åbn adressen, som blev vist, da sagsspor blev startet.\n"
        return PlainTextResponse(text, status_code=401)


def _host(header: str) -> str:
    """Return a Host header without its port.

    >>> _host("127.0.0.1:8000"), _host("[::1]:8000"), _host("sag.example.dk")
    ('127.0.0.1', '[::1]', 'sag.example.dk')
    """
    name, colon, port = header.rpartition(":")
    return (name if colon and port.isdigit() else header).lower()


def _with_headers(send: Send, cookies: Mapping[str, str]) -> Send:
    begun = time.perf_counter()

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["Server-Timing"] = f"total;dur={1000 * (time.perf_counter() - begun):.1f}"
            for name, value in cookies.items():
                headers.append(
                    "set-cookie", f"{name}={value}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax"
                )
        await send(message)

    return answer


async def check_csrf(request: Request) -> None:
    """Refuse a change that does not come from a form of ours; every route that changes depends on it.

    Raises:
        HTTPException: 403, or as `check_size`.

    """
    check_size(request, MOST_OF_A_FORM)
    await _check_token(request)


async def check_upload(request: Request) -> None:
    """Refuse files that do not come from a form of ours, or are more than is taken at once.

    Raises:
        HTTPException: 403, or as `check_size`.

    """
    check_size(request, request.app.state.site.session.config.web.max_bytes)
    await _check_token(request)


def check_size(request: Request, most: int) -> None:
    """Refuse what is larger than it may be before it is read.

    Raises:
        HTTPException: 411 where its size is not said, 413 where it is too large.

    """
    said = request.headers.get("content-length", "")
    if not (said.isascii() and said.isdecimal()):
        raise HTTPException(411, "Browseren siger ikke, hvor meget den sender.")
    if len(said) > len(str(most)) or int(said) > most:
        raise HTTPException(413, f"Det er for meget på én gang: højst {most // 1_000_000} MB.")


async def _check_token(request: Request) -> None:
    safety: Safety = request.app.state.site.safety
    given: Any = request.headers.get(HEADER) or (await request.form()).get(FIELD, "")
    own = safety.csrf(request.state.visitor)
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), own.encode()):
        raise HTTPException(403, "Formularen er for gammel. Genindlæs siden, og prøv igen.")


def hosts_of(host: str, more: Collection[str] = ()) -> frozenset[str]:
    """Return the names in the Host header under which a server at this address is reached."""
    return frozenset({"127.0.0.1", "localhost", "[::1]", host.lower(), *(name.lower() for name in more)})
