"""Ids: `<publisher>/<committee>/<date>/<number>` of an item, without the number of its meeting.

Publisher and committee are slugs; where the publisher is not known, an id begins with the
committee. A second meeting of a committee on one day has a suffix behind the date: `-2`,
so has a second item of one number in a meeting: `1-2`.

An id is a name that is given once: it stays when a person corrects date, committee,
publisher or number, so that links, the log of corrections and bookmarks hold.
"""

import re
import unicodedata

from pipeline.domain.minutes import Meeting

_DATE = re.compile(r"\d{4}-\d\d-\d\d(-\d+)?")
_ITEM = re.compile(rf"([^/]+/){{1,2}}{_DATE.pattern}/.+", re.DOTALL)


def slug(name: str) -> str:
    """Return a name as it stands in ids: lower case, a-z and digits, hyphens between.

    >>> slug("Social- og Sundhedsforum Østjylland, Ærø & Årslev")
    'social-og-sundhedsforum-oestjylland-aeroe-aarslev'
    """
    spelled = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "udvalg"


def item_id(meeting: Meeting, number: str) -> str:
    """Return the id of the item with this number, as it is until an archive adds a suffix."""
    publisher = [slug(meeting.publisher)] if meeting.publisher else []
    return "/".join((*publisher, slug(meeting.committee), meeting.date.isoformat(), number))


def is_item_id(any_id: str) -> bool:
    """Tell whether an id is made as those of items are.

    >>> is_item_id("aeroe-kommune/forum/2023-01-20-2/7/2023"), is_item_id("forum/2023-01-20")
    (True, False)
    """
    return _ITEM.fullmatch(any_id) is not None


def meeting_of(item_id: str) -> str:
    """Return the id of an item's meeting; what follows, the number, may hold a slash itself.

    >>> meeting_of("forum-aeroe/2023-01-20-2/7"), meeting_of("aeroe-kommune/forum/2023-01-20/7/2023")
    ('forum-aeroe/2023-01-20-2', 'aeroe-kommune/forum/2023-01-20')
    """
    parts = item_id.split("/")
    return "/".join(parts[: _place_of_date(parts) + 1])


def number_of(item_id: str) -> str:
    """Return the last part of an item's id; nothing of that of a meeting.

    >>> number_of("aeroe-kommune/forum/2023-01-20/7/2023")
    '7/2023'
    """
    parts = item_id.split("/")
    return "/".join(parts[_place_of_date(parts) + 1 :])


def committee_of(any_id: str) -> str:
    """Return the slug of the committee in the id of an item or a meeting."""
    parts = any_id.split("/")
    return parts[max(_place_of_date(parts) - 1, 0)]


def committee_path_of(any_id: str) -> str:
    """Return what the ids of all meetings of one committee begin with.

    >>> committee_path_of("aeroe-kommune/forum/2023-01-20-2/9"), committee_path_of("forum/2023-01-20")
    ('aeroe-kommune/forum', 'forum')
    """
    parts = any_id.split("/")
    return "/".join(parts[: _place_of_date(parts)])


def day_of(any_id: str) -> str:
    """Return the date in the id of an item or a meeting.

    >>> day_of("forum/2023-01-20-2/9")
    '2023-01-20'
    """
    parts = any_id.split("/")
    return parts[_place_of_date(parts)][: len("YYYY-MM-DD")]


def _place_of_date(parts: list[str]) -> int:
    places = (at for at, part in enumerate(parts[1:3], start=1) if _DATE.fullmatch(part))
    return next(places, min(1, len(parts) - 1))
