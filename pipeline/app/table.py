"""The items of an archive as a table that Danish spreadsheets open: one row an item, lists joined."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.app.answers import chief_entities
from pipeline.app.door import one_line, printable
from pipeline.app.items import readable_minutes
from pipeline.app.session import Session
from pipeline.archive.failures import Unread
from pipeline.domain import Link, Meeting, TaggedItem, labels

BOM = "\ufeff"
"""Tells Excel that a file is UTF-8."""
_JOINED = " | "
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet takes for a formula."""


def table_lines(session: Session, unread: Unread, *, unmasked: bool = False) -> Iterator[str]:
    """Yield the lines of the table, the columns first; CPR numbers are masked unless asked for.

    A meeting that cannot be read is left out, and given to `unread`.
    """
    links = dict(session.finder.to_all())
    kinds = [label.kind.plural for label in labels()]
    yield BOM + csv_line([*_OF_MEETING, *_OF_ITEM, "Temaer", *kinds, "Henvisninger"])
    for _, tagged in readable_minutes(session, unread):
        for item in tagged.items:
            subject = session.subject_of(item.item.case_number)
            cells = [*_meeting_cells(tagged.minutes.meeting), *_item_cells(item, subject), *_tag_cells(item)]
            cells.append(_links(links, item))
            yield csv_line([harmless(cell, unmasked=unmasked) for cell in cells])


_OF_MEETING = ("Udgiver", "Udvalg", "Dato", "Møde")


def _meeting_cells(meeting: Meeting) -> Iterator[str]:
    yield from (meeting.publisher, meeting.committee, meeting.date.isoformat(), meeting.title)


_OF_ITEM = ("Id", "Nummer", "Titel", "Åbent", "Sagsnummer", "KLE-emne", "Bilag", "Tidligere behandlet")


def _item_cells(tagged: TaggedItem, subject: str) -> Iterator[str]:
    item = tagged.item
    yield from (item.id, item.number, item.title, "ja" if item.open else "nej", item.case_number)
    yield subject
    yield _JOINED.join(attachment.text for attachment in item.attachments)
    yield _JOINED.join(f"{one.committee} {one.date.isoformat()}" for one in item.earlier)


def _tag_cells(tagged: TaggedItem) -> Iterator[str]:
    yield _JOINED.join(theme.theme for theme in tagged.themes if theme.assigned)
    for label in labels():
        yield _JOINED.join(chief_entities(tagged.entities, label, most=None))


def _links(links: Mapping[str, Sequence[Link]], tagged: TaggedItem) -> str:
    return _JOINED.join(link.item_id for link in links.get(tagged.item.id, ()))


def harmless(cell: str, *, unmasked: bool = False) -> str:
    r"""Return a cell on one line that no spreadsheet takes for a formula.

    >>> harmless('=HYPERLINK("x")'), harmless("1,2 mio. kr.")
    ('\'=HYPERLINK("x")', '1,2 mio. kr.')
    """
    shown = printable(one_line(cell), unmasked=unmasked)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def csv_line(cells: Iterable[str]) -> str:
    """Return a row of the table."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerow(cells)
    return stream.getvalue()
