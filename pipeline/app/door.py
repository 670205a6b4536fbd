"""The door by which text leaves the program, whatever edge it leaves by: a screen, JSON, a page, an error.

CPR numbers stay inside, unless someone who must see them asks; each digit is shown as a dot, so every
offset holds. No sign steers the reader's terminal.
"""

import json
from collections.abc import Mapping
from typing import Any

from pipeline.text import mask_cpr, visible
from pipeline.text import one_line as one_line  # noqa: PLC0414 - for the edges, which import no room below


def printable(text: str, *, unmasked: bool = False) -> str:
    r"""Return a text as it may be shown.

    >>> printable("Åse, 010190-1234\x07")
    'Åse, ••••••-••••\\u0007'
    """
    return visible(text if unmasked else mask_cpr(text))


def printable_line(text: str) -> str:
    """Return a text as it may be shown in one line, of a list or a table."""
    return printable(one_line(text))


def to_line(answer: Any, *, unmasked: bool = False, indent: int | None = None) -> str:
    r"""Return plain JSON as text; what would steer a terminal is escaped, so that it reads back the same.

    >>> to_line({"title": "Klage\u202e, 010190-1234"})
    '{"title": "Klage\\u202e, ••••••-••••"}'
    """
    return visible(json.dumps(answer if unmasked else masked(answer), ensure_ascii=False, indent=indent))


def masked(answer: Any) -> Any:
    """Return plain JSON, or the words of an address, without CPR numbers."""
    if isinstance(answer, str):
        return mask_cpr(answer)
    if isinstance(answer, Mapping):
        return {name: masked(value) for name, value in answer.items()}
    return [masked(one) for one in answer] if isinstance(answer, list | tuple) else answer
