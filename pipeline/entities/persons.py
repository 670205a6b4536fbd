"""The component `persons`: names that begin with a known first name."""

import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.config import load_config
from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, write
from pipeline.knowledge.persons import read_first_names

GROUP = "persons"
PART = r"[A-ZÆØÅÖÄÜÉŠŽĆČ][a-zæøåöäüéèáíóúñçšžćčşığ]+(?:-[A-ZÆØÅÖÄÜÉ][a-zæøåöäüéèáíóúñçšžćčşığ]+)*"
PARTICLE = r"(?:van\sder|van\sden|van|von|de|af|el|al|bin)"
INITIAL = r"[A-ZÆØÅ]\.|Chr\.|Aa\."
NAME = re.compile(
    rf"(?<![\w-])(?P<first>{PART})(?P<rest>(?:[ \u00a0](?:{INITIAL}|{PART}|El-{PART}|Al-{PART}))*"
    rf"(?:[ \u00a0]{PARTICLE})?[ \u00a0](?P<last>{PART}|El-{PART}))(?:s(?=\b)|['’])?(?![\w-])"
)


@Language.factory("persons", assigns=["doc.spans"], default_config={"folder": None})
def make_persons(nlp: Language, name: str, folder: str | None) -> "Persons":
    """Return the component; `folder` holds first_names.csv, by default the one in the settings."""
    return Persons(read_first_names(Path(folder) if folder else load_config().paths.knowledge))


class Persons:
    """Mark persons in `doc.spans["persons"]`; `kb_id_` is the name without genitive."""

    def __init__(self, first_names: frozenset[str]) -> None:
        self._first_names = first_names

    def match(self, doc: Doc) -> list[Candidate]:
        """Return the persons named in `doc`, in the order of the text."""
        return list(self._find(doc.text))

    def _find(self, text: str) -> Iterator[Candidate]:
        for match in NAME.finditer(text):
            if match["first"].split("-")[0] in self._first_names:
                name = f"{match['first']}{match['rest']}"
                norm = name[:-1] if _is_genitive(text, match) else name
                yield Candidate(
                    start=match.start(), end=match.end(), label=Label.PERSON, norm=norm, rule="first_name"
                )

    def __call__(self, doc: Doc) -> Doc:
        write(doc, GROUP, self.match(doc))
        return doc


def _is_genitive(text: str, match: re.Match[str]) -> bool:
    """Tell whether the last s is a genitive: the same name stands elsewhere without it."""
    name = match[0]
    return name.endswith("s") and re.search(rf"{re.escape(name[:-1])}(?!\w)", text) is not None
