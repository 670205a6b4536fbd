"""What a person decided about the links of an item, and how it is told as a reason."""

import datetime as dt

from pipeline.domain import Link, ReasonKind, Ruling
from pipeline.links import LinkFeedback
from pipeline.links.feedback import UNDECIDED

NO = Ruling(item_id="a", other="b", holds=False, by="Lise")
YES = Ruling(item_id="a", other="c", holds=True, by="Lise")


def test_rulings_of_other_items_do_not_count():
    assert LinkFeedback.of("d", [NO, YES]) == UNDECIDED
    rulings = LinkFeedback.of("a", [NO, YES])
    assert (rulings.rejected, rulings.confirmed) == (frozenset("b"), frozenset("c"))


def test_a_ruling_counts_from_both_ends():
    assert LinkFeedback.of("b", [NO, YES]).rejected == frozenset("a")


def test_a_confirmed_link_is_certain_and_says_by_whom():
    links = [Link(item_id=item, title="x", date=dt.date(2021, 3, 4), score=0.7) for item in "cd"]
    confirmed, found = LinkFeedback.of("a", [NO, YES]).signed(links)
    assert (confirmed.score, found.score) == (1.0, 0.7)
    assert [(r.kind, r.text) for r in confirmed.reasons] == [(ReasonKind.CONFIRMED, "Bekræftet af Lise")]
    assert found.reasons == ()
