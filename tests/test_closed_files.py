"""What is closed in an export is in no file that the program writes of it: searched for in their bytes."""

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from served import MINUTES, tiny_session

from pipeline.app.adding import add_files
from pipeline.app.files import AS_THEY_ARE, Kept, Terms
from pipeline.app.jobs import open_jobs
from pipeline.app.oparl import OParl, write_oparl
from pipeline.app.receiving import receive
from pipeline.app.spool import Spool
from pipeline.app.table import table_lines
from pipeline.archive import Outcome
from pipeline.domain import JobLine
from pipeline.serialize import to_export, to_json
from tests.exports import agenda, item, part, write

SECRET = b"Hemmelig"
BASE = "https://data.example"


def closed(number: str = "1", words: str = "Sagen handler om en borger.") -> dict:
    """Return a closed item with a secret in each place that an item has."""
    return item(number, "Lukket: Moler", part("Hemmelig sag", f"<p>Hemmeligt. {words}</p>"), IsOpen=False,
                CaseNumber="25/1", Bilag=[{"Navn": "Hemmeligt"}], ItemDecision="Hemmeligt")  # fmt: skip


OPEN = item("2", "Havne", part("Sag", "<p>Der er fire pladser ved broen i Marstal.</p>"))


@pytest.fixture
def session(archive, encoder, word_links, tmp_path):
    (tmp_path / "own").mkdir()
    return tiny_session(archive, encoder, word_links, tmp_path / "own")


def holding(folder: Path) -> list[Path]:
    """Return the files in a folder that have the secret in their bytes, or in those that are packed."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(SECRET.lower() in data.lower() for data in contents(path))]


def contents(path: Path) -> list[bytes]:
    """Return the bytes of a file, and of what is packed in it."""
    if not zipfile.is_zipfile(path):
        return [path.read_bytes()]
    with zipfile.ZipFile(path) as packed:
        return [packed.read(name) for name in packed.namelist()]


def test_exports_for_others_have_none_of_it(session, tmp_path):
    given = write(tmp_path / "given", a=agenda(closed(), OPEN))
    add_files(session, [given], lambda files: files, lambda kept: None)
    out = tmp_path / "out"
    write_oparl(out, OParl(session, BASE, pytest.fail).entries(), BASE)
    (out / "items.csv").write_text("".join(table_lines(session, pytest.fail)), encoding="utf-8")
    stored = [session.archive.minutes(one.id) for one in session.archive.meetings()]
    rows = [form(one) for one in stored for form in (to_json, to_export)]
    (out / "items.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    assert any("Havne" in path.read_text(encoding="utf-8") for path in out.rglob("*.json"))
    assert holding(out) == []


@pytest.mark.parametrize(
    "given",
    [
        {"a": agenda(closed(), OPEN)},
        {"a": agenda(closed(), OPEN), "b": agenda(closed(), item("2", "Havne", part("Sag", "Andet.")))},
        {"a": {**agenda(closed(), OPEN), "Moede": {"Id": "m1"}}},
    ],
    ids=["read", "contradicts", "without date"],
)
def test_no_file_that_came_by_the_page_is_kept_whatever_became_of_it(session, tmp_path, given):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, value in given.items():
            folder.writestr(f"{name}.json", json.dumps(value, ensure_ascii=False))
    packed.seek(0)
    jobs = open_jobs(session)
    job = receive(session, jobs, [("eksport.zip", packed)])
    jobs.run_waiting()
    assert not [path for path in Spool(session.archive).folder.rglob("*") if path.is_file()]
    lines = [(line.text, dict(line.data)) for line in session.archive.job_lines(job.number)]
    assert SECRET.decode() not in repr(lines)
    assert [path for path in holding(tmp_path) if path.name.startswith("archive.db")] == []


AGENDA = MINUTES.replace("Eventuelt", "Hemmeligt lejemål")
DOUBTFUL = AGENDA.replace("\n2. Ny badebro\nSag", "\nSag")
DATELESS = AGENDA.replace("Mødedato: 4. maj 2021 kl. 15:00\n", "")


@pytest.fixture
def waiting(session):
    """Send a file to the page that a person has to say more of; return its job."""

    def waiting(text: str) -> int:
        jobs = open_jobs(session)
        job = receive(session, jobs, [("dagsorden.txt", io.BytesIO(text.encode()))])
        jobs.run_waiting()
        assert holding(Spool(session.archive).folder)
        return job.number

    return waiting


def close(session, folder, day: str) -> None:
    """Add what a case system exports: minutes of Molerudvalget that close an item."""
    minutes = agenda(closed(), OPEN, Dato=f"{day}T15:00:00+02:00", name="Referat")
    add_files(session, [write(folder / "given", a=minutes)], lambda files: files, lambda kept: None)
    shutil.rmtree(folder / "given")


@pytest.mark.parametrize(
    "text", [DOUBTFUL, DATELESS.replace("Kystudvalget", "MOLERUDVALGET")], ids=["doubtful", "without date"]
)
def test_what_waits_for_a_person_goes_when_its_meeting_closes_an_item(session, waiting, tmp_path, text):
    job = waiting(text)
    close(session, tmp_path, "2021-05-04")
    assert holding(tmp_path) == []
    assert session.archive.job_lines(job)[-1].text.startswith("Taget ud: et punkt er lukket nu")


@pytest.mark.parametrize(
    ("text", "day"),
    [(DOUBTFUL, "2021-05-05"), (DATELESS, "2021-05-04")],
    ids=["other day", "other committee"],
)
def test_what_waits_of_another_meeting_waits_on(session, waiting, tmp_path, text, day):
    job = waiting(text)
    close(session, tmp_path, day)
    assert session.archive.job_lines(job)[-1].step == "over"
    assert holding(Spool(session.archive).folder)


UNDATED = DATELESS.replace("Kystudvalget", "MOLERUDVALGET")
OTHERS = DOUBTFUL.replace("Kystudvalget", "Havneudvalget")


@pytest.fixture
def sent(session):
    """Send a file to the page that a person has to say more of; return the last line of its job about it."""

    def sent(text: str, terms: Terms = AS_THEY_ARE) -> JobLine:
        jobs = open_jobs(session)
        job = receive(session, jobs, [("dagsorden.txt", io.BytesIO(text.encode()))], terms=terms)
        jobs.run_waiting()
        return session.archive.job_lines(job.number)[-2]

    return sent


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (OTHERS.replace("Havneudvalget", "Molerudvalget"), AS_THEY_ARE),
        (OTHERS.replace("Havneudvalget\n", ""), Terms(committee="Molerudvalget")),
        (OTHERS.replace("Ny badebro", "MOLER"), AS_THEY_ARE),
        (OTHERS.replace("fire pladser", "sag 25/1"), AS_THEY_ARE),
        (UNDATED, AS_THEY_ARE),
        (DATELESS.replace("fire pladser", "sag 25/1"), AS_THEY_ARE),
    ],
    ids=["committee", "committee given", "title", "case", "undated, committee", "undated, case"],
)
def test_what_comes_after_its_meeting_closed_an_item_does_not_wait(session, sent, tmp_path, text, terms):
    close(session, tmp_path, "2021-05-04")
    line = sent(text, terms)
    assert (line.step, line.data) == ("failed", {})
    assert "er lukket" in line.text
    assert holding(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [(OTHERS, "2021-05-04"), (DOUBTFUL, "2021-05-05"), (DATELESS, "2021-05-04")],
    ids=["other committee", "other day", "undated, other committee"],
)
def test_what_comes_of_another_meeting_than_that_with_closed_items_waits(session, sent, tmp_path, text, day):
    close(session, tmp_path, day)
    assert sent(text).step in {"doubtful", "failed"}
    assert holding(Spool(session.archive).folder)


def test_a_text_that_comes_after_a_case_system_closed_an_item_does_not_open_it(session, tmp_path):
    close(session, tmp_path, "2021-05-04")
    given, told, text = tmp_path / "referat.txt", list[Kept](), AGENDA
    for word, other in (
        ("Kystudvalget", "Molerudvalget"),
        ("Ny badebro", "Havne"),
        ("Hemmeligt lejemål", "Moler"),
        ("Intet", "Hemmeligt"),
    ):
        text = text.replace(word, other)
    given.write_text(text, encoding="utf-8")
    add_files(session, [given], lambda files: files, told.append)
    given.unlink()
    assert [one.outcome for one in told] == [Outcome.OLDER]
    assert holding(tmp_path) == []
