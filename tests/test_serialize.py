"""Tagged minutes survive the way to JSON and back, and a bad object is told what it lacks."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain import (
    AgendaItem,
    Attachment,
    Doubt,
    Earlier,
    Entity,
    Evidence,
    Label,
    Ledger,
    Leftover,
    Listed,
    Matter,
    Meeting,
    Minutes,
    Passage,
    ReadAs,
    Section,
    SectionName,
    Status,
    Structure,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
    labels,
)
from pipeline.errors import SourceError
from pipeline.serialize import from_json, to_export, to_json

TEXT = "1. Døgnpladser på Ærø\nÆrø Kommune får 3 pladser.\nBilag: Økonomi.pdf"
words = st.text(max_size=12)
times = st.none() | st.times().map(lambda time: time.replace(second=0, microsecond=0))
days = st.dates(min_value=dt.date(1000, 1, 1))


@st.composite
def spans(draw: st.DrawFn) -> dict[str, int]:
    start, end = sorted((draw(st.integers(0, len(TEXT))), draw(st.integers(0, len(TEXT)))))
    return {"start": start, "end": end}


def many(thing: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(thing, max_size=2).map(tuple)


def spanned(kind: type, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(lambda span, **rest: kind(**span, **rest), spans(), **fields)


evidence = spanned(Evidence, weight=st.floats(allow_nan=False, allow_infinity=False))
theme = st.builds(
    ThemeScore,
    theme=words,
    probability=st.floats(0, 1),
    assigned=st.booleans(),
    evidence=many(evidence),
    undecided=st.booleans(),
)
ledgers = st.builds(
    Ledger,
    layout=words, listed=st.integers(0, 99), found=st.integers(0, 99),
    missing=many(st.builds(Listed, number=st.none() | words, title=words)),
    unlisted=many(words), gaps=many(words), without_text=many(words), without_decision=many(words),
    leftovers=many(spanned(Leftover, text=words)), notes=many(words),
)  # fmt: skip
meetings = st.builds(
    Meeting, title=words, committee=words, date=days, start=times, end=times,
    place=st.none() | words, published=st.none() | days, participants=many(words),
    absent=many(words),
)  # fmt: skip
structures = st.builds(
    Structure, read_as=st.sampled_from(ReadAs), confidence=st.floats(0, 1), guessed=many(words),
    doubts=many(spanned(Doubt, reason=words)),
)  # fmt: skip


@st.composite
def tagged_items(draw: st.DrawFn) -> TaggedItem:
    item = draw(
        spanned(
            AgendaItem, id=words, number=words, title=words, open=st.booleans(), case_number=words,
            made=many(words),
            sections=many(spanned(Section, name=st.sampled_from(SectionName), printed=words)),
            attachments=many(spanned(Attachment, text=words)),
            neutral_title=words, order=st.integers(0, 99), supplement=st.booleans(), absent=many(words),
            earlier=many(st.builds(Earlier, committee=words, date=days)),
        )
    )  # fmt: skip
    passage = spanned(
        Passage, item_id=st.just(item.id), section=st.sampled_from(SectionName), text=words, path=many(words)
    )
    entity = spanned(
        Entity, label=st.sampled_from(labels()), text=words, norm=words, role=words, organisation=words
    )
    bare = theme.map(lambda score: replace(score, evidence=()))
    return TaggedItem(
        item=item, passages=draw(many(passage)), entities=draw(many(entity)), themes=draw(many(theme)),
        matters=draw(many(spanned(Matter, title=words, themes=many(bare)))),
    )  # fmt: skip


@st.composite
def tagged_minutes(draw: st.DrawFn) -> TaggedMinutes:
    items = draw(many(tagged_items()))
    minutes = Minutes(
        source=draw(words), text=TEXT, meeting=draw(meetings), ledger=draw(ledgers),
        structure=draw(structures), items=tuple(tagged.item for tagged in items),
        status=draw(st.sampled_from(Status)), system=draw(words),
        stamp=draw(words), not_released=draw(many(words)),
    )  # fmt: skip
    return TaggedMinutes(minutes=minutes, items=items)


@settings(max_examples=50, deadline=None)
@given(tagged_minutes())
def test_what_is_exported_is_read_back_the_same(tagged: TaggedMinutes) -> None:
    assert from_json(json.loads(json.dumps(to_export(tagged)))) == tagged


@pytest.fixture
def exported() -> dict[str, Any]:
    item = AgendaItem(
        id="k/2023-01-20/1", number="1", title="Døgnpladser på Ærø", start=0, end=66,
        case_number="27.03.08-P20-1-22",
        sections=(Section(name=SectionName.BILAG, start=49, end=66, printed="Bilag"),),
        attachments=(Attachment(text="Økonomi.pdf", start=56, end=67),),
    )  # fmt: skip
    found = TaggedItem(
        item=item,
        passages=(
            Passage(
                item_id=item.id, section=SectionName.ANDET, start=22, end=48,
                text="Ærø Kommune får 3 pladser.", path=("Døgnpladser på Ærø",),
            ),
        ),
        entities=(
            Entity(start=22, end=33, label=Label.MUNICIPALITY, text="Ærø Kommune", norm="Ærø Kommune"),
        ),
        themes=(
            ThemeScore(
                theme="kapacitet", probability=0.9, assigned=True,
                evidence=(Evidence(start=38, end=47, weight=1.0),),
            ),
        ),
    )  # fmt: skip
    meeting = Meeting(title="Møde", committee="K", date=dt.date(2023, 1, 20), start=dt.time(8, 30))
    ledger = Ledger(layout="web", listed=1, found=1)
    minutes = Minutes(source="a.txt", text=TEXT, meeting=meeting, items=(item,), ledger=ledger)
    return to_export(TaggedMinutes(minutes=minutes, items=(found,)))


def test_the_tag_object_has_the_fields_of_the_contract_and_no_text(exported):
    tagged = to_json(from_json(exported))
    assert set(tagged) == {"source", "meeting", "status", "not_released", "structure", "ledger", "items"}
    assert tagged["meeting"] == {
        "publisher": "", "title": "Møde", "committee": "K", "date": "2023-01-20", "start": "08:30",
        "end": None, "place": None, "published": None, "participants": [], "absent": [],
    }  # fmt: skip
    assert tagged["structure"] == {"read_as": "exact", "confidence": 1.0, "guessed": []}
    (item,) = tagged["items"]
    assert (item["open"], item["case_number"]) == (True, "27.03.08-P20-1-22")
    assert item["attachments"] == ["Økonomi.pdf"]
    assert item["attachment_spans"] == [{"start": 56, "end": 67}]
    assert not {"passages", "made"} & item.keys()
    assert item["sections"] == [{"name": "bilag", "start": 49, "end": 66, "printed": "Bilag"}]


def test_what_was_guessed_made_or_is_in_doubt_is_said(exported):
    doubt = {"start": 0, "end": 21, "reason": "nummeret mangler"}
    exported["structure"] = {
        "read_as": "doubtful", "confidence": 0.4, "guessed": ["items", "date"], "doubts": [doubt],
    }  # fmt: skip
    exported["items"][0]["made"] = ["number"]
    tagged = to_json(from_json(exported))
    assert tagged["structure"] == exported["structure"]
    assert tagged["items"][0]["made"] == ["number"]


def test_an_export_from_before_these_fields_is_read_with_their_defaults(exported):
    item = exported["items"][0]
    del exported["structure"], item["open"], item["case_number"], item["sections"][0]["printed"]
    read = from_json(exported).minutes
    assert (read.structure, read.items[0].open, read.items[0].case_number) == (Structure(), True, "")
    assert read.items[0].sections[0].printed == ""


def put(obj: Any, path: str, value: Any) -> None:
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    for step in way:
        obj = obj[step]
    if value is ...:
        del obj[last]
    else:
        obj[last] = value


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("text", ..., r"^text is missing"),
        ("meeting/date", "i går", r"^meeting\.date: input should be a valid date .*, got 'i går'"),
        ("meeting/start", "25:00", r"^meeting\.start: input should be in a valid time format"),
        ("meeting", [], r"^meeting: input should be an object"),
        ("items", {}, r"^items: input should be a valid array"),
        ("items/0/passages", ..., r"^items\[0\]\.passages is missing"),
        ("items/0/passages/0/section", 1, r"^items\[0\]\.passages\[0\]\.section: input should be"),
        ("items/0/end", 1000, r"^items\[0\]: start 0, end 1000 is not within the text"),
        (
            "items/0/themes/0/evidence/0/end",
            9,
            r"^items\[0\]\.themes\[0\]\.evidence\[0\]: start 38, end 9 is",
        ),
        ("items/0/start", -1, r"^items\[0\]: start -1, end 66 is not within the text"),
        ("items/0/start", True, r"^items\[0\]\.start: input should be a valid integer"),
        ("items/0/attachment_spans", [], r"^items\[0\]: 1 attachments, but 0 attachment_spans"),
        ("items/0/sections/0/name", "pause", r"^items\[0\]\.sections\[0\]\.name: input should be 'resumé'"),
        (
            "items/0/entities/0/label",
            "ORG",
            r"^items\[0\]\.entities\[0\]\.label: value error, 'ORG' is no kind",
        ),
        ("items/0/themes/0/assigned", 1, r"themes\[0\]\.assigned: input should be a valid boolean"),
        ("items/0/themes/0/probability", "høj", r"themes\[0\]\.probability: input should be a valid number"),
        ("ledger/found", 1.5, r"^ledger\.found: input should be a valid integer"),
    ],
)
def test_a_bad_object_is_told_which_field_is_wrong(exported, path, value, complaint):
    put(exported, path, value)
    with pytest.raises(SourceError, match=complaint):
        from_json(exported)


@pytest.mark.parametrize("value", [None, [], "x", 3])
def test_what_is_no_object_is_refused(value):
    with pytest.raises(SourceError, match="the object: input should be an object"):
        from_json(value)
