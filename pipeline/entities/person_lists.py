"""Persons in the lists of who came and who did not, whatever their first names are."""

import re
from collections.abc import Iterator

from pipeline.entities.candidates import Candidate
from pipeline.entities.person_names import INITIAL, NO_NAME, PART, PARTICLE, WORD, person, without_next
from pipeline.entities.words import SPACE, pattern, words

LABEL = re.compile(
    r"(?<!\w)(?i:(?:afbud(?: fra)?|fraværende|ikke (?:til stede|mødt)|til ?stede|(?:møde)?deltagere|deltog"
    r"|mødt|medlemmer|inviteret|tilforordnede|suppleanter|gæster|valgte?)(?: var| er| blev)?:|afbud fra)"
    rf"{SPACE}?(?P<break>\s*\n[^\S\n]*[-–•*]?[^\S\n]*)?{SPACE}?"
)
ENTRY = re.compile(rf"{PART}(?:{SPACE}(?:{INITIAL}){{0,8}}(?:{PARTICLE}{SPACE})?{PART}){{1,3}}(?![\w-])")
AFTER = rf"(?:{SPACE}\([^()\n]{{1,40}}\))?"
JOINT = re.compile(rf"{AFTER}(?:[,;]{SPACE}|,?{SPACE}(?:og|samt){SPACE})")
LINE_JOINT = re.compile(
    rf"{AFTER}(?:[,;]{SPACE}|,?{SPACE}(?:og|samt){SPACE}|,?[^\S\n]*\n[^\S\n]*[-–•*]?[^\S\n]*)"
)
NO_PERSON = (
    r"(?:%heads%|%offer_heads%|%tails%|%nouns%|%areas%|\w*(?:%bodies%)|Danske?|Regioner|Region|Kommune)"
)


def find_listed(text: str, bodies: frozenset[str] = frozenset()) -> Iterator[Candidate]:
    """Yield the names after "Afbud:" and its like; `bodies` are names that are no person's."""
    for label in LABEL.finditer(text):
        joint = LINE_JOINT if label["break"] else JOINT
        at = label.end()
        while entry := ENTRY.match(text, at):
            parts = [(at + word.start(), word[0]) for word in WORD.finditer(entry[0])]
            kept, end = without_next(parts, entry.end())
            if len(kept) < 2 or not _is_person(text[at:end], kept, bodies):
                break
            yield person(text, at, end, "listed")
            following = joint.match(text, entry.end())
            if following is None or len(kept) < len(parts):
                break
            at = following.end()


def _is_person(name: str, parts: list[tuple[int, str]], bodies: frozenset[str]) -> bool:
    if name in bodies or any(pattern(NO_PERSON).fullmatch(word) for _, word in parts):
        return False
    first = parts[0][1]
    return not NO_NAME.search(first) and first.lower() not in words("sentence_starts")
