"""What persons corrected in an item that is closed later is in no file, log, backup or export any more."""

import datetime as dt
import json
from dataclasses import fields
from typing import get_args

import pytest
from builders import PlainProcessor

from pipeline.app.answers import about
from pipeline.app.corrections import Corrector
from pipeline.archive import Archive, Outcome
from pipeline.corrections.exchange import corrections_from_json
from pipeline.domain import (
    Change,
    EntityAction,
    EntityChange,
    JobLine,
    Label,
    LinkChange,
    MeetingChange,
    MergeChange,
    NameChange,
    RenameChange,
    Signature,
    SplitChange,
    ThemeChange,
    Withheld,
)
from pipeline.errors import CorrectionError
from tests.exports import agenda, item, part, read_all, write
from tests.test_exports_closed import tagged

PERSON = Label.PERSON
DAY = "molerudvalget/2025-03-11"
SECRET = item("2", "Mole ved Æblehavn", part("Sag", "<p>Kvasthilde Østergårds lejemål.</p>"))
OPEN = item("1", "Havne", part("Sag", "<p>Havnen i Søby uddybes.</p>"))
THIRD = item("3", "Fyr", part("Sag", "<p>Fyret blinker.</p>"))
CLOSED = item("2", "Lukket: Mole ved Æblehavn", IsOpen=False)
WORDS = ("kvasthild", "østergård", "lejemål.", "hendes bror")
YES = ThemeChange(theme="stof", assigned=True)
SIGNED = Signature(by="Lise", at=dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.UTC), why="det er hendes bror")


@pytest.fixture
def processor(encoder):
    return PlainProcessor(encoder)


@pytest.fixture
def published(put, tmp_path):
    """Keep an agenda or minutes with these items."""

    def published(name, *items, day="2025-03-11T15:00:00+01:00"):
        folder = tmp_path / name / day
        (minutes,) = read_all(write(folder, a=agenda(*items, name=name, key=f"{name}{day}", Dato=day)))
        return put(tagged(minutes))

    return published


def mention(archive, words, norm):
    at = archive.item(f"{DAY}/2").text.index(words)
    return EntityChange(
        action=EntityAction.ADD, start=at, end=at + len(words), text=words, label=Label.PERSON, norm=norm
    )


@pytest.fixture
def corrected(archive, published):
    """An agenda with a mention, a theme, and an undo in the item that minutes will close."""
    published("Dagsorden", OPEN, SECRET, THIRD)
    wanted = [mention(archive, "Kvasthilde Østergårds", "Kvasthilde Østergård"), YES]
    archive.correct(f"{DAY}/2", wanted, SIGNED)
    archive.undo(1, SIGNED)
    archive.correct(f"{DAY}/1", [YES], SIGNED)


def left(archive, folder):
    """Return which of the words stand in a file of the archive, a copy, or an export."""
    (folder / "archive.db.copy").unlink(missing_ok=True)
    archive.back_up(folder / "archive.db.copy")
    files = [path.read_bytes() for path in folder.glob("archive.db*")]
    assert len(files) > 2
    exported = "".join(json.dumps(one, ensure_ascii=False) for one in archive.export()).encode()
    # SQLite keeps letters, its JSON columns may escape them.
    everything = b"".join((*files, exported)).decode(errors="replace").casefold()
    return [word for word in WORDS if word in everything or json.dumps(word)[1:-1] in everything]


def test_the_log_tells_who_and_when_and_no_more(archive, published, corrected, tmp_path):
    assert "kvasthild" in left(archive, tmp_path)
    assert published("Referat", OPEN, CLOSED, THIRD).outcome is Outcome.NEW_VERSION
    *withheld, kept = archive.corrections()
    assert [one.change for one in withheld] == [Withheld(was=kind) for kind in ("entity", "theme", "undo")]
    assert {(one.by, one.at, one.item_id) for one in withheld} == {("Lise", SIGNED.at, f"{DAY}/2")}
    assert (kept.item_id, kept.change) == (f"{DAY}/1", YES)
    assert archive.waiting() == set()


def test_no_byte_of_it_is_left(archive, published, corrected, tmp_path):
    published("Referat", OPEN, CLOSED, THIRD)
    published("Referat", OPEN, CLOSED, item("3", "Fyr", part("Sag", "<p>Fyret blinker grønt.</p>")))
    # Whose reason it is, an item that stays open still tells.
    assert left(archive, tmp_path) == ["hendes bror"]


def test_what_is_withheld_cannot_be_undone(archive, published, corrected):
    published("Referat", OPEN, CLOSED, THIRD)
    with pytest.raises(CorrectionError, match=f"{DAY}/2 is closed now"):
        archive.undo(2, SIGNED)


def test_pairs_and_boundaries_of_it_are_withheld_too(archive, processor, published, corrected, tmp_path):
    published("Referat", OPEN, day="2025-04-08T15:00:00+01:00")
    later = "molerudvalget/2025-04-08/1"
    archive.correct(later, [LinkChange(earlier=f"{DAY}/2", kept=True)], SIGNED)
    corrector = Corrector(processor, archive)
    rename = RenameChange(title="Kvasthilde Østergårds lejemål.")
    split = SplitChange(at=archive.item(f"{DAY}/2").text.index("lejemål."), title="lejemål.")
    corrector.correct(f"{DAY}/2", [rename, split], SIGNED)
    corrector.correct(f"{DAY}/2b", [YES], SIGNED)
    number = archive.corrections()[-2].number
    corrector.undo(number, SIGNED)
    published("Referat", OPEN, CLOSED, THIRD)
    corrector.recut()
    kept = [one for one in archive.corrections() if not isinstance(one.change, Withheld)]
    assert [one.item_id for one in kept] == [f"{DAY}/1"]


def test_what_was_merged_into_it_is_withheld(archive, processor, published):
    published("Dagsorden", OPEN, SECRET, THIRD)
    archive.correct(f"{DAY}/3", [YES], SIGNED)
    Corrector(processor, archive).correct(f"{DAY}/2", [MergeChange(following=f"{DAY}/3")], SIGNED)
    published("Referat", OPEN, CLOSED, item("3", "Broer", part("Sag", "<p>Broen males.</p>")))
    assert {type(one.change) for one in archive.corrections()} == {Withheld}


def test_what_stays_open_keeps_what_waits_for_its_text(archive, published, corrected):
    archive.correct(f"{DAY}/3", [YES], SIGNED)
    published("Referat", OPEN, CLOSED, item("3", "Fyr", part("Sag", "<p>Fyret er slukket.</p>")))
    (number,) = archive.waiting()
    (waiting,) = archive.entries([number])
    assert (waiting.item_id, waiting.change) == (f"{DAY}/3", YES)


def test_an_older_export_brings_nothing_of_it_back(archive, published, corrected, tmp_path):
    (old,) = archive.export()
    published("Referat", OPEN, CLOSED, THIRD)
    assert archive.add_corrections([(DAY, corrections_from_json(old))]) == 0
    archive.delete(DAY)
    published("Referat", OPEN, CLOSED, THIRD)
    assert "kvasthild" not in left(archive, tmp_path)


def test_a_new_archive_takes_the_marks_as_they_are(archive, published, corrected, tmp_path, encoder):
    published("Referat", OPEN, CLOSED, THIRD)
    (line,) = archive.export()
    with Archive.open(str(tmp_path / "other.db")) as other:
        minutes = archive.minutes(DAY)
        passages = [passage for one in minutes.items for passage in one.passages]
        other.add(minutes, encoder.encode(passages).vectors, encoder=encoder.name)
        assert other.add_corrections([(DAY, corrections_from_json(line))]) == 4
        assert other.corrections() == archive.corrections()
        assert other.add_corrections([(DAY, corrections_from_json(line))]) == 0


def test_a_later_export_withholds_nothing_that_is_open_here(archive, published, corrected, tmp_path):
    before = archive.corrections()
    (line,) = archive.export()
    for entry in line["corrections"][:2]:
        entry["change"] = {"kind": "withheld", "was": entry["change"]["kind"]}
    assert archive.add_corrections([(DAY, corrections_from_json(line))]) == 0
    assert archive.corrections() == before


def test_where_an_item_was_closed_from_the_start_the_log_of_the_others_stays(archive, processor, published):
    published("Dagsorden", OPEN, CLOSED, THIRD)
    corrector = Corrector(processor, archive)
    split = SplitChange(at=archive.item(f"{DAY}/1").text.index("Havnen i"), title="Havnen")
    (entry,) = corrector.correct(f"{DAY}/1", [split], SIGNED)
    corrector.correct(f"{DAY}/1b", [YES], SIGNED)
    corrector.undo(entry.number, SIGNED)
    archive.correct(f"{DAY}/2", [YES], SIGNED)
    assert Withheld not in {type(one.change) for one in archive.corrections()}


def test_names_that_were_joined_and_stand_nowhere_else_are_withheld(
    archive, published, put, minutes_of, tmp_path
):
    published("Dagsorden", OPEN, SECRET, THIRD)
    wanted = [mention(archive, "Kvasthilde", "Kvasthilde"), mention(archive, "Østergårds", "Åse Østergård")]
    archive.correct(f"{DAY}/2", wanted, SIGNED)
    names = dict.fromkeys(("Åse Lind", "Bo Lind"), PERSON)
    put(minutes_of(("Havne", "Åse Lind og Bo Lind kom."), names=names))
    pairs = (("Kvasthilde", "Åse Østergård"), ("Bo Lind", "Åse Lind"))
    for name, other in pairs:
        archive.join_names(NameChange(label=PERSON, name=name, canonical=other), SIGNED)
    published("Referat", OPEN, CLOSED, THIRD)
    assert [type(one.change) for one in archive.corrections()[2:]] == [Withheld, NameChange]
    assert [one for one in left(archive, tmp_path) if one != "hendes bror"] == []
    assert archive.joined() == {(PERSON, "Bo Lind"): "Åse Lind"}


def test_a_job_that_quoted_it_forgets_that(archive, published, corrected, tmp_path):
    job = archive.ask_job("add", {}, "Lise")
    told = {"date": "2025-03-11", "doubts": [["Kvasthilde Østergårds", "uden nummer"]]}
    archive.tell_job(job.number, JobLine(step="doubtful", text="Se efter", data=told))
    published("Referat", OPEN, CLOSED, THIRD)
    assert archive.job_lines(job.number)[0].data == {}


@pytest.mark.parametrize("kind", [one for one in get_args(Change) if one not in {MeetingChange, Withheld}])
def test_a_page_has_a_word_for_every_kind_that_may_be_withheld(kind):
    was = fields(kind)[0].default
    assert about(Withheld(was=was)) not in {"", f"{was}: "}


def test_a_kind_that_nobody_knows_is_called_as_the_file_calls_it():
    assert about(Withheld(was="æ")) == "æ: "
