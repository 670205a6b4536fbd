"""Danish words, for search and links alike: one spelling, one stemmer, one list of stop words, compounds."""

from pipeline.text.compounds import CompoundSplitter
from pipeline.text.words import LETTERS, STOP_WORDS, fold, formal_stems, stem

__all__ = ["LETTERS", "STOP_WORDS", "CompoundSplitter", "fold", "formal_stems", "stem"]
