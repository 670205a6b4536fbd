"""What comes out of an archive can go into another, and the table of passages is the archive's."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.archive import Archive
from pipeline.domain import Filters, Label, Leftover, Listed
from pipeline.errors import ArchiveError
from pipeline.serialize import from_json

PLACES = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser.", "Svendborg tilbyder flere.")
DRUGS = ("Stofbehandling", "Anonym stofbehandling fortsætter.")
ANY = ("Eventuelt",)
NAMES = {"Ærø Kommune": Label.MUNICIPALITY, "3": Label.AMOUNT}


def restore(lines, encoder, path):
    archive = Archive.open(str(path))
    for line in lines:
        tagged = from_json(json.loads(line))
        passages = [passage for item in tagged.items for passage in item.passages]
        archive.add(tagged, encoder.encode(passages).vectors, encoder=encoder.name)
    return archive


def lines_of(archive):
    return [json.dumps(obj) for obj in archive.export()]


def test_an_export_restores_the_archive(archive, put, minutes_of, encoder, tmp_path):
    put(minutes_of(PLACES, DRUGS, ANY, names=NAMES, themes=("stof",)))
    put(minutes_of(DRUGS, source="b.txt", title="Ekstraordinært møde", start=dt.time(13), place="Åbenrå"))
    put(minutes_of(ANY, date=dt.date(2021, 3, 4), published=dt.date(2021, 3, 9)))
    lines = lines_of(archive)
    assert [json.loads(line)["meeting"]["date"] for line in lines] == [
        "2021-03-04",
        "2023-01-20",
        "2023-01-20",
    ]
    with restore(lines, encoder, tmp_path / "copy.db") as copy:
        assert lines_of(copy) == lines
        assert copy.search("anonym", limit=5) == archive.search("anonym", limit=5)
        assert [stored.id for stored in copy.meetings()] == [stored.id for stored in archive.meetings()]


paragraphs = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
agendas = st.lists(st.tuples(paragraphs, paragraphs, paragraphs), min_size=1, max_size=3)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(agenda=agendas, start=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_any_text_comes_out_as_it_went_in(archive, put, minutes_of, agenda, start):
    tagged = minutes_of(*agenda, names={"e": Label.PERSON}, themes=("a",), start=start)
    ledger = replace(
        tagged.minutes.ledger,
        missing=(Listed(number=None, title="æ"),),
        leftovers=(Leftover(start=0, end=1, text="F"),),
    )
    tagged = replace(tagged, minutes=replace(tagged.minutes, ledger=ledger))
    key = put(tagged).meeting_id
    assert archive.minutes(key) == tagged
    (exported,) = archive.export()
    assert from_json(json.loads(json.dumps(exported))) == tagged
    archive.delete(key)


def test_a_passage_that_is_not_just_its_stretch_of_text_keeps_its_own(archive, put, minutes_of):
    tagged = minutes_of(PLACES)
    item = tagged.items[0]
    joined = replace(
        item.passages[1], text="Ærø: Svendborg tilbyder flere.", path=("Døgnpladser på Ærø", "Tilbud")
    )
    tagged = replace(tagged, items=(replace(item, passages=(item.passages[0], joined)),))
    put(tagged)
    assert archive.minutes("forum-aeroe/2023-01-20") == tagged
    assert archive.texts(archive.passage_table().passage_ids.tolist())[1] == joined.text


@pytest.fixture
def three(put, minutes_of):
    newer = minutes_of(PLACES, ANY, DRUGS, names=NAMES, themes=("stof",))
    older = minutes_of(ANY, DRUGS, date=dt.date(2020, 2, 2))
    other = minutes_of(PLACES, committee="Andet", date=dt.date(2022, 2, 2))
    for tagged in (newer, older, other):
        put(tagged)
    return older, other, newer


def test_the_table_lists_items_by_date_and_passages_in_order(archive, three, encoder):
    table = archive.passage_table()
    assert [item.id for item in table.items] == [item.item.id for tagged in three for item in tagged.items]
    passages = [passage for tagged in three for item in tagged.items for passage in item.passages]
    assert archive.passages(table.passage_ids.tolist()) == tuple(passages)
    assert [table.items[n].id for n in table.item_index] == [passage.item_id for passage in passages]
    assert table.encoder == "tiny"
    assert table.vectors.dtype == np.float32
    np.testing.assert_allclose(table.vectors, encoder.encode(passages).vectors, atol=5e-4)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(theme="stof"),
        Filters(municipality="Ærø"),
        Filters(before=dt.date(2022, 2, 2)),
        Filters(after=dt.date(2022, 2, 2)),
        Filters(committee="Andet"),
        Filters(committee="nowhere"),
    ],
)
def test_a_filtered_table_is_those_rows_of_the_whole(archive, three, filters):
    whole, part = archive.passage_table(), archive.passage_table(filters)
    assert part.items == tuple(archive.items(filters))
    rows = [n for n, row in enumerate(whole.item_index) if whole.items[row] in part.items]
    np.testing.assert_array_equal(part.passage_ids, whole.passage_ids[rows])
    if rows:
        np.testing.assert_array_equal(part.vectors, whole.vectors[rows])
    assert [part.items[n] for n in part.item_index] == [whole.items[whole.item_index[n]] for n in rows]


def test_texts_come_in_the_order_asked_for(archive, three):
    ids = archive.passage_table().passage_ids.tolist()
    texts = archive.texts(ids)
    assert archive.texts([ids[2], ids[0], ids[2]]) == (texts[2], texts[0], texts[2])
    assert archive.texts([]) == ()


def test_an_empty_archive_gives_empty_answers(archive):
    table = archive.passage_table(encoder="tiny")
    assert (table.items, table.vectors.shape, len(table.passage_ids), table.encoder) == ((), (0, 0), 0, None)
    assert list(archive.items()) == list(archive.export()) == []
    assert archive.meetings() == archive.search("plads", limit=3) == ()


def test_vectors_of_two_encoders_are_never_given_together(archive, three, minutes_of):
    before = archive.generation()
    archive.replace_vectors("forum-aeroe/2020-02-02", np.eye(1, 8), encoder="other")
    assert archive.generation() > before
    assert archive.stats().encoders == ("other", "tiny")
    with pytest.raises(ArchiveError, match="cannot be compared"):
        archive.passage_table()
    with pytest.raises(ArchiveError, match="keeps vectors of other, which cannot be compared with tiny"):
        archive.passage_table(Filters(before=dt.date(2021, 1, 1)), encoder="tiny")
    assert archive.passage_table(Filters(after=dt.date(2021, 1, 1)), encoder="tiny").encoder == "tiny"
    assert archive.passage_table(Filters(before=dt.date(2021, 1, 1))).vectors.shape == (1, 8)


def test_vectors_are_replaced_one_for_one(archive, three):
    with pytest.raises(ArchiveError, match="1 passages need as many vectors"):
        archive.replace_vectors("forum-aeroe/2020-02-02", np.eye(2, 8), encoder="other")
    assert archive.stats().encoders == ("tiny",)
