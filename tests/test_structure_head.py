"""The head says whose meeting, when and where, with labels or without; what it says not, file or user may."""

import datetime as dt

import pytest

from pipeline.errors import MinutesError
from pipeline.minutes.document import Document, Given
from pipeline.minutes.structure.committee import committee_in
from pipeline.minutes.structure.head import read_head
from pipeline.minutes.structure.roles import Role

DAY = dt.date(2021, 5, 4)


@pytest.fixture
def head(reading_of):
    """Read the head of lines that end with one item."""

    def read(*rows, given=Given(), publishers=()):  # noqa: B008 - frozen
        reading = reading_of(*rows, (Role.ITEM, "1. Ny badebro"), (Role.BODY, "Godkendt."))
        source = Document(name="a.txt", text="\n".join(line for _, line in rows))
        return read_head(reading, len(rows), source, publishers, given)

    return read


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Referat af møde i Kystudvalget den 4. maj 2021 kl. 15", "Kystudvalget"),
        ("Kystudvalget – Referat – 4. maj 2021", "Kystudvalget"),
        ("Åbent referat fra Udvalget for Æstetik og Ånd, 04-05-2021", "Udvalget for Æstetik og Ånd"),
        ("4. maj 2021 - Ordinært møde i Ældrerådet", "Ældrerådet"),
        ("Kystudvalgets møde tirsdag den 4. maj 2021", "Kystudvalget"),
        ("Børne-, Kultur- og Fritidsudvalget den 4. maj 2021", "Børne-, Kultur- og Fritidsudvalget"),
        ("Ærø Kommune, Havneudvalget, 4. maj 2021", "Havneudvalget"),
        ("Udsatterådet i Ærø Kommune", "Udsatterådet"),
        ("Referat af ordinær generalforsamling i Æblelauget", "Æblelauget"),
        ("Referat – Bestyrelsesmøde i Ærø Vandværk", "Ærø Vandværk"),
        ("Mødeorgan: Ældrerådet", "Ældrerådet"),
        ("Ærø Studienævn, møde 3/2021", "Ærø Studienævn"),
        ("Ordinært repræsentantskabsmøde", "Repræsentantskab"),
        ("Bestyrelsesmøde nr. 2/2021", "Bestyrelse"),
        ("Havneudvalget - mødesager", "Havneudvalget"),
        ("Referat af direktionsmøde", "Direktion"),
        ("Kontaktudvalget til Ærø Politi", "Kontaktudvalget til Ærø Politi"),
        ("Rådet for Frivillige mødtes kl. 17-19 på Ærø", "Rådet for Frivillige"),
        ("Ungerådet holdt møde den 4. maj 2021 fra 17.00 til 19.00", "Ungerådet"),
        ("Minutes from Ærø Fællesforum May 4, 2021", "Ærø Fællesforum"),
        ("Beslutningsprotokol", ""),
        ("Hermed referat af mødet i Ærørådet tirsdag den 4. maj 2021 kl. 19", "Ærørådet"),
        ("Børne- og Havneudvalget (2022-2025)", "Børne- og Havneudvalget"),
        ("Referat af bestyrelsesmøde nr. 4-2021", "Bestyrelse"),
    ],
)
def test_a_title_names_the_committee(title, name):
    assert committee_in(title) == name


def test_what_begins_as_a_word_of_the_site_may_be_a_committee(head):
    rows = [(Role.HEAD_COMMITTEE, "Hjemmeplejerådet"), (Role.HEAD_DATE, "4. maj 2021, 15-17")]
    meeting = head(*rows).meeting
    assert (meeting.committee, meeting.start, meeting.end) == ("Hjemmeplejerådet", dt.time(15), dt.time(17))


def test_a_sentence_of_the_site_about_minutes_names_no_committee(head):
    found = head(
        (Role.HEAD_TITLE, "Her ligger dagsorden og referater fra Ærørådets møder"),
        (Role.HEAD_TITLE, "Der indkaldes til ordinært møde i Ærørådet"),
        (Role.HEAD_DATE, "Dato: 4. maj 2021"),
    )
    assert found.meeting.committee == "Ærørådet"


def test_labels_may_have_their_values_on_the_line_below(head):
    meeting = head(
        (Role.HEAD_COMMITTEE, "Kystudvalget"),
        (Role.HEAD_LABEL, "Dato:"), (Role.HEAD_DATE, "Tirsdag, 4 maj, 2021 - 15:00"),
        (Role.HEAD_LABEL, "Lokation:"), (Role.HEAD_PLACE, "Strandhuset"),
    ).meeting  # fmt: skip
    assert (meeting.committee, meeting.date, meeting.start) == ("Kystudvalget", DAY, dt.time(15))
    assert meeting.place == "Strandhuset"


def test_a_title_line_may_say_all(head):
    meeting = head(
        (Role.HEAD_TITLE, "Kystudvalget den 4. maj 2021 kl. 15.00 - 17.30 i det grønne lokale")
    ).meeting
    assert (meeting.committee, meeting.date) == ("Kystudvalget", DAY)
    assert (meeting.start, meeting.end) == (dt.time(15), dt.time(17, 30))
    assert meeting.place == "det grønne lokale"


def test_who_led_the_meeting_is_no_place(head):
    date = (Role.HEAD_DATE, "Tirsdag den 4. maj 2021 kl. 19.00 i Rådhushallen")
    rows = [
        (Role.HEAD_COMMITTEE, "Kystudvalget"),
        date,
        (Role.HEAD_PLACE, "Mødet blev ledet af borgmester Åse Holm"),
    ]
    assert head(*rows).meeting.place == "Rådhushallen"


def test_a_sentence_that_tells_day_and_time_heads_the_minutes_whatever_it_looks_like(head):
    meeting = head(
        (Role.HEAD_TITLE, "Møde i Kystudvalget den 4. maj 2021"),
        (
            Role.HEAD_OTHER,
            "Mødet blev holdt tirsdag den 4. maj 2021 kl. 15.30-17.00 på Ærø Rådhus, Torvet 3.",
        ),
    ).meeting
    assert (meeting.date, meeting.start, meeting.place) == (DAY, dt.time(15, 30), "Ærø Rådhus, Torvet 3")


def test_several_fields_may_stand_in_one_line(head):
    meeting = head(
        (Role.HEAD_TITLE, "Kystudvalget Mødedato: 4. maj 2021 Tid: 15-17 Sted: Ærø Rådhus")
    ).meeting
    assert (meeting.committee, meeting.date, meeting.place) == ("Kystudvalget", DAY, "Ærø Rådhus")
    assert (meeting.start, meeting.end) == (dt.time(15), dt.time(17))


def test_no_line_of_the_site_is_a_committee(head):
    meeting = head(
        (Role.HEAD_COMMITTEE, "Vi bruger cookies for at forbedre siden."),
        (Role.HEAD_TITLE, "Kystudvalget - Referat"), (Role.HEAD_DATE, "Dato: 4. maj 2021"),
    ).meeting  # fmt: skip
    assert meeting.committee == "Kystudvalget"


def test_when_it_was_published_is_not_when_they_met(head):
    rows = [(Role.HEAD_DATE, "Udgivet 10. maj 2021"), (Role.HEAD_TITLE, "Ældrerådet 4. maj 2021")]
    meeting = head(*rows).meeting
    assert (meeting.date, meeting.published) == (DAY, dt.date(2021, 5, 10))


@pytest.mark.parametrize("word", ["Oprettet af redaktionen", "Sendt:", "Af Åse |"])
def test_a_mail_or_page_was_written_after_they_met(head, word):
    rows = [
        (Role.HEAD_DATE, f"{word} 10. maj 2021 09:12"),
        (Role.HEAD_TITLE, "Ældrerådet 4. maj 2021 kl. 16-18"),
    ]
    meeting = head(*rows).meeting
    assert (meeting.date, meeting.start, meeting.end) == (DAY, dt.time(16), dt.time(18))


@pytest.mark.parametrize(
    "rows",
    [
        ["kl. 15:30 i Mødelokale 1", "Generalforsamlingen sluttede kl. 17.10"],
        ["4/5 2021, 15.30 - 17.10"],
        ["Start: 15:30  Slut: 17:10"],
        ["Mødestart 15.30, mødeslut 17.10"],
        ["Mødet hævet kl. 17.10.", "Møde kl. 15.30 i Åsalen"],
        ["Mødet fandt sted på Åhuset, kl. 15.30 til 17.10."],
    ],
)
def test_they_met_from_one_time_of_day_to_another(head, rows):
    lines = [(Role.HEAD_OTHER if row[-1] == "." else Role.HEAD_PLACE, row) for row in rows]
    meeting = head((Role.HEAD_TITLE, "Ældrerådet 4. maj 2021"), *lines).meeting
    assert (meeting.start, meeting.end) == (dt.time(15, 30), dt.time(17, 10))


def test_an_address_may_take_several_lines(head):
    meeting = head(
        (Role.HEAD_TITLE, "Ældrerådet 4. maj 2021"),
        (Role.HEAD_PLACE, "Mødelokale 3"), (Role.HEAD_PLACE, "Østergade 7"), (Role.HEAD_PLACE, "5970 Ærø"),
    ).meeting  # fmt: skip
    assert meeting.place == "Mødelokale 3, Østergade 7, 5970 Ærø"


def test_what_is_given_counts_where_the_page_is_silent(head):
    given = Given(date=DAY, committee="Kystudvalget", place="Havnen")
    read = head((Role.HEAD_COMMITTEE, "Ældrerådet"), given=given)
    assert (read.meeting.committee, read.meeting.date, read.meeting.place) == ("Ældrerådet", DAY, "Havnen")
    assert read.read == ("committee",)


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ((Role.HEAD_COMMITTEE, "Åskolen, mødelokale K2"), "Åskolen, mødelokale K2"),
        ((Role.HEAD_OTHER, "Byrådssalen, Rådhuset"), "Byrådssalen, Rådhuset"),
        ((Role.HEAD_PLACE, "Mødeafholdelse Søsalen"), "Søsalen"),
        ((Role.HEAD_PLACE, "Sted: Sal i Ærø Rådhus"), "Sal i Ærø Rådhus"),
        ((Role.BODY, "Mødet blev afholdt på Ærø Færge."), "Ærø Færge"),
        ((Role.HEAD_DATE, "Tid og sted: 4. maj 2021 kl. 16-18, Strandhuset"), "Strandhuset"),
        ((Role.HEAD_PLACE, "Tirsdag den 4. maj 2021 kl. 16.15, lokale 1.30"), "lokale 1.30"),
        ((Role.HEAD_PLACE, "kl. 15:30 i Mødelokale 1, Ågade 40"), "Mødelokale 1, Ågade 40"),
        ((Role.HEAD_PLACE, "Ærø Rådhus, mødelokale 2, kl. 16.00-18.00"), "Ærø Rådhus, mødelokale 2"),
        ((Role.HEAD_DATE, "4. maj 2021, kl. 19-21 på adressen Søhuset, Ågade 9"), "Søhuset, Ågade 9"),
        ((Role.BODY, "Mødet fandt sted på Åhuset, Ågade 5, kl. 10.00 til 12.30."), "Åhuset, Ågade 5"),
        ((Role.HEAD_DATE, "4. maj 2021 kl. 19-21 (online)"), "online"),
        ((Role.HEAD_DATE, "4. maj 2021 | kl. 12:30-15 | Ågården"), "Ågården"),
        ((Role.HEAD_TIME, "Udvalgsværelse 1, kl. 15.30 - 18.05"), "Udvalgsværelse 1"),
        ((Role.HEAD_OTHER, "Meeting room 110, Building 4"), "Meeting room 110, Building 4"),
        ((Role.HEAD_OTHER, "Mødet foregik over Teams"), "Teams"),
    ],
)
def test_a_room_or_house_is_the_place_and_no_committee(head, row, place):
    meeting = head((Role.HEAD_TITLE, "Referat fra Kystudvalget 4. maj 2021"), row).meeting
    assert (meeting.committee, meeting.place) == ("Kystudvalget", place)


def test_the_place_of_a_label_that_a_copied_table_left_empty_stands_elsewhere(head):
    rows = [(Role.HEAD_LABEL, "Mødested:"), (Role.HEAD_OTHER, "Deltagere: Bo Ås Rød 3, Søhuset Bo Ås deltog")]
    assert head((Role.HEAD_TITLE, "Ældrerådet 4. maj 2021"), *rows).meeting.place == "Rød 3, Søhuset"


def test_a_day_without_its_year_is_of_the_one_year_that_the_head_holds(head):
    rows = [(Role.HEAD_DATE, "Tirsdag den 4. maj kl. 17"), (Role.HEAD_OTHER, "Udsendt 11. maj 2021")]
    meeting = head((Role.HEAD_TITLE, "Ældrerådet"), *rows).meeting
    assert (meeting.date, meeting.published) == (DAY, dt.date(2021, 5, 11))
    rows.append((Role.HEAD_OTHER, "Planen for 2022"))
    given = Given(date=dt.date(2019, 1, 1))
    assert head((Role.HEAD_TITLE, "Ældrerådet"), *rows, given=given).meeting.date == given.date


def test_the_next_meeting_is_no_date_of_this_one(head):
    given = Given(date=DAY)
    meeting = head((Role.HEAD_TITLE, "Ældrerådet"), (Role.HEAD_DATE, "Næste møde: 8. juni 2021"), given=given)
    assert (meeting.meeting.date, meeting.meeting.published) == (DAY, None)


def test_without_any_date_minutes_are_refused(head):
    with pytest.raises(MinutesError, match="date"):
        head((Role.HEAD_COMMITTEE, "Ældrerådet"))


def test_decisions_tell_date_and_committee_of_a_page_without_head(reading_of):
    reading = reading_of(
        (Role.ITEM, "1. Ny badebro"), (Role.SECTION, "Beslutning i Kystudvalget den 4. maj 2021"),
        (Role.BODY, "Mødet startede kl. 15.30 og sluttede kl. 16.45."),
    )  # fmt: skip
    meeting = read_head(reading, 0, Document(name="a.txt", text=""), (), Given()).meeting
    assert (meeting.committee, meeting.date) == ("Kystudvalget", DAY)
    assert (meeting.start, meeting.end) == (dt.time(15, 30), dt.time(16, 45))


def test_a_municipality_that_stands_alone_publishes(head):
    read = head((Role.CHROME, "Ærø Kommune"), (Role.HEAD_TITLE, "Ældrerådet 4. maj 2021"))
    assert read.meeting.publisher == "Ærø Kommune"


def test_a_head_may_stand_below_the_list_that_a_site_prints_beside_it(head):
    rows = [
        (Role.LIST_HEADING, "På denne side"), (Role.LISTED, "1. Ny badebro"),
        (Role.HEAD_COMMITTEE, "Havneudvalget"), (Role.HEAD_LABEL, "Mødedato"),
        (Role.HEAD_DATE, "04-05-2021 13:00"), (Role.HEAD_LABEL, "Mødested"), (Role.HEAD_PLACE, "Ærø Rådhus"),
    ]  # fmt: skip
    meeting = head(*rows).meeting
    assert (meeting.committee, meeting.start, meeting.place) == ("Havneudvalget", dt.time(13), "Ærø Rådhus")


def test_what_stands_under_the_label_of_a_room_is_the_place(head):
    rows = [(Role.HEAD_DATE, "4. maj 2021"), (Role.HEAD_LABEL, "Mødelokale"), (Role.HEAD_PLACE, "Ærøsalen")]
    assert head(*rows).meeting.place == "Ærøsalen"


@pytest.mark.parametrize(
    "row",
    [
        (Role.HEAD_OTHER, "Mødet startede kl. 9.30 i Strandhuset."),
        (Role.HEAD_TITLE, "Ærørådet den 4. maj 2021 kl. 9.30 i Strandhuset. Svar inden fredag."),
    ],
)
def test_the_place_follows_the_time_in_a_sentence_and_not_who_gets_the_mail(head, row):
    mail = [(Role.HEAD_PLACE, "Til: Medlemmerne på Ærø"), (Role.HEAD_DATE, "4. maj 2021")]
    meeting = head(*mail, row).meeting
    assert (meeting.start, meeting.place) == (dt.time(9, 30), "Strandhuset")
