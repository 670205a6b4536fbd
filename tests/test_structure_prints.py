"""Minutes in forms that no layout and no training print knows: the items are all found."""

import sys
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.process import Processor
from pipeline.training.corpus import corpus_folder, read_corpus

HOUSE = Path(__file__).parent.parent
sys.path.insert(0, str(HOUSE / "experiments" / "structure"))

from matching import locate, pair  # noqa: E402
from prints import FORMS  # noqa: E402

PROGRAM = Processor(load_config())
MEETING = read_corpus(corpus_folder())[0]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_item_of_a_print_is_found(form, tmp_path):
    printed = form.print(MEETING)
    path = tmp_path / printed.name
    path.write_bytes(printed.data)
    minutes = PROGRAM.cut(PROGRAM.read(path))
    found = pair(locate(printed.agenda, minutes.text), minutes.items)
    assert [found[place].number for place in sorted(found)] == [
        entry.number for entry in printed.agenda.entries
    ]
    assert len(minutes.items) == len(printed.agenda.entries)


@pytest.mark.parametrize(
    "form", [form for form in FORMS if form.family == "HTML"], ids=lambda form: form.name
)
def test_a_print_says_each_item_once_below_the_list(form):
    printed = form.print(MEETING)
    assert printed.data == form.print(MEETING).data
    assert all(entry.title in printed.data.decode() for entry in printed.agenda.entries)
