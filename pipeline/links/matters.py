"""The matters of an item: most are one; "Orienteringer" tells of another under each sub-heading."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.domain import Passage, SectionName, SubItem
from pipeline.links.counts import Counts, add_up
from pipeline.minutes.matters import sub_items

NONE = -1
"""The matter of a passage that belongs to none, such as the decision on all of them."""


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


def is_title(passage: Passage) -> bool:
    """Whether a passage is the item's title or a sub-heading."""
    return passage.section is SectionName.TITEL


def cut_matters(title: str, worded: Worded) -> tuple[tuple[Matter, ...], tuple[int, ...]]:
    """Return the matters of an item, and of each passage the place of its matter among them, or NONE."""
    parts = sub_items(title, worded.passages)
    if not parts:
        sole = Matter(heading="", title=worded.title, whole=worded.whole())
        return (sole,), (0,) * len(worded.passages)
    matter_of = dict.fromkeys(range(len(worded.passages)), NONE)
    for number, part in enumerate(parts):
        matter_of |= dict.fromkeys(part.passages, number)
    return tuple(_matter(part, worded) for part in parts), tuple(matter_of.values())


def _matter(part: SubItem, worded: Worded) -> Matter:
    heading = worded.under[part.heading]
    own = (worded.texts[at] for at in part.passages if not is_title(worded.passages[at]))
    return Matter(heading=part.heading, title=heading, whole=add_up([*own, heading, heading]))
