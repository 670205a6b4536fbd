"""The renderer: a corpus meeting in the forms in which minutes are published, with every gold span.

It feeds training, tests and the demonstration. It shares no code and no constant
with the parser in `pipeline.minutes`, or the one would only confirm the other.

A `CorpusMeeting` is laid out (`layouts`: how it looks, as data; `printing`: its rows
in that look) as a `Sheet`, which `text`, `html` and `paper` write.
"""

from pipeline.training.publish.files import publish_folder
from pipeline.training.publish.layouts import AS_WRITTEN, FORMS, REGULAR, Quirks, draw_quirks
from pipeline.training.publish.printing import lay_out
from pipeline.training.publish.text import Printed, Published, PublishedItem, publish

__all__ = [
    "AS_WRITTEN", "FORMS", "REGULAR", "Printed", "Published", "PublishedItem", "Quirks", "draw_quirks",
    "lay_out", "publish", "publish_folder",
]  # fmt: skip
