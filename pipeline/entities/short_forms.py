"""What a name is shortened to in the rest of a meeting."""

import re
from collections.abc import Iterator, Set

from pipeline.domain import Label
from pipeline.entities.common_words import alternation
from pipeline.entities.institution_words import BODIES, OFFER_HEADS
from pipeline.entities.letters import UPPER

OFFER_HEAD = re.compile(rf"(?:{OFFER_HEADS}) (?P<own>{UPPER}\S*)")
NO_OWN_NAME = re.compile(r"Nord|Syd|Øst|Vest|Midt|Plus|Fyn|Jylland|Sjælland|Danmark|Hovedstaden|for|.{1,2}")
FORUM = re.compile(rf"(?P<short>\S*(?:forum|{BODIES})) (?:{UPPER}\w*|for .+)")
CENTRE = re.compile(rf"({UPPER}\w+)center {UPPER}")
# Where the parts of a compound begin, for abbreviations such as SDF of Socialdirektørforum.
PARTS = alternation("""
    social sundhed psykiatri rusmiddel misbrug velfærd kommunal direktør chef forum udvalg råd kreds
    børne unge ungdom ramme aftale sekretariat styre gruppe økonomi takst region handicap ældre arbejds
    marked uddannelse kultur skole special område samarbejd
""")
PART = re.compile(PARTS, re.IGNORECASE)
CAPITALS = re.compile(rf"{UPPER}{{3,6}}")


def short_forms(name: str, label: Label, rule: str, words: Set[str]) -> Iterator[str]:
    """Yield the shorter names that `name` is called by; `words` are those of the whole meeting."""
    if label == Label.PERSON:
        yield from _short_person(name, words)
    elif rule in {"offer_head", "committee", "head", "coordinated", "council_for"}:
        if (match := OFFER_HEAD.match(name)) and not NO_OWN_NAME.fullmatch(match["own"]):
            yield match["own"]
        elif match := CENTRE.match(name):
            yield from (f"{match[1]}{end}" for end in ("centret", "centeret"))
        elif (match := FORUM.fullmatch(name)) and match["short"][0].isupper() and rule == "committee":
            yield match["short"]


def abbreviations_of(name: str, words: Set[str]) -> Iterator[str]:
    """Yield those of `words` that are the first letters, in capitals, of the parts of `name`.

    >>> list(abbreviations_of("Socialdirektørforum", {"SDF", "STU", "Fremover"}))
    ['SDF']
    """
    initials = "".join(name[start].upper() for start in _part_starts(name))
    for word in sorted(words):
        ends = (word[0], word[-1]) == (initials[:1], initials[-1:])
        if ends and CAPITALS.fullmatch(word) and _in_order(word, initials):
            yield word


def _part_starts(name: str) -> list[int]:
    starts = {match.start() for match in PART.finditer(name)}
    return sorted(starts | {match.start() for match in re.finditer(rf"(?<!\w){UPPER}", name)})


def _in_order(letters: str, among: str) -> bool:
    rest = iter(among)
    return all(letter in rest for letter in letters)


def _short_person(name: str, meeting: Set[str]) -> Iterator[str]:
    """Yield a last name, or a first name that only this person bears."""
    words = name.split(" ")
    if len(words) < 2:
        return
    for word in (words[-1], words[0]):
        if len(word) > 3 and word.lower() not in meeting:
            yield word
