"""Text that repeats itself is cut and read in time that grows with its length, however long it is."""

import subprocess
import sys

from pipeline.config import load_config
from pipeline.entities import build_nlp
from pipeline.minutes.readers.pdf_paragraphs import _LEADER_END

CODE = """
import sys
from pipeline.config import load_config
from pipeline.entities import recognize
from pipeline.minutes import Document
from pipeline.process import Processor

processor = Processor(load_config())
text = open("data/example.txt", encoding="utf-8").read().rstrip() + "\\n\\n" + sys.stdin.read()
minutes = processor.cut(Document(name="referat.txt", text=text))
recognize(processor.nlp, minutes.text, minutes.items, minutes.meeting)
print(len(minutes.items))
"""
SECONDS = 120
"""What is read in 10 took many times as long, or all memory."""


def items_of(text: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", CODE], input=text, capture_output=True, text=True, timeout=SECONDS, check=True
    )
    return int(done.stdout)


def test_repetitions_change_no_item():
    lines = ("." * 40_000, "Havnen på Ærø" + ". " * 20_000, "A. " * 20_000, "Ærø " + "000 " * 20_000)
    assert items_of("\n\n".join(lines)) == 3


def test_any_number_of_lines_may_look_like_headings():
    assert items_of("Punkt 1 " * 4_000) >= 3


def test_an_item_may_have_more_than_a_million_characters():
    nlp = build_nlp(load_config().paths.knowledge)
    assert len(nlp.make_doc("æ" * 1_000_001).text) == 1_000_001


def test_the_leader_of_a_printed_list_is_known_by_its_end():
    assert _LEADER_END.match("Høring på Ærø . . . 12"[::-1])
    assert not _LEADER_END.match("Høring på Ærø 12"[::-1])
    assert not _LEADER_END.match(("." * 100_000 + "x")[::-1])
