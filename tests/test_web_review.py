"""The review on the page: one question at a time, what is answered, left open, undone, and by two at once."""

import datetime as dt
import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient
from web_client import client_of

from pipeline.app.desk import Desk
from pipeline.app.session import Session
from pipeline.config import load_config
from pipeline.domain import (
    EntityAction,
    EntityChange,
    Label,
    LinkChange,
    Signature,
    Skipped,
    ThemeChange,
)

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def session(archive, finder) -> Session:
    session = Session(load_config(), archive)
    session.finder = finder
    return session


@pytest.fixture
def client(session) -> TestClient:
    client = client_of(session, follow=False)
    client.cookies.set("navn", "Aase")
    return client


@pytest.fixture
def desk(client) -> Desk:
    return client.app.state.site.desk


@pytest.fixture
def asked(put, minutes_of):
    """An archive where the word list finds a theme that the model does not."""
    words = "Stofmisbrug og alkoholbehandling i Ærø, og rusmiddelcentrets misbrugsbehandling."
    put(
        minutes_of(("Færgen", words), ("Havnen", words), ("Broen", "Kajen."), themes=("kapacitet", "misbrug"))
    )


def ready(client, desk, path="/gennemgang") -> str:
    client.get(path)
    desk.wait()
    return client.get(path).text


def sent(text: str, reply: str, **more: str) -> dict[str, str]:
    form = text[text.index('action="/gennemgang/svar"') :]
    fields = HIDDEN.findall(form[: form.index("</form>")])
    return {name: unescape(value) for name, value in fields} | {"svar": reply, **more}


def test_no_page_waits_for_the_questions(client, desk, asked, monkeypatch):
    monkeypatch.setattr(desk, "look", lambda: None)
    answer = client.get("/gennemgang")
    assert answer.status_code == 200
    assert "Spørgsmålene findes frem" in answer.text


def test_a_question_has_its_reason_and_the_passage_with_words_marked(client, desk, asked):
    text = ready(client, desk)
    assert "Handler punktet om" in text
    assert "Spørges, fordi" in text
    assert "<mark>" in text
    assert "0 besvaret" in text


@pytest.mark.parametrize(
    ("reply", "change"),
    [
        ("ja", lambda theme: ThemeChange(theme=theme, assigned=True)),
        ("nej", lambda theme: ThemeChange(theme=theme, assigned=False)),
        ("spring", lambda theme: Skipped(theme=theme)),
    ],
)
def test_a_reply_is_kept_with_why_it_was_asked_and_not_asked_again(
    client, desk, asked, archive, reply, change
):
    form = sent(ready(client, desk), reply)
    answer = client.post("/gennemgang/svar", data=form)
    assert answer.status_code == 303
    (entry,) = archive.corrections()
    assert entry.change == change(form["tema"])
    assert (entry.by, entry.item_id) == ("Aase", form["punkt"])
    assert entry.why.startswith("gennemgang: ")
    text = client.get(answer.headers["location"]).text
    assert "1 besvaret" in text
    following = sent(text, reply)
    assert (following["punkt"], following["tema"]) != (form["punkt"], form["tema"])


def test_the_last_answer_can_be_undone_and_is_asked_again(client, desk, asked):
    form = sent(ready(client, desk), "ja")
    text = client.get(client.post("/gennemgang/svar", data=form).headers["location"]).text
    undo = text[text.index('action="/ret/fortryd"') :]
    fields = {name: unescape(value) for name, value in HIDDEN.findall(undo[: undo.index("</form>")])}
    client.post("/ret/fortryd", data=fields)
    again = sent(client.get("/gennemgang").text, "ja")
    assert (again["punkt"], again["tema"]) == (form["punkt"], form["tema"])


def test_who_answers_second_is_told_and_nothing_is_lost(client, desk, asked, archive):
    form = sent(ready(client, desk), "ja")
    client.post("/gennemgang/svar", data=form)
    second = client.post("/gennemgang/svar", data=form | {"svar": "nej"})
    assert second.status_code == 409
    assert "En anden har rettet punktet imens" in second.text
    assert len(archive.corrections()) == 1


def test_who_has_not_said_a_name_is_asked_and_the_answer_is_kept(client, desk, asked, archive):
    client.cookies.clear()
    text = ready(client, desk)
    assert 'name="navn"' in text
    assert "Hvem retter?" in client.post("/gennemgang/svar", data=sent(text, "ja")).text
    assert not archive.corrections()
    client.post("/gennemgang/svar", data=sent(text, "ja", navn="Åse"))
    assert [entry.by for entry in archive.corrections()] == ["Åse"]


def test_one_theme_is_asked_about_alone_the_most_doubtful_item_first(client, desk, asked):
    text = ready(client, desk, "/gennemgang?tema=misbrug")
    for left in (3, 2, 1):
        assert f"{left} tilbage om misbrug" in text
        form = sent(text, "nej")
        assert form["tema"] == "misbrug"
        text = client.get(client.post("/gennemgang/svar", data=form).headers["location"]).text
    assert "Der er intet at spørge om her" in text


def test_links_are_asked_about_with_both_items_and_why(client, desk, archive, put, minutes_of, monkeypatch):
    monkeypatch.setattr("pipeline.app.review.SURE", 1.0)
    put(minutes_of(("Stofbehandling", "Anonym stofbehandling på øen."), date=dt.date(2021, 3, 4)))
    put(minutes_of(("Status", "Anonym stofbehandling er nævnt, og resten handler om havnen.")))
    text = ready(client, desk, "/gennemgang?slags=henvisninger")
    assert "4. marts 2021" in text
    form = sent(text, "ja")
    client.post("/gennemgang/svar", data=form)
    (entry,) = archive.corrections()
    assert entry.change == LinkChange(earlier="forum-aeroe/2021-03-04/1", kept=True)


def test_links_are_found_anew_when_a_meeting_gets_another_text(session, put, minutes_of, monkeypatch):
    monkeypatch.setattr("pipeline.app.review.SURE", 1.0)
    put(minutes_of(("Stofbehandling", "Anonym stofbehandling på øen."), date=dt.date(2021, 3, 4)))
    put(minutes_of(("Status", "Anonym stofbehandling er nævnt, og resten handler om havnen.")))
    desk, left = Desk(session, rest=0), list[int]()
    for text in ("", "Punktet er lukket."):
        if text:
            put(minutes_of(("Status", text)))
        desk.look()
        desk.wait()
        left.append(desk.stack("henvisninger").left)
    assert left == [1, 0]


@pytest.fixture
def doubted(put, minutes_of):
    """An archive with a name that the rules found and the tagger doubts, and one that nobody doubts."""
    made = minutes_of(
        ("Havnen", "Åhøj og Egely er lukket."), names={"Åhøj": Label.PERSON, "Egely": Label.INSTITUTION}
    )
    (item,) = made.items
    entities = [replace(one, doubt=0.9 if one.text == "Åhøj" else 0.0) for one in item.entities]
    put(replace(made, items=(replace(item, entities=tuple(entities)),)))


@pytest.mark.parametrize(
    ("reply", "marked"),
    [
        ("ja", {"Åhøj": "PERSON", "Egely": "INSTITUTION"}),
        ("nej", {"Egely": "INSTITUTION"}),
        ("INSTITUTION", {"Åhøj": "INSTITUTION", "Egely": "INSTITUTION"}),
        ("spring", {"Åhøj": "PERSON", "Egely": "INSTITUTION"}),
    ],
)
def test_a_doubtful_mention_is_asked_about_once_with_its_reason(
    client, desk, doubted, archive, reply, marked
):
    text = ready(client, desk, "/gennemgang?slags=omtaler")
    assert "Er »Åhøj« rigtigt mærket som person?" in text
    assert "tror det næppe (0,10)" in text
    assert "0 besvaret, 1 tilbage" in text
    text = client.get(client.post("/gennemgang/svar", data=sent(text, reply)).headers["location"]).text
    assert "Der er intet at spørge om her" in text
    entities = archive.item("forum-aeroe/2023-01-20/1").tagged.entities
    assert {one.text: one.label for one in entities} == marked
    (entry,) = archive.corrections()
    assert entry.why.startswith("gennemgang: reglerne fandt den")


def test_no_cpr_number_of_a_mention_leaves(client, desk, put, minutes_of):
    made = minutes_of(("Havnen", "Åhøj 010190-1234 klager."), names={"Åhøj 010190-1234": Label.PERSON})
    (item,) = made.items
    put(replace(made, items=(replace(item, entities=(replace(item.entities[0], doubt=0.9),)),)))
    text = ready(client, desk, "/gennemgang?slags=omtaler")
    assert 'name="tekst" value="Åhøj ••••••-••••"' in text
    assert "010190-1234" not in text


def test_a_mention_of_an_item_that_was_closed_since_is_not_asked_about(
    client, desk, doubted, put, minutes_of
):
    ready(client, desk, "/gennemgang?slags=omtaler")
    made = minutes_of(("Havnen", "Punktet er lukket."))
    (item,) = made.items
    put(replace(made, items=(replace(item, item=replace(item.item, open=False)),)))
    assert "Åhøj" not in client.get("/gennemgang?slags=omtaler").text


def test_a_mention_is_answered_for_in_all_of_the_meeting(client, desk, put, minutes_of, archive):
    made = minutes_of(*[(f"Punkt {n}", "Åhøj er lukket.") for n in (1, 2)], names={"Åhøj": Label.PERSON})
    doubted = [replace(i, entities=tuple(replace(e, doubt=0.9) for e in i.entities)) for i in made.items]
    put(replace(made, items=tuple(doubted)))
    text = ready(client, desk, "/gennemgang?slags=omtaler")
    assert "2 tilbage" in text
    text = client.get(
        client.post("/gennemgang/svar", data=sent(text, "nej", alle="1")).headers["location"]
    ).text
    assert "Der er intet at spørge om her" in text
    assert not any(archive.item(f"forum-aeroe/2023-01-20/{n}").tagged.entities for n in (1, 2))


def test_words_that_a_person_marked_otherwise_are_asked_about_elsewhere(
    client, desk, archive, put, minutes_of
):
    for year in (2021, 2022):
        put(minutes_of(("Sagen", "Åhøj lukker."), names={"Åhøj": Label.PERSON}, date=dt.date(year, 1, 20)))
    change = EntityChange(
        action=EntityAction.RELABEL, start=9, end=13, text="Åhøj", label=Label.INSTITUTION, norm="Åhøj"
    )
    first = archive.item("forum-aeroe/2021-01-20/1")
    at = first.text.index("Åhøj")
    signed = Signature(by="Bo", at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC), why="et hus")
    archive.correct("forum-aeroe/2021-01-20/1", [replace(change, start=at, end=at + 4)], signed)
    text = ready(client, desk, "/gennemgang?slags=omtaler")
    assert "Bo har mærket »Åhøj« som institution et andet sted" in text
    assert sent(text, "ja")["punkt"] == "forum-aeroe/2022-01-20/1"


def test_what_is_added_is_asked_about_and_the_rest_not_read_again(session, asked, put, minutes_of):
    desk, read = Desk(session, rest=0), list[str]()
    desk.look()
    desk.wait()
    before = desk.left()
    session.watch = lambda doing, steps: read.extend(steps) or steps
    put(
        minutes_of(
            ("Øen", "Stofmisbrug og alkoholbehandling."), themes=("misbrug",), date=dt.date(2024, 1, 2)
        )
    )
    desk.look()
    desk.wait()
    assert desk.left() > before
    assert read[0] == "forum-aeroe/2024-01-02", "then come the newest meetings, for their links"
    assert read.count("forum-aeroe/2023-01-20") <= 1


def test_a_new_version_of_minutes_is_asked_about_as_it_is(session, put, minutes_of):
    desk, words = Desk(session, rest=0), "Stofmisbrug og alkoholbehandling."
    for titles in (("Færgen", "Havnen"), ("Færgen", "Havnen", "Molen")):
        put(minutes_of(*((title, words) for title in titles), themes=("misbrug",)))
        desk.look()
        desk.wait()
        assert desk.stack("temaer", "misbrug").left == len(titles)


def test_an_empty_archive_says_so(client):
    assert "Arkivet er tomt" in client.get("/gennemgang").text


@pytest.mark.parametrize(
    "query", ["slags=x", "tema=%00", "nr=-1", "nr=99999999999999", "tema=findes-ikke&slags="]
)
def test_an_address_that_is_not_ours_is_no_error(client, desk, asked, query):
    assert client.get(f"/gennemgang?{query}").status_code == 200
