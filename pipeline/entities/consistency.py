"""The component `consistency`: a name once known with certainty is found everywhere in the meeting."""

import re
from collections.abc import Iterator, Sequence, Set

from rapidfuzz.distance import OSA
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, Component, Name, text_of, write
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.institution_forms import UNCERTAIN
from pipeline.entities.institutions import in_order
from pipeline.entities.words import LOWER, SPACE, UPPER, pattern

GROUP = "consistency"
COMMITTEE = "committee"

# "Børnehus Midt" may be written "børnehus Midt": its last part still shows that it is the name.
HAS_OWN_PART = re.compile(rf"^{UPPER}{LOWER}.*{SPACE}{UPPER}\w*$")
WORD = re.compile(r"[\w-]+")
LONG = 10
LONG_WORD = re.compile(rf"(?<![\w-]){UPPER}\w{{{LONG - 1},}}(?![\w-])")
CAPITAL_BEFORE = re.compile(rf"{UPPER}[\w-]*\.?{SPACE}$")
CAPITAL_AFTER = re.compile(rf"{SPACE}{UPPER}")
OFFER_HEAD = rf"(?:%offer_heads%) (?P<own>{UPPER}\S*)"
NO_OWN_NAME = re.compile(
    r"Nord|Syd|Øst|Vest|Midt|Plus|Fyn|Jylland|Sjælland|Danmark|Hovedstaden|for|.{1,2}|.*(?:vej|gade|allé|plads|torv|stræde)"
)
FORUM = rf"(?P<short>(?={UPPER})\S*(?:forum|%bodies%)) (?:{UPPER}\w*|for .+)"
CENTRE = re.compile(rf"({UPPER}\w+)center {UPPER}")
GENITIVE = re.compile(rf"(?<={UPPER})['’´]?s$")
# "SUD 402/2006" is the number of a case.
OF_A_CASE = re.compile(rf"{UPPER}{{2,6}}{SPACE}?\d+/\d{{2,4}}(?!\d)")
OF_COMMITTEE = re.compile("udvalg(?:et)?$")
CAPITALS = re.compile(rf"{UPPER}{{3,6}}")


@Language.factory("consistency", requires=["doc.spans"], assigns=["doc.spans"])
def make_consistency(nlp: Language, name: str) -> "Consistency":
    """Return the component."""
    return Consistency()


class Consistency(Component):
    """Mark the names of a meeting wherever they stand, in `doc.spans["consistency"]`.

    The meeting's committee, if `doc.user_data["committee"]` has it, is a name known from the start.
    """

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Mark in each of `docs` the names known from all of them."""
        names = collect_names(docs)
        gazetteer: Gazetteer[Name] = Gazetteer(names.items())
        bodies = _long_bodies(docs, names)
        for doc in docs:
            found = [*_known(text_of(doc), gazetteer), *_misspelt(text_of(doc), bodies)]
            write(doc, GROUP, found)


def collect_names(docs: Sequence[Doc]) -> dict[str, Name]:
    """Return the names of a meeting that are certain, and their short forms, with what they mean."""
    words = frozenset(WORD.findall("\n".join(map(text_of, docs))))
    names: dict[str, Name] = {}
    for full, label, rule in dict.fromkeys(_certain(docs, words)):
        names.setdefault(full, (full, label))
        if label == Label.INSTITUTION and HAS_OWN_PART.search(full):
            names.setdefault(full[0].lower() + full[1:], (full, label))
        for short in short_forms(full, label, rule, words):
            names.setdefault(short, (short, label))
    return {**names, **_introduced(docs)}


def _introduced(docs: Sequence[Doc]) -> dict[str, Name]:
    """Return the abbreviations that stand behind a name, "Kystudvalget (KYU)", with that name."""
    spans = (span for doc in docs for span in doc.spans.get("institutions", ()) if span.id_ == "abbreviation")
    return {GENITIVE.sub("", span.text): (span.kb_id_, Label.INSTITUTION) for span in spans}


def _certain(docs: Sequence[Doc], words: frozenset[str]) -> Iterator[tuple[str, Label, str]]:
    for committee in sorted({str(doc.user_data.get(COMMITTEE) or "") for doc in docs} - {""}):
        name = committee.split(",")[0].strip()
        yield name, Label.INSTITUTION, "committee"
        for short in abbreviations_of(name, words):
            yield short, Label.INSTITUTION, "abbreviation"
    for doc in docs:
        for span in (*doc.spans.get("institutions", ()), *doc.spans.get("persons", ())):
            if span.id_ not in UNCERTAIN:
                yield span.kb_id_, Label(span.label_), span.id_


def _known(text: str, gazetteer: Gazetteer[Name]) -> Iterator[Candidate]:
    for hit in gazetteer.find(text):
        norm, label = hit.entry
        if label == Label.PERSON and " " not in norm and _inside_longer_name(text, hit.start, hit.end):
            continue
        if OF_A_CASE.match(text, hit.start):
            continue
        yield Candidate(hit.start, hit.end, label, norm, "known_name")


def _inside_longer_name(text: str, start: int, end: int) -> bool:
    return bool(CAPITAL_BEFORE.search(text, max(0, start - 30), start) or CAPITAL_AFTER.match(text, end))


def _long_bodies(docs: Sequence[Doc], names: dict[str, Name]) -> tuple[str, ...]:
    """Return the bodies whose one long word can be misspelt and still be known."""
    known = {name for name, (_, label) in names.items() if label == Label.INSTITUTION}
    known |= {span.kb_id_ for doc in docs for span in doc.spans.get("institutions", ())}
    return tuple(sorted(name for name in known if len(name) >= LONG and " " not in name))


def _misspelt(text: str, bodies: Sequence[str]) -> Iterator[Candidate]:
    """Yield long words one slip away from a known name: "Forretningsudvaglet"."""
    for match in LONG_WORD.finditer(text):
        word = match[0]
        body = next((body for body in bodies if _is_slip(word, body)), None)
        if body is not None:
            yield Candidate(*match.span(), Label.INSTITUTION, body, "misspelt_name")


def _is_slip(word: str, body: str) -> bool:
    near = abs(len(body) - len(word)) <= 1 and body[:3] == word[:3] and body not in word
    return near and OSA.distance(body, word, score_cutoff=1) == 1


def short_forms(name: str, label: Label, rule: str, words: Set[str]) -> Iterator[str]:
    """Yield the shorter names that `name` is called by; `words` are those of the whole meeting."""
    if label == Label.PERSON:
        yield from _short_person(name, words)
    elif rule in {"offer_head", "committee", "head", "coordinated", "council_for"}:
        if (match := pattern(OFFER_HEAD).match(name)) and not NO_OWN_NAME.fullmatch(match["own"]):
            yield match["own"]
        elif match := CENTRE.match(name):
            yield from (f"{match[1]}{end}" for end in ("centret", "centeret"))
        elif rule == "committee" and (match := pattern(FORUM).fullmatch(name)):
            yield match["short"]


def abbreviations_of(name: str, words: Set[str]) -> Iterator[str]:
    """Yield those of `words` that are the first letters, in capitals, of the parts of `name`.

    >>> list(abbreviations_of("Socialdirektørforum", {"SDF", "STU", "Fremover"}))
    ['SDF']
    """
    initials = "".join(name[start].upper() for start in _part_starts(name))
    # "SUD" is the Socialudvalg: its noun may give two letters.
    written = (initials, f"{initials}D") if OF_COMMITTEE.search(name) else (initials,)
    for word in sorted(words):
        if CAPITALS.fullmatch(word) and any(_abbreviates(word, letters) for letters in written):
            yield word


def _abbreviates(word: str, initials: str) -> bool:
    return (word[0], word[-1]) == (initials[:1], initials[-1:]) and in_order(word, initials)


def _part_starts(name: str) -> list[int]:
    starts = {match.start() for match in pattern("%parts%", re.IGNORECASE).finditer(name)}
    return sorted(starts | {match.start() for match in re.finditer(rf"(?<!\w){UPPER}", name)})


def _short_person(name: str, meeting: Set[str]) -> Iterator[str]:
    """Yield a last name, or a first name that only this person bears."""
    words = name.split(" ")
    if len(words) < 2:
        return
    for word in (words[-1], words[0]):
        if len(word) > 3 and word.lower() not in meeting:
            yield word
