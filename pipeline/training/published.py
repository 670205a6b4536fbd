"""The corpus as the program reads it: published, then cut into items and passages as any minutes are."""

from collections.abc import Iterator

from pipeline.domain import AgendaItem, Passage
from pipeline.minutes import Document, segment, split_passages
from pipeline.training.publish import Published


def read_published(published: Published) -> Iterator[tuple[AgendaItem, tuple[Passage, ...]]]:
    """Yield the items that are found in published minutes, with their passages."""
    for item in segment(Document(name="minutes.txt", text=published.text)).items:
        yield item, split_passages(published.text, item)
