"""What comes out of an archive can go into another; vectors go with their passages."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.archive import Archive, PassageVectors, Rebuilt
from pipeline.domain import Label, Leftover, Listed, meeting_of
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
    assert archive.passage_at("forum-aeroe/2023-01-20/1", joined.start).text == joined.text


@pytest.fixture
def three(put, minutes_of):
    newer = minutes_of(PLACES, ANY, DRUGS, names=NAMES, themes=("stof",))
    older = minutes_of(ANY, DRUGS, date=dt.date(2020, 2, 2))
    other = minutes_of(PLACES, committee="Andet", date=dt.date(2022, 2, 2))
    for tagged in (newer, older, other):
        put(tagged)
    return older, other, newer


def test_vectors_are_those_of_the_passages_in_order(archive, three, encoder):
    for tagged in three:
        passages = [passage for item in tagged.items for passage in item.passages]
        found = archive.vectors(meeting_of(tagged.items[0].item.id))
        assert (found.encoder, found.matrix.dtype) == ("tiny", np.float32)
        np.testing.assert_allclose(found.matrix, encoder.encode(passages).vectors, atol=5e-4)
        rows = [archive.item_vectors(item.item.id).matrix for item in tagged.items]
        np.testing.assert_array_equal(np.concatenate([own for own in rows if len(own)]), found.matrix)


def test_an_empty_archive_gives_empty_answers(archive):
    assert list(archive.items()) == list(archive.export()) == []
    assert archive.meetings() == archive.search("plads", limit=3) == ()


def encoded_anew(archive, meeting_id, matrix):
    return Rebuilt(
        meeting_id=meeting_id,
        tagged=archive.minutes(meeting_id),
        vectors=PassageVectors(encoder="other", matrix=matrix),
        generation=archive.generation(),
    )


def test_vectors_of_another_encoder_are_not_given_for_those_asked_for(archive, three):
    before, tagged = archive.generation(), archive.minutes("forum-aeroe/2020-02-02")
    archive.rebuild(encoded_anew(archive, "forum-aeroe/2020-02-02", np.eye(1, 8)))
    assert archive.generations(before).keys() == {"forum-aeroe/2020-02-02"}
    assert archive.minutes("forum-aeroe/2020-02-02") == tagged
    assert archive.stats().encoders == ("other", "tiny")
    assert archive.vectors("forum-aeroe/2020-02-02").matrix.shape == (1, 8)
    with pytest.raises(ArchiveError, match="keeps vectors of other, which cannot be compared with tiny"):
        archive.vectors("forum-aeroe/2020-02-02", encoder="tiny")


def test_vectors_are_replaced_one_for_one(archive, three):
    with pytest.raises(ArchiveError, match="1 passages need as many vectors"):
        archive.rebuild(encoded_anew(archive, "forum-aeroe/2020-02-02", np.eye(2, 8)))
    assert archive.stats().encoders == ("tiny",)
