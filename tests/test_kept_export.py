"""What version 0.1 kept, exported and tagged is read as it was: "export with the old, add with the new".

`data/export-0.1.jsonl` is an archive of three invented meetings, with ten entries in its log of corrections;
`data/tag-0.1.json` is what `sagsspor tag --json` printed for the second of them; `data/archive-0008.db.gz`
is that archive itself, of schema 0008, with vectors of the tests' tiny encoder. None of them is
ever written anew.
"""

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from pipeline.app.adding import add_file
from pipeline.archive import Archive
from pipeline.archive.schema import HEAD
from pipeline.corrections.exchange import correction_to_json
from pipeline.domain import Structure
from pipeline.encoder import encode_items
from pipeline.process import Processed
from pipeline.serialize import from_json, to_export, to_json

DATA = Path(__file__).parent / "data"
EXPORT = DATA / "export-0.1.jsonl"
MEETINGS = [json.loads(line) for line in EXPORT.read_text(encoding="utf-8").splitlines()]
SPRING, MAY = "velfaerdsforum-aeroe/2021-03-01", "velfaerdsforum-aeroe/2021-05-03"


def changed(old, new, path="$"):
    """Return where `new` lacks or changes what `old` has; fields may have been added since."""
    if isinstance(old, dict) and isinstance(new, dict):
        return [
            place
            for key, value in old.items()
            for place in (
                changed(value, new[key], f"{path}.{key}") if key in new else [f"{path}.{key} is gone"]
            )
        ]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return [place for at, (one, other) in pairs for place in changed(one, other, f"{path}[{at}]")]
    return [] if old == new else [f"{path}: {old!r} became {new!r}"]


class EncodingOnly:
    """The part of a processor that minutes need which were tagged before."""

    def __init__(self, encoder):
        self.encoder = encoder

    def encode(self, tagged):
        encoded = encode_items(self.encoder, tagged.minutes.items, [item.passages for item in tagged.items])
        return Processed(tagged=tagged, encoded=encoded)


@pytest.fixture
def added(archive, encoder) -> Archive:
    """A new archive with the kept export in it."""
    assert [one.outcome for one in add_file(EncodingOnly(encoder), archive, EXPORT)] == ["added"] * 3
    return archive


def test_a_kept_export_is_exported_again_as_it_was(added):
    assert changed(MEETINGS, json.loads(json.dumps(list(added.export())))) == []


def test_the_corrections_of_a_kept_export_are_in_the_log_and_in_force(added):
    kept = [entry for meeting in MEETINGS for entry in meeting.get("corrections", ())]
    kept.sort(key=lambda entry: entry["number"])
    assert len(kept) == 10
    assert changed(kept, [correction_to_json(entry) for entry in added.corrections()]) == []
    themes = {one.theme: one.assigned for one in added.item(f"{SPRING}/2").tagged.themes}
    assert (themes["psykiatri"], themes["kapacitet"]) == (True, True)
    names = {
        (item.id, entity.text) for item in added.items() for entity in added.item(item.id).tagged.entities
    }
    assert (f"{SPRING}/3", "Rusmiddelcentret") in names
    assert (f"{SPRING}/2", "Åse Ørsted") in names
    assert (f"{SPRING}/2", "Forretningsudvalget") not in names
    assert [(ruling.other, ruling.holds) for ruling in added.link_rulings()] == [
        (f"{SPRING}/3", True),
        (f"{SPRING}/2", False),
    ]
    assert sorted(ruling.holds for ruling in added.case_rulings()) == [False, True]


def test_an_item_that_was_split_by_hand_stays_split_and_an_undone_correction_undone(added):
    titles = [item["title"] for item in MEETINGS[2]["items"]]
    assert "Næste møde" in titles
    assert [item.title for item in added.minutes(MAY).minutes.items] == titles
    themes = {one.theme: one.assigned for one in added.item(f"{MAY}/2").tagged.themes}
    assert themes["tilsyn"]


@pytest.mark.parametrize("kept", MEETINGS, ids=lambda kept: kept["source"])
def test_a_kept_meeting_is_written_as_it_was_read(kept):
    # What is read is what the models said; the corrections come after it. No matters are no field.
    said = ({k: v for k, v in item.get("opinion", {}).items() if v} for item in kept["items"])
    items = [item | opinion for item, opinion in zip(kept["items"], said, strict=True)]
    items = [{key: value for key, value in item.items() if key != "opinion"} for item in items]
    tags = {key: value for key, value in kept.items() if key != "corrections"} | {"items": items}
    assert changed(tags, json.loads(json.dumps(to_export(from_json(kept))))) == []


def test_what_tag_prints_is_what_it_printed():
    kept = json.loads((DATA / "tag-0.1.json").read_text(encoding="utf-8"))
    assert changed(kept, json.loads(json.dumps(to_json(from_json(MEETINGS[1]))))) == []


@pytest.fixture
def upgraded(tmp_path) -> Path:
    """An archive that was opened once since version 0.1 made it."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((DATA / "archive-0008.db.gz").read_bytes()))
    Archive.open(str(path)).close()
    return path


def test_a_kept_archive_is_brought_up_to_date_and_all_in_it_is_as_it_was(upgraded):
    with Archive.open(str(upgraded)) as archive:
        assert changed(MEETINGS, json.loads(json.dumps(list(archive.export())))) == []
        assert (len(archive.corrections()), archive.waiting()) == (10, set())
    with sqlite3.connect(upgraded) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("DELETE FROM corrections")


def test_what_a_kept_archive_says_nothing_of_was_read_exactly(upgraded):
    with Archive.open(str(upgraded)) as archive:
        stored = archive.meetings()
        assert {one.structure for one in stored} == {Structure()}
        items = [item for one in stored for item in archive.minutes(one.id).minutes.items]
        assert {(item.open, item.case_number, item.made) for item in items} == {(True, "", ())}


def test_a_kept_archive_takes_more_minutes(upgraded, minutes_of, encoder):
    tagged = minutes_of(("Døgnpladser på Ærø", "Ærø Kommune får 3 pladser."))
    vectors = encoder.encode([p for item in tagged.items for p in item.passages]).vectors
    with Archive.open(str(upgraded)) as archive:
        archive.add(tagged, vectors, encoder=encoder.name)
        assert len(archive.meetings()) == len(MEETINGS) + 1
