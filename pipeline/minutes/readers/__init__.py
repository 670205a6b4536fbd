"""Readers of published files: one row a format, told by the content of a file, not by its name.

To add a format, write a reader (bytes in, a `Document` out) and a row of `FORMATS`.
"""

import hashlib
import importlib
import io
import os
import pkgutil
import select
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.config import MinutesConfig
from pipeline.errors import NoTextError, SourceError, SourceNotFoundError, SourceTooLargeError
from pipeline.minutes.document import UTF_16, Document, File, Reader
from pipeline.minutes.readers.limits import read_apart
from pipeline.minutes.readers.meetings import split_meetings


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One form in which minutes are published."""

    suffixes: tuple[str, ...]
    """What files of it in a folder are called; a file named outright may be called anything."""
    recognises: Callable[[bytes], bool]
    """Whether the bytes of a file are of this format."""
    reader: str
    """The `Reader`, as "module:name": loaded when the first such file is read."""
    library: str = ""
    """What reads such files in C: a reader with one gets a process of its own, with limits."""


def _begins_html(data: bytes) -> bool:
    """Whether the head of a file, in any encoding, has a tag of a page."""
    encoding = "utf-16" if data[:2] in UTF_16 else "utf-8-sig"
    head = data[:8192].decode(encoding, errors="replace")[:2048].lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<?xml")) or ("<body" in head or "<head" in head)


FORMATS: tuple[Format, ...] = (
    Format(
        suffixes=(".pdf",),
        recognises=lambda data: data.lstrip()[:5] == b"%PDF-",
        reader="pipeline.minutes.readers.pdf:read_pdf",
        library="pypdfium2",
    ),
    Format(
        suffixes=(".docx",),
        recognises=lambda data: data[:4] == b"PK\x03\x04",
        reader="pipeline.minutes.readers.docx:read_docx",
        library="docx",
    ),
    Format(
        suffixes=(".html", ".htm"),
        recognises=_begins_html,
        reader="pipeline.minutes.readers.html:read_html",
        library="selectolax.lexbor",
    ),
    Format(
        suffixes=(".txt",),
        recognises=bool,
        reader="pipeline.minutes.readers.text:read_text",
    ),
)
"""Asked in this order; the first that recognises a file reads it."""


PATIENCE = 60.0
"""Seconds that the next piece out of a pipe is waited for."""


def read_documents(path: Path, config: MinutesConfig) -> tuple[Document, ...]:
    """Return the meetings of a published file, each as a document; most files have one.

    Raises:
        SourceError: as `read_document`.

    """
    return split_meetings(read_document(path, config))


def read_document(path: Path, config: MinutesConfig, formats: Sequence[Format] = FORMATS) -> Document:
    """Return the text of a published file, and the blocks it is made of.

    Raises:
        SourceNotFoundError: there is no such file.
        SourceTooLargeError: it is larger, deeper, or takes longer than `config` allows.
        NoTextError: it is empty, binary, or a scan without a text layer.
        SourceError: it cannot be read, or is damaged.

    """
    data = _read_bytes(path, config.max_bytes)
    file = File(name=shown_name(path), data=data, config=config)
    document = _read(next(row for row in formats if row.recognises(file.data)), file)
    if not document.text.strip():
        raise NoTextError("file-without-text", file=shown_name(path))
    if len(document.text) > config.max_characters:
        raise SourceTooLargeError(
            "text-too-long", file=shown_name(path), characters=len(document.text), most=config.max_characters
        )
    sha256 = hashlib.sha256(data).hexdigest()
    return replace(document, publisher=document.publisher or config.publisher, sha256=sha256)


def _read(row: Format, file: File) -> Document:
    read: Reader = pkgutil.resolve_name(row.reader)
    if not row.library or file.config.ocr:  # OCR takes seconds a page, and processes of its own
        return read(file)
    importlib.import_module(row.library)
    return read_apart(read, file)


def _read_bytes(path: Path, limit: int) -> bytes:
    try:
        told = path.stat()
        with _opened(path, told) as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError as error:
        raise SourceNotFoundError("no-such-file", path=path) from error
    except OSError as error:
        raise SourceError("file-unreadable", file=path, reason=error.strerror) from error
    if len(data) > limit:
        raise SourceTooLargeError(
            "file-too-large",
            file=shown_name(path),
            megabytes=max(told.st_size, len(data)) / 1000000.0,
            most=limit,
        )
    if not data.strip():
        raise NoTextError("file-empty", file=shown_name(path))
    return data


def _opened(path: Path, told: os.stat_result) -> io.BufferedReader:
    """Return an open file; of a pipe or a device, one that is not waited for without end."""
    return path.open("rb") if stat.S_ISREG(told.st_mode) else io.BufferedReader(_Pipe(path))


class _Pipe(io.FileIO):
    """A pipe or a device, which does not tell its size; whoever writes to it may stop on the way."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0)))

    def readinto(self, buffer: Any) -> int | None:
        """Read what comes next.

        Raises:
            SourceError: nothing comes.

        """
        if not select.select([self], [], [], PATIENCE)[0]:
            raise SourceError("nothing-comes", file=self.name, seconds=PATIENCE)
        return super().readinto(buffer)


def shown_name(path: Path) -> str:
    """Return the name of a file as text; what is not UTF-8 in it shows as "\N{REPLACEMENT CHARACTER}"."""
    return os.fsencode(path.name).decode("utf-8", errors="replace")


def find_files(paths: Iterable[Path], formats: Sequence[Format] = FORMATS) -> list[Path]:
    """Return the files to read: each path itself, and for a folder the minutes in it, sorted.

    A folder that may not be opened stands for itself: reading it tells why.
    """
    suffixes = tuple(suffix for row in formats for suffix in row.suffixes)
    files: list[Path] = []
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - False where a folder above is closed; Path raises
            files += _minutes_in(path, suffixes)
        else:
            files.append(path)
    return files


def _minutes_in(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    closed: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
    files = [Path(place, name) for place, _, names in walk for name in names]
    return sorted([*closed, *(file for file in files if _is_minutes(file, suffixes))])


def _is_minutes(path: Path, suffixes: tuple[str, ...]) -> bool:
    named = path.name.lower().endswith(suffixes) and not path.name.startswith((".", "~"))
    return named and path.is_file()


def read_text_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 text file of any size that are not blank.

    Raises:
        SourceNotFoundError: there is no such file.
        SourceError: it cannot be read, is not UTF-8, or is a pipe out of which nothing comes.
    """
    try:
        with io.TextIOWrapper(_opened(path, path.stat()), encoding="utf-8") as stream:
            yield from (line for line in stream if line.strip())
    except FileNotFoundError as error:
        raise SourceNotFoundError("no-such-file", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError("not-utf-8", file=path, reason=error) from error
