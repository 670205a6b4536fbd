"""The component `institutions`: bodies of the register, and names built as Danish builds them."""

import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.config import load_config
from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, write
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.institution_forms import GENERAL, PATTERN
from pipeline.knowledge.institutions import Institution, read_institutions

GROUP = "institutions"
ABBREVIATION = re.compile(
    r"\s\((?:herefter\s|forkortet\s)?[\"”“]?(?P<short>[A-ZÆØÅ][\wÆØÅæøå-]{1,7})[\"”“]?\)"
)


@Language.factory("institutions", assigns=["doc.spans"], default_config={"folder": None})
def make_institutions(nlp: Language, name: str, folder: str | None) -> "Institutions":
    """Return the component; `folder` holds institutions.csv, by default the one in the settings."""
    return Institutions(read_institutions(Path(folder) if folder else load_config().paths.knowledge))


class Institutions:
    """Mark institutions in `doc.spans["institutions"]`; `kb_id_` is the name in its base form."""

    def __init__(self, register: tuple[Institution, ...]) -> None:
        self._gazetteer: Gazetteer[str] = Gazetteer(
            (spelling, one.name) for one in register for spelling in _spellings(one)
        )

    def match(self, doc: Doc) -> list[Candidate]:
        """Return what may be institutions in `doc`; some overlap, and `resolve` decides."""
        found = [*self._registered(doc.text), *_constructed(doc.text)]
        return [*found, *_abbreviations(doc.text, found)]

    def _registered(self, text: str) -> Iterator[Candidate]:
        for hit in self._gazetteer.find(text):
            yield _institution(hit.start, hit.end, hit.entry, "register")

    def __call__(self, doc: Doc) -> Doc:
        write(doc, GROUP, self.match(doc))
        return doc


def _spellings(one: Institution) -> tuple[str, ...]:
    # Two letters are too often something else: they count where the text introduces them.
    short = (one.abbreviation,) if len(one.abbreviation) > 2 else ()
    return (one.name, *one.aliases, *short)


def _constructed(text: str) -> Iterator[Candidate]:
    for match in PATTERN.finditer(text):
        form = match.lastgroup or ""
        form = form.removesuffix("_genitive")
        name = match[f"{form}_name"]
        if name in GENERAL:
            continue
        start = match.start(f"{form}_name")
        norm = name[0].upper() + name[1:] if form == "lower_case_body" else name
        yield _institution(start, match.end(), norm, form)


def _abbreviations(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    """Yield the abbreviations that stand in parentheses after an institution, wherever they are used."""
    for one in found:
        if match := ABBREVIATION.match(text, one.end):
            short = match["short"]
            for use in re.finditer(rf"(?<![\w-]){re.escape(short)}(?:['’]?s)?(?![\w-])", text):
                yield _institution(use.start(), use.end(), short, "abbreviation")


def _institution(start: int, end: int, norm: str, rule: str) -> Candidate:
    return Candidate(start=start, end=end, label=Label.INSTITUTION, norm=norm, rule=rule)
