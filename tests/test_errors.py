"""Errors carry a code and values, and `pipeline/messages.toml` words each of them."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline.errors
from pipeline.errors import CorrectionError, SagssporError, Said, load_messages

PACKAGE = Path(pipeline.errors.__file__).parent
CLASSES = {
    name
    for name, value in vars(pipeline.errors).items()
    if isinstance(value, type) and issubclass(value, SagssporError)
}


def raised() -> Iterator[tuple[str, ast.Call, list[str]]]:
    """Yield each error the program makes: the place of it, the call, and its code, or those of a table."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tables = [value for node in ast.walk(tree) if isinstance(node, ast.Dict) for value in node.values]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES:
                (code,) = node.args
                codes = [code] if isinstance(code, ast.Constant) else tables
                place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                yield place, node, [one.value for one in codes if isinstance(one, ast.Constant)]


ERRORS = list(raised())


def places(line: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(line) if name}


@pytest.mark.parametrize(("place", "call", "codes"), ERRORS, ids=[place for place, *_ in ERRORS])
def test_an_error_has_a_code_and_the_values_of_its_line(place, call, codes):
    assert codes, "the code is written out, or stands in a table of the module"
    for code in codes:
        line = load_messages()[code]["en"]
        assert {keyword.arg for keyword in call.keywords} == places(line)


def test_every_line_of_the_table_is_used():
    assert load_messages().keys() == {code for _, _, codes in ERRORS for code in codes}


def test_every_line_can_be_told_in_danish_as_well():
    assert [code for code, lines in load_messages().items() if not lines.get("da", "").strip()] == []


def test_every_line_has_the_same_places_in_each_language():
    for code, lines in load_messages().items():
        assert len({frozenset(places(line)) for line in lines.values()}) == 1, code


def test_an_error_reads_as_one_line_with_its_values_in_either_language(monkeypatch):
    lines = {
        "outer": {"en": "{file}: {error}", "da": "i {file}: {error}"},
        "inner": {"en": "no theme {theme}; known: {known}", "da": "intet tema {theme}; kendte: {known}"},
    }
    monkeypatch.setattr("pipeline.errors.load_messages", lambda: lines)
    inner = CorrectionError("inner", theme="hest", known=["misbrug", "tilsyn"])
    outer = SagssporError("outer", file=Path("a.txt"), error=inner)
    assert str(outer) == "a.txt: no theme hest; known: misbrug, tilsyn"
    assert outer.message("da") == "i a.txt: intet tema hest; kendte: misbrug, tilsyn"
    said = SagssporError("outer", file="a", error=Said(en="three doubts", da="tre tvivl"))
    assert (said.message(), said.message("da")) == ("a: three doubts", "i a: tre tvivl")
    assert (inner.code, inner.values["theme"]) == ("inner", "hest")
