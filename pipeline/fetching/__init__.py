"""Publication sites of municipalities, asked politely for what they publish."""

from pipeline.fetching.listing import ListedAgenda, ListedMeeting, agenda_path, read_list, without_closed
from pipeline.fetching.site import Site, site_address

__all__ = [
    "ListedAgenda",
    "ListedMeeting",
    "Site",
    "agenda_path",
    "read_list",
    "site_address",
    "without_closed",
]
