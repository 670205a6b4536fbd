"""Many browsers ask at once while the archive changes: every answer is one the archive could give."""

import datetime as dt
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.app.searching import find
from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.domain import EVERYTHING
from pipeline.text import stem

VOWELS, LETTERS = "aeiouyæøå", "bcdfghjklmnpqrstvwxz"


@pytest.fixture
def session(archive, finder) -> Session:
    session = Session(load_config(), archive)
    session.finder = finder
    return session


def test_questions_are_answered_while_meetings_come_and_go(session, put, minutes_of):
    def add(day: int) -> None:
        put(minutes_of(("Botilbud på Ærø", f"Plads {day} i botilbuddet."), date=dt.date(2023, 1, day)))

    add(1)

    def ask(day: int) -> tuple[int, int]:
        if day % 3 == 0:
            add(day)
        links = session.finder.to_item("forum-aeroe/2023-01-01/1")
        answer = session.finder.search("botilbud")
        return len(links), answer.total

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(2, 26)))
    assert all(links == 0 for links, _ in answers)
    assert all(1 <= total <= 9 for _, total in answers)
    assert session.finder.search("botilbud").total == 9


def test_a_page_of_hits_is_found_while_meetings_come_and_go(session, put, minutes_of):
    def add(day: int) -> None:
        put(minutes_of(("Botilbud på Ærø", f"Plads {day} i botilbuddet."), date=dt.date(2023, 1, day)))

    add(1)

    def ask(day: int) -> int:
        if day % 3 == 0:
            add(day)
        found = find(session, "botilbud", EVERYTHING)
        assert sum(one.items for one in found.facets.years) == found.total
        return found.total

    with ThreadPoolExecutor(8) as threads:
        assert all(1 <= total <= 9 for total in threads.map(ask, range(2, 26)))


def test_words_are_stemmed_alike_by_many_threads_and_by_one():
    words = [f"{a}{b}{c}erne" for a in ("bolig", "pladsø", "åben", "kapa") for b in VOWELS for c in LETTERS]
    stem.cache_clear()
    alone = [stem(word) for word in words]
    stem.cache_clear()
    every = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(stem, words)) == alone
    finally:
        sys.setswitchinterval(every)
