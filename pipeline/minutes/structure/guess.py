"""The learned reading: every line has a role; items follow from roles and numbers, the head from labels."""

from collections.abc import Collection
from dataclasses import dataclass

from pipeline.errors import MinutesError
from pipeline.minutes.cut import Cut
from pipeline.minutes.document import Document, Given
from pipeline.minutes.structure.cutting import ItemList, cut_items
from pipeline.minutes.structure.head import read_head
from pipeline.minutes.structure.reading import Reading
from pipeline.minutes.structure.sections import section_heads, split_run_in

LEARNED = "learned"
"""The name of this reading where that of a layout would stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A document cut by roles, and what the cut rests on."""

    cut: Cut
    reading: Reading
    found: ItemList
    fields: tuple[str, ...]
    """The fields of the meeting that the page says."""


def cut_by_roles(source: Document, reading: Reading, publishers: Collection[str], given: Given) -> Guess:
    """Return a document as the roles of its lines cut it.

    Raises:
        MinutesError: it has no line that may head an item, or no date, and none is given.

    """
    found = cut_items(reading)
    if not found.items:
        raise MinutesError("no-agenda-item", file=source.name)
    head = read_head(reading, found.starts[0], source, publishers, given)
    items, heads = split_run_in(found.items, section_heads(reading, found.bodies))
    cut = Cut(
        layout=LEARNED,
        lines=reading.lines,
        meeting=head.meeting,
        items=items,
        listed=found.listed,
        used=(*found.list_lines, *head.lines),
        heads=heads,
    )
    return Guess(cut=cut, reading=reading, found=found, fields=head.read)
