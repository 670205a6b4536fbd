"""The component `institutions`: bodies of the register, and names built as Danish builds them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.config import load_config
from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, write
from pipeline.entities.common_words import SENTENCE_STARTS
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.institution_forms import NOT_A_BODY, PATTERNS
from pipeline.entities.institution_words import GENERAL
from pipeline.entities.letters import UPPER
from pipeline.knowledge.institutions import Institution, read_institutions
from pipeline.knowledge.municipalities import read_municipalities

GROUP = "institutions"
ABBREVIATION = re.compile(rf"\s\((?:herefter\s|forkortet\s)?[\"”“]?(?P<short>{UPPER}[\w-]{{1,7}})[\"”“]?\)")
SENTENCE_HEAD = re.compile(r"(?:^|[.!?:•–*-]\s|\n\s*|\d\. )$")


@Language.factory("institutions", assigns=["doc.spans"], default_config={"folder": None})
def make_institutions(nlp: Language, name: str, folder: str | None) -> "Institutions":
    """Return the component; `folder` holds institutions.csv, by default the one in the settings."""
    home = Path(folder) if folder else load_config().paths.knowledge
    towns = {form for one in read_municipalities(home) for form in (*one.spellings(), one.seat)}
    return Institutions(read_institutions(home), frozenset(towns))


class Institutions:
    """Mark institutions in `doc.spans["institutions"]`; `kb_id_` is the name in its base form."""

    def __init__(self, register: Sequence[Institution], towns: frozenset[str] = frozenset()) -> None:
        self._gazetteer: Gazetteer[str] = Gazetteer(
            (spelling, one.name) for one in register for spelling in _spellings(one)
        )
        self._towns = towns

    def match(self, doc: Doc) -> list[Candidate]:
        """Return what may be institutions in `doc`; some overlap, and `resolve` decides."""
        found = [*self._registered(doc.text), *self._constructed(doc.text)]
        return [*found, *_abbreviations(doc.text, found)]

    def _registered(self, text: str) -> Iterator[Candidate]:
        for hit in self._gazetteer.find(text):
            yield _institution(hit.start, hit.end, hit.entry, "register")

    def _constructed(self, text: str) -> Iterator[Candidate]:
        for form, pattern in PATTERNS:
            for match in pattern.finditer(text):
                start, end = match.start("name"), match.end("name")
                start = _without_sentence_start(text, start, end)
                if form == "offer_head" and _begins_sentence_only(text, start, end):
                    start, form = text.index(" ", start) + 1, "offer"
                name = text[start:end]
                if name in GENERAL or name in NOT_A_BODY or name.lower() in SENTENCE_STARTS or (form.startswith("offer") and self._is_place(name)):
                    continue
                norm = " ".join(name.split())
                yield _institution(start, max(end, match.end("genitive")), norm[0].upper() + norm[1:], form)

    def _is_place(self, name: str) -> bool:
        return name in self._towns or name.removesuffix("s") in self._towns or name.endswith((" Kommune", "Region"))

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with what may be institutions in `doc.spans`."""
        write(doc, GROUP, self.match(doc))
        return doc


def _without_sentence_start(text: str, start: int, end: int) -> int:
    """Return where the name begins, a sentence's first word such as "Hos" or "På" left out."""
    first = text[start:end].split(" ", 1)
    return start + len(first[0]) + 1 if len(first) == 2 and first[0].lower() in SENTENCE_STARTS - {"den", "det"} else start


def _begins_sentence_only(text: str, start: int, end: int) -> bool:
    """Tell whether an offer's first word is large only because a sentence begins with it.

    "Botilbuddet Lyngtoften drives af ...": so it is where the text has "Lyngtoften" alone
    too, and never the two words written large inside a sentence.
    """
    if not SENTENCE_HEAD.search(text, max(0, start - 6), start):
        return False
    head, own = text[start:end].split(" ", 1)
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
