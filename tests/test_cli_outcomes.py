"""Minutes are read exactly, by guess, or so that a person has to look: what is told, and corrected."""

import json
from dataclasses import replace
from functools import partial

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.domain import Doubt, ReadAs, Structure, TaggedItem, TaggedMinutes
from pipeline.errors import SagssporError
from pipeline.minutes import split_passages
from pipeline.process import Processor

TEXT = """{title}

UDVALG

Velfærdsforum Ærø

MØDE

{title}

STED

STARTTIDSPUNKT

{start}

PUNKTER

1. Åbning af Søhesten

1. Åbning af Søhesten

Beslutning
Godkendt, {how}.
"""


class Result:
    """Exit status and the two streams of one call."""

    def __init__(self, *args):
        found = CliRunner().invoke(app, [str(arg) for arg in args])
        if found.exception and not isinstance(found.exception, SystemExit | SagssporError):
            raise found.exception
        self.status, self.out = found.exit_code, found.stdout
        self.err = str(found.exception) if isinstance(found.exception, SagssporError) else found.stderr


def structure_of(minutes):
    """How surely a file was read: its name says it."""
    at = minutes.text.index("Beslutning")
    how = ReadAs(minutes.source.removesuffix(".txt"))
    doubt = Doubt(start=at, end=at + len("Beslutning"), reason="may be the heading of an item")
    surely = {ReadAs.EXACT: 1.0, ReadAs.GUESSED: 0.937, ReadAs.DOUBTFUL: 0.41}
    return Structure(
        read_as=how,
        confidence=surely[how],
        guessed=() if how is ReadAs.EXACT else ("items", "date"),
        doubts=(doubt,) if how is ReadAs.DOUBTFUL else (),
    )


@pytest.fixture
def call(monkeypatch, encoder, tmp_path):
    """Call the program on an archive of its own."""

    class Reader(Processor):
        """Cuts by the known layouts alone and tags nothing, with the tiny encoder."""

        structure = None

        def cut(self, source, *given):
            minutes = super().cut(source, *given)
            return replace(minutes, structure=structure_of(minutes))

        def tag(self, minutes):
            items = tuple(
                TaggedItem(item=i, passages=split_passages(minutes.text, i), entities=(), themes=())
                for i in minutes.items
            )
            return self.encode(TaggedMinutes(minutes=minutes, items=items))

    Reader.encoder = encoder
    for room in ("files", "session"):
        monkeypatch.setattr(f"pipeline.app.{room}.Processor", Reader)
    return partial(Result, "--archive", tmp_path / "archive.db")


@pytest.fixture
def file(tmp_path):
    """Write minutes of which each is another meeting; `dated` says whether they tell their day."""

    def file(how, *, dated=True, folder="minutes"):
        path = tmp_path / folder / f"{how}.txt"
        path.parent.mkdir(exist_ok=True)
        day = 3 + list(ReadAs).index(ReadAs(how))
        title = f"Møde i Velfærdsforum Ærø den {day}. maj 2021" if dated else "Møde i Velfærdsforum Ærø"
        start = f"2021-05-0{day} 09:00" if dated else "kl. 9"
        path.write_text(TEXT.format(title=title, start=start, how=how), encoding="utf-8")
        return path

    return file


def test_what_was_read_exactly_needs_no_word(call, file):
    result = call("tag", file("exact"), "--json")
    assert (result.status, result.err) == (0, "")
    assert json.loads(result.out)["structure"]["read_as"] == "exact"


def test_a_guess_is_tagged_and_one_line_says_so(call, file):
    result = call("tag", file("guessed"), "--json")
    assert (result.status, json.loads(result.out)["structure"]["confidence"]) == (0, 0.937)
    assert result.err == "guessed.txt: read by guess, 93 % sure: items, date\n"
    assert "! opbygningen er gættet, 93 % sikker: punkter, dato" in call("tag", file("guessed")).out


def test_a_guess_is_kept_and_said_to_be_one(call, file):
    result = call("add", file("guessed"))
    assert (result.status, result.err) == (0, "guessed.txt: read by guess, 93 % sure: items, date\n")
    assert "1 møde tilføjet" in result.out
    assert "(opbygningen er gættet, 93 % sikker: punkter, dato)" in call("show").out
    assert call("add", file("guessed")).err == ""


def test_of_doubtful_minutes_no_object_is_printed_but_where_to_look(call, file):
    result = call("tag", file("doubtful"), "--json")
    assert (result.status, result.out) == (1, "")
    assert len(result.err.splitlines()) == 1
    assert "doubtful.txt: please look, 41 % sure where its items begin" in result.err
    assert '"Beslutning" (character ' in result.err
    assert "may be the heading of an item; `sagsspor tag doubtful.txt`" in result.err


def test_for_people_doubtful_minutes_are_shown_with_their_doubtful_lines(call, file):
    result = call("tag", file("doubtful"))
    assert (result.status, result.err) == (1, "")
    assert "! opbygningen er usikker, se efter, 41 % sikker" in result.out
    assert "»Beslutning« may be the heading of an item" in result.out
    assert "Åbning af Søhesten" in result.out


def test_doubtful_minutes_are_kept_only_when_accepted(call, file):
    result = call("add", file("doubtful"))
    assert (result.status, "0 møder tilføjet" in result.out) == (1, True)
    assert "please look" in result.err
    result = call("add", file("doubtful"), "--accept")
    assert (result.status, "1 møde tilføjet" in result.out) == (0, True)
    assert result.err == "doubtful.txt: taken as cut, 41 % sure: items, date\n"
    accepted = call("tag", file("doubtful"), "--accept", "--json")
    assert (accepted.status, json.loads(accepted.out)["structure"]["read_as"]) == (0, "doubtful")


def test_a_folder_goes_on_and_the_summary_counts_how_each_was_read(call, file):
    for how in ReadAs:
        file(how)
    folder = file("exact").parent
    (folder / "tom.txt").write_bytes(b"")
    counts = "sagsspor: of 4 minutes 1 exact, 1 guessed, 1 doubtful, 1 refused"
    tagged = call("tag", folder, "--json")
    assert (tagged.status, len(tagged.out.splitlines())) == (1, 2)
    assert tagged.err.splitlines()[-1] == counts
    added = call("add", folder)
    assert (added.status, "2 møder tilføjet" in added.out) == (1, True)
    assert added.err.splitlines()[-1] == counts


@pytest.mark.parametrize("command", ["tag", "add"])
def test_where_no_date_is_found_the_option_that_gives_it_is_named(call, file, command):
    path = file("exact", dated=False)
    refused = call(command, path)
    assert (refused.status, "no date of the meeting; give it with --date" in refused.err) == (1, True)
    assert call(command, path, "--date", "2021-05-03").status == 0


def test_what_is_given_of_the_meeting_is_in_what_is_printed(call, file):
    given = ("--date", "2021-05-03", "--place", "Ærøskøbing")
    meeting = json.loads(call("tag", file("exact", dated=False), *given, "--json").out)["meeting"]
    assert (meeting["date"], meeting["place"]) == ("2021-05-03", "Ærøskøbing")


MEETING = "velfaerdsforum-aeroe/2021-05-04"
SAID = ("--by", "Lise", "--why", "læst igen")


def test_a_guessed_title_is_corrected(call, file):
    call("add", file("guessed"))
    result = call("correct", f"{MEETING}/1", "--title", "Søhesten åbner", "--number", "131", *SAID)
    assert (result.status, "omdøbt: 1. Åbning af Søhesten → 131. Søhesten åbner" in result.out) == (0, True)
    item = json.loads(call("show", f"{MEETING}/1", "--json").out)
    assert (item["id"], item["number"], item["title"]) == (f"{MEETING}/1", "131", "Søhesten åbner")


def test_a_guessed_meeting_is_corrected_and_the_correction_undone(call, file):
    call("add", file("guessed"))
    fields = ("--date", "2021-06-01", "--start", "8.30", "--title", "Ekstraordinært møde", "--place", "Søby")
    result = call("correct", MEETING, *fields, *SAID)
    assert "mødet: titel: Møde i Velfærdsforum Ærø" in result.out
    assert "dato: 1. juni 2021; start: 8.30; sted: Søby" in result.out
    (meeting,) = json.loads(call("show", "--json").out)
    assert (meeting["id"], meeting["date"], meeting["start"]) == (MEETING, "2021-06-01", "08:30")
    assert call("correct", "--undo", 1, *SAID).status == 0
    assert json.loads(call("show", "--json").out)[0]["date"] == "2021-05-04"


@pytest.mark.parametrize(
    ("about", "given", "said"),
    [
        (f"{MEETING}/1", ("--date", "2021-06-01"), f"correct {MEETING}"),
        (MEETING, ("--committee", " "), "a meeting has a committee"),
        (MEETING, ("--number", "4"), "is a meeting; name one of its items"),
        ("velfaerdsforum-aeroe/2021-05-05", ("--place", "Søby"), "has no meeting"),
    ],
)
def test_what_cannot_be_corrected_so_is_told(call, file, about, given, said):
    call("add", file("guessed"))
    assert said in call("correct", about, *given, *SAID).err


def test_an_item_and_its_meeting_are_not_corrected_at_once(call, file):
    call("add", file("guessed"))
    assert call("correct", MEETING, "--date", "2021-06-01", "--number", "4", *SAID).status == 2
