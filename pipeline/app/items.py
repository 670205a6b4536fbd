"""Minutes tagged, added to the archive, shown and deleted: what an edge asks of files, meetings and items."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pipeline.app.answers import to_json
from pipeline.app.corrections import Corrector, waiting
from pipeline.app.session import Session
from pipeline.archive import Archive, ItemSummary, Outcome, Stats, StoredItem, StoredMeeting
from pipeline.config import Config
from pipeline.corrections import under_ids
from pipeline.corrections.exchange import corrections_from_json
from pipeline.discussions import link_documents
from pipeline.domain import Correction, Filters, Link, TaggedMinutes, meeting_of
from pipeline.errors import MinutesError, NoTextError, SourceError
from pipeline.minutes import find_files, read_text_lines
from pipeline.process import Processed, Processor
from pipeline.serialize import from_json
from pipeline.serialize import to_json as minutes_to_json

Answer = TypeVar("Answer")
FileError = SourceError | MinutesError
"""Why one file could not be read; it names the file."""
FileWatch = Callable[[Sequence[Path]], Iterable[Path]]
"""Yields files while it shows a person how far they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedFile:
    """Tagged minutes; if asked for, the earlier discussions of each item."""

    tagged: TaggedMinutes
    related: tuple[tuple[Link, ...], ...] | None


@to_json.register
def _tagged_to_json(file: TaggedFile) -> dict[str, Any]:
    row = minutes_to_json(file.tagged)
    if file.related is not None:
        for item, links in zip(row["items"], file.related, strict=True):
            item["related"] = to_json(links)
    return row


def each_file(
    paths: Sequence[Path], action: Callable[[Path], Answer], watch: FileWatch = lambda files: files
) -> Iterator[Answer | FileError]:
    """Yield what `action` returns for each file, also those in folders, or why the file cannot be read.

    One bad file does not stop the others; an error of a model or of the archive does.

    Raises:
        NoTextError: there is no file to read at all.

    """
    files = find_files(paths)
    if not files:
        raise NoTextError("no-minutes-there", paths=paths)
    for path in watch(files):
        try:
            yield action(path)
        except (SourceError, MinutesError) as error:
            yield error


def tag_files(
    config: Config, paths: Sequence[Path], watch: FileWatch, session: Session | None = None
) -> Iterator[TaggedFile | FileError]:
    """Yield each file tagged; with a session, also the earlier discussions of each item in its archive."""
    processor = session.processor if session else Processor(config)

    def tag(path: Path) -> TaggedFile:
        processed = processor.process(processor.read(path))
        related = None
        if session:
            documents = link_documents(processed.tagged, processed.encoded)
            related = tuple(map(session.finder.to_document, documents))
        return TaggedFile(tagged=processed.tagged, related=related)

    return each_file(paths, tag, watch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How many meetings were added and files failed, and what the archive holds now."""

    meetings: Counter[Outcome]
    files: int
    failed: int
    """Files that could not be read."""
    stats: Stats
    waiting: int
    """Corrections whose text is not in the archive as it was."""
    stale: int
    """Items that another model tagged, or that were tagged for other themes."""


def add_files(
    session: Session, paths: Sequence[Path], watch: FileWatch, on_error: Callable[[FileError], None]
) -> Added:
    """Tag files and add them to the archive, or read what `export` wrote; corrections apply again.

    `on_error` is called at once for a file that cannot be read.
    """
    meetings, files, failed = Counter[Outcome](), 0, 0
    add = partial(add_file, session.processor, session.archive)
    for answer in each_file(paths, lambda path: meetings.update(add(path)), watch):
        files += 1
        if answer is not None:
            failed += 1
            on_error(answer)
    Corrector(session.processor, session.archive).recut()
    return Added(
        meetings=meetings,
        files=files,
        failed=failed,
        stats=session.archive.stats(),
        waiting=len(waiting(session)),
        stale=session.stale(),
    )


def add_file(processor: Processor, archive: Archive, path: Path) -> Iterator[Outcome]:
    """Add a file of minutes, or every meeting of a `.jsonl` file that `export` wrote.

    Minutes that the archive already has are not tagged again.

    Raises:
        SourceError, MinutesError, ArchiveError: the archive is left as it was before this meeting.
    """
    if path.suffix.lower() == ".jsonl":
        yield from _add_exported(processor, archive, path)
    else:
        source = processor.read(path)
        yield _add(processor, archive, source.text, partial(processor.process, source))


def _add_exported(processor: Processor, archive: Archive, path: Path) -> Iterator[Outcome]:
    logs: list[tuple[str, tuple[Correction, ...]]] = []
    ids: dict[str, str] = {}  # of the file's meetings in this archive, which may know their publisher
    try:
        for tagged, corrections in _read_exported(path):
            text = tagged.minutes.text
            outcome = _add(processor, archive, text, partial(processor.encode, tagged))
            meeting = archive.meeting_with(text) or ""
            ids[meeting_of(tagged.minutes.items[0].id)] = meeting
            if corrections:
                logs.append((meeting, corrections))
            yield outcome
    finally:
        # All at once, since they have one order; also if a later line cannot be read.
        if logs:
            named = [(meeting, [under_ids(entry, ids) for entry in own]) for meeting, own in logs]
            archive.add_corrections(named)


def _add(processor: Processor, archive: Archive, text: str, process: Callable[[], Processed]) -> Outcome:
    if archive.meeting_with(text) is not None:
        return Outcome.UNCHANGED
    processed = process()
    return archive.add(processed.tagged, processed.vectors, encoder=processor.encoder.name).outcome


def _read_exported(path: Path) -> Iterator[tuple[TaggedMinutes, tuple[Correction, ...]]]:
    """Yield the meetings of a file that `export` wrote, each with its corrections."""
    for number, line in enumerate(read_text_lines(path), start=1):
        try:
            obj = json.loads(line)
            yield from_json(obj), corrections_from_json(obj)
        except json.JSONDecodeError as error:
            raise SourceError("line-no-json", file=path.name, line=number) from error
        except SourceError as error:
            raise SourceError("line-of-file", file=path.name, line=number, error=error) from error


def delete_meeting(session: Session, meeting_id: str) -> tuple[int, ...]:
    """Delete a meeting; return the numbers of the corrections that wait for it from now on."""
    waited = waiting(session)
    session.archive.delete(meeting_id)
    return tuple(sorted(waiting(session) - waited))


def show(session: Session, key: str) -> StoredItem | tuple[ItemSummary, ...] | tuple[StoredMeeting, ...]:
    """Return an item, or the items of a meeting, by its id; with an empty `key`, all meetings.

    Raises:
        ItemNotFoundError: nothing has this id; the error names similar ones.

    """
    meetings = session.archive.meetings()
    if not key:
        return meetings
    if key in {stored.id for stored in meetings}:
        return tuple(session.archive.items(Filters(meeting=key)))
    return session.archive.item(key)
