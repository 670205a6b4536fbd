"""What a text says itself about where its matter was before: case numbers and earlier meetings."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence

from pipeline.domain import Entity, Label, Passage

Days = tuple[int, int]
"""A stretch of days, both inclusive, as proleptic ordinals."""
CASE_NUMBER = re.compile(
    r"\bSags?(?:\.|nr\.?|nummer|-?id)[ \t]*(?:nr\.?)?[ \t]*[:.]?[ \t]*(\d[\d./-]*\d)", re.IGNORECASE
)
AT_MEETING = re.compile(
    r"\b(?:møde|mødet|mødets|behandling|behandlet|drøftet|drøftede|godkendt|godkendte|besluttet|besluttede)\b",
    re.IGNORECASE,
)
REACH = 60
"""Characters before a date in which a meeting must be spoken of for the date to be a meeting's."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MONTH = re.compile(r"\d{4}-\d\d")


def find_case_numbers(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the case numbers that are printed, such as 19/4711 in "Sagsnr.: 19/4711"."""
    for passage in passages:
        yield from (match[1] for match in CASE_NUMBER.finditer(passage.text))


def find_meetings(entities: Sequence[Entity], passages: Sequence[Passage]) -> Iterator[Days]:
    """Yield when the meetings were that the passages refer to.

    "Drøftet på mødet den 18. november 2022" names a day, "på mødet i november" a month.
    """
    for entity in entities:
        if entity.label is Label.DATE and AT_MEETING.search(_text_before(passages, entity.start)):
            if DAY.fullmatch(entity.norm):
                day = dt.date.fromisoformat(entity.norm).toordinal()
                yield day, day
            elif MONTH.fullmatch(entity.norm):
                yield _month(entity.norm)


def _month(norm: str) -> Days:
    first = dt.date.fromisoformat(f"{norm}-01")
    length = calendar.monthrange(first.year, first.month)[1]
    return first.toordinal(), first.toordinal() + length - 1


def _text_before(passages: Sequence[Passage], place: int) -> str:
    for passage in passages:
        if passage.start <= place < passage.end:
            at = place - passage.start
            return passage.text[max(0, at - REACH) : at]
    return ""
