"""What a person wants corrected of an item, as typed values, and the changes of the log it becomes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.app.lines import shorten
from pipeline.app.session import Session
from pipeline.archive import StoredItem
from pipeline.domain import (
    DANISH_MONTHS,
    CaseChange,
    Change,
    EntityAction,
    EntityChange,
    Filters,
    Label,
    LinkChange,
    MergeChange,
    SplitChange,
    ThemeChange,
    labels,
)
from pipeline.entities.norms import Normalizer
from pipeline.errors import CorrectionError

EVERY = -1
"""Of a text that stands there several times: all of them."""
# "5. april holdes seminar" begins with a date, not with a number.
_PRINTED_NUMBER = re.compile(
    rf"(?:punkt |pkt\.? )?\d+[a-z]?[.):]\s+(?!(?:{'|'.join(DANISH_MONTHS)})\b)", re.IGNORECASE
)
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionEdit:
    """What is to be done to a mention, or to several that read alike."""

    action: EntityAction
    text: str
    """As it stands in the item, whatever spaces are between its words."""
    which: int | None = None
    """1 is the first in the item, EVERY is all of them; not needed where there is but one."""
    at: int | None = None
    """Where it starts, in characters from the start of the item; instead of `which`."""
    label: Label | None = None
    """The new one, to add or relabel."""
    norm: str = ""
    """The new one; to add or relabel, what the recognizer makes of the words if empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """All that is to be corrected of one item at once."""

    themes: Sequence[ThemeChange] = ()
    mentions: Sequence[MentionEdit] = ()
    links: Sequence[LinkChange] = ()
    cases: Sequence[CaseChange] = ()
    split: str = ""
    """The first words of the line where a new item begins."""
    merge_next: bool = False
    """Whether the item that follows belongs to this one."""

    @property
    def of_tags(self) -> bool:
        """Whether something else than the boundaries is to be corrected."""
        return bool(self.themes or self.mentions or self.links or self.cases)

    def __bool__(self) -> bool:
        return self.of_tags or bool(self.split) or self.merge_next


def changes(session: Session, stored: StoredItem, wanted: Wanted) -> tuple[Change, ...]:
    """Return what is wanted as changes of the item.

    Raises:
        CorrectionError: something named is not there, or two corrections are about the same.

    """
    _check_together(wanted)
    known = [theme.name for theme in session.register] if wanted.themes else []
    for theme in wanted.themes:
        if theme.theme not in known:
            raise CorrectionError("unknown-theme", theme=theme.theme, known=known)
    normalizer = Normalizer(session.config.paths.knowledge)
    mentions = [change for edit in wanted.mentions for change in entity_changes(edit, stored, normalizer)]
    split = [split_change(wanted.split, stored)] if wanted.split else []
    merged = [MergeChange(following=_next_item(session, stored))] if wanted.merge_next else []
    return (*wanted.themes, *mentions, *wanted.links, *wanted.cases, *split, *merged)


def _check_together(wanted: Wanted) -> None:
    if wanted.split and wanted.merge_next:
        raise CorrectionError("split-and-merge")
    if wanted.of_tags and (wanted.split or wanted.merge_next):
        raise CorrectionError("boundaries-and-tags")
    named = (
        [change.theme for change in wanted.themes],
        [change.earlier for change in wanted.links],
        [change.other for change in wanted.cases],
    )
    for names in named:
        for name, times in Counter(names).items():
            if times > 1:
                raise CorrectionError("corrected-twice", name=name)


def _next_item(session: Session, stored: StoredItem) -> str:
    ids = [item.id for item in session.archive.items(Filters(meeting=stored.meeting_id))]
    following = dict(pairwise(ids)).get(stored.tagged.item.id)
    if following is None:
        raise CorrectionError("nothing-to-merge", item=stored.tagged.item.id)
    return following


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A stretch of the item, and what it is now where it is a mention."""

    start: int
    end: int
    label: Label | None = None
    norm: str = ""


def entity_changes(edit: MentionEdit, stored: StoredItem, normalizer: Normalizer) -> list[EntityChange]:
    """Return the changes of one edit, one a mention.

    Raises:
        CorrectionError: the text is not there, or it is not said which of several is meant, or a norm
            is needed that cannot be read from its words.

    """
    places = _places if edit.action is EntityAction.ADD else _mentions
    return [_change(edit, place, stored, normalizer) for place in _pick(edit, list(places(edit, stored)))]


def _change(edit: MentionEdit, place: _Place, stored: StoredItem, normalizer: Normalizer) -> EntityChange:
    label = edit.label or place.label
    if label is None:
        raise CorrectionError("no-label", text=edit.text, labels=list(labels()))
    kept = place.norm if label is place.label else ""
    return EntityChange(
        action=edit.action,
        start=place.start,
        end=place.end,
        text=stored.text[place.start : place.end],
        label=label,
        norm=edit.norm or kept or _read_norm(place, label, stored, normalizer),
    )


def _read_norm(place: _Place, label: Label, stored: StoredItem, normalizer: Normalizer) -> str:
    norm = normalizer.norm(label, stored.text, (place.start, place.end), stored.meeting.date)
    if norm is None:
        text = stored.text[place.start : place.end]
        raise CorrectionError("norm-needed", text=text, label=label, example=label.kind.example)
    return norm


def _places(edit: MentionEdit, stored: StoredItem) -> Iterator[_Place]:
    """Yield where the words stand in the item, as whole words."""
    for match in re.finditer(rf"(?<!\w){_spaced(edit.text)}(?!\w)", stored.text):
        yield _Place(start=match.start(), end=match.end())


def _mentions(edit: MentionEdit, stored: StoredItem) -> Iterator[_Place]:
    """Yield the mentions that read so."""
    text, first = re.compile(_spaced(edit.text)), stored.tagged.item.start
    for one in stored.tagged.entities:
        if text.fullmatch(one.text):
            yield _Place(start=one.start - first, end=one.end - first, label=one.label, norm=one.norm)


def _pick(edit: MentionEdit, places: list[_Place]) -> list[_Place]:
    if edit.at is not None:
        places = [place for place in places if place.start == edit.at]
    if not places:
        if edit.action is EntityAction.ADD:
            raise CorrectionError("no-such-text", text=edit.text)
        raise CorrectionError("no-such-mention", text=edit.text)
    if edit.which == EVERY:
        return places
    if edit.which is None and len(places) > 1:
        raise CorrectionError("which-of-several", text=edit.text, times=len(places))
    which = 1 if edit.which is None else edit.which
    if not 1 <= which <= len(places):
        raise CorrectionError("not-so-many", text=edit.text, times=len(places), which=which)
    return [places[which - 1]]


def split_change(words: str, stored: StoredItem) -> SplitChange:
    """Return the split where a line of the item begins with these words; the line is the new title.

    Raises:
        CorrectionError: no line begins so, or several do.

    """
    line = rf"^[^\S\n]*({_spaced(words)})(?!\w)"
    starts = [match.start(1) for match in re.finditer(line, stored.text, re.MULTILINE)]
    starts = [start for start in starts if words.strip() and stored.text[:start].strip()]
    if not starts:
        raise CorrectionError("no-line-begins-so", item=stored.tagged.item.id, words=words)
    if len(starts) > 1:
        item = stored.tagged.item.id
        raise CorrectionError("several-lines-begin-so", lines=len(starts), item=item, words=words)
    title = " ".join(stored.text[starts[0] :].split("\n", 1)[0].split())
    number = _PRINTED_NUMBER.match(title)
    bare = title[number.end() :] if number else title
    return SplitChange(at=starts[0], title=shorten(bare or title, _LONGEST_TITLE))


def _spaced(words: str) -> str:
    """Return a pattern for these words, whatever spaces the minutes have between them."""
    return r"\s+".join(map(re.escape, words.split()))
