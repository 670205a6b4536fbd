"""Items of one meeting never share an id, though numbering may begin again in a supplement."""

import datetime as dt

import pytest

from pipeline.domain import Meeting, Structure
from pipeline.minutes.cut import Cut, CutItem, to_minutes
from pipeline.minutes.document import Document, split_lines

MEETING = Meeting(title="Møde", committee="Havneudvalget", date=dt.date(2021, 5, 3))


def ids_of(*numbers: str) -> list[str]:
    """Return the last part of the ids of items with these numbers."""
    text = "\n".join(f"{number} Bolværket i Søby" for number in numbers)
    lines = split_lines(text)
    items = tuple(
        CutItem(number=number, title="Bolværket i Søby", heading=(line,))
        for number, line in zip(numbers, lines, strict=True)
    )
    cut = Cut(layout="roles", lines=lines, meeting=MEETING, items=items)
    found = to_minutes(Document(name="a.txt", text=text), cut, Structure()).items
    assert [item.number for item in found] == list(numbers)
    return [item.id.rpartition("/")[2] for item in found]


@pytest.mark.parametrize(
    ("numbers", "ids"),
    [
        (["1", "2", "1"], ["1", "2", "1-2"]),
        (["1", "1", "1"], ["1", "1-2", "1-3"]),
        (["1", "1-2", "1"], ["1", "1-2", "1-3"]),
        (["1", "1", "1-2"], ["1", "1-3", "1-2"]),
        (["1-2", "1-2", "1", "1"], ["1-2", "1-2-2", "1", "1-3"]),
    ],
)
def test_the_second_item_of_a_number_has_an_id_of_its_own_and_is_shown_as_printed(numbers, ids):
    assert ids_of(*numbers) == ids
