"""Items are narrowed and counted by the group of KLE that their case numbers are of, wherever one asks."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import text
from typer.testing import CliRunner
from web_client import client_of

from pipeline.app.session import Session
from pipeline.archive import Archive
from pipeline.cli.app import app as app_of_cli
from pipeline.config import load_config
from pipeline.discussions import read_item
from pipeline.domain import Filters
from pipeline.errors import ArchiveError

NUMBERS = {
    "Færgen": "27.03.08-P20-1-22",
    "Havnen": "Sagsnr. 27.03.01-Ø54-2-22",
    "Broen": "27.99.00-A00-1-22",
    "Fyret": "00.22.02-A00-3-20 og 27.03.08-P20-1-22",
    "Søen": "127.03.08-P20-1-22",
    "Åen": "27.03.08",
    "Vejen": "",
}
GROUPS = {"27.03": {"Færgen", "Havnen", "Fyret"}, "27.99": {"Broen"}, "00.22": {"Fyret"}}


@pytest.fixture
def filled(archive, put, minutes_of):
    tagged = minutes_of(*((title, "Stofbehandling i Marstal.") for title in NUMBERS))
    items = [
        replace(one, item=replace(one.item, case_number=NUMBERS[one.item.title])) for one in tagged.items
    ]
    minutes = replace(tagged.minutes, items=tuple(one.item for one in items))
    put(replace(tagged, minutes=minutes, items=tuple(items)))
    return archive


@pytest.fixture
def client(filled, finder):
    session = Session(load_config(), filled)
    session.finder = finder
    return client_of(session, follow=False)


def titles(archive, kle):
    return {one.title for one in archive.items(Filters(kle=kle))}


def test_items_are_narrowed_to_a_group_or_a_main_group(filled):
    assert {number: titles(filled, number) for number in GROUPS} == GROUPS
    assert titles(filled, "27") == {"Færgen", "Havnen", "Broen", "Fyret"}
    assert titles(filled, "03") == titles(filled, "27.0.") == titles(filled, "(") == set()


def test_each_count_is_that_of_the_items_it_narrows_to(filled):
    for facets in (filled.facets(), filled.facets([one.id for one in filled.items()])):
        assert {one.name: one.items for one in facets.kle} == {name: len(own) for name, own in GROUPS.items()}
    assert filled.facets([]).kle == ()


def test_an_archive_of_an_earlier_schema_has_it_too(filled):
    with filled._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0014'"))
    filled.close()
    with Archive.open(str(filled.file)) as again:
        assert titles(again, "27.99") == {"Broen"}


def test_the_link_index_has_the_groups_of_each_item(filled):
    read = {one.title: read_item(filled, one.id).kle for one in filled.items()}
    assert {group: {title for title, own in read.items() if group in own} for group in GROUPS} == GROUPS


def test_a_number_that_no_group_can_have_is_refused(finder):
    with pytest.raises(ArchiveError, match=re.escape("no group of KLE has the number 27.03.08")):
        finder.known_filters(Filters(kle="27.03.08"))


def test_the_page_names_the_groups_and_counts_add_up(client):
    page = client.get("/soeg", params={"q": "stofbehandling"}).text
    part = page.split("<h2>Emne (KLE)</h2>")[1].split("</section>")[0]
    rows = re.findall(r'<a href="([^"]+)"><span>([^<]+)</span> <span[^>]+>(\d+)</span>', part)
    assert [(name, int(items)) for _, name, items in rows] == [
        ("27.03 Tilbud efter serviceloven", 3),
        ("00.22 Kommunalbestyrelsen, udvalg mv.", 1),
        ("27.99 (27 Social service)", 1),
    ]
    for address, name, items in rows:
        narrowed = client.get(unescape(address)).text
        assert f"<strong>{items} punkt" in narrowed
        assert f"Emne (KLE): {name}" in narrowed


def test_another_group_that_is_picked_takes_the_place_of_the_first(client):
    narrowed = client.get("/soeg.json", params=[("kle", "27.03"), ("kle", "27.99")]).json()
    assert [one["title"] for one in narrowed] == ["Broen"]
    assert "KLE 27.99" in client.get("/foelg/punkter.atom", params={"kle": "27.99"}).text


def test_the_api_narrows_and_counts(client):
    answer = client.get("/api/v1/search", params={"q": "stofbehandling", "kle": "27.99"}).json()
    assert [hit["item"]["title"] for hit in answer["hits"]] == ["Broen"]
    assert answer["facets"]["kle"] == [{"name": "27.99", "items": 1}]
    refused = client.get("/api/v1/search", params={"q": "stofbehandling", "kle": "x"})
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown-kle-group")


def test_the_command_line_narrows_and_counts(filled):
    def run(*asked):
        words = ["--archive", str(filled.file), "search", "stofbehandling", "--words-only", *asked]
        return CliRunner().invoke(app_of_cli, words, catch_exceptions=False).stdout

    assert "Emner (KLE)   27.03 Tilbud efter serviceloven 3 · " in run("--facets")
    assert {hit["item"]["title"] for hit in json.loads(run("--kle", "27", "--json"))} == titles(filled, "27")
