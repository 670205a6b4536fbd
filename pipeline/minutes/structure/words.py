"""The words by which minutes are known, from words.toml: headings of sections, labels of the head."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from pipeline.domain import SectionName


class Field(StrEnum):
    """What a label in the head of minutes introduces."""

    COMMITTEE = "committee"
    DATE = "date"
    TIME = "time"
    END = "end"
    PLACE = "place"
    PUBLISHED = "published"
    PEOPLE = "people"


_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _by_word(table: str) -> Mapping[str, str]:
    """Return each word of a table of words.toml with what it means."""
    rows = _TABLES[table].items()
    return {word: meaning for meaning, words in rows for word in " ".join(words.split()).split(", ")}


SECTION_WORDS = MappingProxyType({word: SectionName(name) for word, name in _by_word("sections").items()})
"""The words that head the sections of an item, and the section they mean."""
LABELS = MappingProxyType({word: Field(name) for word, name in _by_word("labels").items()})
"""The labels of the head, and the field that each introduces."""
MARKS = MappingProxyType(
    {mark: frozenset(" ".join(words.split()).split(", ")) for mark, words in _TABLES["marks"].items()}
)
"""The words of each mark that a line may have."""
