"""The record: every meeting ever added, its texts, tags, passages and vectors, in one SQL database."""

from pipeline.archive.archive import Archive
from pipeline.archive.counts import (
    SPAN,
    Cell,
    NamedAmount,
    NamedCase,
    NamedCounts,
    NamedIn,
    NewItem,
    Returned,
)
from pipeline.archive.values import (
    Added,
    Count,
    Facets,
    Fetched,
    Hit,
    ItemSummary,
    KeptCase,
    LogFilter,
    LogPage,
    MeetingPage,
    Narrowing,
    News,
    Outcome,
    PassageVectors,
    RankedItem,
    Rebuilt,
    Snippet,
    Stats,
    StoredItem,
    StoredMeeting,
    Treatment,
    Version,
    Watched,
    WatchedMeetings,
)
