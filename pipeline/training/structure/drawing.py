"""A layout drawn at random."""

import datetime as dt

from pipeline.domain import SectionName
from pipeline.training.structure.forms import Draw, date_forms, read_tables
from pipeline.training.structure.layout import (
    BodyLayout,
    Facts,
    Gaps,
    Heading,
    ItemLayout,
    Layout,
    PageLayout,
    SectionLayout,
)
from pipeline.training.structure.looks import draw_looks
from pipeline.training.structure.signs import has_sign, with_sign


def draw_layout(draw: Draw) -> Layout:
    """Return a random layout in which a reader can tell where an item begins."""
    layout = Layout(
        facts=_facts(draw),
        dates=draw.one(*date_forms()),
        decided_dates=draw.one(*date_forms()[:8]),
        gaps=_gaps(draw),
        items=_items(draw),
        sections=_sections(draw),
        body=_body(draw),
        page=_page(draw),
        looks=draw_looks(draw),
        one_item=draw.chance(0.15),
    )
    return layout if has_sign(layout) else with_sign(draw, layout)


def _facts(draw: Draw) -> Facts:
    start = dt.time(draw.number(7, 19), draw.one(0, 0, 0, 15, 30, 30, 45))
    end = dt.time(min(23, start.hour + draw.number(1, 3)), draw.one(0, 0, 15, 30, 45))
    return Facts(
        committee=draw.filled("committees.forms"),
        day=draw.day(),
        start=start,
        end=end if draw.chance(0.6) else None,
        place=draw.filled("places.forms"),
    )


def _gaps(draw: Draw) -> Gaps:
    body = draw.one((0,), (1,), (0, 1, 1, 2), (1,), (1, 3))
    tight = body == (0,)
    return Gaps(
        head=draw.one((0,), (1,), (0, 1), (0, 0, 1, 2)),
        item=draw.one(0, 0, 1) if tight else draw.number(0, 3),
        section=0 if tight else draw.one(0, 1, 1, 2),
        after_section=0 if tight else draw.one(0, 0, 1, 1, 2),
        body=body,
        listed=0 if draw.chance(0.6) else draw.one(*body),
    )


_HEADINGS = {
    Heading.INLINE: 60, Heading.BELOW: 7, Heading.ABOVE: 4, Heading.PLAIN: 16, Heading.NONE: 6,
    Heading.BARE: 5,
}  # fmt: skip
_FORMS = {
    Heading.INLINE: "items.headings", Heading.BELOW: "items.bare", Heading.ABOVE: "items.bare",
    Heading.PLAIN: "items.plain", Heading.BARE: "items.bare", Heading.NONE: "items.plain",
}  # fmt: skip
_LEADS = ("",) * 14 + ("• ", "• ", "  ", " ", "  • ", "    ", "\t", "- ", "* ", "+ ", "▸ ")


def _items(draw: Draw) -> ItemLayout:
    heading = draw.weighted(_HEADINGS)
    cases = draw.weighted({0: 50, 1: 28, 2: 12, 3: 6, 4: 4})
    return ItemLayout(
        heading=heading,
        form=draw.form(_FORMS[heading]),
        lead=draw.one(*_LEADS),
        first=1 if draw.chance(0.62) else draw.number(2, 320),
        nested=draw.chance(0.04),
        upper=draw.chance(0.08),
        run_in=draw.one(": ", ": ", ". ", " - ", " ") if draw.chance(0.04) else "",
        below=draw.form("items.below"),
        repeats=draw.weighted({0: 72, 1: 16, 2: 8, 3: 4}),
        repeat_form=draw.form("items.repeated") if draw.chance(0.2) else "{t}",
        wrap=draw.one(0, 0, 0, 0, 0, 50, 60, 70, 85),
        apart=draw.chance(0.8),
        case_above=draw.form("items.cases") if draw.chance(0.12) else "",
        group_above=draw.one(
            "Åbent punkt", "Åben", " Åbent  punkt", "Åben sag", "Beslutningssag", "Lukket/åben"
        )
        if draw.chance(0.05)
        else "",
        cases=tuple(draw.form("items.cases") for _ in range(cases)),
        between=draw.form("chrome.between") if draw.chance(0.25) else "",
        links=tuple(draw.form("chrome.links") for _ in range(draw.number(1, 3))) if draw.chance(0.06) else (),
        glued=draw.one("Udskriv", "Udskriv ", "Print", "Til toppen ") if draw.chance(0.2) else "",
        grouped=draw.chance(0.18),
        empty=draw.one(0.4, 0.8, 1.0) if draw.chance(0.1) else 0.03,
        cells=draw.chance(0.015),
    )


_NAMED = (
    SectionName.RESUME, SectionName.BAGGRUND, SectionName.OEKONOMI, SectionName.SAGSFREMSTILLING,
    SectionName.LOVGRUNDLAG, SectionName.HOERING, SectionName.SAGSFORLOEB, SectionName.BILAG,
    SectionName.INDSTILLING, SectionName.BESLUTNING, SectionName.FRAVAERENDE,
)  # fmt: skip
_ORDER = (
    SectionName.RESUME, SectionName.SAGSFORLOEB, SectionName.BAGGRUND, SectionName.SAGSFREMSTILLING,
    SectionName.LOVGRUNDLAG, SectionName.OEKONOMI, SectionName.HOERING, SectionName.INDSTILLING,
    SectionName.BESLUTNING, SectionName.FRAVAERENDE, SectionName.BILAG,
)  # fmt: skip


def _sections(draw: Draw) -> SectionLayout:
    order, names = _order(draw), _names(draw)
    return SectionLayout(
        names=names,
        own=sum(word in read_tables()["sections.own"].forms for word in names.values()),
        order=order,
        style=draw.form("sections.styles"),
        extras=tuple(
            (draw.form("sections.andet"), draw.one(*order)) for _ in range(draw.one(0, 0, 0, 1, 2, 3))
        ),
        none=draw.chance(0.16),
        first_bare=draw.chance(0.15),
        inline=0.8 if draw.chance(0.09) else 0.0,
        joined=draw.chance(0.03),
        decided=draw.form("sections.decided") if draw.chance(0.2) else "",
        repeated=draw.form("items.repeated") if draw.chance(0.06) else "",
        glued=draw.chance(0.05),
        kept=draw.one(1.0, 1.0, 0.6, 0.3, 0.1),
        misspelt=draw.chance(0.06),
    )


def _names(draw: Draw) -> dict[SectionName, str]:
    """Return a word for each section; no two sections have the same."""
    names: dict[SectionName, str] = {}
    for name in _NAMED:
        table = f"sections.{name.name.lower()}"
        taken = {word.rstrip(":") for word in names.values()}
        word = draw.form("sections.own" if draw.chance(0.13) else table)
        while word.rstrip(":") in taken:
            word = draw.form("sections.own" if draw.chance(0.4) else table)
        names[name] = word
    return names


def _order(draw: Draw) -> tuple[SectionName, ...]:
    order = list(_ORDER)
    first = draw.weighted({"": 40, SectionName.BESLUTNING: 25, SectionName.INDSTILLING: 20, "any": 15})
    if first == "any":
        draw.random.shuffle(order)
    elif isinstance(first, SectionName):
        order.remove(first)
        order.insert(0, first)
    return tuple(order)


def _body(draw: Draw) -> BodyLayout:
    return BodyLayout(
        lead=draw.one("", "", "", "", "", "", "", "  ", "    ", " "),
        bullet=draw.one(
            "• ", " • ", "  • ", "- ", "· ", "* ", "•\t", "o ", "– ", "·        ", "̵ ", "    • ", "\uf0b7 "
        ),
        numbered=draw.one("{}. ", " {}. ", "  {}. ", "{}) ", "{}. ", "{} ", "{}."),
        attached=draw.one("", "", "• ", "- ", "  • "),
        attachment=draw.form("body.attachments"),
        shorten=draw.one(0, 0, 1, 2, 3),
        asides=draw.one(0, 0, 0.1, 0.25, 0.4),
        passed_on=draw.chance(0.07),
        wrap=draw.one(0, 0, 0, 0, 0, 0, 60, 72, 80, 95),
    )


def _page(draw: Draw) -> PageLayout:
    paged = draw.chance(0.28)
    return PageLayout(
        lines=draw.one(25, 40, 50) if paged else 0,
        running=tuple(draw.form("chrome.running") for _ in range(draw.one(1, 1, 2, 3))) if paged else (),
        odd_blanks=draw.chance(0.3),
        flattened=paged and draw.chance(0.1),
        misread=draw.one(0.005, 0.01, 0.03, 0.05, 0.06) if draw.chance(0.12) else 0.0,
    )
