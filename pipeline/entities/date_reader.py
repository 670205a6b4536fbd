"""Calendar expressions in a text, read into moments; years that were not written stay open."""

import re
from collections.abc import Iterator

from pipeline.entities.date_forms import COUNTED, MONTHS, NUMBERED, PATTERNS
from pipeline.entities.moments import DateMention, Moment

ORDINALS = {"første": 1, "andet": 2, "anden": 2, "tredje": 3, "fjerde": 4}
LAST_OF = {"quarter": 4, "half": 2}
SEASONS = {"forår": 4, "sommer": 7, "efterår": 10, "vinter": 1}


def find_dates(text: str) -> list[DateMention]:
    """Return the calendar expressions in `text` that the calendar has, in its order.

    >>> [(mention.form, mention.edtf()) for mention in find_dates("9. - 10. marts 2023 og pr. 1/7-16")]
    [('days', '2023-03-09/2023-03-10'), ('numbers', '2016-07-01')]
    >>> find_dates("31. februar 2023")[0].edtf()
    '2023-02'
    """
    taken = bytearray(len(text))
    found: list[DateMention] = []
    for form, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            mention = _read(form, match)
            if mention is not None:
                taken[start:end] = b"\1" * (end - start)
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _read(form: str, match: re.Match[str]) -> DateMention | None:
    if form == "year" and _is_number(match):
        return None
    first, last = _moments(form, {key: value for key, value in match.groupdict().items() if value})
    if not last.exists or (first is not None and not (first.exists and _in_order(form, first, last))):
        return None
    return DateMention(start=match.start(), end=match.end(), form=form, first=first, last=last)


def _is_number(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    return bool(NUMBERED.search(text, max(0, start - 12), start) or COUNTED.match(text, match.end()))


def _in_order(form: str, first: Moment, last: Moment) -> bool:
    """Tell whether a range runs forward: "30.-1. maj" and "2024-27" read backwards are no ranges."""
    if form == "years":
        return (first.year or 0) < (last.year or 0)
    if form == "days":
        return (first.day or 0) < (last.day or 0)
    return not first.part or first.part < last.part


def _moments(form: str, got: dict[str, str]) -> tuple[Moment | None, Moment]:
    year = _year(got)
    if form in {"days", "days_of_months", "months"}:
        last = Moment(year=year, month=_month(got["m"]), day=_int(got.get("d")))
        month = _month(got["m1"]) if "m1" in got else last.month
        return Moment(
            year=_int(got.get("y1")) or (None if "m1" in got else year), month=month, day=_int(got.get("d1"))
        ), last
    if form in {"years", "years_short"}:
        return Moment(year=int(got["y1"])), Moment(year=year)
    if form == "quarters":
        last = Moment(year=year, part=f"Q{_ordinal(got['q'], 4)}")
        return Moment(year=year, part=f"Q{_ordinal(got['q1'], 4)}"), last
    if form == "season":
        z = got.get("z") or got.get("z2")
        last = Moment(year=_full(z, year) if z else year, about=True)
        return (Moment(year=year, about=True), last) if z else (None, last)
    if form == "week":
        weeks = [Moment(year=year, part=f"W{int(got[key]):02}") for key in ("w", "w2") if key in got]
        return (weeks[0], weeks[1]) if len(weeks) == 2 else (None, weeks[0])
    return None, _moment(form, year, got)


def _moment(form: str, year: int | None, got: dict[str, str]) -> Moment:
    if form.startswith("quarter"):
        return Moment(year=year, part=f"Q{_ordinal(got.get('q') or got['q2'], 4)}")
    if form == "half":
        return Moment(year=year, part=f"H{_ordinal(got['h'], 2)}")
    month = _month(got["m"]) if "m" in got else None
    return Moment(year=year, month=month, day=_int(got.get("d")), about="about" in got)


def _year(got: dict[str, str]) -> int | None:
    if "yy" in got:
        return _full(got["yy"], 2000)
    written = got.get("y") or got.get("y2")
    if "z" in got and "y1" in got:
        return _full(got["z"], int(got["y1"]))
    return int(written) if written else None


def _full(short: str, near: int | None) -> int:
    """Return the year that two digits mean in the century of `near`."""
    if len(short) == 4:
        return int(short)
    century = (near or 2000) // 100 * 100
    return century + int(short)


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS[written[:3].lower()]


def _ordinal(written: str, last: int) -> int:
    word = written.lower()
    return last if word == "sidste" else ORDINALS.get(word) or int(word.rstrip("."))


def _int(written: str | None) -> int | None:
    return None if written is None else int(written)
