"""eDoc of Fujitsu: manifests, a plan of handlings for each item, decisions held back, closed items."""

import datetime as dt

import pytest

from pipeline.domain import Earlier, Status
from pipeline.errors import SourceError
from pipeline.minutes.exports import fujitsu
from pipeline.minutes.exports.rendering import to_minutes
from tests.exports import parsed

SPACE = "http://www.fujitsu.dk/agenda/xml/schemas/2009/03/31/"
OWN = "5B31"
CLOSED = {"AccessIsPublic": "false"}


def el(name, *inside, **children):
    told = "".join(f"<e:{key}>{value}</e:{key}>" for key, value in children.items())
    return f"<e:{name}>{told}{''.join(inside)}</e:{name}>"


def handling(decision="", *absences, identifier=OWN, committee="Ørådet", day="02-04-2019 15:00", **more):
    away = el(
        "HandlingAbsences", *(el("HandlingAbsence", Name=name, Reason=reason) for name, reason in absences)
    )
    told = {"Identifier": identifier, "CommitteeName": committee, "MeetingDate": day,
            "Decision": f"<![CDATA[{decision}]]>", **more}  # fmt: skip
    return el("Handling", away, **told)


def section(title, content, decision="false"):
    return el("CasePresentation", Title=title, Content=f"<![CDATA[{content}]]>", IsDecision=decision)


def attachment(title, order="0", access="Public"):
    return el("Attachment", Title=title, ShowOrder=order, AccessEnumName=access)


def item(number="1", handlings=(), sections=(), attachments=(), access="true", **told):
    own = {"Identifier": OWN, "SerialNo": number, "Title": "Moler", "NeutralTitle": "Lukket sag",
           "CaseNumber": "2019-001511", **told}  # fmt: skip
    inside = (
        el("HandlingPlan", *handlings),
        el("CasePresentations", *sections),
        el("Attachments", *attachments),
    )
    return el("AgendaElement", el("HandlingItem", *inside, **own), AccessIsPublic=access, SortOrder="4")


def record(
    *elements, kind="Agenda", agenda="Dagsorden", day="02-04-2019 15:00", end="01-01-0001 00:00", people=()
):
    held = el("Agenda", el("AgendaElements", *elements), Identifier="060F", Type=agenda)
    persons = el("MeetingParticipants", *people)
    meeting = el("Meeting", persons, held, MeetingIdentifier="CCB7", MeetingDateTime=day, EndDateTime=end)
    committee = el("Committee", meeting, Identifier="1", Name="Ø-rådet")
    root = f'<Root xmlns:e="{SPACE}"><e:OutputTypeEnumName>{kind}</e:OutputTypeEnumName>{committee}</Root>'
    return fujitsu.read(parsed(root), "fil.xml")


def only(**told):
    (one,) = record(item(**told)).items
    return one


def test_a_meeting_has_its_day_and_time_and_an_end_of_the_year_1_is_none():
    read = record()
    assert (read.committee, read.date, read.start, read.end) == (
        "Ø-rådet",
        dt.date(2019, 4, 2),
        dt.time(15),
        None,
    )


def test_an_agenda_without_a_day_is_refused():
    with pytest.raises(SourceError, match="no day"):
        record(day="01-01-0001 00:00")


def test_who_takes_no_part_is_away():
    people = [el("MeetingParticipant", Name=name, Participate=there) for name, there in
              (("Ane  Ø", "true"), ("Bo Å ", "false"), ("Cai", ""))]  # fmt: skip
    assert record(people=people).participants == ("Ane  Ø", "Cai")
    assert record(people=people).absent == ("Bo Å",)


@pytest.mark.parametrize(
    ("kind", "status"), [("Agenda", Status.AGENDA), ("Minute", Status.MINUTES), ("Minutes", Status.MINUTES)]
)
def test_the_output_type_says_whether_it_is_minutes(kind, status):
    assert record(kind=kind).status is status


def test_an_agenda_of_a_type_with_tillaeg_is_a_supplement():
    assert record(agenda="Tillægsdagsorden").supplement


def test_items_are_sorted_by_serial_number_for_orders_repeat_and_a_series_may_begin_at_2():
    assert [one.number for one in record(item("10"), item("2"), item("3")).items] == ["2", "3", "10"]


@pytest.mark.parametrize("access", ["false", "", "måske"])
def test_a_closed_or_unclear_item_gives_no_title_of_its_own_and_no_contents(access):
    steps = [handling("Skjult", ("Bo Å", "Fravær")), handling(identifier="x", day="01-01-2019 15:00")]
    hidden = {"handlings": steps, "sections": [section("Sag", "Skjult")]}
    one = only(access=access, attachments=[attachment("Skjult")], **hidden)
    assert (one.number, one.title, one.neutral_title, one.case_number) == (
        "1",
        "",
        "Lukket sag",
        "2019-001511",
    )
    assert not (one.open)
    assert not (one.bodies)
    assert not (one.attachments)
    assert not (one.absent)
    assert not (one.earlier)
    assert "Skjult" not in repr(one)


def test_a_decision_is_the_last_section():
    one = only(handlings=[handling("Godkendt.")], sections=[section("Sag", "<p>Æ</p>")])
    assert [(body.heading, body.content) for body in one.bodies] == [
        ("Sag", "<p>Æ</p>"),
        ("Beslutning", "Godkendt."),
    ]


def test_a_decision_in_elements_is_read_whole():
    written = handling("x").replace("<![CDATA[x]]>", "<p>Godkendt på <b>Ærø</b>.</p>")
    assert "Beslutning\nGodkendt på Ærø." in to_minutes(record(item(handlings=[written]))).text


def test_a_decision_that_is_a_section_already_is_not_repeated():
    one = only(handlings=[handling("Godkendt.")], sections=[section("Beslutning", "<p>Godkendt</p>", "true")])
    assert [body.content for body in one.bodies] == ["<p>Godkendt</p>"]


@pytest.mark.parametrize("words", ["Beslutning ikke frigivet", "<p>Beslutning ikke frigivet.</p>"])
def test_a_decision_that_is_not_released_is_none(words):
    minutes = to_minutes(record(item(handlings=[handling(words)])))
    assert minutes.not_released == (minutes.items[0].number,)
    assert "frigivet" not in minutes.text


def test_an_item_without_decision_is_not_held_back():
    assert not to_minutes(record(item(handlings=[handling()]))).not_released


def test_the_decision_of_another_meeting_is_not_that_of_this_one():
    one = only(handlings=[handling("Udsat.", ("Bo Å", "Fravær"), identifier="andet", day="08-01-2019 15:00")])
    assert (one.bodies, one.absent) == ((), ())
    assert one.earlier == (Earlier(committee="Ørådet", date=dt.date(2019, 1, 8)),)


@pytest.mark.parametrize("day", ["", "01-01-0001 00:00"])
def test_a_step_that_is_only_planned_is_no_history(day):
    assert (
        only(handlings=[handling(identifier="andet", day=day, PlannedMeeting="01-06-2019 15:00")]).earlier
        == ()
    )


def test_a_confidential_step_is_no_history():
    assert only(handlings=[handling(identifier="andet", Access="Fortrolig publicering")]).earlier == ()


def test_ids_are_compared_whatever_their_letter_case():
    assert only(handlings=[handling("Ja.", identifier=OWN.lower())]).bodies


def test_only_absence_is_absence():
    one = only(handlings=[handling("Ja.", ("Bo Å", "Fravær"), ("Ane Ø", "Inhabil"), ("Cai", ""))])
    assert one.absent == ("Bo Å",)


def test_attachments_are_sorted_and_marked_closed_where_they_are_not_said_to_be_public():
    listed = [attachment("C.pdf", "2"), attachment("B.pdf", "1", "Closed"), attachment("A.pdf", "0", "")]
    assert [(one.name, one.open) for one in only(attachments=listed).attachments] == [
        ("A.pdf", False), ("B.pdf", False), ("C.pdf", True)
    ]  # fmt: skip


@pytest.mark.parametrize("access", ["true", "false"])
def test_a_sheet_to_sign_is_no_item(access):
    read = record(item(Title="Underskriftsblad", access=access))
    assert read.items == ()
    assert "passed over: Underskriftsblad, a sheet to sign" in read.notes


def test_an_empty_neutral_title_and_case_number_are_empty():
    one = only(NeutralTitle="", CaseNumber="")
    assert (one.title, one.neutral_title, one.case_number) == ("Moler", "", "")


def test_an_item_that_calls_itself_supplementary_is():
    assert only(Title="Tillægspunkt: Moler").supplement


def test_a_manifest_points_to_a_file_or_takes_it_back():
    told = {"AgendaIdentifier": "060F", "Timestamp": "2019-04-04T12:24:03", "PathToXml": "\\Ørådet\\a.xml"}
    root = parsed(f'<Root xmlns:e="{SPACE}">{el("Notification", Publish="false", **told)}</Root>')
    (pointer,) = fujitsu.read_manifest(root)
    assert (pointer.path, pointer.agenda_key, pointer.published) == ("\\Ørådet\\a.xml", "060f", False)
    assert pointer.stamp.startswith("2019-04-04T12:24:03")


def test_the_agenda_has_the_key_of_its_manifest():
    assert record().agenda_key == "060f"


@pytest.mark.parametrize(
    ("neutral", "title", "made"), [("Lukket sag", "Lukket sag", ()), ("", "Lukket punkt", ("title",))]
)
def test_a_closed_item_is_called_by_its_neutral_title_or_by_none_of_its_own(neutral, title, made):
    (one,) = to_minutes(record(item(access="false", NeutralTitle=neutral))).items
    assert (one.title, one.made) == (title, made)
