"""What was said before about the matters of an archive: links, search and cases, always fresh."""

from pipeline.discussions.cases import CaseBook
from pipeline.discussions.documents import as_document, link_documents, read_item, read_meeting, split_matters
from pipeline.discussions.fresh import FreshIndex, Kept, Watch, unwatched
from pipeline.discussions.search import SenseSearch, WordSearch
from pipeline.discussions.stated import read_stated
from pipeline.discussions.trail import CaseLine, Stop, Trail, Trails, decision_of

__all__ = [
    "CaseBook",
    "CaseLine",
    "FreshIndex",
    "Kept",
    "SenseSearch",
    "Stop",
    "Trail",
    "Trails",
    "Watch",
    "WordSearch",
    "as_document",
    "decision_of",
    "link_documents",
    "read_item",
    "read_meeting",
    "read_stated",
    "split_matters",
    "unwatched",
]
