"""Signs that make a link alone, to a model for which nothing is likely."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from pipeline.discussions import CaseBook, FreshIndex, link_documents, split_matters
from pipeline.domain import Label
from pipeline.encoder import encode_items
from pipeline.links import LinkIndex
from pipeline.links.fusion import FEATURES

OLD, NEW = dt.date(2022, 11, 18), dt.date(2023, 1, 20)
FERRY, DRUGS = ("Færgen", "Færgen til Marstal sejler hver dag."), ("Stof", "Tilbuddet fortsætter i Marstal.")
NUMBERED = ("Havnen", "Sagsnr. 22/12345", "Havnen får nye moler.")
STATUS = ("Status", "Sagsnr. 22/12345")


@pytest.fixture
def unsure(word_links):
    never = replace(word_links.fusion, weights=np.zeros(len(FEATURES)), intercept=-9.0)
    return replace(word_links, fusion=never, same=never)


@pytest.fixture
def linked(encoder, minutes_of, unsure):
    """The numbers of the earlier items that the last of some meetings' only item is linked to."""

    def documents(tagged):
        passages = [item.passages for item in tagged.items]
        return link_documents(tagged, encode_items(encoder, tagged.minutes.items, passages))

    def linked(old, query, **meeting):
        names = {OLD.isoformat(): Label.DATE}
        earlier = documents(minutes_of(*old, date=OLD, **meeting))
        (asked,) = documents(minutes_of(query, date=NEW, names=names))
        return [link.item_id.rpartition("/")[2] for link in LinkIndex.build(earlier, unsure).related(asked)]

    return linked


@pytest.mark.parametrize(
    "text",
    [
        "Sagen blev drøftet på mødet den 2022-11-18, jf. punkt 2.",
        "Jf. punkt nr. 2 på mødet den 2022-11-18.",
        "Som aftalt på sidste møde under punkt 2.",
        "Opfølgning på pkt. 2 på udvalgets seneste møde.",
    ],
)
def test_an_item_named_by_meeting_and_number_is_linked(linked, text):
    assert linked([FERRY, DRUGS], ("Status", text)) == ["2"]


@pytest.mark.parametrize(
    "text",
    [
        "Sagen blev drøftet på mødet den 2022-11-18.",
        "Som aftalt på sidste møde.",
        "Det var punkt 2 på ministeriets sidste møde.",
        "Punkt 2 udgår. Tak for sidste møde.",
        "Jf. punkt 3 på mødet den 2022-11-18.",
    ],
)
def test_a_meeting_alone_or_another_body_s_is_no_certain_sign(linked, text):
    assert linked([FERRY, DRUGS], ("Status", text)) == []


def test_the_last_meeting_is_the_committee_s_own(linked):
    query = "Status", "Som aftalt på sidste møde under punkt 2."
    assert linked([FERRY, DRUGS], query, committee="Kredsen") == []


def test_the_last_meeting_is_not_that_of_years_ago(linked, monkeypatch):
    monkeypatch.setattr("pipeline.links.pointers.LONGEST_WAIT", 30)
    assert linked([FERRY, DRUGS], ("Status", "Som aftalt på sidste møde under punkt 2.")) == []


def test_one_case_number_is_enough(linked):
    assert linked([FERRY, NUMBERED], STATUS) == ["2"]
    assert linked([FERRY, NUMBERED], ("Status", "Sagsnr. 22/12346")) == []


@pytest.mark.parametrize(
    ("old", "query"),
    [
        (("Dagsorden", "Sagsnr. 22/12345"), STATUS),
        (NUMBERED, ("Godkendelse af dagsorden", "Sagsnr. 22/12345")),
        (
            ("Mødeplan", "Sagsnr. 00.22.02-A00-3-18", "Planen for havnen."),
            ("Habilitet", "Sagsnr. 00.22.02-A00-3-18"),
        ),
    ],
)
def test_the_case_of_a_meeting_itself_is_no_matter(linked, old, query):
    assert linked([FERRY, old], query) == []


@pytest.mark.parametrize("query", [STATUS, ("Status", "Som aftalt på sidste møde under punkt 2.")])
def test_a_certain_sign_joins_a_trail(archive, put, minutes_of, unsure, query):
    put(minutes_of(FERRY, NUMBERED, date=OLD))
    put(minutes_of(query, date=NEW))
    book = CaseBook(archive, FreshIndex(archive, unsure, parts=split_matters))
    found = {tuple(matter.id for matter in case.matters) for case in book.all()}
    assert ("forum-aeroe/2022-11-18/2", "forum-aeroe/2023-01-20/1") in found
