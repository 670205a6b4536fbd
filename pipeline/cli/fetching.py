"""`sagsspor fetch`, `watch`: what publication sites and folders have that the archive has not."""

import datetime as dt
import re
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.app.door import printable_line
from pipeline.cli.items import PublishedBy, added_in_all, reading, tell_answer
from pipeline.cli.shared import (
    DAY,
    AsJson,
    bar,
    open_session,
    parse_day,
    print_json,
    say,
    with_options,
)
from pipeline.domain import danish_date
from pipeline.errors import SagssporError, SourceNotFoundError

if TYPE_CHECKING:  # numpy comes with it, which `sagsspor --help` goes without
    from pipeline.app.fetching import FetchReport, Site, Wanted
    from pipeline.app.session import Session

Address = Annotated[str, typer.Argument(help="A site that publishes with FirstAgenda.", metavar="URL")]
Source = Annotated[str, typer.Argument(help="A folder, or a site as of `fetch`.", metavar="FOLDER|URL")]
Whose = Annotated[str, typer.Option("--committee", help="Fetch the meetings of this committee alone.")]
Since = Annotated[
    dt.date | None,
    typer.Option("--since", help="Fetch meetings held on this day or later.", parser=parse_day, metavar=DAY),
]
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_NEWS = {
    "new": ("ny", "nye"), "changed": ("ændret", "ændrede"), "same": ("uændret", "uændrede"),
    "withdrawn": ("trukket tilbage", "trukket tilbage"), "failed": ("mislykket", "mislykkede"),
    "unlisted": ("ikke på listen, men der endnu", "ikke på listen, men der endnu"),
}  # fmt: skip
SIX_HOURS = dt.timedelta(hours=6)


def parse_every(written: str | dt.timedelta) -> dt.timedelta:
    """Return how often, as "90s", "30m", "6h" or "1d".

    >>> parse_every("6h"), parse_every("90s")
    (datetime.timedelta(seconds=21600), datetime.timedelta(seconds=90))

    Raises:
        BadParameter: it is none of these forms, or no time at all.

    """
    if isinstance(written, dt.timedelta):  # the default
        return written
    match = re.fullmatch(r"(\d{1,6})\s*([smhd])", written.strip().lower())
    if not match or not int(match[1]):
        raise typer.BadParameter(f"{written!r} is no time; write it as 90s, 30m, 6h or 1d")
    return dt.timedelta(seconds=int(match[1]) * _UNITS[match[2]])


Every = Annotated[
    dt.timedelta,
    typer.Option(
        "--every",
        help="How often at least: 90s, 30m, 6h, 1d.",
        parser=parse_every,
        metavar="TIME",
        show_default="6h",
    ),
]


def wanted_of(committee: Whose = "", since: Since = None) -> "Wanted":
    """Return which meetings of a site are fetched."""
    from pipeline.app.fetching import Wanted

    return Wanted(committee=committee, since=since)


@with_options(wanted=wanted_of)
def fetch(
    context: typer.Context,
    url: Address,
    *,
    wanted: "Wanted",
    publisher: PublishedBy = "",
    as_json: AsJson = False,
) -> None:
    """Add what a publication site has that is new; say what changed there and what was withdrawn.

    One thing is asked for at a time; what was fetched is kept, and a round that is broken off goes on there.
    """
    from pipeline.app.fetching import open_site

    config = reading(context.obj, publisher, ocr=False)
    with open_site(config, url) as site, open_session(config, make=True) as session:
        report = _fetch(site, session, wanted)
    if as_json:
        print_json(report)
    else:
        _show(report)
    if any(one.news.value == "failed" for one in report.meetings):
        raise typer.Exit(1)


def _fetch(site: "Site", session: "Session", wanted: "Wanted") -> "FetchReport":
    from pipeline.app.fetching import fetch_site

    return fetch_site(site, session, wanted, partial(bar, "Fetching"), tell_answer)


def _show(report: "FetchReport") -> None:
    for one in report.meetings:
        names = ", ".join(filter(None, one.names)) or "uden navn"
        day = danish_date(dt.date.fromisoformat(one.date))
        where = f"  {one.meeting_id}" if one.meeting_id else ""
        say(printable_line(f"{_NEWS[one.news.value][0]}: {one.committee}, {day} ({names}){where}"))
    say(_summed(report))


def _summed(report: "FetchReport") -> str:
    """Return a report in one line."""
    from pipeline.app.answers import number_of

    count = Counter(one.news.value for one in report.meetings)
    news = ", ".join(number_of(count[news], *words) for news, words in _NEWS.items() if count[news])
    listed = number_of(report.listed, "møde", "møder")
    return f"{report.site}: {listed} på listen, {news or 'intet nyt'}"


@with_options(wanted=wanted_of)
def watch(
    context: typer.Context,
    source: Source,
    *,
    every: Every = SIX_HOURS,
    wanted: "Wanted",
    publisher: PublishedBy = "",
) -> None:
    """Add what is new in a folder or on a site, again and again, until Ctrl-C stops it.

    A folder is looked at whenever something in it changes, too; files half written wait until they are whole.
    """
    folder = Path(source)
    is_folder = "://" not in source and folder.is_dir()
    if "://" not in source and not is_folder and (source[:1] in "./~" or "." not in source):
        raise SourceNotFoundError("no-such-file", path=source)  # and no site to be asked again and again
    with open_session(reading(context.obj, publisher, ocr=False), make=True) as session:
        rounds = (
            _folder_rounds(session, folder, every)
            if is_folder
            else _site_rounds(session, source, wanted, every)
        )
        try:
            for number, line in enumerate(rounds, start=1):
                say(printable_line(f"{dt.datetime.now():%Y-%m-%d %H:%M}, runde {number}: {line}"))
        except KeyboardInterrupt:
            say("stoppet")


def _site_rounds(session: "Session", url: str, wanted: "Wanted", every: dt.timedelta) -> Iterator[str]:
    from pipeline.app.fetching import open_site

    with open_site(session.config, url) as site:
        while True:
            try:
                yield _summed(_fetch(site, session, wanted))
            except SagssporError as error:  # the next round may go better
                yield str(error)
            time.sleep(every.total_seconds())


def _folder_rounds(session: "Session", folder: Path, every: dt.timedelta) -> Iterator[str]:
    from pipeline.app.watching import watch_folder

    for writing in watch_folder(folder, every):
        try:
            yield f"venter på {', '.join(writing[:3])}" if writing else _add_folder(session, folder)
        except SagssporError as error:  # the next round may go better
            yield str(error)


def _add_folder(session: "Session", folder: Path) -> str:
    from pipeline.app.adding import add_files

    added = add_files(session, [folder], partial(bar, "Adding"), tell_answer)
    return added_in_all(added.meetings) + (f", {added.failed} mislykket" if added.failed else "")
