"""Lines of ordinary committees, `data/committees.md`: the rules find every mention of each, and no other."""

import datetime as dt
import re
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.domain import AgendaItem, Meeting
from pipeline.entities import build_nlp, recognize

LINES = (Path(__file__).parent / "data" / "committees.md").read_text(encoding="utf-8").splitlines()[1:]
MARK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<label>[A-Z]+)(?:: (?P<norm>[^)]*))?\)")
MEETING = Meeting(title="Møde", committee="Kystudvalget", date=dt.date(2021, 5, 4))


@pytest.fixture(scope="module")
def nlp():
    return build_nlp(load_config().paths.knowledge)


@pytest.mark.parametrize("line", LINES)
def test_every_mention_of_a_line_is_found_and_no_other(nlp, line):
    text = MARK.sub(lambda mark: mark["text"], line)
    item = AgendaItem(id="x/1", number="1", title="", start=0, end=len(text))
    (found,) = recognize(nlp, text, [item], MEETING)
    marks = list(MARK.finditer(line))
    assert [(one.text, one.label) for one in found] == [(mark["text"], mark["label"]) for mark in marks]
    normed = [(one.norm, mark["norm"]) for one, mark in zip(found, marks, strict=True) if mark["norm"]]
    assert [norm for norm, _ in normed] == [norm for _, norm in normed]
