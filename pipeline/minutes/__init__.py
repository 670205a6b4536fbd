"""Published minutes: a file to text, text to a meeting and its items, items to passages."""

from pipeline.minutes.passages import split_passages
from pipeline.minutes.segment import segment
from pipeline.minutes.source import Source, find_files, read_source, read_text_lines

__all__ = ["Source", "find_files", "read_source", "read_text_lines", "segment", "split_passages"]
