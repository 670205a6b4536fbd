"""A kind of mention from outside the package: one row and one spaCy component, and nothing else."""

import datetime as dt
import re
from dataclasses import replace

import numpy as np
import pytest
from spacy.language import Language

from pipeline.app.answers import chief_entities
from pipeline.cli.discussions import filters_of
from pipeline.config import load_config
from pipeline.domain import AgendaItem, Entity, Filters, Kind, Label, Meeting, add_kind, kinds, labels
from pipeline.entities import build_nlp, recognize
from pipeline.entities.norms import Normalizer, is_norm
from pipeline.links.document import free_text
from pipeline.serialize import dump, load

CASE_NUMBER = Kind(
    code="CASE_NUMBER",
    name="Sagsnummer",
    plural="Sagsnumre",
    colour="#333333",
    component="case_numbers",
    example="2023-1234",
    norm=r"\d{4}-\d+",
    norm_from_words=False,
    filtered=True,
)
DAY = dt.date(2023, 5, 1)
TEXT = "Jf. sagsnr. 2023/1234 og sagsnr. 2023/9: Ærø Kommune svarer."


@Language.component("case_numbers", assigns=["doc.spans"])
def case_numbers(doc):
    matches = re.finditer(r"(\d{4})/(\d+)", doc.text)
    doc.spans["case_numbers"] = [
        doc.char_span(*match.span(), label="CASE_NUMBER", kb_id="-".join(match.groups())) for match in matches
    ]
    return doc


@pytest.fixture
def label(monkeypatch):
    monkeypatch.setattr(kinds, "_KINDS", dict(kinds._KINDS))
    return add_kind(CASE_NUMBER)


@pytest.fixture
def entities(label):
    nlp = build_nlp(load_config().paths.knowledge)
    item = AgendaItem(id="x", number="1", title="", start=0, end=len(TEXT))
    meeting = Meeting(title="Møde", committee="Udvalg", date=DAY)
    (found,) = recognize(nlp, TEXT, [item], meeting)
    return found


def test_its_mentions_are_found_and_written_as_json(entities):
    assert [(one["label"], one["norm"]) for one in dump(tuple[Entity, ...], entities)] == [
        ("CASE_NUMBER", "2023-1234"), ("CASE_NUMBER", "2023-9"), ("MUNICIPALITY", "Ærø Kommune")
    ]  # fmt: skip
    assert load(tuple[Entity, ...], dump(tuple[Entity, ...], entities)) == entities


def test_it_is_shown_by_its_danish_name(entities, label):
    assert labels()[-1] is label
    assert label.kind.name == "Sagsnummer"
    assert chief_entities(entities, label) == ["2023-1234", "2023-9"]


def test_its_norms_are_checked_and_made(label):
    assert is_norm(label, "2023-1234")
    assert not is_norm(label, "2023/1234")
    normalizer = Normalizer(load_config().paths.knowledge)
    span = TEXT.index("2023/9"), TEXT.index(":")
    assert normalizer.norm(label, TEXT, span, DAY) == "2023-9"


def test_without_its_row_there_is_no_such_label():
    with pytest.raises(ValueError, match="CASE_NUMBER"):
        Label("CASE_NUMBER")


def test_items_are_asked_for_by_its_names(label, archive, put, minutes_of):
    put(minutes_of(("Tilsyn", "Sagen 2023-1234 er slut."), ("Andet", "Intet."), names={"2023-1234": label}))
    (asked,) = filters_of(mention=["sagsnummer:2023-1234"]).names
    assert asked == (label, {"2023-1234"})
    assert [item.title for item in archive.items(Filters(names=(asked,)))] == ["Tilsyn"]
    assert [item.title for item in archive.items(Filters(names=((label, frozenset("9")),)))] == []


def test_what_a_link_document_is_asked_for_by_includes_it(label):
    entity = Entity(start=0, end=9, label=label, text="2023-1234", norm="2023-1234")
    document = replace(free_text("", np.zeros(2, dtype=np.float32)), entities=(entity,))
    assert [str(tag) for tag in document.tags()] == ["CASE_NUMBER:2023-1234"]
