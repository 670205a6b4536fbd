"""Every element of an export is read, or the ledger names it or one around it as passed over."""

import copy
import json
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.minutes.document import File
from pipeline.minutes.exports.systems import content_of
from tests.exports import LIMITS

SAMPLES = Path(__file__).parent / "data" / "exports"
LAYOUTS = ["acadre", "agman", "agman-aarhus", "edoc-fujitsu", "edoc-old", "sbsys"]
NAMES = st.text("abcdefæøåÆØÅ_", min_size=3, max_size=12).map("X".__add__)
PLACES = st.integers(0, 10**6)


def held(data: bytes):
    """Return what a file holds."""
    return content_of(File(name="fil", data=data, config=LIMITS))


@lru_cache
def sample(layout: str):
    """Return the tree of a sample of a layout."""
    files = (path for path in sorted((SAMPLES / layout).rglob("*")) if path.suffix.lower() == ".xml")
    data = next(data for data in map(Path.read_bytes, files) if (found := held(data)) and found.records)
    return etree.fromstring(data.removeprefix(b"\xef\xbb\xbf").lstrip(), etree.XMLParser(recover=True))


def with_one(layout: str, place: int) -> tuple[etree._Element, etree._Element]:
    """Return a sample, and the element at a place in it, of those that hold no text of their own."""
    root = copy.deepcopy(sample(layout))
    holders = [one for one in root.iter() if len(one) or not (one.text or "").strip()]
    return root, holders[place % len(holders)]


def is_named(root: etree._Element, names: set[str]) -> bool:
    """Whether the ledger names one of some names, or the text of the record has what they hold."""
    (record,) = held(etree.tostring(root, encoding="utf-8")).records
    noted = {name for note in record.notes for name in note.removeprefix("passed over: ").split(", ")}
    return bool(names & noted) or "Havnefoged" in repr(record)


def names_of(element: etree._Element) -> set[str]:
    around = [element, *element.iterancestors()]
    return {etree.QName(one).localname for one in around} | {one.get("name") for one in around}


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=25, deadline=None)
@given(name=NAMES, place=PLACES)
def test_an_element_that_nobody_knows_is_named_wherever_it_stands(layout, name, place):
    root, parent = with_one(layout, place)
    made = etree.SubElement(parent, name)
    made.text = "Havnefoged"
    names = names_of(made)
    assert is_named(root, names) or "Indhold" in names  # whose elements are sections, also of closed items


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=25, deadline=None)
@given(name=NAMES, place=PLACES)
def test_an_attribute_that_nobody_knows_is_named_wherever_it_stands(layout, name, place):
    root, parent = with_one(layout, place)
    if parent.tag not in ("field", "table"):  # which attributes give a name to
        parent.set(name, "Havnefoged")
        assert is_named(root, {name, *names_of(parent)})


@settings(max_examples=50, deadline=None)
@given(name=NAMES, place=PLACES, value=st.one_of(st.just(1), st.just("Havnefoged"), st.just([{"a": "b"}])))
def test_what_json_says_and_nobody_knows_is_named_wherever_it_stands(name, place, value):
    files = sorted((SAMPLES / "firstagenda").rglob("*.json"))
    found = (json.loads(path.read_text(encoding="utf-8")) for path in files if "expected" not in path.name)
    agenda = next(one for one in found if "Dagsordenpunkter" in one)
    objects = list(objects_of(agenda))
    objects[place % len(objects)][name] = value
    (record,) = held(json.dumps(agenda).encode()).records
    assert name in ", ".join(record.notes)


@pytest.mark.parametrize(
    "manifest",
    [
        "<root><Havn>Æ</Havn><table name='producedAgenda'><fields><field Mole='Ø'/></fields></table></root>",
        '{"Moeder": [{"Id": "a", "Navn": "Referat", "Havn": "Æ", "Mole": "Ø", "Fyr": null}]}',
    ],
)
def test_what_a_manifest_says_and_nobody_knows_is_named(manifest):
    (pointer,) = held(manifest.encode()).pointers
    assert pointer.notes == ("passed over: Havn, Mole",)


def objects_of(value):
    """Yield the objects in a JSON value."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects_of(one)
