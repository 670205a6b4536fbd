"""The renderer: a corpus meeting in the forms in which minutes are published, with every gold span.

It feeds training, tests and the demonstration. It shares no code and no constant
with the parser in `pipeline.minutes`, or the one would only confirm the other.

A `CorpusMeeting` is laid out (`layouts`: how it looks, as data; `printing`: its rows
in that look) as a `Sheet`, which is written as text (`sheet`) or as a file (`files`).
"""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.publish.files import write_docx, write_html, write_pdf
from pipeline.training.publish.layouts import AS_WRITTEN, FORMS, REGULAR, Quirks, draw_quirks
from pipeline.training.publish.printing import lay_out
from pipeline.training.publish.sheet import Published, PublishedItem, Sheet, write_text

__all__ = [
    "AS_WRITTEN", "FORMS", "REGULAR", "Published", "PublishedItem", "Quirks", "draw_quirks",
    "lay_out", "publish", "publish_folder",
]  # fmt: skip

# Mostly text, as most of what is fetched is; committees of a municipality print their own form.
FORUM_FILES = (
    ("web-2016", "txt"), ("web-2020", "txt"), ("web-2023", "html"), ("web-2023", "txt"), ("pdf", "txt"),
    ("pdf", "pdf"), ("web-2023", "txt"), ("pdf", "docx"),
)  # fmt: skip
MUNICIPAL_FILES = tuple(("municipal", suffix) for suffix in ("txt", "html", "txt", "pdf", "docx"))
WRITERS: dict[str, Callable[[Sheet], bytes]] = {
    "txt": lambda sheet: write_text(sheet).text.encode(),
    "html": lambda sheet: write_html(sheet).encode(),
    "pdf": write_pdf,
    "docx": write_docx,
}
"""How a sheet becomes a file of this suffix."""


def publish(meeting: CorpusMeeting, form: str, *, quirks: Quirks = REGULAR, seed: int = 0) -> Published:
    """Return one meeting in one form of FORMS, as text, with every gold span.

    The same arguments give the same text.
    """
    return write_text(lay_out(meeting, form, quirks=quirks, seed=seed))


def publish_folder(corpus: Path, target: Path) -> tuple[Path, ...]:
    """Write every meeting of the corpus into `target`, one file each, and return their paths.

    The files are named as the corpus names them: `<committee>-<date>` and the suffix
    of their kind. No item is left out; other irregularities are drawn from their name.
    """
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for position, meeting in enumerate(read_corpus(corpus)):
        rng = random.Random(f"0 {meeting.path.name}")  # noqa: S311 - dice, not secrets
        quirks = replace(draw_quirks(rng), closed=0) if position % 2 else REGULAR
        files = MUNICIPAL_FILES if meeting.is_municipal else FORUM_FILES
        form, suffix = files[position % len(files)]
        path = target / f"{meeting.path.stem}.{suffix}"
        path.write_bytes(WRITERS[suffix](lay_out(meeting, form, quirks=quirks)))
        paths.append(path)
    return tuple(paths)
