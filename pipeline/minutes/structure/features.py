"""The features of a line for the CRF of `roles`: its shape and block, and where it stands in the document.

Those of shape and block are also told to its neighbours; what `context` knows is told to the line alone.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.minutes.document import Block, BlockKind, Line
from pipeline.minutes.structure.context import (
    COUNTS,
    Kin,
    count_texts,
    is_short,
    number_kind,
    read_chains,
    read_kin,
    read_repeats,
)
from pipeline.minutes.structure.marks import marks
from pipeline.minutes.structure.shapes import Shape

REACH = (-2, -1, 0, 1, 2, 3)
"""The neighbours whose shape a line is told of, itself included."""


@dataclass(frozen=True, slots=True)
class Features:
    """The names of the features of each line."""

    shared: tuple[tuple[str, ...], ...]
    """Told to the neighbours within `REACH`, too."""
    own: tuple[tuple[str, ...], ...]


def read_features(lines: Sequence[Line], shapes: Sequence[Shape]) -> Features:
    """Return the features of the lines of a document."""
    found = _Document(lines, shapes)
    return Features(shared=found.shared, own=tuple(tuple(found.own(at)) for at in range(len(lines))))


FIGURES = str.maketrans("123456789", "000000000")
"""All figures are one where only the form of a text counts."""
_END = {".": "stop", "!": "stop", ":": "colon", ",": "comma", ";": "comma", "?": "question"}


def _first_words(text: str) -> str:
    return " ".join(text[:60].split()[:2])


def _number(shape: Shape) -> str:
    number = shape.number
    if number is None:
        return "no number"
    return f"number={number.word}{number.mark}{'' if number.spaced else '_'}{'sub' if number.sub else ''}"


def _begins(text: str) -> str:
    first = text[:1]
    if first.isupper():
        return "upper"
    return "lower" if first.islower() else "figure" if first.isdigit() else "none" if not first else "sign"


def _shared(line: Line, shape: Shape, marked: Sequence[str], seen: int) -> Iterator[str]:
    """Yield what a line looks like by itself; `seen` is how often its text stands there."""
    text = shape.bare
    yield f"len{bisect_right((4, 15, 35, 60, 90, 160, 400), len(text))}"
    yield _number(shape)
    yield f"ends={_END.get(text[-1], 'open')}"
    yield f"begins={_begins(text)}"
    yield f"blanks{min(line.blanks, 3)}"
    if shape.number:
        yield f"rest={_begins(shape.rest)}"
    if shape.bullet:
        yield "bullet"
    if shape.section:
        yield "section"
        yield f"section={shape.section.name.value}"
        yield f"form={shape.section.form.value}"
    if shape.label:
        yield f"label={shape.label.value}{':' if shape.colon else ''}{'' if shape.value else '_'}"
    if shape.case:
        yield "case"
    if shape.case_number:
        yield "case number"
    if shape.capitals:
        yield "capitals"
    if seen > 1:
        yield f"seen{bisect_right(COUNTS, seen)}{'s' if is_short(shape) else ''}"
    if line.glued:
        yield "glued"
    yield from marked
    yield from _block(line.block)


def _block(block: Block | None) -> Iterator[str]:
    """Yield what the reader says of the form of a line."""
    if block is None:
        yield "no block"
        return
    yield f"block={block.kind.value}{block.level or block.depth or ''}"
    if block.bold:
        yield "bold"
    if block.link:
        yield "link"
    if block.size != 1.0:
        yield f"size{bisect_right((0.95, 1.08, 1.25, 1.5), block.size)}"
    if block.path:
        yield f"tag={block.path.rsplit('/', 1)[-1].split('.', 1)[0]}"
        if "nav" in block.path or "footer" in block.path or "aside" in block.path:
            yield "outside"


class Style(NamedTuple):
    """What lines that look alike have in common."""

    kind: BlockKind
    level: int
    depth: int
    bold: bool
    size: float
    path: str

    @property
    def rank(self) -> tuple[int, float, bool]:
        """How large it is to the eye."""
        return (10 - self.level if self.level else 0, self.size, self.bold)


def style(block: Block | None) -> Style | None:
    """Return how a line looks; None where the reader does not say."""
    if block is None:
        return None
    return Style(block.kind, block.level, block.depth, block.bold, round(block.size, 1), block.path)


def _rank(one: Style, styles: Mapping[Style, Kin]) -> str:
    """Return the rank of a style: how many larger ones stand there twice or more."""
    larger = sum(kin.count > 1 and other.rank > one.rank for other, kin in styles.items())
    return f"style rank{min(larger, 3)}"


class _Document:
    """What is known of the lines of one document."""

    def __init__(self, lines: Sequence[Line], shapes: Sequence[Shape]) -> None:
        self.lines, self.shapes, self.last = lines, shapes, len(lines) - 1
        normal = [shape.bare.lower().rstrip(" :.,").translate(FIGURES) for shape in shapes]
        self.seen = list(count_texts([shape.kind or own for shape, own in zip(shapes, normal, strict=True)]))
        self.begun = list(count_texts([_first_words(text) for text in normal]))
        self.short = [is_short(shape) for shape in shapes]
        self.headish = [self._headish(at) for at in range(len(shapes))]
        self.repeats = read_repeats(shapes)
        kinds = [number_kind(line, shape) for line, shape in zip(lines, shapes, strict=True)]
        self.back, self.ahead = read_chains(kinds, shapes)
        self.same = list(
            count_texts(
                [
                    str((kind, shape.number.value)) if shape.number else ""
                    for kind, shape in zip(kinds, shapes, strict=True)
                ]
            )
        )
        repeats = [repeat.count for repeat in self.repeats]
        styles = [style(line.block) for line in lines]
        by_kind, by_style = read_kin(kinds, shapes, repeats), read_kin(styles, shapes, repeats)
        self.told = {kind: tuple(kin.features("kin")) for kind, kin in by_kind.items()}
        self.seen_so = {one: (*kin.features("style"), _rank(one, by_style)) for one, kin in by_style.items()}
        self.kinds, self.styles = kinds, styles
        self.marks = [marks(shape) for shape in shapes]
        self._places()
        self.shared = tuple(
            tuple(_shared(*one)) for one in zip(lines, shapes, self.marks, self.seen, strict=True)
        )

    def _headish(self, at: int) -> bool:
        """Whether a line may head a section: by its words, or since it stands there again and again."""
        shape = self.shapes[at]
        return shape.section is not None or (self.seen[at] >= 2 and self.short[at] and shape.number is None)

    def _places(self) -> None:
        """Find where numbers, sections and the list begin."""
        shapes = self.shapes
        none = len(shapes)
        self.first_number = next(
            (at for at, s in enumerate(shapes) if s.number and s.rest[:1].isupper()), none
        )
        self.first_section = next(
            (at for at, s in enumerate(shapes) if s.section and s.section.form != "phrase"), none
        )
        labels = list_at = -1
        self.labels, self.list_at = [], []
        for at, shape in enumerate(shapes):
            self.labels.append(labels + 1)
            self.list_at.append(at - list_at if list_at >= 0 else 0)
            labels += shape.label is not None
            list_at = at if "list heading" in self.marks[at] else list_at
        indents = sorted(line.indent for line in self.lines)
        self.usual = indents[len(indents) // 2] if indents else 0

    def own(self, at: int) -> Iterator[str]:
        """Yield where a line stands among the others."""
        line, shape = self.lines[at], self.shapes[at]
        below = self.lines[at + 1].blanks if at < self.last else 3
        around = f"{min(line.blanks, 2)}{min(below, 2)}"
        yield "any"
        yield f"around{around}"
        yield f"indent{(line.indent > self.usual) - (line.indent < self.usual)}"
        words = shape.bare.split()
        yield f"words{bisect_right((2, 3, 5, 9, 15, 30), len(words))}"
        upper = sum(word[0].isupper() for word in words) / max(1, len(words))
        yield f"upper{bisect_right((0.2, 0.4, 0.7, 0.99), upper)}"
        yield from self._recurrence(at)
        yield from self.repeats[at].features(numbered=shape.number is not None)
        if shape.number:
            yield from self._chain(at, around)
        if kin := self.told.get(self.kinds[at]):
            yield from kin
        if so := self.styles[at]:
            yield from self.seen_so[so]
        yield from self._place(at)
        yield from self._following(at, around)

    def _recurrence(self, at: int) -> Iterator[str]:
        yield f"seen{bisect_right(COUNTS, self.seen[at])}short{self.short[at]}"
        if self.begun[at] > 1:
            yield f"begun{bisect_right(COUNTS, self.begun[at])}"
        if at < self.last:
            following = bisect_right((2, 3, 5), self.seen[at + 1])
            yield f"once{self.seen[at] == 1}{following}{self.short[at]}{self.lines[at].after_blank}"

    def _chain(self, at: int, around: str) -> Iterator[str]:
        shape, back, ahead = self.shapes[at], self.back[at], self.ahead[at]
        rest = _begins(shape.rest)
        value = shape.number.value if shape.number else 0
        yield "numbered"
        yield f"shape={_number(shape)}{rest}{bool(shape.bullet)}"
        yield f"value{bisect_right((1, 2, 3, 6, 15, 60, 150), value)}"
        yield from back.features("back")
        yield from ahead.features("ahead")
        yield f"same{min(self.same[at], 3)}"
        away = (
            bisect_right((2, 4), back.away) if back.away else "-",
            bisect_right((2, 4), ahead.away) if ahead.away else "-",
        )
        yield f"links{away[0]}{away[1]}{rest}"
        yield f"first{value == 1}{back.length == 0}"
        yield f"alone{not (back.length or ahead.length)}{value == 1}{rest}"
        below = self._below(at)
        yield f"numbered then {below}{rest}"
        yield f"numbered then {below}{around}"

    def _below(self, at: int) -> str:
        """Return what kind of line follows."""
        if at >= self.last:
            return "end"
        shape = self.shapes[at + 1]
        if self.headish[at + 1]:
            return "heading"
        if shape.case or shape.case_number:
            return "case"
        return "number" if shape.number else "short" if self.short[at + 1] else "text"

    def _place(self, at: int) -> Iterator[str]:
        yield f"at{bisect_right((1, 2, 3, 5, 8, 12, 20, 40), at)}"
        yield f"part{10 * at // (self.last + 1)}"
        yield f"left{bisect_right((1, 2, 3, 6), self.last - at)}"
        yield f"before number{at < self.first_number}{at == self.first_number}"
        to_section = (
            bisect_right((-1, 0, 1, 2, 3, 5), self.first_section - at) if at <= self.first_section else "-"
        )
        yield f"to section{to_section}"
        if self.list_at[at]:
            yield f"list{bisect_right((2, 4, 10, 25), self.list_at[at])}"
        yield f"labels{min(self.labels[at], 3)}"

    def _following(self, at: int, around: str) -> Iterator[str]:
        if at < self.last:
            length = bisect_right((4, 15, 35, 60, 90, 160, 400), len(self.shapes[at].bare))
            below = self._below(at)
            kind = below if below in ("heading", "case") else "other"
            yield f"then {length}{kind}{around}{self.short[at]}"
            if at + 1 < self.last:
                three = "".join("h" if self.headish[n] else "-" for n in range(at, at + 3))
                yield f"then {self.short[at]}{three}{min(self.lines[at].blanks, 2)}"
