"""Whose minutes they are: what stands alone in the head, the site of a page, or what the settings say."""

import pytest

from pipeline.config import load_config
from pipeline.minutes import read_document, segment
from pipeline.minutes.document import File
from pipeline.minutes.readers.html import read_html

TEXT = """{head}REFERAT Økonomiudvalget d. 04-06-2020

Mødedato Torsdag d. 4. juni 2020 kl. 09:00

Mødested {place}

{guests}Indholdsfortegnelse

Nyt tag på hallen.....\t3
Eventuelt.....\t4

Punkt 1: Nyt tag på hallen

Beslutning

Godkendt i Nordvang Kommune.

Punkt 2: Eventuelt

Beslutning

Intet.
"""


def read(tmp_path, *, head="", place="Rådhuset", guests="", **settings):
    path = tmp_path / "referat.txt"
    path.write_text(TEXT.format(head=head, place=place, guests=guests), encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text("\n".join(["[minutes]", *(f'{k} = "{v}"' for k, v in settings.items())]), encoding="utf-8")
    document = read_document(path, load_config(own).minutes)
    return segment(document, publishers=["Region Hovedstaden", "Bornholms Regionskommune"])


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ("Nordvang Kommune\n\n", "Nordvang Kommune"),
        ("BORNHOLMS REGIONSKOMMUNE\n\n", "Bornholms Regionskommune"),
        ("Region Hovedstaden\n\n", "Region Hovedstaden"),
        ("Sekretariatet i Nordvang Kommune\n\n", ""),
        ("", ""),
    ],
)
def test_a_name_that_stands_alone_in_the_head_is_the_publisher_and_in_the_ids(tmp_path, head, publisher):
    minutes = read(tmp_path, head=head)
    assert minutes.meeting.publisher == publisher
    before = {"": "", "Nordvang Kommune": "nordvang-kommune/"}.get(publisher)
    if before is not None:
        assert minutes.items[0].id == f"{before}oekonomiudvalget/2020-06-04/1"


def test_a_place_and_several_guests_are_no_publisher(tmp_path):
    assert read(tmp_path, place="\nNordvang Kommune").meeting.publisher == ""
    assert read(tmp_path, guests="Nordvang Kommune\n\nSydvang Kommune\n\n").meeting.publisher == ""


def test_what_the_settings_say_holds_where_the_file_says_nothing(tmp_path):
    assert read(tmp_path, publisher="Socialforum Nord").meeting.publisher == "Socialforum Nord"
    named = read(tmp_path, head="Nordvang Kommune\n\n", publisher="Socialforum Nord")
    assert named.meeting.publisher == "Nordvang Kommune"


@pytest.mark.parametrize(
    ("site", "publisher"), [("Nordvang Kommune", "Nordvang Kommune"), ("Dagsordener og referater", "")]
)
def test_the_site_of_a_page_is_the_publisher_if_it_is_a_municipalitys(site, publisher):
    head = f'<head><meta property="og:site_name" content="{site}"></head>'
    page = f"<html>{head}<body><p>Intet</p></body></html>"
    document = read_html(File(name="a.html", data=page.encode(), config=load_config().minutes))
    assert document.publisher == publisher
