"""A supplement joins its meeting, whichever comes first, and minutes say themselves what was added."""

import datetime as dt

import pytest

from pipeline.app.documents import with_supplement
from pipeline.domain import Status, TaggedItem, TaggedMinutes, number_of
from pipeline.minutes.exports.record import Body, Record, RecordItem
from pipeline.minutes.exports.rendering import numbers_of, to_minutes

DAY = dt.date(2019, 4, 2)


def document(*items, supplement=False, status=Status.AGENDA, day=DAY, system="acadre"):
    """Return what a case system states: items of number and title, each with a text of its own."""
    records = tuple(
        RecordItem(
            number=number,
            title=title,
            open=True,
            supplement=supplement,
            bodies=(Body(heading="Sag", content=f"Om {title.lower()} på Ærø, {status}."),),
        )
        for number, title in items
    )
    about = {"committee": "Ørådet", "date": day, "status": status, "supplement": supplement}
    record = Record(system=system, file="a.xml", items=records, **about)
    return to_minutes(record, numbers_of(records))


@pytest.fixture
def add(put, archive):
    """Keep a document with what the archive has of its meeting; return the numbers in its items' ids."""

    def add(minutes):
        minutes = with_supplement(archive, minutes)
        items = tuple(TaggedItem(item=one, passages=(), entities=(), themes=()) for one in minutes.items)
        return [number_of(one) for one in put(TaggedMinutes(minutes=minutes, items=items)).item_ids]

    return add


MAIN, EXTRA = (("1", "Moler"), ("2", "Broer")), (("1", "Brand"),)


def test_a_supplement_that_comes_later_joins_its_meeting(add, archive):
    add(document(*MAIN))
    assert add(document(*EXTRA, supplement=True)) == ["1", "2", "t1-1"]
    assert len(archive.meetings()) == 1


def test_a_supplement_that_comes_first_does_too(add, archive):
    add(document(*EXTRA, supplement=True))
    assert add(document(*MAIN)) == ["1", "2", "t1-1"]
    assert len(archive.meetings()) == 1


def test_the_agenda_that_comes_again_takes_nothing_from_it(add, archive):
    add(document(*MAIN))
    add(document(*EXTRA, supplement=True))
    before = archive.generation()
    assert add(document(*MAIN)) == ["1", "2", "t1-1"]
    assert archive.generation() == before


def test_minutes_say_themselves_what_was_added(add):
    add(document(*MAIN))
    add(document(*EXTRA, supplement=True))
    assert add(document(*MAIN, status=Status.MINUTES)) == ["1", "2"]


def test_the_item_keeps_its_id_in_the_minutes(add):
    add(document(*MAIN))
    add(document(*EXTRA, supplement=True))
    assert add(document(*MAIN, ("3", "Brand"), status=Status.MINUTES)) == ["1", "2", "t1-1"]


@pytest.mark.parametrize("other", [{"day": dt.date(2019, 4, 3)}, {"system": "sbsys"}])
def test_a_supplement_of_another_meeting_or_system_stands_alone(add, other):
    add(document(*MAIN))
    assert add(document(*EXTRA, supplement=True, **other)) == ["1"]
