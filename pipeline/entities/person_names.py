"""How names of persons are written, and where a first name alone, or one in capitals, means a person."""

import re
from collections.abc import Iterator, Sequence

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate
from pipeline.entities.words import LOWER, SPACE, UPPER, pattern, words

PART = rf"{UPPER}{LOWER}+(?:[-'’]{UPPER}{LOWER}+)*"
INITIAL = rf"(?:{UPPER}\.{SPACE}?(?={UPPER})|(?:Chr|Kr|Aa|Th|Joh|Fr|Vilh)\.{SPACE})"
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


class FirstNames:
    """The first names of the register, and what in a text they make a person's."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def __contains__(self, word: str) -> bool:
        return re.split(r"[-'’]", word)[0] in self._names

    def alone(self, text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
        """Yield first names that mean a person: "Keld og Bente laver et udkast", "Tak til Lise"."""
        for match in LONE.finditer(text):
            start, end = match.span()
            name = self._base(match["name"])
            inside = any(first <= start < last for first, last in taken)
            if name and not inside and _is_person(text, start, end, name):
                yield Candidate(start=start, end=end, label=Label.PERSON, norm=name, rule="lone_name")

    def in_capitals(self, text: str) -> Iterator[Candidate]:
        """Yield persons written in capitals, as in lists: "BENTE HANSEN"."""
        for match in CAPITALS.finditer(text):
            name = match[0].title()
            first, *_, last = name.split()
            no_person = pattern("(?:%tails%)s?").fullmatch(last) or first in words("words_and_names")
            if first in self and not no_person:
                start, end = match.span()
                yield Candidate(start=start, end=end, label=Label.PERSON, norm=name, rule="capitals")

    def _base(self, word: str) -> str:
        """Return a first name without a genitive's s; empty where the word is none."""
        return next((one for one in (word, word.removesuffix("s")) if one in self), "")


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


def person(text: str, start: int, end: int, rule: str) -> Candidate:
    """Return the mention of a person at a place, its norm without genitive."""
    norm = base_form(text, text[start:end])
    return Candidate(start=start, end=end, label=Label.PERSON, norm=norm, rule=rule)


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
