"""What every page needs: the session, the templates, and the page of one request."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.filters import do_urlencode
from markupsafe import Markup, escape

from pipeline.app import answers
from pipeline.app.desk import Desk
from pipeline.app.door import masked, one_line, printable
from pipeline.app.item_view import likely
from pipeline.app.jobs import Jobs
from pipeline.app.log import LogEntry, items_named, log_entries
from pipeline.app.session import Session
from pipeline.archive import ItemSummary
from pipeline.domain import danish_clock, danish_date, danish_decimal, is_item_id
from pipeline.errors import ArchiveError, ItemNotFoundError, SagssporError
from pipeline.web.safety import Safety

NAME = "navn"
"""The cookie with the name of who corrects: asked once, a claim and no proof."""
LONGEST_NAME = 80
DONE = "rettet"
"""What a page is asked with that tells of corrections just made: their numbers, with dots between."""
DELETED = "slettet"
"""What the list of meetings is asked with that tells of one just deleted."""
MOST_PAGES = 100_000
"""Of a list."""
MOST_NUMBER = 2**31 - 1
"""Of a job."""
_DIGITS = 18
"""Of a number that a database takes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """One served archive; its parts are used by many threads at once."""

    session: Session
    safety: Safety
    templates: Environment
    jobs: Jobs
    desk: Desk
    """The questions of the review."""


def make_templates() -> Environment:
    """Return the templates; what they print is escaped, and goes through the door that masks CPR numbers."""
    templates = Environment(
        loader=PackageLoader("pipeline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= _filters()
    templates.globals |= {
        "number_of": answers.number_of,
        "number_of_items": answers.number_of_items,
        "how_read": answers.how_read,
    }
    return templates


def _filters() -> dict[str, Callable[..., Any]]:
    return {
        "danish_date": danish_date,
        "danish_decimal": danish_decimal,
        "clock": danish_clock,
        "shorten": answers.shorten,
        "item_title": answers.item_title,
        "about": answers.about,
        "address_of": address_of,
        "moment": answers.moment,
        "likely": likely,
        "made": lambda stamp: answers.moment(dt.datetime.fromisoformat(stamp)),
        "whole": _whole,
        # Before it is written with percent signs, where no CPR number is known any more.
        "urlencode": lambda words: do_urlencode(masked(words)),
    }


def address_of(named: str) -> str:
    """Return the address of the page of an item or a meeting, by its id.

    >>> address_of("forum-ærø/2023-01-20/7"), address_of("forum-aeroe/2023-01-20")
    ('/punkt/forum-%C3%A6r%C3%B8/2023-01-20/7', '/moede/forum-aeroe/2023-01-20')
    """
    return f"/{'punkt' if is_item_id(named) else 'moede'}/{quote(named)}"


def as_sentence(line: str) -> str:
    """Return the line of an error as a sentence; what begins with an id or a file's name keeps its letters.

    >>> as_sentence("der er intet"), as_sentence("a.txt: er tom"), as_sentence("noget, der ligner: ")
    ('Der er intet.', 'a.txt: er tom.', 'Noget, der ligner:')
    """
    line = re.sub(r"^[a-zæøå](?=[a-zæøå]*[ ,])", lambda first: first[0].upper(), line.strip())
    return line if line.endswith((".", ":", "!", "?", "…")) else f"{line}."


def whole_number(text: str) -> int | None:
    """Return the number that a text is, as far as databases count; None where it is none.

    >>> whole_number("12"), whole_number("²"), whole_number("-1"), whole_number("9" * 5000)
    (12, None, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None


def numbers_in(text: str) -> tuple[int, ...]:
    """Return the numbers of corrections that a field or an address names, with dots between.

    >>> numbers_in("7.x.12")
    (7, 12)
    """
    return tuple(number for one in text.split(".") if (number := whole_number(one)) is not None)


def status_of(error: SagssporError) -> int:
    """Return the HTTP status of an error: of what is not there, of the archive, or of the question."""
    unknown = {"unknown-committee", "unknown-theme", "unknown-kle-group"}
    if isinstance(error, ItemNotFoundError) or error.code in unknown:
        return 404
    return 503 if isinstance(error, ArchiveError) else 400


def _shown(value: Any) -> Any:
    """Return a value as a template prints it.

    >>> _shown("Åse, 010190-1234"), _shown(None)
    ('Åse, ••••••-••••', '')
    """
    if value is None:
        return ""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _whole(text: str) -> Markup:
    """Return a piece of a text that was masked as a whole; by itself it might look like a CPR number."""
    return Markup(escape(printable(text, unmasked=True)))  # noqa: S704 - escaped


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """One request, and the answer to it."""

    request: Request
    site: Site

    @property
    def session(self) -> Session:
        """The session that is asked."""
        return self.site.session

    @property
    def name(self) -> str:
        """Who says to be at the browser; empty where nobody has said."""
        return one_line(unquote(self.request.cookies.get(NAME, "")))[:LONGEST_NAME]

    @property
    def address(self) -> str:
        """The path and query of the request, for forms that come back to it."""
        query = self.request.url.query
        return quote(self.request.scope["path"]) + (f"?{query}" if query else "")

    def at(self, number: int) -> str:
        """Return the address of another page of the list that the request asks for."""
        asked = self.request.query_params.multi_items()
        kept = [(name, value) for name, value in asked if name not in {"side", DONE, DELETED}]
        return f"{quote(self.request.scope['path'])}?{urlencode([*kept, ('side', number)])}"

    @property
    def done(self) -> tuple[LogEntry, ...]:
        """The corrections that were just made, which every page tells of."""
        numbers = numbers_in(self.request.query_params.get(DONE, ""))
        return log_entries(self.session, self.session.archive.entries(numbers)) if numbers else ()

    def named(self, entries: Sequence[LogEntry]) -> Mapping[str, ItemSummary]:
        """Return the items that corrections are about or name, by their ids."""
        return items_named(self.session, [one.correction for one in entries]) if entries else {}

    def show(self, template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page made of a template and what it shows."""
        return HTMLResponse(self.render(template, values), status_code=status)

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """Return a template, or a part of a page, as HTML."""
        csrf = self.site.safety.csrf(self.request.state.visitor)
        own: dict[str, Any] = {"here": self.request.url.path, "csrf": csrf, "name": self.name}
        done = self.done
        own |= {"address": self.address, "done": done, "at": self.at, "done_items": self.named(done)}
        return self.site.templates.get_template(template).render(**own, **values)


def _page(request: Request) -> Page:
    return Page(request=request, site=request.app.state.site)


def _side(side: str = "1") -> int:
    return min(max(whole_number(side) or 1, 1), MOST_PAGES)


Asked = Annotated[Page, Depends(_page)]
"""What a route takes to answer: `def meetings(page: Asked) -> HTMLResponse`."""
Side = Annotated[int, Depends(_side)]
"""Which page of a list is asked for: the first, where the address says nothing that can be read."""
