"""What was learned about the structure of minutes: the roles of lines, and when a cut is sure enough."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.minutes.structure.confidence import Gate, load_gate
from pipeline.minutes.structure.roles import SECOND, RoleModel, load_roles


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StructureModel:
    """The models of roles of both readings, and the gate."""

    roles: RoleModel
    second: RoleModel
    gate: Gate


def load_structure(folder: Path) -> StructureModel:
    """Return the model in a folder.

    Raises:
        ModelNotFoundError: the folder has none.

    """
    second = load_roles(folder, SECOND)
    return StructureModel(roles=load_roles(folder), second=second, gate=load_gate(folder))
