"""Corrections travel with an export, and come into another archive once, with who, when and why."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.app.adding import add_file
from pipeline.app.corrections import Corrector
from pipeline.archive import Archive
from pipeline.corrections.exchange import correction_to_json, corrections_from_json
from pipeline.domain import (
    CaseChange,
    Correction,
    EntityAction,
    EntityChange,
    Label,
    LinkChange,
    MeetingChange,
    MergeChange,
    NameChange,
    RenameChange,
    Signature,
    Skipped,
    SkippedLink,
    SplitChange,
    ThemeChange,
    Undo,
    labels,
)
from pipeline.encoder import encode_items
from pipeline.errors import SourceError
from pipeline.serialize import from_json

PLACES = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser.")
FUSED = ("Budget", "Budgettet er vedtaget.", "Eventuelt", "Intet under punktet.")
HEAD = "forum-aeroe/2023-01-20"
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC), why="læst igen")
YES = ThemeChange(theme="stof", assigned=True)

words = st.text(max_size=8)


def maybe(thing):
    return st.none() | thing


changes = st.one_of(
    st.builds(ThemeChange, theme=words, assigned=st.booleans()),
    st.builds(
        EntityChange,
        action=st.sampled_from(EntityAction), start=st.integers(0, 99), end=st.integers(0, 99), text=words,
        label=st.sampled_from(labels()), norm=words,
    ),
    st.builds(LinkChange, earlier=words, kept=st.booleans()),
    st.builds(CaseChange, other=words, same=st.booleans()),
    st.builds(NameChange, label=st.sampled_from(labels()), name=words, canonical=words),
    st.builds(SplitChange, at=st.integers(0, 99), title=words),
    st.builds(MergeChange, following=words),
    st.builds(RenameChange, number=words, title=words),
    st.builds(
        MeetingChange,
        publisher=maybe(words), title=maybe(words), committee=maybe(words), place=maybe(words),
        date=maybe(st.dates()), start=maybe(st.times()), end=maybe(st.times()),
    ),
    st.builds(Skipped, theme=words),
    st.builds(SkippedLink, earlier=words),
    st.builds(Undo, number=st.integers(0, 99)),
)  # fmt: skip
entries = st.builds(
    Correction,
    number=st.integers(0, 99), at=st.datetimes(timezones=st.just(dt.UTC)), by=words, why=words, item_id=words,
    change=changes, before=words, after=words, model=words, text_hash=words,
    other_hash=words,
)  # fmt: skip


@given(entries)
def test_an_entry_survives_the_way_to_json_and_back(entry):
    obj = json.loads(json.dumps({"corrections": [correction_to_json(entry)]}))
    assert corrections_from_json(obj) == (entry,)


@given(entries)
def test_an_entry_of_an_older_export_is_read_without_the_second_text(entry):
    obj = correction_to_json(entry)
    del obj["other_hash"]
    assert corrections_from_json({"corrections": [obj]}) == (replace(entry, other_hash=""),)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("at",), "i går", r"corrections\[0\]\.at: input should be a valid datetime"),
        (("at",), "2026-05-04T10:30", r"corrections\[0\]\.at must be a time"),
        (("change", "kind"), "retell", r"\.change: input tag 'retell' .* expected tags: 'theme', 'entity'"),
        (("change", "assigned"), 1, r"corrections\[0\]\.change\.assigned: input should be a valid boolean"),
        (("by",), None, r"corrections\[0\]\.by: input should be a valid string"),
    ],
)
def test_a_bad_entry_is_told_what_is_wrong(path, value, said):
    entry = Correction(
        number=1, at=SIGNED.at, by="a", why="b", item_id="c", change=YES, before="", after="", model="",
        text_hash="",
    )  # fmt: skip
    obj = place = correction_to_json(entry)
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(SourceError, match=said):
        corrections_from_json({"corrections": [obj]})


@pytest.fixture
def corrected(archive, put, minutes_of):
    """An archive whose second entry undoes the first, and whose third holds."""
    put(minutes_of(PLACES, FUSED, names={"Ærø Kommune": Label.MUNICIPALITY}, themes=("stof", "plads")))
    archive.correct(f"{HEAD}/2", [YES], SIGNED)
    archive.undo(1, replace(SIGNED, why="nej"))
    archive.correct(f"{HEAD}/1", [YES, ThemeChange(theme="plads", assigned=True)], replace(SIGNED, by="Bo"))
    return archive


class PlainProcessor:
    """Reads no file, tags nothing; encodes what was tagged before."""

    def __init__(self, encoder):
        self.encoder = encoder

    def encode(self, tagged):
        from pipeline.process import Processed

        encoded = encode_items(self.encoder, tagged.minutes.items, [item.passages for item in tagged.items])
        return Processed(tagged=tagged, encoded=encoded)


@pytest.fixture
def keep(encoder, tmp_path):
    """Add what one archive exports to another."""

    def keep(source, target):
        path = tmp_path / "export.jsonl"
        path.write_text("".join(f"{json.dumps(line)}\n" for line in source.export()), encoding="utf-8")
        return [kept.outcome for kept in add_file(PlainProcessor(encoder), target, path)]

    return keep


def test_corrections_come_with_an_export(corrected, keep, tmp_path):
    with Archive.open(str(tmp_path / "other.db")) as other:
        keep(corrected, other)
        assert other.corrections() == corrected.corrections()
        assert other.minutes(HEAD) == corrected.minutes(HEAD)
        assert other.opinion(f"{HEAD}/1") == corrected.opinion(f"{HEAD}/1")
        other.undo(3, SIGNED)
        assert not {s.theme: s.assigned for s in other.item(f"{HEAD}/1").tagged.themes}["stof"]


def test_they_come_once_and_under_free_numbers(corrected, keep, put, minutes_of, encoder, tmp_path):
    with Archive.open(str(tmp_path / "other.db")) as other:
        tagged = minutes_of(FUSED, date=dt.date(2020, 1, 1))
        vectors = encoder.encode([p for item in tagged.items for p in item.passages]).vectors
        other.add(tagged, vectors, encoder="tiny")
        other.correct("forum-aeroe/2020-01-01/1", [YES], SIGNED)
        keep(corrected, other)
        keep(corrected, other)
        assert [(e.number, e.by) for e in other.corrections()] == [
            (1, "Lise"), (2, "Lise"), (3, "Lise"), (4, "Bo"), (5, "Bo"),
        ]  # fmt: skip
        assert other.corrections()[2].change == Undo(number=2)
        corrected.correct(f"{HEAD}/2", [YES], replace(SIGNED, at=SIGNED.at + dt.timedelta(1)))
        keep(corrected, other)
        assert other.corrections()[-1].number == 6


def test_one_decision_on_several_items_at_once_comes_for_each_of_them(
    archive, put, minutes_of, keep, tmp_path
):
    put(minutes_of(PLACES, FUSED, themes=("stof",)))
    for number in (1, 2):
        archive.correct(f"{HEAD}/{number}", [YES], SIGNED)
    with Archive.open(str(tmp_path / "other.db")) as other:
        keep(archive, other)
        assert other.corrections() == archive.corrections()
        assert other.minutes(HEAD) == archive.minutes(HEAD)


def test_the_last_word_on_a_pair_is_the_last_after_an_export_too(archive, put, minutes_of, keep, tmp_path):
    put(minutes_of(PLACES, date=dt.date(2020, 1, 1)))
    put(minutes_of(PLACES))
    older, newer = "forum-aeroe/2020-01-01/1", f"{HEAD}/1"
    archive.correct(newer, [CaseChange(other=older, same=True)], SIGNED)
    archive.correct(older, [CaseChange(other=newer, same=False)], SIGNED)
    with Archive.open(str(tmp_path / "other.db")) as other:
        keep(archive, other)
        assert [ruling.holds for ruling in other.case_rulings()] == [False]
        assert other.corrections() == archive.corrections()


def test_what_was_decided_here_later_stands_against_what_comes_from_elsewhere(corrected, keep, tmp_path):
    with Archive.open(str(tmp_path / "other.db")) as other:
        keep(corrected, other)
        no = replace(YES, assigned=False)
        corrected.correct(f"{HEAD}/1", [YES], replace(SIGNED, at=SIGNED.at + dt.timedelta(1)))
        other.correct(f"{HEAD}/1", [no], replace(SIGNED, at=SIGNED.at + dt.timedelta(2)))
        keep(corrected, other)
        assert len(other.corrections()) == 6
        assert not {s.theme: s.assigned for s in other.item(f"{HEAD}/1").tagged.themes}["stof"]


def test_an_undo_comes_after_what_it_undoes_though_a_clock_went_back(corrected, keep, tmp_path):
    corrected.undo(3, replace(SIGNED, at=SIGNED.at - dt.timedelta(1)))
    with Archive.open(str(tmp_path / "other.db")) as other:
        keep(corrected, other)
        assert other.minutes(HEAD) == corrected.minutes(HEAD)


def test_corrections_before_a_line_that_cannot_be_read_come_too(corrected, encoder, tmp_path):
    path = tmp_path / "export.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in corrected.export()) + "{\n", encoding="utf-8")
    with Archive.open(str(tmp_path / "other.db")) as other:
        with pytest.raises(SourceError, match="line 2"):
            list(add_file(PlainProcessor(encoder), other, path))
        assert other.corrections() == corrected.corrections()


def test_corrections_come_to_minutes_that_are_there_already(corrected, keep, encoder, tmp_path):
    with Archive.open(str(tmp_path / "other.db")) as other:
        tagged = from_json(next(iter(corrected.export())))
        other.add(tagged, PlainProcessor(encoder).encode(tagged).vectors, encoder="tiny")
        assert other.corrections() == ()
        assert keep(corrected, other) == ["unchanged"]
        assert other.minutes(HEAD) == corrected.minutes(HEAD)


def test_what_was_decided_of_a_pair_holds_where_the_publisher_is_known(
    archive, put, minutes_of, keep, encoder, tmp_path
):
    earlier = dt.date(2020, 1, 1)
    put(minutes_of(PLACES, date=earlier))
    put(minutes_of(PLACES))
    archive.correct(f"{HEAD}/1", [LinkChange(earlier="forum-aeroe/2020-01-01/1", kept=False)], SIGNED)
    with Archive.open(str(tmp_path / "other.db")) as other:
        for date in (earlier, dt.date(2023, 1, 20)):
            tagged = minutes_of(PLACES, date=date, publisher="Ærø Kommune")
            other.add(tagged, PlainProcessor(encoder).encode(tagged).vectors, encoder="tiny")
        assert keep(archive, other) == keep(archive, other) == ["unchanged", "unchanged"]
        (ruling,) = other.link_rulings()
        assert (ruling.item_id, ruling.other) == (
            f"aeroe-kommune/{HEAD}/1",
            "aeroe-kommune/forum-aeroe/2020-01-01/1",
        )
        assert (len(other.corrections()), other.waiting()) == (1, set())


def test_an_undo_of_what_the_file_has_not_is_refused(corrected):
    _, undo, *_ = corrected.corrections()
    with pytest.raises(SourceError, match="undoes 1, which is not in the file"):
        corrected.add_corrections([(HEAD, [replace(undo, at=SIGNED.at + dt.timedelta(1))])])


def test_an_archive_without_corrections_exports_what_it_did(archive, put, minutes_of):
    put(minutes_of(PLACES, themes=("plads",)))
    (exported,) = archive.export()
    assert "corrections" not in exported
    assert set(exported["items"][0]) == {
        "id", "number", "title", "start", "end", "open", "case_number", "sections", "attachments",
        "attachment_spans", "entities", "themes", "passages", "neutral_title", "order", "supplement",
        "absent", "earlier",
    }  # fmt: skip


def test_items_cut_by_hand_come_as_they_are_cut(corrected, keep, encoder, tmp_path):
    class Tagging(PlainProcessor):
        """Tags nothing, but splits into passages."""

        def tag(self, minutes):
            from pipeline.domain import TaggedItem, TaggedMinutes
            from pipeline.minutes import split_passages

            items = tuple(
                TaggedItem(item=i, passages=split_passages(minutes.text, i), entities=(), themes=())
                for i in minutes.items
            )
            return self.encode(TaggedMinutes(minutes=minutes, items=items))

    text = corrected.item(f"{HEAD}/2").text
    split = SplitChange(at=text.index("Eventuelt"), title="Eventuelt")
    Corrector(Tagging(encoder), corrected).correct(f"{HEAD}/2", [split], SIGNED)
    with Archive.open(str(tmp_path / "other.db")) as other:
        keep(corrected, other)
        assert other.minutes(HEAD) == corrected.minutes(HEAD)
        assert Corrector(Tagging(encoder), other).recut() == 0
        Corrector(Tagging(encoder), other).undo(5, SIGNED)
        assert [item.number for item in other.items()] == ["1", "2"]
