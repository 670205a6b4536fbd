"""The corpus as a folder of published files, one a meeting, in a mix of forms."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipeline.training.corpus import read_corpus
from pipeline.training.publish.html import write_html
from pipeline.training.publish.layouts import REGULAR, draw_quirks
from pipeline.training.publish.paper import write_docx, write_pdf
from pipeline.training.publish.printing import lay_out
from pipeline.training.publish.sheet import Sheet
from pipeline.training.publish.text import write_text

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


def publish_folder(corpus: Path, target: Path, *, seed: int = 0) -> tuple[Path, ...]:
    """Write every meeting of the corpus into `target`, one file each, and return their paths.

    The files are named as the corpus names them: `<committee>-<date>` and the suffix
    of their kind. No item is left out; other irregularities are drawn from `seed`.
    """
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for position, meeting in enumerate(read_corpus(corpus)):
        rng = random.Random(f"{seed} {meeting.path.name}")  # noqa: S311 - dice, not secrets
        quirks = replace(draw_quirks(rng), closed=0) if position % 2 else REGULAR
        files = MUNICIPAL_FILES if meeting.is_municipal else FORUM_FILES
        form, suffix = files[position % len(files)]
        path = target / f"{meeting.path.stem}.{suffix}"
        path.write_bytes(WRITERS[suffix](lay_out(meeting, form, quirks=quirks, seed=seed)))
        paths.append(path)
    return tuple(paths)
