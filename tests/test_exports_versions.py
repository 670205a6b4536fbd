"""Of all that a meeting was exported as, the newest counts, what was withdrawn does not, supplements stay."""

import pytest

from pipeline.errors import MinutesError
from tests.exports import agenda, item, part, read_all, write

MOLER, BROER = item("1", "Moler", Id="i1"), item("2", "Broer", Id="i2")


def sources(found):
    return [minutes.source for minutes in found]


def released(day, **more):
    return {"ReleasedDate": f"2025-03-{day:02}T09:00:00+01:00", **more}


def test_minutes_take_the_place_of_their_agenda_whatever_came_last(tmp_path):
    minutes = agenda(MOLER, BROER, key="b", name="Referat", **released(1))
    write(tmp_path, a=agenda(MOLER, BROER, key="a", **released(20)), b=minutes)
    (found,) = read_all(tmp_path)
    assert (found.source, found.status) == ("b.json", "minutes")
    assert "takes the place of a.json" in found.ledger.notes


def test_of_two_versions_the_newest_counts_whatever_it_is_called(tmp_path):
    write(tmp_path, a=agenda(MOLER, **released(7)), b=agenda(MOLER, BROER, **released(6)))
    (found,) = read_all(tmp_path)
    assert [one.title for one in found.items] == ["Moler"]


def test_minutes_of_few_of_the_items_leave_the_agenda_of_others(tmp_path):
    others = [item(str(n), f"Sag {n}") for n in range(3, 8)]
    write(tmp_path, a=agenda(*others, key="a"), b=agenda(MOLER, BROER, key="b", name="Referat"))
    assert sources(read_all(tmp_path)) == ["a.json", "b.json"]


def test_two_meetings_of_one_day_are_two(tmp_path):
    later = agenda(MOLER, key="b", Dato="2025-03-12T15:00:00+01:00")
    write(tmp_path, a=agenda(MOLER, key="a"), b=later)
    assert sources(read_all(tmp_path)) == ["a.json", "b.json"]


def test_a_supplement_stays_beside_its_agenda_under_ids_of_its_own(tmp_path):
    extra = agenda(item("1", "Havne"), item("3", "Fyr"), key="b", name="Tillægsdagsorden")
    more = agenda(item("1", "Slip"), key="c", name="Tillægsdagsorden 2")
    write(tmp_path, a=agenda(MOLER, BROER, key="a"), b=extra, c=more)
    main, first, second = read_all(tmp_path)
    assert [one.id.rpartition("/")[2] for one in (*main.items, *first.items, *second.items)] == [
        "1", "2", "t1-1", "3", "t2-1",
    ]  # fmt: skip
    assert [one.number for one in first.items] == ["1", "3"]
    assert [one.supplement for one in (*main.items, *first.items)] == [False, False, True, True]
    assert main.ledger.gaps == first.ledger.gaps == ()


def test_minutes_that_have_all_of_a_supplement_take_its_place(tmp_path):
    havne = item("1", "Havne", CaseNumber="25/7")
    extra = agenda(havne, key="b", name="Tillægsdagsorden")
    write(tmp_path, a=agenda(MOLER, {**havne, "Number": "2"}, key="a", name="Referat"), b=extra)
    (found,) = read_all(tmp_path)
    assert "takes the place of b.json" in found.ledger.notes


def test_a_closed_item_without_case_number_is_no_reason_to_drop_a_supplement(tmp_path):
    closed = item("1", "Lukket punkt", IsOpen=False)
    extra = agenda(closed, key="b", name="Tillægsdagsorden")
    write(tmp_path, a=agenda(MOLER, closed, key="a", name="Referat"), b=extra)
    assert sources(read_all(tmp_path)) == ["a.json", "b.json"]


def test_another_agenda_of_a_meeting_is_its_supplement_the_lowest_key_its_main_one(tmp_path):
    write(tmp_path, a=agenda(item("1", "Havne"), key="12"), b=agenda(MOLER, BROER, key="9"))
    extra, main = read_all(tmp_path)
    assert (main.items[0].supplement, extra.items[0].supplement) == (False, True)
    assert extra.items[0].id.endswith("/t1-1")


def test_a_copy_is_read_once(tmp_path):
    write(tmp_path, a=agenda(MOLER), b__a=agenda(MOLER))
    assert len(read_all(tmp_path)) == 1


def test_two_files_that_contradict_each_other_are_refused_with_their_place_and_the_rest_is_read(tmp_path):
    told = item("2", "Broer", part("Sag", "<p>Ja.</p>"), Id="i2")
    denied = item("2", "Broer", part("Sag", "<p>Nej.</p>"), Id="i2")
    other = agenda(MOLER, key="z", Dato="2025-04-01T15:00:00+02:00")
    write(tmp_path, a=agenda(MOLER, told), b=agenda(MOLER, denied), c=other)
    error, found = sorted(read_all(tmp_path), key=lambda one: not isinstance(one, MinutesError))
    assert str(error).startswith("a.json, item 2: says something else than b.json, and neither is the newer")
    assert "Nej" not in str(error)
    assert found.source == "c.json"


@pytest.mark.parametrize("is_open", [True, False])
def test_an_item_that_is_closed_in_the_newest_version_is_closed(tmp_path, is_open):
    html = part("Sag", "<p>Hemmeligt.</p>")
    before, now = item("1", "Moler", html, Id="i1"), item("1", "Moler", html, Id="i1", IsOpen=is_open)
    write(tmp_path, a=agenda(before, **released(6)), b=agenda(now, **released(7)))
    (found,) = read_all(tmp_path)
    assert ("Hemmeligt" in found.text) is is_open
