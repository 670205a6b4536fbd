"""What was learned about the structure of minutes: the roles of lines, and when a cut is sure enough."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.minutes.document import Document
from pipeline.minutes.structure.confidence import Gate, load_gate
from pipeline.minutes.structure.reading import Reading, read
from pipeline.minutes.structure.roles import RoleModel, load_roles


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StructureModel:
    """The model of roles and its gate."""

    roles: RoleModel
    gate: Gate

    def read(self, source: Document) -> Reading:
        """Return the lines of a document with their roles."""
        return read(source, self.roles)


def load_structure(folder: Path) -> StructureModel:
    """Return the model in a folder.

    Raises:
        ModelNotFoundError: the folder has none.

    """
    return StructureModel(roles=load_roles(folder), gate=load_gate(folder))
