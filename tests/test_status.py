"""A text is an agenda where it says so and nothing in it was decided; a doubt stays minutes."""

import pytest

from pipeline.config import load_config
from pipeline.domain import Minutes, Status
from pipeline.minutes.document import Document
from pipeline.process import Processor

PROGRAM = Processor(load_config())
HEAD = "Kystudvalget\nDato: 11. marts 2025\nSted: Salen, Havnegade 1\n"
ITEMS = (
    "1. Ny mole på Ærø\n\nSagsfremstilling\nMolen er gravet ned af sandet, og færgen kan ikke lægge til.\n\n"
    "Indstilling\nForvaltningen indstiller, at molen bygges op igen.\n\n"
    "2. Nyt tag på havnekontoret\n\nSagsfremstilling\nTaget er utæt.\n\n"
    "Indstilling\nForvaltningen indstiller, at taget skiftes.\n\n{}"
)


def read(first: str, decided: str = "", title: str = "", head: str = HEAD) -> Minutes:
    text = f"{first}\n\n{head}\n{ITEMS.format(decided)}"
    return PROGRAM.cut(Document(name="a.txt", text=text, title=title))


@pytest.mark.parametrize(
    "first", ["Dagsorden", "Dagsorden til møde i Kystudvalget", "Foreløbig dagsorden", "DAGSORDEN for mødet"]
)
def test_a_text_that_calls_itself_an_agenda_is_one(first):
    minutes = read(first)
    assert minutes.status is Status.AGENDA
    assert len(minutes.items) == 2
    assert minutes.ledger.without_decision == ()


def test_an_empty_heading_of_a_decision_decides_nothing():
    assert read("Dagsorden", "Beslutning:\n").status is Status.AGENDA


def test_the_title_of_a_file_says_it_too():
    assert read("Møde", title="Dagsorden for Kystudvalget").status is Status.AGENDA


@pytest.mark.parametrize(
    "given",
    [
        {"first": "Referat"},
        {"first": "Møde i Kystudvalget"},
        {"first": "Dagsorden og referat"},
        {"first": "Dagsorden", "decided": "Beslutning\nMolen bygges.\n"},
        {"first": "Dagsorden", "decided": "Godkendt.\n"},
        {"first": "Dagsorden", "decided": "Orienteringen blev taget til efterretning.\n"},
        {"first": "Dagsorden", "decided": "Taget til orientering.\n"},
        {"first": "Dagsorden", "decided": "Drøftet.\n"},
        {"first": "Dagsorden til møde", "decided": "Formanden bød velkommen. Åse blev valgt.\n"},
        {"first": "Dagsorden", "head": f"{HEAD}Fraværende: Bo Å\n"},
        {"first": "Møde", "title": "Referat af dagsorden"},
        {"first": "Møde", "title": "Dagsorden med beslutninger"},
        {"first": "Dagsorden for møde med beslutninger"},
        {"first": "Møde i Kystudvalget", "head": f"{HEAD}\nDagsorden:\n1. Ny mole\n2. Nyt tag\n"},
    ],
)  # fmt: skip
def test_a_doubt_stays_minutes(given):
    assert read(**given).status is Status.MINUTES
