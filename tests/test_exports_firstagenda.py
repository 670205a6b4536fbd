"""FirstAgenda: agendas, lists of meetings and search answers, with the quirks that real ones have."""

import datetime as dt
import json

import pytest

from pipeline.domain import Earlier, SectionName, Status
from pipeline.errors import SourceError
from pipeline.minutes.exports.firstagenda import read, recognises
from tests.exports import ZERO, agenda, item, part, read_all, write


def only(tmp_path, *items, **meeting):
    (minutes,) = read_all(write(tmp_path, a=agenda(*items, **meeting)))
    return minutes


def sections(minutes, at=0):
    return [
        (section.printed, minutes.text[section.start : section.end].removeprefix(section.printed).strip())
        for section in minutes.items[at].sections
    ]


def test_a_heading_outside_every_span_names_a_section_and_one_inside_stays_in_it(tmp_path):
    inner = "<p>Først.</p><h3><span>Belægning</span></h3><p>Så.</p>"
    html = f"{part('Sagsfremstilling', inner)}<div>{part('Indstilling', '<p>At.</p>')}</div>"
    minutes = only(tmp_path, item("1", "Moler", html))
    assert sections(minutes) == [("Sagsfremstilling", "Først.\n\nBelægning\n\nSå."), ("Indstilling", "At.")]
    assert [section.name for section in minutes.items[0].sections] == [
        SectionName.SAGSFREMSTILLING, SectionName.INDSTILLING,
    ]  # fmt: skip


@pytest.mark.parametrize("inner", ["<span>Belægning", "<SPAN>Belægning</SPAN>", "<b>Belægning</span>"])
def test_bodies_in_disorder_are_put_in_order_before_headings_are_told(tmp_path, inner):
    html = f"{part('Sag', f'<p>{inner}</p><h3>Under</h3>')}{part('Indstilling', '<p>At.</p>')}"
    minutes = only(tmp_path, item("1", "Moler", html))
    assert "Indstilling" in [printed for printed, _ in sections(minutes)]
    assert minutes.text.count("Belægning") == 1


def test_a_heading_without_text_below_says_all_the_same_who_decided(tmp_path):
    minutes = only(tmp_path, item("1", "Moler", part("Beslutning i Byrådet den 04-02-2025", "")))
    assert minutes.items[0].earlier == (Earlier(committee="Byrådet", date=dt.date(2025, 2, 4)),)


def test_a_heading_in_a_heading_is_part_of_it(tmp_path):
    minutes = only(tmp_path, item("1", "Moler", "<h3>Sag<div><h3>en</h3></div></h3><p>Ja.</p>"))
    assert sections(minutes) == [("Sag en", "Ja.")]


def test_several_fields_are_sections_of_their_own_html_or_text(tmp_path):
    fields = [
        {"Navn": "Resume", "Html": "<p>Kort <h3>ikke en sektion</h3></p>", "Tekst": None},
        {"Navn": "Økonomi", "Html": None, "Tekst": "Ingen.\r\n\r\nSlet ingen."},
        {"Navn": "", "Html": "", "Tekst": None},
    ]
    minutes = only(tmp_path, item("1", "Moler", Felter=fields))
    assert sections(minutes) == [("Resume", "Kort\n\nikke en sektion"), ("Økonomi", "Ingen.\n\nSlet ingen.")]


def test_lists_of_one_may_be_that_one(tmp_path):
    one = item("1", "Moler", Felter={"Navn": "", "Tekst": "Så."}, Bilag={"Navn": "Kort"})
    minutes = only(tmp_path, one)
    assert sections(minutes)[0] == ("", "Så.")
    assert [attached.text for attached in minutes.items[0].attachments] == ["Kort"]


def test_a_list_of_one_item_and_a_period_of_one_committee_may_be_that_one(tmp_path):
    one = {**agenda(item("1", "Moler")), "Dagsordenpunkter": item("1", "Moler")}
    meeting = {"Id": "A1", "ReleasedDate": "2025-03-06T11:02:55+01:00", "Navn": "Referat"}
    listed = {"Udvalg": {"2022-2025": {"Id": "u1", "Navn": "Molerudvalget", "Moeder": meeting}}}
    (minutes,) = read_all(write(tmp_path, liste=listed, a=one))
    assert ([one.title for one in minutes.items], minutes.stamp[:10]) == (["Moler"], "2025-03-06")


@pytest.mark.parametrize(("own", "status"), [(None, Status.MINUTES), ("Dagsorden", Status.AGENDA)])
def test_a_list_of_meetings_says_what_an_agenda_without_a_name_is(tmp_path, own, status):
    one, meeting = agenda(item("1", "Moler"), name=own), {"Id": "A1", "Navn": "Referat"}
    (minutes,) = read_all(write(tmp_path, liste={"Navn": "Molerudvalget", "Moeder": [meeting]}, a=one))
    assert (minutes.status, minutes.meeting.title) == (status, own or "Referat")


def test_decisions_of_others_and_of_other_days_are_earlier_treatments(tmp_path):
    own, other, same_day = (
        part(f"Beslutning i {whose} den {day}", "<p>Godkendt.</p>")
        for whose, day in (
            ("MOLERUDVALGET (MOU)", "11-03-2025"), ("Molerudvalget", "04-02-2025"), ("Byrådet", "11-03-2025"),
        )
    )  # fmt: skip
    minutes = only(tmp_path, item("1", "Moler", other + own + other + same_day), name="Referat")
    assert minutes.items[0].earlier == (
        Earlier(committee="Molerudvalget", date=dt.date(2025, 2, 4)),
        Earlier(committee="Byrådet", date=dt.date(2025, 3, 11)),
    )
    assert [section.name for section in minutes.items[0].sections] == [
        SectionName.SAGSFORLOEB, SectionName.BESLUTNING, SectionName.SAGSFORLOEB, SectionName.SAGSFORLOEB,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "status"),
    [("Referat 1. behandling budget", Status.MINUTES), ("Lukket referat", Status.MINUTES),
     ("Dagsorden", Status.AGENDA), ("Tillægsdagsorden", Status.AGENDA), (None, Status.AGENDA)],
)  # fmt: skip
def test_the_name_of_a_meeting_says_what_it_is(tmp_path, name, status):
    assert only(tmp_path, item("1", "Moler"), name=name, Afsluttet=True).status is status


@pytest.mark.parametrize("places", [(0, 0, 0), (2, 1, None)])
def test_items_that_are_not_told_apart_by_their_places_stand_by_their_numbers(tmp_path, places):
    items = [item(number, number, Sorting=at) for number, at in zip(("10", "2", "1"), places, strict=True)]
    assert [one.number for one in only(tmp_path, *items).items] == ["1", "2", "10"]


@pytest.mark.parametrize("is_open", [False, None, "true", 1])
def test_what_is_not_clearly_open_is_closed_with_all_that_it_has(tmp_path, is_open):
    one = item("1", "Lukket: Moler", part("Sag", "<p>Hemmeligt</p>"), IsOpen=is_open, CaseNumber="25/1",
               Bilag=[{"Navn": "Hemmeligt"}])  # fmt: skip
    minutes = only(tmp_path, one)
    (closed,) = minutes.items
    assert (closed.open, closed.title, closed.case_number) == (False, "Lukket: Moler", "25/1")
    assert not closed.sections
    assert not closed.attachments
    assert "Hemmeligt" not in repr(minutes)
    assert "closed items, kept without their text: 1" in minutes.ledger.notes


def test_an_open_item_called_closed_is_doubted(tmp_path):
    minutes = only(tmp_path, item("1", "Lukket punkt: Moler"), item("2", "Lukketid"))
    assert [note for note in minutes.ledger.notes if "closed" in note] == [
        "item 1 is open, but its title says that it is closed"
    ]


def test_items_stand_in_the_order_of_the_meeting(tmp_path):
    items = [item("1.10", "C", Sorting=3), item("1.2", "B", Sorting=2), item("1", "A", Sorting=1)]
    minutes = only(tmp_path, *items)
    assert [(one.number, one.order) for one in minutes.items] == [("1", 1), ("1.2", 2), ("1.10", 3)]


def test_who_cancelled_is_absent_under_one_name(tmp_path):
    people = [{"Name": "Ditte  Vestø ", "Absent": False, "ParticipationCancelled": True},
              {"Name": "Bo", "Absent": False, "ParticipationCancelled": False}]  # fmt: skip
    meeting = only(tmp_path, item("1", "A"), Moededeltagere=people).meeting
    assert (meeting.participants, meeting.absent) == (("Bo",), ("Ditte Vestø",))


def test_numbers_that_stand_twice_or_not_at_all_have_ids_of_their_own(tmp_path):
    minutes = only(tmp_path, item("1", "A"), item("1", "B"), item("", "C"))
    assert [one.id.rpartition("/")[2] for one in minutes.items] == ["1", "1-2", "p3"]
    assert [one.number for one in minutes.items] == ["1", "1", "p3"]
    assert minutes.items[2].made == ("number",)
    assert "numbers that stand before several items: 1" in minutes.ledger.notes


def test_a_number_without_measure_leaves_no_gaps(tmp_path):
    minutes = only(
        tmp_path, item("1", "A"), item("3", "B"), item("9999999999", "C"), item("4.9999999999", "D")
    )
    assert minutes.ledger.gaps == ()


def test_an_item_without_title_has_its_first_words(tmp_path):
    minutes = only(tmp_path, item("1", "", part("Sag", "<ul><li>Moleret er gravet.</li></ul>")))
    assert (minutes.items[0].title, minutes.items[0].made) == ("Moleret er gravet.", ("title",))


def test_a_list_of_meetings_says_when_an_agenda_was_released(tmp_path):
    meeting = {"Id": "A1", "ReleasedDate": "2025-03-06T11:02:55.1207741+01:00", "Navn": "Tillægsdagsorden"}
    listed = {"Udvalg": {"2022-2025": [{"Id": "u1", "Navn": "Molerudvalget", "Moeder": [meeting]}]}}
    (minutes,) = read_all(write(tmp_path, liste=listed, a=agenda(item("1", "A"), name=None)))
    assert (minutes.stamp, minutes.meeting.title) == ("2025-03-06T11:02:55.120774", "Tillægsdagsorden")
    assert minutes.items[0].supplement


def test_a_period_with_one_committee_is_a_list_too():
    assert recognises({"Udvalg": {"Folkeoplysningsudvalget 2014 og frem": []}})
    assert not recognises({"Udvalg": {"Id": "u1", "Navn": "Molerudvalget"}})
    assert not recognises({"Udvalg": {}})
    assert not recognises([{"Dagsordenpunkter": []}])


def test_a_search_answer_gives_way_to_the_whole_agenda(tmp_path):
    whole = agenda(item("1", "A", Id="i1"), item("2", "B", Id="i2"))
    answer = {"Dagsordner": [agenda(item("2", "B", Id="i2"))], "Antal": 1}
    (minutes,) = read_all(write(tmp_path, answer=answer, whole=whole))
    assert minutes.source == "whole.json"
    assert "takes the place of answer.json" in minutes.ledger.notes


def test_an_agenda_without_a_day_names_its_file():
    with pytest.raises(SourceError, match=r"^a\.json: states no day of the meeting"):
        read(agenda(item("1", "A"), Dato="01-01-0001 00:00"), "a.json")


def test_times_are_those_of_copenhagen(tmp_path):
    minutes = only(
        tmp_path, item("1", "A"), Dato="2025-07-01T13:00:00Z", MeetingEndUtc="2025-07-01T16:30:00+02:00"
    )
    assert (minutes.meeting.start, minutes.meeting.end) == (dt.time(15), dt.time(16, 30))


def test_what_nobody_reads_is_named(tmp_path):
    minutes = only(tmp_path, item("1", "A", Lydfiler=[{"Url": "x"}], Presentations=None, Id=ZERO))
    assert "passed over: Lydfiler, Url" in minutes.ledger.notes


def test_a_bom_before_json_and_letters_in_two_parts_are_read(tmp_path):
    title = "A\N{COMBINING RING ABOVE}ben so\N{COMBINING DIAERESIS}"
    text = json.dumps(agenda(item("1", title)), ensure_ascii=False)
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbf\r\n" + text.encode())
    (minutes,) = read_all(tmp_path / "a")
    assert minutes.items[0].title == "Åben sö"


def test_characters_that_no_text_has_are_left_out_and_counted(tmp_path):
    one = item("1", "Mo\x0cler \ud800", part("Sag", "<p>Gra\x00v &#x1;</p>"))
    path = tmp_path / "a.json"
    path.write_text(json.dumps(agenda(one)), encoding="utf-8")
    (minutes,) = read_all(path)
    assert minutes.items[0].title == "Mo ler"
    assert "characters removed that no text has: 2" in minutes.ledger.notes
    minutes.text.encode()
