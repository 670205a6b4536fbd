"""Adding minutes: once, as a new version, or as a second meeting of the day; whole or not at all."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import event

from pipeline.archive import Outcome, by_generation
from pipeline.domain import Filters, Label
from pipeline.errors import ArchiveError, ItemNotFoundError, MinutesError

PLACES = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser.", "Svendborg tilbyder flere.")
DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter.")
ANY = ("Eventuelt",)


def ids(archive):
    return [item.id for item in archive.items()]


def test_what_is_added_is_read_back_whole(archive, put, minutes_of):
    tagged = minutes_of(PLACES, DRUGS, ANY, names={"Ærø Kommune": Label.MUNICIPALITY}, themes=("stof",))
    added = put(tagged)
    assert added.outcome is Outcome.ADDED
    assert added.item_ids == tuple(item.item.id for item in tagged.items)
    assert archive.minutes(added.meeting_id) == tagged


def test_the_same_text_is_kept_once_whatever_its_file_is_called(archive, put, minutes_of):
    first = put(minutes_of(PLACES, ANY))
    again = put(minutes_of(PLACES, ANY, source="andet navn.pdf"))
    assert again == replace(first, outcome=Outcome.UNCHANGED)
    assert archive.stats().meetings == 1
    assert archive.meetings()[0].source == "referat.txt"


def test_a_changed_file_is_a_new_version_and_the_old_text_stays(archive, put, minutes_of):
    old, new = minutes_of(PLACES, ANY), minutes_of(PLACES, DRUGS, ANY, title="Rettet referat")
    put(old)
    added = put(new)
    assert added.outcome is Outcome.NEW_VERSION
    assert archive.minutes(added.meeting_id) == new
    assert [(v.text, v.current) for v in archive.versions(added.meeting_id)] == [
        (old.minutes.text, False),
        (new.minutes.text, True),
    ]
    assert archive.stats().superseded == 1


def test_a_text_that_comes_back_is_a_version_again(archive, put, minutes_of):
    old, new = minutes_of(PLACES, ANY), minutes_of(PLACES, DRUGS, ANY)
    put(old)
    put(new)
    assert archive.meeting_with(old.minutes.text) is None
    assert put(old).outcome is Outcome.NEW_VERSION
    assert archive.meeting_with(old.minutes.text) == "forum-aeroe/2023-01-20"
    assert [version.current for version in archive.versions("forum-aeroe/2023-01-20")] == [False, False, True]


def test_passages_of_a_suffixed_meeting_name_their_item_as_it_is_kept(archive, put, minutes_of):
    put(minutes_of(PLACES, ANY))
    put(minutes_of(DRUGS, source="b.txt", title="Ekstraordinært møde"))
    (passage,) = archive.item("forum-aeroe/2023-01-20-2/1").tagged.passages
    assert passage.item_id == "forum-aeroe/2023-01-20-2/1"


@pytest.mark.parametrize(
    ("item_ids", "complaint"),
    [
        (("x",), r"item id 'x' is not <committee>/2023-01-20/<number>"),
        (("k/2022-01-20/1",), r"item id 'k/2022-01-20/1' is not"),
        (("k/2023-01-20/1", "k/2023-01-20/1"), r"two items share an id"),
        (("k/2023-01-20/1", "j/2023-01-20/2"), r"belong to two meetings"),
        ((), r"referat\.txt has no agenda items"),
    ],
)
def test_minutes_without_sound_item_ids_are_refused(archive, minutes_of, item_ids, complaint):
    tagged = minutes_of(*(ANY for _ in item_ids))
    items = tuple(
        replace(one, item=replace(one.item, id=item_id))
        for one, item_id in zip(tagged.items, item_ids, strict=True)
    )
    minutes = replace(tagged.minutes, items=tuple(one.item for one in items))
    with pytest.raises(MinutesError, match=complaint):
        archive.add(replace(tagged, items=items, minutes=minutes), np.zeros((0, 4)), encoder="tiny")
    assert archive.stats().meetings == 0


@pytest.mark.parametrize(
    ("vectors", "complaint"),
    [
        (np.zeros((1, 64)), r"2 passages need as many vectors, got an array of shape \(1, 64\)"),
        (np.zeros(2), r"shape \(2,\)"),
        (np.full((2, 64), np.nan), r"NaN"),
        (np.zeros((2, 32)), r"keeps vectors of tiny with 64 components, got 32"),
    ],
)
def test_vectors_that_do_not_fit_are_refused_and_nothing_is_kept(
    archive, put, minutes_of, vectors, complaint
):
    put(minutes_of(DRUGS, date=dt.date(2022, 1, 1)))
    with pytest.raises(ArchiveError, match=complaint):
        put(minutes_of(PLACES), vectors=vectors)
    assert archive.stats().meetings == 1


def test_a_version_that_fails_half_way_leaves_the_old_one(archive, put, minutes_of):
    put(minutes_of(ANY, DRUGS, date=dt.date(2022, 1, 1)))
    old = minutes_of(PLACES, ANY)
    key = put(old).meeting_id
    before = archive.generation()
    with pytest.raises(ArchiveError):
        put(minutes_of(PLACES, DRUGS), vectors=np.zeros((3, 7)))
    assert archive.minutes(key) == old
    assert archive.search("Svendborg", limit=5)
    assert len(archive.versions(key)) == 1
    assert archive.generation() == before


def test_text_that_no_encoding_holds_is_refused(put, minutes_of):
    with pytest.raises(ArchiveError, match="half a character"):
        put(minutes_of(("Titel", "a\ud800b")), vectors=np.zeros((1, 64)))


def test_text_with_a_zero_byte_is_kept_as_it_is(archive, put, minutes_of):
    tagged = minutes_of(("Titel", "før\x00efter nullet"))
    put(tagged)
    assert archive.minutes("forum-aeroe/2023-01-20") == tagged
    assert archive.search("nullet", limit=1)[0].snippet.text == "før\x00efter nullet"


def test_a_deleted_meeting_is_gone_with_its_history(archive, put, minutes_of):
    put(minutes_of(PLACES, ANY))
    key = put(minutes_of(PLACES, DRUGS)).meeting_id
    kept = put(minutes_of(DRUGS, date=dt.date(2022, 5, 1))).meeting_id
    archive.delete(key)
    stats = archive.stats()
    assert (stats.meetings, stats.items, stats.passages, stats.superseded) == (1, 1, 1, 0)
    assert [stored.id for stored in archive.meetings()] == [kept]
    with pytest.raises(ItemNotFoundError, match=f"no meeting {key}"):
        archive.delete(key)


def test_what_is_kept_of_an_archive_is_read_anew_when_it_has_changed_and_only_then(archive, put, minutes_of):
    read = []

    @by_generation
    def titles(archive):
        read.append(archive)
        return [item.title for item in archive.items()]

    put(minutes_of(PLACES))
    assert titles(archive) == titles(archive) == [PLACES[0]]
    put(minutes_of(DRUGS, date=dt.date(2022, 1, 1)))
    assert sorted(titles(archive)) == sorted([PLACES[0], DRUGS[0]])
    assert len(read) == 2


def test_every_change_and_only_a_change_raises_the_generation(archive, put, minutes_of):
    seen = [archive.generation()]

    def changed():
        seen.append(archive.generation())
        return seen[-1] > seen[-2]

    put(minutes_of(PLACES))
    assert changed()
    put(minutes_of(PLACES))
    archive.search("plads", limit=1)
    assert not changed()
    put(minutes_of(PLACES, ANY))
    assert changed()
    archive.delete("forum-aeroe/2023-01-20")
    assert changed()


def row_ids(archive):
    with archive._database.reading() as connection:
        return set(connection.exec_driver_sql("SELECT id FROM passages").scalars())


def test_row_ids_are_never_used_again(archive, put, minutes_of):
    put(minutes_of(PLACES))
    old = row_ids(archive)
    archive.delete("forum-aeroe/2023-01-20")
    put(minutes_of(PLACES))
    assert old.isdisjoint(row_ids(archive))


def test_adding_costs_as_many_statements_in_a_full_archive_as_in_an_empty_one(archive, put, minutes_of):
    statements: list[str] = []
    engine = archive._database._engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def cost(year):
        statements.clear()
        put(minutes_of(PLACES, DRUGS, date=dt.date(year, 1, 1)))
        return len(statements)

    first = cost(1990)
    for year in range(1991, 2020):
        last = cost(year)
    assert last == first


def test_items_are_listed_oldest_first_and_filtered(archive, put, minutes_of):
    names = {"Ærø Kommune": Label.MUNICIPALITY, "Lise Åberg": Label.PERSON}
    put(minutes_of(PLACES, DRUGS, names=names, themes=("stof",)))
    person = ("Valg", "Lise Åberg blev valgt.")
    put(minutes_of(person, ANY, names=names, date=dt.date(2022, 6, 1), committee="Andet udvalg"))

    def found(**filters):
        return [(item.date.year, item.title) for item in archive.items(Filters(**filters))]

    def named(label, name):
        return found(names=((label, archive.meant_names(label, name)),))

    assert found() == [(2022, "Valg"), (2022, "Eventuelt"), (2023, PLACES[0]), (2023, DRUGS[0])]
    assert found(committees=("Andet udvalg",)) == [(2022, "Valg"), (2022, "Eventuelt")]
    assert len(found(committees=("forum-aeroe",))) == 4
    assert archive.committees_called("FORUM ÆRØ") == ("Forum Ærø",)
    assert archive.committees_called("Forum-Aeroe") == ("Andet udvalg", "Forum Ærø")
    assert found(meeting="forum-aeroe/2023-01-20") == [(2023, PLACES[0]), (2023, DRUGS[0])]
    assert found(themes=("stof",)) == [(2023, DRUGS[0])]
    assert named(Label.MUNICIPALITY, "Ærø") == named(Label.MUNICIPALITY, "Ærø Kommune") == [(2023, PLACES[0])]
    assert named(Label.PERSON, "Åberg") == named(Label.PERSON, "Lise Åberg") == [(2022, "Valg")]
    assert named(Label.PERSON, "ÅBERG") == [(2022, "Valg")]
    assert named(Label.PERSON, "%") == named(Label.PERSON, "Lise") == []
    assert len(found(before=dt.date(2023, 1, 20))) == 2
    assert len(found(after=dt.date(2022, 6, 1))) == 2
    assert found(themes=("stof",), before=dt.date(2023, 1, 20)) == []
    assert [item.themes for item in archive.items(Filters(themes=("stof",)))] == [("stof",)]


def test_an_item_comes_with_its_meeting_and_its_own_text(archive, put, minutes_of):
    tagged = minutes_of(PLACES, DRUGS, place="Marstal Råd­hus", start=dt.time(9), end=dt.time(10, 30))
    put(tagged)
    stored = archive.item("forum-aeroe/2023-01-20/2")
    assert stored.tagged == tagged.items[1]
    assert stored.meeting == tagged.minutes.meeting
    assert stored.text == "2. Stofbehandling\nTilbuddet om anonym stofbehandling fortsætter.\n"
    passage = stored.tagged.passages[0]
    assert stored.quote(passage.start, passage.end) == passage.text


def test_an_unknown_item_is_answered_with_ids_like_it(archive, put, minutes_of):
    put(minutes_of(PLACES, DRUGS))
    with pytest.raises(
        ItemNotFoundError, match="no item forum-aeroe/2023-01-20/3; near it: forum-aeroe/2023"
    ):
        archive.item("forum-aeroe/2023-01-20/3")
    with pytest.raises(ItemNotFoundError, match="`sagsspor search` finds ids"):
        archive.item("æ")
