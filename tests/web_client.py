"""The page over a session, as a browser on this machine reaches it."""

from fastapi.testclient import TestClient

from pipeline.app.session import Session
from pipeline.web.safety import Safety, hosts_of
from pipeline.web.server import make_app

ADDRESS = "http://127.0.0.1:8000"


def client_of(session: Session, *, follow: bool = True) -> TestClient:
    """Return a client of the page; without `follow`, one that shows where an answer leads."""
    app = make_app(session, Safety(hosts=hosts_of("127.0.0.1")))
    return TestClient(app, base_url=ADDRESS, follow_redirects=follow)
