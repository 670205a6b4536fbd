"""Items of the archive as the theme classifier takes them, with the vectors kept there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.archive import Archive
from pipeline.corrections import meeting_of
from pipeline.domain import TaggedItem, ThemeChange
from pipeline.encoder import split_by_item
from pipeline.errors import ModelError
from pipeline.themes.item import LabelledItem, ThemeInput


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ArchivedItem:
    """An item as it stands in the archive."""

    tagged: TaggedItem
    input: ThemeInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person said of one theme of one item."""

    assigned: bool
    number: int
    """Of the entry of the log."""
    by: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Corrected:
    """The items a person decided a theme of; of the other themes nobody said anything."""

    examples: tuple[LabelledItem, ...]
    position: int
    """Number of the last entry of the log."""
    decisions: Mapping[str, Mapping[str, Decision]]
    """For each item and theme the decision that holds."""

    def since(self, position: int) -> tuple[LabelledItem, ...]:
        """Return the items with what was decided of them after an entry of the log, and nothing else."""
        new = {
            item: frozenset(theme for theme, one in themes.items() if one.number > position)
            for item, themes in self.decisions.items()
        }
        return tuple(replace(one, known=new[one.id]) for one in self.examples if new[one.id])


def decided_by(examples: Sequence[LabelledItem], by: str) -> Corrected:
    """Return items as if one person had decided all that is known of them, each by an entry of its own."""
    decisions = {
        one.id: {
            theme: Decision(assigned=theme in one.themes, number=number, by=by)
            for theme in sorted(one.themes if one.known is None else one.known)
        }
        for number, one in enumerate(examples, start=1)
    }
    return Corrected(examples=tuple(examples), position=len(examples), decisions=decisions)


def archived_items(archive: Archive, meeting_id: str, encoder: str) -> list[ArchivedItem]:
    """Return the items of a meeting with their vectors.

    Raises:
        ModelError: the vectors are another encoder's.

    """
    found = archive.vectors(meeting_id)
    if found.encoder not in (None, encoder):
        raise ModelError("archive-of-another-encoder", kept=found.encoder, encoder=encoder)
    items = archive.minutes(meeting_id).items
    passages = [one.passages for one in items]
    encoded = split_by_item([one.item for one in items], passages, found.matrix)
    return [
        ArchivedItem(
            tagged=one,
            input=ThemeInput(title=one.item.title, passages=one.passages, vectors=own.vectors),
        )
        for one, own in zip(items, encoded, strict=True)
    ]


def read_corrected(archive: Archive, encoder: str) -> Corrected:
    """Return every item some person decided a theme of, with those themes and no other."""
    log = archive.corrections()
    decisions = defaultdict[str, dict[str, Decision]](dict)
    for item_id, entry in archive.in_force():
        if isinstance(change := entry.change, ThemeChange):
            said = Decision(assigned=change.assigned, number=entry.number, by=entry.by)
            decisions[item_id][change.theme] = said
    return Corrected(
        examples=tuple(_examples(archive, decisions, encoder)),
        position=log[-1].number if log else 0,
        decisions=dict(decisions),
    )


def _examples(
    archive: Archive, decisions: Mapping[str, Mapping[str, Decision]], encoder: str
) -> Iterator[LabelledItem]:
    for meeting in sorted({meeting_of(item_id) for item_id in decisions}):
        for one in archived_items(archive, meeting, encoder):
            if said := decisions.get(one.tagged.item.id):
                yield LabelledItem(
                    id=one.tagged.item.id,
                    item=one.input,
                    themes=frozenset(theme for theme, decision in said.items() if decision.assigned),
                    about=None,
                    group=meeting.split("/", 1)[0],
                    # What the models made of other themes is no label: a model would be judged by itself.
                    known=frozenset(said),
                )
