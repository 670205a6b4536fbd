"""What a user types is understood or refused by name, and what is shown can be typed again."""

import datetime as dt
import json
import sqlite3
from dataclasses import replace
from functools import partial

import pytest
import typer
from test_cli_correct import FIRST, MEETING, PLACES, SAID, SECOND, Result

from pipeline.archive import Archive
from pipeline.cli.shared import parse_day
from pipeline.domain import Label

OFFERS = ("Takster", "Taksten på botilbuddet Åkanden stiger.", "Stofmisbrugsbehandlingen drøftes.")
NAMES = {f"Hus {letter}": Label.INSTITUTION for letter in "ABCDEFGÅ"}


@pytest.fixture
def call(archive, put, minutes_of, tmp_path):
    put(minutes_of(OFFERS, date=dt.date(2021, 3, 4), committee="Udvalg Ø"))
    put(
        minutes_of(
            PLACES, ("Huse", f"{', '.join(NAMES)} åbner."), names={**NAMES, "Egely": Label.INSTITUTION}
        )
    )
    return partial(Result, "--archive", tmp_path / "archive.db")


def test_a_mention_is_corrected_by_its_norm_as_show_lists_it(call):
    call("correct", FIRST, "--entity", "renorm:Egely:Botilbuddet Egely", *SAID)
    assert "Botilbuddet Egely" in call("show", FIRST).out
    result = call("correct", FIRST, "--entity", "remove:Botilbuddet Egely", *SAID)
    assert result.status == 0, result.err
    assert json.loads(call("show", FIRST, "--json").out)["entities"] == []


def test_a_person_is_named_with_the_post_that_show_lists(call, put, minutes_of):
    named = minutes_of(
        ("Leder", "Åse Holm leder Egely."), date=dt.date(2022, 1, 3), names={"Åse Holm": Label.PERSON}
    )
    (item,) = named.items
    (person,) = item.entities
    post = replace(person, role="centerleder", organisation="Ærø Kommune")
    put(replace(named, items=(replace(item, entities=(post,)),)))
    key = "forum-aeroe/2022-01-03/1"
    assert "Åse Holm (centerleder, Ærø Kommune)\n" in call("show", key).out
    result = call("correct", key, "--entity", "remove:Åse Holm (centerleder, Ærø Kommune)", *SAID)
    assert result.status == 0, result.err
    assert json.loads(call("show", key, "--json").out)["entities"] == []


@pytest.mark.parametrize("option", ["--title", "--number"])
@pytest.mark.parametrize("empty", [" ", "\n\t"])
def test_a_name_of_blanks_is_none(call, option, empty):
    result = call("correct", FIRST, option, empty, *SAID)
    assert "the new title or number is empty" in result.err
    assert call("corrections").out == "Ingen rettelser.\n"


def test_a_time_that_is_none_is_refused_with_an_example(call):
    result = call("correct", MEETING, "--start", "25.00", *SAID)
    assert result.status == 2
    assert "'25.00' is no time of day; write it as 15:00 or 15.00" in " ".join(result.err.split())


def test_a_correction_that_changes_nothing_says_so_and_so_does_its_undo(call):
    theme = ("correct", FIRST, "--theme", "+misbrug", *SAID)
    assert "(uændret)" not in call(*theme).out
    assert "misbrug: ja (afgjort af Lise) (uændret)" in call(*theme).out
    assert (
        "tager 1 tilbage: misbrug: ja (afgjort af Lise) (uændret)"
        in call("correct", "--undo", "1", *SAID).out
    )
    assert "(uændret)" not in call("correct", "--undo", "2", *SAID).out


def test_an_item_is_shown_whole(call):
    out = call("show", SECOND).out
    assert "Institution  Hus A, Hus B, Hus C, Hus D, Hus E, Hus F, Hus G, Hus Å\n" in out


def test_a_reason_of_several_lines_is_one_line_of_the_log(call):
    call("correct", FIRST, "--theme", "+tilsyn", "--by", "Åse\x1b[2J", "--why", "første\nanden\u202e linje")
    out = call("corrections").out
    assert "fordi: første anden\\u202e linje\n" in out
    assert "Åse\\u001b[2J" in out


@pytest.mark.parametrize(
    "written", ["2019-01-31", "31-01-2019", "31.01.2019", "31.1.2019", "31/1/2019", "31. januar 2019"]
)
def test_a_day_is_read_as_danes_write_it(written):
    assert parse_day(written) == dt.date(2019, 1, 31)


@pytest.mark.parametrize("written", ["31-02-2019", "01-01-19", "i går", ""])
def test_what_is_no_day_is_refused_with_an_example(written):
    with pytest.raises(typer.BadParameter, match="write it as 2019-01-31"):
        parse_day(written)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("",), "say what to look for"),
        ((" ?!",), "say what to look for"),
        (("takst", "--after", "2022-01-01", "--before", "2021-01-01"), "no day is later than 2022-01-01"),
        (("takst", "--after", "01-01-2022", "--before", "2022-01-02"), "no day is later than 2022-01-01"),
    ],
)
def test_what_can_find_nothing_is_refused(call, asked, said):
    result = call("search", "--words-only", *asked)
    assert result.status == 2
    assert said in " ".join(result.err.split())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--text", " ?!"), "say what to look for"),
        (("--all", "f", "--text", "botilbud"), "--all takes no --text"),
    ],
)
def test_what_no_link_can_answer_is_refused(call, asked, said):
    result = call("related", *asked)
    assert result.status == 2
    assert said in " ".join(result.err.split())


def test_days_are_taken_in_danish_form(call):
    assert "Takster" in call("search", "takst", "--words-only", "--after", "01-01-2021").out


def test_where_nothing_is_found_other_words_of_a_topic_are_tried_and_named(call):
    result = call("search", "bosteder", "--words-only")
    assert "! Også søgt: »botilbud«." in result.out
    assert "Takster" in result.out
    assert "Intet fundet." in call("search", "asdfgh", "--words-only").out


def test_where_little_is_found_items_in_other_words_of_a_topic_or_theme_come_after_it(call, put, minutes_of):
    put(minutes_of(("Nyt bosted", "Ærø åbner et bosted."), ("Hjælp", "Behandling mod misbrug.")))
    found = call("search", "bosteder", "--words-only").out
    assert 0 < found.index("Nyt bosted") < found.index("Takster")
    assert "Også søgt: »misbrug«." in call("search", "antabus", "--words-only").out


def test_words_that_find_nothing_more_are_not_named(call):
    assert "Også søgt" not in call("search", "botilbuddet", "--words-only").out


def test_a_snippet_shows_the_compound_that_has_the_word_as_a_part(archive, call):
    from pipeline.archive import RankedItem

    (item,) = [one.id for one in archive.items() if one.title == "Takster"]
    (hit,) = archive.hits("misbrug", [RankedItem(item_id=item, score=1.0)])
    first, last = (place - hit.snippet.start for place in hit.snippet.marks[0])
    assert hit.snippet.text[first:last] == "Stofmisbrugsbehandlingen"


def test_the_meetings_of_one_committee_are_listed(call):
    assert MEETING not in call("show", "--committee", "udvalg ø").out
    assert len(call("show", "--committee", "Udvalg Ø").out.splitlines()) == 1
    assert "Forum Ærø, Udvalg Ø" in call("show", "--committee", "Nix").err


def test_a_backup_is_the_archive_in_one_file_and_replaces_nothing(call, tmp_path):
    target = tmp_path / "sikkerhed" / "kopi å.db"
    assert call("backup", target).status == 0
    assert sorted(path.name for path in target.parent.iterdir()) == ["kopi å.db"]
    with Archive.open_existing(str(target)) as copy:
        assert [one.id for one in copy.meetings()][-1] == MEETING
    before = target.read_bytes()
    assert "is there already" in call("backup", target).err
    assert target.read_bytes() == before
    with sqlite3.connect(target) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
