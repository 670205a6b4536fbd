"""What an edge without a terminal, such as a page, asks of `app`: typed values in and out."""

import datetime as dt
import json

import pytest

from pipeline.app.answers import to_json
from pipeline.app.changes import EVERY, MentionEdit
from pipeline.app.corrections import correct, undo
from pipeline.app.files import each, files_in
from pipeline.app.items import show
from pipeline.app.log import read_log, read_log_of
from pipeline.app.queue import Reply
from pipeline.app.review import keep_reply, theme_questions
from pipeline.app.session import Session
from pipeline.archive import LogFilter
from pipeline.config import load_config
from pipeline.domain import EntityAction, Filters, Label, Link, ThemeChange, meeting_of
from pipeline.errors import ArchiveError, CorrectionError, ItemNotFoundError, MinutesError, NoTextError
from pipeline.minutes import Document

FIRST, SECOND = "forum-aeroe/2023-01-20/1", "forum-aeroe/2023-01-20/2"
PLACES = ("Døgnpladser på Egely", "Ærø Kommune får 3 pladser på Egely.")
DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter.")


@pytest.fixture
def session(archive, put, minutes_of):
    put(minutes_of(PLACES, DRUGS, names={"Egely": Label.INSTITUTION}, themes=("misbrug",)))
    return Session(load_config(), archive)


@pytest.fixture
def signature(session):
    return session.sign("Lise", "læst igen")


def test_a_mention_that_was_clicked_is_named_by_its_place(session, signature):
    stored = session.archive.item(FIRST)
    second = stored.text.rindex("Egely")
    edit = MentionEdit(action=EntityAction.REMOVE, text="Egely", at=second)
    (entry,) = correct(session, FIRST, [edit], signature)
    assert entry.change.start == second
    left = session.archive.item(FIRST).tagged.entities
    assert [entity.start for entity in left] == [stored.tagged.item.start + stored.text.index("Egely")]


def test_all_mentions_that_read_alike_are_changed_at_once(session, signature):
    edit = MentionEdit(action=EntityAction.RELABEL, text="Egely", which=EVERY, label=Label.PERSON)
    assert len(correct(session, FIRST, [edit], signature)) == 2
    assert {entity.label for entity in session.archive.item(FIRST).tagged.entities} == {Label.PERSON}


def test_an_unknown_theme_is_an_error_that_names_those_there_are(session, signature):
    edits = [ThemeChange(theme="hest", assigned=True)]
    with pytest.raises(CorrectionError) as caught:
        correct(session, FIRST, edits, signature)
    assert caught.value.code == "unknown-theme"
    assert "misbrug" in caught.value.values["known"]
    with pytest.raises(ArchiveError) as caught:
        session.finder.known_filters(Filters(committees=("Kredsen",)))
    assert (caught.value.code, caught.value.values["known"]) == ("unknown-committee", ["Forum Ærø"])


def test_the_log_says_what_was_taken_back(session, signature):
    correct(session, FIRST, [ThemeChange(theme="tilsyn", assigned=True)], signature)
    undo(session, [1], signature)
    assert [entry.undone_by for entry in read_log(session, LogFilter())] == [2, None]
    assert [row["undone_by"] for row in to_json(read_log_of(session, FIRST))] == [2, None]


def test_a_meeting_that_nobody_corrected_has_an_empty_log(session):
    assert read_log_of(session, meeting_of(FIRST)) == ()
    with pytest.raises(ItemNotFoundError):
        read_log_of(session, "forum-aeroe/1900-01-01")


def test_a_question_is_replied_to_without_a_terminal(session):
    (question,) = [one for one in theme_questions(session, 9) if one.item == FIRST]
    entry = keep_reply(session, question, Reply.NO, "Lise")
    assert entry.change == ThemeChange(theme="misbrug", assigned=False)
    assert all(one.item != FIRST for one in theme_questions(session, 9))


def test_every_answer_is_json_and_names_items_by_their_ids(session):
    link = Link(item_id=FIRST, title="x", date=dt.date(2021, 3, 4), score=0.12345)
    assert to_json({SECOND: (link,)})[SECOND][0] | {"title": ""} == {
        "item": FIRST, "title": "", "date": "2021-03-04", "score": 0.1235, "reasons": [],
    }  # fmt: skip
    found = session.finder.search("stofbehandling", words_only=True, facets=True)
    answers = (found, *(show(session, key) for key in ("", "forum-aeroe/2023-01-20", FIRST)))
    row, meetings, items, item = json.loads(json.dumps(to_json(answers)))
    assert (row["total"], row["hits"][0]["item"]["id"]) == (1, SECOND)
    assert (meetings[0]["committee"], items[1]["id"], item["id"]) == ("Forum Ærø", SECOND, FIRST)


def test_a_meeting_that_cannot_be_read_does_not_stop_the_others_of_its_file():
    def date_of(document):
        if not document.text:
            raise MinutesError("no-date-of-meeting", file=document.name)
        yield document.text

    documents = [Document(name="året.pdf", text=text) for text in ("3. maj", "", "7. juni")]
    first, bad, last = each(documents, date_of)
    assert (first, type(bad), last) == ("3. maj", MinutesError, "7. juni")


def test_a_bad_file_does_not_stop_the_others(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")

    def read(path):
        if path.name == "a.txt":
            raise NoTextError("file-empty", file=path.name)
        yield path.name

    bad, good = each(files_in([tmp_path], load_config()), read)
    assert (type(bad), bad.values["file"], good) == (NoTextError, "a.txt", "b.txt")
    with pytest.raises(NoTextError) as caught:
        files_in([], load_config())
    assert caught.value.code == "no-minutes-there"
