"""An abbreviation in brackets behind the name of a body is that body, wherever the meeting uses it."""

import datetime as dt

import pytest

from pipeline.domain import AgendaItem, Meeting
from pipeline.entities import recognize

MEETING = Meeting(title="Møde", committee="Socialudvalget", date=dt.date(2021, 5, 4))


def norms(nlp, *texts: str) -> list[list[tuple[str, str]]]:
    """Return the mentions of each of several items of one meeting, with their norms."""
    whole, items = "\n".join(texts), []
    for n, text in enumerate(texts, 1):
        start = whole.index(text)
        items.append(AgendaItem(id=str(n), number=str(n), title="Sag", start=start, end=start + len(text)))
    return [[(one.text, one.norm) for one in found] for found in recognize(nlp, whole, items, MEETING)]


def test_the_abbreviation_has_the_name_for_a_norm_in_every_item(nlp):
    first, second = norms(
        nlp,
        "Sundheds- og Ældreudvalget (SÆU) holder fast.",
        "Sagen går til SÆU, og SÆU's formand er enig.",
    )
    name = "Sundheds- og Ældreudvalget"
    assert first == [(name, name), ("SÆU", name)]
    assert second == [("SÆU", name), ("SÆU's", name)]


def test_letters_that_are_none_of_the_name_keep_their_own_norm(nlp):
    (found,) = norms(nlp, "Kontrakten med Kystudvalget (EQZ) er sagt op.")
    assert found == [("Kystudvalget", "Kystudvalget"), ("EQZ", "EQZ")]


@pytest.mark.parametrize("letters", ["SU", "SUD"])
def test_the_letters_of_the_meetings_own_committee_need_no_introduction(nlp, letters):
    (found,) = norms(nlp, f"Det foreslås, at {letters} får en status.")
    assert [text for text, _ in found] == ([letters] if len(letters) > 2 else [])


def test_letters_before_the_number_of_a_case_name_no_body(nlp):
    (found,) = norms(nlp, "SUD 402/2006. Det foreslås, at SUD får en status.")
    assert found == [("SUD", "SUD")]
