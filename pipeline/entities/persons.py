"""The component `persons`: names known by a first name, a title before, a party after, or their list.

And where a first name alone, or one in capitals, means a person.
"""

import re
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, Finder, registers, text_of
from pipeline.entities.words import LOWER, SPACE, UPPER, pattern, words
from pipeline.knowledge.registers import read_first_names, read_institutions

PART = rf"{UPPER}{LOWER}+(?:[-'’]{UPPER}{LOWER}+)*"
INITIAL = rf"(?:{UPPER}\.{SPACE}?(?={UPPER})|(?:Chr|Kr|Aa|Th|Ths|Joh|Fr|Fl|Vilh|Alb|Ej|Sv|Hj)\.{SPACE})"
PARTICLE = rf"(?:van{SPACE}(?:der|den|de)|van|von|del|al|el|bin|á)"
# "Keld M.", "Keld M": what ends a name when the surname is only hinted at.
LAST_INITIAL = rf"(?:{SPACE}(?:{UPPER}\.(?!\w)|{UPPER}(?![\w.)'’´/&-])))?"
NAME = re.compile(
    rf"(?<![\w/-])(?:{PART}|(?:{INITIAL}){{1,8}}{PART})"
    rf"(?:{SPACE}(?:{INITIAL}){{0,8}}(?:{PARTICLE}{SPACE})?{PART}){{0,4}}(?:['’´](?!\w)|(?![\w-]){LAST_INITIAL})(?![\w-])"
)
WORD = re.compile(rf"(?:{INITIAL}){{0,8}}(?:{PARTICLE}{SPACE})?{PART}")
INITIALS = re.compile(rf"(?:{UPPER}\.{SPACE}?){{2,}}")
LEADING_INITIALS = re.compile(rf"(?:{UPPER}\.{SPACE}?)*")
ENDS_IN_INITIAL = re.compile(rf"{SPACE}{UPPER}\.?$")
# The last word of a body or a place may stand before a person: "formand for Ældrerådet Kaj Lyngsø".
NO_NAME = re.compile(
    r"(?:\w{11}|[Kk]ommune|[Rr]egion|[a-zæøå]{4}(?:et|ne)|[a-zæøå]{3}(?:styrelsen|foreningen|forum|syd|nord))s?$"
)

LONE = re.compile(rf"(?<![\w@-])(?<![^v]/)(?P<name>{PART})(?:['’´]s?)?(?![\w@-]|\.\w)")
BEGINS = re.compile(r"(?:^|[.!?:•*\n–\"”“»-]\s*)$")
# "Sct. Anna", "Dronning Ingrid": the name goes on before, or goes on behind.
CAPITAL_BEFORE = re.compile(rf"(?<!\w)(?P<word>{UPPER}[\w-]*|{UPPER}{LOWER}{{0,3}}\.){SPACE}$")
CAPITAL_AFTER = re.compile(rf"{SPACE}(?P<word>{UPPER}\w*)")
CAPITALS = re.compile(
    rf"(?<![\w-]){UPPER}{{2,}}(?:-{UPPER}{{2,}})?(?:{SPACE}{UPPER}{{2,}}(?:-{UPPER}{{2,}})?){{1,3}}(?![\w-])"
)
# "stormen Bodil", "projektet Sofie": what is called so is no person.
CALLED = r"(?:%named_things%){SPACE}[\"”“»]?$".replace("{SPACE}", SPACE)
# "Friis", "Jonas" and "Horsens" end in an s of their own.
MAY_BE_GENITIVE = re.compile(
    r"[bdfghjklmnprtvæøå]s$(?<!\bHans)(?<!\bJens)(?<!\bMads)(?<!Niels)(?<!\bLars)(?<!Anders)(?<!Johannes)"
    r"(?<!Horsens)(?<!Randers)(?<!Assens)(?<!\bHals)(?<!\bAls)(?<!\bMors)(?<!Aars)(?<!Års)"
)
OWNED = rf"{SPACE}(?:(?:nye|seneste|egne|egen|mundtlige|skriftlige){SPACE})?(?:%owned%)\b"
MONTHS = frozenset({"August", "Maj"})
# A title or office: the word, or the last part of a compound ("Psykiatridirektør", "socialchef").
OFFICE = r"\w*(?:%titles%|%roles%)(?:en|n)?\.?"
ACT = rf"{SPACE}(?:%person_acts%)\b|{SPACE}og{SPACE}{PART}{SPACE}(?:%person_acts%)\b"

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
# "Kunstner Ane Due", "Uddeler Bo Dam": what one is, large because a sentence begins with it.
CALLING = re.compile(r"[a-zæøå]{3}(?:er|ør|ist|ent|ant|foged|log|graf|mand|kone|iker|nom)$")
PATRONYM = re.compile(r"(?<!Hor)(?<!væ)(?:(?<=[a-zæøå]{2})(?<!styrel)(?<!ledel)(?<!bevægel)sens?)$")
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
        self._first_names = first_names
        self._bodies = bodies

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the persons named in `doc`, in the order of the text."""
        text = text_of(doc)
        found = {one.start: one for one in self._listed(text)}
        found |= {one.start: one for one in self._find(text)}
        found |= {one.start: one for one in self._in_capitals(text)}
        taken = [(one.start, one.end) for one in found.values()]
        found |= {one.start: one for one in self._alone(text, taken)}
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
                yield _person(text, kept[0][0], end, "listed")
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
        while parts and is_apart(parts[0][1]) and not self._is_first_name(parts[0][1]):
            parts.pop(0)
        return without_next(parts, match.end())

    def _find(self, text: str) -> Iterator[Candidate]:
        for match in NAME.finditer(text):
            parts, end = self._parts(match)
            start, rule = self._begin(text, parts, end)
            if rule and text[start:end] not in self._bodies:
                yield _person(text, start, end, rule)

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
            len(parts) == 1 and self._is_first_name(name) and bool(ENDS_IN_INITIAL.search(text, start, end))
        )

    def _from_first_name(self, text: str, parts: Parts, end: int) -> tuple[int, str]:
        known = [at for at, (_, word) in enumerate(parts[:-1]) if self._is_first_name(word)]
        if known:
            # "Gro Emilie Stampe": what stands before a first name is one too, if it is no common word.
            at = known[0] - (known[0] > 0 and self._may_be_first(text, *parts[known[0] - 1]))
            return parts[at][0], "first_name"
        if PATRONYM.search(parts[-1][1]) and not is_common(text, parts[0][1]):
            return parts[0][0], "patronym"
        return end, ""

    def _may_be_first(self, text: str, start: int, word: str) -> bool:
        """Tell whether a word before a first name may be one: no common word, and no calling."""
        called = CALLING.search(word) and BEGINS.search(text, max(0, start - 4), start)
        return not (is_common(text, word) or called)

    def _is_first_name(self, word: str) -> bool:
        return re.split(r"[-'’]", word)[0] in self._first_names

    def _alone(self, text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
        """Yield first names that mean a person: "Keld og Bente laver et udkast", "Tak til Lise"."""
        for match in LONE.finditer(text):
            start, end = match.span()
            name = self._base(match["name"])
            inside = any(first <= start < last for first, last in taken)
            if name and not inside and _is_person(text, start, end, name):
                yield Candidate(start, end, Label.PERSON, name, "lone_name")

    def _in_capitals(self, text: str) -> Iterator[Candidate]:
        """Yield persons written in capitals, as in lists: "BENTE HANSEN"."""
        for match in CAPITALS.finditer(text):
            name = match[0].title()
            first, *_, last = name.split()
            no_person = pattern("(?:%tails%)s?").fullmatch(last) or first in words("words_and_names")
            if self._is_first_name(first) and not no_person:
                yield Candidate(*match.span(), Label.PERSON, name, "capitals")

    def _base(self, word: str) -> str:
        """Return a first name without a genitive's s; empty where the word is none."""
        return next((one for one in (word, word.removesuffix("s")) if self._is_first_name(one)), "")


def _person(text: str, start: int, end: int, rule: str) -> Candidate:
    return Candidate(start, end, Label.PERSON, base_form(text, text[start:end]), rule)


def _is_person(text: str, start: int, end: int, name: str) -> bool:
    before = text[max(0, start - 40) : start]
    if _goes_on(before, text, end) or pattern(CALLED, re.IGNORECASE).search(before):
        return False
    if name not in words("words_and_names") or (name not in MONTHS and not BEGINS.search(before)):
        return True
    return pattern(ACT).match(text, end) is not None


def _goes_on(before: str, text: str, end: int) -> bool:
    """Tell whether a word written large beside the name is part of it, and no office or new sentence."""
    beside = (CAPITAL_BEFORE.search(before), CAPITAL_AFTER.match(text, end))
    return any(one is not None and not is_apart(one["word"]) for one in beside)


def is_apart(word: str) -> bool:
    """Tell whether a word beside a name is large for a reason of its own: an office, a new sentence."""
    bare = word.rstrip(".")
    begins = words("beginnings") | words("headings")
    return bare in begins or bare.lower() in words("sentence_starts") or is_office(word)


def is_office(word: str) -> bool:
    """Tell whether a word is a title or an office: "Borgmester", "Kulturchefen", "Nabo"."""
    return pattern(OFFICE, re.IGNORECASE).fullmatch(word) is not None


def without_next(parts: list[tuple[int, str]], end: int) -> tuple[list[tuple[int, str]], int]:
    """Return a name's parts and its end, without the first words of the next sentence.

    >>> without_next([(0, "Keld"), (5, "M. Møde")], 12)
    ([(0, 'Keld')], 7)
    """
    while len(parts) > 1:
        start, word = parts[-1]
        initials = LEADING_INITIALS.match(word)
        bare = word[initials.end() :] if initials else word
        if bare not in words("beginnings") and bare not in words("headings"):
            break
        parts = parts[:-1]
        last, before = parts[-1]
        end = start + len(word[: -len(bare)].rstrip()) if bare != word else last + len(before)
    return parts, end


def is_common(text: str, word: str) -> bool:
    """Tell whether a word written large is none of a name: the text has it written small too."""
    if word.lower() in words("sentence_starts") or word in words("headings") or NO_NAME.search(word):
        return True
    return re.search(rf"(?<![\w-]){re.escape(word.lower())}(?![\w-])", text) is not None


def base_form(text: str, name: str) -> str:
    """Return `name` with single spaces, and without a genitive's s where `text` shows that it is one."""
    spaced = re.sub(r"\s+", " ", name)
    if spaced.endswith(("'s", "’s", "´s", "'", "’", "´")):
        return spaced.rstrip("s").rstrip("'’´")
    bare = name[:-1]
    alone = name.endswith("sens") or (name.endswith("s") and re.search(rf"{re.escape(bare)}(?!\w)", text))
    return spaced[:-1] if alone or _owns(text, name) else spaced


def _owns(text: str, name: str) -> bool:
    """Tell whether something is said to be of a name: "Ane Ågaards nye forslag"."""
    if not MAY_BE_GENITIVE.search(name):
        return False
    places = re.finditer(re.escape(name), text)
    return any(pattern(OWNED).match(text, place.end()) for place in places)
