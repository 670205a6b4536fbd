"""The component `persons`: names known by a first name, a title before, a party after, or their list."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.entities.candidates import Candidate, Finder, registers, text_of
from pipeline.entities.person_names import (
    ENDS_IN_INITIAL,
    INITIAL,
    INITIALS,
    NAME,
    NO_NAME,
    PART,
    PARTICLE,
    WORD,
    FirstNames,
    is_common,
    is_office,
    person,
    without_next,
)
from pipeline.entities.words import SPACE, pattern, words
from pipeline.knowledge.registers import read_first_names, read_institutions

Parts = list[tuple[int, str]]
"""The words of a name, each with its place."""

# Whoever stands behind these is a person, whatever the name.
LABEL = re.compile(
    r"(?<!\w)(?i:(?:afbud(?: fra)?|fraværende|ikke (?:til stede|mødt)|til ?stede|(?:møde)?deltagere|deltog"
    r"|mødt|medlemmer|inviteret|tilforordnede|suppleanter|gæster|valgte?)(?: var| er| blev)?:|afbud fra)"
    rf"{SPACE}?(?P<break>\s*\n[^\S\n]*[-–•*]?[^\S\n]*)?{SPACE}?"
)
ENTRY = re.compile(rf"{PART}(?:{SPACE}(?:{INITIAL}){{0,8}}(?:{PARTICLE}{SPACE})?{PART}){{1,4}}(?![\w-])")
AFTER = rf"(?:{SPACE}\([^()\n]{{1,40}}\))?"
JOINT = re.compile(rf"{AFTER}(?:[,;]{SPACE}|,?{SPACE}(?:og|samt){SPACE})")
LINE_JOINT = re.compile(
    rf"{AFTER}(?:[,;]{SPACE}|,?{SPACE}(?:og|samt){SPACE}|,?[^\S\n]*\n[^\S\n]*[-–•*]?[^\S\n]*)"
)
NO_PERSON = (
    r"(?:%heads%|%offer_heads%|%tails%|%nouns%|%areas%|\w*(?:%bodies%)|Danske?|Regioner|Region|Kommune)"
)
TITLED = rf"(?:\b\w*(?:%titles%)(?:en|n)?|\b(?:hr|fru|dr|prof|adv)\.|\bsagsbehandler:){SPACE}$"
PATRONYM = re.compile(r"(?<!Hor)(?<!væ)(?:(?<=[a-zæøå]{2})sens?)$")
# "Sankt Hans Kirke": a body's or a place's noun ends no person's name.
OF_BODY = r"(?!Havn)(?:%tails%|%place_ends%|Fonden)s?"
# "Rikke Vang (Ø)", "Torben Brask (V)", "Ane Due (SF)"
PARTY = re.compile(rf"{SPACE}\((?:[A-ZÆØÅ]|SF|DF|LA|DD|EL|KD|KF|NB|RV|[Ll]øsgænger)\)")


@Language.factory("persons", assigns=["doc.spans"], default_config={"folder": None})
def make_persons(nlp: Language, name: str, folder: str | None) -> "Persons":
    """Return the component; `folder` holds first_names.csv, by default the one in the settings."""
    home = registers(folder)
    bodies = frozenset(name for one in read_institutions(home) for name in (one.name, *one.aliases))
    return Persons(read_first_names(home), bodies)


class Persons(Finder):
    """Mark persons in `doc.spans["persons"]`; `kb_id_` is the name without genitive."""

    group = "persons"

    def __init__(self, first_names: frozenset[str], bodies: frozenset[str] = frozenset()) -> None:
        self._first_names = FirstNames(first_names)
        self._bodies = bodies

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the persons named in `doc`, in the order of the text."""
        text = text_of(doc)
        found = {one.start: one for one in self._listed(text)}
        found |= {one.start: one for one in self._find(text)}
        found |= {one.start: one for one in self._first_names.in_capitals(text)}
        taken = [(one.start, one.end) for one in found.values()]
        found |= {one.start: one for one in self._first_names.alone(text, taken)}
        return [found[start] for start in sorted(found)]

    def _listed(self, text: str) -> Iterator[Candidate]:
        """Yield the names after "Afbud:" and its like."""
        for label in LABEL.finditer(text):
            joint = LINE_JOINT if label["break"] else JOINT
            at = label.end()
            while entry := ENTRY.match(text, at):
                kept, end = self._parts(entry)
                if len(kept) < 2 or not self._may_be_listed(text[kept[0][0] : end], kept):
                    break
                yield person(text, kept[0][0], end, "listed")
                following = joint.match(text, entry.end())
                if following is None or end < entry.end():
                    break
                at = following.end()

    def _may_be_listed(self, name: str, parts: Parts) -> bool:
        if name in self._bodies or any(pattern(NO_PERSON).fullmatch(word) for _, word in parts):
            return False
        first = parts[0][1]
        return not NO_NAME.search(first) and first.lower() not in words("sentence_starts")

    def _parts(self, match: re.Match[str]) -> tuple[Parts, int]:
        """Return the words of a name and its end, without titles before and the next sentence behind."""
        parts = [(match.start() + word.start(), word[0]) for word in WORD.finditer(match[0])]
        while parts and is_office(parts[0][1]) and parts[0][1] not in self._first_names:
            parts.pop(0)
        return without_next(parts, match.end())

    def _find(self, text: str) -> Iterator[Candidate]:
        for match in NAME.finditer(text):
            parts, end = self._parts(match)
            start, rule = self._begin(text, parts, end)
            if rule and text[start:end] not in self._bodies:
                yield person(text, start, end, rule)

    def _begin(self, text: str, parts: Parts, end: int) -> tuple[int, str]:
        """Return where the person's name begins among capital words, and what shows it."""
        if not parts or self._is_one_name(text, parts, end):
            return (parts[0][0], "first_name") if parts else (end, "")
        of_body = pattern(OF_BODY).fullmatch(parts[-1][1]) is not None
        if INITIALS.match(parts[0][1]) and not of_body:
            return parts[0][0], "initials"
        if len(parts) < 2 or of_body:
            return end, ""
        first = parts[0][0]
        if pattern(TITLED, re.IGNORECASE).search(text, max(0, first - 40), first) or PARTY.match(text, end):
            return first, "title"
        return self._from_first_name(text, parts, end)

    def _is_one_name(self, text: str, parts: Parts, end: int) -> bool:
        """Tell whether a first name and an initial are all: "Keld M."."""
        start, name = parts[0]
        return (
            len(parts) == 1 and name in self._first_names and bool(ENDS_IN_INITIAL.search(text, start, end))
        )

    def _from_first_name(self, text: str, parts: Parts, end: int) -> tuple[int, str]:
        known = [at for at, (_, word) in enumerate(parts[:-1]) if word in self._first_names]
        if known:
            # "Gro Emilie Stampe": what stands before a first name is one too, if it is no common word.
            at = known[0] - (known[0] > 0 and not is_common(text, parts[known[0] - 1][1]))
            return parts[at][0], "first_name"
        if PATRONYM.search(parts[-1][1]) and not is_common(text, parts[0][1]):
            return parts[0][0], "patronym"
        return end, ""
