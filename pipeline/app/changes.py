"""What a person wants corrected of an item: as typed, as values, and as the changes that go into the log."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.app.answers import shorten
from pipeline.app.session import Session
from pipeline.archive import StoredItem
from pipeline.domain import (
    DANISH_MONTHS,
    CaseChange,
    Change,
    Entity,
    EntityAction,
    EntityChange,
    Filters,
    Label,
    LeftOpen,
    LinkChange,
    MergeChange,
    RenameChange,
    SplitChange,
    ThemeChange,
    labels,
)
from pipeline.entities.norms import Normalizer
from pipeline.errors import CorrectionError
from pipeline.text import mask_cpr

EVERY = -1
"""Of a text that occurs several times: all of them."""
ENTITY_FORMS = "add:TEXT:LABEL[:NORM]  remove:TEXT  relabel:TEXT:LABEL[:NORM]  renorm:TEXT:NORM"
_NUMBERED_TEXT = r"(?P<text>.+?)(?:#(?P<which>\d+|\*))?"
# "5. april holdes seminar" begins with a date, not with a number.
_PRINTED_NUMBER = re.compile(
    rf"(?:punkt |pkt\.? )?\d+[a-z]?[.):]\s+(?!(?:{'|'.join(DANISH_MONTHS)})\b)", re.IGNORECASE
)
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionEdit:
    """A correction of one mention, or of several with the same words."""

    action: EntityAction
    text: str
    """As it stands in the item, or its norm as lists show it; the spaces between its words may differ."""
    which: int | None = None
    """1 is the first in the item, EVERY is all of them; not needed where there is only one."""
    at: int | None = None
    """Where it starts, in characters from the start of the item; instead of `which`."""
    label: Label | None = None
    """The new one, to add or relabel."""
    norm: str = ""
    """The new one; where it is empty, an added or relabelled mention gets the norm that its words give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEdit:
    """A new item begins at the line of the item that begins with these words."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEdit:
    """The item that follows belongs to this one."""


Edit = ThemeChange | MentionEdit | LinkChange | CaseChange | LeftOpen | RenameChange | SplitEdit | MergeEdit
"""What a person wants corrected of an item."""


def parse_theme(written: str) -> ThemeChange:
    """Return the change that "+misbrug" or "-misbrug" asks for.

    >>> parse_theme("-misbrug")
    ThemeChange(kind='theme', theme='misbrug', assigned=False)

    Raises:
        CorrectionError: there is no sign, or nothing after it.

    """
    sign, theme = written[:1], written[1:]
    if sign not in ("+", "-") or not theme:
        raise CorrectionError("theme-without-sign", written=written)
    return ThemeChange(theme=theme, assigned=sign == "+")


def parse_mention(written: str) -> MentionEdit:
    """Return the edit that one of `ENTITY_FORMS` asks for; "Egely#2" is the second, "Egely#*" every one.

    Raises:
        CorrectionError: it is none of the forms, or its label is none.

    """
    name, _, rest = written.partition(":")
    known = {name.casefold(): label for label in labels() for name in (label, label.kind.name)}
    labelled = rf":(?P<label>{'|'.join(map(re.escape, known))})(?::(?P<norm>.+))?"
    endings = {"add": labelled, "relabel": labelled, "renorm": r":(?P<norm>[^:]*\S[^:]*)", "remove": ""}
    if name not in endings:
        raise _misformed(written)
    match = re.fullmatch(_NUMBERED_TEXT + endings[name], rest, re.IGNORECASE | re.DOTALL)
    if match is None and endings[name] == labelled:
        raise CorrectionError("no-label", text=rest, labels=list(labels()))
    if match is None:
        raise _misformed(written)
    given = {"label": "", "norm": "", **match.groupdict(default="")}
    which = given["which"]
    return MentionEdit(
        action=EntityAction(name),
        text=given["text"],
        which=EVERY if which == "*" else int(which) if which else None,
        label=known.get(given["label"].casefold()),
        norm=given["norm"].strip(),
    )


def _misformed(written: str) -> CorrectionError:
    return CorrectionError("misformed-mention", written=written, forms=ENTITY_FORMS)


def changes(session: Session, stored: StoredItem, edits: Sequence[Edit]) -> tuple[Change, ...]:
    """Return the edits as changes of the item.

    Raises:
        CorrectionError: something named does not exist, or two corrections concern the same thing.

    """
    _check_together(edits)
    return tuple(change for edit in edits for change in _changes(session, stored, edit))


def _changes(session: Session, stored: StoredItem, edit: Edit) -> Sequence[Change]:
    match edit:
        case MentionEdit():
            return entity_changes(edit, stored, session.normalizer)
        case SplitEdit(words=words):
            return [split_change(words, stored)]
        case MergeEdit():
            return [MergeChange(following=_next_item(session, stored))]
        case ThemeChange(theme=theme):
            known = [one.name for one in session.register]
            if theme not in known:
                raise CorrectionError("unknown-theme", theme=theme, known=known)
        case RenameChange(number="", title=""):
            raise CorrectionError("empty-rename")
    return [edit]


def _check_together(edits: Sequence[Edit]) -> None:
    cuts = [edit for edit in edits if isinstance(edit, SplitEdit | MergeEdit)]
    if len(cuts) > 1:
        raise CorrectionError("split-and-merge")
    if cuts and any(isinstance(one, ThemeChange | MentionEdit | LinkChange | CaseChange) for one in edits):
        raise CorrectionError("boundaries-and-tags")
    for (_, name), times in Counter(filter(None, map(_about, edits))).items():
        if times > 1:
            raise CorrectionError("corrected-twice", name=name)


def _about(edit: Edit) -> tuple[type[Edit], str] | None:
    """Return what an edit is about that may be corrected only once at a time."""
    match edit:
        case ThemeChange(theme=name) | LinkChange(earlier=name) | CaseChange(other=name):
            return type(edit), name
        case _:
            return None


def _next_item(session: Session, stored: StoredItem) -> str:
    ids = [item.id for item in session.archive.items(Filters(meeting=stored.meeting_id))]
    following = dict(pairwise(ids)).get(stored.tagged.item.id)
    if following is None:
        raise CorrectionError("nothing-to-merge", item=stored.tagged.item.id)
    return following


def entity_changes(edit: MentionEdit, stored: StoredItem, normalizer: Normalizer) -> list[EntityChange]:
    """Return the changes of one edit, one a mention.

    Raises:
        CorrectionError: the text is not there, or it is not said which of several is meant, or its words
            give no norm where one is needed.

    """
    places = _occurrences if edit.action is EntityAction.ADD else _mentions
    return [_change(edit, place, stored, normalizer) for place in _pick(edit, list(places(edit, stored)))]


def _change(edit: MentionEdit, place: Entity, stored: StoredItem, normalizer: Normalizer) -> EntityChange:
    label = edit.label or place.label
    norm = edit.norm or (place.norm if label is place.label else "")
    if not norm:
        span = (place.start, place.end)
        norm = normalizer.norm(label, stored.text, span, stored.meeting.date) or ""
    if not norm:
        raise CorrectionError("norm-needed", text=place.text, label=label, example=label.kind.example)
    return EntityChange(
        action=edit.action,
        start=place.start,
        end=place.end,
        text=place.text,
        label=label,
        norm=mask_cpr(norm),
    )


def _occurrences(edit: MentionEdit, stored: StoredItem) -> Iterator[Entity]:
    """Yield where the words stand in the item, as whole words."""
    if edit.label is None:
        raise CorrectionError("no-label", text=edit.text, labels=list(labels()))
    for match in re.finditer(rf"(?<!\w){_spaced(edit.text)}(?!\w)", stored.text):
        yield Entity(start=match.start(), end=match.end(), label=edit.label, text=match[0], norm="")


def _mentions(edit: MentionEdit, stored: StoredItem) -> Iterator[Entity]:
    """Yield the mentions with these words, else with this norm, counted from the start of the item.

    Lists show a person's post behind the name, which may be given, too.
    """
    text, first = re.compile(_spaced(edit.text)), stored.tagged.item.start
    name, every = re.compile(_spaced(edit.text.partition(" (")[0])), stored.tagged.entities
    found = [one for one in every if text.fullmatch(one.text)]
    found = found or [one for one in every if text.fullmatch(one.norm)]
    posted = [one for one in every if one.role or one.organisation]
    for one in found or [one for one in posted if name.fullmatch(one.norm)]:
        yield replace(one, start=one.start - first, end=one.end - first)


def _pick(edit: MentionEdit, places: list[Entity]) -> list[Entity]:
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
