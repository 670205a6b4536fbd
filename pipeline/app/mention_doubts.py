"""Mentions that a person is asked about: ruled otherwise elsewhere, or doubted by the trained tagger."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.app.answers import Marked
from pipeline.app.changes import MentionEdit
from pipeline.app.log import Key, answered
from pipeline.app.session import Session
from pipeline.archive import StoredItem
from pipeline.domain import (
    Entity,
    EntityAction,
    EntityChange,
    Filters,
    Label,
    danish_decimal,
    labels,
)
from pipeline.text import mask_cpr

NEWEST = 40
"""Meetings whose mentions are asked about: the newest, which people still read."""
RULED, ALIKE = 50, 20
"""The last corrections whose words are looked for elsewhere, and in so many items each."""
AROUND = 240
"""Characters that are shown before and after a mention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionQuestion:
    """Is this mention what it is marked as?"""

    item: str
    at: int
    """Where it begins, from the start of its item."""
    text: str
    label: Label
    norm: str
    question: str
    """In Danish, as `reason` is."""
    reason: str
    """Why it is asked."""
    around: Marked
    """What stands around it, the mention marked."""

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.item, str(self.at)

    @property
    def as_marked(self) -> MentionEdit:
        """What is written where it is."""
        return MentionEdit(
            action=EntityAction.RELABEL, text=self.text, at=self.at, label=self.label, norm=self.norm
        )


def doubtful_mentions(session: Session, most: int) -> tuple[MentionQuestion, ...]:
    """Return the mentions to ask about, those first that contradict a person, then the most improbable."""
    done, found = answered(session.archive), dict[Key, MentionQuestion]()
    for stored, entity, reason in (*_contradicting(session), *_improbable(session)):
        key = stored.tagged.item.id, str(entity.start - stored.tagged.item.start)
        if key not in done and len(found) < most:
            found.setdefault(key, _question(stored, entity, reason))
    return tuple(found.values())


def asked_now(session: Session, question: MentionQuestion) -> MentionQuestion | None:
    """Return a question with what stands around its mention now; None where that is marked so no more.

    The item may have been closed since the question was found.

    Raises:
        ItemNotFoundError: the item was deleted since.

    """
    stored = session.archive.item(question.item)
    found = (_question(stored, one, question.reason) for one in stored.tagged.entities)
    return next((one for one in found if replace(one, around=question.around) == question), None)


_Doubted = tuple[StoredItem, Entity, str]
"""A mention of an item, and why it is asked about."""


def _contradicting(session: Session) -> Iterator[_Doubted]:
    """Yield what is marked as a person said elsewhere that these words are not; the last correction first."""
    entries = session.archive.in_force(EntityChange)
    ruled = [(entry.by, entry.change) for _, entry in entries if isinstance(entry.change, EntityChange)]
    for by, change in reversed(ruled[-RULED:]):
        for label in _denied(change):
            meant = session.archive.meant_names(label, change.norm)
            for item in session.archive.items(Filters(names=((label, meant),)))[-ALIKE:]:
                stored = session.archive.item(item.id)
                for one in stored.tagged.entities:
                    if one.label is label and one.text.casefold() == change.text.casefold():
                        yield stored, one, f"{by} {_said(change)} et andet sted"


def _denied(change: EntityChange) -> tuple[Label, ...]:
    """Return the kinds that words are not of, after a correction."""
    if change.action is EntityAction.REMOVE:
        return (change.label,)
    if change.action is EntityAction.RENORM:
        return ()
    return tuple(one for one in labels() if one.kind.shown_by_norm and one is not change.label)


def _said(change: EntityChange) -> str:
    kind = change.label.kind.name.lower()
    if change.action is EntityAction.REMOVE:
        return f"har fjernet »{change.text}« som {kind}"
    return f"har mærket »{change.text}« som {kind}"


def _improbable(session: Session) -> Iterator[_Doubted]:
    """Yield what rules found in the newest meetings and the tagger doubts, the most improbable first."""
    archive, doubted = session.archive, list[tuple[float, str, Entity]]()
    for meeting in [stored.id for stored in archive.meetings()][-NEWEST:]:
        for tagged in archive.minutes(meeting).items:
            doubted += [(-one.doubt, tagged.item.id, one) for one in tagged.entities if one.doubt]
    for doubt, item, one in sorted(doubted, key=lambda found: (found[0], found[1], found[2].start)):
        said = f"modellen, der læser ordene omkring, tror det næppe ({danish_decimal(1 + doubt)})"
        yield archive.item(item), one, f"reglerne fandt den, men {said}"


def _question(stored: StoredItem, entity: Entity, reason: str) -> MentionQuestion:
    first, text = stored.tagged.item.start, mask_cpr(stored.text)
    start, end = entity.start - first, entity.end - first
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    meant = f" ({entity.norm})" if entity.norm and entity.norm != entity.text else ""
    return MentionQuestion(
        item=stored.tagged.item.id,
        at=start,
        text=text[start:end],
        label=entity.label,
        norm=entity.norm,
        question=f"Er »{entity.text}«{meant} rigtigt mærket som {entity.label.kind.name.lower()}?",
        reason=reason,
        around=((before, False), (text[start:end], True), (after, False)),
    )
