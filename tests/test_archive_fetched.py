"""The archive knows what was fetched from a publication site."""

from dataclasses import replace

from pipeline.archive import Fetched

SITE = "https://dagsordener.example"
MINUTES = Fetched(
    agenda="a1", committee="Kystudvalget", date="2021-05-04", name="Referat", stamp="2021-05-06T09:00:00",
    sha256="0" * 64, meeting="kystudvalget/2021-05-04",
)  # fmt: skip
OLDER = replace(MINUTES, agenda="b2", date="2020-01-07")


def test_what_was_fetched_of_a_site_is_known_oldest_meeting_first(archive):
    archive.note_fetched(SITE, [MINUTES, OLDER])
    assert archive.fetched(SITE) == (OLDER, MINUTES)
    assert archive.fetched("https://andet.example") == ()


def test_a_new_version_takes_the_place_of_the_old_one(archive):
    archive.note_fetched(SITE, [MINUTES, OLDER])
    again = replace(MINUTES, stamp="2021-05-20T09:00:00")
    archive.note_fetched(SITE, [again])
    assert archive.fetched(SITE) == (OLDER, again)


def test_what_is_forgotten_is_forgotten_of_its_site_alone(archive):
    archive.note_fetched(SITE, [MINUTES, OLDER])
    archive.note_fetched("https://andet.example", [MINUTES])
    archive.forget_fetched(SITE, ["a1"])
    assert archive.fetched(SITE) == (OLDER,)
    assert archive.fetched("https://andet.example") == (MINUTES,)
