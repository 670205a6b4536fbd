"""Every page that a link of the page leads to is there, whole, and titled."""

import datetime as dt
import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser
from web_client import ADDRESS, client_of

from pipeline.app.session import Session
from pipeline.archive import Archive
from pipeline.config import load_config
from pipeline.domain import Label, Signature, ThemeChange

NAMES = {"Ærø Kommune": Label.MUNICIPALITY, "Åse Dahl": Label.PERSON, "Egely": Label.INSTITUTION}
PARTS = (
    "", "moeder", "moede", "punkt", "tilfoej", "gennemgang", "sager", "sag", "navne", "soeg", "overblik",
    "foelg", "modeller", "rettelser",
)  # fmt: skip
MOST = 200
"""Pages followed, the nearest first: every kind of page is among them."""


@pytest.fixture
def archive_in_use(archive: Archive, put, minutes_of) -> Archive:
    for month in (1, 3, 5):
        put(
            minutes_of(
                ("Nyt botilbud <Egely> på Ærø", "Åse Dahl fra Ærø Kommune fortalte om psykiatri på Egely."),
                ("Eventuelt",),
                names=NAMES,
                themes=("psykiatri",),
                date=dt.date(2023, month, 20),
            )
        )
    signature = Signature(by="Åse", at=dt.datetime(2023, 6, 1, tzinfo=dt.UTC), why="kun omtalt")
    archive.correct("forum-aeroe/2023-01-20/1", [ThemeChange(theme="psykiatri", assigned=False)], signature)
    return archive


@pytest.fixture
def client(archive_in_use, finder) -> TestClient:
    session = Session(load_config(), archive_in_use)
    session.finder = finder
    return client_of(session)


def _links(tree: LexborHTMLParser, address: str) -> set[str]:
    found = {urljoin(address, node.attributes["href"] or "") for node in tree.css("a[href], link[href]")}
    return {one.split("#")[0] for one in found if urlsplit(one).netloc == urlsplit(ADDRESS).netloc}


def _faults(tree: LexborHTMLParser) -> list[str]:
    headings = [node for node in tree.css("h1, h2, h3, th, legend, label, button, a") if not _name(node)]
    ids = Counter(node.attributes["id"] for node in tree.css("[id]"))
    anchors = {(node.attributes["href"] or "")[1:] for node in tree.css('a[href^="#"]')}
    forms = [node for node in tree.css("form[method=post]") if not node.css_first("input[name=csrf]")]
    return [
        *(f"nothing in {node.html}" for node in headings),
        *(f"id {name} {times} times" for name, times in ids.items() if times > 1),
        *(f"no place #{name}" for name in anchors - {"", *ids}),
        *(f"a form without token: {node.html}" for node in forms),
        *([] if len(tree.css("h1")) == 1 else [f"{len(tree.css('h1'))} first headings"]),
        *(
            []
            if tree.css_first("title").text().strip(" ·").removesuffix("sagsspor").strip(" ·")
            else ["no title"]
        ),
    ]


def _name(node) -> str:
    own = " ".join(filter(None, (node.text(), node.attributes.get("aria-label"))))
    return own.strip() or " ".join(img.attributes.get("alt") or "" for img in node.css("img")).strip()


def test_no_link_is_dead_and_no_page_is_half(client):
    waiting, seen, faults = [f"{ADDRESS}/"], set[str](), list[str]()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200:
            faults.append(f"{address}: {answer.status_code}")
        elif answer.headers["content-type"].startswith("text/html"):
            tree = LexborHTMLParser(answer.text)
            faults += [f"{address}: {fault}" for fault in _faults(tree)]
            waiting += sorted(_links(tree, address) - seen - {*waiting})
    kinds = {re.split(r"[/?]", one.removeprefix(f"{ADDRESS}/"))[0] for one in seen}
    assert "\n".join(faults) == ""
    assert kinds >= {*PARTS}
