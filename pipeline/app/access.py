"""The token that a page asks for where it is reached from other machines: printed once, its hash kept."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive import Archive
from pipeline.config import places
from pipeline.errors import SagssporError
from pipeline.files import replacing

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageToken:
    """What lets a browser in."""

    sha256: str
    token: str = ""
    """To be printed; empty where it was printed when it was made."""


def page_token(archive: Archive, *, new: bool = False) -> PageToken:
    """Return the token of an archive's page; make one where there is none, or a `new` one is wanted.

    Raises:
        SagssporError: its hash cannot be kept.

    """
    path = _path(archive)
    if not new and (kept := _read(path)):
        return PageToken(sha256=kept)
    token = secrets.token_urlsafe(24)
    made = PageToken(sha256=hashlib.sha256(token.encode()).hexdigest(), token=token)
    try:
        with replacing(path) as part:
            part.touch(mode=0o600)  # nobody else has to read it
            part.write_text(f"{made.sha256}\n", encoding="utf-8")
    except OSError as error:
        raise SagssporError("file-not-written", path=path, reason=error.strerror) from error
    return made


def _path(archive: Archive) -> Path:
    file = archive.file
    return file.with_name(f"{file.name}.token") if file else places().own / "data" / "page.token"


def _read(path: Path) -> str:
    """Return the hash that was kept; of a file that holds none, nothing: it is made anew."""
    try:
        kept = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return kept if _SHA256.fullmatch(kept) else ""
