"""The component `institutions`: bodies of the register, and names built as Danish builds them."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, Finder, registers, text_of
from pipeline.entities.gazetteer import Gazetteer, NameMatch
from pipeline.entities.institution_forms import is_any, is_general, patterns
from pipeline.entities.words import SPACE, UPPER, pattern, words
from pipeline.knowledge.registers import Institution, read_institutions, read_municipalities, read_towns

ABBREVIATION = re.compile(rf"\s\((?:herefter\s|forkortet\s)?[\"”“]?(?P<short>{UPPER}[\w-]{{1,7}})[\"”“]?\)")
# The municipality's or the town's own: "Aarhus Ejendomme"; after other words these are no body's noun.
TOWN_NOUN = rf"{SPACE}(?P<noun>%town_nouns%|%tails%)(?P<genitive>s)?(?![\w-])"
HALF_TOWN = re.compile(
    rf"(?<![\w-])(?:Nørre|Nr\.|Sønder|Sdr\.|Øster|Vester|Store|Lille|Gammel|Gl\.|Ny|Kongens|Kgs\.){SPACE}$"
)
SENTENCE_HEAD = re.compile(r"(?:^|[.!?:•–*-]\s|\n\s*|\d\. )$")

# Towns that share a noun: "Køge, Greve og Solrød jobcenter" names three jobcentres.
Entry = TypeVar("Entry")

CENTRE, HOSPITAL, HOUSE = r"(?:%centre_kinds%)cent", r"(?:universitets)?", r"(?:børne|sundheds|erhvervs)hus"
SINGULAR = rf"{CENTRE}er|{HOSPITAL}(?:sygehus|hospital)|{HOUSE}|byret|byråd"
PLURAL = rf"{CENTRE}re|{HOSPITAL}(?:sygehuse|hospitaler)|{HOUSE}e|byretter"
NOUN = rf"[ \u00a0](?P<noun>(?P<one>{SINGULAR})|(?P<many>{PLURAL}))(?P<genitive>s)?(?![\w-])"
JOINT = re.compile(r",[ \u00a0]?(?:(?:og|samt|eller)[ \u00a0])?|[ \u00a0](?:og|samt|eller)[ \u00a0]")
LAST_JOINT = re.compile(r"\b(?:og|samt|eller)[ \u00a0]$")
# What precedes belongs to the list then, and it is one of municipalities.
COMMUNE_BEFORE = re.compile(r"(?i:kommune(?:r(?:ne)?)?)[:,]?\s(?:(?:og|samt|eller)\s)?$")


@Language.factory("institutions", assigns=["doc.spans"], default_config={"folder": None})
def make_institutions(nlp: Language, name: str, folder: str | None) -> "Institutions":
    """Return the component; `folder` holds institutions.csv, by default the one in the settings."""
    home = registers(folder)
    towns = {form for one in read_municipalities(home) for form in (*one.spellings(), one.seat)}
    return Institutions(read_institutions(home), read_towns(home) | towns)


class Institutions(Finder):
    """Mark institutions in `doc.spans["institutions"]`; `kb_id_` is the name in its base form."""

    group = "institutions"

    def __init__(self, register: Sequence[Institution], towns: frozenset[str] = frozenset()) -> None:
        self._gazetteer: Gazetteer[str] = Gazetteer(
            (spelling, one.name) for one in register for spelling in _spellings(one)
        )
        self._towns = towns
        self._town_names: Gazetteer[str] = Gazetteer((town, town) for town in sorted(towns))

    def match(self, doc: Doc) -> list[Candidate]:
        """Return what may be institutions in `doc`; some overlap, and `resolve` decides."""
        text = text_of(doc)
        shared = conjuncts(text, list(self._town_names.find(text)))
        found = [*self._registered(text), *self._constructed(text), *shared, *self._of_towns(text)]
        return [*found, *_abbreviations(text, found)]

    def _registered(self, text: str) -> Iterator[Candidate]:
        for hit in self._gazetteer.find(text):
            if is_any(text, hit.start):
                continue
            yield _institution(hit.start, hit.end, hit.entry, "register")

    def _constructed(self, text: str) -> Iterator[Candidate]:
        for form, construction in patterns():
            for match in construction.finditer(text):
                start, end = match.span("name")
                start = _without_sentence_start(text, start, end)
                alone = form == "offer_head" and _begins_sentence_only(text, start, end)
                start = text.index(" ", start) + 1 if alone else start
                name = " ".join(text[start:end].split())
                if not self._is_no_name(name, form) and not is_any(text, start, form):
                    rule = "offer" if alone else form
                    norm = name[0].upper() + name[1:]
                    yield _institution(start, max(end, match.end("genitive")), norm, rule)

    def _of_towns(self, text: str) -> Iterator[Candidate]:
        """Yield a town and the noun after it: "Hobro Vandforsyning", "Vester Hassing Kirke"."""
        for town in self._town_names.find(text):
            noun = pattern(TOWN_NOUN).match(text, town.end) if town.end == town.bare_end else None
            if noun is not None:
                half = HALF_TOWN.search(text, max(0, town.start - 12), town.start)
                start = half.start() if half else town.start
                norm = " ".join(text[start : noun.end("noun")].split())
                yield _institution(start, noun.end(), norm, "of_town")

    def _is_no_name(self, name: str, form: str) -> bool:
        if form == "authority":
            return False
        if is_general(name) or (form == "fields" and self._begins_with_name(name)):
            return True
        if form == "firm":
            return self._towns.issuperset(name.split(" & "))
        return form.startswith(("offer", "led_in")) and (
            not self._towns.isdisjoint({name, name.removesuffix("s")})
            or name.endswith((" Kommune", "Region"))
        )

    def _begins_with_name(self, name: str) -> bool:
        """Tell whether the first of several fields is a body or a town: "Venstre og Socialudvalget"."""
        hits = (next(names.find(name), None) for names in (self._gazetteer, self._town_names))
        return any(hit is not None and hit.start == 0 and hit.end < len(name) for hit in hits)


def _without_sentence_start(text: str, start: int, end: int) -> int:
    """Return where the name begins, a sentence's first word such as "Hos" or a heading left out."""
    first, _, rest = text[start:end].partition(" ")
    begins = first.lower() in words("sentence_starts") - {"den", "det"} or first in words("headings")
    return start + len(first) + 1 if rest and begins else start


def _begins_sentence_only(text: str, start: int, end: int) -> bool:
    """Tell whether an offer's first word is large only because a sentence begins with it.

    "Botilbuddet Lyngtoften drives af ...": so it is where the text has "Lyngtoften" alone
    too, and never the two words written large inside a sentence.
    """
    # Parted by another blank than a space, or by none, the two words are left together.
    head, _, own = text[start:end].partition(" ")
    if not own or not SENTENCE_HEAD.search(text, max(0, start - 6), start):
        return False
    inside = re.search(rf"[a-zæøå,] {head} {re.escape(own)}", text)
    alone = re.search(rf"(?<!{head} )\b{re.escape(own)}", text)
    return inside is None and alone is not None


def _spellings(one: Institution) -> tuple[str, ...]:
    # Two letters are too often something else: they count where the text introduces them.
    short = (one.abbreviation,) if len(one.abbreviation) > 2 else ()
    return (one.name, *one.aliases, *short)


def _abbreviations(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    """Yield the abbreviations that stand in parentheses after an institution, wherever they are used."""
    for one in found:
        if match := ABBREVIATION.match(text, one.end):
            short = match["short"]
            for use in re.finditer(rf"(?<![\w-]){re.escape(short)}(?:['’]?s)?(?!\w)", text):
                yield _institution(use.start(), use.end(), short, "abbreviation")


def _institution(start: int, end: int, norm: str, rule: str) -> Candidate:
    return Candidate(start=start, end=end, label=Label.INSTITUTION, norm=norm, rule=rule)


def conjuncts(text: str, towns: Sequence[NameMatch[Entry]]) -> Iterator[Candidate]:
    """Yield the towns before an institution's noun, alone or in a list that shares it.

    The last one has a noun in the singular in its mention; one in the plural is everybody's and left out.
    """
    for last, town in enumerate(towns):
        noun = pattern(NOUN).match(text, town.end) if town.end == town.bare_end else None
        first = _first_of_list(text, towns, last) if noun else last
        if first < last and _is_of_municipalities(text, towns[first].start):
            first = last
        if noun is None or (first == last and not noun["one"]):
            continue
        for one in towns[first : last + 1]:
            end = noun.end() if one is town and noun["one"] else one.end
            name = text[one.start : one.end].replace("\u00a0", " ")
            norm = f"{name} {_singular(noun)}"
            yield Candidate(start=one.start, end=end, label=Label.INSTITUTION, norm=norm, rule="shared_noun")


def _first_of_list(text: str, towns: Sequence[NameMatch[Entry]], last: int) -> int:
    if not LAST_JOINT.search(text, max(0, towns[last].start - 8), towns[last].start):
        return last
    first = last
    while first and JOINT.fullmatch(text, towns[first - 1].end, towns[first].start):
        # "Viborgs og Skive sygehus": the genitive has another owner.
        if towns[first - 1].end != towns[first - 1].bare_end:
            break
        first -= 1
    return first


def _is_of_municipalities(text: str, start: int) -> bool:
    return COMMUNE_BEFORE.search(text, max(0, start - 24), start) is not None


def _singular(noun: re.Match[str]) -> str:
    word = noun["noun"]
    if noun["one"]:
        return word
    for many, one in (("centre", "center"), ("huse", "hus"), ("taler", "tal"), ("retter", "ret")):
        if word.endswith(many):
            return word.removesuffix(many) + one
    return word
