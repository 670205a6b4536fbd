"""What tells a reader where an item begins, where it prints no number: every publisher gives some sign.

Without number, list, style, spacing or word a title cannot be told from the heading of a section, nor an
item that prints no heading from a paragraph: not by a person either.
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.domain import SectionName
from pipeline.training.structure.forms import Draw
from pipeline.training.structure.layout import Gaps, Heading, ItemLayout, Layout

_NUMBERED = (Heading.INLINE, Heading.BELOW, Heading.ABOVE, Heading.BARE)
_FEWEST_LETTERS = 3
"""Of a word or mark that stands beside every title: "Emne:", "(Åben)"."""
_MOST_OWN = 3
"""So many sections at most are headed in words that only this publisher has: the others are known."""
_OWN_BULLETS = ("• ", "- ", "* ", "+ ", "▸ ", "  • ")


def has_sign(layout: Layout) -> bool:
    """Return whether anything on the page tells where an item begins."""
    items = layout.items
    if items.heading in _NUMBERED or _stands_out(layout) or _is_apart(layout):
        return True
    beside = (items.cases, items.case_above, items.group_above, items.between, items.links)
    own = _untitled(layout) if items.heading is Heading.NONE else _titled(layout)
    return any(beside) or any(own)


def _stands_out(layout: Layout) -> bool:
    """Whether what opens an item looks neither as headings of sections do nor as the text."""
    looks = layout.looks
    return bool(looks) and looks["title"] not in (looks["section"], looks["body"])


def _is_apart(layout: Layout) -> bool:
    """Whether more blank lines stand above an item than anywhere in it."""
    return not layout.page.flattened and layout.gaps.item > _widest(layout.gaps)


def _widest(gaps: Gaps) -> int:
    """Return how many blank lines stand anywhere in an item at most."""
    return max(gaps.section, gaps.after_section, gaps.listed, *gaps.body)


def _titled(layout: Layout) -> Iterator[bool]:
    """Yield what tells a title from the heading of a section."""
    items, sections = layout.items, layout.sections
    yield sum(map(str.isalpha, items.form.replace("{t}", ""))) >= _FEWEST_LETTERS
    yield items.lead in _OWN_BULLETS and not sections.style.startswith(items.lead.strip())
    yield items.upper and not sections.style.startswith("UP")
    yield items.repeats > 0
    yield not sections.none and sections.own <= _MOST_OWN


def _untitled(layout: Layout) -> Iterator[bool]:
    """Yield what tells the first line of an item from any other: a word of the site, the same heading."""
    sections = layout.sections
    yield bool(layout.items.glued)
    same = sections.kept == 1.0 or sections.order[0] is SectionName.BESLUTNING
    yield same and not (sections.none or sections.first_bare)


def with_sign(draw: Draw, layout: Layout) -> Layout:
    """Return a layout with one sign more, drawn at random."""
    untitled = layout.items.heading is Heading.NONE
    add = draw.one(_with_gap, _with_cases, _with_rule, _with_word if untitled else _with_capitals)
    gaps, items = add(draw, layout)
    signed = replace(layout, gaps=gaps, items=items)
    return signed if has_sign(signed) else with_sign(draw, layout)


def _with_gap(_: Draw, layout: Layout) -> tuple[Gaps, ItemLayout]:
    return replace(layout.gaps, item=_widest(layout.gaps) + 1), layout.items


def _with_cases(draw: Draw, layout: Layout) -> tuple[Gaps, ItemLayout]:
    return layout.gaps, replace(layout.items, cases=(draw.form("items.cases"),))


def _with_rule(draw: Draw, layout: Layout) -> tuple[Gaps, ItemLayout]:
    return layout.gaps, replace(layout.items, between=draw.form("chrome.between"))


def _with_word(draw: Draw, layout: Layout) -> tuple[Gaps, ItemLayout]:
    return layout.gaps, replace(layout.items, glued=draw.one("Udskriv ", "Print ", "Til toppen "))


def _with_capitals(_: Draw, layout: Layout) -> tuple[Gaps, ItemLayout]:
    return layout.gaps, replace(layout.items, upper=True)
