"""The figures that the gate judges a cut by say what speaks against it."""

import pytest

from pipeline.minutes.structure.confidence import Gate, figures, weakest
from pipeline.minutes.structure.cutting import cut_items
from pipeline.minutes.structure.roles import Role


@pytest.fixture
def figures_of(reading_of):
    def read(*rows):
        reading = reading_of(*rows)
        return figures(reading, cut_items(reading))

    return read


def test_two_decisions_in_one_item_hint_at_a_second(figures_of):
    decided = (Role.SECTION, "Beslutning"), (Role.BODY, "Godkendt på Ærø.")
    once = figures_of((Role.ITEM, "1. Budget"), *decided)
    twice = figures_of((Role.ITEM, "1. Budget"), *decided, (Role.BODY, "Havnens økonomi"), *decided)
    assert (once["decided twice"], twice["decided twice"]) == (0, 1)


def test_an_item_without_section_stands_out_where_others_have_some(figures_of):
    decided = (Role.SECTION, "Beslutning"), (Role.BODY, "Godkendt.")
    rows = [(Role.ITEM, "1. Budget"), (Role.BODY, "Drøftet."), (Role.ITEM, "2. Åen"), *decided]
    assert figures_of(*rows)["without section"] == 0.5
    assert figures_of(*rows[:2])["without section"] == 0


def test_text_in_lines_as_long_as_a_page_is_told(figures_of):
    page = "Udvalget drøftede sagen og tog den til efterretning. " * 20
    assert figures_of((Role.ITEM, "1. Budget"), (Role.BODY, page))["long lines"] > 0.9
    assert figures_of((Role.ITEM, "1. Budget"), (Role.BODY, page[:300]))["long lines"] == 0


def test_the_share_of_headings_in_the_common_form(figures_of):
    rows = [(Role.ITEM, "1. Budget"), (Role.ITEM, "2. Åen"), (Role.ITEM, "Punkt 3: Havnen")]
    assert figures_of(*rows)["one form"] == pytest.approx(2 / 3)


def test_the_gate_weighs_the_figures():
    gate = Gate(weights={"whole": 1.0}, bias=2.0, accepts=0.85)
    assert gate.probability({"whole": -0.1}) > gate.accepts > gate.probability({"whole": -3.0})


def test_the_weakest_line_is_named(reading_of):
    reading = reading_of((Role.ITEM, "1. Budget"), (Role.ITEM, "Åens løb"), chance=0.7)
    doubt = weakest(reading, cut_items(reading))
    assert reading.lines[1].start == doubt.start
    assert doubt.reason == "may head an item of its own"
