"""Which version of a meeting counts, and what stays when one takes the place of another."""

from dataclasses import replace

import pytest

from pipeline.archive import Outcome
from pipeline.cli.display import show_item, show_trails
from pipeline.domain import Status

FERRY = ("Færgen", "Færgen til Marstal sejler tre gange om dagen.")
DECIDED = ("Færgen", "Færgen til Marstal sejler tre gange om dagen. Godkendt.")
ROOMS = ("Lokaler", "Foreningen får nye lokaler på Ærø.")
DAY = "forum-aeroe/2023-01-20"


@pytest.fixture
def version(minutes_of):
    """Return minutes of one meeting as a case system states them."""

    def version(*items, **said):
        tagged = minutes_of(*items)
        return replace(tagged, minutes=replace(tagged.minutes, **said))

    return version


def under(tagged, number, *, shown=None):
    """Give the last item another number in its id, and perhaps one that is shown."""
    *others, last = tagged.items
    item = replace(last.item, id=f"{DAY}/{number}", number=shown or last.item.number)
    items = (*others, replace(last, item=item))
    return replace(
        tagged, items=items, minutes=replace(tagged.minutes, items=tuple(one.item for one in items))
    )


AGENDA, MINUTES = {"status": Status.AGENDA}, {"status": Status.MINUTES}


def test_minutes_take_the_place_of_their_agenda(put, archive, version):
    put(version(FERRY, ROOMS, **AGENDA, stamp="2023-01-25"))
    added = put(version(DECIDED, ROOMS, **MINUTES, stamp="2023-01-21"))
    assert added.outcome is Outcome.NEW_VERSION
    assert archive.minutes(DAY).minutes.status is Status.MINUTES
    assert added.item_ids == (f"{DAY}/1", f"{DAY}/2")


def test_an_agenda_takes_nothing_from_minutes(put, archive, version):
    put(version(DECIDED, ROOMS, **MINUTES))
    before = archive.generation()
    assert put(version(FERRY, ROOMS, **AGENDA, stamp="2030-01-01")).outcome is Outcome.OLDER
    assert archive.minutes(DAY).minutes.text == version(DECIDED, ROOMS).minutes.text
    assert archive.generation() == before


def test_an_older_version_that_comes_late_is_history_at_once_and_nowhere_else(put, archive, version):
    put(version(FERRY, ROOMS, **AGENDA, stamp="2023-01-20"))
    put(version(DECIDED, ROOMS, **MINUTES))
    late = version(("Færgen", "Kladde om havnen."), ROOMS, **AGENDA, stamp="2023-01-18")
    assert [put(late).outcome, put(late).outcome] == [Outcome.OLDER, Outcome.OLDER]
    first, before, current = archive.versions(DAY)
    assert ("Kladde" in first.text, first.current, len(first.items)) == (True, False, 2)
    assert ("Godkendt" in before.text, before.current, current.current) == (False, False, True)
    assert archive.matching("havnen") == ()


def test_of_an_older_version_that_comes_late_nothing_stays_that_is_closed_by_now(put, archive, version):
    closed = put(version(DECIDED, ROOMS, **MINUTES))
    tagged = version(DECIDED, ("Lokaler", ""), **MINUTES, stamp="2023-02-01")
    *others, last = tagged.items
    items = (*others, replace(last, item=replace(last.item, open=False)))
    put(replace(tagged, items=items, minutes=replace(tagged.minutes, items=tuple(one.item for one in items))))
    assert put(version(FERRY, ("Lokaler", "Hemmeligt på Ærø."), **AGENDA)).meeting_id == closed.meeting_id
    assert not any("Hemmeligt" in one.text or "får nye" in one.text for one in archive.versions(DAY))


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("2023-01-21", "2023-01-22", Outcome.NEW_VERSION),
        ("2023-01-22", "2023-01-21", Outcome.OLDER),
        ("2023-01-22", "", Outcome.NEW_VERSION),
        ("", "2023-01-21", Outcome.NEW_VERSION),
    ],
)
def test_of_one_kind_the_newest_counts_and_of_unknown_age_the_last(put, version, first, second, outcome):
    put(version(FERRY, ROOMS, stamp=first))
    assert put(version(DECIDED, ROOMS, stamp=second)).outcome is outcome


def test_minutes_that_read_as_their_agenda_did_are_minutes_from_then_on(put, archive, version):
    put(version(FERRY, **AGENDA, not_released=("1",)))
    assert put(version(FERRY, **MINUTES)).outcome is Outcome.NEW_VERSION
    assert put(version(FERRY, **AGENDA)).outcome is Outcome.UNCHANGED
    now = archive.minutes(DAY).minutes
    assert (now.status, now.not_released) == (Status.MINUTES, ())


def test_an_item_that_is_in_the_newer_version_no_more_is_found_no_more(put, archive, version):
    put(version(FERRY, ROOMS, **AGENDA))
    put(version(DECIDED, **MINUTES))
    assert [item.title for item in archive.items()] == ["Færgen"]
    assert archive.matching("lokaler") == ()


@pytest.mark.parametrize("number", ["t1-1", "1-2"])
def test_an_item_of_a_supplement_keeps_its_id_in_the_minutes(put, version, number):
    put(under(version(FERRY, ROOMS, **AGENDA), number, shown="1"))
    added = put(version(DECIDED, ROOMS, **MINUTES))
    assert added.item_ids == (f"{DAY}/1", f"{DAY}/{number}")


def test_an_id_that_is_a_number_goes_with_the_number(put, version):
    put(version(FERRY, ROOMS, **AGENDA))
    assert put(version(ROOMS, DECIDED, **MINUTES)).item_ids == (f"{DAY}/1", f"{DAY}/2")


def test_an_id_is_never_given_twice(put, version):
    put(under(version(FERRY, ROOMS, **AGENDA), "2-2", shown="2"))
    again = version(DECIDED, ROOMS, ("Takster", "Taksterne stiger."), **MINUTES)
    added = put(under(again, "2-2", shown="2"))
    assert len(set(added.item_ids)) == 3


def test_an_agenda_is_told_from_minutes_wherever_it_is_listed(put, archive, version):
    put(version(FERRY, **AGENDA))
    assert archive.meeting(DAY).status is archive.item(f"{DAY}/1").status is Status.AGENDA
    put(version(DECIDED, **MINUTES))
    assert archive.meeting(DAY).status is archive.item(f"{DAY}/1").status is Status.MINUTES


def test_an_agenda_says_so_where_it_is_shown(put, archive, version, capsys):
    put(version(FERRY, **AGENDA))
    show_item(archive.item(f"{DAY}/1"))
    assert "Dagsorden, endnu ikke behandlet" in capsys.readouterr().out


def test_on_a_trail_an_agenda_is_the_coming_treatment(put, finder, version, capsys):
    put(version(FERRY, **AGENDA))
    (trail,) = finder.trails.of(f"{DAY}/1")
    show_trails([replace(trail, stops=(*trail.stops, *trail.stops))])
    assert capsys.readouterr().out.count("→ Dagsorden, endnu ikke behandlet") == 2
