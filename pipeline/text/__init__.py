"""Danish words, for search and links alike: one spelling, one stemmer, stop words, compounds; CPR numbers."""

from pipeline.text.compounds import CompoundSplitter
from pipeline.text.cpr import find_cpr, mask_cpr
from pipeline.text.words import LETTERS, STOP_WORDS, fold, formal_stems, stem

__all__ = [
    "LETTERS",
    "STOP_WORDS",
    "CompoundSplitter",
    "find_cpr",
    "fold",
    "formal_stems",
    "mask_cpr",
    "stem",
]
