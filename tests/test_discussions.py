"""Links, search and cases over an archive: always those of the archive as it is now."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest

from pipeline.archive import Archive, Filters
from pipeline.config import load_config
from pipeline.discussions import CaseBook, FreshIndex, Kept, split_matters
from pipeline.discussions.documents import read_item
from pipeline.discussions.search import LEAST, SenseSearch, floor
from pipeline.discussions.trail import decision_of, shortened
from pipeline.domain import (
    CaseChange,
    Label,
    LinkChange,
    Passage,
    SectionName,
    Signature,
    ThemeChange,
)
from pipeline.errors import ItemNotFoundError, ModelError
from pipeline.links.known import SURE
from pipeline.process import Finder, Processor, Question

PLACES = ("Særlige pladser", "De særlige pladser på Egely står tomme halvdelen af året.")
DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter i Marstal.")
FERRY = ("Færgen", "Færgen til Marstal sejler tre gange om dagen i sommeren.")
NEW_DRUGS = ("Status", "Tilbuddet i Marstal om anonym stofbehandling har en ny leder.")
MORE_DRUGS = ("Evaluering", "Anonym stofbehandling i Marstal: tilbuddet fortsætter med en ny leder.")
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="læst")
FORUM = "forum-aeroe"


def day(number):
    return dt.date(2020, 1, 1) + dt.timedelta(days=30 * number)


def item_id(number, at=1):
    return f"{FORUM}/{day(number)}/{at}"


@pytest.fixture
def finder(archive, encoder, word_links):
    """The finder over the archive; what it keeps between runs lies beside the archive."""

    class TinyProcessor(Processor):
        """Links by words, with the tiny encoder."""

        links = word_links

    TinyProcessor.encoder = encoder
    return Finder(TinyProcessor(load_config()), archive)


def linked(finder, item, **question):
    return [link.item_id for link in finder.to_item(item, Question(**question))]


# Links follow the archive


def test_the_next_question_sees_what_was_added_and_deleted(finder, archive, put, minutes_of):
    put(minutes_of(NEW_DRUGS, FERRY, date=day(9)))
    assert linked(finder, item_id(9)) == []
    put(minutes_of(DRUGS, PLACES, date=day(1)))
    assert linked(finder, item_id(9)) == [item_id(1)]
    archive.delete(f"{FORUM}/{day(1)}")
    assert linked(finder, item_id(9)) == []


def test_the_next_question_sees_a_new_version(finder, put, minutes_of):
    put(minutes_of(NEW_DRUGS, FERRY, date=day(9)))
    put(minutes_of(PLACES, FERRY, date=day(1)))
    assert linked(finder, item_id(9)) == []
    put(minutes_of(DRUGS, FERRY, date=day(1)))
    assert linked(finder, item_id(9)) == [item_id(1)]


def test_the_next_question_sees_a_corrected_theme(finder, archive, put, minutes_of):
    put(minutes_of(DRUGS, FERRY, date=day(1)))
    put(minutes_of(NEW_DRUGS, FERRY, date=day(9)))
    filters = replace(Question().filters, theme="misbrug")
    assert linked(finder, item_id(9), filters=filters) == []
    archive.correct(item_id(1), [ThemeChange(theme="misbrug", assigned=True)], SIGNED)
    assert linked(finder, item_id(9), filters=filters) == [item_id(1)]


def test_a_rejected_link_is_never_shown_and_a_confirmed_one_always(finder, archive, put, minutes_of):
    put(minutes_of(DRUGS, FERRY, date=day(1)))
    put(minutes_of(NEW_DRUGS, PLACES, date=day(9)))
    archive.correct(item_id(9), [LinkChange(earlier=item_id(1), kept=False)], SIGNED)
    assert linked(finder, item_id(9)) == []
    assert finder.later(item_id(1), Question()) == ()
    (entry,) = archive.correct(item_id(9), [LinkChange(earlier=item_id(1, 2), kept=True)], SIGNED)
    (confirmed,) = finder.to_item(item_id(9), Question())
    assert (confirmed.item_id, confirmed.score) == (item_id(1, 2), 1.0)
    assert confirmed.reasons[0].text == "Bekræftet af Lise"
    assert linked(finder, item_id(9), before=day(1)) == []
    (later,) = finder.later(item_id(1, 2), Question())
    assert (later.item_id, later.score, later.reasons[0].text) == (item_id(9), 1.0, "Bekræftet af Lise")
    archive.undo(entry.number, SIGNED)
    archive.undo(entry.number - 1, SIGNED)
    assert linked(finder, item_id(9)) == [item_id(1)]
    assert [link.item_id for link in finder.later(item_id(1), Question())] == [item_id(9)]


def test_of_confirmed_links_all_are_shown_and_the_newest_first(finder, archive, put, minutes_of):
    for number, content in ((1, FERRY), (2, PLACES), (9, NEW_DRUGS)):
        put(minutes_of(content, date=day(number)))
    for number in (1, 2):
        archive.correct(item_id(9), [LinkChange(earlier=item_id(number), kept=True)], SIGNED)
    assert linked(finder, item_id(9), limit=1) == [item_id(2), item_id(1)]


def test_an_unknown_item_is_named(finder, put, minutes_of):
    put(minutes_of(DRUGS, date=day(1)))
    with pytest.raises(ItemNotFoundError, match="no item forum-aeroe/1900"):
        finder.to_item("forum-aeroe/1900-01-01/1", Question())


# What is kept between runs


@pytest.fixture
def reopened(archive, word_links, tmp_path):
    """A function that returns an index as a new run of the program makes it."""
    (tmp_path / "model").mkdir()

    def reopened(read=read_item):
        fresh = FreshIndex(archive, word_links, Kept.beside(archive, tmp_path / "model", "links"))
        index = fresh.index()
        return [link.item_id for link in index.related(read_item(archive, item_id(9)))]

    return reopened


def test_a_second_run_reads_only_what_changed(reopened, archive, put, minutes_of, monkeypatch):
    put(minutes_of(DRUGS, FERRY, date=day(1)))
    put(minutes_of(NEW_DRUGS, PLACES, date=day(9)))
    assert reopened() == [item_id(1)]
    read = []
    monkeypatch.setattr(
        "pipeline.discussions.fresh.read_meeting",
        lambda archive, key: read.append(key) or pytest.fail(f"{key} was read again"),
    )
    assert reopened() == [item_id(1)]
    archive.delete(f"{FORUM}/{day(1)}")
    assert reopened() == []
    assert read == []


def test_of_a_growing_archive_only_what_changed_is_asked_for(archive, word_links, put, minutes_of):
    asked = []

    class Watched:
        """The archive, noting how many meetings it told the state of."""

        def __getattr__(self, name):
            return getattr(archive, name)

        def meeting_states(self, since=-1):
            asked.append(archive.meeting_states(since))
            return asked[-1]

    for number in range(1, 6):
        put(minutes_of(FERRY, date=day(number)))
    fresh = FreshIndex(Watched(), word_links)
    assert len(fresh.index()) == 5
    put(minutes_of(DRUGS, date=day(6)))
    archive.correct(item_id(3), [ThemeChange(theme="misbrug", assigned=True)], SIGNED)
    assert len(fresh.index()) == 6
    (states,) = asked[1:]
    assert states.keys() >= {f"{FORUM}/{day(3)}", f"{FORUM}/{day(6)}"}
    assert f"{FORUM}/{day(1)}" not in states


def test_who_waits_is_told_what_is_done_and_how_far_it_is(archive, word_links, put, minutes_of):
    told = []

    def watch(doing, steps):
        for step in steps:
            told.append((doing, step))
            yield step

    for number in (1, 2):
        put(minutes_of(DRUGS, FERRY, date=day(number)))
    book = CaseBook(archive, FreshIndex(archive, word_links, parts=split_matters, watch=watch), watch)
    assert len(book.cases()) == 2
    assert told == [
        ("Reading the archive", f"{FORUM}/{day(1)}"),
        ("Reading the archive", f"{FORUM}/{day(2)}"),
        ("Following matters", str(day(1))),
        ("Following matters", str(day(2))),
    ]


def test_a_meeting_deleted_while_another_was_added_is_no_longer_found(archive, word_links, put, minutes_of):
    fresh = FreshIndex(archive, word_links)
    for number in (1, 2, 3):
        put(minutes_of(FERRY, date=day(number)))
    assert len(fresh.index()) == 3
    archive.delete(f"{FORUM}/{day(3)}")
    put(minutes_of(DRUGS, date=day(4)))
    assert {item_id(1), item_id(2), item_id(4)} == set(fresh.index().ids)
    archive.delete(f"{FORUM}/{day(4)}")
    put(minutes_of(PLACES, date=day(4)))
    index = fresh.index()
    assert {item_id(1), item_id(2), item_id(4)} == set(index.ids)
    assert index.titles[item_id(4)] == PLACES[0]


def test_what_is_kept_of_another_model_is_made_anew(reopened, put, minutes_of, tmp_path):
    put(minutes_of(DRUGS, FERRY, date=day(1)))
    put(minutes_of(NEW_DRUGS, PLACES, date=day(9)))
    reopened()
    kept = tmp_path / "archive.db.links.npz"
    before = kept.read_bytes()
    (tmp_path / "model" / "fusion.json").write_text("{}", encoding="utf-8")
    assert reopened() == [item_id(1)]
    assert kept.read_bytes() != before


@pytest.mark.parametrize("damage", [b"", b"PK", b"x" * 1000])
def test_a_damaged_file_is_made_anew(reopened, put, minutes_of, tmp_path, damage):
    put(minutes_of(DRUGS, FERRY, date=day(1)))
    put(minutes_of(NEW_DRUGS, PLACES, date=day(9)))
    reopened()
    (tmp_path / "archive.db.links.npz").write_bytes(damage)
    assert reopened() == [item_id(1)]


def test_another_archive_at_the_same_place_is_read_anew(encoder, word_links, minutes_of, tmp_path):
    def answers(*items):
        with Archive.open(str(tmp_path / "same.db")) as archive:
            for number, content in zip((1, 9), items, strict=True):
                tagged = minutes_of(content, FERRY, date=day(number))
                passages = [p for one in tagged.items for p in one.passages]
                archive.add(tagged, encoder.encode(passages).vectors, encoder=encoder.name)
            fresh = FreshIndex(archive, word_links, Kept.beside(archive, tmp_path, "links"))
            found = fresh.index().related(read_item(archive, item_id(9)))
        (tmp_path / "same.db").unlink()
        return [link.item_id for link in found]

    assert answers(DRUGS, NEW_DRUGS) == [item_id(1)]
    assert answers(PLACES, NEW_DRUGS) == []


def test_vectors_of_another_encoder_are_refused(finder, archive, put, minutes_of, encoder):
    put(minutes_of(DRUGS, FERRY, date=day(1)))
    vectors = archive.vectors(f"{FORUM}/{day(1)}").matrix
    archive.replace_vectors(f"{FORUM}/{day(1)}", vectors, encoder="another")
    with pytest.raises(ModelError, match="another"):
        finder.to_item(item_id(1), Question())


# Search


@pytest.fixture
def found(finder):
    def found(asked, *, words_only=False, **filters):
        searched = finder.search(words_only=words_only).search(asked, limit=9, filters=Filters(**filters))
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
    assert found("anonym stofbehandling", words_only=words_only, theme="misbrug") == []
    archive.correct(item_id(1), [ThemeChange(theme="misbrug", assigned=True)], SIGNED)
    assert found("anonym stofbehandling", words_only=words_only, theme="misbrug") == [item_id(1)]
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
    (hit,) = finder.search().search("behandling for stof", limit=5, filters=Filters()).hits
    assert hit.snippet.text == DRUGS[1]


def test_facets_count_all_that_was_found(finder, put, minutes_of):
    names = {"Ærø Kommune": Label.MUNICIPALITY}
    one = ("Pladser på Egely", "Ærø Kommune og Ærø Kommune får pladser på Egely.")
    put(minutes_of(one, PLACES, FERRY, names=names, themes=("pladser",), date=day(1)))
    put(minutes_of(PLACES, themes=("pladser",), date=dt.date(2022, 1, 1)))
    search = finder.search(words_only=True)
    searched = search.search("Egely", limit=1)
    facets = search.facets(searched)
    assert (len(searched.hits), len(searched.item_ids)) == (1, 3)
    assert [(c.name, c.items) for c in facets.themes] == [("pladser", 3)]
    assert [(c.name, c.items) for c in facets.committees] == [("Forum Ærø", 3)]
    assert [(c.name, c.items) for c in facets.municipalities] == [("Ærø Kommune", 1)]
    assert [(c.name, c.items) for c in facets.years] == [("2020", 2), ("2022", 1)]


# Cases


@pytest.fixture
def trails(finder):
    return finder.trails


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
    assert sorted(len(own) for own in background.cases().values()) == [1, 1, 1]
    archive.delete(f"{FORUM}/{day(1)}")
    archive.delete(f"{FORUM}/{day(4)}")
    same = CaseBook(archive, FreshIndex(archive, replace(word_links, fusion=never)))
    for content, number in ((NEW_DRUGS, 5), (MORE_DRUGS, 0)):
        put(minutes_of(content, date=day(number)))
        same.cases()
    assert [len(own) for own in same.cases().values()] == [3]


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
                book.cases()
            return book.cases()

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
