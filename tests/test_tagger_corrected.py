"""What the tagger learns from mentions that users put right."""

import datetime as dt

from pipeline.domain import EntityAction, EntityChange, Label, Signature
from pipeline.training.tagger.examples import corrected_examples

SIGNED = Signature(by="Lise", why="læst", at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
ITEM = "forum-aeroe/2023-01-20/1"


def added(archive, name):
    start = archive.item(ITEM).text.index(name)
    return EntityChange(
        action=EntityAction.ADD,
        start=start,
        end=start + len(name),
        text=name,
        label=Label.INSTITUTION,
        norm=name,
    )


def test_a_passage_with_a_corrected_mention_teaches_all_that_holds_in_it(archive, put, minutes_of):
    put(minutes_of(
        ("Tilbud", "Egely i Struer Kommune udvides.", "Struer Kommune betaler."),
        names={"Struer Kommune": Label.MUNICIPALITY},
    ))  # fmt: skip
    assert list(corrected_examples(archive)) == []
    archive.correct(ITEM, [added(archive, "Egely")], SIGNED)
    (example,) = corrected_examples(archive)
    text, first = example.passage.text, example.passage.start
    assert text == "Egely i Struer Kommune udvides."
    assert [(text[one.start - first : one.end - first], one.label) for one in example.spans] == [
        ("Egely", Label.INSTITUTION),
        ("Struer Kommune", Label.MUNICIPALITY),
    ]


def test_a_correction_that_was_undone_teaches_nothing(archive, put, minutes_of):
    put(minutes_of(("Tilbud", "Egely udvides.")))
    archive.correct(ITEM, [added(archive, "Egely")], SIGNED)
    archive.undo(1, SIGNED)
    assert list(corrected_examples(archive)) == []
