"""Files as they should never be: minutes in every format, damaged at random or made to cost much."""

import io
import random
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "experiments" / "structure"))

ODD = (
    "\u202e", "\u200b", "\ufeff", "\0", "\x1b[31m", "\x85", "\u2028", "\f", "\ud800", "\U0001f600",
    "e\u0301" * 40,
    "²", "٣", "Ⅻ", "½", "İ", "ß", "\xad", "\xa0", "9" * 5000, "1." * 30, "00.00.00", "32. maj 20200",
    "§" * 50,
)  # fmt: skip
PUMPS = (
    ".", ". ", "A. ", "A", "a ", "1 ", "1. ", "Punkt 1 ", "000 ", " ", "\t", "\n", "-", "(", "§ 1 ",
    "Jens Hansen, ", "kr. ", "1/", "Bilag: ", "i Odense ", "og ", "a-", "1.", ":", "|", "\u200b", "Æ",
    "lov nr. 1 ", "kl. 10 ",
)  # fmt: skip
TAGS = (
    "div",
    "table",
    "b",
    "ul",
    "li",
    "span",
    "p",
    "details",
    "a",
    "h2",
    "ol",
    "td",
    "svg",
    "select",
    "pre",
)
MOST = 60
_PACKED = (b"0 0 9 9 re f ", b"q ", b"BT (A) Tj ET ", b" ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A file as it should be."""

    name: str
    data: bytes


def seeds() -> list[Seed]:
    """Return minutes of our own as text and in every printed form, short ones first."""
    from prints import FORMS

    from pipeline.training.corpus import read_corpus

    found = [Seed(name="example.txt", data=(ROOT / "data" / "example.txt").read_bytes())]
    for corpus in ("corpus", "ordinary"):
        meetings = read_corpus(ROOT / "data" / corpus)
        whole = min(meetings, key=lambda one: one.path.stat().st_size)
        # Two items are enough to break, and are tagged in a second.
        meeting = replace(whole, items=whole.items[:2])
        made = [form.print(meeting) for form in FORMS if form.name != "single"]
        found += [Seed(name=one.name, data=one.data) for one in made]
    texts = sorted((ROOT / "tests" / "data" / "invented").glob("*.*"), key=lambda path: path.stat().st_size)
    found += [
        Seed(name=path.name, data=path.read_bytes()) for path in texts if path.suffix in (".txt", ".html")
    ]
    return found[:MOST]


def mutated(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of `count` files, the same for the same `seed`."""
    whole = seeds()
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")  # noqa: S311 - to be the same again, not to be secret
        one = chance.choice(whole)
        data, names = one.data, list[str]()
        for _ in range(chance.randint(1, 3)):
            change = chance.choice(_CHANGES)
            data = change(data, chance)
            names.append(change.__name__)
        yield f"{number:04}-{'-'.join(names)}-{one.name}", data


def flip(data: bytes, chance: random.Random) -> bytes:
    """Return data with single bytes changed, taken out and put in."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 50))):
        at = chance.randrange(len(changed) + 1)
        changed[at : at + chance.randint(0, 2)] = chance.randbytes(chance.randint(0, 2))
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Return the beginning, or the end, of data."""
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.8 else data[at:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """Return data with a stretch of it many times over."""
    at = chance.randrange(len(data) + 1)
    part = data[at : at + chance.choice((1, 10, 200))]
    return data[:at] + part * min(300, 6_000 // (len(part) or 1)) + data[at:]


def text(data: bytes, chance: random.Random) -> bytes:
    """Return data with an oddity of Unicode, or a long repetition, in it or in a part of it."""
    if chance.random() < 0.5:
        odd = chance.choice(ODD) * chance.choice((1, 1, 30))
    else:
        odd = chance.choice(PUMPS) * chance.choice((50, 600))
    return _inside(data, chance, lambda part: _inserted(part, odd.encode("utf-8", "surrogatepass"), chance))


def numbers(data: bytes, chance: random.Random) -> bytes:
    """Return data with some numbers in it others."""
    other = chance.choice((b"0", b"-1", b"99999999", b"9" * 5000, "²".encode(), b"1e9", b"", b"2147483648"))

    def changed(part: bytes) -> bytes:
        places = [match.span() for match in re.finditer(rb"\d+", part)]
        some = chance.sample(places, min(len(places), chance.choice((1, 3, 20))))
        for start, end in sorted(some, reverse=True):
            part = part[:start] + other + part[end:]
        return part

    return _inside(data, chance, changed)


def nested(data: bytes, chance: random.Random) -> bytes:
    """Return a page with elements inside elements in it; of other files, the text as such a page."""
    opened = f"<{chance.choice(TAGS)}>" * chance.choice((5, 90, 150, 3000, 100_000))
    if b"<body" not in data:
        data = b"<html><body>" + data.replace(b"\n", b"<p>") + b"</body></html>"
    return _inserted(data, opened.encode(), chance)


def elements(data: bytes, chance: random.Random) -> bytes:
    """Return a page or a Word file with the places of its tags exchanged."""

    def changed(part: bytes) -> bytes:
        tags = re.split(rb"(<[^<>]*>)", part)
        for _ in range(chance.choice((1, 10, 60))):
            one, other = chance.randrange(len(tags)), chance.randrange(len(tags))
            tags[one], tags[other] = tags[other], tags[one]
        return b"".join(tags)

    return _inside(data, chance, changed)


def bomb(data: bytes, chance: random.Random) -> bytes:
    """Return a file that unpacks to a hundred times its size and more; text gets a line of a megabyte."""
    if data[:4] == b"PK\x03\x04":
        fill = chance.choice((b" ", b"<w:p/>", b"<w:r><w:t>A</w:t></w:r>", b"<w:tbl>"))
        return _inside(data, chance, lambda part: _inserted(part, fill * (60_000_000 // len(fill)), chance))
    if data[:5] == b"%PDF-":
        packed = zlib.compress(chance.choice(_PACKED) * chance.choice((10_000, 10_000_000)))
        stream = re.search(rb"/Length \d+\s*>>\s*stream\n", data)
        head = b"<</Filter /FlateDecode /Length %d>>stream\n%s\nendstream\nendobj\n" % (len(packed), packed)
        if stream is None or b"<<" not in data[: stream.end()]:
            return data
        return data[: data.rindex(b"<<", 0, stream.end())] + head + data[stream.end() :]
    return _inserted(data, chance.choice(("a", "a ", ".", "<b>")).encode() * 8_000, chance)


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip, cut, repeat, text, text, numbers, nested, elements, bomb,
)  # fmt: skip


def _inserted(data: bytes, new: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + new + data[at:]


def _inside(data: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    """Return data changed; of a Word file, one of its parts."""
    try:
        old = zipfile.ZipFile(io.BytesIO(data))
        parts = {name: old.read(name) for name in old.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError):
        return change(data)
    names = [name for name in parts if name.endswith(".xml")] or list(parts)
    if not names:
        return change(data)
    body = "word/document.xml"
    name = body if body in parts and chance.random() < 0.6 else chance.choice(names)
    parts[name] = change(parts[name])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return written.getvalue()
