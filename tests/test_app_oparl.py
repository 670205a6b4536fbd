"""An archive as OParl 1.1: the fields of the standard, and nothing closed.

The tables below are ours: what OParl/spec, schema/*.json, says of the fields that are given.
"""

import datetime as dt
import json
from dataclasses import replace
from functools import partial

import pytest
from typer.testing import CliRunner

from pipeline.app.oparl import OParl, write_oparl
from pipeline.app.session import Session
from pipeline.cli.app import app
from pipeline.config import load_config
from pipeline.domain import Attachment, Earlier, Label, Section, SectionName, Status
from pipeline.errors import ArchiveError
from pipeline.process import Processor

BASE = "https://data.example/oparl"
VERSION = "https://schema.oparl.org/1.1/"


def url(value):
    return isinstance(value, str) and value.startswith(f"{BASE}/")


def moment(value):
    return dt.datetime.fromisoformat(value).tzinfo is not None


def day(value):
    return dt.date.fromisoformat(value) is not None


def of(kind):
    return lambda value: isinstance(value, dict) and value["type"] == VERSION + kind


def many(check):
    return lambda value: isinstance(value, list) and all(map(check, value))


text, number, flag = (partial(lambda kind, value: type(value) is kind, kind) for kind in (str, int, bool))
TIMES = {"created": moment, "modified": moment}
FIELDS = {
    "System": {"oparlVersion": text, "name": text, "body": url},
    "Body": {
        "system": url, "name": text, "organization": url, "person": url, "meeting": url, "paper": url,
        "legislativeTerm": many(text), "agendaItem": url, "consultation": url, "file": url,
        "locationList": url,
    },
    "Organization": {"body": url, "name": text, "meeting": url, "organizationType": text},
    "Person": {"body": url, "name": text},
    "Meeting": {
        "name": text, "meetingState": text, "start": moment, "end": moment, "location": of("Location"),
        "organization": many(url), "invitation": of("File"), "resultsProtocol": of("File"),
        "participant": many(url), "agendaItem": many(of("AgendaItem")), **TIMES,
    },
    "AgendaItem": {
        "meeting": url, "number": text, "order": number, "name": text, "public": flag, "consultation": url,
        "resolutionText": text, "keyword": many(text), **TIMES,
    },
    "Paper": {
        "body": url, "name": text, "reference": text, "date": day, "paperType": text,
        "consultation": many(of("Consultation")),
    },
    "Consultation": {"paper": url, "agendaItem": url, "meeting": url, "organization": many(url)},
    "File": {
        "name": text, "fileName": text, "mimeType": text, "size": number, "sha512Checksum": text,
        "accessUrl": url, "meeting": many(url), **TIMES,
    },
    "Location": {"description": text},
}  # fmt: skip
REQUIRED = {
    "System": {"oparlVersion", "body"},
    "Body": {"name", "organization", "person", "meeting", "paper", "legislativeTerm"},
    "File": {"accessUrl"},
}


def minutes(minutes_of, *items, **meeting):
    """Minutes whose first item decides with its last paragraph."""
    tagged = minutes_of(*items, publisher="Ærø Kommune", start=dt.time(15), place="Rådhuset", **meeting)
    first, *others = tagged.items
    last = first.passages[-1]
    decision = Section(name=SectionName.BESLUTNING, start=last.start, end=last.end)
    item = replace(first.item, sections=(decision,), case_number="27.03.08-P20-1-22")
    return with_items(tagged, replace(first, item=item), *others)


def with_items(tagged, *items, **changed):
    own = replace(tagged.minutes, items=tuple(one.item for one in items), **changed)
    return replace(tagged, minutes=own, items=tuple(items))


DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter på Søhesten.", "Godkendt.")
FERRY = ("Færgen", "Færgen til Marstal sejler tre gange om dagen.")


@pytest.fixture
def session(archive, encoder, word_links):
    session = Session(load_config(), archive)
    vars(session.processor).update(encoder=encoder, links=word_links)
    return session


@pytest.fixture
def export(session, tmp_path):
    """Write the archive; return every file by its path in the folder."""

    def export():
        folder = tmp_path / "oparl"
        write_oparl(folder, OParl(session, BASE, pytest.fail).entries(), BASE)
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}

    return export


@pytest.fixture
def files(put, minutes_of, export):
    put(minutes(minutes_of, DRUGS, FERRY, names={"Søhesten": Label.INSTITUTION}, themes=("stofbehandling",)))
    put(minutes(minutes_of, DRUGS, date=dt.date(2023, 9, 1), absent=("Åse Holm",), participants=("Bo Ærø",)))
    return export()


def objects(files, kind):
    """The objects of a kind, each in its own file."""
    found = (json.loads(files[name]) for name in sorted(files) if name.endswith(".json"))
    return [one for one in found if one.get("type") == VERSION + kind]


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_is_one_of_the_standard_and_of_its_type(files, kind):
    found = objects(files, kind)
    assert found
    for one in found:
        for name, value in one.items():
            if name not in {"id", "type"} and not name.startswith("sagsspor:"):
                assert FIELDS[kind][name](value), f"{kind}.{name}: {value!r}"
        assert REQUIRED.get(kind, set()) <= one.keys()


def addresses(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return {address for one in value for address in addresses(one)}
    return {value} if url(value) else set()


def test_every_address_leads_to_a_file(files):
    for name, content in files.items():
        if name.endswith(".json"):
            for address in addresses(json.loads(content)):
                assert address.removeprefix(f"{BASE}/") in files, f"{name}: {address}"


def test_what_stands_in_a_meeting_does_not_lead_back_to_it_and_does_by_itself(files):
    for meeting in objects(files, "Meeting"):
        file = meeting.get("resultsProtocol") or meeting["invitation"]
        for one in (file, *meeting["agendaItem"]):
            by_itself = json.loads(files[one["id"].removeprefix(f"{BASE}/")])
            assert by_itself.keys() - one.keys() == {"meeting"}


def test_an_object_is_where_its_id_says(files):
    for name, content in files.items():
        if name.endswith(".json") and "type" in json.loads(content):
            assert json.loads(content)["id"] == f"{BASE}/{name}"


def test_a_body_leads_to_all_that_is_of_it(files):
    (body,) = objects(files, "Body")
    assert body["name"] == "Ærø Kommune"
    lists = {
        name: json.loads(files[body[name].removeprefix(f"{BASE}/")])["data"]
        for name in ("meeting", "person", "agendaItem")
    }
    assert [one["start"] for one in lists["meeting"]] == [
        "2023-01-20T15:00:00+01:00",
        "2023-09-01T15:00:00+02:00",
    ]
    assert [one["name"] for one in lists["person"]] == ["Bo Ærø", "Åse Holm"]
    assert len(lists["agendaItem"]) == 3


def test_an_item_tells_its_place_its_decision_and_what_the_standard_has_no_field_for(files):
    drugs, ferry, _ = objects(files, "AgendaItem")
    assert (drugs["order"], ferry["order"], drugs["resolutionText"]) == (0, 1, "Godkendt.")
    assert drugs["keyword"] == ["stofbehandling"]
    assert drugs["sagsspor:themes"] == [{"theme": "stofbehandling", "probability": 0.9}]
    assert drugs["sagsspor:entities"] == [{"label": "INSTITUTION", "text": "Søhesten", "norm": "Søhesten"}]
    assert "resolutionText" not in ferry


def test_a_case_is_a_paper_with_a_consultation_at_each_meeting(files):
    papers = {one["name"]: one for one in objects(files, "Paper")}
    drugs = papers["Stofbehandling"]
    assert (drugs["reference"], drugs["date"]) == ("27.03.08-P20-1-22", "2023-01-20")
    assert len(drugs["consultation"]) == 2
    assert len(papers["Færgen"]["consultation"]) == 1


def test_those_who_take_part_and_those_who_were_absent_are_persons(files):
    _, second = objects(files, "Meeting")
    persons = {person["name"]: person["id"] for person in objects(files, "Person")}
    assert second["participant"] == [persons["Bo Ærø"]]
    assert second["sagsspor:absent"] == [persons["Åse Holm"]]


def test_an_agenda_is_an_invitation_and_its_meeting_lies_ahead(put, minutes_of, export):
    tagged = minutes(minutes_of, DRUGS)
    put(with_items(tagged, *tagged.items, status=Status.AGENDA))
    (meeting,) = objects(export(), "Meeting")
    assert meeting["meetingState"] == "eingeladen"
    assert "resultsProtocol" not in meeting
    assert meeting["invitation"]["mimeType"] == "text/plain"


def test_attachments_and_earlier_treatment_are_told(put, minutes_of, export):
    tagged = minutes(minutes_of, DRUGS)
    (one,) = tagged.items
    item = replace(
        one.item,
        attachments=(Attachment(text="Notat.pdf", start=one.item.start, end=one.item.end),),
        earlier=(Earlier(committee="Økonomiudvalget", date=dt.date(2022, 12, 1)),),
    )
    put(with_items(tagged, replace(one, item=item)))
    (found,) = objects(export(), "AgendaItem")
    assert found["sagsspor:attachments"] == ["Notat.pdf"]
    assert found["sagsspor:earlier"] == [{"organization": "Økonomiudvalget", "date": "2022-12-01"}]


def test_cpr_numbers_are_masked_in_every_file(put, minutes_of, export):
    put(minutes_of(("Klage fra 010190-1234", "Klager 010190-1234 får medhold.")))
    assert not any("010190-1234" in content for content in export().values())


def test_a_long_list_is_in_pages_that_lead_on(put, minutes_of, export):
    put(minutes_of(*[(f"Sag {number}", f"Om {number} pladser.") for number in range(101)]))
    files = export()
    first = json.loads(files["body/uden-udgiver/agendaItem.json"])
    second = json.loads(files["body/uden-udgiver/agendaItem-2.json"])
    assert (len(first["data"]), len(second["data"])) == (100, 1)
    assert first["links"]["next"] == second["links"]["self"]
    assert "next" not in second["links"]


def test_an_empty_archive_is_a_system_without_bodies(export):
    files = export()
    assert json.loads(files["body.json"])["data"] == []


def test_what_is_there_is_not_written_over(session, tmp_path):
    with pytest.raises(ArchiveError, match="is there already"):
        write_oparl(tmp_path, OParl(session, BASE, pytest.fail).entries(), BASE)


def test_the_command_writes_the_folder_for_the_address_it_is_given(
    session, put, minutes_of, tmp_path, monkeypatch
):
    put(minutes_of(FERRY))
    for name in ("links", "encoder"):
        monkeypatch.setattr(Processor, name, getattr(session.processor, name))
    given = [
        "--archive",
        str(session.archive.file),
        "export",
        "--oparl",
        str(tmp_path / "ud"),
        "--base",
        f"{BASE}/",
    ]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "ud" / "system.json").read_text())["body"] == f"{BASE}/body.json"
