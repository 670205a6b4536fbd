"""The page that a list of items prints behind a title, and the dots that lead to it.

Read from the end of a line: read from its beginning, each dot of a long leader would be tried as the first.
"""

import re

# Of the line written backwards.
_DOTTED = re.compile(r"\d{1,4}(?:(?:\s?\.){4}|\s*…)")
_PAGED = re.compile(r"(?P<page>\d{1,3})(?:(?:\s?\.){4,}\s*|\s*…+\s*|\s+)")
_LEADER = re.compile(r"\d{1,3}\s*(?:(?:\s?\.){3,}|…+|\t|\s{2,}|_{3,})\s*|\.{5,}\s*")


def is_dotted(text: str) -> bool:
    """Return whether dots lead to a number at the end of a line.

    >>> is_dotted("Høring på Ærø ..... 12"), is_dotted("Høring på Ærø 12")
    (True, False)
    """
    return _DOTTED.match(text[::-1]) is not None


def title_and_page(text: str) -> tuple[str, str] | None:
    """Return the title and the page of an entry; None where no page stands at the end.

    >>> title_and_page("Høring på Ærø . . . . 12"), title_and_page("Budget 2024")
    (('Høring på Ærø', '12'), None)
    """
    match = _PAGED.match(text[::-1])
    return None if match is None else (text[: len(text) - match.end()], match["page"][::-1])


def without_leader(text: str) -> str:
    """Return a text without the page that dots, tabs or wide blanks lead to, or dots whose page a scan lost.

    >>> without_leader("Høring på Ærø ...... 12"), without_leader("Budget på Ærø 2024")
    ('Høring på Ærø', 'Budget på Ærø 2024')
    """
    match = _LEADER.match(text[::-1])
    return text if match is None else text[: len(text) - match.end()]
