"""The component `municipalities`: the 98 by name, and the bare town where it acts as one."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, Finder, registers, text_of
from pipeline.entities.gazetteer import Gazetteer, NameMatch
from pipeline.entities.institution_forms import conjuncts
from pipeline.entities.place_or_party import in_lists, parties
from pipeline.entities.words import pattern, words
from pipeline.knowledge.registers import Municipality, read_municipalities

WHOLE = re.compile(r"\s(?i:regions)?(?i:kommune)s?(?![\w-])")
# "Skive og Struer Kommune": the word in the singular is shared, and stands outside both mentions.
LAST_JOINT = re.compile(r"[ \u00a0](?:og|samt|eller)\s")
# A municipality that the register does not have: abolished, abroad, or invented.
OTHER = (
    r"(?<![\w-])(?P<name>[A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøåé]+)?)\s(?P<word>Kommune|Regionskommune)s?(?![\w-])"
    r"|(?<![\w-])(?P<greenlandic>%greenlandic%)(?:s|['’]s)?(?![\w-])"
)


@Language.factory("municipalities", assigns=["doc.spans"], default_config={"folder": None})
def make_municipalities(nlp: Language, name: str, folder: str | None) -> "Municipalities":
    """Return the component; `folder` holds municipalities.csv, by default the one in the settings."""
    return Municipalities(read_municipalities(registers(folder)))


class Municipalities(Finder):
    """Mark municipalities in `doc.spans["municipalities"]`; `kb_id_` is the official name."""

    group = "municipalities"

    def __init__(self, register: tuple[Municipality, ...]) -> None:
        names = [(spelling, one) for one in register for spelling in one.spellings()]
        self._gazetteer: Gazetteer[Municipality] = Gazetteer(names)

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the municipalities in `doc`, in the order of the text."""
        text = text_of(doc)
        towns = list(self._gazetteer.find(text))
        acting = {town.start for town in parties(text, towns)} - {one.start for one in conjuncts(text, towns)}
        sharing = _sharing_one_word(text, towns)
        found = [_named(text, town, alone=town.start not in sharing) for town in towns]
        kept = [one for one in found if one.rule == "whole_name" or one.start in acting]
        return sorted([*kept, *_others(text, found)], key=lambda one: one.start)


def _sharing_one_word(text: str, towns: Sequence[NameMatch[Municipality]]) -> frozenset[int]:
    """Return where the towns begin that end a list of bare names and share their "Kommune" with it."""
    return frozenset(
        last.start
        for group in in_lists(text, towns)
        for before, last in pairwise(group)
        if before.end == before.bare_end and LAST_JOINT.fullmatch(text, before.end, last.start)
    )


def _named(text: str, hit: NameMatch[Municipality], *, alone: bool) -> Candidate:
    whole = WHOLE.match(text, hit.end) if alone else None
    end, rule = (whole.end(), "whole_name") if whole else (hit.end, "bare_name")
    return Candidate(hit.start, end, Label.MUNICIPALITY, hit.entry.name, rule)


def _others(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    for match in pattern(OTHER).finditer(text):
        known = any(one.start <= match.start() < one.end for one in found)
        if not known and match["name"] not in words("no_municipality"):
            norm = match["greenlandic"] or f"{match['name']} {match['word']}"
            yield Candidate(*match.span(), Label.MUNICIPALITY, norm, "other_municipality")
