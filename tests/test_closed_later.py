"""What an agenda printed and the minutes close is in no file, index, backup or export any more."""

import json

import pytest
from sqlalchemy import update

from pipeline.app.documents import with_supplement
from pipeline.app.session import Session
from pipeline.app.versions import read_versions
from pipeline.archive import Outcome, schema
from pipeline.archive.closing import close_earlier, closed_since
from pipeline.config import load_config
from pipeline.discussions.fresh import FreshIndex, Kept
from pipeline.domain import AgendaItem
from pipeline.links.kept import read_arrays
from tests.exports import agenda, item, part, read_all, write
from tests.test_exports_closed import tagged

DAY = "molerudvalget/2025-03-11"
SECRET = item(
    "2", "Mole ved Æblehavn", part("Sag", "<p>Kvasthilde Østergårds lejemål.</p>"), CaseNumber="25/1"
)
OPEN = item("1", "Havne", part("Sag", "<p>Havnen i Søby uddybes.</p>"))
CLOSED = [
    item("2", "Lukket: Mole ved Æblehavn", IsOpen=False),
    item("3", "Lukket: Lejemål", IsOpen=False, CaseNumber="25/1"),
    item("2", "Lukket: Personsag", IsOpen=False),
]


@pytest.fixture
def published(put, tmp_path):
    """Keep an agenda or minutes with these items."""

    def published(name, *items):
        (minutes,) = read_all(write(tmp_path / name, a=agenda(*items, name=name)))
        return put(tagged(minutes))

    return published


@pytest.mark.parametrize("closed", CLOSED, ids=["same title", "same case", "same number alone"])
def test_an_item_that_minutes_close_leaves_nothing_behind(archive, published, tmp_path, closed):
    published("Dagsorden", OPEN, SECRET)
    assert published("Referat", OPEN, closed).outcome is Outcome.NEW_VERSION
    archive.back_up(tmp_path / "archive.db.copy")
    files = [path.read_bytes().lower() for path in tmp_path.glob("archive.db*")]
    assert len(files) > 2
    written = "".join(json.dumps(one, ensure_ascii=False) for one in archive.export())
    for word in ("kvasthild", "østergård", "lejemål."):
        assert not any(word.encode() in data for data in (*files, written.lower().encode())), word
    assert b"uddyb" in b"".join(files)


def test_an_agenda_of_which_most_is_closed_is_of_the_same_meeting(archive, published):
    titles = [f"Lejemål {number}" for number in "234"]
    published("Dagsorden", OPEN, *(item(title[-1], title, part("Sag", "<p>Åse.</p>")) for title in titles))
    closed = [item(title[-1], f"Lukket: {title}", IsOpen=False) for title in titles]
    assert published("Referat", OPEN, *closed).outcome is Outcome.NEW_VERSION
    assert "Åse" not in archive.versions(DAY)[0].text


def test_the_link_index_that_was_kept_beside_the_archive_goes_and_is_made_anew(
    archive, published, put, minutes_of, tmp_path, word_links
):
    kept = Kept.beside(archive, tmp_path / "model", "links")
    put(minutes_of(*((f"Fyr {at}", f"Fyret på ø {at} blinker.") for at in range(9))))
    published("Dagsorden", OPEN, SECRET)
    index = FreshIndex(archive, word_links, kept)
    index.index()
    assert "kvasthild" in terms(kept.path)
    published("Referat", OPEN, CLOSED[0])
    assert not kept.path.exists()
    index.index()
    assert "kvasthild" not in terms(kept.path)
    assert "uddyb" in terms(kept.path)


def terms(path) -> str:
    """Return all text that an index keeps, in small letters."""
    arrays, about = read_arrays(path)
    texts = [array for array in arrays.values() if array.dtype.kind in "US"]
    raw = b"".join(array.tobytes() for array in arrays.values()).decode(errors="replace")
    return f"{about} {' '.join(map(str, texts))} {raw}".casefold()


def test_its_earlier_version_still_tells_of_the_others_and_the_ledger_of_it(archive, published):
    published("Dagsorden", OPEN, SECRET)
    published("Referat", OPEN, CLOSED[2])
    earlier, _ = archive.versions(DAY)
    first, second = earlier.items
    assert "Havnen i Søby uddybes." in earlier.text[first.start : first.end]
    assert "Æblehavn" not in earlier.text
    assert (second.open, second.title, second.sections) == (False, "Lukket: Personsag", ())
    assert archive.minutes(DAY).minutes.ledger.notes[-1].endswith("no text of them: 2")
    (_, changed), _ = read_versions(Session(load_config(), archive), DAY)
    assert [one.number for one in changed] == ["", "2"]


def test_of_an_earlier_version_whose_items_are_not_known_nothing_is_kept(archive, published):
    published("Dagsorden", OPEN, SECRET)
    with archive._database.writing() as connection:  # as archives of the time before wrote it
        connection.execute(update(schema.documents).values(cut=None))
        connection.execute(update(schema.documents).values(superseded_by=schema.documents.c.id))
        close_earlier(connection, 1, [of("2", "Lukket", is_open=False)])
    assert not archive.versions(DAY)[0].text.strip()


def test_a_supplement_that_comes_after_the_minutes_opens_nothing(archive, published, tmp_path):
    published("Referat", OPEN, CLOSED[0])
    (late,) = read_all(write(tmp_path / "late", a=agenda(SECRET, name="Tillægsdagsorden", key="a2")))
    assert with_supplement(archive, late).text == archive.minutes(DAY).minutes.text


def of(number: str, title: str, *, is_open: bool = True, case: str = "") -> AgendaItem:
    return AgendaItem(
        id=f"x/{number}", number=number, title=title, start=0, end=1, open=is_open, case_number=case
    )


def test_what_stays_open_under_another_number_stays():
    before = [of("2", "Havne"), of("3", "Moler", case="25/1")]
    after = [of("2", "Lukket: Løn", is_open=False), of("3", "Havne"), of("4", "Moler", case="25/1")]
    assert list(closed_since(before, after)) == []


def test_what_was_closed_already_closes_nothing_else():
    before = [of("1", "Havne"), of("2", "Lukket: Løn", is_open=False)]
    assert list(closed_since(before, [of("2", "Lukket punkt", is_open=False)])) == []


def test_where_it_is_unclear_what_was_closed_it_is_what_is_gone():
    before = [of("1", "Havne"), of("2", "Moler")]
    after = [of("1", "Havne"), of("5", "Lukket: Løn", is_open=False)]
    assert [key for key, _ in closed_since(before, after)] == ["x/2"]
