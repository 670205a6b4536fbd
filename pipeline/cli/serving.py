"""The command that opens the page."""

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.shared import say

if TYPE_CHECKING:
    from pipeline.app.session import Session

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help="Address to listen at; any but loopback demands a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8000,
    name: Annotated[
        list[str] | None, typer.Option(help="Name or address by which browsers reach it, if not --host.")
    ] = None,
    new_token: Annotated[bool, typer.Option(help="Make another token; the old one lets nobody in.")] = False,
) -> None:
    """Open the archive as a page in the browser, until stopped with Ctrl-C."""
    from pipeline.app.session import Session
    from pipeline.web.safety import Safety, hosts_of
    from pipeline.web.server import listen
    from pipeline.web.server import serve as serve_page

    shown = f"[{host}]" if ":" in host else host
    hosts = hosts_of(shown, name or ())
    # Without the bars of a command: what is read behind the page is told on the page.
    with Session.open(context.obj, make=True) as session, listen(host, port) as listening:
        if host in LOOPBACK and not new_token:
            safety = Safety(hosts=hosts)
            say(f"http://{shown}:{port}/")
        else:
            safety = Safety(hosts=hosts, token_sha256=_token(session, f"{shown}:{port}", new=new_token))
        serve_page(session, safety, listening)


def _token(session: "Session", place: str, *, new: bool) -> str:
    """Return the hash of the token that is asked for; print the token if it is new."""
    from pipeline.app.access import page_token

    made = page_token(session.archive, new=new)
    if made.token:
        say(f"http://{place}/?token={made.token}")
        say("The token is printed this once; --new-token makes another.", err=True)
    else:
        say(f"http://{place}/")
        say("It asks for the token that was printed when it was made; --new-token makes another.", err=True)
    return made.sha256
