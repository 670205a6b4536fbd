"""What the grammars of the program are built of: lists of words, and weights fitted on them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import KnowledgeError
from pipeline.knowledge.registers import read_rows, read_tables

LISTS = "words.toml"
FORMS = "forms.toml"
WEIGHTS = "party_weights.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLists:
    """The lists of `words.toml`, each by its key; `topics` are those of the table of that name."""

    path: Path
    words: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> tuple[str, ...]:
        if name not in self.words:
            raise KnowledgeError("no-list-of-name", file=self.path, name=name)
        return self.words[name]


def read_word_lists(folder: Path) -> WordLists:
    """Return the lists of `words.toml` in `folder`.

    Raises:
        KnowledgeError: the file is missing or no TOML, or a list is none, or makes no pattern.

    """
    path = folder / LISTS
    read = {name: _read_table(path, name, table) for name, table in read_tables(path).items()}
    topics = read.pop("topics", {})
    words = {key: words for table in read.values() for key, words in table.items()}
    return WordLists(path=path, words=words, topics=topics)


def read_forms(folder: Path, table: str) -> dict[str, str]:
    """Return the rows of a table of `forms.toml` in `folder`, each a pattern in one line.

    Raises:
        KnowledgeError: the file is missing or no TOML, or a row is no text.

    """
    rows = read_tables(folder / FORMS).get(table)
    if not isinstance(rows, dict):
        raise KnowledgeError("no-list-of-name", file=folder / FORMS, name=table)
    for name, row in rows.items():
        if not isinstance(row, str) or not row.strip():
            raise KnowledgeError("no-words", place=f"{folder / FORMS}: {table}, {name}", value=row)
    return {name: "".join(row.split()) for name, row in rows.items()}


def _read_table(path: Path, name: str, table: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise KnowledgeError("words-outside-a-table", file=path, name=name)
    return {key: _words(f"{path}: {name}, {key}", text) for key, text in table.items()}


def _words(where: str, text: object) -> tuple[str, ...]:
    if not isinstance(text, str) or not text.strip():
        raise KnowledgeError("no-words", place=where, value=text)
    for word in text.split():
        if not word.isalpha():  # a plain word is always a pattern
            try:
                re.compile(word)
            except re.error as error:
                raise KnowledgeError("no-pattern", place=where, word=word, reason=error) from error
    return tuple(word.replace("_", " ") for word in text.split())


def read_party_weights(folder: Path) -> dict[str, float]:
    """Return the weight of each feature of a town's name in `party_weights.csv`, "bias" that of none.

    Raises:
        KnowledgeError: the file is missing, or a weight is no number.

    """
    weights: dict[str, float] = {}
    for row in read_rows(folder / WEIGHTS, ("feature", "weight")):
        try:
            weights[row["feature"]] = float(row["weight"])
        except ValueError as error:
            raise row.error(f"the weight {row['weight']!r} is no number, as -0.7") from error
    return weights
