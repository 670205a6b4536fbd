"""A list as a file: JSON, or CSV as a Danish spreadsheet opens it; masked like every page."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from fastapi.responses import Response

from pipeline.app.answers import to_json
from pipeline.app.door import printable_line, to_line
from pipeline.app.table import BOM, csv_line, harmless

FileForm = Literal["csv", "json"]
"""What a list is given as."""


def as_file(
    form: FileForm, name: str, answer: Any, head: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Response:
    """Return a list as JSON, or as a CSV file to be saved under a name: semicolons, and the mark of UTF-8."""
    if form == "json":
        return as_json(answer)
    table = BOM + "".join(csv_line(map(_cell, row)) for row in (head, *rows))
    saved = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(table, media_type="text/csv; charset=utf-8", headers=saved)


def as_json(answer: Any) -> Response:
    """Return an answer as the command line's `--json` has it."""
    return Response(to_line(to_json(answer)), media_type="application/json")


def _cell(value: Any) -> str:
    """Return a value as a cell; of text, none that a spreadsheet would take for a formula.

    >>> _cell("=1+1"), _cell(-2), _cell(2.5), _cell(None)
    ("'=1+1", '-2', '2,5', '')
    """
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else printable_line(str(value))
