"""How well the structure of minutes is read in forms that no layout and no training print has.

    .venv/bin/python experiments/structure/measure.py [--meetings N] [--form NAME ...] [--long] [--show]

Prints a table, a row a form and a row a family. An item is right if it begins between the text
before it and the end of its title; files that were refused count with all their items missed.
"wrong" are files that were accepted (exact or guessed) with an item wrong or lost, in brackets
those whose ledger says nothing of it. "ends" are items that have all their text and no more.
Sections are compared by their normalised names, item by item. Times are of reading and structure.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import median

from content import Agenda
from matching import locate, pair, plain, same_title
from prints import FORMS, SCANS, Form, Print, merge

from pipeline.config import load_config
from pipeline.domain import AgendaItem, Ledger, Meeting, Minutes, ReadAs, SectionName
from pipeline.errors import SagssporError
from pipeline.process import Processor
from pipeline.training.corpus import CorpusMeeting, corpus_folder, read_corpus

HEADER = (
    "form", "files", "whole", "exact/guessed/look/refused", "wrong", "P", "R", "F1", "titles", "numbers",
    "ends", "sections", "date", "head", "confidence", "ms", "ms longest",
)  # fmt: skip
NO_SECTION = {SectionName.ANDET, SectionName.TITEL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the program made of one print."""

    printed: Print
    family: str
    minutes: Minutes | None
    refusal: str
    seconds: float


def read(form: Form, printed: Print, folder: Path, program: Processor) -> Reading:
    """Read one print as the program reads any file."""
    path = folder / printed.name
    path.write_bytes(printed.data)
    minutes, refusal, begun = None, "", time.perf_counter()
    try:
        minutes = program.cut(program.read(path))
    except SagssporError as error:
        refusal = str(error)
    seconds = time.perf_counter() - begun
    return Reading(printed=printed, family=form.family, minutes=minutes, refusal=refusal, seconds=seconds)


def count(reading: Reading) -> tuple[Counter[str], list[str]]:
    """Return the tallies of one reading, and lines that say what was wrong in it."""
    agenda, minutes = reading.printed.agenda, reading.minutes
    tally = Counter({"files": 1, "gold": len(agenda.entries)})
    if minutes is None:
        return tally + Counter(refused=1), [f"refused: {reading.refusal}"]
    places = locate(agenda, minutes.text)
    pairs = pair(places, minutes.items)
    faults = list(_faults(agenda, minutes, pairs, [place is None for place in places]))
    whole = len(pairs) == len(agenda.entries) == len(minutes.items)
    read_as = minutes.structure.read_as
    tally += Counter(
        {
            read_as.value: 1,
            "whole": whole,
            "wrong": not whole and read_as is not ReadAs.DOUBTFUL,
            "silent": not whole and read_as is not ReadAs.DOUBTFUL and not _tells(minutes.ledger),
            "read": len(minutes.items),
            "right": len(pairs),
        }
    )
    for n, item in pairs.items():
        place = places[n]
        tally += _fields(agenda, n, item) + Counter(ends=place is not None and place.ends(item))
    return tally + _head(agenda, minutes), faults


def _tells(ledger: Ledger) -> bool:
    """Whether the ledger says that an item may be lost."""
    return bool(ledger.missing or ledger.unlisted or ledger.gaps or ledger.without_text)


def _fields(agenda: Agenda, place: int, item: AgendaItem) -> Counter[str]:
    entry = agenda.entries[place]
    wanted = Counter(part.name for part in entry.parts)
    got = Counter(section.name for section in item.sections if section.name not in NO_SECTION)
    return Counter(
        {
            "titles": same_title(entry.title, item.title),
            "numbers": plain(item.number) == entry.number,
            "sections gold": wanted.total(),
            "sections read": got.total(),
            "sections right": (wanted & got).total(),
        }
    )


def _head(agenda: Agenda, minutes: Minutes) -> Counter[str]:
    meeting, read = agenda.meeting, minutes.meeting
    committees = {meeting.committee, agenda.committee}
    right = (
        any(same_title(committee, read.committee) for committee in committees),
        read.start == meeting.start,
        same_title(meeting.place or "", read.place or ""),
    )
    return Counter({"heads": 1, "date": read.date == meeting.date, "head": sum(right)})


def _faults(
    agenda: Agenda, minutes: Minutes, pairs: dict[int, AgendaItem], lost: list[bool]
) -> Iterator[str]:
    for n, entry in enumerate(agenda.entries):
        if lost[n]:
            yield f"title not in the text: {entry.number} {entry.title}"
        elif n not in pairs:
            yield f"missed: {entry.number} {entry.title}"
        elif not same_title(entry.title, pairs[n].title):
            yield f"title: {entry.title!r} read as {pairs[n].title!r}"
        elif plain(pairs[n].number) != entry.number:
            yield f"number: {entry.number!r} read as {pairs[n].number!r}"
    right = {item.start for item in pairs.values()}
    yield from (
        f"no item: {item.number} {item.title[:60]!r}" for item in minutes.items if item.start not in right
    )
    yield from _head_faults(agenda, minutes.meeting)


def _head_faults(agenda: Agenda, read: Meeting) -> Iterator[str]:
    meeting = agenda.meeting
    for name in ("date", "start", "place"):
        if getattr(read, name) != getattr(meeting, name):
            yield f"{name}: {getattr(meeting, name)} read as {getattr(read, name)}"
    if not any(same_title(committee, read.committee) for committee in (meeting.committee, agenda.committee)):
        yield f"committee: {meeting.committee!r} read as {read.committee!r}"


def row(name: str, readings: list[Reading]) -> list[str]:
    """Return the cells of a row over some readings."""
    tally = sum((count(one)[0] for one in readings), Counter[str]())
    sure = [one.minutes.structure.confidence for one in readings if one.minutes is not None]
    times = [one.seconds * 1000 for one in readings]
    outcomes = "/".join(str(tally[key]) for key in ("exact", "guessed", "doubtful", "refused"))
    return [
        name,
        str(tally["files"]),
        str(tally["whole"]),
        outcomes,
        f"{tally['wrong']} ({tally['silent']})",
        share(tally["right"], tally["read"]),
        share(tally["right"], tally["gold"]),
        share(2 * tally["right"], tally["read"] + tally["gold"]),
        share(tally["titles"], tally["right"]),
        share(tally["numbers"], tally["right"]),
        share(tally["ends"], tally["right"]),
        share(2 * tally["sections right"], tally["sections read"] + tally["sections gold"]),
        share(tally["date"], tally["heads"]),
        share(tally["head"], 3 * tally["heads"]),
        f"{median(sure):.2f} ({min(sure):.2f})" if sure else "-",
        f"{median(times):.0f}",
        f"{max(times):.0f}",
    ]


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def table(rows: Iterable[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [HEADER, ["---"] * len(HEADER), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", type=Path, default=corpus_folder())
    options.add_argument("--meetings", type=int, default=8, help="how many, evenly over the corpus")
    options.add_argument("--form", nargs="*", default=[form.name for form in FORMS])
    options.add_argument("--long", action="store_true", help="meetings of 60 pages, made of many")
    options.add_argument("--show", action="store_true", help="what was wrong in each file")
    chosen = options.parse_args()
    forms = [form for form in (*FORMS, *SCANS) if form.name in chosen.form]
    meetings = read_corpus(chosen.corpus)
    meetings = spread(tuple(merge(meetings)) if chosen.long else meetings, chosen.meetings)
    readings = list(_readings(forms, meetings, show=chosen.show))
    rows = [row(name, list(group)) for name, group in groupby(readings, key=lambda one: one.printed.form)]
    rows += [row(f"**{name}**", list(group)) for name, group in groupby(readings, key=lambda one: one.family)]
    print(table(rows))


def spread(meetings: Sequence[CorpusMeeting], most: int) -> Sequence[CorpusMeeting]:
    """Return some of the meetings, as far from each other as they lie."""
    count = min(most, len(meetings))
    return [meetings[n * len(meetings) // count] for n in range(count)]


def _readings(forms: Sequence[Form], meetings: Sequence[CorpusMeeting], *, show: bool) -> Iterator[Reading]:
    program = Processor(load_config())
    program.structure  # noqa: B018 - the model is loaded once, and not timed
    with tempfile.TemporaryDirectory() as folder:
        for form in forms:
            for meeting in meetings:
                reading = read(form, form.print(meeting), Path(folder), program)
                if show:
                    for fault in count(reading)[1]:
                        print(f"{reading.printed.name}: {fault}", file=sys.stderr)
                yield reading


if __name__ == "__main__":
    main()
