"""Search: Danish words by their stems, user text never as syntax, always what the archive holds now."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from pipeline.archive import Rebuilt
from pipeline.archive.fulltext import WordQuery, index_text, parse_query
from pipeline.domain import Attachment, Filters, Label, SectionName

PLACES = (
    "Døgnpladser på Ærø",
    "Sekretariatet har spurgt alle.",
    "Ærø Kommune får 3 pladser til misbrugsbehandling.",
    "Svendborg tilbyder flere.",
)
DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter.", "Taksten er 1.250 kr.")
MARKET = ("Åbent møde", "Borgerne i Aabenraa og på Als inviteres til et åbent møde om psykiatrien.")
ANY = ("Eventuelt",)


@pytest.fixture
def titles(archive, put, minutes_of):
    put(minutes_of(PLACES, DRUGS, MARKET, ANY, names={"Ærø Kommune": Label.MUNICIPALITY}, themes=("stof",)))

    def titles(query, **filters):
        return [hit.item.title for hit in archive.search(query, limit=10, filters=Filters(**filters))]

    return titles


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("plads", PLACES[0]),
        ("PLADSERNE", PLACES[0]),
        ("pladsens svendborgs", PLACES[0]),
        ("misbrug", PLACES[0]),
        ("behandling af misbrug", None),
        ("tilbud anonyme", DRUGS[0]),
        ("hvad blev der sagt om psykiatri?", MARKET[0]),
        ("eventuelt", ANY[0]),
        ("1.250", DRUGS[0]),
        ("blåbærgrød", None),
        ("psykiatri blåbærgrød", None),
        ("stofbehandling anonym blåbærgrød", DRUGS[0]),
        ("stofbehandling rødgrød blåbærgrød", None),
    ],
)
def test_words_are_found_by_stem_and_as_the_beginning_of_compounds(titles, query, title):
    assert titles(query) == ([title] if title else [])


def test_danish_letters_are_letters_of_their_own(titles):
    assert titles("aro") == titles("als ar") == titles("abent") == []
    assert titles("ærø") == [PLACES[0]]
    assert titles("a\u030abent") == titles("åbent") == [MARKET[0]]
    assert titles("ÅBENT") == [MARKET[0]]


def test_short_words_stand_for_themselves_only(titles):
    assert titles("als") == [MARKET[0]]
    assert titles("al") == titles("med") == []


def test_words_may_be_spread_over_an_item_but_stand_together_first(archive, put, minutes_of):
    apart = ("Første", "Kapaciteten drøftes.", "Et ord om noget andet.", "Psykiatrien følger.")
    together = ("Andet", "Noget helt andet først i dette punkt.", "Psykiatriens kapacitet drøftes her i dag.")
    put(minutes_of(apart, together, ("Tredje", "Kapacitet alene.")))
    assert [hit.item.title for hit in archive.search("psykiatri kapacitet", limit=5)] == ["Andet", "Første"]


def test_an_item_comes_once_with_its_best_passage(archive, put, minutes_of):
    weak = "Om pladser og meget andet der ikke har med den sag at gøre, men står i samme lange afsnit her."
    put(
        minutes_of(
            ("Kapacitet", weak, "Pladser, pladser, pladser.", weak), *(("Andet", "Intet.") for _ in "123")
        )
    )
    (hit,) = archive.search("pladser", limit=5)
    assert hit.snippet.text == "Pladser, pladser, pladser."


def test_a_compound_counts_as_much_as_the_bare_word(archive, put, minutes_of):
    others = (("Andet", f"Punkt {n} om misbrugscentret og meget, som ingen leder efter.") for n in range(6))
    put(minutes_of(("Et", "Misbrug af data."), ("To", "Misbrugsbehandling, misbrugsrådgivning."), *others))
    assert [hit.item.title for hit in archive.search("misbrug", limit=2)] == ["To", "Et"]


def test_a_heading_is_not_shown_as_its_own_best_passage(archive, put, minutes_of):
    tagged = minutes_of(("Døgnpladser", "Døgnpladser", "Sekretariatet har spurgt kommunerne om behovet."))
    (item,) = tagged.items
    heading = replace(item.passages[0], section=SectionName.TITEL)
    item = replace(item, passages=(heading, item.passages[1]))
    put(replace(tagged, items=(item,)))
    (hit,) = archive.search("døgnpladser", limit=5)
    assert hit.snippet.text.startswith("Sekretariatet")


def test_a_sub_heading_that_holds_the_word_is_shown(archive, put, minutes_of):
    tagged = minutes_of(("Orienteringer", "Nyt om Bådehuset", "Se bilaget."))
    (item,) = tagged.items
    heading = replace(item.passages[0], section=SectionName.TITEL, path=("Orienteringer", "Nyt om Bådehuset"))
    below = replace(item.passages[1], path=heading.path)
    put(replace(tagged, items=(replace(item, passages=(heading, below)),)))
    (hit,) = archive.search("bådehuset", limit=5)
    assert (hit.snippet.text, len(hit.snippet.marks)) == ("Nyt om Bådehuset", 1)
    assert archive.search("bilag bådehuset", limit=5)[0].snippet.text == "Se bilaget."
    assert archive.search("orienteringer", limit=5)[0].snippet.text == "Se bilaget."


def test_an_item_is_found_by_what_is_attached_to_it(archive, put, minutes_of):
    tagged = minutes_of(("Budget", "Udvalget tog sagen til efterretning.", "Notat om Egely.pdf"))
    (item,) = tagged.items
    paragraph, line = item.passages
    attachment = Attachment(text=line.text, start=line.start, end=line.end)
    agenda_item = replace(item.item, attachments=(attachment,))
    item = replace(item, item=agenda_item, passages=(paragraph,))
    minutes = replace(tagged.minutes, items=(agenda_item,))
    put(replace(tagged, items=(item,), minutes=minutes))
    assert archive.search("egely notat budget", limit=5)[0].snippet.text == "Notat om Egely.pdf"
    assert archive.search("budget", limit=5)[0].snippet.text == paragraph.text
    archive.delete("forum-aeroe/2023-01-20")
    assert archive.search("egely", limit=5) == ()


def test_marks_are_offsets_of_the_words_in_the_source(archive, titles):
    (hit,) = archive.search("misbrug plads", limit=5)
    source = archive.minutes(hit.item.meeting_id).minutes.text
    assert [source[start:end] for start, end in hit.snippet.marks] == ["pladser", "misbrugsbehandling"]
    assert source[hit.snippet.start : hit.snippet.end] == hit.snippet.text


def test_a_snippet_begins_with_a_sentence_where_one_begins_before_the_word(archive, put, minutes_of):
    told = f"{'Fyldord ' * 20}bl.a. Ærø blev godkendt. I år blev der én sjælden fugl."
    put(minutes_of(("Fugle", told)))
    (hit,) = archive.search("sjælden", limit=5)
    assert hit.snippet.text == "I år blev der én sjælden fugl."


def test_a_snippet_of_a_long_passage_is_short_and_holds_the_word(archive, put, minutes_of):
    long = "fyldord " * 100 + "sjælden " + "fyldord " * 100
    put(minutes_of(("Lang", long.strip())))
    (hit,) = archive.search("sjælden", limit=5)
    assert len(hit.snippet.text) < 260
    assert "sjælden" in hit.snippet.text
    assert hit.snippet.text.startswith("fyldord")
    assert len(hit.snippet.marks) == 1


def test_search_can_be_narrowed(titles):
    assert titles("stofbehandling", themes=("stof",)) == [DRUGS[0]]
    assert titles("plads", themes=("stof",)) == []
    assert titles(
        "plads",
        names=((Label.MUNICIPALITY, frozenset(["Ærø Kommune"])),),
        committees=("forum-aeroe",),
        before=dt.date(2024, 1, 1),
    ) == [PLACES[0]]
    assert titles("plads", before=dt.date(2023, 1, 20)) == []
    assert titles("kommune plads", after=dt.date(2023, 1, 20)) == []


def test_the_next_search_sees_what_was_added_changed_and_deleted(archive, put, minutes_of, titles):
    put(minutes_of(("Nyt", "Grønkål."), date=dt.date(2024, 1, 1)))
    assert titles("grønkål") == ["Nyt"]
    put(minutes_of(("Nyt", "Rødkål."), date=dt.date(2024, 1, 1)))
    assert (titles("grønkål"), titles("rødkål")) == ([], ["Nyt"])
    archive.delete("forum-aeroe/2024-01-01")
    assert titles("rødkål") == titles("nyt") == []


def test_what_is_derived_of_a_meeting_can_be_made_again(archive, titles):
    before = archive.search("plads ærø", limit=5), archive.search("eventuelt", limit=5)
    with archive._database.writing() as connection:
        connection.execute(sql("DELETE FROM search"))
    assert titles("plads") == []
    meeting_id = "forum-aeroe/2023-01-20"
    archive.rebuild(
        Rebuilt(
            meeting_id=meeting_id,
            tagged=archive.minutes(meeting_id),
            vectors=archive.vectors(meeting_id),
            generation=archive.generation(),
        )
    )
    assert (archive.search("plads ærø", limit=5), archive.search("eventuelt", limit=5)) == before


@pytest.mark.parametrize(
    "query", ["", "   ", "?!", '"', "*", "()", "^", "-", "–", "\x00", "\u00ad", "\u030a"]
)
def test_a_query_without_words_finds_nothing(titles, query):
    assert titles(query) == []


def test_little_words_count_only_when_there_are_no_others(titles):
    assert titles("og") == [MARKET[0]]
    assert titles("og pladser") == [PLACES[0]]


@pytest.mark.parametrize("limit", [0, -1])
def test_no_hits_are_given_when_none_are_wanted(archive, titles, limit):
    assert archive.search("plads", limit=limit) == ()


TRICKS = """
    "plads | plads* | plads AND | NOT plads | title:plads | plads -ærø | NEAR(plads ærø) | {plads} | ^plads
    | plads OR | plads'); DROP TABLE items; -- | plads + ærø | body : plads | plads\x00ærø
"""


@pytest.mark.parametrize("query", [query.strip() for query in TRICKS.split("|")])
def test_the_syntax_of_the_index_is_plain_words_to_a_user(titles, query):
    words = re.findall(r"\w+", query.lower())
    missing = {"and", "not", "title", "near", "or", "drop", "table", "items", "body"} & set(words)
    expected = [] if len(missing) > len(words) // 3 else [PLACES[0]]
    assert titles(query) == expected


SYNTAX = [*"'*()-+:^{},\"", "AND", "OR", "NOT", "NEAR(", "plads", "ærø"]
syntax = st.lists(st.sampled_from(SYNTAX)).map(" ".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.text(max_size=40) | syntax)
def test_no_query_is_an_error(titles, query):
    assert set(titles(query)) <= {PLACES[0], DRUGS[0], MARKET[0], ANY[0]}


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_every_word_of_a_text_is_a_query_that_matches_it(text):
    stems = index_text(text).split()
    for stem in parse_query(text).stems:
        assert '"' not in stem
        assert stem in stems
        assert WordQuery(stems=(stem,)).matches(stem)


def test_a_very_long_query_is_cut_not_refused(archive, titles):
    assert archive.search(" ".join(f"ord{n}" for n in range(5000)), limit=3) == ()
