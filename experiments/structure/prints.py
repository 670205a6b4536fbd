"""Prints of corpus meetings in forms that the learned reader of structure never sees while it learns.

    .venv/bin/python experiments/structure/prints.py FOLDER [--corpus FOLDER] [--meetings N] [--form NAME ...]

writes them into FOLDER, to be looked at. Made without a look at `pipeline/training/structure`,
whose layouts these are to judge; `measure.py` reads them and counts.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from content import Agenda, Habits, arrange
from pages import ONE_COLUMN, TWO_COLUMNS, write_pdf
from scans import write_misread, write_scan, write_specks
from sites import MUNICIPAL, SITES, write_site
from word import write_direct, write_styled

from pipeline.training.corpus import CorpusItem, CorpusMeeting, corpus_folder, read_corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A file as it would be published, and what stands in it."""

    form: str
    name: str
    data: bytes
    agenda: Agenda


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A way to print: the family whose bar it counts for, the publisher's habits, and who writes it."""

    name: str
    family: str
    suffix: str
    habits: Habits
    write: Callable[[Agenda], bytes]

    def print(self, meeting: CorpusMeeting) -> Print:
        """Return a meeting of the corpus in this form."""
        agenda = arrange(meeting, self.habits)
        name = f"{meeting.path.stem}-{self.name}{self.suffix}"
        return Print(form=self.name, name=name, data=self.write(agenda), agenda=agenda)


def _site(name: str, family: str, habits: Habits) -> Form:
    return Form(
        name=name,
        family=family,
        suffix=".html",
        habits=habits,
        write=lambda agenda: write_site(name, agenda).encode(),
    )


FORMS: tuple[Form, ...] = (
    *(_site(name, "HTML", habits) for name, habits in SITES.items()),
    _site("single", "one item", Habits(only=4, headings=MUNICIPAL)),
    Form(
        name="word-styles",
        family="DOCX",
        suffix=".docx",
        habits=Habits(first=37, headings=MUNICIPAL),
        write=write_styled,
    ),
    Form(name="word-direct", family="DOCX", suffix=".docx", habits=Habits(), write=write_direct),
    Form(
        name="two-columns",
        family="PDF",
        suffix=".pdf",
        habits=Habits(headings=MUNICIPAL),
        write=lambda agenda: write_pdf(agenda, TWO_COLUMNS),
    ),
    Form(
        name="one-column",
        family="PDF",
        suffix=".pdf",
        habits=Habits(decision_first=True),
        write=lambda agenda: write_pdf(agenda, ONE_COLUMN),
    ),
    Form(name="misread", family="scan", suffix=".txt", habits=Habits(), write=write_misread),
)
SCANS: tuple[Form, ...] = (
    Form(name="scan", family="scan", suffix=".pdf", habits=Habits(), write=write_scan),
    Form(name="specks", family="scan", suffix=".pdf", habits=Habits(), write=write_specks),
)
"""Pictures, which only OCR reads: seconds a page."""
LONG_PAGES = 60
PAGE = 1850
"""Characters on a page of the one-column PDF."""


def merge(meetings: Iterable[CorpusMeeting]) -> Iterator[CorpusMeeting]:
    """Yield meetings of some 60 pages: the head of one meeting, the items of many, no title twice."""
    head: CorpusMeeting | None = None
    items: dict[str, CorpusItem] = {}
    for meeting in meetings:
        head = head or meeting
        for item in meeting.items:
            items.setdefault(item.title, item)
        if sum(len(block.text) for item in items.values() for block in item.blocks()) > LONG_PAGES * PAGE:
            yield replace(head, items=tuple(items.values()))
            head, items = None, {}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--corpus", type=Path, default=corpus_folder())
    options.add_argument("--meetings", type=int, default=1)
    options.add_argument("--form", nargs="*", default=[form.name for form in (*FORMS, *SCANS)])
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for meeting in read_corpus(chosen.corpus)[: chosen.meetings]:
        for form in (*FORMS, *SCANS):
            if form.name in chosen.form:
                printed = form.print(meeting)
                (chosen.folder / printed.name).write_bytes(printed.data)


if __name__ == "__main__":
    main()
