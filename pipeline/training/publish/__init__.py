"""The renderer: a corpus meeting in the forms in which minutes are published, with every gold span.

It feeds training, tests and the demonstration. It shares no code and no constant
with the parser in `pipeline.minutes`, or the one would only confirm the other.
"""

from pipeline.training.publish.folder import publish, publish_folder
from pipeline.training.publish.forms import FORMS, lay_out
from pipeline.training.publish.published import (
    Published,
    PublishedEvidence,
    PublishedItem,
    PublishedSubItem,
)
from pipeline.training.publish.quirks import REGULAR, Quirks, draw_quirks

__all__ = [
    "FORMS", "REGULAR", "Published", "PublishedEvidence", "PublishedItem", "PublishedSubItem", "Quirks",
    "draw_quirks", "lay_out", "publish", "publish_folder",
]  # fmt: skip
