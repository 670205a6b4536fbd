"""Ten sites of publishers, as Jinja templates in `sites/`, and the habits of each."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from content import Agenda, Habits

from pipeline.domain import SectionName, danish_date

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MUNICIPAL = {SectionName.BAGGRUND: ("Sagsfremstilling", SectionName.SAGSFREMSTILLING)}
DATED = {SectionName.BESLUTNING: ("Beslutning i {committee} den {date}", SectionName.BESLUTNING)}
TO_DECIDE = {SectionName.INDSTILLING: ("Indstilling til beslutning", SectionName.INDSTILLING)}
WITHOUT_ACCENT = {SectionName.RESUME: ("Resume", SectionName.RESUME)}
BACKGROUND = {SectionName.BAGGRUND: ("Sagens baggrund", SectionName.BAGGRUND)}
DESCRIPTION = {SectionName.BAGGRUND: ("Beskrivelse af sagen", SectionName.SAGSFREMSTILLING)}

SITES: dict[str, Habits] = {
    "accordion": Habits(closed="Lukket punkt: Orientering om personalesag", headings=MUNICIPAL),
    "sharepoint": Habits(headings=DATED | MUNICIPAL),
    "umbraco": Habits(headings=TO_DECIDE),
    "fields": Habits(first=84, headings=MUNICIPAL | WITHOUT_ACCENT),
    "tables": Habits(first=12, headings=MUNICIPAL, closed="Lukket sag"),
    "definitions": Habits(headings=BACKGROUND),
    "summaries": Habits(decision_first=True),
    "ordered": Habits(),
    "sidebar": Habits(headings=DESCRIPTION, decision_first=True),
    "anchors": Habits(headings=MUNICIPAL, closed="Køb af fast ejendom (lukket)"),
}
"""The template of a site is `sites/<name>.html`."""


def write_site(name: str, agenda: Agenda) -> str:
    """Return the page of one meeting on one site."""
    template = _environment().get_template(f"{name}.html")
    return str(template.render(agenda=agenda, meeting=agenda.meeting, entries=agenda.entries))


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader

    folder = Path(__file__).with_name("sites")
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"long_date": danish_date, "weekday": _weekday}
    return environment


def _weekday(day: dt.date) -> str:
    return WEEKDAYS[day.weekday()]
