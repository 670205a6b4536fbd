"""Publication sites of municipalities, asked politely for what they publish."""

from pipeline.fetching.answers import Answers
from pipeline.fetching.listing import (
    LIST,
    ListedAgenda,
    ListedMeeting,
    agenda_path,
    read_list,
    without_closed,
)
from pipeline.fetching.site import Site, site_address

__all__ = [
    "LIST",
    "Answers",
    "ListedAgenda",
    "ListedMeeting",
    "Site",
    "agenda_path",
    "read_list",
    "site_address",
    "without_closed",
]
