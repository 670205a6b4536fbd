"""Exports in folders and archives that are damaged, hostile or mixed with others: one line each, no more."""

import json
import unicodedata
import zipfile
from pathlib import Path

import pytest

from pipeline.app.danish import in_danish
from pipeline.domain import Minutes
from pipeline.errors import SagssporError
from pipeline.minutes.exports.package import Exported
from pipeline.minutes.inputs import find_inputs
from tests.exports import LIMITS, agenda, item, part, read_all, write

SAMPLES = Path(__file__).parent / "data" / "exports"
WHOLE = [
    path
    for path in sorted((*SAMPLES.rglob("*.xml"), *SAMPLES.rglob("*.json")))
    if not path.name.startswith("expected")
]
MOLER = item("1", "Moler", part("Sag", "<p>Hemmeligt ord.</p>"))
NOTICE = (
    '<Root xmlns:e="http://www.fujitsu.dk/agenda/xml/schemas/2009/03/31/"><e:Notification><e:Publish>{publish}'
    "</e:Publish><e:AgendaIdentifier>{key}</e:AgendaIdentifier><e:Timestamp>{stamp}</e:Timestamp>"
    "<e:PathToXml>{path}</e:PathToXml></e:Notification></Root>"
)
AGENDA = (
    '<Root xmlns:e="http://www.fujitsu.dk/agenda/xml/schemas/2009/03/31/"><e:OutputTypeEnumName>Agenda'
    "</e:OutputTypeEnumName><e:Committee><e:Name>Molerudvalget</e:Name><e:Meeting>"
    "<e:MeetingIdentifier>m</e:MeetingIdentifier><e:MeetingDateTime>11-03-2025 15:00</e:MeetingDateTime>"
    "<e:Agenda><e:Identifier>{key}</e:Identifier><e:Type>Dagsorden</e:Type><e:AgendaElements><e:AgendaElement><e:AccessIsPublic>true"
    "</e:AccessIsPublic><e:HandlingItem><e:SerialNo>1</e:SerialNo><e:Title>{title}</e:Title></e:HandlingItem>"
    "</e:AgendaElement></e:AgendaElements></e:Agenda></e:Meeting></e:Committee></Root>"
)


def test_what_a_manifest_says_and_nobody_reads_is_named(tmp_path):
    notice = NOTICE.replace("<e:Publish>", "<e:Havnefoged>Åse</e:Havnefoged><e:Publish>")
    drop(tmp_path, "m.xml", notice, publish="true", key="a", stamp="2025-03-01", path="a.xml")
    drop(tmp_path, "a.xml", AGENDA, key="a", title="Moler")
    (minutes,) = read_all(tmp_path)
    assert "in its manifest passed over: Havnefoged" in minutes.ledger.notes
    assert "ikke læst i eksportens oversigt: Havnefoged" in map(in_danish, minutes.ledger.notes)


def errors(found):
    return [str(one) for one in found if isinstance(one, SagssporError)]


def drop(folder, name, form, **values):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(form.format(**values), encoding="utf-8")


@pytest.mark.parametrize("whole", WHOLE, ids=lambda path: path.name)
@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.999])
def test_a_file_that_is_cut_off_is_one_line_that_names_it(tmp_path, whole, share):
    data = whole.read_bytes().rstrip()
    (tmp_path / "fil.xml").write_bytes(data[: max(1, int(len(data) * share))])
    found = find_inputs([tmp_path], LIMITS)
    for one in found:
        assert isinstance(one, Exported)
        with pytest.raises(SagssporError, match=r"^fil\.xml") as caught:
            one.read()
        assert "\n" not in str(caught.value)


def test_json_that_is_cut_off_names_line_and_column_and_the_rest_is_read(tmp_path):
    write(tmp_path, a=agenda(MOLER), b=agenda(MOLER, key="b", Dato="2025-04-01T15:00:00+02:00"))
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    (tmp_path / "a.json").write_text(text[:200], encoding="utf-8")
    error, found = read_all(tmp_path)
    assert str(error).startswith("a.json, line 1, column ")
    assert found.source == "b.json"


@pytest.mark.parametrize("changed", [agenda(MOLER, item("2", "Broer")), {"Udvalg": {}, "Moeder": []}])
def test_a_file_that_is_changed_before_its_turn_says_so(tmp_path, changed):
    write(tmp_path, a={**agenda(MOLER), "Fyld": " " * 1_000_000})
    (found,) = find_inputs([tmp_path], LIMITS)
    write(tmp_path, a=changed)
    with pytest.raises(SagssporError, match=r"^a\.json: was changed"):
        found.read()


def test_a_file_that_is_no_long_one_is_read_once(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(agenda(MOLER)), encoding="utf-8")
    (found,) = find_inputs([tmp_path], LIMITS)
    (tmp_path / "a.json").unlink()
    assert "Hemmeligt ord." in found.read().text


def test_json_of_another_kind_is_no_export(tmp_path):
    (tmp_path / "a.json").write_text('{"Udvalg": "Molerudvalget", "Moeder": 3}', encoding="utf-8")
    (tmp_path / "b.json").write_text('{"type": "FeatureCollection", ', encoding="utf-8")
    assert find_inputs([tmp_path], LIMITS) == []


def test_one_object_a_line_is_what_this_program_exports(tmp_path):
    path = tmp_path / "arkiv.jsonl"
    path.write_text(
        '{"text": "Udvalg: Dagsordenpunkter, Moeder"}\n{"text": "Dagsordner"}\n', encoding="utf-8"
    )
    assert find_inputs([path], LIMITS, join=True) == [path]


def test_json_in_itself_without_end_is_refused(tmp_path):
    (tmp_path / "a.json").write_text('{"Dagsordenpunkter":' + "[" * 100_000, encoding="utf-8")
    assert errors(read_all(tmp_path))[0].startswith("a.json, line 1, column 1: ")


def test_a_number_of_thousands_of_digits_is_one_line_and_the_rest_is_read(tmp_path):
    write(tmp_path, a=agenda(item("1", "Moler", Sorting=5)), b=agenda(item("1", "Havne"), key="b"))
    path = tmp_path / "a.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"Sorting": 5', f'"Sorting": {"9" * 5000}'))
    refused, read = read_all(tmp_path)
    assert (refused.code, [one.title for one in read.items]) == ("json-damaged", ["Havne"])


def test_a_file_larger_than_minutes_is_refused(tmp_path):
    write(tmp_path, a=agenda(MOLER))
    (error,) = errors(read_all(tmp_path, max_bytes=100))
    assert error.startswith("a.json: 0 MB, minutes are never that large")


def test_a_text_longer_than_minutes_is_refused(tmp_path):
    write(tmp_path, a=agenda(MOLER))
    (error,) = errors(read_all(tmp_path, max_characters=20))
    assert "characters of text" in error


def test_a_member_that_unpacks_without_end_is_refused_and_the_rest_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bombe.json", '{"Dagsordenpunkter": [' + " " * 3_000_000)
        archive.writestr("a.json", json.dumps(agenda(MOLER)))
    found, error = read_all(tmp_path / "a.zip", max_bytes=1_000_000)
    assert found.source == "a.json"
    assert str(error).startswith("bombe.json: 1 MB, minutes are never that large")


def test_members_that_lead_out_of_an_archive_are_none(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("../a.json", "C:/b.json", "//server/c.json", "d/../../e.json"):
            archive.writestr(name, json.dumps(agenda(MOLER)))
    assert find_inputs([tmp_path / "a.zip"], LIMITS) == [tmp_path / "a.zip"]


def test_an_archive_in_a_folder_is_read_under_its_name(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("2025/a.json", json.dumps(agenda(MOLER)))
    assert [minutes.source for minutes in read_all(tmp_path)] == ["a.zip/2025/a.json"]


def test_a_manifest_is_followed_whatever_the_letter_case_and_the_slashes(tmp_path):
    drop(
        tmp_path, "m.xml", NOTICE, publish="true", key="K", stamp="2025-03-01T12:00:00", path=r"\Udvalg\A.XML"
    )
    drop(tmp_path, "udvalg/a.xml", AGENDA, key="k", title="Moler")
    for path in (tmp_path, tmp_path / "m.xml"):
        (minutes,) = read_all(path)
        assert (minutes.source, minutes.stamp) == ("udvalg/a.xml", "2025-03-01T12:00:00.000000")


def test_a_manifest_is_followed_however_letters_are_coded(tmp_path):
    drop(tmp_path, "m.xml", NOTICE, publish="true", key="a", stamp="2025-03-01", path="\\Ørådet å\\a.xml")
    drop(tmp_path, unicodedata.normalize("NFD", "Ørådet å/a.xml"), AGENDA, key="a", title="Moler")
    (minutes,) = read_all(tmp_path)
    assert minutes.items[0].title == "Moler"


def test_the_newest_manifest_decides_whatever_it_is_called(tmp_path):
    drop(tmp_path, "m2.xml", NOTICE, publish="true", key="k", stamp="2025-03-01T12:00:00", path="gammel.xml")
    drop(tmp_path, "m1.xml", NOTICE, publish="true", key="k", stamp="2025-03-02T12:00:00", path="ny.xml")
    drop(tmp_path, "gammel.xml", AGENDA, key="k", title="Moler")
    drop(tmp_path, "ny.xml", AGENDA, key="k", title="Nye moler")
    (minutes,) = read_all(tmp_path)
    assert minutes.source == "ny.xml"
    assert "takes the place of gammel.xml" in minutes.ledger.notes


def test_a_withdrawal_takes_out_and_a_later_publication_brings_back(tmp_path):
    drop(tmp_path, "a.xml", AGENDA, key="k", title="Moler")
    drop(tmp_path, "m1.xml", NOTICE, publish="true", key="k", stamp="2025-03-01T12:00:00", path="a.xml")
    drop(tmp_path, "m2.xml", NOTICE, publish="false", key="k", stamp="2025-03-02T12:00:00", path="a.xml")
    assert read_all(tmp_path) == []
    drop(tmp_path, "m3.xml", NOTICE, publish="true", key="k", stamp="2025-03-03T12:00:00", path="a.xml")
    assert len(read_all(tmp_path)) == 1


def test_a_manifest_without_its_agenda_says_so_and_older_versions_do_not_step_in(tmp_path):
    drop(tmp_path, "m.xml", NOTICE, publish="true", key="k", stamp="2025-03-02T12:00:00", path="ny.xml")
    drop(tmp_path, "gammel.xml", AGENDA, key="k", title="Moler")
    assert errors(read_all(tmp_path)) == [
        "m.xml: names ny.xml, which is not there or is no agenda; fetch it again"
    ]


@pytest.mark.parametrize(
    "path", [r"..\a.xml", "/../a.xml", r"C:\a.xml", r"\\server\a.xml", "http://edocfarm/a"]
)
def test_a_manifest_that_leads_out_of_its_folder_is_not_followed(tmp_path, path):
    drop(tmp_path, "ude/a.xml", AGENDA, key="k", title="Moler")
    drop(tmp_path, "inde/m.xml", NOTICE, publish="true", key="k", stamp="2025-03-02T12:00:00", path=path)
    assert errors(read_all(tmp_path / "inde")) == ["m.xml: names a file outside its folder; not read"]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    drop(tmp_path, "ude/a.xml", AGENDA, key="k", title="Moler")
    drop(tmp_path, "inde/m.xml", NOTICE, publish="true", key="k", stamp="2025-03-02T12:00:00", path="d/a.xml")
    (tmp_path / "inde" / "d").symlink_to(tmp_path / "ude")
    assert "d/a.xml, which is not there" in errors(read_all(tmp_path / "inde"))[0]


def test_the_agenda_of_another_meeting_is_refused(tmp_path):
    drop(tmp_path, "m.xml", NOTICE, publish="true", key="k", stamp="2025-03-02T12:00:00", path="a.xml")
    drop(tmp_path, "a.xml", AGENDA, key="en anden", title="Moler")
    assert "m.xml: names a.xml, which is the agenda of another meeting; fetch both again" in errors(
        read_all(tmp_path)
    )


def test_other_minutes_in_the_folder_are_read_as_before_and_attachments_are_not(tmp_path):
    sample = SAMPLES / "agman-aarhus" / "2-aarhus-referat" / "publication.xml"
    (tmp_path / "publication.xml").write_bytes(sample.read_bytes())
    attached = ("Appendix_referat - åbent.pdf", "publication.html", "Enclosures/1.pdf", "bilag/notat.docx")
    for name in (*attached, "referat-2019.txt", "2018/referat.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Referat", encoding="utf-8")
    export, *others = find_inputs([tmp_path], LIMITS)
    assert isinstance(export, Exported)
    assert others == [tmp_path / "2018" / "referat.pdf", tmp_path / "referat-2019.txt"]


def test_a_supplement_is_joined_to_its_meeting_where_documents_are_kept(tmp_path):
    extra = agenda(item("1", "Havne", part("Sag", "<p>Nye.</p>"), Bilag=[{"Navn": "Kort"}]), key="b",
                   name="Tillægsdagsorden")  # fmt: skip
    write(tmp_path, a=agenda(MOLER, key="a"), b=extra)
    (one,) = find_inputs([tmp_path], LIMITS, join=True)
    minutes = one.read().cut
    assert [(i.id.rpartition("/")[2], i.order, i.supplement) for i in minutes.items] == [
        ("1", 1, False), ("t1-1", 2, True),
    ]  # fmt: skip
    (_, joined) = minutes.items
    assert minutes.text[joined.start : joined.end].startswith("1. Havne\n\nSag\nNye.")
    assert [minutes.text[s.start : s.end].split("\n")[0] for s in joined.sections] == ["Sag", "Bilag"]
    assert minutes.text[joined.attachments[0].start : joined.attachments[0].end] == "Kort"
    assert (minutes.ledger.listed, minutes.ledger.found) == (2, 2)
    assert "with the supplement b.json: 1" in minutes.ledger.notes


def test_a_note_on_an_export_is_told_in_danish(tmp_path):
    closed = item("2", "Lukket: Havne", IsOpen=False)
    write(tmp_path, a=agenda(MOLER, closed, key="a", name="Referat"), b=agenda(MOLER, closed, key="b"))
    (minutes,) = read_all(tmp_path)
    assert [in_danish(note) for note in minutes.ledger.notes] == [
        "træder i stedet for b.json",
        "lukkede punkter, kun med nummer og titel: 2",
    ]


def test_a_long_file_that_takes_too_long_is_told_in_one_line_and_the_rest_is_read(tmp_path):
    write(tmp_path, long=agenda(item("1", "Moler", part("Sag", "<p>Gravet.</p>" * 10_000))))
    write(tmp_path, short=agenda(item("1", "Havne"), key="a2"))
    assert [isinstance(one, Minutes) for one in read_all(tmp_path)] == [True, True]
    error, minutes = sorted(read_all(tmp_path, max_seconds=0), key=lambda one: isinstance(one, Minutes))
    assert str(error).startswith("long.json: not read after 0 seconds")
    assert minutes.items[0].title == "Havne"
