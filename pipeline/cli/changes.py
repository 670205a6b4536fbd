"""What is written after `sagsspor correct` as changes: themes, mentions, the place of a split."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.archive import Archive, Filters, StoredItem
from pipeline.cli.display import shorten
from pipeline.cli.forms import ENTITY_FORMS
from pipeline.config import Config
from pipeline.domain import (
    DANISH_LABELS,
    DANISH_MONTHS,
    CaseChange,
    Change,
    Entity,
    EntityAction,
    EntityChange,
    Label,
    LinkChange,
    MergeChange,
    SplitChange,
    ThemeChange,
)
from pipeline.entities.norms import EXAMPLES, NamedWords, Normalizer
from pipeline.errors import CorrectionError
from pipeline.knowledge import load_themes_register

_NAMES = {name.casefold(): label for label in Label for name in (label.value, DANISH_LABELS[label])}
_LABELLED = re.compile(
    rf"(?P<text>.+?):(?P<label>{'|'.join(map(re.escape, _NAMES))})(?::(?P<norm>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_WHICH = re.compile(r"(?P<text>.+)#(?P<which>\d+|\*)", re.DOTALL)
# "5. april holdes seminar" begins with a date, not with a number.
_PRINTED_NUMBER = re.compile(
    rf"(?:punkt |pkt\.? )?\d+[a-z]?[.):]\s+(?!(?:{'|'.join(DANISH_MONTHS)})\b)", re.IGNORECASE
)
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the options of one call ask for."""

    themes: Sequence[str]
    mentions: Sequence[str]
    links: dict[bool, Sequence[str]]
    cases: dict[bool, Sequence[str]]
    split: str
    merge_next: bool

    @property
    def anything(self) -> bool:
        """Whether there is something to correct."""
        pairs = (*self.links.values(), *self.cases.values())
        return bool(self.themes or self.mentions or self.split or self.merge_next or any(pairs))

    def changes(self, archive: Archive, stored: StoredItem, config: Config) -> list[Change]:
        """Return them as changes of the item.

        Raises:
            CorrectionError: one names what is not there, or two are about the same.

        """
        self._check_once()
        found: list[Change] = [*self._themes(config)]
        normalizer = Normalizer(config.paths.knowledge)
        found += [one for written in self.mentions for one in entity_changes(written, stored, normalizer)]
        found += [LinkChange(earlier=o, kept=kept) for kept, others in self.links.items() for o in others]
        found += [CaseChange(other=o, same=same) for same, others in self.cases.items() for o in others]
        if self.split and self.merge_next:
            raise CorrectionError("--split and --merge-next change the same item; do one after the other")
        if found and (self.split or self.merge_next):
            raise CorrectionError(
                "--split and --merge-next change how the item reads, and what else is corrected of it "
                "would wait; do one after the other"
            )
        if self.split:
            found.append(split_change(self.split, stored))
        if self.merge_next:
            found.append(MergeChange(following=_next_item(archive, stored)))
        return found

    def _check_once(self) -> None:
        named = {
            "--theme": [written[1:] for written in self.themes],
            "--keep and --reject": [other for others in self.links.values() for other in others],
            "--same-case and --other-case": [other for others in self.cases.values() for other in others],
        }
        for options, names in named.items():
            for name, times in Counter(names).items():
                if times > 1:
                    raise CorrectionError(f"{options}: {name} is named twice; say once how it is")

    def _themes(self, config: Config) -> list[Change]:
        if not self.themes:
            return []
        known = [theme.name for theme in load_themes_register(config.paths.knowledge)]
        return [theme_change(written, known) for written in self.themes]


def _next_item(archive: Archive, stored: StoredItem) -> str:
    ids = [item.id for item in archive.items(Filters(meeting=stored.meeting_id))]
    at = ids.index(stored.tagged.item.id)
    if at + 1 == len(ids):
        raise CorrectionError(f"--merge-next: {ids[at]} is the last item of its meeting")
    return ids[at + 1]


def theme_change(written: str, known: Collection[str]) -> ThemeChange:
    """Return the change of "+misbrug" or "-misbrug".

    Raises:
        CorrectionError: there is no sign, or no such theme.

    """
    sign, theme = written[:1], written[1:]
    if sign not in ("+", "-") or not theme:
        raise CorrectionError(f"--theme {written}: write +{written} to assign it, -{written} to take it away")
    if theme not in known:
        raise CorrectionError(f"--theme {written}: no theme {theme}; known: {', '.join(known)}")
    return ThemeChange(theme=theme, assigned=sign == "+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A stretch of the item, and what it is now where it is a mention."""

    start: int
    end: int
    label: Label
    norm: str


def entity_changes(written: str, stored: StoredItem, normalizer: Normalizer) -> tuple[EntityChange, ...]:
    """Return the changes of one `--entity`, in the forms of `ENTITY_FORMS`.

    A norm that is not given is made as the recognizer makes it.

    Raises:
        CorrectionError: it is none of the forms, or names what is not there, or not which of several,
            or needs a norm that cannot be read from its words.

    """
    name, _, rest = written.partition(":")
    try:
        action = EntityAction(name)
    except ValueError as error:
        raise _misformed(written) from error
    if action is EntityAction.REMOVE:
        return tuple(_change(action, m, stored) for m in _mentions(rest, stored, written))
    if action is EntityAction.RENORM:
        text, _, norm = rest.rpartition(":")
        if not norm.strip():
            raise _misformed(written)
        renamed = (replace(mention, norm=norm.strip()) for mention in _mentions(text, stored, written))
        return tuple(_change(action, mention, stored) for mention in renamed)
    match = _LABELLED.fullmatch(rest)
    if match is None:
        raise CorrectionError(f"--entity {written}: no label; one of {', '.join(Label)}, after the text")
    label, norm = _NAMES[match["label"].casefold()], (match["norm"] or "").strip()
    if action is EntityAction.ADD:
        found = _pick(match["text"], _places(match["text"], stored, label), written)
    else:
        found = _mentions(match["text"], stored, written)
    labelled = (
        replace(one, label=label, norm=norm or _norm(one, label, stored, normalizer)) for one in found
    )
    return tuple(_change(action, mention, stored) for mention in labelled)


def _norm(mention: _Mention, label: Label, stored: StoredItem, normalizer: Normalizer) -> str:
    """Return the norm that a mention has under a label: its own, or what its words are read as."""
    if mention.label is label and mention.norm:
        return mention.norm
    named = NamedWords(text=stored.text, start=mention.start, end=mention.end, day=stored.meeting.date)
    norm = normalizer.norm(label, named)
    if norm is None:
        raise CorrectionError(
            f'--entity: "{stored.text[mention.start : mention.end]}" reads as no {label}; '
            f"write its norm behind the label, such as {EXAMPLES[label]}"
        )
    return norm


def split_change(words: str, stored: StoredItem) -> SplitChange:
    """Return the split where a line of the item begins with these words; the line is the new title.

    Raises:
        CorrectionError: no line begins so, or several do.

    """
    item = stored.tagged.item
    places = [
        m.start(1) for m in re.finditer(rf"^[^\S\n]*({_spaced(words)})(?!\w)", stored.text, re.MULTILINE)
    ]
    places = [place for place in places if stored.text[:place].strip()]
    if not words.strip() or len(places) != 1:
        many = f"{len(places)} lines of {item.id} begin" if places else f"no line of {item.id} begins"
        raise CorrectionError(
            f'--split: {many} with "{words}"; give the first words of the new item, as printed'
        )
    line = " ".join(stored.text[places[0] :].split("\n", 1)[0].split())
    number = _PRINTED_NUMBER.match(line)
    title = line[number.end() :] if number else line
    return SplitChange(at=places[0], title=shorten(title or line, _LONGEST_TITLE))


def _misformed(written: str) -> CorrectionError:
    return CorrectionError(f"--entity {written}: write one of {ENTITY_FORMS}")


def _change(action: EntityAction, mention: _Mention, stored: StoredItem) -> EntityChange:
    return EntityChange(
        action=action,
        start=mention.start,
        end=mention.end,
        text=stored.text[mention.start : mention.end],
        label=mention.label,
        norm=mention.norm,
    )


def _places(written: str, stored: StoredItem, label: Label) -> list[_Mention]:
    """Return where the words stand in the item, as whole words; they have no norm yet."""
    text = _named(written)[0]
    found = re.finditer(rf"(?<!\w){_spaced(text)}(?!\w)", stored.text)
    return [_Mention(start=m.start(), end=m.end(), label=label, norm="") for m in found]


def _mentions(written: str, stored: StoredItem, whole: str) -> Sequence[_Mention]:
    """Return the mentions that read so."""
    if not written:
        raise _misformed(whole)
    text, first = re.compile(_spaced(_named(written)[0])), stored.tagged.item.start
    found = [_mention(entity, first) for entity in stored.tagged.entities if text.fullmatch(entity.text)]
    return _pick(written, found, whole)


def _mention(entity: Entity, first: int) -> _Mention:
    return _Mention(start=entity.start - first, end=entity.end - first, label=entity.label, norm=entity.norm)


def _pick(written: str, found: Sequence[_Mention], whole: str) -> Sequence[_Mention]:
    """Return the only one, or the one that "#2" names, or with "#*" all of them."""
    text, which = _named(written)
    if not found:
        kind = "text" if whole.startswith(EntityAction.ADD) else "mention"
        raise CorrectionError(f'--entity {whole}: the item has no {kind} "{text}"; see `show --json`')
    if which == "*":
        return found
    if not which and len(found) > 1:
        raise CorrectionError(
            f'--entity {whole}: "{text}" stands there {len(found)} times; '
            f"write {text}#1 to {text}#{len(found)} for one of them, {text}#* for all"
        )
    at = int(which or 1)
    if not 1 <= at <= len(found):
        raise CorrectionError(f'--entity {whole}: "{text}" stands there {len(found)} times, not {at}')
    return [found[at - 1]]


def _spaced(words: str) -> str:
    """Return a pattern for these words, whatever spaces the minutes have between them."""
    return r"\s+".join(map(re.escape, words.split()))


def _named(written: str) -> tuple[str, str]:
    """Return the text and which occurrence of it is meant: "Egely#2" is the second."""
    match = _WHICH.fullmatch(written)
    return (match["text"], match["which"]) if match else (written, "")
