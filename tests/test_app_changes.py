"""What is written after `sagsspor correct`, as changes of an item, or a line that says what is wrong."""

import pytest

from pipeline.app.changes import entity_changes, parse_mention, parse_theme, split_change
from pipeline.config import load_config
from pipeline.domain import EntityAction, Label, ThemeChange
from pipeline.entities.norms import Normalizer
from pipeline.errors import CorrectionError

ITEM = (
    "Botilbud",
    "Egely får 1,9\u00a0mio. kr. fra Ærø Kommune.",
    "8. Eventuelt på Egely",
    "Ærøskøbing og Egely drøftede kl. 9:30.",
    "Og så.",
    "Og så.",
)
NORMALIZER = Normalizer(load_config().paths.knowledge)
NAMES = {"Egely": Label.INSTITUTION, "1,9\u00a0mio. kr.": Label.AMOUNT}


@pytest.fixture
def stored(archive, put, minutes_of):
    put(minutes_of(ITEM, names=NAMES))
    return archive.item("forum-aeroe/2023-01-20/1")


@pytest.mark.parametrize(("written", "assigned"), [("+misbrug", True), ("-misbrug", False)])
def test_a_sign_assigns_a_theme_or_takes_it_away(written, assigned):
    assert parse_theme(written) == ThemeChange(theme="misbrug", assigned=assigned)


@pytest.mark.parametrize(
    ("written", "said"),
    [("misbrug", r"write \+misbrug"), ("+", "write")],
)
def test_a_theme_written_otherwise_is_told_how(written, said):
    with pytest.raises(CorrectionError, match=said):
        parse_theme(written)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("add:Ærø Kommune:MUNICIPALITY", [("Ærø Kommune", Label.MUNICIPALITY, "Ærø Kommune")]),
        ("add:Ærø:kommune:Ærø Kommune", [("Ærø", Label.MUNICIPALITY, "Ærø Kommune")]),
        ("add:kl. 9:30:Dato:2023-01-20", [("kl. 9:30", Label.DATE, "2023-01-20")]),
        ("remove:1,9 mio. kr.", [("1,9\u00a0mio. kr.", Label.AMOUNT, "1,9\u00a0mio. kr.")]),
        ("relabel:Egely#1:PERSON", [("Egely", Label.PERSON, "Egely")]),
        ("renorm:Egely#*:Botilbuddet Egely", [("Egely", Label.INSTITUTION, "Botilbuddet Egely")] * 3),
    ],
)
def test_a_mention_is_named_by_its_text(stored, written, found):
    changes = entity_changes(parse_mention(written), stored, NORMALIZER)
    assert [(change.text, change.label, change.norm) for change in changes] == found
    assert {change.action for change in changes} == {EntityAction(written.partition(":")[0])}
    assert all(stored.text[change.start : change.end] == change.text for change in changes)


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        ("add:Ærø:MUNICIPALITY", "Ærø Kommune"),
        ("add:Ærø Kommune:Kommune", "Ærø Kommune"),
        ("relabel:Egely#2:Kommune", "Egely Kommune"),
        ("relabel:Egely#2:Institution", "Egely"),
        ("add:fra Ærø:Institution", "Fra Ærø"),
    ],
)
def test_a_norm_that_is_not_given_is_made_as_the_recognizer_makes_it(stored, written, norm):
    (change,) = entity_changes(parse_mention(written), stored, NORMALIZER)
    assert change.norm == norm


@pytest.mark.parametrize(
    "written", ["add:kl. 9:30:Dato", "add:Egely får:AMOUNT", "relabel:1,9 mio. kr.:DATE", "add:kr:Kommune"]
)
def test_words_that_read_as_no_norm_need_one(stored, written):
    with pytest.raises(CorrectionError, match="write one after the label, such as"):
        entity_changes(parse_mention(written), stored, NORMALIZER)


def test_one_of_several_is_named_by_its_place_in_the_item(stored):
    (second,) = entity_changes(parse_mention("remove:Egely#2"), stored, NORMALIZER)
    assert second.start == stored.text.index("Egely", stored.text.index("Eventuelt"))


def test_words_inside_longer_words_are_not_meant(stored):
    (change,) = entity_changes(parse_mention("add:Ærø:MUNICIPALITY"), stored, NORMALIZER)
    assert change.start == stored.text.index("Ærø Kommune")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("drop:Egely", "write one of add:TEXT"),
        ("remove:", "write one of"),
        ("renorm:Egely", "write one of"),
        ("renorm:Egely#1:", "write one of"),
        ("renorm:Egely#1: ", "write one of"),
        ("add:Egely", "no label; write one of MUNICIPALITY"),
        ("add:Egely:HEST", "no label"),
        ("add:Hest:PERSON", 'no text "Hest"'),
        ("remove:Ærø Kommune", 'no mention "Ærø Kommune"'),
        ("remove:Egely", "3 times; write Egely#1 to Egely#3 for one of them, Egely#"),
        ("remove:Egely#4", "3 times, not 4"),
        ("add:Egely#0:PERSON", "3 times, not 0"),
    ],
)
def test_a_mention_written_otherwise_is_told_how(stored, written, said):
    with pytest.raises(CorrectionError, match=said):
        entity_changes(parse_mention(written), stored, NORMALIZER)


def test_a_split_is_where_a_line_begins_with_the_words_and_the_line_is_its_title(stored):
    change = split_change("8. Eventuelt  på", stored)
    assert change.title == "Eventuelt på Egely"
    assert stored.text[change.at :].startswith("8. Eventuelt på Egely\n")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Årets seminar holdes 4.-5. april 2019", "Årets seminar holdes 4.-5. april 2019"),
        ("Punkt 4: Seminar den 5. april", "Seminar den 5. april"),
        ("12b) Seminar", "Seminar"),
        ("5. april holdes seminar", "5. april holdes seminar"),
        ("Bo " + "tilbud " * 40, "Bo " + "tilbud " * 22 + "…"),
    ],
)
def test_the_title_of_a_split_is_its_line_without_the_number_before_it(archive, put, minutes_of, line, title):
    put(minutes_of(("Botilbud", "Egely får penge.", line)))
    assert split_change(line.split()[0], archive.item("forum-aeroe/2023-01-20/1")).title == title


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Eventuelt", "no line of .*/1 begins with"),
        ("1. Botilbud", "no line"),
        ("", "give the first words"),
        ("E", "no line"),
        ("Og", "2 lines of .*/1 begin"),
    ],
)
def test_a_split_that_no_line_begins_with_is_refused(stored, words, said):
    with pytest.raises(CorrectionError, match=said):
        split_change(words, stored)
