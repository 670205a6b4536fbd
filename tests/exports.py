"""Files of case systems built for tests, all invented: what a test names of them, and no more."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.config import load_config
from pipeline.domain import Minutes
from pipeline.errors import SagssporError
from pipeline.minutes.document import File
from pipeline.minutes.exports.package import Exported
from pipeline.minutes.exports.xml import parse_xml
from pipeline.minutes.inputs import find_inputs

LIMITS = load_config().minutes
Json = dict[str, Any]
ZERO = "00000000-0000-0000-0000-000000000000"


def parsed(xml: str) -> etree._Element:
    """Return the root of an XML file, as readers of exports are given it."""
    return parse_xml(File(name="fil.xml", data=xml.encode(), config=LIMITS))[0]


def escaped(html: str) -> str:
    """Return HTML as it stands in XML that holds no CDATA."""
    return html.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def agenda(*items: Json, key: str = "a1", name: str | None = "Dagsorden", **meeting: Any) -> Json:
    """Return an agenda of FirstAgenda as its JSON object."""
    day = meeting.pop("Dato", "2025-03-11T15:00:00+01:00")
    return {
        "Dagsordenpunkter": list(items),
        "Udvalg": {"Id": "u1", "Navn": "Molerudvalget", "Historisk": False},
        "Moede": {"Id": ZERO, "Dato": day, "MeetingBeginUtc": day, "Navn": name, **meeting},
        "Id": key,
    }


def item(number: str, title: str, html: str = "", **more: Any) -> Json:
    """Return an item of such an agenda, open if nothing else is said."""
    fields = [{"Navn": "", "Html": f"<div id='sagsfremstillingContainer'>{html}</div>"}]
    return {"Number": number, "Caption": title, "IsOpen": True, "Felter": fields, "Bilag": [], **more}


def part(heading: str, body: str) -> str:
    """Return a section of an item, as that system marks it."""
    return f"<h3>{heading}</h3><span class='x'><meta><title>Dagsordenspunkt</title><div>{body}</div></span>"


def write(folder: Path, **files: Any) -> Path:
    """Write JSON files, each under its name with "__" for a slash, into a folder, and return that."""
    for name, value in files.items():
        path = folder / f"{name.replace('__', '/')}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return folder


def read_all(path: Path, **limits: int) -> list[Minutes | SagssporError]:
    """Return the minutes of each document at a path, or why there are none."""
    found = list[Minutes | SagssporError]()
    for one in find_inputs([path], replace(LIMITS, **limits)):
        assert isinstance(one, Exported), one
        try:
            found.append(one.read().cut)
        except SagssporError as error:
            found.append(error)
    return found
