"""Other names for the same minutes: what is learnt shall not be the names of forty invented meetings.

Each meeting is renamed consistently: a person, municipality, offer or forum has one
other name wherever it is mentioned.
"""

import random
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.domain import Entity, Label, labels
from pipeline.knowledge import Knowledge, Municipality
from pipeline.training.corpus import CorpusBlock, CorpusItem, CorpusMeeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """What each name of one meeting is changed into."""

    persons: Mapping[str, str]
    """Single names, first names and surnames alike."""
    towns: Mapping[str, Municipality]
    """Every spelling of a municipality, and what it becomes."""
    bodies: Mapping[str, str]
    """Offers, forums, authorities: changed in names of institutions alone."""
    regions: Mapping[str, str]
    """Changed everywhere."""


def swap_names(meeting: CorpusMeeting, knowledge: Knowledge, rng: random.Random) -> CorpusMeeting:
    """Return the meeting with other names in it, every mention placed anew."""
    return rename(meeting, draw_renaming(meeting, knowledge, rng))


def rename(meeting: CorpusMeeting, renaming: Renaming) -> CorpusMeeting:
    """Return the meeting with the names that `renaming` gives."""
    return replace(meeting, items=tuple(_item(item, renaming) for item in meeting.items))


def draw_renaming(meeting: CorpusMeeting, knowledge: Knowledge, rng: random.Random) -> Renaming:
    """Return other names for all that have one in this meeting."""
    names = {label: norms(meeting, label) for label in labels()}
    regions = [region.short for region in knowledge.regions]
    return Renaming(
        persons=dict(_persons(names[Label.PERSON], knowledge, rng)),
        towns=dict(_towns(names[Label.MUNICIPALITY], knowledge, rng)),
        bodies=dict(_bodies(names[Label.INSTITUTION], knowledge, rng)),
        regions=dict(zip(regions, rng.sample(regions, len(regions)), strict=True)),
    )


def norms(meeting: CorpusMeeting, label: Label) -> list[str]:
    """Return who or what is mentioned under a label in this meeting, each once."""
    mentions = (m for item in meeting.items for block in item.blocks() for m in block.mentions)
    return sorted({m.norm for m in mentions if m.label is label})


def _persons(norms: list[str], knowledge: Knowledge, rng: random.Random) -> Iterator[tuple[str, str]]:
    first_names = sorted(knowledge.first_names)
    for norm in norms:
        words = norm.split()
        for place, word in enumerate(words):
            if "." in word or word in _names()["particles"]:
                continue
            is_first = place == 0 and (len(words) > 1 or word in knowledge.first_names)
            yield word, _draw_first_name(rng, first_names) if is_first else _draw_surname(rng)


def _towns(norms: list[str], knowledge: Knowledge, rng: random.Random) -> Iterator[tuple[str, Municipality]]:
    municipalities = [one for one in knowledge.municipalities if one.name.endswith(" Kommune")]
    known = {one.name: one for one in municipalities}
    for norm, new in zip(
        norms, rng.sample(municipalities, min(len(norms), len(municipalities))), strict=False
    ):
        if old := known.get(norm):
            for spelling in old.spellings():
                yield spelling, new


def _bodies(norms: list[str], knowledge: Knowledge, rng: random.Random) -> Iterator[tuple[str, str]]:
    kinds = {one.name: one.kind for one in knowledge.institutions}
    for norm in norms:
        *kind, last = norm.split()
        if norm in kinds:
            yield norm, rng.choice([name for name in kinds if kinds[name] == kinds[norm]])
        elif not kind or (len(kind) == 1 and kind[0] in _names()["kinds"]):
            if last[1:].islower() and not last.lower().endswith(tuple(_names()["bodies"])):
                yield last, _draw_offer(rng)
        elif kind[-1].endswith("forum"):
            yield " ".join(kind), rng.choice(_names()["forums"])


@cache
def _names() -> dict[str, list[str]]:
    """Return the names out of which others are made, and words that stand in names."""
    return tomllib.loads(Path(__file__).with_name("invented.toml").read_text(encoding="utf-8"))


def _draw_offer(rng: random.Random) -> str:
    """Return the name of an offer, as such names are made."""
    invented, kind = _names(), rng.random()
    if kind < 0.75:
        return rng.choice(invented["offer_beginnings"]) + rng.choice(invented["offer_endings"])
    return rng.choice(invented["offer_words" if kind < 0.9 else "offer_phrases"])


def _draw_surname(rng: random.Random) -> str:
    """Return a surname, now and then a double one."""
    name = rng.choice(_names()["surnames"])
    return f"{name}-{rng.choice(_names()['surnames'])}" if rng.random() < 0.1 else name


def _draw_first_name(rng: random.Random, names: Sequence[str]) -> str:
    """Return a first name out of `names`, now and then a double one."""
    name = rng.choice(names)
    return f"{name}-{rng.choice(names)}" if rng.random() < 0.1 and "-" not in name else name


def _item(item: CorpusItem, renaming: Renaming) -> CorpusItem:
    return replace(
        item,
        heading=_block(item.heading, renaming),
        case_lines=tuple(_block(block, renaming) for block in item.case_lines),
        sections=tuple(
            replace(section, blocks=tuple(_block(block, renaming) for block in section.blocks))
            for section in item.sections
        ),
    )


def _block(block: CorpusBlock, renaming: Renaming) -> CorpusBlock:
    text, mentions, at = "", [], 0
    for mention in block.mentions:
        text += _places(block.text[at : mention.start], renaming)
        new = renamed(mention, renaming)
        mentions.append(replace(mention, start=len(text), end=len(text) + len(new), text=new, norm=new))
        text += new
        at = mention.end
    return replace(block, text=text + _places(block.text[at:], renaming), mentions=tuple(mentions))


def renamed(mention: Entity, renaming: Renaming) -> str:
    """Return what a mention is called after the renaming."""
    if mention.label is Label.PERSON:
        return _words(mention.text, renaming.persons)
    if mention.label is Label.INSTITUTION:
        return _places(_words(mention.text, renaming.bodies), renaming)
    if mention.label is Label.MUNICIPALITY:
        return _town_names(mention.text, renaming)
    return mention.text


def _places(text: str, renaming: Renaming) -> str:
    return _town_names(_words(text, renaming.regions), renaming)


def _words(text: str, names: Mapping[str, str]) -> str:
    """Return the text with whole names changed, the genitive kept."""
    return _changed(text, names, lambda match: genitive(names[match[1]], match[2]))


def _town_names(text: str, renaming: Renaming) -> str:
    def other(match: re.Match[str]) -> str:
        new = renaming.towns[match[1]]
        if text[match.end() :].lower().startswith(" kommune"):
            return new.name.removesuffix(" Kommune")
        return genitive(new.short, match[2])

    return _changed(text, renaming.towns, other)


def _changed(text: str, names: Iterable[str], other: Callable[[re.Match[str]], str]) -> str:
    """Return the text with each whole name changed; its genitive ending is the second group of the match."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])({pattern})(s?)(?![\w-])", other, text) if pattern else text


def genitive(name: str, ending: str) -> str:
    """Return the name with its genitive ending, if it has one.

    >>> genitive("Horsens", "s"), genitive("Vejle", "s"), genitive("Vejle", "")
    ("Horsens'", 'Vejles', 'Vejle')
    """
    return f"{name}'" if ending and name[-1] in "sxz" else name + ending
