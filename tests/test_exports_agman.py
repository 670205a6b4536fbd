"""Agenda Management and the variant of Aarhus: fields, history, several agendas, what is closed."""

import datetime as dt

import pytest

from pipeline.domain import Earlier, SectionName, Status
from pipeline.errors import SourceError
from pipeline.minutes.exports import agman
from pipeline.minutes.exports.record import Listing
from pipeline.minutes.exports.rendering import to_minutes
from tests.exports import parsed

MEETING = "<Meeting ID='7'><Members>{members}</Members><When>{when}</When><Where> Salen </Where></Meeting>"


def data(text):
    return f"<![CDATA[{text}]]>"


def field(caption, content, kind="Html", has="True", feedback="False"):
    return (
        f"<ItemField><Caption>{data(caption)}</Caption><FieldTypeAsEnum>{data(kind)}</FieldTypeAsEnum>"
        f"<HasContent>{data(has)}</HasContent><IsFeedback>{data(feedback)}</IsFeedback>"
        f"<Content>{data(content)}</Content></ItemField>"
    )


def item(number, *fields, title="Moler", public="True", inside="", key="1"):
    return (
        f"<Item ID='{key}'><Caption>{data(title)}</Caption><IsPublic>{data(public)}</IsPublic>"
        f"<Number>{data(number)}</Number><Fields>{''.join(fields)}</Fields>{inside}</Item>"
    )


def agenda(*items, key="1", extended="False", when="11-03-2025 15:00:00", members=""):
    meeting = MEETING.format(when=when, members=members)
    return (
        f"<Agenda ID='{key}'><IsExtendedAgenda>{extended}</IsExtendedAgenda>{meeting}<Name>Møde</Name>"
        f"<Committee ID='8'><Name>Molerådet</Name></Committee><Items>{''.join(items)}</Items></Agenda>"
    )


def publication(*agendas, kind="2", name="Minutes"):
    return agman.read(
        parsed(
            f"<Publication><Published>16-03-2025 09:12:33</Published><PublicationTypeAsValue>{kind}"
            f"</PublicationTypeAsValue><PublicationTypeAsEnum>{name}</PublicationTypeAsEnum>"
            f"<Agendas>{''.join(agendas)}</Agendas></Publication>"
        ),
        "a.xml",
    )


@pytest.mark.parametrize(
    ("kind", "name", "status"),
    [("0", "Draft", Status.DRAFT), ("1", "Final", Status.AGENDA), ("2", "Minutes", Status.MINUTES),
     ("3", "", Status.MINUTES), ("", "Minutes", Status.MINUTES), ("9", "Other", Status.AGENDA)],
)  # fmt: skip
def test_the_type_says_what_it_is(kind, name, status):
    assert publication(agenda(), kind=kind, name=name).status is status


def test_a_field_without_content_is_no_section_and_an_empty_heading_is_one():
    record = publication(
        agenda(
            item("1", field("Resume", "x", has="False"), field("", "<p>Uden.</p>"), field("RESUME ", "Ja."))
        )
    )
    minutes = to_minutes(record)
    assert [one.printed for one in minutes.items[0].sections] == ["", "RESUME"]
    assert [one.name for one in minutes.items[0].sections] == [SectionName.ANDET, SectionName.RESUME]


def test_plain_text_keeps_its_lines_and_its_angles():
    record = publication(agenda(item("1", field("Sag", "Under < 5\r\nog > 2", kind="Multiline"))))
    assert to_minutes(record).text.endswith("Sag\nUnder < 5\nog > 2")


def test_two_decision_fields_are_two_decisions_whatever_their_headings():
    fields = (field("Udvalg", "<p>Ja.</p>", feedback="True"), field("Byråd", "<p>Nej.</p>", feedback="True"))
    (one,) = to_minutes(publication(agenda(item("1", *fields)))).items
    assert [(section.printed, section.name) for section in one.sections] == [
        ("Udvalg", SectionName.BESLUTNING), ("Byråd", SectionName.BESLUTNING),
    ]  # fmt: skip


@pytest.mark.parametrize(("decided", "sections"), [
    ("Udsat.", [("Beslutning i Byrådet den 12-02-2025", SectionName.SAGSFORLOEB)]),
    ("", []),
])  # fmt: skip
def test_history_is_an_earlier_treatment_with_what_was_decided(decided, sections):
    told = (
        "<ItemHistory><ItemField><Caption>Beslutning</Caption><HasContent>True</HasContent><IsFeedback>True"
        f"</IsFeedback><Content>{decided}</Content><MeetingDetails><CommitteeName>Byrådet</CommitteeName>"
        "<MeetingDueDate>12-02-2025 16:00:00</MeetingDueDate></MeetingDetails></ItemField></ItemHistory>"
    )
    (one,) = to_minutes(publication(agenda(item("1", inside=told)))).items
    assert one.earlier == (Earlier(committee="Byrådet", date=dt.date(2025, 2, 12)),)
    assert [(section.printed, section.name) for section in one.sections][: len(sections)] == sections


def test_earlier_treatments_below_a_heading_are_read_line_by_line():
    lines = "Byrådet den 12. februar 2025, punkt 5\nByrådet den 12.02.2025 sag nr. 5\nByrådet mødtes 1. maj"
    told = field("Tidligere behandling", lines, "Multiline")
    (one,) = to_minutes(publication(agenda(item("1", told)))).items
    assert one.earlier == (Earlier(committee="Byrådet", date=dt.date(2025, 2, 12)),)


@pytest.mark.parametrize("public", ["False", "", "1", "ja"])
def test_what_is_not_clearly_public_is_closed_with_all_that_it_has(public):
    told = "<Enclosures><Enclosure><Name>Skjult</Name></Enclosure></Enclosures>"
    record = publication(agenda(item("1", field("Sag", "Skjult"), public=public, inside=told)))
    assert (record.items[0].open, record.items[0].title) == (False, "Moler")
    assert "Skjult" not in repr(record)


@pytest.mark.parametrize(
    ("said", "is_open"),
    [("", True), ("<IsProtected>False</IsProtected>", True), ("<IsProtected>True</IsProtected>", False),
     ("<IsProtected>1</IsProtected>", False), ("<IsPublic>false</IsPublic>", False), ("<IsPublic/>", False)],
)  # fmt: skip
def test_a_protected_attachment_is_closed(said, is_open):
    told = f"<Enclosures><Enclosure><Name> Kort </Name>{said}</Enclosure></Enclosures>"
    (one,) = publication(agenda(item("1", inside=told))).items
    assert one.attachments == (Listing(name="Kort", open=is_open),)


def test_attachments_listed_again_under_the_agenda_are_not_read_twice():
    again = "<Enclosures><Enclosure><Name>Kort</Name></Enclosure></Enclosures>"
    whole = agenda(item("1", inside=again)).replace("</Agenda>", f"{again}</Agenda>")
    assert [len(one.attachments) for one in publication(whole).items] == [1]


def test_members_who_declined_are_absent_and_those_undecided_are_not():
    members = "".join(
        f"<MeetingMember><ParticipationStatusAsValue>{status}</ParticipationStatusAsValue><Name>M{status}</Name>"
        "</MeetingMember>"
        for status in ("0", "1", "2", "3", "4")
    )
    read = publication(agenda(members=members))
    assert (read.participants, read.absent) == (("M0", "M1", "M4"), ("M2", "M3"))


def test_members_who_took_no_part_in_an_item_are_absent_from_it():
    told = "".join(
        f"<ItemMember><ParticipationStatusAsValue>{status}</ParticipationStatusAsValue><Name>M{status}</Name>"
        "</ItemMember>"
        for status in ("0", "2", "4")
    )
    assert publication(agenda(item("1", inside=f"<Members>{told}</Members>"))).items[0].absent == ("M4",)


def test_a_later_agenda_in_one_publication_is_a_supplement_of_the_meeting():
    main = agenda(item("1.10", title="C"), item("1.2", title="B"), key="1")
    record = publication(agenda(item("1", title="D"), key="2", extended="True"), main)
    assert record.agenda_key == "1"
    assert [(one.title, one.supplement) for one in record.items] == [("B", False), ("C", False), ("D", True)]
    assert not record.supplement


def test_a_publication_without_day_or_agenda_says_so():
    for given in ([], [agenda(when="01-01-0001 00:00:00")]):
        with pytest.raises(SourceError, match=r"^a\.xml: states no day"):
            publication(*given)


def test_an_agenda_without_id_is_read_all_the_same():
    record = publication(agenda(item("1")).replace("<Agenda ID='1'>", "<Agenda>"))
    assert (record.agenda_key, len(record.items)) == ("", 1)


# Aarhus


def aarhus(*items, public="true"):
    meeting = (
        "<Meeting><When>11-03-2025 15:00:00</When></Meeting><Committee><Name>Styregruppen</Name></Committee>"
    )
    told = f"<PublicationTypeAsValue>2</PublicationTypeAsValue><IsPublic>{public}</IsPublic>{meeting}"
    agendas = f"<Agendas><Agenda ID='M-1'>{told}<Items>{''.join(items)}</Items></Agenda></Agendas>"
    return agman.read(
        parsed(f"<Publication TimeStamp='2025-03-16T08:15:31.1180042+01:00'>{agendas}</Publication>"), "a.xml"
    )


def piece(number, key, public="true", enclosures="", content="Ja."):
    fields = f"<Fields><ItemField><Caption>Moler</Caption><Content>{content}</Content></ItemField></Fields>"
    told = f"<Caption>Moler</Caption><IsPublic>{public}</IsPublic><Number>{number}</Number>{fields}"
    return f"<Item ID='{key}'>{told}<Enclosures>{enclosures}</Enclosures></Item>"


def test_numbers_of_the_variant_are_those_printed_and_in_order():
    record = aarhus(piece("1.10", "2_case_M"), piece("1.9", "9_case_M"), piece("1", "1_case_M"))
    assert [one.number for one in record.items] == ["1", "1.9", "1.10"]
    assert record.items[0].bodies[0].heading == "Moler"


def test_items_that_are_the_whole_minutes_are_documents_and_the_closed_one_is_left_out():
    zero = "00000000-0000-0000-0000-000000000000"
    files = [f"<Enclosure><Name>{name}</Name><IsPublic>{public}</IsPublic></Enclosure>"
             for name, public in (("Lukket referat", "false"), ("Referat", "true"))]  # fmt: skip
    record = aarhus(
        piece("1", "1_case_M"),
        piece("0", f"{zero}_Confidentia_case_M", "false", files[0]),
        piece("0", f"{zero}_Public_case_M", "true", "".join(files)),
    )
    assert [one.number for one in record.items] == ["1"]
    assert record.documents == ("Referat",)


def test_an_attachment_that_the_variant_does_not_call_public_is_closed():
    record = aarhus(piece("1", "1_case_M", enclosures="<Enclosure><Name>Kort</Name></Enclosure>"))
    assert record.items[0].attachments == (Listing(name="Kort", open=False),)


def test_an_agenda_that_is_closed_as_a_whole_has_no_open_item():
    assert [one.open for one in aarhus(piece("1", "1_case_M"), public="false").items] == [False]
