"""Matters that come up at several meetings of one forum, and what items of them are called."""

import datetime as dt

from pipeline.domain import Signature

PLACES = ("Særlige pladser", "De særlige pladser på Egely står tomme halvdelen af året.")
DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter i Marstal.")
FERRY = ("Færgen", "Færgen til Marstal sejler tre gange om dagen i sommeren.")
NEW_DRUGS = ("Status", "Tilbuddet i Marstal om anonym stofbehandling har en ny leder.")
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), why="læst")
FORUM = "forum-aeroe"


def day(number):
    return dt.date(2020, 1, 1) + dt.timedelta(days=30 * number)


def item_id(number, at=1):
    return f"{FORUM}/{day(number)}/{at}"
