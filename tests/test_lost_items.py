"""An item that the list or the numbers say there is, and that was not found, is never lost in silence."""

import datetime as dt

import pytest

from pipeline.config import load_config
from pipeline.domain import AgendaItem, Listed, Meeting, Minutes, ReadAs
from pipeline.minutes import segment as by
from pipeline.minutes.document import Document
from pipeline.minutes.ledger import balance
from pipeline.minutes.structure.cutting import cut_items
from pipeline.minutes.structure.lost import lost_items
from pipeline.minutes.structure.model import load_structure
from pipeline.minutes.structure.roles import Role

MEETING = Meeting(title="Møde", committee="Kystudvalget", date=dt.date(2021, 5, 4))
HEAD = "UDVALG\nKystudvalget\nSTARTTIDSPUNKT\n04-05-2021 15:00\nSTED\nÆrø Rådhus\n\n"
TITLES = ("Godkendelse af dagsorden", "Ny badebro ved Østre Strand", "Ålegræs i fjorden", "Eventuelt")


def listed(*titles, first=1):
    entries = "".join(f"{number}. {title}\n" for number, title in enumerate(titles, start=first))
    return f"PUNKTER\n{entries}\n"


def item(heading):
    return (
        f"{heading}\n\nSagsfremstilling\n\nFjorden er klar, og broen er slidt.\n\nBeslutning\n\nGodkendt.\n\n"
    )


def items(*titles):
    return "".join(item(f"{number}. {title}") for number, title in enumerate(titles, start=1))


@pytest.fixture(scope="module")
def read():
    model = load_structure(load_config().structure.model)
    return lambda text: by(Document(name="a.txt", text=text), model=model)


def doubted(minutes):
    return [minutes.text[doubt.start : doubt.end] for doubt in minutes.structure.doubts]


def test_what_list_and_numbers_confirm_is_certain(read):
    assert read(HEAD + listed(*TITLES) + items(*TITLES)).structure.read_as is ReadAs.EXACT


def test_a_gap_that_the_list_has_too_is_no_doubt(read):
    text = (HEAD + listed(*TITLES) + items(*TITLES)).replace("4. Eventuelt", "6. Eventuelt")
    minutes = read(text)
    assert minutes.ledger.gaps == ("4", "5")
    assert minutes.structure.read_as is ReadAs.EXACT


def test_an_item_that_the_list_calls_closed_may_be_left_out(read):
    minutes = read(HEAD + listed(*TITLES, "Lukket sag: Køb af grund") + items(*TITLES))
    assert [entry.number for entry in minutes.ledger.missing] == ["5"]
    assert minutes.structure.read_as is ReadAs.EXACT


@pytest.mark.parametrize("heading", ["2. Ny badebro ved Østre Strand", "Z Ny bodebro ved 0stre Strand"])
def test_a_listed_item_whose_heading_nobody_knows_is_doubted(read, heading):
    broken = heading.replace("2. ", "")
    text = (HEAD + listed(*TITLES) + items(*TITLES)).replace(item(f"2. {TITLES[1]}"), item(broken))
    minutes = read(text)
    assert [entry.title for entry in minutes.ledger.missing] == [TITLES[1]]
    assert minutes.structure.read_as is ReadAs.DOUBTFUL
    assert broken in doubted(minutes)


def test_a_listed_item_that_stands_before_all_that_were_found_is_doubted(reading_of):
    reading = reading_of(
        (Role.LIST_HEADING, "Dagsorden"), (Role.LISTED, "1. Ny badebro"), (Role.LISTED, "2. Ålegræs"),
        (Role.TITLE, "Ny badebro"), (Role.BODY, "Udsat."), (Role.ITEM, "2. Ålegræs"),
    )  # fmt: skip
    found = cut_items(reading)
    doubts = list(lost_items(reading, found, minutes_of("2", entries=found.listed)))
    assert [doubt.start for doubt in doubts if doubt.reason.startswith("is in the list")] == [
        reading.lines[3].start
    ]


def test_a_listed_item_that_is_gone_is_not_certain(read):
    minutes = read((HEAD + listed(*TITLES) + items(*TITLES)).replace(item(f"3. {TITLES[2]}"), ""))
    assert [entry.title for entry in minutes.ledger.missing] == [TITLES[2]]
    assert minutes.structure.read_as is not ReadAs.EXACT


@pytest.mark.parametrize(("next_number", "hidden"), [("3", ["Ålegræs i fjorden"]), ("2", [])])
def test_a_line_like_a_heading_is_doubted_where_a_number_is_missing(reading_of, next_number, hidden):
    reading = reading_of(
        (Role.ITEM, "1. Ny badebro"), (Role.BODY, "Udsat."), (Role.ITEM, "Ålegræs i fjorden"),
        (Role.BODY, "Drøftet."), (Role.ITEM, f"{next_number}. Eventuelt"), chance=0.6,
    )  # fmt: skip
    found = cut_items(reading)
    doubts = lost_items(reading, found, minutes_of(*(item.number for item in found.items)))
    starts = {doubt.start for doubt in doubts}
    assert [line.plain for line in reading.lines if line.start in starts] == hidden


def test_items_that_begin_with_a_later_number_are_doubted(read):
    minutes = read(HEAD + items(*TITLES).replace(item(f"1. {TITLES[0]}"), ""))
    assert minutes.ledger.gaps == ("1",)
    assert f"2. {TITLES[1]}" in doubted(minutes)


def test_an_item_with_a_second_decision_where_others_have_one_may_be_two(read):
    minutes = read(HEAD + items(*TITLES).replace(f"4. {TITLES[3]}\n", ""))
    assert minutes.ledger.crowded == ("3",)
    assert minutes.structure.read_as is ReadAs.DOUBTFUL
    assert "Beslutning" in doubted(minutes)


def test_where_every_item_is_decided_twice_none_is_two(read):
    twice = "Beslutning\n\nGodkendt.\n\nBaggrund\n\nHavnen er dyb.\n\nBeslutning\n\nTiltrådt.\n\n"
    minutes = read(HEAD + items(*TITLES).replace("Beslutning\n\nGodkendt.\n\n", twice))
    assert minutes.ledger.crowded == ()


def test_a_file_that_stops_in_a_sentence_before_the_list_does_is_doubted(read):
    text = HEAD + listed(*TITLES) + items(*TITLES[:3])
    cut = text[: text.rindex("Beslutning")] + "Forvaltningen foreslår, at broen bliver bygget inden"
    assert "Forvaltningen foreslår, at broen bliver bygget inden" in doubted(read(cut))


def test_a_file_of_less_than_half_the_listed_items_is_doubted_however_it_ends(read):
    minutes = read(HEAD + listed(*TITLES) + items(TITLES[0]))
    assert minutes.structure.read_as is ReadAs.DOUBTFUL
    assert "Godkendt." in doubted(minutes)


def minutes_of(*numbers, entries=()):
    found = tuple(
        AgendaItem(id=str(at), number=number, title="Ærø Havn", start=0, end=0, sections=())
        for at, number in enumerate(numbers)
    )
    ledger = balance(Document(name="a.txt", text=""), "web", entries, found, ())
    return Minutes(source="a.txt", text="", meeting=MEETING, items=found, ledger=ledger)


def ledger(*numbers, entries=()):
    return minutes_of(*numbers, entries=entries).ledger


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        (("1", "2", "4"), ("3",)),
        (("49", "51"), ("50",)),
        (("1.1", "1.3", "2.1"), ("1.2",)),
        (("30.1", "30.2", "30.4"), ("30.3",)),
        (("4.1", "4.2", "4.4"), ("4.3",)),
        (("1", "2", "3", "1", "3"), ("2",)),
        (("1", "3", "2"), ()),
        (("5/2021", "7/2021"), ("6",)),
    ],
)
def test_a_number_that_is_left_out_is_a_gap(numbers, gaps):
    assert ledger(*numbers).gaps == gaps


def test_a_number_far_below_the_items_is_no_beginning():
    assert ledger("245", "246", entries=[Listed(number="110", title="-området: status")]).gaps == ()


@pytest.mark.parametrize(
    ("number", "title"),
    [("1", "Ærø Havn"), ("1", "ÆRØ HAVN"), ("1", "Ærp Havm"), (None, "Ærø Havn"), ("1", "Havn")],
)
def test_an_entry_is_the_item_of_its_number_and_title(number, title):
    assert ledger("1", entries=[Listed(number=number, title=title)]).missing == ()


@pytest.mark.parametrize(("number", "title"), [("2", "Ærø Havn"), ("1", "Budget 2022"), (None, "Ærp Havm 2")])
def test_an_entry_of_another_number_or_title_is_missing(number, title):
    assert len(ledger("1", entries=[Listed(number=number, title=title)]).missing) == 1


def test_of_a_closed_item_neither_text_nor_decision_is_missed(read):
    closed = "2. Lukket punkt: Køb af Ærøvej 2\n\n"
    ledger = read((HEAD + items(*TITLES)).replace(item(f"2. {TITLES[1]}"), closed)).ledger
    assert (ledger.without_text, ledger.without_decision) == ((), ())
