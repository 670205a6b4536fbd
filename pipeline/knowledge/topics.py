"""The register of topics: the groups of people that items are about, and the kinds of measure."""

import tomllib
from pathlib import Path

from pipeline.errors import KnowledgeError

FILE = "topics.toml"
Words = dict[str, tuple[str, ...]]


def load_topics_register(folder: Path) -> tuple[Words, Words]:
    """Return the words of each group of people, and those of each kind of measure.

    Raises:
        KnowledgeError: the file is missing or no TOML, or a topic has no list of words.

    """
    path = folder / FILE
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"cannot read the topics from {path}: {error}") from error
    return _words(path, tables, "groups"), _words(path, tables, "measures")


def _words(path: Path, tables: dict[str, object], key: str) -> Words:
    table = tables.get(key)
    if not isinstance(table, dict) or not table:
        raise KnowledgeError(f"{path}: no [{key}]; it lists topics, each with its words")
    for name, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise KnowledgeError(f"{path}: {key}, {name}: give a list of words, got {words!r}")
    return {name: tuple(words) for name, words in table.items()}
