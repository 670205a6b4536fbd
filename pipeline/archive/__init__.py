"""The record: every meeting ever added, its texts, tags, passages and vectors, in one SQL database."""

from pipeline.archive.archive import Archive
from pipeline.archive.values import (
    Added,
    Count,
    Facets,
    Found,
    Hit,
    ItemSummary,
    KeptCase,
    Outcome,
    PassageTable,
    PassageVectors,
    Recut,
    Snippet,
    Stats,
    StoredItem,
    StoredMeeting,
    StoredVectors,
    Version,
)

__all__ = [
    "Added",
    "Archive",
    "Count",
    "Facets",
    "Found",
    "Hit",
    "ItemSummary",
    "KeptCase",
    "Outcome",
    "PassageTable",
    "PassageVectors",
    "Recut",
    "Snippet",
    "Stats",
    "StoredItem",
    "StoredMeeting",
    "StoredVectors",
    "Version",
]
