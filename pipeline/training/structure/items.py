"""The items of a print: heading, case lines, sections, text, attachments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.domain import SectionName
from pipeline.minutes.structure.roles import Role
from pipeline.training.corpus import CorpusSection
from pipeline.training.structure.forms import Draw, print_date
from pipeline.training.structure.layout import Heading, Layout
from pipeline.training.structure.page import Row
from pipeline.training.structure.texts import Texts


class Matter(NamedTuple):
    """An item of the meeting, as it is printed here: its number, its title, and its text."""

    number: str
    title: str
    sections: Sequence[CorpusSection]


class Items:
    """Prints the items of one meeting in one layout."""

    def __init__(self, draw: Draw, layout: Layout) -> None:
        self.draw, self.layout = draw, layout
        self.texts = Texts(draw, layout)
        self.before = ""
        """The number of the item before."""

    def rows(self, at: int, matter: Matter) -> list[Row]:
        """Return the rows of the item at place `at`."""
        rows = [*self._between(at), *self._group(at)]
        heading = list(self._heading(matter))
        cases = list(self._cases(matter))
        text = list(self._text(matter))
        layout = self.layout.items
        if layout.cells:
            return [*rows, self._cells(matter)]
        if self.draw.chance(max(layout.empty, 0.25 * self.layout.sections.none)):
            text = []
        self.before = matter.number
        if layout.heading is Heading.NONE:
            return [*rows, *self._untitled(heading, [*cases, *text])]
        if layout.run_in and heading[-1].role is Role.ITEM and text and text[0].role is Role.BODY:
            return [*rows, *heading[:-1], self._run_in(heading[-1], text[0]), *text[1:]]
        return [*rows, *heading, *self._repeats(matter), *cases, *text]

    def _run_in(self, heading: Row, text: Row) -> Row:
        """Return a heading whose text goes on in its line."""
        return replace(heading, text=f"{heading.text.rstrip(':.')}{self.layout.items.run_in}{text.text}")

    def _cells(self, matter: Matter) -> Row:
        """Return an item that is a row of a table: number, title, and what was decided."""
        text = f"{matter.number}.\t{matter.title}\t{self.draw.filled('sections.decisions')}"
        return Row(text=text, role=Role.ITEM, gap=self.layout.gaps.item, wraps=False)

    def _gap(self) -> int:
        return self.draw.one(*self.layout.gaps.body)

    def _between(self, at: int) -> Iterator[Row]:
        """Yield what the site prints after an item."""
        layout = self.layout.items
        if at and layout.between and self.draw.chance(0.95):
            yield Row(text=layout.between, role=Role.CHROME, gap=self.draw.one(0, 1))
        if at and layout.links:
            if len(layout.links) == 1:
                yield Row(text=self.before, role=Role.CHROME, gap=1)
            for text in layout.links:
                yield Row(text=text, role=Role.CHROME, lead=self.texts.link_lead, gap=self.texts.link_gap)

    def _group(self, at: int) -> Iterator[Row]:
        gap = self.layout.gaps.item
        if self.layout.items.grouped and self.draw.chance(0.2 if at else 0.9):
            yield Row(text=self.draw.form("items.groups"), role=Role.GROUP, gap=gap or 1)

    def _heading(self, matter: Matter) -> Iterator[Row]:
        """Yield the lines that head an item, from the case number above to the title."""
        layout, gap = self.layout.items, self.layout.gaps.item
        if layout.case_above:
            yield Row(text=self._case(layout.case_above), role=Role.CASE_ABOVE, gap=gap)
            gap = self.draw.one(0, 1) if self.layout.gaps.body != (0,) else 0
        if layout.group_above:
            text = layout.group_above
            yield Row(text=text.strip(), role=Role.CASE_ABOVE, lead=" " * (text[0] == " "), gap=gap)
            gap = 1
        title = matter.title.upper() if layout.upper else matter.title
        text = self._fill(layout.form, matter, title)
        if layout.heading in (Heading.BELOW, Heading.BARE):
            yield Row(text=text, role=Role.ITEM_BARE, lead=layout.lead, gap=gap)
            if layout.heading is Heading.BELOW:
                yield Row(text=self._fill(layout.below, matter, title), role=Role.TITLE, gap=self._gap())
        elif layout.heading is Heading.ABOVE:
            yield Row(text=title, role=Role.ITEM, lead=layout.lead, gap=gap)
            yield Row(text=text, role=Role.CASE, gap=self._gap())
        elif layout.heading is not Heading.NONE:
            gap = max(gap, 1) if layout.heading is Heading.PLAIN and layout.apart else gap
            yield Row(text=text, role=Role.ITEM, lead=layout.lead, gap=gap)

    def _fill(self, form: str, matter: Matter, title: str) -> str:
        number = matter.number
        padded = f"{int(number):02d}" if number.isdigit() else number
        day = self.layout.facts.day
        return self.draw.fill(
            form,
            n=number,
            nn=padded,
            t=title,
            year=day.year,
            yy=f"{day.year % 100:02d}",
            c=self.layout.facts.committee,
        )

    def _repeats(self, matter: Matter) -> Iterator[Row]:
        layout = self.layout.items
        if layout.heading is Heading.BARE:
            return
        for at in range(layout.repeats):
            text = matter.title if at else self._fill(layout.repeat_form, matter, matter.title)
            yield Row(text=text, role=Role.TITLE, gap=self._gap())

    def _cases(self, matter: Matter) -> Iterator[Row]:
        for form in self.layout.items.cases:
            gap = 0 if self.draw.chance(0.5) else self._gap()
            yield Row(text=self._case(form), role=Role.CASE, lead=self.layout.body.lead, gap=gap)
        if self.draw.chance(0.004):
            yield Row(text=matter.number, role=Role.CASE, gap=1)

    def _case(self, form: str) -> str:
        day = self.layout.facts.day
        return self.draw.fill(form, year=day.year, yy=f"{day.year % 100:02d}", c=self.layout.facts.committee)

    def _text(self, matter: Matter) -> Iterator[Row]:
        """Yield the sections of an item, in the order and under the words of the layout."""
        layout = self.layout.sections
        decision = SectionName.BESLUTNING
        sections = [
            one
            for one in matter.sections
            if one.name is decision or self.draw.chance(layout.kept) or len(matter.sections) == 1
        ]
        sections.sort(key=lambda one: layout.order.index(one.name) if one.name in layout.order else 99)
        for at, section in enumerate(sections):
            rows = list(self.texts.of(section, matter.title, matter.number))
            if section.name is decision and layout.repeated and self.layout.items.heading is not Heading.NONE:
                repeated = self._fill(layout.repeated, matter, matter.title)
                rows.insert(0, Row(text=repeated, role=Role.TITLE, gap=self._gap()))
            yield from self._section(section.name, rows, matter, first=at == 0)
            for word, after in layout.extras:
                if not layout.none and after is section.name and self.draw.chance(0.6):
                    yield from self._extra(word)

    def _section(self, name: SectionName, rows: list[Row], matter: Matter, *, first: bool) -> Iterator[Row]:
        layout, gaps = self.layout.sections, self.layout.gaps
        if layout.none or (first and layout.first_bare and self.draw.chance(0.6)):
            yield from [replace(rows[0], gap=self._gap()), *rows[1:]] if rows else []
            return
        word = self._word(name, matter)
        inline = layout.inline and self.draw.chance(layout.inline)
        if rows and rows[0].role is Role.BODY and not rows[0].lead and (inline or layout.joined):
            text = f"{word.rstrip(' :')}{' ' if layout.joined else ': '}{rows[0].text}"
            yield Row(text=text, role=Role.SECTION, gap=gaps.section)
            yield from rows[1:]
            return
        glued = layout.glued and not first and self.draw.chance(0.7)
        lead = re.match(r"\s*", word)
        yield Row(
            text=word.strip(),
            role=Role.SECTION,
            lead=lead[0] if lead else "",
            gap=gaps.section,
            glued=glued,
        )
        yield from [replace(rows[0], gap=gaps.after_section), *rows[1:]] if rows else []

    def _word(self, name: SectionName, matter: Matter) -> str:
        """Return the heading of a section as this layout prints it."""
        layout, facts = self.layout.sections, self.layout.facts
        word = layout.names.get(name, name.value.capitalize())
        if name is SectionName.BESLUTNING and layout.decided and self.draw.chance(0.9):
            day = print_date(self.draw, facts.day, self.layout.decided_dates)
            word = self.draw.fill(
                layout.decided, w=word.rstrip(":"), c=facts.committee, d=day, n=matter.number, t=matter.title
            )
        if layout.misspelt and len(word) > 7 and self.draw.chance(0.3):
            word = _misspelt(self.draw, word)
        if layout.style.startswith("UP"):
            return word.upper().rstrip(":") + layout.style[2:]
        return (
            word if word.endswith((":", ",")) and layout.style.endswith(":") else layout.style.format(w=word)
        )

    def _extra(self, word: str) -> Iterator[Row]:
        style = self.layout.sections.style
        text = word.upper() if style.startswith("UP") else style.format(w=word)
        yield Row(text=text.strip(), role=Role.SECTION, gap=self.layout.gaps.section)
        said = self.draw.one("Ingen.", "Intet.", "Ingen bemærkninger.", "Sagen har ingen konsekvenser.", "")
        yield Row(
            text=said or self.draw.filled("sections.decisions"),
            role=Role.BODY,
            gap=self.layout.gaps.after_section,
        )

    def _untitled(self, heading: list[Row], rest: list[Row]) -> Iterator[Row]:
        """Yield an item that prints neither number nor title: its first line opens it."""
        rows = [*heading, *rest]
        if not rows:
            return
        glued = self.layout.items.glued
        opened = replace(
            rows[0],
            text=glued + rows[0].text,
            role=Role.ITEM_TEXT,
            gap=max(1, self.layout.gaps.item),
            glued=False,
            lead=self.layout.items.lead or rows[0].lead,
        )
        yield from [opened, *rows[1:]]


def _misspelt(draw: Draw, word: str) -> str:
    """Return a word with two letters swapped, one doubled or one left out."""
    at = draw.number(2, len(word) - 2)
    return draw.one(
        word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at:at + 1] + word[at:],
        word[:at] + word[at + 1 :],
    )  # fmt: skip
