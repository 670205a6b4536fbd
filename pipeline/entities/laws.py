"""The component `laws`: references to a paragraph of a law, by its short name."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, Finder, registers, text_of
from pipeline.entities.words import lowered, pattern
from pipeline.knowledge.registers import Law, read_laws

SECTION_SIGN = re.compile("§+")
# "§ 101 a", but not "§ 107 i Odense".
NUMBER = r"\d+(?:\s?[a-hj-zA-HJ-Z](?!\w|\.\w|/))?"
PARTS = r"(?:,?\s?(?:stk|nr|pkt|litra)\.?\s?(?:\d+|[a-z])\b(?:\s?[-–]\s?\d+)?)*"
ONE = rf"{NUMBER}{PARTS}"
# Two signs announce a list; after one sign only a range goes on without a sign of its own.
PARAGRAPHS = re.compile(
    rf"§§\s?{ONE}(?:(?:\s?[-–/]\s?|,\s|,?\s(?:og|eller|samt)\s){ONE})*|§\s?{ONE}(?:\s?[-–/]\s?{NUMBER})*"
)
# "servicelovens § 82 b, § 85 og § 107": the law's name is said once.
GOES_ON = re.compile(r"(?:,|/|,?\s(?:og|eller|samt|jf\.))\s?$")
LONGEST_NAME = 120
# A law that no register has: "varmeforsyningslovens § 4", "lånebekendtgørelsens § 2".
BUILT = r"(?!%no_laws%)[\w-]{3,}(?:loven|bekendtgørelsen|forordningen|cirkulæret|vedtægten|vedtægternes?)"
BUILT_BEFORE = rf"(?<![\w-])(?P<name>{BUILT})s?,?\s$"
# Named without a paragraph: "styrelsesloven", "Finanslov for 2014", "lov nr. 573 af 24. juni 2005".
DATED = (
    r"(?:lov|lovbekendtgørelse|lbk|bekendtgørelse|bek|cirkulære)\.?\snr\.?\s?\d[\d.]*(?:\saf\s(?:den\s|d\.\s)?"
    r"\d{1,2}(?:\.\s?[a-zæøå]+|[./-]\d{1,2}[./-]?)\s?\d{4})?"
)
# "L 149", "beslutningsforslag B 12": by the number that parliament gave it.
BILL = r"(?:(?<=forslag )|(?<=forslaget )|(?<=\())[lb] \d{1,3}(?:\s?[ab])?(?=[\s,;:.)])"
FINANCE = r"finanslov(?:en)?s?\s(?:for\s|af\s)?(?:19|20)\d\d"
CHANGES = r"lov om ændring af "
WHOLE = re.compile(r".*(?:loven|balken|forordningen)|lov om .*")
BY_NAME = (
    rf"(?<![\w-])(?:{DATED}|{FINANCE}|{BILL}|(?!%no_laws%)[a-zæøå]{{4,}}(?:loven|bekendtgørelsen)s?)(?![\w-])"
)


@Language.factory("laws", assigns=["doc.spans"], default_config={"folder": None})
def make_laws(nlp: Language, name: str, folder: str | None) -> "Laws":
    """Return the component; `folder` holds laws.csv, by default the one in the settings."""
    return Laws(read_laws(registers(folder)))


class Laws(Finder):
    """Mark references to laws in `doc.spans["laws"]`; `kb_id_` is short name and paragraph."""

    group = "laws"

    def __init__(self, register: tuple[Law, ...]) -> None:
        self._short = {lowered(name): law.short for law in register for name in _names(law)}
        self._short |= {law.abbreviation: law.short for law in register if law.abbreviation}
        full = [re.escape(name) for law in register for name in map(lowered, _names(law))]
        names = "|".join(sorted(full, key=len, reverse=True))
        abbreviations = "|".join(re.escape(law.abbreviation) for law in register if law.abbreviation)
        self._before = re.compile(
            rf"(?<![\w-])(?P<name>{names})s?(?:\s\((?:{lowered(abbreviations)})\))?,?\s$"
        )
        self._abbreviation_before = re.compile(rf"(?<![\w-])(?P<name>{abbreviations})s?,?\s?$")
        named = [
            re.escape(name) for name in sorted(self._short, key=len, reverse=True) if WHOLE.fullmatch(name)
        ]
        self._named = re.compile(rf"(?<![\w-])(?:{CHANGES})?(?:{'|'.join(named) or '(?!)'})s?(?![\w-])")
        self._after = re.compile(rf"\s(?:i\s)?(?P<name>{names})(?![\w-])")
        self._abbreviation_after = re.compile(rf"\s(?:i\s)?(?P<name>{abbreviations})(?![\w-])")

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the references in `doc`; in a list the law's name, said once, holds for all."""
        text = text_of(doc)
        folded = lowered(text)
        found: list[Candidate] = []
        law, at = "", 0
        for sign in SECTION_SIGN.finditer(text):
            paragraphs = PARAGRAPHS.match(text, sign.start()) if sign.start() >= at else None
            if paragraphs is None:
                continue
            goes_on = at and GOES_ON.fullmatch(text, at, paragraphs.start())
            start, at, named = self._with_name(text, folded, paragraphs)
            law = named or (law if goes_on else "")
            norm = f"{law} {_written(paragraphs[0])}".strip()
            found.append(Candidate(start, at, Label.LAW, norm, "paragraph"))
        return sorted([*found, *self._by_name(text, folded, found)], key=lambda one: one.start)

    def _by_name(self, text: str, folded: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """Yield laws that are named without a paragraph."""
        taken = list(found)
        for match in chain(self._named.finditer(folded), pattern(BY_NAME).finditer(folded)):
            start, end = match.span()
            bare = match[0].removesuffix("s")
            norm = self._short.get(bare) or (text[start:end] if " " in bare else bare)
            law = Candidate(start, end, Label.LAW, norm, "name")
            if not law.overlaps(taken):
                taken.append(law)
                yield law

    def _with_name(self, text: str, folded: str, paragraphs: re.Match[str]) -> tuple[int, int, str]:
        """Return where the reference begins and ends with its law's name, and the short name."""
        start, end = paragraphs.span()
        from_here = max(0, start - LONGEST_NAME)
        before = self._before.search(folded, from_here, start)
        before = before or self._abbreviation_before.search(text, max(0, start - 12), start)
        before = before or pattern(BUILT_BEFORE).search(folded, max(0, start - 50), start)
        if before:
            return before.start(), end, self._short.get(before["name"], before["name"])
        after = self._after.match(folded, end) or self._abbreviation_after.match(text, end)
        return (start, after.end(), self._short[after["name"]]) if after else (start, end, "")


def _names(law: Law) -> tuple[str, ...]:
    return tuple(name for name in (law.short, law.name, *law.aliases) if name)


def _written(paragraphs: str) -> str:
    """Return paragraphs with one spacing: "§107, stk.2" and "§ 107 stk 2" are the same."""
    text = re.sub(r"(§+)\s?", r"\1 ", " ".join(paragraphs.split()))
    return re.sub(r",?\s?(stk|nr|pkt|litra)\.?\s?(\w)", r", \1. \2", text).replace("litra.", "litra")
