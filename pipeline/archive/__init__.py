"""The record: every meeting ever added, its texts, tags, passages and vectors, in one SQL database."""

from pipeline.archive.archive import Archive
from pipeline.archive.values import (
    Added,
    Filters,
    Hit,
    ItemSummary,
    Outcome,
    PassageTable,
    PassageVectors,
    Recut,
    Snippet,
    Stats,
    StoredItem,
    StoredMeeting,
    Version,
)

__all__ = [
    "Added",
    "Archive",
    "Filters",
    "Hit",
    "ItemSummary",
    "Outcome",
    "PassageTable",
    "PassageVectors",
    "Recut",
    "Snippet",
    "Stats",
    "StoredItem",
    "StoredMeeting",
    "Version",
]
