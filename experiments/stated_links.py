"""What does `sagsspor evaluate links --earlier` say of an archive whose source states earlier treatments?

    .venv/bin/python experiments/stated_links.py FOLDER
    sagsspor --archive FOLDER/archive.db add FOLDER/agendas
    sagsspor --archive FOLDER/archive.db evaluate links --earlier

Writes the sample corpus as the agendas of a FirstAgenda site to a folder: 40 meetings. An item of one case
has its number, and for each earlier meeting of its committee that had the case the heading that such a site
prints, "Beslutning i ... den ...". Items of several cases state nothing: it would not say which it means.
The models learned from the same corpus: the figure tells whether the measure works, not how well links are
found in minutes of others.

Found for the ten meetings of two committees, Direktørkredsen and Velfærdsforum (100 items): 37 items state
earlier treatments, recall at five 0.964, precision 0.557. An earlier item of another case that matters counts
as wrong, so precision is a lower bound.
"""

import html
import json
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.domain import Meeting, SectionName
from pipeline.training.corpus import (
    BlockKind,
    CorpusBlock,
    CorpusItem,
    CorpusMeeting,
    corpus_folder,
    read_corpus,
)

LISTED = (BlockKind.BULLET, BlockKind.NUMBERED)
Treated = dict[tuple[str, str], list[Meeting]]
"""Where each case of a committee was treated so far."""


def main() -> None:
    """Write an agenda for each meeting of the corpus."""
    folder = Path(sys.argv[1]) / "agendas"
    folder.mkdir(parents=True)
    treated: Treated = defaultdict(list)
    stated = 0
    for meeting in sorted(read_corpus(corpus_folder()), key=lambda one: one.meeting.date):
        agenda = written(meeting, treated)
        stated += json.dumps(agenda).count("<h3>Beslutning i ")
        name = f"{meeting.slug}-{meeting.meeting.date}.json"
        (folder / name).write_text(json.dumps(agenda, ensure_ascii=False), encoding="utf-8")
        for item in meeting.items:
            for case in item.cases:
                treated[meeting.slug, case].append(meeting.meeting)
    print(f"{stated} earlier treatments stated")


def written(meeting: CorpusMeeting, treated: Treated) -> dict[str, Any]:
    """Return a meeting as a FirstAgenda site gives it."""
    about, start = meeting.meeting, meeting.meeting.start
    return {
        "Id": f"{meeting.slug}-{about.date}",
        "Udvalg": {"Id": meeting.slug, "Navn": about.committee},
        "Moede": {"Dato": f"{about.date}T{start or '00:00:00'}", "Navn": "Referat", "Sted": about.place},
        "Dagsordenpunkter": [
            {
                "Number": item.number,
                "Caption": item.title,
                "CaseNumber": case_number(meeting, item),
                "IsOpen": True,
                "Felter": [{"Navn": "", "Html": "".join(body(meeting, item, treated))}],
                "Bilag": [],
            }
            for item in meeting.items
        ],
    }


def body(meeting: CorpusMeeting, item: CorpusItem, treated: Treated) -> Iterator[str]:
    """Yield the parts of an item: its sections, and what it says of earlier meetings."""
    yield "<div id='sagsfremstillingContainer'>"
    for section in item.sections:
        if section.name is not SectionName.BILAG:
            yield f"<h3>{html.escape(section.heading)}</h3><span>{''.join(map(line, section.blocks))}</span>"
    cases = item.cases if len(item.cases) == 1 else ()
    before = {one.date: one for case in cases for one in treated[meeting.slug, case]}
    for day, one in sorted(before.items()):
        yield f"<h3>Beslutning i {one.committee} den {day:%d-%m-%Y}</h3><span><p>Drøftet.</p></span>"
    yield "</div>"


def case_number(meeting: CorpusMeeting, item: CorpusItem) -> str:
    """Return a number that all items of one case have, and no others."""
    if len(item.cases) != 1:
        return ""
    return f"2020-{zlib.crc32(f'{meeting.slug}/{item.cases[0]}'.encode()) % 10**6:06}"


def line(block: CorpusBlock) -> str:
    """Return a line of a section."""
    tag = "li" if block.kind in LISTED else "h4" if block.kind is BlockKind.SUBHEADING else "p"
    return f"<{tag}>{html.escape(block.text)}</{tag}>"


if __name__ == "__main__":
    main()
