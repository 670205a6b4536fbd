"""The component `persons`: names known by a first name, a title before, or a party after."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.entities.candidates import Candidate, Finder, registers, text_of
from pipeline.entities.person_lists import find_listed
from pipeline.entities.person_names import (
    ENDS_IN_INITIAL,
    INITIALS,
    NAME,
    WORD,
    FirstNames,
    is_common,
    person,
    without_next,
)
from pipeline.entities.words import SPACE, pattern
from pipeline.knowledge.registers import read_first_names, read_institutions

# A title or office: the word, or the last part of a compound ("Psykiatridirektør", "socialchef").
TITLE = r"(?:%titles%)(?:en|n)?"
TITLED = rf"(?:\b\w*{TITLE}|\b(?:hr|fru|dr|prof|adv)\.|\bsagsbehandler:){SPACE}$"
TITLE_WORD = rf"\w*{TITLE}"
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
        found = {one.start: one for one in find_listed(text, self._bodies)}
        found |= {one.start: one for one in self._find(text)}
        found |= {one.start: one for one in self._first_names.in_capitals(text)}
        taken = [(one.start, one.end) for one in found.values()]
        found |= {one.start: one for one in self._first_names.alone(text, taken)}
        return [found[start] for start in sorted(found)]

    def _find(self, text: str) -> Iterator[Candidate]:
        for match in NAME.finditer(text):
            parts = [(match.start() + word.start(), word[0]) for word in WORD.finditer(match[0])]
            while parts and pattern(TITLE_WORD, re.IGNORECASE).fullmatch(parts[0][1]):
                parts.pop(0)
            parts, end = without_next(parts, match.end())
            start, rule = self._begin(text, parts, end)
            if rule:
                yield person(text, start, end, rule)

    def _begin(self, text: str, parts: list[tuple[int, str]], end: int) -> tuple[int, str]:
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

    def _is_one_name(self, text: str, parts: list[tuple[int, str]], end: int) -> bool:
        """Tell whether a first name and an initial are all: "Keld M."."""
        start, name = parts[0]
        return (
            len(parts) == 1 and name in self._first_names and bool(ENDS_IN_INITIAL.search(text, start, end))
        )

    def _from_first_name(self, text: str, parts: list[tuple[int, str]], end: int) -> tuple[int, str]:
        known = [at for at, (_, word) in enumerate(parts[:-1]) if word in self._first_names]
        if known:
            # "Gro Emilie Stampe": what stands before a first name is one too, if it is no common word.
            at = known[0] - (known[0] > 0 and not is_common(text, parts[known[0] - 1][1]))
            return parts[at][0], "first_name"
        if PATRONYM.search(parts[-1][1]) and not is_common(text, parts[0][1]):
            return parts[0][0], "patronym"
        return end, ""
