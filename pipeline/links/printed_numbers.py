"""The case numbers that a text prints, as the case systems of Danish authorities write them."""

import re
from collections.abc import Iterator, Sequence

from pipeline.domain import Passage

NUMBER = (
    # KLE subject, its facet, the running number of the case, the year: 27.00.00-P20-1-22.
    r"\d{2}\.\d{2}(?:\.\d{2})?-[A-ZÆØÅ]\d{2}-\d+-\d{2}",
    # Letters of the system, the year, a running number: EMN-2023-00123, S2022-15501.
    r"[A-ZÆØÅ]{1,4}-?(?:19|20)\d{2}-\d{3,7}",
    # Year or authority and running number: 22/12345 (SBSYS, Acadre), 2022-0113 (eDoc), 1-23-4-101-5-22.
    r"\d{2,4}/\d{2,7}",
    r"\d{2}-\d{4,7}",
    r"\d{3}-(?:19|20)\d{2}-\d{3,7}",
    r"(?:19|20)\d{2} ?- ?\d{3,7}",
    r"\d{1,3}(?:-\d{1,4}){4,6}",
    r"\d{6,9}",
)
UNMISTAKABLE = NUMBER[:2]
"""Read wherever they stand; the others only where they are called case numbers."""
_EDGE = r"(?<![\w./-]){}(?![\w/]|[.-]\w)"
_ALONE = re.compile(_EDGE.format(f"(?:{'|'.join(UNMISTAKABLE)})"))
_CALLED = re.compile(
    r"\b(?:(?:ESDH-?)?sags?(?:\.|[ -]?nr\b\.?|[ -]?nummer|[ -]?id\b)|j(?:ournal)?\.?[ -]?(?:nr\b\.?|nummer)"
    r"|(?:Acadre|SBSYS|eDoc|F2)(?:[ -]?sags?)?(?:[ -]?nr\b\.?|[ -]?nummer|[ -]?id\b)?)"
    r"(?:[ \t]*nr\.?)?[ \t]*:?[ \t]*\n?[ \t]*",
    re.IGNORECASE,
)
# A document of a case has the number of the case and its own behind it: 22/12345-7.
_NEXT = re.compile(
    rf"({'|'.join(NUMBER)})(?:-\d{{1,4}})?(?![\w/]|[.-]\w)(?:,?[ \t]*(?:og|samt|,|;|&)[ \t]*)?"
)


def find_case_numbers(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the case numbers that are printed, such as 19/4711 in "Sagsnr.: 19/4711".

    A KLE subject such as 27.00.00 alone is none: it says what a case is about, not which one.
    """
    for passage in passages:
        yield from (_plain(match.group()) for match in _ALONE.finditer(passage.text))
        for called in _CALLED.finditer(passage.text):
            yield from _listed(passage.text, called.end())


def _listed(text: str, at: int) -> Iterator[str]:
    """Yield the numbers that stand in a row from a place on: "22/12345 og 22/12346"."""
    while match := _NEXT.match(text, at):
        yield _plain(match[1])
        at = match.end()


def _plain(number: str) -> str:
    return number.replace(" ", "").upper()
