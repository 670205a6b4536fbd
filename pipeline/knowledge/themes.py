"""The registers of themes and of topics: what each is called, and the words that name it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.errors import KnowledgeError
from pipeline.knowledge.registers import read_tables

FILE = "themes.toml"
TOPICS = "topics.toml"
Words = dict[str, tuple[str, ...]]
NAME = re.compile(r"[a-zæøå][a-zæøå0-9_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeDefinition:
    """One theme as the user describes it; `themes.toml` says how its words are written."""

    name: str
    label: str
    definition: str
    terms: tuple[str, ...]
    hints: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


def load_themes_register(folder: Path) -> tuple[ThemeDefinition, ...]:
    """Return the themes of `themes.toml` in `folder`, in the order of the file.

    Raises:
        KnowledgeError: the file is missing or no TOML, or a theme is not described as it asks.

    """
    path = folder / FILE
    document = read_tables(path)
    if other := sorted(document.keys() - {"theme"}):
        raise KnowledgeError(
            f"{path}: {other[0]} is no theme; write [[theme]] and name = {other[0]!r} under it"
        )
    tables = document.get("theme", [])
    if not isinstance(tables, list) or not tables:
        raise KnowledgeError(f"{path}: no [[theme]]; each theme is one such table")
    themes = tuple(_theme(path, place, table) for place, table in enumerate(tables, start=1))
    names = [theme.name for theme in themes]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise KnowledgeError(f"{path}: theme {twice[0]} stands there twice; give each its own name")
    return themes


def digest(register: Sequence[ThemeDefinition]) -> str:
    """Return a few letters that change with all that items are judged by, and with nothing else.

    What a theme is called on screen (`label`) is not judged by; in which order themes stand is.
    """
    judged = [(one.name, one.definition, one.terms, one.hints, one.exceptions) for one in register]
    return hashlib.sha256(repr(judged).encode()).hexdigest()[:8]


KEYS = {"not": "exceptions"} | {field.name: field.name for field in fields(ThemeDefinition)}
LISTS = ("terms", "hints", "exceptions")


def _theme(path: Path, place: int, table: dict[str, object]) -> ThemeDefinition:
    where = f"{path}: theme {table.get('name', place)}"
    if unknown := sorted(table.keys() - KEYS.keys()):
        raise KnowledgeError(f"{where}: unknown key {unknown[0]}; known: {', '.join(sorted(KEYS))}")
    values = {KEYS[key]: value for key, value in table.items()}
    for key in ("name", "definition"):
        if not isinstance(values.get(key), str) or not values[key]:
            raise KnowledgeError(f"{where}: {key} is missing, or no text")
    name = str(values["name"])
    if not NAME.fullmatch(name):
        raise KnowledgeError(f"{where}: a name is small letters, digits, - and _")
    lists = {key: _theme_words(where, key, values.get(key, [])) for key in LISTS}
    if not lists["terms"]:
        raise KnowledgeError(f"{where}: give at least one word in terms")
    label = str(values.get("label") or name.capitalize())
    return ThemeDefinition(name=name, label=label, definition=str(values["definition"]), **lists)


def _theme_words(where: str, key: str, value: object) -> tuple[str, ...]:
    good = isinstance(value, list) and all(isinstance(word, str) and word.strip("* ") for word in value)
    if not good:
        raise KnowledgeError(f"{where}: {key} must be a list of words, got {value!r}")
    return tuple(value)  # type: ignore[arg-type]


def load_topics_register(folder: Path) -> tuple[Words, Words]:
    """Return the words of each group of people that items are about, and of each kind of measure.

    Raises:
        KnowledgeError: the file is missing or no TOML, or a topic has no list of words.

    """
    path = folder / TOPICS
    tables = read_tables(path)
    return _topics(path, tables, "groups"), _topics(path, tables, "measures")


def _topics(path: Path, tables: dict[str, object], key: str) -> Words:
    table = tables.get(key)
    if not isinstance(table, dict) or not table:
        raise KnowledgeError(f"{path}: no [{key}]; it lists topics, each with its words")
    for name, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise KnowledgeError(f"{path}: {key}, {name}: give a list of words, got {words!r}")
    return {name: tuple(words) for name, words in table.items()}
