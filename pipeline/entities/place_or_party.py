"""Whether a bare town's name stands for the municipality (a party) or only for the place."""

import re
from collections.abc import Sequence

PLACE_WORD = re.compile(
    r"\b(?:i|på|ved|fra|omkring|nord for|syd for|øst for|vest for)\s(?:bl\.a\.\s)?$", re.IGNORECASE
)
LIST = re.compile(r"\s*(?:,|og|samt|eller|til|og\s(?:i|på))\s*")
POSTCODE = re.compile(r"\b\d{4}\s$")
MUNICIPALITIES = re.compile(r"\skommuner(?:ne|s|nes)?\b")


def is_party(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Return for each town in `text` whether it is named as a party."""
    verdicts: list[bool] = []
    for at, (start, end) in enumerate(spans):
        joined = at > 0 and LIST.fullmatch(text, spans[at - 1][1], start) is not None
        if joined:
            verdicts.append(verdicts[-1])
        else:
            verdicts.append(
                not PLACE_WORD.search(text, max(0, start - 12), start)
                and not POSTCODE.search(text, max(0, start - 5), start)
            )
    return verdicts
