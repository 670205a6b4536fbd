"""The list of items that a print begins with: dotted, paged, wrapped, grouped, or nothing but its heading."""

from collections.abc import Iterator, Sequence

from pipeline.minutes.structure.roles import Role
from pipeline.training.structure.forms import Draw
from pipeline.training.structure.items import Matter
from pipeline.training.structure.layout import Heading, Layout
from pipeline.training.structure.page import Row


def print_list(
    draw: Draw, layout: Layout, matters: Sequence[Matter], left_out: Sequence[str]
) -> Iterator[Row]:
    """Yield the list of the items; `left_out` are titles that are listed and not printed: closed items."""
    gap = draw.one(*layout.gaps.head)
    if layout.one_item or draw.chance(0.5):
        if draw.chance(0.06):
            yield Row(text=draw.form("list.headings"), role=Role.LIST_HEADING, gap=gap)
        return
    if draw.chance(0.85):
        yield Row(text=draw.form("list.headings"), role=Role.LIST_HEADING, gap=gap)
    if draw.chance(0.1):
        yield Row(text=draw.form("items.groups"), role=Role.GROUP, gap=gap)
    entries = list(_entries(draw, layout, matters, left_out))
    if not draw.chance(0.12):
        yield from _Printer(draw, layout).rows(entries)


def _entries(
    draw: Draw, layout: Layout, matters: Sequence[Matter], left_out: Sequence[str]
) -> list[tuple[str, str]]:
    """Return number and title of each entry."""
    if layout.items.heading is Heading.NONE and draw.chance(0.6):
        return []
    entries = [(matter.number, matter.title) for matter in matters]
    if draw.chance(0.15) and entries and entries[-1][0].isdigit():
        after = int(entries[-1][0]) + 1
        titles = [draw.one(title, draw.form("list.closed")) for title in left_out[: draw.number(1, 4)]]
        entries += [(str(after + at), title) for at, title in enumerate(titles)]
    if draw.chance(0.05):
        draw.random.shuffle(entries)
    return entries


class _Printer:
    """Prints the entries of one list."""

    def __init__(self, draw: Draw, layout: Layout) -> None:
        self.draw = draw
        self.entry = draw.form("list.entries")
        # A list without numbers is that of items without.
        if layout.items.heading is Heading.PLAIN and draw.chance(0.7):
            self.entry = draw.one("{t}", "• {t}", "- {t}")
        self.indent = draw.one("", "", "", "  ", "    ")
        self.gap = draw.one(0, 0, 1, 1, 2)
        self.paged = draw.form("list.pages") if draw.chance(0.22) else ""
        self.wrap = draw.one(0, 0, 0, 55, 70)
        self.page = draw.number(2, 4)

    def rows(self, entries: Sequence[tuple[str, str]]) -> Iterator[Row]:
        for number, title in entries:
            cut_off = self.paged and self.draw.chance(0.1)
            first, *more = self._wrapped(title[:60] if cut_off else title)
            parts = [self.draw.fill(self.entry, n=number, t=first), *more]
            if self.paged:
                parts[-1] = self.paged.format(t=parts[-1], page=self.page)
                self.page += self.draw.number(0, 2)
            yield Row(text=parts[0], role=Role.LISTED, lead=self.indent, gap=self.gap, wraps=False)
            for part in parts[1:]:
                lead = self.indent + self.draw.one("", "  ")
                yield Row(text=part, role=Role.LISTED_MORE, lead=lead, wraps=False)

    def _wrapped(self, title: str) -> list[str]:
        at = title.rfind(" ", 0, self.wrap) if self.wrap and len(title) > self.wrap else -1
        return [title[:at], title[at + 1 :]] if at > 0 else [title]
