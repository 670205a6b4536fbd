"""Published minutes: a file to text, text to a meeting and its items, items to passages."""

from pipeline.minutes.document import Document, Given
from pipeline.minutes.exports.package import Exported
from pipeline.minutes.inputs import Input, find_inputs
from pipeline.minutes.passages import split_passages
from pipeline.minutes.readers import find_files, read_document, read_documents, read_text_lines, shown_name
from pipeline.minutes.segment import segment

__all__ = [
    "Document",
    "Exported",
    "Given",
    "Input",
    "find_files",
    "find_inputs",
    "read_document",
    "read_documents",
    "read_text_lines",
    "segment",
    "shown_name",
    "split_passages",
]
