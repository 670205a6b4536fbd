"""The words of the house: what moves between modules is one of these frozen values.

Every `start` and `end` is a character offset into the decoded source text, end
exclusive: `text[start:end]` is always what the value says it is. In a correction they
count from the start of its item, which may move in its source.
"""

from pipeline.domain.corrections import (
    MEETING_FIELDS,
    NAMES,
    CaseChange,
    Change,
    Correction,
    EntityAction,
    EntityChange,
    LeftOpen,
    LinkChange,
    MeetingChange,
    MergeChange,
    NameChange,
    RenameChange,
    Ruling,
    Signature,
    Skipped,
    SkippedLink,
    SkippedMention,
    SplitChange,
    StructureChange,
    ThemeChange,
    Undo,
    Withheld,
    names_id,
)
from pipeline.domain.ids import (
    committee_of,
    committee_path_of,
    day_of,
    is_item_id,
    item_id,
    meeting_of,
    number_of,
    slug,
)
from pipeline.domain.jobs import Job, JobLine, JobState
from pipeline.domain.kinds import Kind, Label, add_kind, labels
from pipeline.domain.links import EVERYTHING, Filters, Link, Reason, ReasonKind
from pipeline.domain.minutes import (
    DANISH_MONTHS,
    AgendaItem,
    Attachment,
    Doubt,
    Earlier,
    Lacking,
    Ledger,
    Leftover,
    Listed,
    Meeting,
    Minutes,
    Passage,
    ReadAs,
    Section,
    SectionName,
    Status,
    Structure,
    danish_clock,
    danish_date,
    danish_decimal,
)
from pipeline.domain.tags import (
    Entity,
    Evidence,
    Matter,
    Opinion,
    SubItem,
    TaggedItem,
    TaggedMinutes,
    ThemeScore,
)
