"""Names of one thing that a person joined: one page, one number, found by either name, and back again."""

import datetime as dt
import json

import pytest

from pipeline.app.adding import add_file
from pipeline.app.answers import about
from pipeline.app.item_text import number_mentions
from pipeline.app.item_view import by_kind
from pipeline.app.items import readable_minutes
from pipeline.app.names import join_names, parse_same, read_name
from pipeline.app.session import Session
from pipeline.archive import Archive
from pipeline.config import load_config
from pipeline.domain import EVERYTHING, Filters, Label, NameChange, Signature
from pipeline.errors import CorrectionError

SHORT, LONG, OTHER = "Solgården", "Botilbuddet Ærøly", "Fonden Østervang"
SIGNED = Signature(by="Åse", at=dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC), why="samme sted")
NAMES = dict.fromkeys((SHORT, LONG, OTHER), Label.INSTITUTION)
HEAD = "forum-aeroe"


@pytest.fixture
def session(archive, put, minutes_of) -> Session:
    for year, text in (
        (2019, f"Misbrug på {SHORT} om året"),
        (2021, f"Misbrug på {LONG} og siden på {SHORT} igen"),
        (2022, f"Misbrug på {LONG} med {OTHER} bag"),
    ):
        put(minutes_of(("Sagen", text), names=NAMES, date=dt.date(year, 1, 20), source=f"{year}.txt"))
    return Session(load_config(), archive)


def _join(archive: Archive, name: str = SHORT, other: str = LONG) -> int:
    change = NameChange(label=Label.INSTITUTION, name=name, canonical=other)
    return archive.join_names(change, SIGNED).number


def _listed(session: Session) -> dict[str, int]:
    names, _ = session.archive.names(Label.INSTITUTION, "", limit=9, offset=0)
    return {one.name: one.items for one in names}


def test_both_are_one_in_the_list_and_counted_once_an_item(session):
    assert _listed(session) == {SHORT: 2, LONG: 2, OTHER: 1}
    _join(session.archive)
    assert _listed(session) == {LONG: 3, OTHER: 1}


@pytest.mark.parametrize("asked", [SHORT, SHORT.upper(), LONG])
def test_either_name_has_the_page_of_both(session, asked):
    number = _join(session.archive)
    view = read_name(session, "institutioner", asked)
    assert (view.name, view.items, len(view.newest)) == (LONG, 3, 3)
    assert [(name, one.number, one.by, one.why) for name, one in view.also.items()] == [
        (SHORT, number, "Åse", "samme sted")
    ]


@pytest.mark.parametrize("asked", [SHORT, LONG])
def test_filters_and_what_is_picked_find_both_by_either_name(session, asked):
    _join(session.archive)
    label = Label.INSTITUTION
    filters = Filters(names=((label, frozenset([asked])),))
    assert len(session.archive.items(filters)) == 3
    assert len(session.archive.newest_of(filters)) == 3
    assert len(session.archive.search("misbrug", limit=9, filters=filters)) == 3


def test_facets_count_both_as_one(session):
    _join(session.archive)
    facets = session.archive.facets(session.archive.newest_of(EVERYTHING))
    assert {one.name: one.items for one in facets.institutions} == {LONG: 3, OTHER: 1}


def test_an_item_shows_both_as_one_and_its_mentions_stay_as_they_were_said(session):
    _join(session.archive)
    stored = session.archive.item(f"{HEAD}/2021-01-20/1")
    kinds = dict(by_kind(number_mentions(stored, {}, session.archive.joined())))
    (group,) = kinds[Label.INSTITUTION.kind]
    assert (group.name, [one.entity.norm for one in group.mentions]) == (LONG, [LONG, SHORT])


def test_undone_they_are_two_again_and_undoing_that_joins_them(session):
    number = _join(session.archive)
    undo = session.archive.undo(number, SIGNED)
    assert (undo.before, undo.after) == ("ét navn", "to navne")
    assert _listed(session) == {SHORT: 2, LONG: 2, OTHER: 1}
    session.archive.undo(undo.number, SIGNED)
    assert _listed(session) == {LONG: 3, OTHER: 1}


def test_a_name_that_others_go_by_may_be_joined_too_and_what_was_before_stays(session):
    _join(session.archive)
    second = _join(session.archive, LONG, OTHER)
    assert _listed(session) == {OTHER: 3}
    assert read_name(session, "institutioner", SHORT).also.keys() == {SHORT, LONG}
    session.archive.undo(second, SIGNED)
    assert _listed(session) == {LONG: 3, OTHER: 1}


def test_minutes_that_are_added_later_are_found_so_too(session, put, minutes_of):
    _join(session.archive)
    put(minutes_of(("Sagen", f"Nyt om {SHORT}"), names=NAMES, date=dt.date(2023, 1, 20), source="2023.txt"))
    assert _listed(session)[LONG] == 4
    assert not session.archive.waiting()


@pytest.mark.parametrize(("name", "other"), [(SHORT, "Ukendt"), ("Ukendt", LONG), (SHORT, SHORT)])
def test_names_that_nobody_mentions_or_that_are_one_are_refused(session, name, other):
    with pytest.raises(CorrectionError, match=r"Ukendt|one name already"):
        _join(session.archive, name, other)
    assert not session.archive.corrections()


def test_they_come_with_an_export_once_and_are_undone_there(session, encoder, tmp_path):
    number = _join(session.archive)
    undone = session.archive.undo(number, SIGNED)
    again = session.archive.undo(undone.number, SIGNED).number
    path = tmp_path / "export.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in session.archive.export()), encoding="utf-8")
    with Archive.open(str(tmp_path / "other.db")) as other:
        for _ in range(2):
            kept = list(add_file(_Plain(encoder), other, path))
        assert len(kept) == 3
        assert other.corrections() == session.archive.corrections()
        assert _listed(Session(load_config(), other)) == {LONG: 3, OTHER: 1}
        other.undo(again, SIGNED)
        assert _listed(Session(load_config(), other)) == {SHORT: 2, LONG: 2, OTHER: 1}


class _Plain:
    """Encodes without models."""

    def __init__(self, encoder):
        self.encoder = encoder

    def encode(self, tagged):
        from pipeline.encoder import encode_items
        from pipeline.process import Processed

        encoded = encode_items(self.encoder, tagged.minutes.items, [item.passages for item in tagged.items])
        return Processed(tagged=tagged, encoded=encoded)


def test_what_is_typed_names_kind_and_both_names(session):
    change = parse_same(f"institution:{SHORT} = {LONG}")
    assert change == NameChange(label=Label.INSTITUTION, name=SHORT, canonical=LONG)
    (entry,) = join_names(session, change, SIGNED)
    assert about(entry.change) == f"Institution »{SHORT}« = »{LONG}«: "
    with pytest.raises(CorrectionError, match="KIND:NAME=OTHER"):
        parse_same("institution:Egely")


def test_links_are_narrowed_to_either_name(session, finder, put, minutes_of):
    _join(session.archive)
    text = f"Anonym stofbehandling af misbrug på {SHORT}"
    for year in (2020, 2023):
        day = dt.date(year, 1, 20)
        put(minutes_of(("Anonym behandling", text), names=NAMES, date=day, source=f"{year}.txt"))
    for asked in (SHORT, LONG):
        known = finder.known_filters(Filters(names=((Label.INSTITUTION, frozenset([asked])),)))
        links = finder.to_item(f"{HEAD}/2023-01-20/1", known)
        assert [link.item_id for link in links] == [f"{HEAD}/2020-01-20/1"]


def test_facets_and_what_is_exported_as_a_table_or_oparl_have_them_as_one(session):
    _join(session.archive)
    facets = session.archive.facets([f"{HEAD}/{year}-01-20/1" for year in (2019, 2021, 2022)])
    assert {one.name: one.items for one in facets.institutions} == {LONG: 3, OTHER: 1}
    read = [tagged.items[0] for _, tagged in readable_minutes(session, pytest.fail)]
    assert [{one.norm for one in item.entities} for item in read] == [{LONG}, {LONG}, {LONG, OTHER}]
    assert read[0].entities[0].text == SHORT
