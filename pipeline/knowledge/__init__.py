"""Registers a user edits, read from data/knowledge: who and what has a name everybody knows."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import KnowledgeError
from pipeline.knowledge.institutions import Institution, read_institutions
from pipeline.knowledge.laws import Law, read_laws
from pipeline.knowledge.municipalities import Municipality, read_municipalities
from pipeline.knowledge.persons import read_first_names
from pipeline.knowledge.regions import Region, read_regions
from pipeline.knowledge.themes import ThemeDefinition, load_themes_register

__all__ = [
    "Institution", "Knowledge", "Law", "Municipality", "Region", "ThemeDefinition", "load_knowledge",
    "load_themes_register",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """The registers, and the folder they were read from."""

    folder: Path
    municipalities: tuple[Municipality, ...]
    regions: tuple[Region, ...]
    institutions: tuple[Institution, ...]
    laws: tuple[Law, ...]
    first_names: frozenset[str]


def load_knowledge(folder: Path) -> Knowledge:
    """Return the registers in `folder`.

    Raises:
        KnowledgeError: a register is missing or not as data/knowledge/README.md says;
            the message names the file, the line and what to do.

    """
    knowledge = Knowledge(
        folder=folder,
        municipalities=read_municipalities(folder),
        regions=read_regions(folder),
        institutions=read_institutions(folder),
        laws=read_laws(folder),
        first_names=read_first_names(folder),
    )
    _check_regions(knowledge)
    return knowledge


def _check_regions(knowledge: Knowledge) -> None:
    known = {region.name for region in knowledge.regions}
    for municipality in knowledge.municipalities:
        if municipality.region not in known:
            raise KnowledgeError(
                f"{knowledge.folder / 'municipalities.csv'}: {municipality.name} lies in "
                f"{municipality.region!r}, which regions.csv does not have; add it there or correct it here"
            )
