"""What a user reads of minutes is Danish, whatever reader found it."""

import ast

import pytest

from pipeline.app.danish import in_danish
from pipeline.config import home


def doubts():
    """Yield every reason of a doubt that stands in the program, its places filled with a number."""
    for path in sorted((home() / "pipeline" / "minutes").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for reason in _reasons(node) if isinstance(node, ast.Call) else ():
                parts = getattr(reason, "values", [reason])
                yield "".join(part.value if isinstance(part, ast.Constant) else "4" for part in parts)


def _reasons(call):
    """Return the reason that `Doubt(reason=...)` or `reading.doubt(n, ...)` is given in words."""
    if getattr(call.func, "id", "") == "Doubt":
        given = [key.value for key in call.keywords if key.arg == "reason"]
    else:
        given = call.args[1:2] if getattr(call.func, "attr", "") == "doubt" else []
    return [reason for reason in given if not isinstance(reason, ast.Name)]


def test_there_are_doubts():
    assert len(set(doubts())) >= 9


@pytest.mark.parametrize("doubt", sorted(set(doubts())))
def test_every_doubt_is_told_in_danish(doubt):
    assert in_danish(doubt) != doubt


@pytest.mark.parametrize(
    ("note", "danish"),
    [
        ("page 3 read with OCR", "side 3 er læst med OCR"),
        ("pages 3, 4 without text, perhaps scanned", "side 3, 4 er uden tekst, måske indscannet"),
        (
            "2 running heads and page numbers left out: Ærø; Side",
            "2 sidehoveder og sidetal udeladt: Ærø; Side",
        ),
        ("running heads and feet left out: Ærø", "sidehoveder og -fødder udeladt: Ærø"),
        ("footnotes left out: Se bilag", "fodnoter udeladt: Se bilag"),
        ("left out as part of the page: Menu", "udeladt som en del af siden: Menu"),
        ("one of 3 meetings in the file", "et af 3 møder i filen"),
        ("read as UTF-16", "læst som UTF-16"),
        ("not UTF-8: read as windows-1252", "ikke UTF-8: læst som windows-1252"),
        ("noget andet", "noget andet"),
    ],
)
def test_a_note_on_a_file_is_told_in_danish(note, danish):
    assert in_danish(note) == danish
