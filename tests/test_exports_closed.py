"""What is closed in an export is in no file, index or answer: searched for in their bytes."""

import json
from pathlib import Path

import pytest

from pipeline.archive import Archive, Outcome
from pipeline.domain import Minutes, TaggedItem, TaggedMinutes
from pipeline.minutes import split_passages
from pipeline.minutes.inputs import find_inputs
from pipeline.serialize import to_export, to_json
from tests.exports import LIMITS, agenda, item, part, read_all, write

SAMPLES = Path(__file__).parent / "data" / "exports"
CLOSED = (
    "Skjult", "Lukket tekst", "Fortroligt regneark", "Lejekontrakt", "Løntal", "Tjenstlig samtale",
    "Forhandling om lejemål", "Lukket notat", "Hemmelig",
)  # fmt: skip
"""What stands in closed items and in names of closed attachments of the samples, and nowhere else there."""


def tagged(minutes: Minutes) -> TaggedMinutes:
    """Return minutes with their passages, as a model that finds nothing would tag them."""
    items = (
        TaggedItem(item=one, passages=split_passages(minutes.text, one), entities=(), themes=())
        for one in minutes.items
    )
    return TaggedMinutes(minutes=minutes, items=tuple(items))


@pytest.fixture
def samples(tmp_path) -> tuple[Minutes, ...]:
    """The samples, joined as they are kept, and one with a secret in each place that a closed item has."""
    secret = item("1", "Lukket: Moler", part("Sag", "<p>Hemmeligt</p>"), IsOpen=False, CaseNumber="25/1",
                  Bilag=[{"Navn": "Hemmeligt"}], ItemDecision="Hemmeligt")  # fmt: skip
    write(tmp_path / "own", a=agenda(secret, item("2", "Havne")))
    folders = [*sorted(path for path in SAMPLES.glob("*/*") if path.is_dir()), tmp_path / "own"]
    found = (one for folder in folders for one in find_inputs([folder], LIMITS, join=True))
    return tuple(one.read().cut for one in found if not one.withdrawn)


def leaks(data: bytes) -> list[str]:
    return [word for word in CLOSED if word.encode() in data or word.casefold().encode() in data.lower()]


def test_the_samples_hold_what_is_looked_for():
    held = b"".join(path.read_bytes() for path in SAMPLES.rglob("*.[xX][mM][lL]"))
    assert leaks(held) == list(CLOSED[:-1])


def test_no_answer_and_no_export_has_it(samples):
    rows = [form(tagged(minutes)) for minutes in samples for form in (to_json, to_export)]
    assert leaks(json.dumps(rows, ensure_ascii=False).encode()) == []


def test_no_file_of_an_archive_has_it(samples, put, archive, tmp_path):
    for minutes in samples:
        put(tagged(minutes))
    for path in (path for path in tmp_path.rglob("archive.db*") if path.is_file()):
        assert leaks(path.read_bytes()) == [], path
    archive.delete(archive.meetings()[0].id)
    assert leaks((tmp_path / "archive.db-wal").read_bytes()) == []


def test_an_archive_gives_back_what_was_put_in(samples, put, archive: Archive):
    added = [(put(tagged(minutes)), minutes) for minutes in samples]
    kept = {one.meeting_id: minutes for one, minutes in added if one.outcome is not Outcome.OLDER}
    for meeting_id, minutes in kept.items():
        assert archive.minutes(meeting_id).minutes == minutes


def test_an_error_does_not_quote_it(tmp_path):
    text = json.dumps(agenda(item("1", "Moler", part("Sag", "<p>Hemmeligt</p>"), IsOpen=False)))
    for at, end in enumerate(range(5, len(text), 40)):
        (tmp_path / f"a{at}.json").write_text(text[:end], encoding="utf-8")
    sample = next((SAMPLES / "agman-aarhus").rglob("publication.xml")).read_bytes()
    for at, end in enumerate(range(200, len(sample), 300)):
        (tmp_path / f"b{at}.xml").write_bytes(sample[:end])
    said = [str(error) for error in read_all(tmp_path)]
    assert len(said) > 15
    assert leaks("".join(said).encode()) == []
