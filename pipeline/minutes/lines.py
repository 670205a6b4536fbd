"""A text as lines that know their place; NBSP and other blanks count as space."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that is not blank, stripped; `start` and `end` are offsets into the source text."""

    text: str
    start: int
    end: int
    indent: int = 0
    """Blank characters before the text."""
    after_blank: bool = False
    """Whether a blank line, or nothing, stands before it."""

    @property
    def plain(self) -> str:
        """The text with every run of white space as one space."""
        return " ".join(self.text.split())


def split_lines(text: str, start: int = 0, end: int | None = None) -> tuple[Line, ...]:
    r"""Return the lines of `text[start:end]` that are not blank, in order.

    >>> [(line.text, line.start, line.after_blank) for line in split_lines("Ærø\n\n  Als ")]
    [('Ærø', 0, True), ('Als', 7, True)]
    """
    return tuple(_lines(text[start:end], start))


def _lines(text: str, at: int) -> Iterator[Line]:
    after_blank = True
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            begin = at + indent
            yield Line(
                text=stripped, start=begin, end=begin + len(stripped), indent=indent, after_blank=after_blank
            )
        after_blank = not stripped
        at += len(raw)


def span(lines: Sequence[Line]) -> tuple[int, int]:
    """Return where the first of some lines starts and the last ends."""
    return lines[0].start, lines[-1].end
