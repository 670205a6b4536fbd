"""Items of the archive as the theme classifier takes them, with the vectors kept there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.archive import Archive, Filters
from pipeline.domain import TaggedItem, ThemeChange
from pipeline.errors import ModelError
from pipeline.themes.item import LabelledItem, ThemeInput


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ArchivedItem:
    """An item as it stands in the archive."""

    tagged: TaggedItem
    input: ThemeInput


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Corrected:
    """The items a person looked at."""

    examples: tuple[LabelledItem, ...]
    position: int
    """Number of the last entry of the log."""
    last: dict[str, int]
    """For each item the number of the last entry about its themes that holds."""
    by: dict[str, str]
    """Who made that entry."""

    def since(self, position: int) -> tuple[LabelledItem, ...]:
        """Return the items that were corrected after an entry of the log."""
        return tuple(one for one in self.examples if self.last[one.id] > position)


def archived_items(archive: Archive, meeting_id: str, encoder: str) -> list[ArchivedItem]:
    """Return the items of a meeting with their vectors.

    Raises:
        ModelError: the vectors are another encoder's.

    """
    table = archive.passage_table(Filters(meeting=meeting_id))
    if table.encoder not in (None, encoder):
        raise ModelError(
            f"the archive keeps vectors of {table.encoder}, the settings name {encoder}; "
            "themes are learned with the archive's encoder"
        )
    edges = np.searchsorted(table.item_index, np.arange(len(table.items) + 1)).tolist()
    rows = {item.id: table.vectors[a:b] for item, (a, b) in zip(table.items, pairwise(edges), strict=True)}
    return [
        ArchivedItem(
            tagged=one,
            input=ThemeInput(title=one.item.title, passages=one.passages, vectors=rows[one.item.id]),
        )
        for one in archive.minutes(meeting_id).items
    ]


def read_corrected(archive: Archive, encoder: str) -> Corrected:
    """Return every item some person decided a theme of, as it now stands."""
    log = archive.corrections()
    entries = archive.in_force()
    last = {item_id: entry for item_id, entry in entries if isinstance(entry.change, ThemeChange)}
    meetings = sorted({item_id.rsplit("/", 1)[0] for item_id in last})
    return Corrected(
        examples=tuple(_examples(archive, meetings, encoder)),
        position=log[-1].number if log else 0,
        last={item_id: entry.number for item_id, entry in last.items()},
        by={item_id: entry.by for item_id, entry in last.items()},
    )


def _examples(archive: Archive, meetings: Sequence[str], encoder: str) -> Iterator[LabelledItem]:
    for meeting in meetings:
        for one in archived_items(archive, meeting, encoder):
            scores = one.tagged.themes
            if any(score.decided_by for score in scores):
                yield LabelledItem(
                    id=one.tagged.item.id,
                    item=one.input,
                    themes=frozenset(score.theme for score in scores if score.assigned),
                    about=None,
                    group=meeting.split("/", 1)[0],
                    # Who looked at an item and left a theme as it was agreed, unless it was in doubt.
                    known=frozenset(s.theme for s in scores if s.decided_by or not s.undecided),
                )
