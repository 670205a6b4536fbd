"""The matters of an item: most are one; "Orienteringer" tells of another under each sub-heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline.domain import Passage, SectionName
from pipeline.links.counts import Counts, add_up

FEWEST = 2
"""Sub-headings of an item that tells of several matters."""
NONE = -1
"""The matter of a passage that belongs to none, such as the decision on all of them."""
_INFORMATION = re.compile(
    r"\W*(?:gensidig(?:e)? )?(?:orientering|orienteringer|orienteringspunkter|meddelelser?|nyt|information|"
    r"informationer|eventuelt|siden sidst)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matter:
    """One matter of an item, in terms."""

    heading: str
    """Its sub-heading; empty if the item is one matter."""
    title: Counts
    """The terms of its heading, or of the item's title."""
    whole: Counts
    """Of its text and its heading, which counts twice."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worded:
    """An item's passages with their terms, and those of its title."""

    passages: Sequence[Passage]
    texts: Sequence[Counts]
    """Of each passage, its own words."""
    under: dict[str, Counts]
    """Of each sub-heading."""
    title: Counts
    attached: Counts
    """Of the names of the attachments."""

    def whole(self) -> Counts:
        """Return the text and each heading once, the title twice, however often the layout repeats it."""
        pairs = zip(self.passages, self.texts, strict=True)
        body = [text for passage, text in pairs if not is_title(passage)]
        return add_up([*body, self.title, self.title, *self.under.values(), self.attached])


def tells_of_many(title: str) -> bool:
    """Tell whether a title announces information on several matters.

    >>> tells_of_many("Orientering fra formanden"), tells_of_many("Orienteringsskrivelse om Egely")
    (True, False)
    """
    return bool(_INFORMATION.match(title))


def is_title(passage: Passage) -> bool:
    """Whether a passage is the item's title or a sub-heading."""
    return passage.section is SectionName.TITEL


def cut_matters(title: str, worded: Worded) -> tuple[tuple[Matter, ...], tuple[int, ...]]:
    """Return the matters of an item, and of each passage the place of its matter among them, or NONE."""
    paths = [passage.path[1:] for passage in worded.passages]
    parts = list(dict.fromkeys(path for path in paths if path)) if tells_of_many(title) else []
    if len(parts) < FEWEST:
        sole = Matter(heading="", title=worded.title, whole=worded.whole())
        return (sole,), (0,) * len(paths)
    matters = tuple(_part(path, worded) for path in parts)
    return matters, tuple(parts.index(path) if path else NONE for path in paths)


def _part(path: tuple[str, ...], worded: Worded) -> Matter:
    heading = add_up([worded.under[name] for name in path])
    pairs = zip(worded.passages, worded.texts, strict=True)
    own = (text for passage, text in pairs if passage.path[1:] == path and not is_title(passage))
    return Matter(heading=" ".join(path), title=heading, whole=add_up(chain(own, [heading, heading])))
