"""The index grows, shrinks, is kept on disk and asked in short cuts, and always answers as if made anew."""

import datetime as dt
import random
from dataclasses import replace

import numpy as np
import pytest

from pipeline.domain import Entity, Filters, Label, Passage, ReasonKind, Ruling, SectionName
from pipeline.links import LinkDocument, LinkFeedback, LinkIndex
from pipeline.links.features import GROUP, Topic, cosines
from pipeline.links.fusion import FEATURES
from pipeline.links.kept import fingerprint, read_arrays, write_arrays
from pipeline.links.tables import Strings

WORDS = """
    børnehus stofbehandling psykiatri plads takst tilsyn botilbud visitation sygehus hjerneskade
    krisecenter ungdom misbrug rådgivning afdeling kapacitet forløb udskrivning alkohol herberg
    aftale høring analyse
"""


@pytest.fixture
def item(encoder):
    def make(number, *texts, day="2019-03-14", title="Sagen", committee="Forum Ærø", **fields):
        item_id = f"{committee.lower().replace(' ', '-')}/{day}/{number}"
        passages, at = [], 0
        for text in texts:
            passages.append(
                Passage(
                    item_id=item_id, section=SectionName.BAGGRUND, start=at, end=at + len(text), text=text
                )
            )
            at += len(text) + 1
        return LinkDocument(
            item_id=item_id, title=title, date=dt.date.fromisoformat(day),
            committee=committee, passages=tuple(passages), vectors=encoder.encode(passages).vectors, **fields,
        )  # fmt: skip

    return make


@pytest.fixture
def many(item):
    """Two hundred items of words drawn at random, over two years."""
    draw = random.Random(5)  # noqa: S311

    def text():
        return " ".join(draw.choices(WORDS.split(), k=12)).capitalize() + f" {draw.randrange(10**6)}."

    first = dt.date(2018, 1, 1)
    days = [str(first + dt.timedelta(days=draw.randrange(700))) for _ in range(200)]
    return [item(at, text(), text(), day=day, title=text()[:30]) for at, day in enumerate(days)]


def answers(index, query):
    """What is shown for a query, reasons and all."""
    return index.related(query, limit=50)


def test_what_is_looked_at_closely_holds_all_that_would_be_shown(many, item, word_links):
    index = LinkIndex.build(many, replace(word_links, same=word_links.fusion))
    for query in many[::10]:
        everything = index.same_matter(query).of(index.ids)
        assert len(everything) == sum(other.date < query.date for other in many)
        shown = {name: score for name, score in everything.items() if score >= word_links.fusion.cutoff}
        assert {link.item_id: link.score for link in index.related(query, limit=500)} == shown


def test_nearness_is_the_greatest_cosine_of_each_item(many, word_links, monkeypatch):
    monkeypatch.setattr("pipeline.links.store.BLOCK", 7)
    index = LinkIndex.build(many, word_links)
    store, query = index._store, many[0].vectors
    allowed = np.arange(40, 160)
    (near,) = store.nearness([query], store.centre(), allowed)
    plain = cosines(query, store.vectors.values, store.centre()).max(axis=1).reshape(-1, 2).max(axis=1)
    np.testing.assert_allclose(near[allowed], np.maximum(plain, 0)[allowed], atol=1e-4)


def test_removing_leaves_no_trace(many, word_links):
    index = LinkIndex.build(many, word_links)
    index.remove(document.item_id for document in many[50:150])
    fresh = LinkIndex.build([*many[:50], *many[150:]], word_links)
    assert len(index) == len(fresh) == 100
    for query in many[::10]:
        assert answers(index, query) == answers(fresh, query)


def test_what_was_removed_can_come_again(many, word_links):
    index = LinkIndex.build(many, word_links)
    index.remove([many[3].item_id])
    assert many[3].item_id not in index
    index.add([many[3]])
    assert answers(index, many[9]) == answers(LinkIndex.build(many, word_links), many[9])


def test_a_removed_case_number_is_no_reason(item, word_links):
    old = item(1, "Sagsnr.: 19/4711 om taksterne på de særlige pladser.")
    query = item(1, "Sagsnr. 19/4711 om taksterne på de særlige pladser.", day="2020-01-10")
    index = LinkIndex.build([old], word_links)
    assert index.related(query)[0].reasons[0].kind is ReasonKind.SAME_CASE_NUMBER
    index.remove([old.item_id])
    assert index.related(query) == ()


def test_an_index_read_from_disk_answers_and_grows_as_before(many, word_links, tmp_path):
    index = LinkIndex.build(many[:100], word_links)
    index.remove([many[7].item_id])
    write_arrays(tmp_path / "kept.npz", index.arrays(), {"about": "it"})
    arrays, about = read_arrays(tmp_path / "kept.npz")
    passages = {(p.item_id, p.start): p for document in many for p in document.passages}
    again = LinkIndex(word_links, lambda item_id, start: passages[item_id, start])
    again.restore(arrays)
    assert about == {"about": "it"}
    for both in (again, index):
        both.add(many[100:])
        both.remove([many[8].item_id])
    for query in many[::10]:
        assert answers(again, query) == answers(index, query)


def test_names_of_several_lines_are_kept_as_they_are():
    names = Strings()
    names.values = ["Odense\nKommune", "", "Ærø"]
    again = Strings()
    again.restore(names.arrays())
    assert again.values == names.values
    names.values = ["a\0b"]
    with pytest.raises(ValueError, match="NUL"):
        again.restore(names.arrays())


def test_a_file_that_is_no_index_is_passed_over(tmp_path):
    assert read_arrays(tmp_path / "none.npz") is None
    (tmp_path / "bad.npz").write_bytes(b"PK no archive")
    assert read_arrays(tmp_path / "bad.npz") is None


def test_the_fingerprint_changes_with_the_model(tmp_path):
    (tmp_path / "fusion.json").write_text("{}", encoding="utf-8")
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    (tmp_path / "fusion.json").write_text("[]", encoding="utf-8")
    assert fingerprint(tmp_path) != before


# Filters


def person(name):
    return Entity(start=0, end=3, label=Label.PERSON, text=name, norm=name)


@pytest.fixture
def filtered(item, word_links):
    """A function that returns which of three items pass filters."""
    text = "Belægningen på de særlige pladser på sygehuset falder."
    items = [
        item(1, text, themes=("psykiatri",), entities=(person("Åse Ørsted"),), kle={"27.03"}),
        item(2, text, committee="Kredsen", day="2019-05-01", entities=(person("Jens Åse"),), kle={"27.15"}),
        item(
            3, text, day="2019-09-01", themes=("tilsyn", "psykiatri"),
            entities=(
                Entity(start=0, end=3, label=Label.INSTITUTION, text="Egely", norm="Botilbuddet Egely"),
                Entity(start=0, end=3, label=Label.MUNICIPALITY, text="Ærø", norm="Ærø Kommune"),
            ),
        ),
    ]  # fmt: skip
    index, query = LinkIndex.build(items, word_links), item(9, text, day="2020-01-10")

    def found(**filters):
        links = index.related(query, filters=Filters(**filters))
        return {int(link.item_id.rpartition("/")[2]) for link in links}

    return found


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({}, {1, 2, 3}),
        ({"themes": ("psykiatri",)}, {1, 3}),
        ({"themes": ("psykiatri", "tilsyn")}, {3}),
        ({"themes": ("psykiatri",), "after": dt.date(2019, 3, 14)}, {3}),
        ({"themes": ("ukendt",)}, set()),
        ({"names": ((Label.PERSON, {"Åse Ørsted"}),)}, {1}),
        ({"names": ((Label.PERSON, {"Åse Ørsted", "Jens Åse"}),)}, {1, 2}),
        ({"names": ((Label.INSTITUTION, {"Botilbuddet Egely"}),)}, {3}),
        ({"names": ((Label.PERSON, {"Åse Ørsted"}), (Label.MUNICIPALITY, {"Ærø Kommune"}))}, set()),
        ({"names": ((Label.MUNICIPALITY, set()),)}, set()),
        ({"kle": "27.03"}, {1}),
        ({"kle": "27"}, {1, 2}),
        ({"committees": ("Forum Ærø",)}, {1, 3}),
        ({"committees": ("Kredsen", "Ukendt")}, {2}),
        ({"before": dt.date(2019, 5, 1)}, {1}),
        ({"after": dt.date(2019, 3, 14), "before": dt.date(2019, 9, 1)}, {2}),
    ],
)
def test_filters_narrow_what_is_shown(filtered, filters, numbers):
    assert filtered(**filters) == numbers


def test_a_confirmed_link_is_shown_first_however_improbable(item, word_links):
    likely = item(1, "Belægningen på de særlige pladser på sygehuset falder.")
    other = item(2, "Noget ganske andet om færgen til Marstal og dens afgange.")
    query = item(9, "Belægningen på de særlige pladser på sygehuset stiger.", day="2020-01-10")
    index = LinkIndex.build([likely, other], word_links)
    assert [link.item_id for link in index.related(query)] == [likely.item_id]
    confirmed = Ruling(item_id=query.item_id, other=other.item_id, holds=True, by="Lise")
    links = index.related(query, rulings=LinkFeedback.of(query.item_id, [confirmed]))
    assert [link.item_id for link in links] == [other.item_id, likely.item_id]


# The opposite direction


def test_later_items_are_those_that_go_back_to_this_one(many, word_links):
    index, documents = LinkIndex.build(many, word_links), {d.item_id: d for d in many}
    for query in many[:30:10]:
        back = {}
        for other in many:
            scores = {link.item_id: link.score for link in index.related(other, limit=500)}
            if query.item_id in scores:
                back[other.item_id] = scores[query.item_id]
        later = {link.item_id: link.score for link in index.later(query, documents.__getitem__, limit=500)}
        assert later.items() <= back.items()
        assert len(later) >= min(len(back), 25)
        assert all(documents[one].date > query.date for one in later)


def test_a_later_item_is_quoted_with_its_own_words(item, word_links):
    old = item(1, "De særlige pladser på sygehuset står tomme.")
    new = item(4, "De særlige pladser på sygehuset er nu fyldt.", day="2020-01-10")
    others = [item(n, f"Færgen til Marstal sejler {n} gange om dagen i sommeren.") for n in (2, 3)]
    index = LinkIndex.build([old, new, *others], word_links)
    (link,) = index.later(old, {new.item_id: new}.__getitem__)
    assert (link.item_id, link.date) == (new.item_id, new.date)
    (reason,) = [r for r in link.reasons if r.kind is ReasonKind.MATCHING_PASSAGES]
    assert reason.text.startswith("Senere: »De særlige pladser på sygehuset er nu fyldt.«")
    assert reason.here == (old.passages[0].start, old.passages[0].end)


def test_a_small_archive_does_not_make_an_answer_more_probable(many, encoder, word_links):
    alone = np.array([float(name == "few_earlier") for name in FEATURES])
    fusion = replace(word_links.questions, weights=alone, intercept=3.0, cutoff=0.0)
    model, text = replace(word_links, questions=fusion), many[0].passages[0].text
    (vector,) = encoder.encode_queries([text])
    small, large = LinkIndex.build(many[:5], model), LinkIndex.build(many, model)
    for index in (small, large):
        asked = {link.score for link in index.related_to_text(text, vector)}
        assert asked == set(index.answers(text, vector).scores.values())
        np.testing.assert_allclose([one / (1 - one) for one in asked], np.exp(3.0) / 400, rtol=0.01)


def test_an_empty_index_that_knows_of_topics_answers_nothing(word_links, encoder):
    topic = Topic(kind=GROUP, name="unge", terms=("ung",), rarity=1.0)
    index = LinkIndex(replace(word_links, topics=(topic,)))
    (vector,) = encoder.encode_queries(["unge i botilbud"])
    assert index.related_to_text("unge i botilbud", vector) == ()
    assert index.answers("unge i botilbud", vector).scores == {}
