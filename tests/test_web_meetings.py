"""The pages of meetings: the list, one with its agenda and how it was read, text, versions, corrections."""

import datetime as dt
import hashlib
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from served import MINUTES, tiny_session
from sqlalchemy import update
from web_client import client_of

from pipeline.app.adding import add_file
from pipeline.archive import schema
from pipeline.domain import Attachment, Doubt, Listed, ReadAs, Structure

AEROE = "/moede/forum-aeroe/2023-01-20"
KYST = "/moede/kystudvalget/2021-05-04"


@pytest.fixture
def session(archive, encoder, word_links, tmp_path):
    return tiny_session(archive, encoder, word_links, tmp_path)


@pytest.fixture
def client(session) -> TestClient:
    return client_of(session)


@pytest.fixture
def add(session, tmp_path):
    def add(text=MINUTES):
        path = tmp_path / "referat.txt"
        path.write_text(text, encoding="utf-8")
        (kept,) = add_file(session.processor, session.archive, path)
        return kept

    return add


def post(client, path, **fields):
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/tilfoej").text)[1]
    return client.post(path, data={"csrf": token, "navn": "Åse", **fields})


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def ledgered(tagged, **ledger):
    return replace(tagged, minutes=replace(tagged.minutes, ledger=replace(tagged.minutes.ledger, **ledger)))


def test_meetings_are_listed_newest_first_and_narrowed_by_committee_and_year(client, put, minutes_of):
    for year in (2021, 2023, 2022):
        put(minutes_of(("Æ", f"Ø {year}"), date=dt.date(year, 5, 4)))
    put(minutes_of(("Æ", "Havn"), committee="Havneudvalget", date=dt.date(2022, 1, 1)))
    dates = re.findall(r"<td[^>]*>4\. maj (\d+)", client.get("/moeder").text)
    assert dates == ["2023", "2022", "2021"]
    narrowed = words(client.get("/moeder", params={"udvalg": "Havneudvalget"}))
    assert "1 møde," in narrowed
    assert "1. januar 2022 Havneudvalget, Ordinært møde" in narrowed
    assert re.findall(r"<td[^>]*>4\. maj (\d+)", client.get("/moeder?aar=2021").text) == ["2021"]
    assert "Vis alle" in client.get("/moeder?aar=1999").text


def test_a_list_of_many_meetings_has_pages(client, put, minutes_of, monkeypatch):
    monkeypatch.setattr("pipeline.web.meetings.PAGE", 2)
    for day in (1, 2, 3):
        put(minutes_of(("Æ", f"Ø {day}"), date=dt.date(2022, 5, day)))
    assert "Side 1 af 2" in words(client.get("/moeder"))
    assert re.findall(r"<td[^>]*>(\d)\. maj", client.get("/moeder?side=2").text) == ["1"]
    assert 'href="/moeder?aar=2022&amp;side=2"' in client.get("/moeder?aar=2022").text
    assert "Side 1 af 2" in words(client.get("/moeder?side=æ"))
    assert 'href="/moeder?side=2"' in client.get("/moeder?slettet=x+0").text


def test_a_list_is_a_file_too_whole_and_narrowed_alike(client, put, minutes_of):
    for year in (2021, 2022):
        put(minutes_of(("Æ", "Ø"), date=dt.date(year, 5, 4)))
    assert [one["id"] for one in client.get("/moeder.json").json()] == [
        "forum-aeroe/2022-05-04",
        "forum-aeroe/2021-05-04",
    ]
    lines = client.get("/moeder.csv?aar=2021").text.splitlines()
    assert lines[1:] == ["forum-aeroe/2021-05-04;2021-05-04;Forum Ærø;Ordinært møde;1"]


def test_routine_items_are_folded_unless_something_was_found_in_them(client, put, minutes_of):
    put(
        minutes_of(
            ("Godkendelse af dagsorden", "Godkendt."),
            ("Meddelelser", "Nyt om psykiatri."),
            ("Godkendelse af rammeaftalen", "Ja."),
            ("Eventuelt", "Intet."),
            themes=("psykiatri",),
        )
    )
    page = client.get(AEROE).text
    folded = re.findall(r"<summary>.*?</span> (.*?)</summary>", page)
    assert folded == ["Godkendelse af dagsorden", "Eventuelt"]


def test_gaps_missing_and_closed_items_are_shown_in_their_place(client, put, minutes_of):
    tagged = minutes_of(("Æ", "a"), ("Ø", "b"), ("Å", "c"))
    one, two, three = tagged.items
    three = replace(three, item=replace(three.item, number="6", open=False))
    tagged = replace(tagged, items=(one, two, three))
    put(ledgered(tagged, gaps=("3",), listed=5, missing=(Listed(number="4", title="Personsag"),)))
    text = words(client.get(AEROE))
    shown = ["2. Ø", "Nummer 3: sprunget over", "4. Personsag: på dagsordenen, men ikke", "6. Å lukket"]
    assert [text.index(one) for one in shown] == sorted(text.index(one) for one in shown)
    assert "5 punkter på dagsordenen, 3 læst, 1 lukket." in text


def test_attachments_are_counted_and_said_to_be_without_text(client, put, minutes_of):
    tagged = minutes_of(("Æ", "Bilag 1.pdf"))
    (one,) = tagged.items
    held = (Attachment(text="Bilag 1.pdf", start=one.item.start, end=one.item.end),)
    put(replace(tagged, items=(replace(one, item=replace(one.item, attachments=held)),)))
    assert "1 bilag uden tekst her" in words(client.get(AEROE))


def test_doubts_are_shown_each_with_its_line_in_the_text(client, put, minutes_of):
    tagged = minutes_of(("Æ", "Ny havn i Ærø", "Andet"))
    start = tagged.minutes.text.index("Ny havn")
    doubt = Doubt(start=start, end=start + 13, reason="may head an item of its own")
    structure = Structure(read_as=ReadAs.DOUBTFUL, confidence=0.617, doubts=(doubt,))
    put(replace(tagged, minutes=replace(tagged.minutes, structure=structure)))
    text = words(client.get(AEROE))
    assert "Opbygningen er usikker, se efter, 61 % sikker" in text
    assert "Ny havn i Ærø « er måske overskrift for et punkt for sig" in text
    assert f'<mark id="t{start}"' in client.get(f"{AEROE}/tekst").text


def test_the_words_of_a_doubted_line_are_masked(client, put, minutes_of):
    tagged = minutes_of(("Æ", "Ny havn 010190-1234", "Andet"))
    start = tagged.minutes.text.index("Ny havn")
    doubt = Doubt(start=start, end=start + 19, reason="may head an item of its own")
    structure = Structure(read_as=ReadAs.DOUBTFUL, confidence=0.6, doubts=(doubt,))
    put(replace(tagged, minutes=replace(tagged.minutes, structure=structure)))
    page = client.get(f"{AEROE}/ret").text
    assert 'name="ord" value="Ny havn ••••••-••••' in page
    assert "010190" not in page


def test_a_doubted_line_is_put_right_by_one_button_however_many_lines_begin_like_it(client, add, session):
    add(MINUTES.replace("Intet.\n", "Intet.\nHavn\nEn sag om havnen.\nHavn\nEn anden sag.\n"))
    tagged = session.archive.minutes("kystudvalget/2021-05-04")
    second = tagged.minutes.text.rindex("Havn\n")
    doubt = Doubt(start=second, end=second + 4, reason="may head an item of its own")
    with session.archive._database.writing() as connection:
        structure = Structure(read_as=ReadAs.DOUBTFUL, confidence=0.6, doubts=(doubt,))
        connection.execute(update(schema.meetings).values(structure=structure))
    page = client.get(f"{KYST}/ret").text
    words = re.search(r'name="ord" value="([^"]+)"', page)[1]
    assert words == "Havn En anden sag."
    post(client, "/ret/del", punkt="kystudvalget/2021-05-04/3", ord=words, tilbage="/")
    assert session.archive.item("kystudvalget/2021-05-04/3b").text == "Havn\nEn anden sag."


def test_the_text_is_shown_and_offered_without_cpr_numbers(client, put, minutes_of):
    put(minutes_of(("Klage", "Fra 010190-1234 på Ærø <b>.")))
    for path in ("/tekst", "/tekst.txt"):
        answer = client.get(AEROE + path)
        assert "010190" not in answer.text
        assert "••••••-•••• på Ærø" in answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "<b>" not in client.get(f"{AEROE}/tekst").text.split("</h1>")[1]


def test_a_new_version_is_shown_with_what_it_changed(client, add):
    add()
    changed = MINUTES.replace("1,2 mio.", "1,9 mio.").replace("3. Eventuelt", "3. Ålegræs i Marstal")
    add(changed)
    assert "2 udgaver" in words(client.get(KYST))
    page = client.get(f"{KYST}/udgaver")
    text = words(page)
    assert re.search(r"<del>[^<]*1,2 mio\.", page.text)
    assert re.search(r"<ins>[^<]*1,9 mio\.", page.text)
    assert "Ændret: 2. Ny badebro" in text
    assert "Godkendelse af dagsorden" not in text.split("Ændret: 2.")[1]
    assert "Den første udgave" in text


def test_an_item_is_renamed_split_and_merged_and_each_undone_beside_it(client, add, session):
    add()
    item = "kystudvalget/2021-05-04/2"
    back = f"{KYST}/ret"
    page = post(client, "/ret/punkt", punkt=item, nummer="2", titel="Ny badebro på Ærø", tilbage=back)
    assert page.url.path == back
    assert 'class="decided"' in page.text
    assert session.archive.item(item).tagged.item.title == "Ny badebro på Ærø"
    post(client, "/ret/del", punkt=item, ord="Udvalget godkendte", tilbage=back)
    assert [one.item.number for one in session.archive.minutes(item[:-2]).items] == ["1", "2", "2b", "3"]
    assert "rettet" in words(client.get(KYST))
    post(client, "/ret/saml", punkt="kystudvalget/2021-05-04/1", tilbage=back)
    assert len(session.archive.minutes(item[:-2]).items) == 3
    for number in ("3", "2", "1"):
        post(client, "/ret/fortryd", numre=number, tilbage=back)
    assert [one.item.title for one in session.archive.minutes(item[:-2]).items][1] == "Ny badebro"
    assert "Rettet af et menneske" not in client.get(back).text


def test_what_is_read_of_a_meeting_is_corrected_and_shown_as_decided(client, add, session):
    add()
    fields = {"moede": "kystudvalget/2021-05-04", "tilbage": f"{KYST}/ret"}
    as_it_is = {"udvalg": "Kystudvalget", "dato": "2021-05-04", "start": "15:00", "sted": "Ærø Rådhus"}
    assert post(client, "/ret/moede", **fields, **as_it_is).status_code == 422
    post(client, "/ret/moede", **fields, **{**as_it_is, "dato": "2021-05-06", "start": "14:30"})
    meeting = session.archive.meeting("kystudvalget/2021-05-04").meeting
    assert (meeting.date, meeting.start) == (dt.date(2021, 5, 6), dt.time(14, 30))
    assert meeting.place == "Ærø Rådhus"
    page = client.get(KYST).text
    assert "6. maj 2021" in page
    assert 'class="decided"' in page
    answer = post(client, "/ret/moede", **fields, dato="i går")
    assert answer.status_code == 422
    assert "»i går« kan ikke læses som dato" in answer.text


def test_who_corrects_what_another_has_corrected_meanwhile_is_told_and_may_go_on(client, add, session):
    add()
    item = "kystudvalget/2021-05-04/2"
    fields = {"moede": "kystudvalget/2021-05-04", "punkt": item, "set": "0", "tilbage": f"{KYST}/ret"}
    post(client, "/ret/tema", punkt="kystudvalget/2021-05-04/1", tema="tilsyn", svar="ja", tilbage="/")
    post(client, "/ret/punkt", **fields, titel="Ny badebro på Ærø")
    told = post(client, "/ret/punkt", **fields, titel="Badebro")
    assert told.status_code == 409
    assert "Ny badebro på Ærø" in told.text
    assert session.archive.item(item).tagged.item.title == "Ny badebro på Ærø"
    seen = re.search(r'name="set" value="(\d+)"', told.text)[1]
    post(client, "/ret/punkt", **{**fields, "set": seen}, titel="Badebro")
    assert session.archive.item(item).tagged.item.title == "Badebro"


def test_a_decision_that_is_not_released_is_said_to_be_made(client, put, minutes_of):
    tagged = minutes_of(("Æ", "a"))
    put(replace(tagged, minutes=replace(tagged.minutes, not_released=("1",))))
    assert "beslutningen er ikke frigivet endnu" in words(client.get(AEROE))


@pytest.mark.parametrize("path", ["/moeder?aar=år", f"/job/{10**30}", "/job/æ"])
def test_an_address_that_cannot_be_read_is_told_in_danish(client, path):
    answer = client.get(path)
    assert answer.status_code == 422
    assert "Adressen kan ikke læses" in answer.text


def test_the_sha256_of_the_file_is_kept_and_shown(client, add):
    add()
    assert hashlib.sha256(MINUTES.encode()).hexdigest() in client.get(KYST).text


def test_a_line_that_is_not_there_is_said_in_one_danish_line(client, add):
    add()
    answer = post(client, "/ret/del", punkt="kystudvalget/2021-05-04/2", ord="Findes ikke", tilbage="/moeder")
    assert "Rettelsen kan ikke skrives" in answer.text
    assert "ingen linje i kystudvalget/2021-05-04/2 begynder med »Findes ikke«" in answer.text


def test_a_meeting_is_taken_out_once_its_page_has_asked(client, add, session):
    add()
    post(client, "/ret/tema", punkt="kystudvalget/2021-05-04/2", tema="tilsyn", svar="ja", tilbage="/")
    assert "Slet mødet?" in client.get(f"{KYST}/slet").text
    assert session.archive.stats().meetings == 1
    page = post(client, "/slet", moede="kystudvalget/2021-05-04")
    assert "Rettelserne venter" in page.text
    assert session.archive.stats().meetings == 0
    assert client.get(KYST).status_code == 404


def test_a_meeting_that_cannot_be_read_can_be_taken_out_too(client, add, session):
    add()
    with session.archive._database.writing() as connection:
        connection.exec_driver_sql("UPDATE meetings SET structure = 'ødelagt'")
    assert "kystudvalget/2021-05-04 Mødet og alle dets udgaver" in words(client.get(f"{KYST}/slet"))


def test_who_deletes_a_meeting_is_told_which_one(client, add):
    add()
    html = client.get(f"{KYST}/slet").text
    assert "<b>Kystudvalget, 4. maj 2021 (" in html
    csrf = re.search(r'name="csrf" value="([^"]*)"', html)[1]
    answer = client.post("/slet", data={"csrf": csrf, "moede": "kystudvalget/2021-05-04"})
    assert "Slettet: Kystudvalget, 4. maj 2021 (" in words(answer)
