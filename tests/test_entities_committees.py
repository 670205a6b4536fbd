"""Lines of ordinary committees, `data/committees.md`: the rules find every mention of each, and no other."""

import re
from pathlib import Path

import pytest
from builders import mentions_of

LINES = (Path(__file__).parent / "data" / "committees.md").read_text(encoding="utf-8").splitlines()[1:]
MARK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<label>[A-Z]+)(?:: (?P<norm>[^)]*))?\)")


@pytest.mark.parametrize("line", LINES)
def test_every_mention_of_a_line_is_found_and_no_other(nlp, line):
    text = MARK.sub(lambda mark: mark["text"], line)
    found = mentions_of(nlp, text)
    marks = list(MARK.finditer(line))
    assert [(one.text, one.label) for one in found] == [(mark["text"], mark["label"]) for mark in marks]
    normed = [(one.norm, mark["norm"]) for one, mark in zip(found, marks, strict=True) if mark["norm"]]
    assert [norm for norm, _ in normed] == [norm for _, norm in normed]
