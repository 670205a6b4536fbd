"""The styles of a Word file: what a paragraph is by its own properties and those it inherits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Names as Word keeps them, as its Danish menus show them, and as case systems name their own.
_HEADING = re.compile(r"(?:.*\b)?(?:heading|overskrift|rubrik)\s*(\d?)", re.I)
_TITLE = re.compile(r"(?:sub|under)?(?:title|titel)(?!\w)", re.I)
_OFF = ("0", "false", "off", "none")


def value(element: Any, path: str) -> str | None:
    """Return the value of a property of an element, "pPr/outlineLvl"; None where it has none."""
    found = element.find("/".join(f"{W}{name}" for name in path.split("/"))) if element is not None else None
    return None if found is None else found.get(f"{W}val", "")


def switch(element: Any, path: str) -> bool | None:
    """Return whether a property is on; None where an element does not say."""
    said = value(element, path)
    return None if said is None else said.lower() not in _OFF


@dataclass(frozen=True, kw_only=True)
class Styles:
    """The styles of one file; `root` is the element that holds them."""

    root: Any

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """The styles by what paragraphs call them."""
        return {style.get(f"{W}styleId"): style for style in self.root.iter(f"{W}style")}

    @cached_property
    def _default(self) -> str:
        """The style of paragraphs that name none."""
        chosen = (
            key
            for key, style in self.by_id.items()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
        )
        return next(chosen, "")

    def chain(self, paragraph: Any) -> Iterator[Any]:
        """Yield the style of a paragraph and those it is based on, the nearest first."""
        yield from self._based_on(value(paragraph, "pPr/pStyle") or self._default)

    def _based_on(self, key: str) -> Iterator[Any]:
        seen = set[str]()
        while key in self.by_id and key not in seen:
            seen.add(key)
            yield self.by_id[key]
            key = value(self.by_id[key], "basedOn") or ""

    def name(self, paragraph: Any) -> str:
        """Return what the style of a paragraph is called."""
        name = next((value(style, "name") or "" for style in self.chain(paragraph)), "")
        return f"{name[:1].upper()}{name[1:]}"

    def level(self, paragraph: Any) -> int:
        """Return the level of a heading, from 1; 0 of what is none."""
        for element in (paragraph, *self.chain(paragraph)):
            said = value(element, "pPr/outlineLvl")
            if said is not None and said.isdecimal():
                return int(said) + 1 if int(said) < 9 else 0
            if level := _level(value(element, "name") or ""):
                return level
        return 0

    def is_bold(self, run: Any, paragraph: Any) -> bool:
        """Whether a run of letters is printed in bold."""
        said = (switch(element, "rPr/b") for element in self._looks(run, paragraph))
        return next((bold for bold in said if bold is not None), False)

    def size(self, run: Any, paragraph: Any) -> float:
        """Return the size of the letters of a run, in points; 0 where nothing says it."""
        sizes = (value(element, "rPr/sz") for element in self._looks(run, paragraph))
        return next((float(size) / 2 for size in sizes if size), 0.0)

    def _looks(self, run: Any, paragraph: Any) -> Iterator[Any]:
        yield run
        yield from self._based_on(value(run, "rPr/rStyle") or "")
        yield from self.chain(paragraph)
        yield self.root.find(f"{W}docDefaults/{W}rPrDefault")


def _level(name: str) -> int:
    if match := _HEADING.match(name):
        return int(match[1] or 1)
    return 1 if _TITLE.match(name) else 0
