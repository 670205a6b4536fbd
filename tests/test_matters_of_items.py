"""Which items tell of several matters, and what belongs to each."""

import pytest

from pipeline.domain import Passage, SectionName, SubItem
from pipeline.minutes.passages import announces_several, sub_heading, sub_items

SEVERAL = (
    "Orientering fra formanden", "Orientering fra formanden og Forvaltningen", "Orienteringer",
    "Orientering", "Orienteringspunkter", "Meddelelser", "MEDDELELSER:", "Nyt fra kommunerne",
    "Kort nyt", "Nyt siden sidst", "Siden sidst", "Status fra arbejdsgrupperne", "Eventuelt",
    "Eventuelt og næste møde", "Orientering og eventuelt", "Evaluering af seminaret samt eventuelt",
    "Bordet rundt", "Bordet rundt, covid-19 og andet", "Gensidig orientering",
    "Information fra forpersonerne", "Formandens  meddelelser", "Nyt og eventuelt", "Nyt",
)  # fmt: skip
ONE = (
    "Nyt botilbud på Egely", "Nyt om Agerbo", "Nyt fra 2014: fem enheder flytter", "Information om ny lov",
    "Information og rådgivning til pårørende", "Orienteringsskrivelse om Egely",
    "Helhedsorientering", "Status på botilbud", "Status",
    "Eventuelt salg af grunden", "Nye klynger og områdets stol ved bordet", "Mødeplan og nyt om seminaret",
)  # fmt: skip


@pytest.mark.parametrize("title", SEVERAL)
def test_a_title_of_information_announces_several_matters(title):
    assert announces_several(title)


@pytest.mark.parametrize("title", ONE)
def test_a_title_that_names_its_matter_announces_one(title):
    assert not announces_several(title)


def passages(title, *parts):
    """Return the passages of parts, each a sub-heading, empty for none, and a text."""
    made = [Passage(item_id="", section=SectionName.TITEL, start=0, end=0, text=title)]
    for heading, text in parts:
        path = (title, heading) if heading else (title,)
        if heading:
            head = Passage(item_id="", section=SectionName.TITEL, start=0, end=0, text=heading, path=(title,))
            made.append(head)
        made.append(Passage(item_id="", section=SectionName.ANDET, start=0, end=0, text=text, path=path))
    return made


def test_a_matter_has_its_sub_heading_and_what_stands_under_it():
    own = passages("Orienteringer", ("Egely", "Egely flytter."), ("Lov", "En ny lov."), ("", "Drøftet."))
    assert sub_items("Orienteringer", own) == (
        SubItem(heading="Egely", passages=(1, 2)),
        SubItem(heading="Lov", passages=(3, 4)),
    )


def test_what_stands_under_one_sub_heading_in_two_sections_is_one_matter():
    own = passages("Orienteringer", ("Egely", "Flytter."), ("Lov", "Ny."), ("Egely", "Udsat."))
    assert [matter.passages for matter in sub_items("Orienteringer", own)] == [(1, 2, 5, 6), (3, 4)]


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Tilsyn på Egely", (("Baggrund", "Et."), ("Tilsyn", "To."))),
        ("Orienteringer", (("Egely", "Flytter."),)),
        ("Orienteringer", (("Orienteringer", "Repeated."), ("Egely", "Flytter."))),
    ],
)
def test_an_item_of_one_matter_has_no_parts(title, parts):
    assert sub_items(title, passages(title, *parts)) == ()


def test_a_sub_heading_stands_under_itself_in_single_spaces():
    (_, heading, text) = passages("Orienteringer", ("Ny  lov", "Den gælder."))
    assert sub_heading(heading) == "Ny lov"
    assert sub_heading(text) == "Ny lov"
