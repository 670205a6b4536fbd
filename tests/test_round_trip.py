"""An archive of all samples, corrected, is exported and read back to the same archive."""

import datetime as dt
from pathlib import Path

import pytest
from served import tiny_session

from pipeline.app.adding import add_files
from pipeline.app.corrections import Corrector
from pipeline.app.door import to_line
from pipeline.app.files import AS_THEY_ARE, Terms
from pipeline.app.session import Session
from pipeline.archive import Archive
from pipeline.domain import (
    CaseChange,
    EntityAction,
    EntityChange,
    Filters,
    Label,
    LinkChange,
    MeetingChange,
    MergeChange,
    NameChange,
    RenameChange,
    Signature,
    SplitChange,
    ThemeChange,
    Withheld,
)
from tests.exports import agenda, item, part, write

DATA = Path(__file__).parent / "data"
FOLDERS = sorted(path for path in (DATA / "exports").glob("*/*") if path.is_dir())
TEXTS = sorted((DATA / "invented").glob("*.txt"))
OPEN = [item("1", "Havne", part("Sag", "<p>Havnen i Søby uddybes.</p>")), item("3", "Fyr")]


@pytest.fixture
def opened(encoder, word_links, tmp_path):
    """Open a new archive, and a session over it."""
    archives = list[Archive]()

    def opened(name: str) -> Session:
        folder = tmp_path / name
        folder.mkdir()
        archives.append(Archive.open(str(folder / "archive.db")))
        return tiny_session(archives[-1], encoder, word_links, folder)

    yield opened
    for archive in archives:
        archive.close()


def keep(session: Session, path: Path, terms: Terms = AS_THEY_ARE) -> list[object]:
    told = list[object]()
    add_files(session, [path], lambda files: files, told.append, terms)
    return told


def sign(minute: int) -> Signature:
    return Signature(by="Åse", at=dt.datetime(2026, 5, 4, 10, minute, tzinfo=dt.UTC), why="læst igen")


def mention(text: str, word: str) -> EntityChange:
    place = {"start": text.index(word), "end": text.index(word) + len(word), "text": word}
    return EntityChange(action=EntityAction.ADD, **place, label=Label.PERSON, norm=word)


def correct_all(session: Session) -> None:
    """Correct something in each way there is, in items of several meetings, and take something back."""
    archive, corrector = session.archive, Corrector(session.processor, session.archive)
    first, *_, last = archive.meetings()
    one, two = (item.id for item in archive.items(Filters(meeting=first.id))[:2])
    late = archive.items(Filters(meeting=last.id))[0].id
    text, other = archive.item(two).text, archive.item(late).text
    name, canonical = sorted({*other.split()})[-2:]
    changes = (
        (one, ThemeChange(theme="kapacitet", assigned=True)),
        (late, mention(other, name)),
        (late, mention(other, canonical)),
        (late, LinkChange(earlier=one, kept=True)),
        (late, CaseChange(other=two, same=True)),
        (late, RenameChange(number="7a", title="Æblehavnen")),
        (first.id, MeetingChange(place="Søby", title="Ekstraordinært møde")),
        (two, SplitChange(at=text.index("\n", 30) + 1, title="Et punkt for sig")),
        (one, MergeChange(following=two)),
    )
    for minute, (about, change) in enumerate(changes):
        corrector.correct(about, [change], sign(minute))
    archive.join_names(NameChange(label=Label.PERSON, name=name, canonical=canonical), sign(40))
    corrector.undo(1, sign(50))


def exported(session: Session, path: Path) -> bytes:
    lines = (f"{to_line(meeting)}\n" for meeting in session.archive.export(pytest.fail))
    path.write_text("".join(lines), encoding="utf-8")
    return path.read_bytes()


def keep_one_that_is_closed_later(session: Session, folder: Path) -> None:
    """Keep an agenda, correct what it tells of an item, and keep the minutes that close this item."""
    secret = item("2", "Mole", part("Sag", "<p>Kvasthilde Østergårds lejemål.</p>"))
    keep(session, write(folder / "a", a=agenda(*OPEN, secret)))
    change = ThemeChange(theme="tilsyn", assigned=True)
    session.archive.correct("molerudvalget/2025-03-11/2", [change], sign(55))
    closed = item("2", "Lukket: Mole", IsOpen=False)
    keep(session, write(folder / "b", b=agenda(*OPEN, closed, name="Referat")))
    assert isinstance(session.archive.corrections()[-1].change, Withheld)


def test_an_archive_of_all_samples_is_read_back_to_the_same(opened, tmp_path):
    first, again = opened("first"), opened("again")
    for folder in FOLDERS:
        assert keep(first, folder)
    for at, path in enumerate(TEXTS):
        text = path.read_text(encoding="utf-8").replace("4. maj 2021", f"4. maj {2027 + at}")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
        keep(first, tmp_path / path.name, Terms(date=dt.date(2027 + at, 5, 4), accept=True))
    correct_all(first)
    keep_one_that_is_closed_later(first, tmp_path)
    written = exported(first, tmp_path / "first.jsonl")
    assert written.count(b"\n") == first.archive.stats().meetings + 1, "and what joins names"
    assert first.archive.stats().meetings > len(TEXTS) + len(FOLDERS)
    keep(again, tmp_path / "first.jsonl")
    assert exported(again, tmp_path / "again.jsonl").splitlines() == written.splitlines()
    assert again.archive.corrections() == first.archive.corrections()
    assert list(again.archive.items()) == list(first.archive.items())
