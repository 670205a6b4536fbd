"""The parts of a web page: which are the minutes, and which menus, notices, tools and footers around them.

Text that is lost is worse than a menu that stays: a part is left out where its tag or role says what it
is, or where its class does and its text agrees.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Any

_TAGS = frozenset({"nav", "aside", "footer", "header", "dialog", "select"})
_ROLES = {
    **dict.fromkeys(("navigation", "menu", "menubar"), "nav"),
    **dict.fromkeys(("search", "toolbar", "alertdialog"), "tools"),
    "dialog": "dialog",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
}
_CLASSES = {
    "tools": "cookie cookies cookiebot cookiebanner cookieconsent onetrust samtykke coi consent gdpr "
    "breadcrumb breadcrumbs brodkrumme brødkrumme skip skiplink share sharing search soeg søg login pager "
    "pagination paging readspeaker newsletter nyhedsbrev",
    "nav": "menu nav navbar navigation topmenu sidemenu megamenu",
    "aside": "sidebar aside sidepanel related relateret relaterede",
    "footer": "footer sidefod",
}
_NAMED = {word: part for part, words in _CLASSES.items() for word in words.split()}
_WORD = re.compile(r"[A-ZÆØÅ]?[a-zæøå]+|[A-ZÆØÅ]+(?![a-zæøå])")
# What a button or a link says that does something with the page: "Udskriv", "Fold alle ud", "Vis mere".
_ACTION = re.compile(
    r"(?:print|udskriv|del|luk|åbn|søg|menu|hjælp|tilbage|næste|forrige|annull[eé]r|lyt|kopi[eé]r|download|"
    r"hent|abonn[eé]r|tilmeld|vis|skjul|læs|oplæsning|se|fold|klap|udfold|accept[eé]r|afvis|nødvendige|log|"
    r"spring|hop|gå|til)"
    r"(?: (?:på|til|som|i|over|denne|siden?|alle?|alt|punkt(?:et|er)?|link|pdf|dagsorden(?:en)?|mere|mindre|"
    r"referat(?:et)?|flere|detaljer|menu|(?:hoved)?indhold(?:et)?|toppen|forsiden|oversigt(?:en)?|ud|ind|"
    r"sammen|op|højt|facebook|linkedin|twitter|mail))*[\s.:>›»+–-]*",
    re.I,
)
# A dialog begins with cookies, and has a button to agree.
_CONSENT = re.compile(r".{0,60}\bcookies?\b", re.I | re.S)
_AGREES = re.compile(r"\s*(?:accept[eé]r|tillad|godkend|kun nødvendige|ok\b|jeg accepterer|afvis)", re.I)
_LONGEST_CONSENT = 1500
_UNSEEN = re.compile(r"sr-only|visually-?hidden|screen-?reader", re.I)
_FACT = re.compile(
    r"^[^\S\n]*(?:mødedato|dato|tidspunkt|mødested|sted|udvalg|deltagere|medlemmer|fraværende|afbud)\b"
    r"|\b\d{1,2}[./-] ?\d{1,2}[./-] ?20\d\d\b",
    re.I | re.M,
)
_FILES = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?)\b", re.I)


class Part(Enum):
    """What an element of a page is."""

    MINUTES = auto()
    PAGE = auto()
    """Of the page, and left out of the text."""
    UNSURE = auto()
    """Of the page as it seems: it stays in the text."""


@dataclass(frozen=True, kw_only=True)
class PageParts:
    """Tells the elements of one page apart."""

    body: Any

    @cached_property
    def _length(self) -> int:
        return max(1, _weight(self.body))

    def part(self, node: Any) -> Part:
        """Return what an element is."""
        kind, certain = _kind(node)
        if not kind:
            return Part.PAGE if _is_action(node) else Part.MINUTES
        if self._holds_minutes(node, kind, certain=certain):
            return Part.MINUTES
        certain = certain and kind != "aside"
        return Part.PAGE if certain or _is_links(node) else Part.UNSURE

    def _holds_minutes(self, node: Any, kind: str, *, certain: bool) -> bool:
        """Whether the minutes stand in a part of the page that should hold none."""
        if node.tag in ("body", "main", "article", "h1") or node.css_first("main, article, h1") is not None:
            return True
        if kind in ("header", "footer", "aside"):
            return self._is_of_an_item(node, kind) or _has_facts(node)
        return not certain and _weight(node) * 3 > self._length

    def _is_of_an_item(self, node: Any, kind: str) -> bool:
        """Whether a head or a foot is not the page's but that of a part of the minutes."""
        if kind == "header" and node.css_first("h2, h3, h4") is not None:
            return True
        return (
            len(self.body.css(node.tag)) > 2 if node.tag == kind else _is_inside(node) and not _is_links(node)
        )


def _is_inside(node: Any) -> bool:
    """Whether an element stands in the main part of its page."""
    above = node.parent
    while above is not None and above.tag not in ("main", "article"):
        above = above.parent
    return above is not None


def _kind(node: Any) -> tuple[str, bool]:
    """Return the part that tag or role name and that is certain, or else the class; else nothing."""
    attributes = node.attributes
    kind = _ROLES.get(attributes.get("role") or "", node.tag if node.tag in _TAGS else "")
    if kind:
        return kind, True
    words = _words(f"{attributes.get('id') or ''} {attributes.get('class') or ''}")
    kind = "tools" if _asks_consent(node) else next((_NAMED[word] for word in words if word in _NAMED), "")
    return kind, kind == "tools"


def _asks_consent(node: Any) -> bool:
    """Whether an element asks a visitor to agree to cookies."""
    return (
        node.tag in ("div", "section", "dialog")
        and _weight(node) < _LONGEST_CONSENT
        and _CONSENT.match(node.text(separator=" ").strip()) is not None
        and any(_AGREES.match(one.text()) for one in node.css("a, button"))
    )


def _words(names: str) -> Iterator[str]:
    return (word.lower() for word in _WORD.findall(names))


def _weight(node: Any) -> int:
    return len("".join(node.text().split()))


def _is_links(node: Any) -> bool:
    """Whether links hold most of the text that is no heading."""
    headings = sum(_weight(heading) for heading in node.css("h1, h2, h3, h4, h5, h6"))
    linked = sum(_weight(link) for link in node.css("a"))
    return linked * 2 > _weight(node) - headings


def _has_facts(node: Any) -> bool:
    """Whether the date or the place of a meeting stands in an element, or files of its items."""
    files = any(_FILES.search(link.attributes.get("href") or link.text()) for link in node.css("a"))
    return files or (_FACT.search(node.text(separator="\n")) is not None and not _is_links(node))


def _is_action(node: Any) -> bool:
    """Whether an element does something with the page: "Udskriv", "Fold alle ud"."""
    attributes = node.attributes
    unseen = node.tag == "span" and _UNSEEN.search(attributes.get("class") or "")
    if node.tag not in ("a", "button") and attributes.get("role") != "button" and not unseen:
        return False
    # In a sentence ("Du kan læse mere her") the words are the minutes'.
    beside = sum(_weight(other) for other in node.parent.css("a, button"))
    alone = node.tag != "a" or beside == _weight(node.parent)
    return alone and _ACTION.fullmatch(" ".join(node.text().split())) is not None


def is_disclosure(node: Any) -> bool:
    """Whether an element opens what stands below it, and so is its title."""
    attributes = node.attributes
    if node.tag == "summary":
        return True
    if node.css_first("p, ul, ol, section") is not None:  # what is opened may say so too
        return False
    if "aria-expanded" in attributes:
        return True
    if node.tag not in ("button", "a") and attributes.get("role") != "button":
        return False
    toggles = (attributes.get("data-toggle"), attributes.get("data-bs-toggle"))
    words = set(_words(attributes.get("class") or ""))
    return "collapse" in toggles or not words.isdisjoint(("accordion", "collapse", "overskrift", "toggle"))


_OWN = "h1, h2, h3, h4, h5, h6, table, details, section, article, button, [aria-expanded], [data-toggle]"
"""What stands in the parts of minutes, but in no entry of a list and no row of figures."""


def is_entry(node: Any) -> bool:
    """Whether an element of a list or a table is one entry of it, not minutes with headings."""
    return all(found.mem_id == node.mem_id for found in node.css(_OWN))
