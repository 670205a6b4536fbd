"""A file to text, whatever it is published as; the kind is told by the content, not by the name."""

import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import MinutesConfig
from pipeline.errors import NoTextError, SourceError, SourceNotFoundError, SourceTooLargeError

SUFFIXES = frozenset({".txt", ".html", ".htm", ".pdf", ".docx"})
"""What is looked for in a folder; a file named outright may be called anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The decoded text of one file; every offset of the program is into `text`."""

    name: str
    text: str
    notes: tuple[str, ...] = ()
    """What was guessed or left out while reading."""


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: each path itself, and for a folder the minutes in it, sorted.

    A folder that may not be opened stands for itself: reading it tells why.
    """
    found: list[Path] = []
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - False where a folder above is closed; Path raises
            found += _minutes_in(path)
        else:
            found.append(path)
    return found


def _minutes_in(folder: Path) -> list[Path]:
    closed: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
    files = [Path(place, name) for place, _, names in walk for name in names]
    return sorted([*closed, *(file for file in files if _is_minutes(file))])


def _is_minutes(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith((".", "~"))


def read_source(path: Path, config: MinutesConfig) -> Source:
    """Return the text of a UTF-8 (or windows-1252) text, HTML, PDF or DOCX file.

    Raises:
        SourceNotFoundError: there is no such file.
        SourceTooLargeError: it is larger, or its text longer, than `config` allows.
        NoTextError: it is empty, binary, or a scan without a text layer.
        SourceError: it cannot be read, or is damaged.

    """
    data = _read_bytes(path, config.max_bytes)
    text, notes = _decode(data, path.name, config.max_bytes)
    if not text.strip():
        raise NoTextError(f"{path.name}: no text in it; fetch the file again")
    if len(text) > config.max_characters:
        raise SourceTooLargeError(
            f"{path.name}: {len(text):,} characters of text, minutes are never that long; "
            f"raise [minutes] max_characters ({config.max_characters:,}) if these are"
        )
    return Source(name=path.name, text=text, notes=tuple(notes))


def read_text_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 text file of any size that are not blank.

    Raises:
        SourceNotFoundError: there is no such file.
        SourceError: it cannot be read, or is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            yield from (line for line in stream if line.strip())
    except FileNotFoundError as error:
        raise SourceNotFoundError(f"{path}: no such file or folder; check the path") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read as UTF-8 text ({error}); write it anew") from error


def _read_bytes(path: Path, limit: int) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            data = stream.read(limit + 1)  # a pipe or a device does not tell its size
    except FileNotFoundError as error:
        raise SourceNotFoundError(f"{path}: no such file or folder; check the path") from error
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror}); check the file and its permissions"
        ) from error
    if len(data) > limit:
        raise SourceTooLargeError(
            f"{path.name}: {max(size, len(data)) / 1e6:.0f} MB, minutes are never that large; "
            f"raise [minutes] max_bytes ({limit}) if these are"
        )
    if not data.strip():
        raise NoTextError(f"{path.name}: the file is empty; fetch it again")
    return data


def _decode(data: bytes, name: str, limit: int) -> tuple[str, list[str]]:
    if data.lstrip()[:5] == b"%PDF-":
        from pipeline.minutes.pdf import read_pdf

        return read_pdf(data, name)
    if data[:4] == b"PK\x03\x04":
        _check_docx(data, name, limit)
        from pipeline.minutes.docx import read_docx

        return read_docx(data, name)
    text, notes = decode_text(data, name)
    if _looks_like_html(text):
        from pipeline.minutes.html import read_html

        return read_html(text), notes
    return text, notes


def decode_text(data: bytes, name: str) -> tuple[str, list[str]]:
    """Return text and notes: UTF-8 with or without BOM, UTF-16 with BOM, else windows-1252.

    Raises:
        NoTextError: the bytes are no text.

    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), ["read as UTF-16"]
    if _is_binary(data):
        raise NoTextError(f"{name}: a binary file, not minutes; give a txt, html, pdf or docx file")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), ["not UTF-8: read as windows-1252"]


def _is_binary(data: bytes) -> bool:
    """Whether bytes that no text has stand in the first part: NUL, or many control characters."""
    head = data[:8192]
    control = sum(byte < 32 and byte not in (9, 10, 11, 12, 13, 27) for byte in head)
    return b"\0" in head or control > len(head) / 50


def _looks_like_html(text: str) -> bool:
    head = text[:2048].lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<?xml")) or ("<body" in head or "<head" in head)


def _check_docx(data: bytes, name: str, limit: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = archive.getinfo("word/document.xml").file_size
    except (zipfile.BadZipFile, KeyError) as error:
        raise SourceError(
            f"{name}: a damaged file, or a zip archive that is no DOCX; fetch it again"
        ) from error
    if size > limit:
        raise SourceTooLargeError(f"{name}: unpacks to {size / 1e6:.0f} MB, minutes are never that large")
