"""What may be asked about is read once, kept beside the archive, and read again only where it changed."""

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.app.candidates import Pool
from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.domain import Signature, ThemeChange

SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="læst")
DRUGS = ("Behandling", "Stofmisbrug og alkoholbehandling på Ærø.")
FERRY = ("Færgen", "Færgen til Marstal har misbrug af billetter.")


@pytest.fixture
def read(archive):
    """Follow a pool of a new session; return it and the meetings that were read for it."""

    def read(**settings):
        steps = []

        def watch(doing, meetings):
            del doing
            steps.extend(meetings)
            return meetings

        config = load_config()
        pool = Pool(Session(replace(config, **settings), archive, watch))
        pool.follow()
        return pool, steps

    return read


def meeting(put, minutes_of, month, *items):
    return put(minutes_of(*items, date=dt.date(2024, month, 9), themes=("misbrug", "kapacitet"))).meeting_id


def test_a_new_pool_reads_only_what_changed_since_the_last(read, archive, put, minutes_of):
    first, second = (meeting(put, minutes_of, month, DRUGS, FERRY) for month in (1, 2))
    before, steps = read()
    assert steps == [first, second]
    after, steps = read()
    assert steps == []
    assert list(after.candidates()) == list(before.candidates()) != []
    assert {item: vector.tolist() for item, vector in after.means().items()} == {
        item: vector.tolist() for item, vector in before.means().items()
    }
    archive.correct(f"{second}/1", [ThemeChange(theme="misbrug", assigned=False)], SIGNED)
    third = meeting(put, minutes_of, 3, FERRY)
    assert read()[1] == [second, third]


def test_a_meeting_that_is_gone_is_not_asked_about(read, archive, put, minutes_of):
    first, second = (meeting(put, minutes_of, month, DRUGS) for month in (1, 2))
    read()
    archive.delete(first)
    pool, steps = read()
    assert steps == []
    assert {candidate.item_id for candidate in pool.candidates()} == {f"{second}/1"}


def test_what_was_read_for_other_themes_is_read_again(read, put, minutes_of, tmp_path):
    first = meeting(put, minutes_of, 1, DRUGS)
    read()
    register = (load_config().paths.knowledge / "themes.toml").read_text(encoding="utf-8")
    (tmp_path / "themes.toml").write_text(register.replace("misbrug*", "hasjmisbrug*"), encoding="utf-8")
    assert register.count("misbrug*")
    paths = replace(load_config().paths, knowledge=tmp_path)
    assert read(paths=paths)[1] == [first]
