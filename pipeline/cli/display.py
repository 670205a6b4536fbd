"""Answers as text for the terminal, in Danish as the minutes are."""

from collections.abc import Iterator, Sequence

import typer

from pipeline.app.answers import (
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
from pipeline.app.files import TaggedFile
from pipeline.archive import Facets, Hit, ItemSummary, StoredItem, StoredMeeting
from pipeline.discussions import CaseLine, Trail
from pipeline.domain import Link, TaggedItem, danish_date, danish_decimal, labels

_QUOTE = 260
_HEADING = 80
_FACETS = 8


def show_meeting(file: TaggedFile) -> None:
    """Print a meeting and its items, with themes, chief entities and links."""
    tagged, minutes = file.tagged, file.tagged.minutes
    typer.secho(f"\n{minutes.meeting.title}", bold=True)
    typer.echo(f"{minutes.source} · {when_and_where(minutes.meeting)}")
    _warn(how_read(minutes.structure))
    for doubt in minutes.structure.doubts:
        quote = shorten(minutes.text[doubt.start : doubt.end], _HEADING)
        _warn(f"tegn {doubt.start}-{doubt.end}: »{quote}« {doubt.reason}")
    for line in ledger_lines(minutes.ledger):
        typer.secho(line, fg="yellow")
    for item, links in zip(tagged.items, file.related or [()] * len(tagged.items), strict=True):
        typer.echo()
        typer.secho(f"{item.item.number:>3}  {item_title(item.item)}", bold=True)
        for name, value in _rows(item):
            typer.echo(f"     {name:<12} {value}")
        for link in links:
            _show_link(link, "     ")


def _warn(line: str) -> None:
    """Print a line that a reader should not overlook, if there is one."""
    if line:
        typer.secho(f"! {line}", fg="yellow")


def _rows(tagged: TaggedItem) -> Iterator[tuple[str, str]]:
    if tagged.item.case_number:
        yield "Sagsnummer", tagged.item.case_number
    yield "Temaer", " · ".join(theme_lines(tagged.themes)) or "–"
    matters = [(matter.title, " · ".join(theme_lines(matter.themes))) for matter in tagged.matters]
    for at, (title, themes) in enumerate((title, themes) for title, themes in matters if themes):
        yield "  heraf" if at == 0 else "", f"{shorten(title, _HEADING)}: {themes}"
    for label in labels():
        names = chief_entities(tagged.entities, label)
        if names:
            yield label.kind.name, ", ".join(names)


def show_links(links: Sequence[Link], none: str) -> None:
    """Print links, best first; where there are none, print `none`."""
    if not links:
        typer.echo(none)
    for link in links:
        _show_link(link, "")


def _show_link(link: Link, indent: str) -> None:
    head = f"{indent}↩ {danish_date(link.date)}: {link.title} ({danish_decimal(link.score)})"
    typer.secho(head, fg="cyan")
    typer.echo(f"{indent}  {link.item_id}")
    for reason in link.reasons:
        typer.echo(f"{indent}  – {shorten(reason.text, _QUOTE)}")


def show_trails(trails: Sequence[Trail]) -> None:
    """Print the trails of an item as timelines; of those with one stop, print only how many there are."""
    long = [trail for trail in trails if len(trail.stops) > 1]
    for trail in long:
        _show_trail(trail)
    alone = len(trails) - len(long)
    if long and alone:
        more = "én sag" if alone == 1 else f"{alone} sager"
        typer.echo(f"\nPunktet rummer {more} til, som kun er behandlet her.")
    elif alone == 1:
        typer.echo("Sagen er kun behandlet denne ene gang.")
    elif alone:
        typer.echo(f"Ingen af punktets {alone} sager er behandlet andre gange.")


def _show_trail(trail: Trail) -> None:
    first, last = trail.stops[0].date, trail.stops[-1].date
    typer.secho(f"\n{trail.title}", bold=True)
    span = f"{danish_date(first)} – {danish_date(last)}"
    typer.echo(f"{len(trail.stops)} behandlinger, {span} · {trail.case_id}")
    for stop in trail.stops:
        typer.secho(f"\n  {danish_date(stop.date):<19} {stop.committee}", fg="cyan")
        typer.echo(f"  {'':<19} {stop.title}")
        if stop.decision:
            typer.echo(f"  {'':<19} → {stop.decision}")
        typer.secho(f"  {'':<19} {stop.item_id}", dim=True)
    for ruling in trail.rejected:
        pair = f"{ruling.item_id} til {ruling.other}"
        typer.secho(
            f"\n  ! Henvisningen fra {pair} er afvist af {ruling.by}, men de står i samme sag.", fg="yellow"
        )
        typer.echo("    `sagsspor correct` med --other-case skiller dem, med --same-case bekræfter sagen.")


def show_cases(cases: Sequence[CaseLine]) -> None:
    """Print the cases, the one discussed last first."""
    if not cases:
        typer.echo("Ingen sager er behandlet mere end én gang.")
    for case in cases:
        span = f"{danish_date(case.first)} – {danish_date(case.last)}"
        typer.secho(f"{case.stops:>3} × {case.title}", bold=True)
        typer.echo(f"      {span} · {case.case_id}")


def show_item(stored: StoredItem) -> None:
    """Print an item in full: its source, its tags, its text."""
    typer.secho(f"{stored.tagged.item.number}  {item_title(stored.tagged.item)}", bold=True)
    typer.echo(f"{stored.tagged.item.id} · {stored.meeting.title} · {stored.source}")
    _warn(how_read(stored.structure))
    for name, value in _rows(stored.tagged):
        typer.echo(f"{name:<12} {value}")
    for score in stored.tagged.themes:
        if score.assigned:
            for evidence in score.evidence[:2]:
                quote = stored.quote(evidence.start, evidence.end)
                title = matter_title(stored.tagged, evidence.start)
                where = f" (under »{shorten(title, _HEADING)}«)" if title else ""
                typer.echo(f"{score.theme:<12} fordi{where}: {shorten(quote, _QUOTE)}")
    typer.echo(f"\n{stored.text}")


def show_list(rows: Sequence[StoredMeeting | ItemSummary]) -> None:
    """Print a line for each meeting of the archive, or each item of a meeting."""
    if not rows:
        typer.echo("Arkivet er tomt; `sagsspor add` lægger referater i det.")
    for row in rows:
        if isinstance(row, StoredMeeting):
            surely = how_read(row.structure)
            title = f"{row.meeting.title}  ({surely})" if surely else row.meeting.title
            typer.echo(f"{row.id:<52} {row.items:>3} punkter  {title}")
        else:
            themes = f"  [{', '.join(row.themes)}]" if row.themes else ""
            typer.echo(f"{row.id}  {row.title}{themes}")


def show_hits(hits: Sequence[Hit], total: int) -> None:
    """Print the hits of a search, their words marked, and how many items there are in all."""
    if not hits:
        typer.echo("Intet fundet.")
        return
    typer.echo(_how_many(len(hits), total))
    for hit in hits:
        typer.secho(f"{danish_date(hit.item.date)}: {hit.item.title}", bold=True)
        typer.echo(f"  {hit.item.id}")
        typer.echo(f"  {_marked(hit)}")


def _how_many(shown: int, total: int) -> str:
    """Return how many items of how many are shown.

    >>> _how_many(1, 1), _how_many(1, 13), _how_many(10, 13)
    ('1 punkt', 'det bedste af 13 punkter', 'de 10 bedste af 13 punkter')
    """
    if shown == total:
        return number_of_items(total)
    return f"{'det' if shown == 1 else f'de {shown}'} bedste af {number_of_items(total)}"


def show_facets(facets: Facets) -> None:
    """Print how many hits have each theme, committee, municipality and year."""
    rows = (
        ("Temaer", facets.themes),
        ("Udvalg", facets.committees),
        ("Kommuner", facets.municipalities),
        ("År", facets.years),
    )
    typer.echo()
    for name, counts in rows:
        shown = counts if name == "År" else counts[:_FACETS]
        more = [f"+{len(counts) - len(shown)}"] if len(counts) > len(shown) else []
        typer.echo(f"{name:<9} {' · '.join([*(f'{one.name} {one.items}' for one in shown), *more]) or '–'}")


def _marked(hit: Hit) -> str:
    """Return the snippet on one line, the words that were found in bold."""
    snippet, parts, at = hit.snippet, list[str](), 0
    for start, end in snippet.marks:
        first, last = start - snippet.start, end - snippet.start
        parts += [snippet.text[at:first], typer.style(snippet.text[first:last], bold=True, fg="green")]
        at = last
    return " ".join("".join([*parts, snippet.text[at:]]).split())
