"""Tagged minutes as plain JSON objects and back: the form of `tag --json` and of `export`.

`to_json` gives the contract of `sagsspor tag --json`. `to_export` adds what is needed
to read the object back: the source text and the passages. Dates are ISO 8601, times
HH:MM; every start and end counts characters of "text", end exclusive.
"""

from pipeline.serialize.corrections import (
    change_from_json,
    change_to_json,
    correction_to_json,
    corrections_from_json,
)
from pipeline.serialize.reading import (
    from_json,
    items_from_json,
    ledger_from_json,
    matters_from_json,
    opinion_from_json,
)
from pipeline.serialize.writing import (
    agenda_item_to_json,
    item_to_json,
    ledger_to_json,
    link_to_json,
    meeting_to_json,
    opinion_to_json,
    to_export,
    to_json,
)

__all__ = [
    "agenda_item_to_json",
    "change_from_json",
    "change_to_json",
    "correction_to_json",
    "corrections_from_json",
    "from_json",
    "item_to_json",
    "items_from_json",
    "ledger_from_json",
    "ledger_to_json",
    "link_to_json",
    "matters_from_json",
    "meeting_to_json",
    "opinion_from_json",
    "opinion_to_json",
    "to_export",
    "to_json",
]
