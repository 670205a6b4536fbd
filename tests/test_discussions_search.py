"""Search over an archive that changes: what comes first, and when nothing is found."""

import datetime as dt
from dataclasses import replace

import pytest
from discussed import DRUGS, FERRY, FORUM, PLACES, SIGNED, day, item_id

from pipeline.discussions import FreshIndex
from pipeline.discussions.search import LEAST, SenseSearch, floor
from pipeline.domain import (
    Filters,
    Label,
    ThemeChange,
)
from pipeline.links.questions import SURE


@pytest.fixture
def found(finder):
    def found(asked, *, words_only=False, **filters):
        searched = finder.engine(words_only=words_only).search(asked, limit=9, filters=Filters(**filters))
        return [hit.item.id for hit in searched.hits]

    return found


@pytest.mark.parametrize("words_only", [True, False])
def test_search_sees_at_once_what_was_added_corrected_and_deleted(
    found, archive, put, minutes_of, words_only
):
    put(minutes_of(PLACES, FERRY, date=day(2)))
    assert found("anonym stofbehandling", words_only=words_only) == []
    put(minutes_of(DRUGS, FERRY, date=day(1)))
    assert found("anonym stofbehandling", words_only=words_only) == [item_id(1)]
    assert found("anonym stofbehandling", words_only=words_only, themes=("misbrug",)) == []
    archive.correct(item_id(1), [ThemeChange(theme="misbrug", assigned=True)], SIGNED)
    assert found("anonym stofbehandling", words_only=words_only, themes=("misbrug",)) == [item_id(1)]
    archive.delete(f"{FORUM}/{day(1)}")
    assert found("anonym stofbehandling", words_only=words_only) == []


@pytest.mark.parametrize("words_only", [True, False])
def test_of_items_that_answer_equally_well_the_newest_comes_first(found, put, minutes_of, words_only):
    for number in (3, 9, 1, 6):
        put(minutes_of(FERRY, PLACES, date=day(number)))
    assert found("færgen", words_only=words_only) == [item_id(number) for number in (9, 6, 3, 1)]


@pytest.mark.parametrize("words_only", [True, False])
def test_a_word_in_the_title_comes_before_one_in_the_text(found, put, minutes_of, words_only):
    text = "Kommunen drøftede herberget og vinterens senge i Marstal."
    put(minutes_of(("Kommunens vinter", text), ("Herberget", text), date=day(1)))
    assert found("herberget", words_only=words_only) == [item_id(1, 2), item_id(1, 1)]


def test_the_word_itself_comes_before_a_compound_with_it(found, put, minutes_of):
    compound = ("Stofbehandling", "Tilbuddet om stofbehandling fortsætter i Marstal.")
    word = ("Behandling", "Tilbuddet om behandling fortsætter i Marstal.")
    put(minutes_of(compound, word, date=day(1)))
    assert found("behandling") == [item_id(1, 2), item_id(1, 1)]


def test_who_names_a_theme_gets_the_items_about_it_first(found, archive, put, minutes_of):
    said = ("Elmålere", "Det er misbrug af strøm, sagde misbrugskonsulenten om misbrug.")
    put(minutes_of(said, DRUGS, date=day(1)))
    assert found("Misbrug") == [item_id(1, 1)]
    archive.correct(item_id(1, 2), [ThemeChange(theme="misbrug", assigned=True)], SIGNED)
    assert found("Misbrug") == [item_id(1, 2), item_id(1, 1)]


@pytest.mark.parametrize("asked", ["asdfgh qwerty", "xyzzy", "", "   ", "!?", "blåbærgrød med fløde"])
def test_nothing_is_found_where_nothing_is_meant(found, put, minutes_of, asked):
    put(minutes_of(PLACES, DRUGS, FERRY, date=day(1)))
    assert found(asked) == found(asked, words_only=True) == []


def test_an_item_is_found_by_part_of_a_compound_where_its_words_are_not(found, put, minutes_of):
    put(minutes_of(DRUGS, PLACES, FERRY, date=day(1)))
    assert found("behandling for stof", words_only=True) == []
    assert found("behandling for stof") == [item_id(1)]


@pytest.fixture
def doubtful(archive, encoder, word_links):
    """The answers of a model for which none is likely, and how probable the likeliest item is to it."""

    def encode(text):
        return encoder.encode_queries([text])[0]

    def doubtful(asked, intercept):
        unsure = replace(word_links.questions, intercept=intercept)
        fresh = FreshIndex(archive, replace(word_links, questions=unsure))
        hits = SenseSearch(archive, fresh, encode).search(asked, limit=9).hits
        return [hit.item.id for hit in hits], max(fresh.index().answers(asked, encode(asked)).scores.values())

    return doubtful


@pytest.mark.parametrize(
    ("asked", "intercept", "items"),
    [("behandlingsstof", -6.5, [1]), ("xyzzy behandling", -5.0, []), ("xyzzy stoffet", -5.0, [])],
)
def test_what_is_asked_in_known_words_may_be_answered_by_what_is_less_sure(
    doubtful, put, minutes_of, asked, intercept, items
):
    put(minutes_of(DRUGS, PLACES, FERRY, date=day(1)))
    found, likeliest = doubtful(asked, intercept)
    assert LEAST < likeliest < SURE
    assert found == [item_id(1, at) for at in items]


def test_beside_a_sure_answer_a_doubtful_one_is_hidden():
    assert LEAST == floor(1.0, {"a": 0.01}) < floor(1.0, {"a": 0.6}) < floor(1.0, {"a": 0.9}) < SURE


def test_what_is_shown_of_an_item_without_the_words_is_the_passage_that_speaks_for_it(
    finder, put, minutes_of
):
    long = ("Punktet", "Formanden bød velkommen til alle.", *DRUGS[1:])
    put(minutes_of(long, PLACES, FERRY, date=day(1)))
    (hit,) = finder.engine().search("behandling for stof", limit=5, filters=Filters()).hits
    assert hit.snippet.text == DRUGS[1]


def test_facets_count_all_that_was_found(finder, put, minutes_of):
    names = {"Ærø Kommune": Label.MUNICIPALITY}
    one = ("Pladser på Egely", "Ærø Kommune og Ærø Kommune får pladser på Egely.")
    put(minutes_of(one, PLACES, FERRY, names=names, themes=("pladser",), date=day(1)))
    put(minutes_of(PLACES, themes=("pladser",), date=dt.date(2022, 1, 1)))
    search = finder.engine(words_only=True)
    searched = search.search("Egely", limit=1)
    facets = search.facets(searched)
    assert (len(searched.hits), len(searched.item_ids)) == (1, 3)
    assert [(c.name, c.items) for c in facets.themes] == [("pladser", 3)]
    assert [(c.name, c.items) for c in facets.committees] == [("Forum Ærø", 3)]
    assert [(c.name, c.items) for c in facets.municipalities] == [("Ærø Kommune", 1)]
    assert [(c.name, c.items) for c in facets.years] == [("2020", 2), ("2022", 1)]
