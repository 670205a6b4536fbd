"""Every regular expression of the program against text that is made to cost it most: is its time linear?

    .venv/bin/python experiments/trust/patterns.py [--show]

Walks the modules of `pipeline`, takes every pattern that is compiled at import, in tables and attributes
too, or while minutes are tagged, and runs it as the program does (`match`, `search`, over and over) on
repetitions of short strings: some that every pattern gets, some that are read from the pattern itself.
A pattern whose time grows by more than `GROWTH` where the text is four times as long is named, but for those
that `BOUNDED` lists. Exits with 1 where there is one.
"""

import argparse
import ast
import importlib
import re
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from warm import names_of_modules

from pipeline.config import load_config

try:
    from re import _parser as parser
except ImportError:  # Python before 3.11
    import sre_parse as parser

FIRST, SHORT, LONG = 1000, 4000, 16000
GROWTH = 8
"""Four times the text takes four times as long, sixteen times where a pattern is quadratic."""
LEAST = 0.02
"""Seconds: what takes less on `LONG` characters is not looked at again."""
GENERAL = (
    ".", ". ", "A. ", "A.", "a. ", "a ", "A ", "Ab ", "Ab", "ab", "1", "1 ", "1. ", "1.", "-", "- ", "–", " ",
    "\t", "\n", "a\n", "\n ", "(", ")", ",", ", ", "a, ", "A, ", '"', "§", "§ 1 ", "og ", "Jens Hansen ",
    "kr. ", "1.000 ", "000 ", "1/", "1-", "1:", "maj ", "kl. ", "Kommune ", "i ", "i Odense ",
    "Udvalget for ", "a-", "A-", "Punkt 1 ", "Bilag ", "nr. 1 ", "lov om ", "a: ", "|", "\xad", "æ",
    "2019-", "§§ 1-", "<b>", "1,",
)  # fmt: skip
LEADS = ("", "A", "1", "ø ", "\n")
ENDS = ("", "!", "\nÆ", "x")
BOUNDED = {
    "pipeline.entities.persons.BEGINS": 40,
    "pipeline.entities.persons.CAPITAL_BEFORE": 40,
    "pipeline.minutes.passages._FIGURE_LAST": 60,
    "pipeline.minutes.passages._CLAUSE": 140,
    "pipeline.minutes.structure.alike._NUMBER": 75,
    "pipeline.minutes.structure.committee": 160,
    "pipeline.minutes.structure.fields.ADDRESS": 160,
    "pipeline.minutes.structure.headings._AROUND": 140,
    "pipeline.minutes.structure.headings._TAIL": 140,
    "pipeline.minutes.structure.place.ADDRESS": 160,
}
"""How many characters these, or all of a module, are shown at most, where their callers see to that."""
BY_ANOTHER_NAME = {
    "pipeline.app.danish._FORMS": {"fullmatch"},
    "pipeline.entities.persons.LINE_JOINT": {"match"},
    "pipeline.knowledge.words": {"fullmatch"},
    "pipeline.minutes.layouts.LAYOUTS": {"match"},
    "pipeline.minutes.layouts.WEB": {"match"},
    "pipeline.minutes.moments._FORMS": {"match"},
    "pipeline.minutes.layouts.MUNICIPAL": {"match"},
}
"""How these are called, of which the name at the call does not tell."""
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


def uses() -> dict[tuple[str, str], set[str]]:
    """Return by what methods each name of a pattern is called in its module, and where it is imported.

    A call on the few characters before a place is left out: it takes no time that grows.
    """
    called: dict[tuple[str, str], set[str]] = {}
    for name in names_of_modules():
        tree = ast.parse(Path(importlib.import_module(name).__file__ or "").read_text(encoding="utf-8"))
        origin = {
            one.asname or one.name: (node.module or "", one.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for one in node.names
        }
        for node in ast.walk(tree):
            method = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and method in METHODS:
                owner = getattr(node.func.value, "id", "") or getattr(node.func.value, "attr", "")
                # Without a name: `pattern(...).search(...)`, which is called where it is made.
                lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                for one in [owner] if owner else map(str, lines):
                    methods = called.setdefault(origin.get(one, (name, one)), set())
                    methods |= set() if _is_window(node) else {method}
    return called


def _is_window(call: ast.Call) -> bool:
    """Tell whether a call is of a stretch of constant length: `search(text, max(0, start - 30), start)`."""
    first = call.args[1] if len(call.args) == 3 else None
    return isinstance(first, ast.Call) and getattr(first.func, "id", "") == "max"


def patterns() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Yield the patterns of the modules: the module each stands in, the name it is called by, and itself."""
    for module in map(importlib.import_module, names_of_modules()):
        for name, value in vars(module).items():
            for pattern in _inside(value, module.__name__, 0):
                yield module.__name__, name, pattern


def _inside(value: Any, module: str, depth: int) -> Iterator[re.Pattern[str]]:  # noqa: C901 - a case a kind
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 4 and isinstance(value, dict):
        for one in value.values():
            yield from _inside(one, module, depth + 1)
    elif depth < 4 and isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _inside(one, module, depth + 1)
    elif depth < 4 and type(value).__module__.startswith("pipeline") and not isinstance(value, type):
        slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
        for name in {*slots, *getattr(value, "__dict__", {})}:
            yield from _inside(getattr(value, name, None), module, depth + 1)
    elif isinstance(value, type) and value.__module__ == module:
        for one in vars(value).values():
            yield from _inside(one, module, depth + 1)


def compiled_while_tagging() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Yield the patterns that are made from registers, or where they are used: module, line, and itself."""
    made: dict[re.Pattern[str], tuple[str, str]] = {}
    original = re._compile

    def record(pattern: Any, flags: Any) -> Any:
        result = original(pattern, flags)
        frame = sys._getframe(1)
        while frame and frame.f_globals["__name__"] in ("re", "pipeline.entities.words"):
            frame = frame.f_back
        where = frame.f_globals["__name__"] if frame else ""
        if where.startswith("pipeline") and isinstance(result.pattern, str):
            made.setdefault(result, (where, str(frame.f_lineno)))
        return result

    re._compile = record
    try:
        from pipeline.entities import recognize
        from pipeline.minutes import read_documents
        from pipeline.process import Processor

        processor = Processor(load_config())
        for document in read_documents(Path("data/example.txt"), processor.config.minutes):
            minutes = processor.cut(document)
            recognize(processor.nlp, minutes.text, minutes.items, minutes.meeting)
    finally:
        re._compile = original
    for pattern, (where, line) in made.items():
        yield where, line, pattern


def pumps(pattern: str, flags: int) -> list[str]:  # noqa: C901 - a case a kind of token
    """Return short strings that the repetitions in a pattern match, one after the other and two by two."""
    bodies: list[str] = []

    def walk(tokens: Any) -> str:  # noqa: C901
        text = ""
        for op, value in tokens:
            name = str(op)
            if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
                body = walk(value[2])
                if value[1] > 4 and body:
                    bodies.append(body)
                text += body * max(1, min(value[0], 3))
            elif name == "SUBPATTERN":
                text += walk(value[3])
            elif name == "ATOMIC_GROUP":
                text += walk(value)
            elif name == "BRANCH":
                text += next(iter([walk(one) for one in value[1]]))
            elif name == "LITERAL":
                text += chr(value)
            elif name == "NOT_LITERAL":
                text += "a" if value != ord("a") else "b"
            elif name == "ANY":
                text += "a"
            elif name == "IN":
                text += _one_of(value)
            elif name in ("ASSERT", "ASSERT_NOT"):
                walk(value[1])
        return text

    walk(parser.parse(pattern, flags & ~re.DEBUG))
    pairs = [one + other for one, other in pairwise(bodies)]
    return list(dict.fromkeys([*bodies, *pairs]))[:40]


def _one_of(values: Any) -> str:
    negated = str(values[0][0]) == "NEGATE"
    for candidate in (" ", "a", "A", "1", ".", "-", ",", "æ", "(", "\t", "\n"):
        inside = any(_is_in(candidate, op, value) for op, value in values)
        if inside != negated:
            return candidate
    for op, value in values:
        if str(op) == "LITERAL" and not negated:
            return chr(value)
        if str(op) == "RANGE" and not negated:
            return chr(value[0])
    return "["


def _is_in(character: str, op: Any, value: Any) -> bool:
    name = str(op)
    if name == "LITERAL":
        return ord(character) == value
    if name == "RANGE":
        return value[0] <= ord(character) <= value[1]
    if name == "CATEGORY":
        kind = str(value)
        if "SPACE" in kind:
            hit = character.isspace()
        else:
            hit = character.isdigit() if "DIGIT" in kind else character.isalnum() or character == "_"
        return hit != ("NOT" in kind)
    return False


def seconds(run: Callable[[str], Any], text: str) -> float:
    begun = time.process_time()
    run(text)
    return time.process_time() - begun


def runner(pattern: re.Pattern[str], method: str) -> Callable[[str], Any]:
    if method in ("match", "fullmatch", "search"):
        return getattr(pattern, method)
    return lambda text: sum(1 for _ in pattern.finditer(text))


def worst(pattern: re.Pattern[str], methods: set[str]) -> tuple[float, float, str] | None:
    """Return how the time of a pattern grows, the seconds, and on what; None where it is linear."""
    for method in sorted(methods):
        run = runner(pattern, method)
        for pump in (*GENERAL, *pumps(pattern.pattern, pattern.flags)):
            for lead in LEADS:
                for end in ENDS:
                    if found := _grows(run, lead, pump, end):
                        return (*found, f"{method} of {lead!r} {pump!r} {end!r}")
    return None


def _grows(run: Callable[[str], Any], lead: str, pump: str, end: str) -> tuple[float, float] | None:
    def text(length: int) -> str:
        return lead + pump * (length // len(pump)) + end

    before, earlier = 1e-4, 0.0
    for length in (FIRST // 4, FIRST, SHORT, LONG):
        took = seconds(run, text(length))
        if took > LEAST and took / before >= GROWTH:  # what a busy machine may tell of any pattern
            before = min(seconds(run, text(length // 4)) for _ in range(5))
            took = min(seconds(run, text(length)) for _ in range(2))
            if took / max(before, 1e-4) >= GROWTH:
                return took / max(before, 1e-4), took
        # What is so quick takes less than `LEAST` at `LONG`, too, if its time grows with the square.
        if length == FIRST and took < min(LEAST * (FIRST / LONG) ** 2, GROWTH * earlier):
            return None
        before, earlier = max(took, 1e-4), took
    return None


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--show", action="store_true", help="name every pattern that is looked at")
    options.add_argument("only", nargs="*", help="parts of the places of patterns to look at")
    chosen = options.parse_args()
    called, seen, bad = uses(), set[tuple[str, frozenset[str]]](), 0
    for module, name, pattern in [*patterns(), *compiled_while_tagging()]:
        place = f"{module}.{name}"
        known = BY_ANOTHER_NAME.get(place) or BY_ANOTHER_NAME.get(module)
        methods = known or called.get((module, name), {"search"})
        key = (pattern.pattern, frozenset(methods))
        if key in seen or (chosen.only and not any(one in place for one in chosen.only)):
            continue
        seen.add(key)
        if chosen.show:
            print(place, sorted(methods), flush=True)
        if not {place, module} & BOUNDED.keys() and (found := worst(pattern, methods)):
            bad += 1
            growth, took, text = found
            print(f"{place}: grows {growth:.0f} times, {took:.2f} s, {text}", flush=True)
            print(f"    {pattern.pattern[:150]!r}", flush=True)
    print(f"{len(seen)} patterns, {bad} not linear; {len(BOUNDED)} are shown 160 characters at most")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
