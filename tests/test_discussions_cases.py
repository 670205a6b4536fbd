"""Cases over an archive that changes: what is one, whose ids stay, and what was decided."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from discussed import DRUGS, FERRY, FORUM, NEW_DRUGS, PLACES, SIGNED, day, item_id

from pipeline.archive import Archive
from pipeline.discussions import CaseBook, FreshIndex, split_matters
from pipeline.discussions.trail import decision_of, shortened
from pipeline.domain import (
    CaseChange,
    Passage,
    SectionName,
)
from pipeline.errors import ItemNotFoundError

MORE_DRUGS = ("Evaluering", "Anonym stofbehandling i Marstal: tilbuddet fortsætter med en ny leder.")


@pytest.fixture
def trails(finder):
    return finder.trails


def cases_of(book):
    return {case.id: tuple(matter.id for matter in case.matters) for case in book.all()}


def members(trails):
    return {line.case_id: line.stops for line in trails.all(fewest=1)}


def stops(trails, item):
    return [[stop.item_id for stop in trail.stops] for trail in trails.of(item)]


def test_a_trail_goes_through_all_meetings_of_a_matter(trails, put, minutes_of):
    put(minutes_of(DRUGS, PLACES, date=day(1)))
    put(minutes_of(FERRY, NEW_DRUGS, date=day(2)))
    put(minutes_of(MORE_DRUGS, FERRY, date=day(3)))
    drugs = [item_id(1), item_id(2, 2), item_id(3)]
    assert stops(trails, item_id(2, 2)) == stops(trails, item_id(1)) == [drugs]
    assert stops(trails, item_id(1, 2)) == [[item_id(1, 2)]]
    (trail,) = trails.of(item_id(3))
    assert (trail.case_id, trail.title) == (item_id(1), "Stofbehandling")
    assert [line.case_id for line in trails.all()] == [item_id(1), item_id(2)]


def test_matters_are_one_case_if_they_are_the_same_not_if_one_is_background(
    archive, word_links, put, minutes_of
):
    never = replace(word_links.fusion, intercept=-99.0)
    put(minutes_of(DRUGS, date=day(2)))
    background = CaseBook(archive, FreshIndex(archive, replace(word_links, same=never)))
    put(minutes_of(NEW_DRUGS, date=day(4)))
    put(minutes_of(MORE_DRUGS, date=day(1)))
    assert sorted(len(own) for own in cases_of(background).values()) == [1, 1, 1]
    archive.delete(f"{FORUM}/{day(1)}")
    archive.delete(f"{FORUM}/{day(4)}")
    same = CaseBook(archive, FreshIndex(archive, replace(word_links, fusion=never)))
    for content, number in ((NEW_DRUGS, 5), (MORE_DRUGS, 0)):
        put(minutes_of(content, date=day(number)))
        same.all()
    assert [len(own) for own in cases_of(same).values()] == [3]


@pytest.fixture
def doubtful_book(archive, word_links):
    """Cases by a model that is not always sure: words shared in part are an even chance or so."""
    return CaseBook(archive, FreshIndex(archive, replace(word_links, same=word_links.fusion)))


@pytest.mark.parametrize(
    ("matter", "joins"),
    [(PLACES, True), (("Pladserne", "Egely har tomme pladser, og taksten stiger."), False)],
)
def test_a_matter_joins_a_case_by_its_best_link_and_by_the_others_there(
    doubtful_book, put, minutes_of, matter, joins
):
    put(minutes_of((*DRUGS, "De særlige pladser på Egely står tomme."), date=day(1)))
    put(minutes_of(NEW_DRUGS, date=day(2)))
    put(minutes_of(MORE_DRUGS, date=day(3)))
    drugs = tuple(item_id(number) for number in (1, 2, 3))
    assert cases_of(doubtful_book) == {item_id(1): drugs}
    # Like the first of the three alone: much, or somewhat more than an even chance.
    put(minutes_of(matter, date=day(4)))
    assert (item_id(4) in cases_of(doubtful_book)[item_id(1)]) == joins


def test_ids_stay_when_meetings_are_added_in_any_order(trails, put, minutes_of):
    put(minutes_of(DRUGS, FERRY, date=day(3)))
    put(minutes_of(NEW_DRUGS, FERRY, date=day(5)))
    before = {line.case_id for line in trails.all(fewest=1)}
    put(minutes_of(MORE_DRUGS, PLACES, date=day(9)))
    assert before <= members(trails).keys()
    put(minutes_of(MORE_DRUGS, PLACES, date=day(1)))
    assert before <= members(trails).keys()
    assert stops(trails, item_id(1)) == [[item_id(1), item_id(3), item_id(5), item_id(9)]]


def test_the_order_of_adding_within_a_day_does_not_matter(encoder, word_links, minutes_of, tmp_path):
    def cases(number, order):
        with Archive.open(str(tmp_path / f"{number}.db")) as archive:
            book = CaseBook(archive, FreshIndex(archive, word_links, parts=split_matters))
            for tagged in [minutes_of(DRUGS, FERRY, date=day(1)), *order]:
                passages = [p for one in tagged.items for p in one.passages]
                archive.add(tagged, encoder.encode(passages).vectors, encoder=encoder.name)
                book.all()
            return cases_of(book)

    same_day = [
        minutes_of(NEW_DRUGS, PLACES, date=day(2), source="a.txt", start=dt.time(9)),
        minutes_of(MORE_DRUGS, FERRY, date=day(2), source="b.txt", start=dt.time(13)),
    ]

    def texts(found):
        return sorted(len(own) for own in found.values())

    one, other = (cases(n, order) for n, order in enumerate(itertools.permutations(same_day)))
    assert texts(one) == texts(other) == [1, 2, 3]


def test_a_person_merges_and_splits_and_takes_it_back(trails, archive, put, minutes_of):
    put(minutes_of(DRUGS, PLACES, date=day(1)))
    put(minutes_of(NEW_DRUGS, FERRY, date=day(2)))
    assert stops(trails, item_id(2)) == [[item_id(1), item_id(2)]]
    (split,) = archive.correct(item_id(2), [CaseChange(other=item_id(1), same=False)], SIGNED)
    assert stops(trails, item_id(2)) == [[item_id(2)]]
    (merged,) = archive.correct(item_id(2), [CaseChange(other=item_id(1, 2), same=True)], SIGNED)
    assert stops(trails, item_id(2)) == [[item_id(1, 2), item_id(2)]]
    assert trails.of(item_id(2))[0].case_id == item_id(1, 2)
    archive.undo(merged.number, SIGNED)
    archive.undo(split.number, SIGNED)
    assert stops(trails, item_id(2)) == [[item_id(1), item_id(2)]]


def test_the_newest_decision_on_cases_is_not_undone_by_an_older_one(trails, archive, put, minutes_of):
    put(minutes_of(DRUGS, PLACES, date=day(1)))
    put(minutes_of(NEW_DRUGS, FERRY, date=day(2)))

    def decide(item, other, *, same):
        archive.correct(item, [CaseChange(other=other, same=same)], SIGNED)

    decide(item_id(2, 2), item_id(2), same=True)
    decide(item_id(2, 2), item_id(1), same=False)
    assert stops(trails, item_id(2, 2)) == [[item_id(2, 2)]]
    decide(item_id(2, 2), item_id(2), same=False)
    decide(item_id(2, 2), item_id(1), same=True)
    assert stops(trails, item_id(2, 2)) == [[item_id(1), item_id(2), item_id(2, 2)]]
    decide(item_id(2, 2), item_id(2), same=False)
    assert stops(trails, item_id(2, 2)) == [[item_id(2, 2)]]


def test_a_new_matter_goes_on_with_a_case_that_persons_made(trails, archive, put, minutes_of):
    put(minutes_of(DRUGS, PLACES, date=day(1)))
    put(minutes_of(FERRY, date=day(2)))
    archive.correct(item_id(2), [CaseChange(other=item_id(1), same=True)], SIGNED)
    put(minutes_of(NEW_DRUGS, PLACES, date=day(3)))
    assert stops(trails, item_id(3)) == [[item_id(1), item_id(2), item_id(3)]]


def test_the_first_stop_may_leave_the_case_that_is_named_after_it(trails, archive, put, minutes_of):
    put(minutes_of(DRUGS, PLACES, date=day(1)))
    put(minutes_of(NEW_DRUGS, FERRY, date=day(2)))
    put(minutes_of(MORE_DRUGS, FERRY, date=day(3)))
    archive.correct(item_id(1), [CaseChange(other=item_id(2), same=False)], SIGNED)
    assert stops(trails, item_id(1)) == [[item_id(1)]]
    (trail,) = trails.of(item_id(3))
    assert (trail.case_id, len(trail.stops)) == (item_id(1), 2)


@pytest.fixture
def information(minutes_of):
    """Minutes whose one item tells of two matters, each under a heading of its own."""
    tagged = minutes_of(("Orienteringer", DRUGS[1], PLACES[1]), FERRY, date=day(5))
    (item, ferry) = tagged.items
    parts = tuple(
        replace(passage, path=("Orienteringer", heading))
        for passage, heading in zip(item.passages, ("Stofbehandling", "Særlige pladser"), strict=True)
    )
    return replace(tagged, items=(replace(item, passages=parts), ferry))


def test_an_information_item_lies_on_the_trail_of_each_of_its_matters(trails, put, minutes_of, information):
    put(minutes_of(NEW_DRUGS, FERRY, date=day(1)))
    put(minutes_of(PLACES, FERRY, date=day(2)))
    put(information)
    assert sorted(stops(trails, item_id(5))) == [[item_id(1), item_id(5)], [item_id(2), item_id(5)]]
    titles = {trail.stops[-1].title for trail in trails.of(item_id(5))}
    assert titles == {"Stofbehandling", "Særlige pladser"}


def test_a_matter_is_asked_for_by_its_case(trails, put, information):
    put(information)
    (trail,) = trails.of(f"{item_id(5)}#stofbehandling")
    assert [stop.title for stop in trail.stops] == ["Stofbehandling"]


def test_an_archive_without_the_item_names_it(trails, put, minutes_of):
    put(minutes_of(DRUGS, date=day(1)))
    with pytest.raises(ItemNotFoundError, match="no item forum-aeroe/1900"):
        trails.of("forum-aeroe/1900-01-01/1")


# Decisions


def decided(*texts):
    return [
        Passage(item_id="a", section=SectionName.BESLUTNING, start=0, end=len(text), text=text)
        for text in texts
    ]


def test_a_decision_is_told_in_whole_sentences_on_one_line():
    long = "Forslaget blev godkendt\nmed bemærkninger. " + "Kommunerne vender tilbage med tal. " * 6
    line = decision_of(decided(long))
    assert line.startswith("Forslaget blev godkendt med bemærkninger. Kommunerne")
    assert len(line) <= 160
    assert line.endswith(".")
    assert decision_of([]) == ""


def test_of_several_decisions_that_on_the_matter_is_told():
    both = decided("Taget til efterretning.", "Stofbehandlingen på Ærø følges op i maj.")
    assert decision_of(both, "Anonym stofbehandling") == "Stofbehandlingen på Ærø følges op i maj."
    assert decision_of(both, "Færgen") == "Taget til efterretning."


def test_a_long_sentence_is_cut_at_a_word():
    assert shortened("ord " * 60).endswith("ord …")
