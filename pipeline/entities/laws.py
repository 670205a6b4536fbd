"""The component `laws`: references to a paragraph of a law, by its short name."""

import re
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.config import load_config
from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, write
from pipeline.knowledge.laws import Law, read_laws

GROUP = "laws"
NUMBER = r"\d+(?:\s?[a-zæøå](?![\w.]))?"
PARTS = r"(?:,?\s?(?:stk|nr|pkt|litra)\.?\s?(?:\d+|[a-z])\b(?:\s?[-–]\s?\d+)?)*"
ONE = rf"{NUMBER}{PARTS}"
PARAGRAPHS = rf"§{{1,2}}\s?{ONE}(?:(?:\s?[-–/]\s?|,\s|\sog\s|\seller\s|\ssamt\s)(?:§{{1,2}}\s?)?{ONE})*"
UNSPACED = re.compile(r"\s+")


@Language.factory("laws", assigns=["doc.spans"], default_config={"folder": None})
def make_laws(nlp: Language, name: str, folder: str | None) -> "Laws":
    """Return the component; `folder` holds laws.csv, by default the one in the settings."""
    return Laws(read_laws(Path(folder) if folder else load_config().paths.knowledge))


class Laws:
    """Mark references to laws in `doc.spans["laws"]`; `kb_id_` is short name and paragraph."""

    def __init__(self, register: tuple[Law, ...]) -> None:
        self._short = {name.lower(): law.short for law in register for name in _names(law)}
        self._abbreviations = {law.abbreviation: law.short for law in register if law.abbreviation}
        names = "|".join(re.escape(name) for name in sorted(self._short, key=len, reverse=True))
        abbreviations = "|".join(map(re.escape, self._abbreviations))
        self._pattern = re.compile(
            rf"(?<![\w-])(?:(?P<name>(?i:{names}))(?:s|')?(?:\s\((?:{abbreviations})\))?,?\s|(?P<abbreviation>{abbreviations})s?,?\s?)?"
            rf"(?P<paragraphs>{PARAGRAPHS})(?:\s(?i:i\s)?(?P<after>(?i:{names})|{abbreviations})(?![\w-]))?"
        )

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the references in `doc`; a bare "§ 66" belongs to the law named last before it."""
        found: list[Candidate] = []
        law = ""
        for match in self._pattern.finditer(doc.text):
            law = self._law(match) or law
            norm = f"{law} {_written(match['paragraphs'])}".strip()
            found.append(
                Candidate(start=match.start(), end=match.end(), label=Label.LAW, norm=norm, rule="paragraph")
            )
        return found

    def _law(self, match: re.Match[str]) -> str:
        named = match["name"] or match["after"] or ""
        abbreviation = match["abbreviation"] or named
        return self._short.get(named.lower()) or self._abbreviations.get(abbreviation, "")

    def __call__(self, doc: Doc) -> Doc:
        write(doc, GROUP, self.match(doc))
        return doc


def _names(law: Law) -> tuple[str, ...]:
    return tuple(name for name in (law.short, law.name, *law.aliases) if name)


def _written(paragraphs: str) -> str:
    """Return paragraphs with one spacing: "§107, stk.2" and "§ 107 stk 2" are the same."""
    text = UNSPACED.sub(" ", paragraphs)
    text = re.sub(r"(§+)\s?", r"\1 ", text)
    return re.sub(r",?\s?(stk|nr|pkt|litra)\.?\s?(\w)", r", \1. \2", text).replace("litra.", "litra")
