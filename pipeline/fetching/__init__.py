"""Publication sites of municipalities, asked politely for what they publish."""

from pipeline.fetching.listing import LIST as LIST
from pipeline.fetching.listing import Answers as Answers
from pipeline.fetching.listing import ListedMeeting as ListedMeeting
from pipeline.fetching.listing import agenda_path as agenda_path
from pipeline.fetching.listing import read_list as read_list
from pipeline.fetching.listing import without_closed as without_closed
from pipeline.fetching.site import Site as Site
from pipeline.fetching.site import site_address as site_address
