"""The component `institutions`: bodies of the register, and names built as Danish builds them."""

import re
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, Finder, registers, text_of
from pipeline.entities.gazetteer import Gazetteer, NameMatch
from pipeline.entities.institution_forms import conjuncts, is_any, is_general, of_towns, patterns, product
from pipeline.entities.persons import MAY_BE_GENITIVE, base_form, is_apart
from pipeline.entities.words import LOWER, SPACE, UPPER, pattern, words
from pipeline.knowledge.registers import Institution, read_institutions, read_towns

NO_PARTY = r"(?:%no_party%)\b"
# "Ane Due (SF)" tells of whom she is, as "(A)" does.
PARTY_LETTERS = re.compile(rf"\({UPPER}{{1,3}}\)")
# So does "(Frie Borgere)" in a list where others have letters: a party of the place, no matter its name.
PARTY_NAME = re.compile(
    rf"(?<={LOWER}{SPACE})\((?!{UPPER}{{1,3}}\))(?P<name>{UPPER}[\w-]+(?:{SPACE}(?:{LOWER}{{1,3}}{SPACE})?{UPPER}[\w-]+){{0,3}})\)"
)
OF_A_LIST = 150
"""So near stand the brackets of the next person's party."""
ABBREVIATION = re.compile(rf"\s\((?:herefter\s|forkortet\s)?[\"”“]?(?P<short>{UPPER}[\w-]{{1,7}})[\"”“]?\)")
# "afdeling Vest": the part of a house that lies there.
SIDES = frozenset({"Nord", "Syd", "Øst", "Vest", "Midt"})
ISLAND = r"(?:%islands%)s?"
# "Sagsforløb: ØU, BY": which committees a case goes through, by the letters of each.
ROUTE = re.compile(
    r"(?:(?:Sagsforløb|[Ss]agsgang|Beslutningsgang|Politisk behandling|Behandlingsplan)\s?:?\s{1,4}"
    r"|(?:behandles|drøftes|forelægges|godkendes|behandlet|drøftet) (?:i|for) )"
    rf"(?P<codes>{UPPER}{{2,4}}(?![\w-])(?:\s?(?:[,/>–→-]|og)\s?{UPPER}{{2,4}}(?![\w-]))*)"
)
CODE = re.compile(rf"{UPPER}{{2,4}}")
# What these are called locally: "Ældre Sagen Tornby", "FOA Nordvest", "Falck Healthcare".
BRANCHED = frozenset({"association", "union", "company", "authority", "agency"})
NO_BRANCH = frozenset({"Kommune", "Region", "Kommuner", "Regioner"})
BRANCH = re.compile(
    rf"{SPACE}(?:(?<!{UPPER}{SPACE})(?P<in>i){SPACE})?(?P<own>{UPPER}{LOWER}+(?:-{UPPER}{LOWER}+|{SPACE}(?:Bugt|Fjord|Syd|Nord|Øst|Vest|Midt))?)"
    rf"(?P<genitive>s)?(?![\w-]|{SPACE}{UPPER}{LOWER})"
)
# Their last word is of the name, whatever it ends in.
OWN_NAMED = frozenset({"offer_head", "head", "offer", "offer_at", "phrase", "company", "firm"})
JOINT = re.compile(rf"{SPACE}og{SPACE}")
# A table of the offers of one kind, its first column their names: "Plejecenter", "Ansøger".
TABLE_HEAD = r"(?:^|(?<![^\n])[^\t\n]*\n)(?:%table_heads%)[ \u00a0]*\t[^\n]*(?P<rows>(?:\n[^\t\n]+\t[^\n]*)+)"
FIRST_CELL = re.compile(rf"\n{SPACE}*(?P<name>{UPPER}[^\t\n]{{1,60}}?){SPACE}*\t")
NO_ROW = re.compile(
    r"(?i:i alt|sum\b|total|samlet|øvrige|andre|gennemsnit|hele |heraf|resten|ingen)|.*(?:i alt|\d|:)$"
    r"|\w+(?:ere?|erne|centre|tilbud|hjem|området?|ning|udgift)$"
)
SENTENCE_HEAD = re.compile(r"(?:^|[.!?:•–*-]\s|\n\s*|\d\. )$")


@Language.factory("institutions", assigns=["doc.spans"], default_config={"folder": None})
def make_institutions(nlp: Language, name: str, folder: str | None) -> "Institutions":
    """Return the component; `folder` holds institutions.csv, by default the one in the settings."""
    home = registers(folder)
    return Institutions(read_institutions(home), read_towns(home))


class Institutions(Finder):
    """Mark institutions in `doc.spans["institutions"]`; `kb_id_` is the name in its base form."""

    group = "institutions"

    def __init__(self, register: Sequence[Institution], towns: frozenset[str] = frozenset()) -> None:
        self._gazetteer: Gazetteer[str] = Gazetteer(
            (spelling, one.name) for one in register for spelling in _spellings(one)
        )
        self._parties = frozenset(one.name for one in register if one.kind == "party")
        self._branched = {one.name: one.kind for one in register if one.kind in BRANCHED}
        self._towns = towns
        self._town_names: Gazetteer[str] = Gazetteer((town, town) for town in sorted(towns))

    def match(self, doc: Doc) -> list[Candidate]:
        """Return what may be institutions in `doc`; some overlap, and `resolve` decides."""
        text = text_of(doc)
        towns = list(self._town_names.find(text))
        found = [
            *self._registered(text),
            *self._constructed(text),
            *conjuncts(text, towns),
            *of_towns(text, towns),
        ]
        return [*found, *_abbreviations(text, found), *_on_route(text), *_in_brackets(text), *_in_table(text)]

    def _registered(self, text: str) -> Iterator[Candidate]:
        for hit in self._gazetteer.find(text):
            letters = hit.entry in self._parties and PARTY_LETTERS.match(text, hit.start - 1)
            longer = (tool := product(text, hit.start)) is not None and tool.end() > hit.bare_end
            if not (letters or longer or is_any(text, hit.start) or pattern(NO_PARTY).match(text, hit.start)):
                yield Candidate(hit.start, hit.end, Label.INSTITUTION, hit.entry, "register")
                if branch := self._branch(text, hit):
                    norm = text[hit.start : branch.end("own")]
                    yield Candidate(hit.start, branch.end(), Label.INSTITUTION, norm, "branch")

    def _branch(self, text: str, hit: NameMatch[str]) -> re.Match[str] | None:
        """Return the place after a body's name that its branch is called by: "Nordvest", "i Tornby"."""
        kind, branch = self._branched.get(hit.entry), BRANCH.match(text, hit.end)
        if (
            kind is None
            or branch is None
            or branch["own"] in words("beginnings") | words("headings") | NO_BRANCH
        ):
            return None
        of_town = kind == "association" and branch["own"] in self._towns
        return branch if branch["in"] is None or of_town else None

    def _constructed(self, text: str) -> Iterator[Candidate]:
        for form, construction in patterns():
            for match in construction.finditer(text):
                start, end = match.span("name")
                start = _without_sentence_start(text, start, end)
                start = self._second_of_two(text, start, end) if form == "company" else start
                alone = form == "offer_head" and _begins_sentence_only(text, start, end)
                start = text.index(" ", start) + 1 if alone else start
                name = " ".join(text[start:end].split())
                if not self._is_no_name(name, form) and not is_any(text, start, form):
                    rule, norm = "offer" if alone else form, _base(text, name, form)
                    end = max(end, match.end("genitive"))
                    yield Candidate(start, end, Label.INSTITUTION, norm[0].upper() + norm[1:], rule)

    def _second_of_two(self, text: str, start: int, end: int) -> int:
        """Return where the firm begins if a body of the register stands before it: "KL og Due & Dam A/S"."""
        for joint in JOINT.finditer(text, start, end):
            names = self._gazetteer.find(text[start:end])
            if any(joint.start() == start + hit.end or joint.end() == start + hit.start for hit in names):
                start = joint.end()
        return start

    def _is_no_name(self, name: str, form: str) -> bool:
        if form == "authority":
            return False
        if is_general(name) or (form == "fields" and self._begins_with_name(name)):
            return True
        if form == "firm":
            return self._towns.issuperset(name.split(" & "))
        if form == "council_in":
            return name.startswith("Bruger")
        return form.startswith(("offer", "led_in")) and (
            not self._towns.isdisjoint({name, name.removesuffix("s")})
            or name in SIDES
            or (form == "offer_at" and pattern(ISLAND).fullmatch(name) is not None)
            or name.endswith((" Kommune", "Region"))
        )

    def _begins_with_name(self, name: str) -> bool:
        """Tell whether the first of several fields is a body or a town: "Venstre og Socialudvalget"."""
        hits = (next(names.find(name), None) for names in (self._gazetteer, self._town_names))
        return any(hit is not None and hit.start == 0 and hit.end < len(name) for hit in hits)


def _base(text: str, name: str, form: str) -> str:
    """Return a name without the genitive's s that its last word, of whatever form, may have."""
    return base_form(text, name) if form in OWN_NAMED and MAY_BE_GENITIVE.search(name) else name


def _without_sentence_start(text: str, start: int, end: int) -> int:
    """Return where the name begins, a sentence's first word such as "Hos" or a heading left out."""
    first, _, rest = text[start:end].partition(" ")
    begins = first.lower() in words("sentence_starts") - {"den", "det"} or first in words("headings")
    begins = begins or pattern("%firm_roles%").fullmatch(first) is not None
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


def _on_route(text: str) -> Iterator[Candidate]:
    """Yield the committees that a case goes through, where their letters alone are printed."""
    for route in ROUTE.finditer(text):
        for code in CODE.finditer(text, *route.span("codes")):
            if not is_general(code[0]):
                yield Candidate(*code.span(), Label.INSTITUTION, code[0], "route")


def _in_brackets(text: str) -> Iterator[Candidate]:
    """Yield the parties of persons that are written out: "Ane Due (A), Bo Dam (Frie Borgere)"."""
    for party in PARTY_NAME.finditer(text):
        near = text[max(0, party.start() - OF_A_LIST) : party.end() + OF_A_LIST]
        if PARTY_LETTERS.search(near) and not (is_apart(party["name"]) or is_general(party["name"])):
            yield Candidate(*party.span("name"), Label.INSTITUTION, party["name"], "party")


def _in_table(text: str) -> Iterator[Candidate]:
    """Yield the bodies of a table's first column, where its heading says that there are such."""
    for table in pattern(TABLE_HEAD).finditer(text):
        for cell in FIRST_CELL.finditer(text, *table.span("rows")):
            if not (NO_ROW.match(cell["name"]) or is_general(cell["name"])):
                yield Candidate(*cell.span("name"), Label.INSTITUTION, cell["name"], "table")


def _spellings(one: Institution) -> tuple[str, ...]:
    # Two letters are too often something else: they count where the text introduces them.
    short = (one.abbreviation,) if len(one.abbreviation) > 2 else ()
    return (one.name, *one.aliases, *short)


def _abbreviations(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    """Yield the abbreviations in parentheses after an institution, wherever used, with its name as norm."""
    longest = {one.end: one for one in sorted(found, key=lambda one: -one.start)}
    for one in longest.values():
        if match := ABBREVIATION.match(text, one.end):
            short = match["short"]
            norm = one.norm if in_order(short, one.norm) else short
            for use in re.finditer(rf"(?<![\w-]){re.escape(short)}(?:['’´]?s)?(?!\w)", text):
                yield Candidate(*use.span(), Label.INSTITUTION, norm, "abbreviation")


def in_order(letters: str, among: str) -> bool:
    """Tell whether letters stand in a name in their order, as those of its abbreviation do."""
    rest = iter(among.lower())
    return all(letter in rest for letter in letters.lower() if letter.isalpha())
