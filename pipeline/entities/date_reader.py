"""Calendar expressions in a text, read into moments; years that were not written stay open."""

import re

from pipeline.entities.date_forms import COUNTED, DATE, GROUPS, MONTHS, NO_DAY, NUMBERED, OF_NO_CALENDAR
from pipeline.entities.moments import DateMention, Moment
from pipeline.entities.words import fold

# What is written once, with the last end of a range, and holds for the first too.
SHARED = ("days", "points_days", "numbers_days", "season", "season_of_year")
ORDINALS = {"første": 1, "andet": 2, "anden": 2, "tredje": 3, "fjerde": 4}


def find_dates(text: str) -> list[DateMention]:
    """Return the calendar expressions in `text` that the calendar has, in its order.

    >>> [(mention.form, mention.edtf()) for mention in find_dates("9. - 10. marts 2023 og pr. 1/7-16")]
    [('days', '2023-03-09/2023-03-10'), ('numbers', '2016-07-01')]
    >>> find_dates("31. februar 2023")
    []
    """
    folded = fold(text)
    found: list[DateMention] = []
    at = 0
    while match := DATE.search(folded, at):
        mention = None if _is_left_over(match) else _read(match)
        at = match.start() + 1 if mention is None and not _is_left_over(match) else match.end()
        if mention is not None:
            found.append(mention)
    return found


def _read(match: re.Match[str]) -> DateMention | None:
    form = match.lastgroup or ""
    if (form == "year" and _is_number(match)) or (form == "week" and _of_no_calendar(match)):
        return None
    got = {group: match[f"{form}__{group}"] for group in GROUPS[form] if match[f"{form}__{group}"]}
    first, last = _moments(form, got)
    if not last.exists or (first is not None and not (first.exists and _in_order(form, first, last))):
        return None
    return DateMention(start=match.start(), end=match.end(), form=form, first=first, last=last)


def _is_left_over(match: re.Match[str]) -> bool:
    """Tell whether a month is what is left of a day that the calendar has not."""
    if not (match.lastgroup or "").startswith("month"):
        return False
    return NO_DAY.search(match.string, max(0, match.start() - 4), match.start()) is not None


def _is_number(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    return bool(NUMBERED.search(text, max(0, start - 12), start) or COUNTED.match(text, match.end()))


def _of_no_calendar(match: re.Match[str]) -> bool:
    text = match.string
    return OF_NO_CALENDAR.search(text, max(0, match.start() - 60), match.end() + 60) is not None


def _in_order(form: str, first: Moment, last: Moment) -> bool:
    """Tell whether a range runs forward: "30.-1. maj" and "2024-27" read backwards are no ranges."""
    if form.startswith(("years", "season")):
        return (first.year or 0) < (last.year or 0)
    if form in {"days", "points_days", "numbers_days"}:
        return (first.day or 0) < (last.day or 0)
    return not first.part or first.part < last.part


def _moments(form: str, got: dict[str, str]) -> tuple[Moment | None, Moment]:
    """Return the first end, where the mention is a range, and the last or only one."""
    year = _year(got)
    last = _moment(form, year, got)
    first = {key[:-1]: value for key, value in got.items() if key.endswith("1")}
    if not first:
        return None, last
    first_year = _int(first.get("y"))
    if "m" not in first and first_year is None:
        first_year = year
    shared = {key: got[key] for key in ("m", "about") if key in got and form in SHARED}
    return _moment(form, first_year, shared | first), last


def _moment(form: str, year: int | None, got: dict[str, str]) -> Moment:
    if "q" in got:
        return Moment(year=year, part=f"Q{_ordinal(got['q'], 4)}")
    if "h" in got:
        return Moment(year=year, part=f"H{_ordinal(got['h'], 2)}")
    if "w" in got:
        return Moment(year=year, part=f"W{int(got['w']):02}")
    month = _month(got["m"]) if "m" in got else None
    return Moment(year=year, month=month, day=_int(got.get("d")), about="about" in got)


def _year(got: dict[str, str]) -> int | None:
    """Return the year the mention ends in, or None where none was written."""
    if "yy" in got:
        return _full(got["yy"], 2000)
    if "z" in got:
        return _full(got["z"], int(got["y1"]))
    return _int(got.get("y"))


def _full(short: str, near: int) -> int:
    """Return the year that two digits mean in the century of `near`."""
    return int(short) if len(short) == 4 else near // 100 * 100 + int(short)


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS[written[:3]]


def _ordinal(written: str, last: int) -> int:
    return last if written == "sidste" else ORDINALS.get(written) or int(written.rstrip("."))


def _int(written: str | None) -> int | None:
    return None if written is None else int(written)
