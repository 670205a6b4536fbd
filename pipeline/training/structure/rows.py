"""The rows of a print, each with its role, and what a perfect reader would find in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.domain import SectionName
from pipeline.minutes.document import Document
from pipeline.minutes.structure.roles import Role

GOES_ON = {
    Role.ITEM: Role.ITEM_MORE, Role.ITEM_BARE: Role.TITLE, Role.ITEM_TEXT: Role.BODY, Role.SECTION: Role.BODY,
    Role.LISTED: Role.LISTED_MORE,
}  # fmt: skip
"""What the further lines of such a row are; other rows go on as themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldItem:
    """An item of a print; empty where it prints no number or no title."""

    number: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of minutes before it is put on a page."""

    text: str
    role: Role
    lead: str = ""
    """Blanks, a bullet or a number before the text."""
    gap: int = 0
    """Blank lines before it."""
    glued: bool = False
    """Whether it goes on in the line before without a blank."""
    item: GoldItem | None = None
    """The item that begins here."""
    section: SectionName | None = None
    """The section that begins here."""
    wraps: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A print: the document, the role of each stretch of its text, and what a reader should find."""

    document: Document
    roles: tuple[tuple[int, Role], ...]
    """Where each row starts, in order, and its role."""
    items: tuple[tuple[int, GoldItem], ...]
    """Where each item starts."""
    sections: tuple[tuple[int, SectionName], ...]
    head: Mapping[str, str]
    """The fields of the meeting that the head tells: "committee", "date", "start", "place"."""
    layout: str
    """In a word, for telling which forms fail."""
