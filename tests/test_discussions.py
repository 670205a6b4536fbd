"""Links over an archive that changes: always those of the archive as it is now, kept between runs."""

import pytest
from discussed import DRUGS, FERRY, FORUM, NEW_DRUGS, PLACES, SIGNED, day, item_id

from pipeline.archive import Archive, PassageVectors, Rebuilt
from pipeline.discussions import CaseBook, FreshIndex, Kept, split_matters
from pipeline.discussions.documents import read_item
from pipeline.domain import (
    Filters,
    LinkChange,
    ThemeChange,
)
from pipeline.errors import ItemNotFoundError, ModelError
from pipeline.links.kept import write_arrays


def linked(finder, item, **question):
    return [link.item_id for link in finder.to_item(item, **question)]


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
    filters = Filters(themes=("misbrug",))
    assert linked(finder, item_id(9), filters=filters) == []
    archive.correct(item_id(1), [ThemeChange(theme="misbrug", assigned=True)], SIGNED)
    assert linked(finder, item_id(9), filters=filters) == [item_id(1)]


def test_a_rejected_link_is_never_shown_and_a_confirmed_one_always(finder, archive, put, minutes_of):
    put(minutes_of(DRUGS, FERRY, date=day(1)))
    put(minutes_of(NEW_DRUGS, PLACES, date=day(9)))
    archive.correct(item_id(9), [LinkChange(earlier=item_id(1), kept=False)], SIGNED)
    assert linked(finder, item_id(9)) == []
    assert finder.later(item_id(1)) == ()
    (entry,) = archive.correct(item_id(9), [LinkChange(earlier=item_id(1, 2), kept=True)], SIGNED)
    (confirmed,) = finder.to_item(item_id(9))
    assert (confirmed.item_id, confirmed.score) == (item_id(1, 2), 1.0)
    assert confirmed.reasons[0].text == "Bekræftet af Lise"
    assert linked(finder, item_id(9), filters=Filters(before=day(1))) == []
    (later,) = finder.later(item_id(1, 2))
    assert (later.item_id, later.score, later.reasons[0].text) == (item_id(9), 1.0, "Bekræftet af Lise")
    archive.undo(entry.number, SIGNED)
    archive.undo(entry.number - 1, SIGNED)
    assert linked(finder, item_id(9)) == [item_id(1)]
    assert [link.item_id for link in finder.later(item_id(1))] == [item_id(9)]


def test_of_confirmed_links_all_are_shown_and_the_newest_first(finder, archive, put, minutes_of):
    for number, content in ((1, FERRY), (2, PLACES), (9, NEW_DRUGS)):
        put(minutes_of(content, date=day(number)))
    for number in (1, 2):
        archive.correct(item_id(9), [LinkChange(earlier=item_id(number), kept=True)], SIGNED)
    assert linked(finder, item_id(9), limit=1) == [item_id(2), item_id(1)]


def test_an_unknown_item_is_named(finder, put, minutes_of):
    put(minutes_of(DRUGS, date=day(1)))
    with pytest.raises(ItemNotFoundError, match="no item forum-aeroe/1900"):
        finder.to_item("forum-aeroe/1900-01-01/1")


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
        """The archive, noting of which meetings it told the generation."""

        def __getattr__(self, name):
            return getattr(archive, name)

        def generations(self, since=-1):
            asked.append(archive.generations(since))
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
    assert len(book.all()) == 2
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
    assert index.told(item_id(4)) == (PLACES[0], day(4))


def test_what_is_kept_of_another_model_is_made_anew(reopened, put, minutes_of, tmp_path):
    put(minutes_of(DRUGS, FERRY, date=day(1)))
    put(minutes_of(NEW_DRUGS, PLACES, date=day(9)))
    reopened()
    kept = tmp_path / "archive.db.links.npz"
    before = kept.read_bytes()
    (tmp_path / "model" / "fusion.json").write_text("{}", encoding="utf-8")
    assert reopened() == [item_id(1)]
    assert kept.read_bytes() != before


def test_what_was_read_before_words_were_taken_out_is_not_kept(
    archive, word_links, put, minutes_of, tmp_path, monkeypatch
):
    """The archive removes what is kept beside it when it takes words out; a server may be writing then."""
    put(minutes_of(FERRY, date=day(1)))
    put(minutes_of(DRUGS, date=day(2)))
    kept = Kept(path=tmp_path / "kept.npz", fingerprint="it")
    written = []

    def late(path, arrays, about):
        if not written:
            archive.delete(f"{FORUM}/{day(2)}")
        write_arrays(path, arrays, about)
        written.append(path)

    monkeypatch.setattr("pipeline.discussions.fresh.write_arrays", late)
    fresh = FreshIndex(archive, word_links, kept)
    fresh.index()
    assert written
    assert not kept.path.exists()
    assert list(fresh.index().ids) == [item_id(1)]
    assert kept.path.exists()


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
    meeting_id = f"{FORUM}/{day(1)}"
    archive.rebuild(
        Rebuilt(
            meeting_id=meeting_id,
            tagged=archive.minutes(meeting_id),
            vectors=PassageVectors(encoder="another", matrix=archive.vectors(meeting_id).matrix),
            generation=archive.generation(),
        )
    )
    with pytest.raises(ModelError, match="another"):
        finder.to_item(item_id(1))
