"""Files that a user writes by hand: whatever stands in the wrong place is told in one line."""

import datetime as dt
import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.app.adding import _read_exported
from pipeline.config import DEFAULTS, load_config
from pipeline.errors import SagssporError
from pipeline.knowledge.registers import load_knowledge, read_rows
from pipeline.knowledge.themes import load_themes_register, load_topics_register
from pipeline.knowledge.words import read_forms, read_word_lists

REGISTERS = Path(__file__).parent.parent / "data" / "knowledge"
WRONG: tuple[Any, ...] = (
    7, 1.5, True, "", "æ ø (", [], [1, 2], [[]], [{}], {}, {"name": 3}, dt.date(2024, 3, 14),
)  # fmt: skip


def toml(value: Any) -> str:
    """Write a value as TOML has it, tables in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(own)}" for key, own in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)


def document(tables: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in tables.items())


def mistaken(value: Any) -> Iterator[Any]:
    """Yield a value with each of its parts in turn, and itself, of every wrong type."""
    yield from WRONG
    if isinstance(value, dict):
        for key, own in value.items():
            yield from ({**value, key: one} for one in mistaken(own))
    elif isinstance(value, list) and value:
        yield from ([one, *value[1:]] for one in mistaken(value[0]))


def first_few(tables: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value[:2] if isinstance(value, list) else dict(list(value.items())[:2])
        for key, value in tables.items()
    }


def complaints(path: Path, documents: Iterator[Any], load: Callable[[Path], object]) -> list[str]:
    """Return what is told of each of these documents that is refused."""
    told = []
    for one in documents:
        path.write_text(document(one), encoding="utf-8")
        try:
            load(path)
        except SagssporError as error:
            told.append(str(error))
    return told


@pytest.mark.parametrize(
    ("name", "load"),
    [
        ("themes.toml", load_themes_register),
        ("topics.toml", load_topics_register),
        ("words.toml", read_word_lists),
        ("forms.toml", lambda folder: [read_forms(folder, table) for table in ("pieces", "forms")]),
    ],
)
def test_a_register_with_anything_anywhere_is_read_or_refused_in_one_line(tmp_path, name, load):
    tables = first_few(tomllib.loads((REGISTERS / name).read_text(encoding="utf-8")))
    documents = (one for one in mistaken(tables) if isinstance(one, dict))
    told = complaints(tmp_path / name, documents, lambda path: load(path.parent))
    assert len(told) > len(WRONG)
    assert all(name in line and "\n" not in line for line in told)


def test_settings_with_anything_anywhere_are_read_or_refused_in_one_line(tmp_path):
    for table, settings in tomllib.loads(DEFAULTS.read_text(encoding="utf-8")).items():
        documents = ({table: one} for one in mistaken(settings))
        told = complaints(tmp_path / "own.toml", documents, load_config)
        assert len(told) > len(WRONG)
        assert all("own.toml" in line and "\n" not in line for line in told)


def test_themes_that_are_numbers_are_told_as_what_they_are(tmp_path):
    (tmp_path / "themes.toml").write_text("theme = [1, 2]\n", encoding="utf-8")
    with pytest.raises(SagssporError, match=r"theme 1 is 1, no table; write \[\[theme\]\]"):
        load_themes_register(tmp_path)


def test_what_a_theme_is_called_must_be_text(tmp_path):
    text = 'theme = [{name = "ø", definition = "Øer", terms = ["ø"], label = 3}]\n'
    (tmp_path / "themes.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SagssporError, match="theme ø: label is missing or not text"):
        load_themes_register(tmp_path)


@pytest.mark.parametrize("load", [load_config, lambda path: load_themes_register(path.parent)])
def test_lists_within_lists_without_end_are_told(tmp_path, load):
    path = tmp_path / "themes.toml"
    path.write_text("theme = " + "[" * 20_000, encoding="utf-8")
    with pytest.raises(SagssporError, match=r"cannot read .*themes\.toml"):
        load(path)


def test_a_cell_without_end_is_told(tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text("name\n" + "a" * 200_000 + "\n", encoding="utf-8")
    with pytest.raises(SagssporError, match=r"cannot read the register .*towns\.csv"):
        read_rows(path, ["name"])


@pytest.mark.parametrize(
    "line", ["7", "[]", "null", '"æ"', "[" * 20_000, "9" * 5_000, '{"text": 3}', '{"items": [7]}', "{"]
)
def test_a_line_of_an_export_that_is_none_is_told_with_its_number(tmp_path, line):
    path = tmp_path / "minutes.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(SagssporError, match=r"minutes\.jsonl, line 1: "):
        list(_read_exported(path))


def test_the_projects_own_registers_are_read():
    assert load_knowledge(REGISTERS).towns
