"""The head of a print: title, fields in one of many forms, people."""

from collections.abc import Iterator
from functools import cache

from pipeline.minutes.structure.roles import Role
from pipeline.minutes.structure.words import LABELS, Field
from pipeline.training.structure.forms import Draw, print_date
from pipeline.training.structure.layout import Layout
from pipeline.training.structure.page import Row

_FORMS = {
    "labels": 18, "title and labels": 34, "lines": 8, "sentence": 9, "bare": 9,
    "dated title": 9, "none": 7, "title and bare": 8,
}  # fmt: skip


def print_head(draw: Draw, layout: Layout) -> list[Row]:
    """Return the rows of a head in a random form."""
    return _Printer(draw, layout).head()


class _Printer:
    """Prints one head; its choices are made as it goes."""

    def __init__(self, draw: Draw, layout: Layout) -> None:
        self.draw, self.facts, self.layout = draw, layout.facts, layout
        self.kind = draw.form("head.kind")
        if draw.chance(0.15):
            self.kind = self.kind.upper()
        self.rows: list[Row] = []

    def head(self) -> list[Row]:
        form = "none" if self.layout.one_item and self.draw.chance(0.4) else self.draw.weighted(_FORMS)
        if form in ("title and labels", "dated title", "title and bare"):
            self.title(dated=form == "dated title" or self.draw.chance(0.4))
        if form in ("labels", "title and labels"):
            self.fields(committee=form == "labels" or self.draw.chance(0.3))
        elif form == "lines":
            self.lines()
        elif form == "sentence":
            self.sentence()
        if form in ("bare", "title and bare"):
            self.bare(committee=form == "bare")
        if form != "none":
            self.rest()
        return self.rows

    def row(self, text: str, role: Role, lead: str = "", gap: int | None = None) -> None:
        gap = self.draw.one(*self.layout.gaps.head) if gap is None else gap
        self.rows.append(Row(text=text, role=role, lead=lead, gap=gap))

    def date(self, form: str = "") -> str:
        return print_date(
            self.draw, self.facts.day, form or (self.layout.dates if self.draw.chance(0.6) else "")
        )

    def times(self) -> str:
        """Return when the meeting began, and mostly when it ended."""
        form = self.draw.one("{:%H:%M}", "{:%H.%M}", "{:%H.%M}")
        start = form.format(self.facts.start)
        if self.facts.start.minute == 0 and self.draw.chance(0.12):
            start = str(self.facts.start.hour)
        if self.facts.end is None or self.draw.chance(0.4):
            return start
        return start + self.draw.one(" - ", "-", " – ", " til ", " - kl. ") + form.format(self.facts.end)

    def title(self, *, dated: bool) -> None:
        form = self.draw.form("head.titles_dated" if dated else "head.titles")
        text = self.draw.fill(
            form,
            c=self.facts.committee,
            d=self.date(),
            kind=self.kind,
            kind_low=self.kind.lower(),
            time=f"{self.facts.start:%H.%M}",
        )
        for _ in range(self.draw.one(1, 1, 1, 1, 2, 3)):
            self.row(text, Role.HEAD_COMMITTEE if form == "{c}" else Role.HEAD_TITLE)
        if self.draw.chance(0.35):
            self.row(self.kind, Role.HEAD_OTHER)
        if self.draw.chance(0.12):
            self.row(self.draw.filled("head.subtitles"), Role.HEAD_OTHER)

    def fields(self, *, committee: bool) -> None:
        if not self.rows and self.draw.chance(0.4):
            self.row(self.kind, Role.HEAD_OTHER)
        fields = list(self.values(committee=committee))
        if self.draw.chance(0.3):
            self.draw.random.shuffle(fields)
        style = self.draw.one("inline", "inline", "inline", "own", "bare", "pipe", "tab")
        if self.draw.chance(0.05):
            self.row(" ".join(f"{label}: {value}" for _, label, value in fields), Role.HEAD_TITLE)
            return
        upper = self.draw.chance(0.15)
        for role, label, value in fields:
            self.field(style, role, label.upper() if upper else label, value)
            if self.draw.chance(0.06):
                self.row(self.draw.filled("head.other_labels"), Role.HEAD_OTHER)

    def values(self, *, committee: bool) -> Iterator[tuple[Role, str, str]]:
        if committee:
            yield Role.HEAD_COMMITTEE, _label(self.draw, Field.COMMITTEE), self.facts.committee
        form = self.draw.one("one", "one", "two", "two", "three", "none", "one", "two", "three", "whole")
        yield from self.when(form)
        if form != "whole" and self.draw.chance(0.8):
            place = self.facts.place if self.draw.chance(0.93) else ""
            yield Role.HEAD_PLACE, _label(self.draw, Field.PLACE), place

    def when(self, form: str) -> Iterator[tuple[Role, str, str]]:
        clock = self.draw.one("kl. ", "kl. ", "kl ", "Kl. ", "")
        date = _label(self.draw, Field.DATE)
        if form == "whole":
            label = self.draw.one("Tid og sted", "Tid/sted", "Dato og sted", "Mødetid og -sted")
            where = self.draw.one(", ", " i ", " på ") + self.facts.place
            yield Role.HEAD_TITLE, label, f"{self.date()} {clock}{self.times()}{where}"
            return
        if form == "one":
            label = self.draw.one(date, date, "Mødetidspunkt", "Tid", "Tidspunkt")
            parted = self.draw.one(" ", " ", ", ", " - ")
            yield Role.HEAD_DATE, label, f"{self.date()}{parted}{clock}{self.times()}"
            return
        yield Role.HEAD_DATE, date, self.date()
        if form in ("two", "three"):
            yield Role.HEAD_TIME, _label(self.draw, Field.TIME), clock + self.times()
        if form == "three" and self.facts.end:
            end = self.draw.one("{:%H:%M}", "Kl. {:%H.%M}", "{:%H.%M}", "").format(self.facts.end)
            yield Role.HEAD_TIME, _label(self.draw, Field.END), end

    def field(self, style: str, role: Role, label: str, value: str) -> None:
        """Print a label and its value: on one line, or the value below."""
        role_or_label = role if value else Role.HEAD_LABEL
        if style == "own":
            self.row(label + self.draw.one("", ":"), Role.HEAD_LABEL)
            parts = value.split(", ") if role is Role.HEAD_PLACE and self.draw.chance(0.3) else [value]
            for part in parts if value else ():
                self.row(part, role)
        else:
            form = {"inline": "{}: {}", "bare": "{} {}", "pipe": "{}: | {} |", "tab": "{}\t{}"}[style]
            self.row(form.format(label, value).strip(), role_or_label)

    def lines(self) -> None:
        clock = self.draw.one("kl. ", "Kl. ", "kl ")
        self.row(self.kind, Role.HEAD_OTHER)
        self.row(self.draw.one("til", "fra", "for", "af"), Role.HEAD_OTHER, gap=0)
        self.row(self.draw.one("mødet i ", "møde i ", "") + self.facts.committee, Role.HEAD_COMMITTEE, gap=0)
        self.row(
            f"{self.draw.one('den ', '', 'd. ')}{self.date()} {clock}{self.times()}", Role.HEAD_DATE, gap=0
        )
        self.row(self.draw.one("i ", "på ", "") + self.facts.place, Role.HEAD_PLACE, gap=0)

    def sentence(self) -> None:
        form = self.draw.form("head.sentences")
        if self.draw.chance(0.4):
            self.row(self.facts.committee, Role.HEAD_COMMITTEE)
        values = {
            "c": self.facts.committee,
            "d": self.date(self.draw.one("{day}. {month} {year}", "{wd} den {day}. {month} {year}")),
            "time": self.times(),
            "place": self.facts.place,
        }
        self.row(self.draw.fill(form, kind=self.kind, **values), Role.HEAD_TITLE)

    def bare(self, *, committee: bool) -> None:
        """Print the fields without labels, a line each."""
        if committee:
            rows = [(self.kind, Role.HEAD_OTHER), (self.facts.committee, Role.HEAD_COMMITTEE)]
            for text, role in rows[:: self.draw.one(1, 1, -1)]:
                self.row(text, role)
        if self.draw.chance(0.8):
            clock = self.draw.one("kl. ", "", "Kl. ")
            form = self.draw.one("{d} {k}{t}", "{d} {k}{t}", "{d}", "{d} – Ordinært møde", "{d}, {k}{t}")
            self.row(form.format(d=self.date(), k=clock, t=self.times()), Role.HEAD_DATE)
            if "{t}" not in form and self.draw.chance(0.5):
                self.row((clock or "Kl. ") + self.times(), Role.HEAD_TIME)
        if self.draw.chance(0.6):
            self.row(self.facts.place, Role.HEAD_PLACE)

    def rest(self) -> None:
        """Print who took part, and what else may stand in a head."""
        if self.draw.chance(0.55):
            for _ in range(self.draw.one(1, 1, 2, 3)):
                self.people()
        if self.rows and self.draw.chance(0.1):
            for _ in range(self.draw.one(1, 1, 2)):
                chrome = Row(text=self.draw.filled("chrome.site"), role=Role.CHROME)
                self.rows.insert(self.draw.number(0, len(self.rows)), chrome)
        if self.draw.chance(0.05):
            self.opening()
        if self.draw.chance(0.1):
            self.row(self.draw.filled("head.remarks"), Role.HEAD_OTHER)

    def opening(self) -> None:
        """Print a matter that is settled in the head, before the items."""
        for _ in range(self.draw.one(1, 2)):
            what = self.draw.one(
                "Godkendelse af dagsorden",
                "Meddelelser",
                "Bemærkninger til dagsordenen",
                "Spørgetid",
                "Habilitet",
            )
            self.row(what + self.draw.one(":", "", "."), Role.HEAD_OTHER)
            self.row(self.draw.filled("sections.decisions"), Role.HEAD_OTHER)

    def people(self) -> None:
        label = self.draw.form("head.people")
        names = [self.person() for _ in range(self.draw.one(0, 1, 2, 3, 5, 8, 12))]
        form = self.draw.one("comma", "lines", "bullets", "numbered", "inline", "table")
        if form == "inline" and names:
            self.row(f"{label}: {', '.join(names)}", Role.HEAD_OTHER)
            return
        self.row(label + self.draw.one("", ":", ": |"), Role.HEAD_OTHER)
        if not names:
            if self.draw.chance(0.3):
                self.row(self.draw.one("Ingen", "Ingen.", "Intet"), Role.HEAD_OTHER)
            return
        gap = self.draw.one(*self.layout.gaps.head)
        lead = {"bullets": self.draw.one("• ", "  • ", "- "), "numbered": "{}. "}.get(form, "")
        per_line = {"comma": len(names), "inline": len(names), "table": 2}.get(form, 1)
        for at in range(0, len(names), per_line):
            text = ("\t" if form == "table" else ", ").join(names[at : at + per_line])
            self.row(text, Role.HEAD_OTHER, lead=lead.format(at + 1), gap=gap)

    def person(self) -> str:
        office = self.draw.form("words.office") + " " if self.draw.chance(0.1) else ""
        name = office + self.draw.fill("{person}")
        if self.draw.chance(0.4):
            return f"{name} ({self.draw.form('words.party')})"
        role = self.draw.filled("head.roles")
        return name + (self.draw.one(", {}", ": {}", " ({})", " - {}", " {}").format(role) if role else "")


@cache
def _labels(wanted: Field) -> tuple[str, ...]:
    return tuple(word for word, field in LABELS.items() if field is wanted)


def _label(draw: Draw, wanted: Field) -> str:
    """Return a label of the head; the first ones of the table are the usual ones."""
    labels = _labels(wanted)
    label = draw.one(*labels[:5]) if draw.chance(0.6) else draw.one(*labels)
    return label[0].upper() + label[1:]
