"""An item that says when its matter comes up again is found when that meeting is held."""

import datetime as dt

import numpy as np
import pytest

from pipeline.domain import Entity, Label, Passage, ReasonKind, SectionName
from pipeline.links import LinkDocument, LinkIndex, LinkModel
from pipeline.links.announcements import NEXT_MEETING, find_announcements
from pipeline.links.fusion import FEATURES, Fusion
from pipeline.links.model import choose_cohort
from pipeline.links.references import days_of

HELD = dt.date(2023, 5, 3)
NORMS = {
    "oktober": "2023-10", "12. maj 2023": "2023-05-12", "marts": "2023-03", "efter nytår": "2024",
    "juni 2022": "2022-06", "9.-10. november": "2023-11-09/2023-11-10", "2. halvår 2023": "2023-H2",
    "november 2024": "2024-11", "september": "2024-09",
}  # fmt: skip


def dates(text):
    return [
        Entity(start=at, end=at + len(day), label=Label.DATE, text=day, norm=norm)
        for day, norm in NORMS.items()
        if (at := text.find(day)) >= 0
    ]


def told(text):
    passage = Passage(item_id="", section=SectionName.BESLUTNING, start=0, end=len(text), text=text)
    return list(find_announcements([passage], dates(text), HELD, ("storkredsen",)))


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("Punktet genoptages på mødet i oktober.", "2023-10"),
        ("Sagen tages op igen den 12. maj 2023.", "2023-05-12"),
        ("Emnet sættes på dagsordenen til mødet i oktober.", "2023-10"),
        ("Rapporten forelægges på Storkredsens møde i oktober.", "2023-10"),
        ("Takster drøftes på seminaret den 9.-10. november.", "2023-11-09/2023-11-10"),
        ("- at ordningen tages op til fornyet drøftelse i 2. halvår 2023", "2023-H2"),
        ("Sagen blev drøftet i marts og genoptages i oktober.", "2023-10"),
        ("Sagen er udsat til november 2024.", "2024-11"),
        ("Sagen genoptages på mødet i Odense den 12. maj 2023.", "2023-05-12"),
    ],
)
def test_a_sentence_brings_its_matter_to_a_day_or_a_month(text, norm):
    assert [one.days for one in told(text)] == [days_of(norm)]


def test_a_month_without_a_year_is_the_first_that_lies_ahead():
    (one,) = told("Punktet genoptages i september.")
    assert one.days == days_of("2023-09")


@pytest.mark.parametrize(
    "text",
    [
        "Sagen behandles på næste møde.",
        "Samarbejdet bliver et punkt på det kommende møde.",
        "Sagen blev drøftet i marts og genoptages på Storkredsens næste møde.",
        "Sekretariatet vender tilbage på forummets næste ordinære møde.",
        "Punktet behandles næste møde.",
        "Sagen genoptages på næste møde i forummet.",
    ],
)
def test_the_next_meeting_is_whenever_that_is(text):
    assert [one.days for one in told(text)] == [NEXT_MEETING]


@pytest.mark.parametrize(
    "text",
    [
        "Punktet genoptages på et senere møde.",
        "Punktet tages op igen på et kommende møde.",
        "Næste møde er den 12. maj 2023 i Odense.",
        "Sagen blev genoptaget i oktober.",
        "Sagen genoptages efter nytår.",
        "Rapporten blev behandlet på mødet i juni 2022.",
        "Loven behandles i oktober.",
        "Sagen behandles på møde i Kommunekontaktrådet i oktober.",
        "Udvalgene drøfter sagen på deres møder i oktober.",
        "Sagen drøftes på styregruppens næste møde.",
        "Sagen behandles på Kommunekontaktrådets næste møde.",
        "Sagen drøftes på næste møde i styregruppen.",
        "Sagen behandles på mødet i KKR den 12. maj 2023.",
    ],
)
def test_other_sentences_bring_nothing_anywhere(text):
    assert told(text) == []


@pytest.mark.parametrize("marker", ["", "-", "2.", "b)"])
def test_the_sentence_is_told_with_its_place(marker):
    text = f"Enighed.\n{marker} Punktet genoptages på mødet i oktober.\n- Tak for i dag."
    (one,) = told(text)
    assert one.text == text[one.start : one.end] == "Punktet genoptages på mødet i oktober."


@pytest.fixture
def item(encoder):
    def make(day, number, text, committee="Storkredsen", decision=""):
        title = f"Sag {number}"
        at, passages = 0, []
        for part in (text, decision):
            if part:
                passages.append(
                    Passage(
                        item_id="", section=SectionName.BAGGRUND, start=at, end=at + len(part), text=part,
                        path=(title,),
                    )
                )  # fmt: skip
                at += len(part) + 1
        entities = [
            Entity(start=p.start + d.start, end=p.start + d.end, label=d.label, text=d.text, norm=d.norm)
            for p in passages
            for d in dates(p.text)
        ]
        return LinkDocument(
            item_id=f"{committee.lower()}/{day}/{number}", title=title,
            date=dt.date.fromisoformat(day), committee=committee, passages=tuple(passages),
            vectors=encoder.encode(passages).vectors, entities=tuple(entities),
        )  # fmt: skip

    return make


@pytest.fixture
def model(item) -> LinkModel:
    """A model that shows what is referred to, and nothing else."""
    weights = np.array([{"refers_to_it": 4.0}.get(name, 0.0) for name in FEATURES])
    fusion = Fusion(weights=weights, intercept=-2.0, cutoff=0.5)
    others = [item("2010-01-01", n, f"Plan og proces nummer {n} for budget.") for n in range(9)]
    return LinkModel(
        encoder="tiny", projection=np.eye(64, dtype=np.float32), mean=np.zeros(64, dtype=np.float32),
        shift=np.zeros(64, dtype=np.float32), words={"hus": 9}, terms={}, items=400, topics=(),
        cohort=choose_cohort(others), fusion=fusion, questions=fusion, same=fusion,
    )  # fmt: skip


FERRY = "Færgen til Læsø mangler redningsveste og matroser."
HERBERGE = "Herberget på havnen får tolv senge til hjemløse."


def links(model, query, *others):
    return {link.item_id: link for link in LinkIndex.build(others, model).related(query)}


def test_what_was_announced_for_a_meeting_is_linked_there_and_said(item, model):
    old = item("2023-05-03", 1, FERRY, decision="Punktet genoptages på mødet i oktober.")
    query = item("2023-10-04", 7, FERRY)
    (link,) = links(model, query, old).values()
    (reason,) = [reason for reason in link.reasons if reason.kind is ReasonKind.ANNOUNCED]
    assert reason.text == "Varslet på mødet den 3. maj 2023: »Punktet genoptages på mødet i oktober.«"
    assert reason.there == (old.passages[1].start, old.passages[1].end)


def test_other_items_of_that_meeting_are_not_meant(item, model):
    old = item("2023-05-03", 1, FERRY, decision="Punktet genoptages på mødet i oktober.")
    assert not links(model, item("2023-10-04", 7, HERBERGE), old)


def test_of_the_items_of_that_meeting_the_likest_is_meant(item, model):
    old = item("2023-05-03", 1, FERRY, decision="Punktet genoptages på mødet i oktober.")
    same, other = (
        item("2023-10-04", 7, FERRY),
        item("2023-10-04", 8, "Færgen til Læsø mangler matroser og kaptajn."),
    )
    assert links(model, other, old)
    assert not links(model, other, old, same)
    assert links(model, same, old, other)


@pytest.mark.parametrize(
    ("day", "committee"),
    [("2023-11-04", "Storkredsen"), ("2023-05-03", "Storkredsen"), ("2023-10-04", "Andre")],
)
def test_another_meeting_is_not_meant(item, model, day, committee):
    old = item("2023-05-03", 1, FERRY, decision="Punktet genoptages på mødet i oktober.")
    assert not links(model, item(day, 7, FERRY, committee=committee), old)


def test_the_next_meeting_is_the_first_one_that_the_archive_has(item, model):
    old = item("2023-05-03", 1, FERRY, decision="Punktet genoptages på næste møde.")
    between, query = item("2023-06-14", 2, HERBERGE), item("2023-09-06", 7, FERRY)
    assert links(model, query, old)
    assert not links(model, query, old, between)
    assert not links(model, item("2025-01-08", 7, FERRY), old)


def test_a_removed_meeting_is_no_longer_in_between(item, model):
    old = item("2023-05-03", 1, FERRY, decision="Punktet genoptages på næste møde.")
    between, query = item("2023-06-14", 2, HERBERGE), item("2023-09-06", 7, FERRY)
    index = LinkIndex.build([old, between], model)
    index.remove([between.item_id])
    assert index.related(query)


def test_the_earlier_item_is_told_what_came_of_its_announcement(item, model):
    old = item("2023-05-03", 1, FERRY, decision="Punktet genoptages på mødet i oktober.")
    query = item("2023-10-04", 7, FERRY)
    index = LinkIndex.build([old, query], model)
    (link,) = index.later(old, lambda item_id: {query.item_id: query}[item_id])
    (reason,) = [reason for reason in link.reasons if reason.kind is ReasonKind.ANNOUNCED]
    assert reason.text.startswith("Taget op som varslet på mødet den 3. maj 2023: »Punktet genoptages")
    assert reason.here == (old.passages[1].start, old.passages[1].end)


def test_an_index_that_was_kept_knows_what_was_announced(item, model):
    old = item("2023-05-03", 1, FERRY, decision="Punktet genoptages på mødet i oktober.")
    query = item("2023-10-04", 7, FERRY)
    kept = LinkIndex(model, lambda *_: old.passages[0])
    kept.restore(LinkIndex.build([old], model).arrays())
    assert [link.item_id for link in kept.related(query)] == [old.item_id]


def test_who_announces_is_found_among_any_number_of_likelier_items(item, model, monkeypatch):
    monkeypatch.setattr("pipeline.links.pairs.CANDIDATES", 2)
    old = item("2023-05-03", 1, FERRY, decision="Punktet genoptages på mødet i oktober.")
    others = [item("2022-05-03", n, FERRY) for n in (2, 3)]
    more = [item("2022-05-03", n, HERBERGE) for n in range(4, 40)]
    assert old.item_id in links(model, item("2023-10-04", 7, FERRY), *others, *more, old)
