"""What a person decided about a link holds: the rejected never comes, the confirmed always if earlier."""

import datetime as dt

import numpy as np
import pytest

from pipeline.domain import Entity, Label, LinkChange, ReasonKind, Ruling, Signature
from pipeline.links import LinkDocument, LinkFilters, LinkRulings, passes
from pipeline.process import Finder, Question

SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="læst igen")
QUERY = "forum-aeroe/2023-01-20/1"
ALIKE, APART = "forum-aeroe/2021-03-04/1", "forum-aeroe/2020-01-01/1"
DRUGS = ("Anonym stofbehandling på Ærø", "Tilbuddet om anonym stofbehandling fortsætter på Ærø.")


@pytest.fixture
def related(archive, put, minutes_of, monkeypatch):
    """Ask the archive for the links of an item, the index replaced by one that finds what shares a word."""

    class Index:
        def __init__(self, documents):
            self.documents = documents

        def related(self, query, *, before, limit, filters):
            from pipeline.domain import Link

            day = min(before or query.date, query.date)
            found = [
                Link(item_id=d.item_id, title=d.title, date=d.date, score=0.7)
                for d in self.documents
                if passes(d, day, filters) and set(d.title.split()) & set(query.title.split())
            ]
            return tuple(found[:limit])

    class Processor:
        class config:  # noqa: N801 - settings as the finder reads them
            class links:  # noqa: N801
                limit = 2

        class links:  # noqa: N801
            check_encoder = staticmethod(lambda name: None)

    monkeypatch.setattr("pipeline.process.LinkIndex.build", lambda documents, model: Index(list(documents)))
    put(minutes_of(("Budget", "Budgettet er vedtaget."), date=dt.date(2020, 1, 1)))
    put(minutes_of(DRUGS, date=dt.date(2021, 3, 4)))
    put(minutes_of(DRUGS, date=dt.date(2022, 3, 4)))
    put(minutes_of(DRUGS))

    def related(**question):
        return Finder(Processor, archive).to_item(QUERY, Question(**question))

    return related


def test_a_rejected_link_is_never_shown_for_that_item(archive, related):
    assert ALIKE in [link.item_id for link in related()]
    archive.correct(QUERY, [LinkChange(earlier=ALIKE, kept=False)], SIGNED)
    assert [link.item_id for link in related()] == ["forum-aeroe/2022-03-04/1"]
    archive.undo(1, SIGNED)
    assert ALIKE in [link.item_id for link in related()]


def test_a_confirmed_link_is_always_shown_first_and_says_by_whom(archive, related):
    assert APART not in [link.item_id for link in related()]
    archive.correct(QUERY, [LinkChange(earlier=APART, kept=True)], SIGNED)
    first, *rest = related()
    assert (first.item_id, first.score) == (APART, 1.0)
    assert [(r.kind, r.text) for r in first.reasons] == [(ReasonKind.CONFIRMED, "Bekræftet af Lise")]
    assert len(rest) == 1


def test_of_confirmed_links_the_newest_comes_first(archive, related):
    for earlier in (APART, ALIKE):
        archive.correct(QUERY, [LinkChange(earlier=earlier, kept=True)], SIGNED)
    assert [link.item_id for link in related()] == [ALIKE, APART]


def test_a_confirmed_link_that_is_found_anyway_is_shown_once(archive, related):
    archive.correct(QUERY, [LinkChange(earlier=ALIKE, kept=True)], SIGNED)
    assert sorted(link.item_id for link in related()) == [ALIKE, "forum-aeroe/2022-03-04/1"]


@pytest.mark.parametrize(
    "question",
    [
        {"before": dt.date(2020, 1, 1)},
        {"filters": LinkFilters(committee="Andet")},
        {"filters": LinkFilters(since=dt.date(2021, 1, 1))},
        {"filters": LinkFilters(among=frozenset({ALIKE}))},
        {"filters": LinkFilters(municipality="Ærø Kommune")},
        {"filters": LinkFilters(person="Lise Holm")},
    ],
)
def test_a_confirmed_link_still_meets_what_is_asked(archive, related, question):
    archive.correct(QUERY, [LinkChange(earlier=APART, kept=True)], SIGNED)
    assert APART not in [link.item_id for link in related(**question)]


def test_an_item_passes_that_names_who_is_asked_for():
    entity = Entity(start=0, end=3, label=Label.PERSON, text="Lise Holm", norm="Lise Holm")
    document = LinkDocument(
        item_id=ALIKE, number="1", title="x", date=dt.date(2021, 3, 4), committee="Forum", passages=(),
        vectors=np.zeros((0, 2), dtype=np.float32), entities=(entity,),
    )  # fmt: skip
    assert passes(document, dt.date(2022, 1, 1), LinkFilters(person="Lise Holm", committee="Forum"))
    assert not passes(document, dt.date(2021, 3, 4), LinkFilters())
    assert not passes(document, dt.date(2022, 1, 1), LinkFilters(never=frozenset({ALIKE})))


def test_rulings_of_other_items_do_not_count():
    ruling = Ruling(item_id="a", other="b", holds=False, by="Lise")
    assert LinkRulings.of("b", [ruling]).narrowed(LinkFilters()).never == frozenset()
    assert LinkRulings.of("a", [ruling]).narrowed(LinkFilters()).never == {"b"}
