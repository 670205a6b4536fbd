"""The command that opens the page."""

import secrets
from typing import Annotated

import typer

from pipeline.cli.shared import open_session, say

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help="Address to listen at; any but loopback demands a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8000,
) -> None:
    """Open the archive as a page in the browser, until stopped with Ctrl-C."""
    from pipeline.web.safety import Safety, hosts_of
    from pipeline.web.server import serve as serve_page

    token = "" if host in LOOPBACK else secrets.token_urlsafe(24)
    with open_session(context.obj, make=True) as session:
        say(f"http://{host}:{port}/{f'?token={token}' if token else ''}")
        serve_page(session, Safety.of(hosts_of(host), token), host, port)
