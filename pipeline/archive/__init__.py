"""The record: every meeting ever added, its texts, tags, passages and vectors, in one SQL database."""

from pipeline.archive.archive import Archive, by_generation
from pipeline.archive.counts import (
    SPAN,
    Cell,
    Count,
    Facets,
    MeetingPage,
    NamedAmount,
    NamedCase,
    NewItem,
    News,
    Returned,
    Stats,
    WatchedMeetings,
)
from pipeline.archive.values import (
    Added,
    Fetched,
    Hit,
    ItemSummary,
    KeptCase,
    LogFilter,
    LogPage,
    Outcome,
    PassageVectors,
    RankedItem,
    Rebuilt,
    Snippet,
    StoredItem,
    StoredMeeting,
    Treatment,
    Version,
)
