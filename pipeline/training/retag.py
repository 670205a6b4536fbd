"""The archive's items tagged again by another version, from the vectors kept there."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.archive import Archive
from pipeline.corrections import meeting_of
from pipeline.themes import ThemeTagger, tag_items
from pipeline.training.archived import archived_items


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What another version would say of an item that this one does not."""

    item_id: str
    title: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def stale_meetings(archive: Archive, version: str) -> list[str]:
    """Return the meetings with an item that another version tagged, oldest first."""
    found: dict[str, bool] = defaultdict(bool)
    for item_id, model in archive.models().items():
        found[meeting_of(item_id)] |= model != version
    return [meeting for meeting, stale in found.items() if stale]


def retag(archive: Archive, tagger: ThemeTagger, encoder: str, meetings: list[str]) -> Iterator[str]:
    """Tag meetings again, one transaction each, and yield each that is done; corrections hold on.

    Broken off and begun again, it goes on with what `stale_meetings` still names.
    """
    for meeting in meetings:
        items = archived_items(archive, meeting, encoder)
        said = tag_items(tagger, [one.input for one in items])
        archive.retag(
            {
                one.tagged.item.id: replace(
                    archive.opinion(one.tagged.item.id),
                    themes=found.themes,
                    matters=found.matters,
                    model=tagger.version,
                )
                for one, found in zip(items, said, strict=True)
            }
        )
        yield meeting


def changes(archive: Archive, before: ThemeTagger, after: ThemeTagger, encoder: str) -> Iterator[Change]:
    """Yield the items whose themes two versions decide otherwise, what persons decided left aside."""
    for meeting in archive.meetings():
        items = archived_items(archive, meeting.id, encoder)
        inputs = [one.input for one in items]
        pairs = zip(items, before.score(inputs), after.score(inputs), strict=True)
        for one, first, second in pairs:
            decided = {score.theme for score in one.tagged.themes if score.decided_by}
            old = {score.theme for score in first if score.assigned} - decided
            new = {score.theme for score in second if score.assigned} - decided
            if old != new:
                item = one.tagged.item
                yield Change(
                    item_id=item.id,
                    title=item.title,
                    gained=tuple(sorted(new - old)),
                    lost=tuple(sorted(old - new)),
                )
