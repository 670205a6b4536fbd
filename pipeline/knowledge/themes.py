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
    against: tuple[str, ...] = ()


def load_themes_register(folder: Path) -> tuple[ThemeDefinition, ...]:
    """Return the themes of `themes.toml` in `folder`, in the order of the file.

    Raises:
        KnowledgeError: the file is missing or no TOML, or a theme is not described as it asks.

    """
    path = folder / FILE
    document = read_tables(path)
    if other := sorted(document.keys() - {"theme"}):
        raise KnowledgeError("table-is-no-theme", file=path, table=other[0])
    tables = document.get("theme", [])
    if not isinstance(tables, list) or not tables:
        raise KnowledgeError("no-themes", file=path)
    themes = tuple(_theme(path, place, table) for place, table in enumerate(tables, start=1))
    names = [theme.name for theme in themes]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise KnowledgeError("theme-twice", file=path, theme=twice[0])
    return themes


def digest(register: Sequence[ThemeDefinition]) -> str:
    """Return a few letters that change with all that items are judged by, and with nothing else.

    What a theme is called on screen (`label`) is not judged by; in which order themes stand is.
    """
    judged = [(one.name, one.definition, *(getattr(one, key) for key in LISTS)) for one in register]
    return hashlib.sha256(repr(judged).encode()).hexdigest()[:8]


KEYS = {"not": "exceptions"} | {field.name: field.name for field in fields(ThemeDefinition)}
LISTS = ("terms", "hints", "exceptions", "against")


def _theme(path: Path, place: int, table: object) -> ThemeDefinition:
    if not isinstance(table, dict):
        raise KnowledgeError("theme-is-no-table", file=path, place=place, value=table)
    where = f"{path}: theme {table.get('name', place)}"
    if unknown := sorted(table.keys() - KEYS.keys()):
        raise KnowledgeError("unknown-key-of-theme", place=where, key=unknown[0], known=sorted(KEYS))
    values = {KEYS[key]: value for key, value in table.items()}
    for key in ("name", "definition"):
        if not isinstance(values.get(key), str) or not values[key]:
            raise KnowledgeError("theme-key-missing", place=where, key=key)
    name = str(values["name"])
    if not NAME.fullmatch(name):
        raise KnowledgeError("misformed-theme-name", place=where)
    lists = {key: _theme_words(where, key, values.get(key, [])) for key in LISTS}
    if not lists["terms"]:
        raise KnowledgeError("theme-without-words", place=where)
    if not isinstance(label := values.get("label", ""), str):
        raise KnowledgeError("theme-key-missing", place=where, key="label")
    definition = str(values["definition"])
    return ThemeDefinition(name=name, label=label or name.capitalize(), definition=definition, **lists)


def _theme_words(where: str, key: str, value: object) -> tuple[str, ...]:
    good = isinstance(value, list) and all(isinstance(word, str) and word.strip("* ") for word in value)
    if not good:
        raise KnowledgeError("no-list-of-words", place=where, key=key, value=value)
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
        raise KnowledgeError("no-topics", file=path, table=key)
    for name, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise KnowledgeError("topic-without-words", file=path, table=key, topic=name, value=words)
    return {name: tuple(words) for name, words in table.items()}
