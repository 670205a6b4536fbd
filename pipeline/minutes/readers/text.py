"""Plain text: what its bytes say, in the encoding they are in, left as it is."""

import re
from collections.abc import Iterator
from itertools import accumulate, groupby
from operator import itemgetter

from pipeline.errors import NoTextError
from pipeline.minutes.document import Block, BlockKind, Document, File, span, split_lines


def read_text(file: File) -> Document:
    """Return a text as it stands; its blocks are paragraphs, and page breaks at form feeds."""
    text, notes = decode(file)
    breaks = (
        Block(kind=BlockKind.PAGE_BREAK, start=match.start(), end=match.end())
        for match in re.finditer("\f", text)
    )
    blocks = sorted([*_paragraphs(text), *breaks], key=lambda block: block.start)
    return Document(name=file.name, text=text, blocks=tuple(blocks), notes=notes)


def _paragraphs(text: str) -> Iterator[Block]:
    """Yield runs of lines with no blank line between them."""
    lines = split_lines(text)
    numbered = zip(accumulate(line.after_blank for line in lines), lines, strict=True)
    for _, run in groupby(numbered, key=itemgetter(0)):
        start, end = span([line for _, line in run])
        yield Block(kind=BlockKind.PARAGRAPH, start=start, end=end)


def decode(file: File) -> tuple[str, tuple[str, ...]]:
    """Return text and notes: UTF-8 with or without BOM, UTF-16 with BOM, else windows-1252.

    Raises:
        NoTextError: the bytes are no text.

    """
    data = file.data
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), ("read as UTF-16",)
    if _is_binary(data):
        raise NoTextError("binary-file", file=file.name)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), ("not UTF-8: read as windows-1252",)


def _is_binary(data: bytes) -> bool:
    """Whether bytes that no text has stand in the first part: NUL, or many control characters."""
    head = data[:8192]
    control = sum(byte < 32 and byte not in (9, 10, 11, 12, 13, 27) for byte in head)
    return b"\0" in head or control > len(head) / 50
