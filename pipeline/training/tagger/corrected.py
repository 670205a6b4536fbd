"""Passages of the archive in which a person put a mention right, as examples."""

from collections.abc import Iterator

from pipeline.archive import Archive
from pipeline.corrections import locate
from pipeline.domain import EntityChange
from pipeline.training.tagger.examples import Example, spans_inside

GROUP = "corrections"


def corrected_examples(archive: Archive) -> Iterator[Example]:
    """Yield the passages with a corrected mention, each with all mentions that hold in it.

    Who put one right has read the passage: what else is marked there is taken for right too.
    """
    changes: dict[str, list[EntityChange]] = {}
    for item_id, entry in archive.in_force():
        if isinstance(entry.change, EntityChange):
            changes.setdefault(item_id, []).append(entry.change)
    for item_id, found in changes.items():
        stored = archive.item(item_id)
        spans = [span for change in found if (span := locate(change, stored.text))]
        places = {stored.tagged.item.start + start for start, _ in spans}
        for passage in stored.tagged.passages:
            if any(passage.start <= place < passage.end for place in places):
                inside = tuple(spans_inside(passage, stored.tagged.entities))
                yield Example(passage=passage, spans=inside, group=GROUP)
