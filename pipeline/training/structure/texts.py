"""The text inside a section: paragraphs, lists, attachments, and lines that look like something else."""

import datetime as dt
from collections.abc import Callable, Iterator

from pipeline.domain import SectionName
from pipeline.minutes.structure.roles import Role
from pipeline.training.corpus import BlockKind, CorpusBlock, CorpusSection
from pipeline.training.structure.forms import Draw, print_date
from pipeline.training.structure.layout import Layout
from pipeline.training.structure.page import Row


class Texts:
    """Prints the text of sections in one layout."""

    def __init__(self, draw: Draw, layout: Layout) -> None:
        self.draw, self.layout, self.body = draw, layout, layout.body
        self.colon = draw.one("", ":")
        self.link_lead, self.link_gap = draw.one("", "• ", " • "), draw.one(0, 1)
        self.split = draw.chance(0.4)

    def of(self, section: CorpusSection, title: str, number: str) -> Iterator[Row]:
        """Yield the lines of a section."""
        blocks = list(section.blocks)
        if self.body.shorten and len(blocks) > 1:
            blocks = blocks[: self.draw.number(1, len(blocks)) if self.body.shorten < 3 else 1]
        rows = [row for at, block in enumerate(blocks) for row in self._block(block, at)]
        if section.name is SectionName.BESLUTNING and self.draw.chance(0.25):
            rows = [self._line(self.draw.filled("sections.decisions"))]
        if self.body.asides and self.draw.chance(self.body.asides):
            at = self.draw.number(0, len(rows))
            rows[at:at] = list(self._aside(title, number))
        yield from rows

    def _line(self, text: str, lead: str = "", role: Role = Role.BODY) -> Row:
        return Row(text=text, role=role, lead=lead, gap=self.draw.one(*self.layout.gaps.body))

    def _listed(self, text: str, lead: str, role: Role = Role.BODY) -> Row:
        return Row(text=text, role=role, lead=lead, gap=self.layout.gaps.listed)

    def _block(self, block: CorpusBlock, at: int) -> Iterator[Row]:
        text = block.text
        if block.kind is BlockKind.NUMBERED:
            yield self._listed(text, self.body.numbered.format(block.marker.rstrip(".") or at + 1))
        elif block.kind is BlockKind.BULLET:
            yield self._listed(text, self.body.bullet)
        elif block.kind is BlockKind.ATTACHMENT:
            printed = self.draw.fill(self.body.attachment, t=text, i=at + 1)
            yield self._listed(printed, self.body.attached, Role.ATTACHMENT)
        elif block.kind is BlockKind.SUBHEADING:
            yield self._line(text + self.colon)
        else:
            yield from self._paragraph(text)

    def _paragraph(self, text: str) -> Iterator[Row]:
        end = text.find(". ", 120) if self.split and len(text) > 300 and self.draw.chance(0.5) else -1
        if end > 0:
            yield self._line(text[: end + 1], self.body.lead)
            text = text[end + 2 :]
        yield self._line(text, self.body.lead)

    def _aside(self, title: str, number: str) -> Iterator[Row]:
        """Yield lines of a text that look like a list of people, a heading, a head, an item."""
        if self.body.passed_on and self.draw.chance(0.6):
            yield from self._passed_on()
            return
        kinds: dict[Callable[..., Iterator[Row]], int] = {
            self._names: 20, self._points: 20, self._figures: 14, self._absent: 15, self._headings: 10,
            self._visits: 12, self._numbered: 10, self._titles: 4,
        }  # fmt: skip
        yield from self.draw.weighted(kinds)(title, number)

    def _passed_on(self) -> Iterator[Row]:
        """Yield what other committees said of the matter before."""
        for _ in range(self.draw.one(1, 2, 3)):
            body = self.draw.one(
                "Magistraten", "Økonomiudvalget", "Byrådet", "Direktionen", self.layout.facts.committee
            )
            earlier = self.layout.facts.day - dt.timedelta(days=self.draw.number(5, 300))
            day = print_date(self.draw, earlier, self.layout.decided_dates)
            point = self.draw.number(1, 99)
            forms = self.draw.one(
                (f"Udvalg: {body}", f"Dato: {day}", f"Punktnummer: {point}"),
                (f"{body}, {day}, punkt {point}",), (f"{body} den {day}",),
                (f"Beslutning {body}, {day}",), (f"{body} {day}",), (f"{body}, {day}",),
            )  # fmt: skip
            for text in (*forms, self.draw.filled("sections.decisions")):
                yield self._line(text)

    def _names(self, *_: str) -> Iterator[Row]:
        """Yield who took part, numbered, now and then with their offices."""
        form = self.draw.one("{person} ({party})", "{person} ({party})", "{person}", "{person}, {party}")
        titled = self.draw.chance(0.4)
        if self.draw.chance(0.3):
            yield self._line(self.draw.filled("head.people") + self.draw.one("", ":", " var:"))
        for at in range(self.draw.number(2, 10)):
            office = self.draw.form("words.office") + " " if titled and self.draw.chance(0.5) else ""
            yield self._listed(office + self.draw.fill(form), f"{at + 1}. ")

    def _points(self, *_: str) -> Iterator[Row]:
        """Yield decisions on the points of a recommendation."""
        form = self.draw.one("Ad {}.", "Ad {}:", "At {}:", "Pkt. {}:", "Ad. {}", "{}.", "{})")
        for at in range(self.draw.number(2, 4)):
            yield self._line(f"{form.format(at + 1)} {self.draw.filled('sections.decisions')}")

    def _figures(self, *_: str) -> Iterator[Row]:
        """Yield a table, a cell a line or a row a line."""
        cell = ("{small}", "{figure}.000", "{year}", "{area}", "I alt", "kr.", "{d}", "Ja", "-", "{town}")
        per_line = self.draw.one(1, 1, 3)
        for _row in range(self.draw.number(3, 9)):
            cells = [self.draw.fill(self.draw.one(*cell)) for _cell in range(per_line)]
            yield self._listed("\t".join(cells), "")

    def _absent(self, *_: str) -> Iterator[Row]:
        label = self.draw.one("Fraværende", "Afbud", "Fraværende med afbud", "Ikke til stede")
        names = ", ".join(self.draw.fill("{person}") for _ in range(self.draw.number(1, 3)))
        yield Row(text=f"{label}: {names}", role=Role.SECTION, gap=1)

    def _headings(self, *_: str) -> Iterator[Row]:
        yield self._line(self.draw.filled("body.asides"))

    def _visits(self, *_: str) -> Iterator[Row]:
        lead = self.draw.one("• ", "- ", "* ", "· ", "{}) ")
        for at in range(self.draw.number(2, 4)):
            yield self._listed(self.draw.filled("body.visits"), lead.format("abcd"[at]))

    def _numbered(self, *_: str) -> Iterator[Row]:
        lead = self.draw.one("{n}) ", "{n}. ", "{}.{n}. ")
        part = self.draw.number(1, 9)
        for n in range(1, self.draw.number(3, 5)):
            yield self._listed(self.draw.filled("body.visits"), lead.format(part, n=n))

    def _titles(self, title: str, number: str) -> Iterator[Row]:
        """Yield a sentence that names the item again."""
        yield self._line(
            f"{self.draw.one('Se punkt', 'Jf. punkt', 'Punkt')} {number} {title[:1].lower()}{title[1:]}."
        )
