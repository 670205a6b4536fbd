"""`sagsspor search`, `related`, `trail`: items by their words, what was said before, and whole cases."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pipeline.app.door import to_line
from pipeline.cli.shared import (
    DAY,
    AsJson,
    open_session,
    parse_day,
    print_json,
    say,
    warn_stale,
    with_options,
)
from pipeline.domain import Filters, Label, labels
from pipeline.files import write_lines

Publisher = Annotated[str, typer.Option(help='Only minutes of this one; "Kommune" may be left out.')]
Committee = Annotated[str, typer.Option(help="Only this committee: its name, or as in item ids.")]
Theme = Annotated[str, typer.Option(help="Only items of this theme.")]
Kle = Annotated[
    str, typer.Option(help="Only cases of this group or main group of KLE: 27.03, 27.", metavar="NUMBER")
]
Municipality = Annotated[str, typer.Option(help='Only items that name it; "Kommune" may be left out.')]
Person = Annotated[str, typer.Option(help="Only items that name them; the last name is enough.")]
Institution = Annotated[str, typer.Option(help="Only items that name it; the last words are enough.")]
Mention = Annotated[
    list[str] | None,
    typer.Option(help="Only items that name it: KIND:NAME, such as Person:Holm; repeatable."),
]
After = Annotated[
    dt.date | None, typer.Option(help="Only later than this day.", parser=parse_day, metavar=DAY)
]
Before = Annotated[
    dt.date | None, typer.Option(help="Only earlier than this day.", parser=parse_day, metavar=DAY)
]
Query = Annotated[str, typer.Argument(help="What to look for, in your own words.")]
Hits = Annotated[int, typer.Option("--limit", help="Most items to show.", min=1)]
WithFacets = Annotated[
    bool, typer.Option("--facets", help="Also count themes, committees, names, KLE groups and years.")
]
WordsOnly = Annotated[bool, typer.Option("--words-only", help="Only items with these words; loads no model.")]
ItemOrFile = Annotated[
    str, typer.Argument(help="Id of an item; with --all, the file to write.", metavar="ITEM_ID|FILE")
]
Text = Annotated[str, typer.Option(help="A question in your own words instead of an item.")]
Later = Annotated[bool, typer.Option("--later", help="The later items that refer back to it.")]
Links = Annotated[int, typer.Option("--limit", help="Most links to show; 0: as set in the settings.", min=0)]
Every = Annotated[bool, typer.Option("--all", help="Write the links of every item in the archive to FILE.")]


def filters_of(  # noqa: PLR0913, PLR0917 - options of commands
    publisher: Publisher = "",
    committee: Committee = "",
    theme: Theme = "",
    kle: Kle = "",
    municipality: Municipality = "",
    person: Person = "",
    institution: Institution = "",
    mention: Mention = None,
    after: After = None,
    before: Before = None,
) -> Filters:
    """Return the filters that these options name."""
    if after and before and (before - after).days <= 1:
        raise typer.BadParameter(f"no day is later than {after} and earlier than {before}: swap them?")
    kinds = ((Label.MUNICIPALITY, municipality), (Label.PERSON, person), (Label.INSTITUTION, institution))
    mentions = map(_parse_mention, mention or ())
    return Filters(
        publisher=publisher or None,
        committees=(committee,) if committee else (),
        themes=(theme,) if theme else (),
        kle=kle or None,
        names=tuple((label, frozenset([name])) for label, name in (*kinds, *mentions) if name),
        after=after,
        before=before,
    )


def _parse_mention(mention: str) -> tuple[Label, str]:
    kinds = {name.casefold(): one for one in labels() if one.kind.filtered for name in (one, one.kind.name)}
    kind, _, name = mention.partition(":")
    if kind.casefold() not in kinds or not name:
        known = ", ".join(label.kind.name for label in dict.fromkeys(kinds.values()))
        raise typer.BadParameter(f"--mention {mention}: write KIND:NAME, where KIND is one of {known}")
    return kinds[kind.casefold()], name


@with_options(filters=filters_of)
def search(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    query: Query,
    *,
    limit: Hits = 10,
    facets: WithFacets = False,
    words_only: WordsOnly = False,
    as_json: AsJson = False,
    filters: Filters,
) -> None:
    """Find items by their words and by their meaning."""
    from pipeline.cli.display import show_facets, show_hits

    _check_words(query)
    with open_session(context.obj) as session:
        known = session.finder.known_filters(filters)
        answer = session.finder.search(query, known, limit=limit, facets=facets, words_only=words_only)
        if filters.themes:
            warn_stale(session.stale())
    if answer.also:
        say(f"! Også søgt: {', '.join(f'»{one}«' for one in answer.also)}.", err=as_json, fg="yellow")
    if as_json:
        print_json(answer if facets else answer.hits)
        return
    show_hits(answer.hits, answer.total)
    if answer.facets is not None and answer.total:
        show_facets(answer.facets, session.kle_title)


@with_options(filters=filters_of)
def related(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    item: ItemOrFile = "",
    *,
    text: Text = "",
    later: Later = False,
    limit: Links = 0,
    every: Every = False,
    as_json: AsJson = False,
    filters: Filters,
) -> None:
    """Show related earlier discussions of an item or a question, with the reasons."""
    from pipeline.app.answers import to_json
    from pipeline.cli.display import show_links

    _check(item, text, every=every, later=later)
    with open_session(context.obj) as session:
        known, finder = session.finder.known_filters(filters), session.finder
        if every:
            links_of = to_json(dict(finder.to_all(known, limit)))
            write_lines(Path(item), [to_line(links_of, indent=1), "\n"])
            return
        if text:
            links, none = finder.to_text(text, known, limit), "Ingen drøftelser fundet."
        elif later:
            links, none = finder.later(item, known, limit), "Ingen senere drøftelser fundet."
        else:
            links, none = finder.to_item(item, known, limit), "Ingen tidligere drøftelser fundet."
    print_json(links) if as_json else show_links(links, none)


def _check(item: str, text: str, *, every: bool, later: bool) -> None:
    if later and (every or not item):
        raise typer.BadParameter("--later needs an ITEM_ID; do not combine it with --all or --text")
    if every and not item:
        raise typer.BadParameter("--all needs the FILE to write")
    if every and text:
        raise typer.BadParameter("--all takes no --text: it writes the links of every item")
    if not every and bool(item) == bool(text):
        raise typer.BadParameter("give either an ITEM_ID or --text")
    if text:
        _check_words(text)


def _check_words(question: str) -> None:
    if not any(sign.isalnum() for sign in question):
        raise typer.BadParameter("there is no word in the question; say what to look for")


def trail(
    context: typer.Context,
    item: Annotated[
        str, typer.Argument(help="Id of an item or a case; without it, all cases.", metavar="[ITEM_ID]")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Follow a matter through meetings and committees, or list the cases of the archive."""
    from pipeline.cli.display import show_cases, show_trails

    with open_session(context.obj) as session:
        trails = session.finder.trails
        if item:
            own = trails.of(item)
            print_json(own) if as_json else show_trails(own)
        else:
            cases = trails.all()
            print_json(cases) if as_json else show_cases(cases)
