"""The story of a file that is kept: tagged once, added to the archive with its corrections."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pipeline.archive import Archive, Outcome
from pipeline.domain import Correction, TaggedMinutes
from pipeline.errors import SourceError
from pipeline.minutes import read_text_lines
from pipeline.process import Processed, Processor
from pipeline.serialize import corrections_from_json, from_json


class Keeper:
    """Adds files to the archive; what is there already is not tagged again."""

    def __init__(self, processor: Processor, archive: Archive) -> None:
        self._processor = processor
        self._archive = archive

    def keep(self, path: Path) -> Iterator[Outcome]:
        """Add a file of minutes, or every meeting of a `.jsonl` file that `export` wrote.

        Raises:
            SourceError, MinutesError, ArchiveError: the archive is left as it was before this meeting.
        """
        if path.suffix.lower() == ".jsonl":
            yield from self._keep_exported(path)
        else:
            source = self._processor.read(path)
            yield self._keep(source.text, partial(self._processor.process, source))

    def _keep_exported(self, path: Path) -> Iterator[Outcome]:
        logs: list[tuple[str, tuple[Correction, ...]]] = []
        try:
            for tagged, corrections in _exported(path):
                outcome = self._keep(tagged.minutes.text, partial(self._processor.encode, tagged))
                if corrections:
                    logs.append((self._archive.meeting_of(tagged.minutes.text) or "", corrections))
                yield outcome
        finally:
            # All at once, since they are of one order; also those before a line that cannot be read.
            if logs:
                self._archive.take(logs)

    def _keep(self, text: str, process: Callable[[], Processed]) -> Outcome:
        if self._archive.meeting_of(text) is not None:
            return Outcome.UNCHANGED
        found = process()
        return self._archive.add(found.tagged, found.vectors, encoder=self._processor.encoder.name).outcome


def _exported(path: Path) -> Iterator[tuple[TaggedMinutes, tuple[Correction, ...]]]:
    """Yield the meetings of a file that `export` wrote, each with its corrections."""
    for number, line in enumerate(read_text_lines(path), start=1):
        try:
            obj = json.loads(line)
            yield from_json(obj), corrections_from_json(obj)
        except json.JSONDecodeError as error:
            raise SourceError("line-no-json", file=path.name, line=number) from error
        except SourceError as error:
            raise SourceError("line-of-file", file=path.name, line=number, error=error) from error
