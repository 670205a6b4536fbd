"""Registers a user edits, read from data/knowledge: who and what has a name everybody knows."""

from pipeline.knowledge.registers import Institution, Knowledge, Law, Municipality, Region, load_knowledge
from pipeline.knowledge.themes import ThemeDefinition, load_themes_register

__all__ = [
    "Institution", "Knowledge", "Law", "Municipality", "Region", "ThemeDefinition", "load_knowledge",
    "load_themes_register",
]  # fmt: skip
