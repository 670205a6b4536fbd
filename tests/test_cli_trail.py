"""What `related`, `search` and `trail` print, over an archive with the tiny encoder."""

import datetime as dt
import json
import re

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.discussions.cases import CaseBook
from pipeline.domain import Label, Section, SectionName
from pipeline.errors import SagssporError
from pipeline.process import Processor

DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter i Marstal.", "Godkendt på mødet.")
STATUS = ("Status", "Tilbuddet i Marstal om anonym stofbehandling har en ny leder.")
FERRY = ("Færgen", "Færgen til Marstal sejler tre gange om dagen i sommeren.")
OLD, NEW = "forum-aeroe/2020-01-20/1", "forum-aeroe/2021-01-20/1"


@pytest.fixture
def run(archive, put, minutes_of, encoder, word_links, monkeypatch):
    """A function that runs a command over two meetings, one matter at both, and returns what it prints."""
    names = {"Marstal": Label.MUNICIPALITY}
    put(decided(minutes_of(DRUGS, FERRY, names=names, themes=("stof",), date=dt.date(2020, 1, 20))))
    put(minutes_of(STATUS, FERRY, themes=("stof",), date=dt.date(2021, 1, 20)))
    monkeypatch.setattr(Processor, "links", word_links)
    monkeypatch.setattr(Processor, "encoder", encoder)
    url = str(archive.file)

    def run(*args, status=0):
        result = CliRunner().invoke(app, ["--archive", url, *args])
        assert result.exit_code == status, result.output
        return result.stdout

    return run


def decided(tagged):
    """The minutes with the last paragraph of their first item as its decision."""
    from dataclasses import replace

    first, *others = tagged.items
    *before, last = first.passages
    section = Section(name=SectionName.BESLUTNING, start=last.start, end=last.end)
    last = replace(last, section=SectionName.BESLUTNING)
    item = replace(first.item, sections=(*first.item.sections, section))
    tagged = replace(tagged, items=(replace(first, item=item, passages=(*before, last)), *others))
    return replace(tagged, minutes=replace(tagged.minutes, items=tuple(one.item for one in tagged.items)))


def ids(printed):
    return [row["item"] for row in json.loads(printed)]


def test_related_goes_back_and_later_goes_on(run):
    assert ids(run("related", NEW, "--json")) == [OLD]
    assert ids(run("related", OLD, "--json")) == []
    assert ids(run("related", OLD, "--later", "--json")) == [NEW]
    assert "Ingen tidligere drøftelser fundet." in run("related", OLD)
    assert "Ingen senere drøftelser fundet." in run("related", NEW, "--later")
    assert "↩ 20. januar 2020: Stofbehandling" in run("related", NEW)


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (["--theme", "stof", "--municipality", "marstal", "--committee", "forum-aeroe"], True),
        (["--theme", "tilsyn"], False),
        (["--municipality", "Odense"], False),
        (["--person", "Ingen"], False),
        (["--institution", "Ingen"], False),
        (["--after", "2020-01-20"], False),
        (["--after", "2020-01-19", "--before", "2020-01-21"], True),
        (["--before", "2020-01-20"], False),
    ],
)
def test_related_is_narrowed_by_filters_for_items_and_for_questions(run, filters, shown):
    wanted = [OLD] if shown else []
    assert ids(run("related", NEW, *filters, "--json")) == wanted
    text = ["related", "--text", "anonym stofbehandling i Marstal", *filters, "--json"]
    assert (OLD in ids(run(*text))) == shown


@pytest.mark.parametrize("args", [["--later"], ["--later", "--text", "x"], ["f.json", "--all", "--later"]])
def test_later_is_of_an_item(run, args):
    run("related", *args, status=2)


def test_search_prints_hits_marked_and_counted(run):
    out = run("search", "anonym stofbehandling", "--facets")
    assert "2 punkter" in out
    assert "20. januar 2020: Stofbehandling" in out
    assert "Temaer        stof 2" in out
    assert "År            2020 1 · 2021 1" in out
    found = json.loads(run("search", "anonym stofbehandling", "--facets", "--limit", "1", "--json"))
    assert (found["total"], len(found["hits"])) == (2, 1)
    assert found["facets"]["years"] == [{"name": "2020", "items": 1}, {"name": "2021", "items": 1}]


def test_how_many_are_shown_is_said_in_danish(run):
    assert run("search", "anonym stofbehandling", "--limit", "1").startswith("det bedste af 2 punkter\n")
    assert re.search(r"\(0,\d\d\)$", run("related", NEW).splitlines()[0])


def test_search_of_nonsense_says_that_nothing_is_found(run):
    assert run("search", "asdfgh qwerty", "--facets") == "Intet fundet.\n"
    assert json.loads(run("search", "xyzzy", "--json")) == []


def test_search_by_words_alone_loads_no_encoder(run, monkeypatch):
    monkeypatch.setattr(Processor, "encoder", None)
    assert "Stofbehandling" in run("search", "anonym stofbehandling", "--words-only")


def test_trail_is_a_timeline_with_decisions(run):
    out = run("trail", NEW)
    assert "2 behandlinger, 20. januar 2020 – 20. januar 2021" in out
    assert "→ Godkendt på mødet." in out
    assert out.index(OLD) < out.index(NEW)
    (trail,) = json.loads(run("trail", NEW, "--json"))
    assert [stop["date"] for stop in trail["stops"]] == ["2020-01-20", "2021-01-20"]


def test_trail_says_where_a_link_within_it_was_rejected(run):
    why = ("--by", "Lise", "--why", "læst")
    run("correct", NEW, "--reject", OLD, *why)
    assert f"! Henvisningen fra {NEW} til {OLD} er afvist af Lise, men de står i samme sag." in run(
        "trail", OLD
    )
    assert json.loads(run("trail", NEW, "--json"))[0]["rejected"][0]["other"] == OLD
    run("correct", NEW, "--same-case", OLD, *why)
    assert "afvist" not in run("trail", NEW)


def test_trail_without_an_item_lists_the_cases(run):
    assert "2 × Stofbehandling\n      20. januar 2020 – 20. januar 2021" in run("trail")
    assert {case["stops"] for case in json.loads(run("trail", "--json"))} == {2}


@pytest.mark.parametrize("key", ["forum-aeroe/1900-01-01/1", "æ"])
def test_trail_of_an_item_that_is_not_there_is_one_line_and_finds_no_cases_first(run, monkeypatch, key):
    monkeypatch.setattr(CaseBook, "_follow", lambda _: pytest.fail("the cases were found"))
    run("trail", key, status=1)


COMMANDS = [("search", "anonym stofbehandling"), ("related", NEW), ("related", "--text", "stofbehandling")]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "narrowed",
    [
        ("--committee", "forum ærø"),
        ("--committee", "FORUM-aeroe"),
        ("--theme", "STOF"),
        ("--municipality", "MARSTAL"),
    ],
)
def test_upper_and_lower_case_are_one_in_what_is_narrowed_to(run, command, narrowed):
    assert "Stofbehandling" in run(*command, *narrowed)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("narrowed", "said"),
    [
        (("--committee", "Kredsen"), "no committee Kredsen; known: Forum Ærø"),
        (("--theme", "ukendt"), "no theme ukendt; known: kapacitet, misbrug, psykiatri, stof, tilsyn"),
    ],
)
def test_what_nothing_can_be_narrowed_to_is_named(run, archive, command, narrowed, said):
    result = CliRunner().invoke(app, ["--archive", str(archive.file), *command, *narrowed])
    assert isinstance(result.exception, SagssporError)
    assert said in str(result.exception)
