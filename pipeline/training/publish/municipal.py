"""Minutes of a municipal committee: day, time and place by name, then items with many sections."""

from collections.abc import Callable, Iterator

from pipeline.domain import Listed, Meeting, SectionName
from pipeline.training.publish.edition import WEEKDAYS, Edition, Head, ItemStyle, long_date, page_numbers
from pipeline.training.publish.sheet import Row, RowKind

ORDER = (SectionName.RESUME, SectionName.SAGSFORLOEB, SectionName.BAGGRUND, SectionName.SAGSFREMSTILLING,
         SectionName.LOVGRUNDLAG, SectionName.OEKONOMI, SectionName.HOERING, SectionName.INDSTILLING,
         SectionName.BESLUTNING, SectionName.FRAVAERENDE, SectionName.BILAG)  # fmt: skip
LISTS = ("Indholdsfortegnelse", "Dagsorden", "Punkter på dagsordenen", "Sagsoversigt")


def head(edition: Edition, listed: tuple[Listed, ...]) -> Head:
    """Return the head: committee, day, times, place, list of items.

    The title is the committee's name over the word Referat, or the two in one line.
    """
    told = edition.source.meeting
    one_line = edition.rng.random() < 0.5
    title = _title(edition) if one_line else told.committee
    meeting = Meeting(
        title=title,
        committee=told.committee,
        date=edition.date,
        start=edition.start,
        end=edition.end,
        place=edition.place,
    )
    rows = [Row(kind=RowKind.MEETING_TITLE, text=title, gap=0)]
    if not one_line:
        rows.append(Row(kind=RowKind.FIELD, text="Referat"))
    return Head(meeting=meeting, rows=(*rows, *_fields(edition), *_list(edition, listed)))


def style(edition: Edition) -> ItemStyle:
    """Return the items' style: all sections a municipality has, headed in one of three ways."""
    headings: tuple[Callable[[str], str], ...] = (str, str, str.upper, "{}:".format)
    return ItemStyle(
        order=ORDER,
        number=edition.rng.choice(("{}. ", "{}. ", "Punkt {}. ")),
        bullet=edition.rng.choice(("• ", "- ")),
        numbered="{} ",
        tight=edition.rng.random() < 0.5,
        municipal=True,
        heading=edition.rng.choice(headings),
    )


def _title(edition: Edition) -> str:
    day = "" if edition.quirks.dateless else f" den {long_date(edition.date)}"
    return f"Referat af møde i {edition.source.meeting.committee}{day}"


def _fields(edition: Edition) -> Iterator[Row]:
    day, start, end = edition.date, edition.start, edition.end
    weekday = WEEKDAYS[day.weekday()].lower()
    dates = (long_date(day), f"{day:%d-%m-%Y}", f"{weekday} den {long_date(day)}", f"{day:%d.%m.%Y}")
    yield Row(kind=RowKind.FIELD, before="Mødedato: ", text=edition.rng.choice(dates))
    if start and end:
        times = (
            f"{start:%H:%M} - {end:%H:%M}",
            f"kl. {start:%H.%M} - {end:%H.%M}",
            f"Kl. {start:%H:%M}-{end:%H:%M}",
        )
        yield Row(kind=RowKind.FIELD, before="Mødetidspunkt: ", text=edition.rng.choice(times), gap=0)
    yield Row(kind=RowKind.FIELD, before="Mødested: ", text=edition.place, gap=0)


def _list(edition: Edition, listed: tuple[Listed, ...]) -> Iterator[Row]:
    yield Row(kind=RowKind.LIST_HEADING, text=edition.rng.choice(LISTS))
    paged = edition.rng.random() < 0.5
    pages = page_numbers(edition.rng, len(listed))
    for position, (entry, page) in enumerate(zip(listed, pages, strict=True)):
        yield Row(
            kind=RowKind.LISTED,
            before=f"{entry.number}. ",
            text=entry.title,
            after=f" ..... {page}" if paged else "",
            gap=0 if position else 1,
        )
