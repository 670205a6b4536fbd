"""Old eDoc: items out of order in several agendas of one file, text laid out with lone carriage returns."""

import datetime as dt

import pytest

from pipeline.domain import Earlier, Status
from pipeline.errors import SourceError
from pipeline.minutes.exports import edoc
from pipeline.minutes.exports.edoc_text import read_item
from tests.exports import parsed

PUBLIC, HIDDEN = "SKAL PUBLICERES", "MÅ IKKE PUBLICERES"
HEAD = "\r\r\r2.\tMoler på Ærø\r\rSagsnr.: 2012-41190\rDok.nr.: 2012-9002\r"


def el(name, *inside):
    return f"<{name}>{''.join(inside)}</{name}>"


def item(number, text="", *, publishing=PUBLIC, attachments="", route="", title="Moler på Ærø"):
    told = el("Title", title), el("NeutralTitle", title), el("PublishingType", publishing)
    document = el("Document", *told, el("AgendaItems", route), el("Attachments", attachments))
    return el("MeetingAgendaItem", el("AgendaItemNumber", number), document, el("FullText", text))


def step(committee, day, kind="Åben dagsorden"):
    return el("AgendaItem", el("Committee", committee), el("AgendaType", kind), el("MeetingDate", day))


def attachment(title, publishing=PUBLIC):
    return el(
        "Attachment", el("Title", title), el("PublishingType", publishing), el("FullText", "&#xC;udskrift")
    )


def agenda(*items, kind="Åben dagsorden", whole=""):
    return el(
        "MeetingAgendaType", el("AgendaType", kind), el("MeetingAgendaItems", *items), el("FullText", whole)
    )


def record(*agendas, state="Referat endeligt godkendt", day="05-02-2013 17:00:00"):
    head = el("Committee", "Ørådet"), el("MeetingDate", day), el("MeetingState", state)
    return edoc.read(parsed(el("Meeting", *head, el("MeetingAgendaTypes", *agendas))), "fil.xml")


def only(text="", **told):
    (one,) = record(agenda(item("2", text, **told))).items
    return one


def sections(text):
    return [(body.heading, body.content) for body in read_item(HEAD + text).bodies]


def test_items_are_sorted_across_agendas_and_those_of_a_supplement_marked():
    read = record(agenda(item("2"), item("10"), item("1")), agenda(item("5"), kind="Åben tillægsdagsorden"))
    assert [(one.number, one.supplement) for one in read.items] == [
        ("1", False), ("2", False), ("5", True), ("10", False)
    ]  # fmt: skip


def test_a_supplement_that_counts_anew_stands_behind():
    read = record(agenda(item("1"), item("2")), agenda(item("1"), kind="Åben tillægsdagsorden"))
    assert [(one.number, one.supplement) for one in read.items] == [("1", False), ("2", False), ("1", True)]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("Referat endeligt godkendt", Status.MINUTES),
        ("Dagsorden godkendt", Status.AGENDA),
        ("", Status.AGENDA),
    ],
)
def test_only_minutes_that_are_approved_are_minutes(state, status):
    assert record(state=state).status is status


def test_a_meeting_without_a_day_is_refused():
    with pytest.raises(SourceError, match="no day"):
        record(day="")


@pytest.mark.parametrize(
    ("kind", "publishing"),
    [
        ("Lukket dagsorden", PUBLIC),
        ("Åben dagsorden", HIDDEN),
        ("Åben dagsorden", ""),
        ("Lukket tillægsdagsorden", HIDDEN),
    ],
)
def test_a_closed_or_unclear_item_gives_number_title_and_case_number_alone(kind, publishing):
    hidden = item("4", HEAD + "Ørådet den 1. maj 2012\r\rBaggrund\rSkjult", publishing=publishing,
                  attachments=attachment("Skjult"), route=step("Skjult", "01-01-2013 17:00:00"))  # fmt: skip
    (one,) = record(agenda(hidden, kind=kind)).items
    assert (one.number, one.title, one.case_number, one.open) == ("4", "Moler på Ærø", "2012-41190", False)
    assert not (one.bodies)
    assert not (one.attachments)
    assert not (one.absent)
    assert not (one.earlier)


def test_attachments_are_closed_where_they_are_not_said_to_be_published():
    listed = attachment("Kort") + attachment("Løn", HIDDEN) + attachment("Plan", "")
    assert [(one.name, one.open) for one in only(attachments=listed).attachments] == [
        ("Kort", True), ("Løn", False), ("Plan", False)
    ]  # fmt: skip


def test_the_number_of_the_case_stands_in_the_text():
    assert only(HEAD).case_number == "2012-41190"


def test_headings_stand_alone_on_a_line_below_a_blank_one():
    text = (
        "\rSammendrag\rÉt år.\r\rBaggrund\rEfteråret 2010.\rBaggrund\r\r"
        "Økonomiske konsekvenser og finansiering\rIngen.\r\rBeslutningen træffes af\rKommunalbestyrelsen"
    )
    assert sections(text) == [
        ("Sammendrag", "Ét år."),
        ("Baggrund", "Efteråret 2010.\nBaggrund"),
        ("Økonomiske konsekvenser og finansiering", "Ingen."),
        ("Beslutningen træffes af", "Kommunalbestyrelsen"),
    ]


def test_paragraphs_stay_apart():
    assert sections("\rSagsfremstilling\rEt.\r\r\rTo.") == [("Sagsfremstilling", "Et.\n\n\nTo.")]


@pytest.mark.parametrize("line_end", ["\r", "\n", "\r\n"])
def test_lines_end_in_any_way(line_end):
    text = (HEAD + "\rBaggrund\rEt.\rTo.").replace("\r", line_end)
    assert read_item(text).bodies[-1].content == "Et.\nTo."


def test_a_listing_of_attachments_is_none_of_the_text_and_the_section_before_it_goes_on():
    text = "\ra.\rKonference\r\rBilag\r2013-20881 - Program\r\rb.\rNy leder\r\rBilag\rIngen\r\rc.\rMøde"
    assert sections(text) == [("", "a.\nKonference\n\nb.\nNy leder\n\nc.\nMøde")]


def test_a_listing_may_stand_below_a_blank_line_or_be_empty():
    assert sections("\rBaggrund\rEt.\r\rBilag\r\r2013-20881 - Program\r\rTo.\r\rBilag\r\rTre.") == [
        ("Baggrund", "Et.\n\nTo.\n\nTre.")
    ]


def test_the_decision_is_a_section_with_its_whole_heading():
    heading = "Ø- og Kystudvalgets beslutning den 05.02.2013 Punkt 2"
    assert sections(f"\rIndstilling\rA)\rJa.\r\rBilag\rIngen\r\r\r{heading}\rGodkendt.\r") == [
        ("Indstilling", "A)\nJa."), (heading, "Godkendt.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "absent"),
    [
        ("Bo Å (V)\rAne Ø (A)\r", ("Bo Å (V)", "Ane Ø (A)")),
        (" \r\rEfterskrift", ()),
        ("Bo Å (V), Ane Ø", ("Bo Å (V)", "Ane Ø")),
    ],
)
def test_names_of_those_away_end_at_a_blank_line(names, absent):
    told = read_item(f"{HEAD}\rBaggrund\rEt.\r\rFølgende deltog ikke i behandlingen af punktet:\r{names}")
    assert told.absent == absent
    assert "Bo" not in told.bodies[-1].content


def test_lines_below_the_case_number_tell_of_earlier_treatment_and_lines_of_the_text_do_not():
    lines = "Byrådet den 27. februar 2012 Punkt 5\rØrådet den 3. marts 2012, sag nr. 4\r"
    told = read_item(f"{HEAD}{lines}\rBaggrund\rByrådet den 1. maj 2012")
    assert [(one.committee, one.date.month) for one in told.earlier] == [("Byrådet", 2), ("Ørådet", 3)]


def test_the_route_tells_of_meetings_that_were_held_in_public():
    route = step("Byrådet", "07-01-2013 17:00:00") + step("Økonomiudvalget", "")
    closed = step("Ørådet", "02-01-2013 17:00:00", "Lukket dagsorden")
    assert only(route=route + closed).earlier == (Earlier(committee="Byrådet", date=dt.date(2013, 1, 7)),)


def test_a_title_over_two_lines_is_no_text():
    assert read_item("2.\tMoler\rog broer\r\rSagsnr.: 12-1\r\rBaggrund\rEt.").bodies[0].heading == "Baggrund"


FRONT = (
    "Ørådet\r\rReferat\r\rØrådet\rtirsdag den 5. februar 2013, kl. 17:00\ri Mødecenter B, Lokale 21\r\r"
    "Tilstede\rAne Ø (A) - formand\r\r\rAfbud/Fraværende\r{away}\r\rSekretær\rDag\r\r&#xC;\r"
    "INDHOLDSFORTEGNELSE\r1.\tMoler\r"
)


def test_place_and_who_was_away_stand_in_front_of_the_whole_text():
    read = record(agenda(item("1"), whole=FRONT.format(away="Bo Å (V)\rCai Æ (F) - næstformand")))
    assert (read.place, read.absent) == ("Mødecenter B, Lokale 21", ("Bo Å (V)", "Cai Æ (F)"))
    assert read.participants == ("Ane Ø (A)",)
    assert (read.start, read.end) == (dt.time(17), None)


def test_nobody_away_is_nobody():
    assert record(agenda(item("1"), whole=FRONT.format(away=""))).absent == ()


def test_the_front_of_a_closed_agenda_is_not_read():
    assert record(agenda(item("1"), kind="Lukket dagsorden", whole=FRONT.format(away="Bo Å"))).place == ""
