"""How published minutes look, as data: a layout is one row of FORMS, an irregularity one of Quirks."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pipeline.domain import Meeting, SectionName
from pipeline.training.corpus import CorpusItem

DECISION_FIRST = (SectionName.BESLUTNING, SectionName.RESUME, SectionName.SAGSFORLOEB, SectionName.BAGGRUND,
                  SectionName.SAGSFREMSTILLING, SectionName.LOVGRUNDLAG, SectionName.OEKONOMI,
                  SectionName.HOERING, SectionName.INDSTILLING, SectionName.FRAVAERENDE,
                  SectionName.BILAG)  # fmt: skip
DECISION_LAST = (*DECISION_FIRST[1:-2], SectionName.BESLUTNING, *DECISION_FIRST[-2:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """The irregularities of one publication; all off is minutes as they should be."""

    closed: int = 0
    """Items left out, from list and body, because they were closed: numbers have gaps."""
    shuffled_list: bool = False
    """The list of items stands in another order than the items."""
    misspelt: bool = False
    """Some section headings hold a typing error."""
    dateless: bool = False
    """The meeting's title lacks its date."""
    unheaded: bool = False
    """Some items begin without a heading before their first paragraph."""
    by_mail: bool = False
    """A meeting in writing: no times, no place to go to."""
    twice: bool = False
    """Some long backgrounds are cut in two, the recommendation between them."""
    nbsp: bool = False
    """Some spaces are NBSP, some lines end in one."""
    crlf: bool = False
    """Lines end in CR LF."""


REGULAR = Quirks()
# How often each is drawn: about as often as it is worth testing.
SHARES = {
    "shuffled_list": 0.3, "misspelt": 0.4, "dateless": 0.3, "unheaded": 0.4, "by_mail": 0.2, "twice": 0.3,
    "nbsp": 0.4, "crlf": 0.3,
}  # fmt: skip


def draw_quirks(rng: random.Random) -> Quirks:
    """Return some irregularities."""
    closed = rng.choice((0, 0, 1, 3))
    return Quirks(closed=closed, **{name: rng.random() < share for name, share in SHARES.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadField:
    """A field of the head: its label, and pieces of text that are printed if the meeting has what they name.

    What a piece may name: committee, title, dateless_title, printed_title, date, day, weekday, Weekday,
    start, end, place, published.
    """

    label: str = ""
    pieces: tuple[str, ...]
    label_above: bool = False
    """The label has a line of its own."""
    gap: int = 1
    """Blank lines above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The list of items above them."""

    heading: str
    number: str = "{}. "
    page: str = ""
    """Printed behind a title, `{}` being the page; the pages are `pages`."""
    pages: tuple[int, ...] = ()
    dots: str = ""
    """Between title and page, if the title leaves room for them in `width`."""
    width: int | None = None
    """Longer titles are cut."""
    spaced: bool = False
    """Blank lines between the entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one publication prints its head and its items."""

    title: str = "{title}"
    """May name what the fields may."""
    title_gap: int = 0
    fields: tuple[HeadField, ...] = ()
    contents: Contents | None = None
    order: tuple[SectionName, ...] = ()
    """Sections not named here stand where the corpus has them, after those that are."""
    number: str = "{}. "
    """Before the title of an item, `{}` being its number."""
    bullet: str = " {} "
    """Before a bulleted line, `{}` being its marker in the corpus."""
    numbered: str = " {} "
    """Before a numbered line, `{}` being its marker."""
    heading: str = "{}"
    """The heading of a section, `{}` being its words."""
    capitals: bool = False
    """Headings of sections stand in capitals."""
    titles_again: int = 0
    """How often the title is repeated at once; lines of NBSP stand between."""
    title_after_decision: bool = False
    """The decision stands first, then the title again, then the rest."""
    tight: bool = False
    """Text may follow its heading without a blank line."""
    gaps_as_written: bool = False
    """Blank lines stand where the corpus has them."""
    municipal: bool = False
    """Background is called Sagsfremstilling; the decision names committee and date."""
    dash_for_nothing: bool = False
    """An item that only has a decision shows "-" in place of its background."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is published of a meeting; every choice left open comes from `rng`."""

    meeting: Meeting
    items: tuple[CorpusItem, ...]
    listed: tuple[CorpusItem, ...]
    """The items in the order of the list above them."""
    quirks: Quirks
    rng: random.Random

    def pages(self) -> tuple[int, ...]:
        """Return a page for each item, rising from 3."""
        pages = [3]
        for _ in self.items:
            pages.append(pages[-1] + self.rng.choice((0, 1, 1, 2)))
        return tuple(pages[:-1])


def _web(
    edition: Edition,
    *,
    moment: str = "%Y-%m-%d %H:%M",
    dateless: bool = False,
    decision_first: bool = False,
    titles_again: int = 1,
) -> Layout:
    """Return web text: fields in capitals, a numbered list, then the items."""
    # Minutes without times have their date from the title: one of the two must say it.
    dateless = (dateless or edition.quirks.dateless) and edition.meeting.start is not None
    fields = {
        "UDVALG": "{committee}", "MØDE": "{printed_title}", "STED": "{place}",
        "STARTTIDSPUNKT": f"{{start:{moment}}}", "SLUTTIDSPUNKT": f"{{end:{moment}}}",
    }  # fmt: skip
    return Layout(
        title="{dateless_title}" if dateless else "{title}",
        fields=(
            HeadField(label="Udgivet ", pieces=("{published:%d.%m.%Y}",)),
            *(HeadField(label=label, pieces=(text,), label_above=True) for label, text in fields.items()),
        ),
        contents=Contents(heading="PUNKTER", spaced=True),
        order=DECISION_FIRST if decision_first else DECISION_LAST,
        bullet=" • ",
        titles_again=titles_again,
        title_after_decision=decision_first,
        tight=decision_first,
    )


def _pdf(edition: Edition) -> Layout:
    """Return the text of a PDF: a table of contents without numbers, then "Punkt N: title"."""
    return Layout(
        title="REFERAT {committee} d. {date:%d-%m-%Y}",
        title_gap=2,
        fields=(
            HeadField(label="Mødedato ", pieces=("{Weekday} d. {day}", " kl. {start:%H:%M}")),
            HeadField(label="Mødested ", pieces=("{place}",)),
        ),
        contents=Contents(
            heading="Indholdsfortegnelse",
            number="",
            page="\t{}",
            pages=edition.pages(),
            dots=".....",
            width=95,
        ),
        order=DECISION_LAST,
        number="Punkt {}: ",
        bullet="- ",
        numbered="{} ",
        dash_for_nothing=True,
    )


def _municipal(edition: Edition) -> Layout:
    """Return minutes of a municipal committee: fields by name, then items with many sections."""
    rng = edition.rng
    # The title is the committee's name over the word Referat, or the two in one line.
    one_line = rng.random() < 0.5
    day = "" if edition.quirks.dateless else " den {day}"
    headings = ("Indholdsfortegnelse", "Dagsorden", "Punkter på dagsordenen", "Sagsoversigt")
    return Layout(
        title=f"Referat af møde i {{committee}}{day}" if one_line else "{committee}",
        fields=tuple(_municipal_fields(edition, one_line=one_line)),
        contents=Contents(
            heading=rng.choice(headings),
            page=" ..... {}" if rng.random() < 0.5 else "",
            pages=edition.pages(),
        ),
        order=DECISION_LAST,
        number=rng.choice(("{}. ", "{}. ", "Punkt {}. ")),
        bullet=rng.choice(("• ", "- ")),
        numbered="{} ",
        tight=rng.random() < 0.5,
        municipal=True,
        **rng.choice(({}, {}, {"capitals": True}, {"heading": "{}:"})),
    )


def _municipal_fields(edition: Edition, *, one_line: bool) -> Iterator[HeadField]:
    dates = ("{day}", "{date:%d-%m-%Y}", "{weekday} den {day}", "{date:%d.%m.%Y}")
    times = (
        "{start:%H:%M} - {end:%H:%M}",
        "kl. {start:%H.%M} - {end:%H.%M}",
        "Kl. {start:%H:%M}-{end:%H:%M}",
    )
    if not one_line:
        yield HeadField(pieces=("Referat",))
    yield HeadField(label="Mødedato: ", pieces=(edition.rng.choice(dates),))
    if edition.meeting.start:
        yield HeadField(label="Mødetidspunkt: ", pieces=(edition.rng.choice(times),), gap=0)
    yield HeadField(label="Mødested: ", pieces=("{place}",), gap=0)


Form = Callable[[Edition], Layout]
FORMS: dict[str, Form] = {
    "web-2023": partial(_web, decision_first=True, titles_again=0),
    "web-2016": lambda edition: _web(edition, titles_again=edition.rng.choice((1, 2, 3))),
    "web-2020": partial(_web, moment="%d-%m-%Y %H:%M:%S", dateless=True),
    "pdf": _pdf,
    "municipal": _municipal,
}
"""The forms minutes are published in, and how one looks for a publication at hand."""
AS_WRITTEN = "as-written"
"""Published nowhere: the items alone, in the order and with the gaps that the corpus has."""
LAYOUTS: dict[str, Form] = {
    **FORMS,
    AS_WRITTEN: lambda _: Layout(gaps_as_written=True),
}
