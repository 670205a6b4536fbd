"""Items of one meeting never share an id, though numbering may begin again in a supplement."""

import datetime as dt

from pipeline.domain import Meeting, Structure
from pipeline.minutes.cut import Cut, CutItem, to_minutes
from pipeline.minutes.document import Document, split_lines

TEXT = "1. Åbning af havnen\n2. Færger\n1. Bolværket i Søby\n"


def test_the_second_item_of_a_number_has_an_id_of_its_own_and_is_shown_as_printed():
    lines = split_lines(TEXT)
    meeting = Meeting(title="Møde", committee="Havneudvalget", date=dt.date(2021, 5, 3))
    items = tuple(CutItem(number=line.text[0], title=line.text[3:], heading=(line,)) for line in lines)
    cut = Cut(layout="roles", lines=lines, meeting=meeting, items=items)
    found = to_minutes(Document(name="a.txt", text=TEXT), cut, Structure()).items
    assert [item.id.rpartition("/")[2] for item in found] == ["1", "2", "1-2"]
    assert [item.number for item in found] == ["1", "2", "1"]
