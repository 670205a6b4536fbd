"""What the second reading is told of a line: how the first read those that are like it."""

import pytest

from pipeline.minutes.structure.likes import read_likes
from pipeline.minutes.structure.roles import Role


def told(reading, n):
    """Return what is told of line `n` alone."""
    return set(read_likes(reading.lines, reading.shapes, reading.roles).own[n])


def test_a_line_is_told_what_the_others_with_its_word_are(reading_of):
    reading = reading_of(
        (Role.ITEM, "Emne: Ny badebro"),
        (Role.BODY, "Godkendt."),
        (Role.BODY, "Emne: Færgen til Ærø"),
        (Role.BODY, "Taget til efterretning."),
        (Role.ITEM, "Emne: Åben havn"),
    )
    assert "lead start5 of1" in told(reading, 2)
    assert not any(name.startswith("lead") for name in told(reading, 1))


def test_a_line_says_nothing_of_itself(reading_of):
    reading = reading_of((Role.ITEM, "Emne: Ny badebro"), (Role.BODY, "Emne: Færgen til Ærø"))
    assert "lead start0 of0" in told(reading, 0)
    assert "lead start5 of0" in told(reading, 1)


def test_a_line_is_told_what_stands_below_the_same_line_elsewhere(reading_of):
    reading = reading_of(
        (Role.CHROME, "Til toppen"),
        (Role.ITEM, "Ny badebro"),
        (Role.BODY, "Godkendt."),
        (Role.CHROME, "Til toppen"),
        (Role.BODY, "Færgen til Ærø"),
    )
    assert "above start5 of0" in told(reading, 4)


@pytest.mark.parametrize(("entry", "told_so"), [("• Ny badebro", True), ("• Åben havn", False)])
def test_a_title_stands_in_the_list_whatever_word_is_before_it(reading_of, entry, told_so):
    emne = [(Role.BODY, "Emne: Ny badebro"), (Role.BODY, "Emne: Færgen til Ærø")]
    reading = reading_of((Role.LISTED, entry), *emne)
    assert f"in list{told_so}" in told(reading, 1)


def test_a_title_that_is_said_again_below_is_told_so(reading_of):
    again = [(Role.BODY, "Emne: Ny badebro"), (Role.ITEM, "Ny badebro")]
    reading = reading_of(*again, (Role.BODY, "Emne: Færgen til Ærø"), (Role.BODY, "Ny færge"))
    assert "said below" in told(reading, 0)
    assert "said above" in told(reading, 1)


def test_a_line_without_likes_is_told_nothing(reading_of):
    reading = reading_of((Role.ITEM, "Ny badebro"), (Role.BODY, "12 borgere fra Ærø har skrevet; se bilag."))
    assert read_likes(reading.lines, reading.shapes, reading.roles).own[1] == ()
