"""Answers as text for the terminal, in Danish as the minutes are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import typer

from pipeline.app.answers import (
    AGENDA,
    CHIEF,
    chief_entities,
    how_read,
    item_title,
    ledger_lines,
    matter_title,
    number_of_items,
    shorten,
    theme_lines,
    when_and_where,
)
from pipeline.app.danish import in_danish
from pipeline.app.door import one_line, printable
from pipeline.app.files import TaggedFile
from pipeline.archive import Facets, Hit, ItemSummary, StoredItem, StoredMeeting
from pipeline.cli.shared import say, say_styled
from pipeline.discussions import CaseLine, Trail
from pipeline.domain import Link, Status, TaggedItem, danish_date, danish_decimal, labels

_QUOTE = 260
_HEADING = 80
_FACETS = 8


def show_meeting(file: TaggedFile, *, unmasked: bool = False) -> None:
    """Print a meeting and its items, with themes, chief entities and links."""
    tagged, minutes, tell = file.tagged, file.tagged.minutes, partial(say, unmasked=unmasked)
    tell(f"\n{minutes.meeting.title}", bold=True)
    tell(f"{one_line(minutes.source)} · {when_and_where(minutes.meeting)}")
    _warn(AGENDA if minutes.status is not Status.MINUTES else "")
    _warn(how_read(minutes.structure))
    for doubt in minutes.structure.doubts:
        quote = shorten(minutes.text[doubt.start : doubt.end], _HEADING)
        tell(f"! tegn {doubt.start}-{doubt.end}: »{quote}« {in_danish(doubt.reason)}", fg="yellow")
    for line in ledger_lines(minutes.ledger):
        tell(line, fg="yellow")
    for item, links in zip(tagged.items, file.related or [()] * len(tagged.items), strict=True):
        say()
        tell(f"{item.item.number:>3}  {item_title(item.item)}", bold=True)
        for name, value in _rows(item):
            tell(f"     {name:<12} {value}")
        for link in links:
            _show_link(link, "     ")


def _warn(line: str) -> None:
    """Print a line that a reader should not overlook, if there is one."""
    if line:
        say(f"! {line}", fg="yellow")


def _rows(tagged: TaggedItem, most: int | None = CHIEF) -> Iterator[tuple[str, str]]:
    if tagged.item.case_number:
        yield "Sagsnummer", tagged.item.case_number
    if tagged.item.earlier:
        told = (f"{one.committee} {danish_date(one.date)}" for one in tagged.item.earlier)
        yield "Tidligere", ", ".join(told)
    if tagged.item.absent:
        yield "Fraværende", ", ".join(tagged.item.absent)
    yield "Temaer", " · ".join(theme_lines(tagged.themes)) or "–"
    matters = [(matter.title, " · ".join(theme_lines(matter.themes))) for matter in tagged.matters]
    for at, (title, themes) in enumerate((title, themes) for title, themes in matters if themes):
        yield "  heraf" if at == 0 else "", f"{shorten(title, _HEADING)}: {themes}"
    for label in labels():
        names = chief_entities(tagged.entities, label, most)
        if names:
            yield label.kind.name, ", ".join(names)


def show_links(links: Sequence[Link], none: str) -> None:
    """Print links, best first; where there are none, print `none`."""
    if not links:
        say(none)
    for link in links:
        _show_link(link, "")


def _show_link(link: Link, indent: str) -> None:
    head = f"{indent}↩ {danish_date(link.date)}: {link.title} ({danish_decimal(link.score)})"
    say(head, fg="cyan")
    say(f"{indent}  {link.item_id}")
    for reason in link.reasons:
        say(f"{indent}  – {shorten(reason.text, _QUOTE)}")


def show_trails(trails: Sequence[Trail]) -> None:
    """Print the trails of an item as timelines; of those with one stop, print only how many there are."""
    long = [trail for trail in trails if len(trail.stops) > 1]
    for trail in long:
        _show_trail(trail)
    alone = len(trails) - len(long)
    if long and alone:
        more = "én sag" if alone == 1 else f"{alone} sager"
        say(f"\nPunktet rummer {more} til, som kun er behandlet her.")
    elif alone == 1:
        say("Sagen er kun behandlet denne ene gang.")
    elif alone:
        say(f"Ingen af punktets {alone} sager er behandlet andre gange.")


def _show_trail(trail: Trail) -> None:
    first, last = trail.stops[0].date, trail.stops[-1].date
    say(f"\n{trail.title}", bold=True)
    span = f"{danish_date(first)} – {danish_date(last)}"
    say(f"{len(trail.stops)} behandlinger, {span} · {trail.case_id}")
    for stop in trail.stops:
        say(f"\n  {danish_date(stop.date):<19} {stop.committee}", fg="cyan")
        say(f"  {'':<19} {stop.title}")
        if stop.status is not Status.MINUTES:
            say(f"  {'':<19} → {AGENDA}")
        elif stop.decision:
            say(f"  {'':<19} → {stop.decision}")
        say(f"  {'':<19} {stop.item_id}", dim=True)
    for ruling in trail.rejected:
        pair = f"{ruling.item_id} til {ruling.other}"
        say(f"\n  ! Henvisningen fra {pair} er afvist af {ruling.by}, men de står i samme sag.", fg="yellow")
        say("    `sagsspor correct` med --other-case skiller dem, med --same-case bekræfter sagen.")


def show_cases(cases: Sequence[CaseLine]) -> None:
    """Print the cases, the one discussed last first."""
    if not cases:
        say("Ingen sager er behandlet mere end én gang.")
    for case in cases:
        span = f"{danish_date(case.first)} – {danish_date(case.last)}"
        say(f"{case.stops:>3} × {case.title}", bold=True)
        say(f"      {span} · {case.case_id}")


def show_item(stored: StoredItem, subject: str = "", *, unmasked: bool = False) -> None:
    """Print an item in full: its source, its tags, its text."""
    tell = partial(say, unmasked=unmasked)
    tell(f"{stored.tagged.item.number}  {item_title(stored.tagged.item)}", bold=True)
    tell(f"{stored.tagged.item.id} · {stored.meeting.title} · {one_line(stored.source)}")
    _warn(AGENDA if stored.status is not Status.MINUTES else "")
    _warn(how_read(stored.structure))
    for name, value in _rows(stored.tagged, most=None):
        tell(f"{name:<12} {value}")
        if name == "Sagsnummer" and subject:
            say(f"{'Emne':<12} {subject}")
    for score in stored.tagged.themes:
        if score.assigned:
            for evidence in score.evidence:
                quote = stored.quote(evidence.start, evidence.end)
                title = matter_title(stored.tagged, evidence.start)
                where = f" (under »{shorten(title, _HEADING)}«)" if title else ""
                tell(f"{score.theme:<12} fordi{where}: {one_line(quote)}")
    tell(f"\n{stored.text}")


_STATUS = {Status.DRAFT: "udkast", Status.AGENDA: "dagsorden"}


def show_list(rows: Sequence[StoredMeeting | ItemSummary], *, unmasked: bool = False) -> None:
    """Print a line for each meeting of the archive, or each item of a meeting."""
    if not rows:
        say("Arkivet er tomt; `sagsspor add` lægger referater i det.")
    for row in rows:
        if isinstance(row, StoredMeeting):
            status = _STATUS.get(row.status, "")
            notes = "; ".join(filter(None, (status, how_read(row.structure))))
            title = f"{row.meeting.title}  ({notes})" if notes else row.meeting.title
            say(f"{row.id:<52} {row.items:>3} punkter  {title}", unmasked=unmasked)
        else:
            themes = f"  [{', '.join(row.themes)}]" if row.themes else ""
            say(f"{row.id}  {row.title}{themes}", unmasked=unmasked)


def show_hits(hits: Sequence[Hit], total: int) -> None:
    """Print the hits of a search, their words marked, and how many items there are in all."""
    if not hits:
        say("Intet fundet.")
        return
    say(_how_many(len(hits), total))
    for hit in hits:
        say(f"{danish_date(hit.item.date)}: {hit.item.title}", bold=True)
        say(f"  {hit.item.id}")
        say_styled(f"  {_marked(hit)}")


def _how_many(shown: int, total: int) -> str:
    """Return how many items of how many are shown.

    >>> _how_many(1, 1), _how_many(1, 13), _how_many(10, 13)
    ('1 punkt', 'det bedste af 13 punkter', 'de 10 bedste af 13 punkter')
    """
    if shown == total:
        return number_of_items(total)
    return f"{'det' if shown == 1 else f'de {shown}'} bedste af {number_of_items(total)}"


def show_facets(facets: Facets, kle_title: Callable[[str], str]) -> None:
    """Print how many hits have each theme, committee, name, group of KLE and year."""
    kle = tuple(replace(one, name=kle_title(one.name)) for one in facets.kle)
    rows = (
        ("Temaer", facets.themes),
        ("Udvalg", facets.committees),
        ("Kommuner", facets.municipalities),
        ("Personer", facets.persons),
        ("Institutioner", facets.institutions),
        ("Emner (KLE)", kle),
        ("År", facets.years),
    )
    say()
    for name, counts in rows:
        shown = counts if name == "År" else counts[:_FACETS]
        more = [f"+{len(counts) - len(shown)}"] if len(counts) > len(shown) else []
        say(f"{name:<13} {' · '.join([*(f'{one.name} {one.items}' for one in shown), *more]) or '–'}")


def _marked(hit: Hit) -> str:
    """Return the snippet on one line, the words that were found in bold."""
    snippet, parts, at = hit.snippet, list[str](), 0
    for start, end in snippet.marks:
        first, last = start - snippet.start, end - snippet.start
        word = typer.style(printable(snippet.text[first:last]), bold=True, fg="green")
        parts += [printable(snippet.text[at:first]), word]
        at = last
    return " ".join("".join([*parts, printable(snippet.text[at:])]).split())
