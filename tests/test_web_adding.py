"""Files added on the page: kept until they are in the archive, watched, and decided on where in doubt."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from served import MINUTES, tiny_session
from web_client import client_of

from pipeline.app.spool import Spool
from pipeline.domain import JobState

EXPORTS = Path(__file__).parent / "data" / "exports"
DATELESS = MINUTES.replace("Mødedato: 4. maj 2021 kl. 15:00\n", "")


@pytest.fixture
def session(archive, encoder, word_links, tmp_path):
    return tiny_session(archive, encoder, word_links, tmp_path)


@pytest.fixture
def client(session) -> TestClient:
    return client_of(session)


def csrf(client, path="/tilfoej"):
    return re.search(r'name="csrf" value="(\w+)"', client.get(path).text)[1]


def send(client, *files, **fields):
    """Add files, let them be worked on, and return the page of the job."""
    held = [(name, text if isinstance(text, bytes) else text.encode()) for name, text in files]
    sent = [("filer", (name, io.BytesIO(data), "text/plain")) for name, data in held]
    answer = client.post("/tilfoej", data={"csrf": csrf(client), **fields}, files=sent)
    client.app.state.site.jobs.run_waiting()
    return client.get(answer.url.path).text


def decide(client, **fields):
    data = {"csrf": csrf(client), "job": "1", "fil": "0", **fields}
    answer = client.post("/tilfoej/afgoer", data=data)
    client.app.state.site.jobs.run_waiting()
    return client.get(answer.url.path)


def left(session):
    return [path for path in Spool(session.archive).folder.rglob("*") if path.is_file()]


def test_a_file_is_added_and_then_kept_no_longer(client, session):
    page = send(client, ("møde æøå.txt", MINUTES))
    assert "Tilføjet" in page
    assert 'href="/moede/kystudvalget/2021-05-04"' in page
    assert "møde æøå.txt" in page
    assert session.archive.meeting("kystudvalget/2021-05-04").source == "møde æøå.txt"
    assert not left(session)
    steps = [line.step for line in session.archive.job_lines(1)]
    assert steps == ["reading", "read", "cut", "tagged", "kept", "linking", "linked", "over"]


def test_a_file_that_cannot_be_read_is_told_beside_it_and_the_rest_is_added(client, session):
    page = send(client, ("tom.txt", " "), ("billede.exe", "MZ"), ("referat.txt", MINUTES))
    assert page.index("tom.txt") < page.index("Filen er tom") < page.index("billede.exe")
    assert ".docx" in page
    assert "Tilføjet" in page
    assert not left(session)


def test_an_export_in_a_zip_archive_is_added_document_by_document(client, session):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for folder in ("acadre/1-syddjurs-referat", "acadre/2-norddjurs-dagsorden"):
            for path in sorted((EXPORTS / folder).rglob("*")):
                archive.write(path, path.relative_to(EXPORTS))
    page = send(client, ("eksport.zip", packed.getvalue()), ("tom.zip", "PK\x03\x04æ"), ("a.txt", MINUTES))
    assert page.count("Tilføjet") == session.archive.stats().meetings == 3
    assert "En beskadiget fil" in page
    assert not left(session)


def test_the_same_minutes_are_reported_as_there_already(client):
    send(client, ("a.txt", MINUTES))
    assert "Fandtes i forvejen" in send(client, ("b.txt", MINUTES))


def test_a_new_version_is_reported_with_the_way_to_what_changed(client):
    send(client, ("a.txt", MINUTES))
    page = send(client, ("a.txt", MINUTES.replace("1,2 mio.", "1,9 mio.")))
    assert "Ny udgave" in page
    assert 'href="/moede/kystudvalget/2021-05-04/udgaver"' in page


def test_a_file_without_a_date_waits_until_a_person_gives_one(client, session):
    page = send(client, ("referat.txt", DATELESS))
    assert 'name="dato"' in page
    assert left(session)
    assert "1 fil venter" in client.get("/tilfoej").text
    assert "Tilføjet" in decide(client, valg="igen", dato="2021-05-06").text
    assert session.archive.meeting("kystudvalget/2021-05-06")
    assert not left(session)
    assert 'href="/job/2"' in client.get("/job/1").text


def test_a_file_that_is_doubted_is_shown_with_its_doubts_and_added_once_a_person_accepts_it(client, session):
    page = send(client, ("referat.txt", MINUTES.replace("\n2. Ny badebro\nSag", "\nSag")))
    assert "ikke, før du har set efter" in page
    assert "Eventuelt" in page.split("som den er skåret nu")[1]
    assert session.archive.stats().meetings == 0
    assert "Tilføjet" in decide(client, valg="tag").text
    assert session.archive.stats().meetings == 1


def test_a_file_can_be_taken_out_and_is_decided_on_once(client, session):
    send(client, ("referat.txt", DATELESS))
    assert "Taget ud" in decide(client, valg="drop").text
    assert not left(session)
    assert client.get("/job/1").text.count("<form") == 1  # the search at the top
    data = {"csrf": csrf(client), "job": "1", "fil": "0", "valg": "tag"}
    assert client.post("/tilfoej/afgoer", data=data).status_code == 400


def test_too_many_and_too_large_are_refused(client, session):
    limits = session.config.web
    answer = client.post("/tilfoej", headers={"content-length": str(limits.max_bytes + 1)})
    assert answer.status_code == 413
    assert "højst" in answer.text
    page = client.post(
        "/tilfoej",
        data={"csrf": csrf(client)},
        files=[("filer", (f"{n}.txt", b"x")) for n in range(limits.max_files + 1)],
    )
    assert page.status_code == 400
    assert not left(session)
    assert client.post("/tilfoej", data={"csrf": csrf(client)}).status_code == 422


def test_a_stop_in_the_middle_of_a_file_is_no_duplicate_of_it_and_loses_none(client, session):
    jobs = client.app.state.site.jobs
    send(client, ("a.txt", MINUTES), ("b.txt", MINUTES.replace("4. maj", "5. maj")))
    # As if the server was killed when the second was in the archive, but not yet told.
    with session.archive._database.writing() as connection:
        connection.exec_driver_sql("UPDATE jobs SET state = 'running', ended = NULL")
        connection.exec_driver_sql("DELETE FROM job_lines WHERE subject = '1' AND position > 9")
    batch = session.archive.job(1).about["batch"]
    kept = Spool(session.archive).folder / batch / "1" / "b.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text(MINUTES.replace("4. maj", "5. maj"), encoding="utf-8")
    jobs.take_up()
    page = client.get("/job/1").text
    assert session.archive.job(1).state is JobState.DONE
    assert (page.count("Tilføjet"), page.count("Fandtes")) == (2, 0)
    assert not left(session)


def test_files_that_were_coming_when_the_server_was_stopped_are_removed_and_told(client, session):
    half = Spool(session.archive).folder / "abcd-1234" / "0" / "ålegræs.txt"
    half.parent.mkdir(parents=True)
    half.write_text("Refe", encoding="utf-8")
    client.app.state.site.jobs.take_up()
    assert not left(session)
    assert session.archive.job(1).state is JobState.BROKEN_OFF
    assert "blev stoppet" in client.get("/job/1").text


def test_the_progress_of_a_job_comes_as_events_and_ends(client):
    send(client, ("a.txt", MINUTES))
    told = client.get("/job/1/events").text
    assert told.count("data: ") == 9
    assert "event: over" in told
    again = client.get("/job/1/events", headers={"last-event-id": "7"}).text
    assert again.count("data: ") == 2
    assert client.get("/job/9/events").status_code == 404
