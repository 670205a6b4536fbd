"""How surely minutes were read: by both readers alike, by a row that the list confirms, or by guess."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from pipeline.config import load_config
from pipeline.domain import ReadAs
from pipeline.minutes import segment as by
from pipeline.minutes.document import Document
from pipeline.minutes.structure.model import load_structure

HEAD = "UDVALG\nKystudvalget\nSTARTTIDSPUNKT\n04-05-2021 15:00\nSTED\nÆrø Rådhus\n\n"
LIST = "PUNKTER\n1. Ny badebro\n2. Ålegræs i fjorden\n\n"
ITEMS = (
    "1. Ny badebro\nBaggrund\nBroen er slidt.\nBeslutning\nGodkendt.\n\n"
    "2. Ålegræs i fjorden\nBaggrund\nFjorden er klar.\nBeslutning\nDrøftet.\n"
)


@pytest.fixture(scope="module")
def model():
    return load_structure(load_config().structure.model)


def read(text, model):
    return by(Document(name="2021-05-04.txt", text=text), model=model)


def test_minutes_that_both_readers_cut_alike_are_read_exactly(model):
    minutes = read(HEAD + LIST + ITEMS, model)
    assert minutes.structure.read_as is ReadAs.EXACT
    assert [item.title for item in minutes.items] == ["Ny badebro", "Ålegræs i fjorden"]


def test_only_what_the_gate_does_not_accept_is_read_again_and_a_person_still_looks(model):
    asked = []
    second = SimpleNamespace(reread=lambda _, first: asked.append(first) or first)
    text = "Referat af møde i Kystudvalget den 4. maj 2021\n\n" + ITEMS
    accepted = read(text, replace(model, second=second)).structure
    assert (accepted.read_as, asked) == (ReadAs.GUESSED, [])
    doubted = read(text, replace(model, second=second, gate=replace(model.gate, accepts=1.0))).structure
    assert len(asked) == len(doubted.doubts) == 1
    assert (doubted.read_as, doubted.confidence) == (ReadAs.DOUBTFUL, accepted.confidence)


def test_minutes_that_no_row_knows_are_read_by_guess_and_say_so(model):
    minutes = read("Referat af møde i Kystudvalget den 4. maj 2021\n\n" + ITEMS, model)
    structure = minutes.structure
    assert structure.read_as is not ReadAs.EXACT
    assert structure.confidence < 1
    assert "items" in structure.guessed
