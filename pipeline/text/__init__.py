"""Danish words, for search and links alike: one spelling, one stemmer, stop words, compounds.

And what no reader should meet in a text: CPR numbers, and signs that steer a terminal.
"""

from pipeline.text.compounds import CompoundSplitter
from pipeline.text.cpr import find_cpr, mask_cpr
from pipeline.text.visible import one_line, visible
from pipeline.text.words import LETTERS, STOP_WORDS, caseless, fold, formal_stems, stem

__all__ = [
    "LETTERS",
    "STOP_WORDS",
    "CompoundSplitter",
    "caseless",
    "find_cpr",
    "fold",
    "formal_stems",
    "mask_cpr",
    "one_line",
    "stem",
    "visible",
]
