"""Cases that are followed while the archive changes are those of whoever looks at it for the first time."""

import datetime as dt
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.archive import Archive
from pipeline.discussions import CaseBook, FreshIndex, split_matters
from pipeline.domain import CaseChange, LinkChange, Signature, ThemeChange

SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="læst")
FORUM = "forum-aeroe"
SUBJECTS = (
    ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter i Marstal."),
    ("Færgen", "Færgen til Ærø sejler tre gange om dagen i sommeren."),
    ("Særlige pladser", "De særlige pladser på Egely står tomme halvdelen af året."),
)
MEETINGS = 5
ITEMS = tuple((number, at) for number in range(MEETINGS) for at in (1, 2))
two_items = st.tuples(st.sampled_from(ITEMS), st.sampled_from(ITEMS)).filter(lambda pair: pair[0] != pair[1])
ruling = st.tuples(st.just("rule"), two_items, st.booleans())
change = st.one_of(
    st.tuples(st.just("add"), st.integers(0, MEETINGS - 1), st.integers(0, 5)),
    st.tuples(st.just("delete"), st.integers(0, MEETINGS - 1)),
    st.tuples(st.just("theme"), st.sampled_from(ITEMS)),
    st.tuples(st.just("link"), two_items),
    st.tuples(st.just("undo"), st.integers(0, 3)),
    ruling,
)
quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def item_id(item):
    return f"{FORUM}/{dt.date(2024, 1 + item[0], 9)}/{item[1]}"


@pytest.fixture
def book_of(word_links):
    return lambda archive: CaseBook(archive, FreshIndex(archive, word_links, parts=split_matters))


class Changing:
    """An archive that is changed by what `change` draws."""

    def __init__(self, archive, encoder, minutes_of):
        self.archive, self._encoder, self._minutes_of = archive, encoder, minutes_of

    def change(self, what, *how):
        getattr(self, what)(*how)

    def add(self, number, which):
        subjects = (SUBJECTS[which % 3], SUBJECTS[which // 3])
        tagged = self._minutes_of(*subjects, date=dt.date(2024, 1 + number, 9), source=f"{which}.txt")
        passages = [passage for item in tagged.items for passage in item.passages]
        self.archive.add(tagged, self._encoder.encode(passages).vectors, encoder=self._encoder.name)

    def delete(self, number):
        meeting = item_id((number, 1)).rpartition("/")[0]
        if meeting in {stored.id for stored in self.archive.meetings()}:
            self.archive.delete(meeting)

    def undo(self, back):
        for _, entry in list(self.archive.in_force())[-1 - back :][:1]:
            self.archive.undo(entry.number, SIGNED)

    def theme(self, item):
        self._decide((item,), ThemeChange(theme="misbrug", assigned=True))

    def link(self, items):
        earlier, later = sorted(items)
        if earlier[0] < later[0]:
            self._decide((later, earlier), LinkChange(earlier=item_id(earlier), kept=False))

    def rule(self, items, same):
        self._decide(items, CaseChange(other=item_id(items[1]), same=same))

    def _decide(self, items, change):
        if {item.id for item in self.archive.items()}.issuperset(map(item_id, items)):
            self.archive.correct(item_id(items[0]), [change], SIGNED)


@pytest.fixture
def changing(encoder, minutes_of):
    @contextmanager
    def opened():
        with Archive.open("sqlite://") as archive:
            yield Changing(archive, encoder, minutes_of)

    return opened


def groups(book):
    return {case.id: {matter.id for matter in case.matters} for case in book.all()}


@quick
@given(changes=st.lists(st.tuples(change, st.booleans()), min_size=4, max_size=14))
def test_whoever_follows_sees_what_whoever_comes_sees(changing, book_of, changes):
    with changing() as changed:
        archive, book = changed.archive, book_of(changed.archive)
        for (what, *how), asked in changes:
            changed.change(what, *how)
            if asked:
                groups(book)
        assert groups(book) == groups(book_of(archive))
        assert {matter for own in groups(book).values() for matter in own} == {i.id for i in archive.items()}
        for item in archive.items():
            (case,) = book.of_item(item.id)
            assert book.case(case.id) == case


@quick
@given(order=st.permutations(range(MEETINGS)), rulings=st.lists(ruling, max_size=4), data=st.data())
def test_matters_come_together_in_whatever_order_they_come(changing, book_of, order, rulings, data):
    which = data.draw(st.lists(st.sampled_from([1, 2, 3, 5]), min_size=MEETINGS, max_size=MEETINGS))
    with changing() as one_by_one, changing() as at_once:
        book = book_of(one_by_one.archive)
        for number in order:
            one_by_one.add(number, which[number])
            groups(book)
        for number in range(MEETINGS):
            at_once.add(number, which[number])
        for one in rulings:
            one_by_one.change(*one)
            groups(book)
            at_once.change(*one)
        found = [groups(one).values() for one in (book, book_of(at_once.archive))]
        assert sorted(map(sorted, found[0])) == sorted(map(sorted, found[1]))
