"""Acadre: manifests of versions, agendas as tables of fields, what is closed left out."""

import datetime as dt

import pytest

from pipeline.domain import Status
from pipeline.errors import SourceError
from pipeline.minutes.exports import acadre
from tests.exports import escaped, parsed

OPEN, CLOSED = {"access": "1", "accessname": "Åben"}, {"access": "2", "accessname": "Lukket"}
MEETING = {"sysid": "7", "name": "Kystmøde", "date": "2015-09-16 13:00", "finish": "2015-09-16 15:40",
           "location": "Ø-salen"}  # fmt: skip
HERE = "Beslutning i Kystudvalget den 16-09-2015"


def table(name, fields, *inside):
    told = "".join(f'<field name="{key}">{escaped(value)}</field>' for key, value in fields.items())
    return f'<table name="{name}"><fields>{told}</fields>{"".join(inside)}</table>'


def item(number, *inside, title="Moler", **fields):
    told = {"sysid": f"15{number}", "name": title, "caseno": "15/80", **OPEN, **fields}
    return table("agendaitemparents", {"sort": number}, table("agendaitem", told, *inside))


def bullet(name, content, order, *inside):
    return table("bullet", {"bulletname": name, "bulletcontent": content, "bulletsortorder": order}, *inside)


def away(*names):
    return (
        '<table name="absentmembers">'
        + "".join(f'<fields><field name="name">{name}</field></fields>' for name in names)
        + "</table>"
    )


def record(*items, name="Referat", meeting=MEETING, **agenda):
    committee = table("committee", {"sysid": "1", "name": "Kystudvalget"})
    members = "".join(
        table("member", {"name": who, "absent": absent}) for who, absent in (("Ane Ø", "0"), ("Bo Å", "1"))
    )
    held = table("meeting", meeting, f'<table name="meetmember">{members}</table>')
    own = table("agenda", {"sysid": "22", "name": name, **OPEN, **agenda}, committee, held, *items)
    data = "<agendaData><note>Referat</note><agendaType>1</agendaType></agendaData>"
    return acadre.read(parsed(f"<root>{own}{data}</root>"), "fil.xml")


def test_a_meeting_has_its_times_its_place_and_who_was_away():
    read = record(item("312"))
    assert (read.committee, read.title, read.date) == ("Kystudvalget", "Kystmøde", dt.date(2015, 9, 16))
    assert (read.start, read.end, read.place) == (dt.time(13), dt.time(15, 40), "Ø-salen")
    assert (read.status, read.participants, read.absent) == (Status.MINUTES, ("Ane Ø",), ("Bo Å",))


@pytest.mark.parametrize("location", ["", "????"])
def test_the_address_stands_in_for_a_place_that_is_not_known(location):
    meeting = {**MEETING, "location": location, "address": "Opdigtet Allé 9<br>9999 Ø"}
    assert record(meeting=meeting).place == "Opdigtet Allé 9, 9999 Ø"


def test_an_agenda_without_a_day_is_refused():
    with pytest.raises(SourceError, match="no day"):
        record(meeting={**MEETING, "date": ""})


def test_settings_of_the_production_do_not_make_minutes():
    assert record(name="Dagsorden").status is Status.AGENDA


def test_an_agenda_named_supplement_is_one():
    assert record(name="Tillægsdagsorden").supplement


def test_items_are_sorted_by_their_number():
    assert [one.number for one in record(item("100"), item("99")).items] == ["99", "100"]


def test_sections_are_sorted_whatever_their_order_in_the_file():
    (one,) = record(
        item("1", bullet("Indstilling", "<p>b</p>", "10"), bullet("Resumé", "<p>a</p>", "9"))
    ).items
    assert [body.heading for body in one.bodies] == ["Resumé", "Indstilling"]


@pytest.mark.parametrize(
    "access", [CLOSED, {"access": "3", "accessname": "Person"}, {"access": "", "accessname": ""},
               {"access": "1", "accessname": "Lukket"}],
)  # fmt: skip
def test_a_closed_or_unclear_item_gives_number_title_and_case_number_alone(access):
    hidden = bullet(HERE, "<p>Skjult</p>", "1", away("Bo Å")), table("enclosure", {"name": "Skjult", **OPEN})
    (one,) = record(item("1", *hidden, **access)).items
    assert (one.number, one.title, one.case_number, one.open) == ("1", "Moler", "15/80", False)
    assert not (one.bodies)
    assert not (one.attachments)
    assert not (one.absent)


def test_all_items_of_a_closed_agenda_are_closed():
    (one,) = record(item("1", bullet("Resumé", "<p>Skjult</p>", "1")), **CLOSED).items
    assert not one.open
    assert not one.bodies


def test_attachments_are_sorted_and_closed_ones_marked():
    one, two = (table("enclosure", {"name": name, "sort": sort, **access}) for name, sort, access in
                (("Kort", "2", OPEN), ("Løn", "1", CLOSED)))  # fmt: skip
    (read,) = record(item("1", one, two)).items
    assert [(listing.name, listing.open) for listing in read.attachments] == [("Løn", False), ("Kort", True)]


def test_absence_of_an_item_is_that_of_this_meetings_decision():
    before = bullet("Beslutning i Ørådet den 20-08-2015", "<p>Ja</p>", "1", away("Cai Æ"))
    (one,) = record(item("1", before, bullet(HERE, "<p>Ja</p>", "2", away("Bo Å", "Ane Ø")))).items
    assert one.absent == ("Bo Å", "Ane Ø")


def test_a_section_of_the_type_of_decisions_is_one_whatever_its_heading():
    decided = bullet("Udvalget", "<p>Ja</p>", "1").replace(
        "</fields>", '<field name="bullettype">8</field></fields>'
    )
    assert record(item("1", decided)).items[0].bodies[0].decision


def test_absent_members_may_be_tables_of_their_own():
    members = table("member", {"name": "Bo Å"})
    decided = bullet(HERE, "<p>Ja</p>", "1", f'<table name="absentmembers">{members}</table>')
    assert record(item("1", decided)).items[0].absent == ("Bo Å",)


def test_an_item_that_calls_itself_supplementary_is():
    assert record(item("43", title="Tillægspunkt - Moler")).items[0].supplement


def test_what_is_passed_over_is_named():
    (note,) = record(table("upcomingmeetings", {"callindate": "05-10-2015"})).notes
    assert note == "passed over: agendaData, upcomingmeetings"


def manifest(*versions, key="22"):
    groups = ("".join(f'<field {name}="{value}"></field>' for name, value in one.items()) for one in versions)
    produced = "".join(f"<fields>{fields}</fields>" for fields in groups)
    return acadre.read_manifest(parsed(
        f'<root><table name="agenda"><fields><field sysid="{key}"></field></fields></table>'
        f'<table name="producedAgenda">{produced}</table></root>'
    ))  # fmt: skip


def version(publish, day, **more):
    return {"xmlfilename": "5.xml", "docID": "6", "type": "1", "access": "Åben", "publish": publish,
            "publishDate": f"2015-09-{day} 11:22", **more}  # fmt: skip


def test_a_version_lies_in_the_folder_that_its_manifest_names_or_else_in_the_usual_one():
    named, usual = manifest(version("1", "10", filesfolder="Files_x"), version("1", "11"))
    assert (named.path, usual.path) == ("Files_x/5.xml", "Files_22_6/5.xml")


def test_a_later_version_that_was_not_published_takes_nothing_back():
    old, new = manifest(version("1", "10", type="2"), version("0", "20"))
    assert old.published
    assert old.stamp > new.stamp
    assert old.status is Status.MINUTES


def test_an_agenda_without_any_published_version_is_withdrawn():
    assert not any(pointer.published for pointer in manifest(version("0", "10"), version("0", "11")))


def test_a_closed_version_is_said_to_be():
    assert not manifest(version("1", "10", access="Lukket"))[0].open
