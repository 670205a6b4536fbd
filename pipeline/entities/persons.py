"""The component `persons`: names known by a first name, a title before, or a party after."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, Finder, registers, text_of
from pipeline.entities.words import LOWER, SPACE, UPPER, pattern, words
from pipeline.knowledge.registers import read_first_names

PART = rf"{UPPER}{LOWER}+(?:[-'’]{UPPER}{LOWER}+)*"
INITIAL = rf"(?:{UPPER}\.{SPACE}?(?={UPPER})|Chr\.{SPACE}|Aa\.{SPACE})"
PARTICLE = rf"(?:van{SPACE}(?:der|den|de)|van|von|del|al|el|bin|á)"
NAME = re.compile(
    rf"(?<![\w-])(?:{PART}|(?:{INITIAL})+{PART})"
    rf"(?:{SPACE}(?:{INITIAL})*(?:{PARTICLE}{SPACE})?{PART}){{0,4}}(?:['’](?!\w))?(?![\w-])"
)
WORD = re.compile(rf"(?:{INITIAL})*(?:{PARTICLE}{SPACE})?{PART}")

# A title or office: the word, or the last part of a compound ("Psykiatridirektør", "socialchef").
TITLE = r"(?:%titles%)(?:en|n)?"
TITLED = rf"(?:\b\w*{TITLE}|\b(?:hr|fru|dr|prof|adv)\.|\b(?:sagsbehandler|fraværende|afbud):){SPACE}$"
TITLE_WORD = rf"\w*{TITLE}"
# The last word of a body or a place may stand before a person: "formand for Ældrerådet Kaj Lyngsø".
NO_NAME = re.compile(
    r"(?:\w{11}|[Kk]ommune|[Rr]egion|[a-zæøå]{4}(?:et|ne)|[a-zæøå]{3}(?:styrelsen|foreningen|forum|syd|nord))s?$"
)
# "Sankt Hans Kirke": a body's noun ends no person's name.
OF_BODY = r"(?!Havn)(?:%tails%)s?"
PATRONYM = re.compile(r"(?<!Hor)(?<!væ)(?:(?<=[a-zæøå]{2})sens?)$")
INITIALS = re.compile(rf"(?:{UPPER}\.{SPACE}?){{2,}}")
# "Rikke Vang (Ø)", "Torben Brask (V)"
PARTY = re.compile(rf"{SPACE}\([A-ZÆØÅ]\)")


@Language.factory("persons", assigns=["doc.spans"], default_config={"folder": None})
def make_persons(nlp: Language, name: str, folder: str | None) -> "Persons":
    """Return the component; `folder` holds first_names.csv, by default the one in the settings."""
    return Persons(read_first_names(registers(folder)))


class Persons(Finder):
    """Mark persons in `doc.spans["persons"]`; `kb_id_` is the name without genitive."""

    group = "persons"

    def __init__(self, first_names: frozenset[str]) -> None:
        self._first_names = first_names

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the persons named in `doc`, in the order of the text."""
        return list(self._find(text_of(doc)))

    def _find(self, text: str) -> Iterator[Candidate]:
        title_word = pattern(TITLE_WORD, re.IGNORECASE)
        for match in NAME.finditer(text):
            parts = [(match.start() + word.start(), word[0]) for word in WORD.finditer(match[0])]
            while parts and title_word.fullmatch(parts[0][1]):
                parts.pop(0)
            start, rule = self._begin(text, parts, match.end())
            if rule:
                name = text[start : match.end()]
                yield Candidate(
                    start=start, end=match.end(), label=Label.PERSON, norm=base_form(text, name), rule=rule
                )

    def _begin(self, text: str, parts: list[tuple[int, str]], end: int) -> tuple[int, str]:
        """Return where the person's name begins among capital words, and what shows it."""
        if parts and INITIALS.match(parts[0][1]):
            return parts[0][0], "initials"
        if len(parts) < 2 or pattern(OF_BODY).fullmatch(parts[-1][1]):
            return end, ""
        first = parts[0][0]
        if pattern(TITLED, re.IGNORECASE).search(text, max(0, first - 40), first) or PARTY.match(text, end):
            return first, "title"
        known = [at for at, (_, word) in enumerate(parts[:-1]) if self._is_first_name(word)]
        if known:
            # "Gro Emilie Stampe": what stands before a first name is one too, if it is no common word.
            at = known[0] - (known[0] > 0 and not _is_common(text, parts[known[0] - 1][1]))
            return parts[at][0], "first_name"
        if PATRONYM.search(parts[-1][1]) and not _is_common(text, parts[0][1]):
            return first, "patronym"
        return end, ""

    def _is_first_name(self, word: str) -> bool:
        return re.split(r"[-'’]", word)[0] in self._first_names


def _is_common(text: str, word: str) -> bool:
    """Tell whether a word written large is none of a name: the text has it written small too."""
    if word.lower() in words("sentence_starts") or NO_NAME.search(word):
        return True
    return re.search(rf"(?<![\w-]){re.escape(word.lower())}(?![\w-])", text) is not None


def base_form(text: str, name: str) -> str:
    """Return `name` with single spaces, and without a genitive's s where `text` shows that it is one."""
    spaced = re.sub(r"\s+", " ", name)
    if spaced.endswith(("'s", "’s", "'", "’")):
        return spaced.rstrip("s").rstrip("'’")
    bare = name[:-1]
    alone = name.endswith("sens") or (name.endswith("s") and re.search(rf"{re.escape(bare)}(?!\w)", text))
    return spaced[:-1] if alone else spaced
