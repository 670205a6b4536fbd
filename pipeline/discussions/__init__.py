"""What was said before about the matters of an archive: links, search and cases, always fresh."""

from pipeline.discussions.documents import by_item, link_documents, read_item, read_meeting
from pipeline.discussions.fresh import FreshIndex, Kept
from pipeline.discussions.search import Searched, SenseSearch, WordSearch

__all__ = [
    "FreshIndex",
    "Kept",
    "Searched",
    "SenseSearch",
    "WordSearch",
    "by_item",
    "link_documents",
    "read_item",
    "read_meeting",
]
