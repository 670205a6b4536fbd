"""The corpus as a folder of published files, one a meeting, in a mix of forms."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.publish.docx_file import write_docx
from pipeline.training.publish.forms import lay_out
from pipeline.training.publish.html_page import write_html
from pipeline.training.publish.pdf_file import write_pdf
from pipeline.training.publish.published import Published
from pipeline.training.publish.quirks import REGULAR, Quirks, draw_quirks
from pipeline.training.publish.sheet import Sheet
from pipeline.training.publish.text import write_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """A form on a kind of file."""

    form: str
    suffix: str


# Mostly text, as most of what is fetched is; committees of a municipality print their own form.
FORUM_FILES = tuple(
    FileForm(form=form, suffix=suffix)
    for form, suffix in (
        ("web-2016", "txt"), ("web-2020", "txt"), ("web-2023", "html"), ("web-2023", "txt"), ("pdf", "txt"),
        ("pdf", "pdf"), ("web-2023", "txt"), ("pdf", "docx"),
    )
)  # fmt: skip
MUNICIPAL_FILES = tuple(
    FileForm(form="municipal", suffix=suffix) for suffix in ("txt", "html", "txt", "pdf", "docx")
)


def publish(meeting: CorpusMeeting, form: str, *, quirks: Quirks = REGULAR, seed: int = 0) -> Published:
    """Return one meeting in one form of `FORMS`, as text, with every gold span.

    The same arguments give the same text.
    """
    return write_text(lay_out(meeting, form, quirks=quirks, seed=seed))


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
        file_form = _file_form(meeting, position)
        sheet = lay_out(meeting, file_form.form, quirks=quirks, seed=seed)
        path = target / f"{meeting.path.stem}.{file_form.suffix}"
        path.write_bytes(WRITERS[file_form.suffix](sheet))
        paths.append(path)
    return tuple(paths)


def _file_form(meeting: CorpusMeeting, position: int) -> FileForm:
    files = MUNICIPAL_FILES if "Kommune" in meeting.meeting.committee else FORUM_FILES
    return files[position % len(files)]


def _text_file(sheet: Sheet) -> bytes:
    return write_text(sheet).text.encode()


def _html_file(sheet: Sheet) -> bytes:
    return write_html(sheet).encode()


WRITERS: dict[str, Callable[[Sheet], bytes]] = {
    "txt": _text_file,
    "html": _html_file,
    "pdf": write_pdf,
    "docx": write_docx,
}
"""How a sheet becomes a file of this suffix."""
