"""Items of the archive as the theme classifier takes them: learned from, and tagged again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.archive import Archive
from pipeline.domain import TaggedItem, ThemeChange, committee_path_of, meeting_of
from pipeline.encoder import EncodedItem, split_by_item
from pipeline.errors import ModelError
from pipeline.themes import ThemeTagger, tag_items
from pipeline.themes.examples import LabelledItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeDecision:
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
    decisions: Mapping[str, Mapping[str, ThemeDecision]]
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
            theme: ThemeDecision(assigned=theme in one.themes, number=number, by=by)
            for theme in sorted(one.themes if one.known is None else one.known)
        }
        for number, one in enumerate(examples, start=1)
    }
    return Corrected(examples=tuple(examples), position=len(examples), decisions=decisions)


def archived_items(
    archive: Archive, meeting_id: str, encoder: str
) -> tuple[tuple[TaggedItem, ...], tuple[EncodedItem, ...]]:
    """Return the items of a meeting as they are tagged, and with the vectors kept.

    Raises:
        ModelError: the vectors are another encoder's.

    """
    vectors = archive.vectors(meeting_id)
    if vectors.encoder not in (None, encoder):
        raise ModelError("archive-of-another-encoder", kept=vectors.encoder, encoder=encoder)
    tagged = archive.minutes(meeting_id).items
    passages = [one.passages for one in tagged]
    return tagged, split_by_item([one.item for one in tagged], passages, vectors.matrix)


def read_corrected(archive: Archive, encoder: str) -> Corrected:
    """Return every item some person decided a theme of, with those themes and no other."""
    position, decisions = archive.last_number(), defaultdict[str, dict[str, ThemeDecision]](dict)
    for item_id, entry in archive.in_force(ThemeChange):
        if isinstance(change := entry.change, ThemeChange):
            decision = ThemeDecision(assigned=change.assigned, number=entry.number, by=entry.by)
            decisions[item_id][change.theme] = decision
    return Corrected(
        examples=tuple(_examples(archive, decisions, encoder)),
        position=position,
        decisions=dict(decisions),
    )


def _examples(
    archive: Archive, decisions: Mapping[str, Mapping[str, ThemeDecision]], encoder: str
) -> Iterator[LabelledItem]:
    for meeting in sorted({meeting_of(item_id) for item_id in decisions}):
        for one in archived_items(archive, meeting, encoder)[1]:
            if decided := decisions.get(one.item.id):
                yield LabelledItem(
                    id=one.item.id,
                    item=one,
                    themes=frozenset(theme for theme, decision in decided.items() if decision.assigned),
                    about=None,
                    group=committee_path_of(meeting),
                    # What the models made of other themes is no label: a model would be judged by itself.
                    known=frozenset(decided),
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What another version would say of an item that this one does not."""

    item_id: str
    title: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def stale_meetings(archive: Archive, version: str) -> list[str]:
    """Return the meetings with an item that another version tagged, oldest first."""
    stale: dict[str, bool] = defaultdict(bool)
    for item_id, model in archive.models().items():
        stale[meeting_of(item_id)] |= model != version
    return [meeting for meeting, is_stale in stale.items() if is_stale]


def retag(archive: Archive, tagger: ThemeTagger, encoder: str, meetings: Iterable[str]) -> Iterator[str]:
    """Tag meetings again, one transaction each, and yield each that is done; corrections hold on.

    Broken off and begun again, it goes on with what `stale_meetings` still names.
    """
    for meeting in meetings:
        _, items = archived_items(archive, meeting, encoder)
        archive.retag(
            {
                one.item.id: replace(
                    archive.opinion(one.item.id),
                    themes=found.themes,
                    matters=found.matters,
                    model=tagger.version,
                )
                for one, found in zip(items, tag_items(tagger, items), strict=True)
            }
        )
        yield meeting


def differences(
    archive: Archive, before: ThemeTagger, after: ThemeTagger, encoder: str
) -> Iterator[Difference]:
    """Yield the items whose themes two versions decide otherwise, what persons decided left aside."""
    for meeting in archive.meetings():
        tagged, items = archived_items(archive, meeting.id, encoder)
        for one, first, second in zip(tagged, before.score(items), after.score(items), strict=True):
            decided = {score.theme for score in one.themes if score.decided_by}
            old = {score.theme for score in first if score.assigned} - decided
            new = {score.theme for score in second if score.assigned} - decided
            if old != new:
                yield Difference(
                    item_id=one.item.id,
                    title=one.item.title,
                    gained=tuple(sorted(new - old)),
                    lost=tuple(sorted(old - new)),
                )
