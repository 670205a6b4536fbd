"""The same export with other bytes says the same: byte order marks, line ends, letters in two parts."""

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.domain import Minutes
from pipeline.minutes.exports.rendering import to_minutes
from pipeline.minutes.exports.systems import content_of
from tests.exports import LIMITS, File

SAMPLES = Path(__file__).parent / "data" / "exports"
BOM = b"\xef\xbb\xbf"


def read(data: bytes) -> list[Minutes]:
    content = content_of(File(name="fil", data=data, config=LIMITS))
    assert content is not None
    return [to_minutes(record) for record in content.records]


FILES = [
    path
    for path in sorted((*SAMPLES.rglob("*.[xX][mM][lL]"), *SAMPLES.rglob("*.json")))
    if not path.name.startswith("expected") and read(path.read_bytes())
]


def silent(minutes: list[Minutes]) -> list[Minutes]:
    """Return minutes without the notes, which count what was removed."""
    return [replace(one, ledger=replace(one.ledger, notes=())) for one in minutes]


def without_declaration(data: bytes) -> bytes:
    return re.sub(rb"^(\xef\xbb\xbf)?\s*<\?xml[^>]*\?>", b"", data)


def in_two_parts(data: bytes) -> bytes:
    return unicodedata.normalize("NFD", data.decode()).encode()


CHANGES = {
    "a mark of order": lambda data: BOM + b"\r\n " + data.removeprefix(BOM),
    "no mark of order": lambda data: data.removeprefix(BOM),
    "no declaration": without_declaration,
    "other line ends": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "letters in two parts": in_two_parts,
    "UTF-16": lambda data: data.removeprefix(BOM).decode().encode("utf-16"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SAMPLES).parts[0])
def test_other_bytes_say_the_same(path, change):
    data = path.read_bytes()
    assert silent(read(change(data))) == silent(read(data))


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix != ".json"])
def test_characters_that_xml_forbids_are_removed_wherever_they_stand(path):
    data = path.read_bytes()
    changed = re.sub(rb">(?=[A-Za-z])", b">&#xC;\x0c", data)
    assert silent(read(changed)) == silent(read(data))
    assert any("characters removed" in note for note in read(changed)[0].ledger.notes)
