"""Minutes tagged, kept, shown and taken out: what an edge asks of files, meetings and items."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pipeline.app.answers import to_json
from pipeline.app.corrections import waiting
from pipeline.app.session import Session
from pipeline.archive import ItemSummary, Outcome, Stats, StoredItem, StoredMeeting
from pipeline.config import Config
from pipeline.correcting import Corrector
from pipeline.discussions import link_documents
from pipeline.domain import Filters, Link, TaggedMinutes
from pipeline.errors import MinutesError, NoTextError, SourceError
from pipeline.keeper import Keeper
from pipeline.minutes import find_files
from pipeline.process import Processor
from pipeline.serialize import to_json as minutes_to_json

Answer = TypeVar("Answer")
FileWatch = Callable[[Sequence[Path]], Iterable[Path]]
"""Yields files while it tells a person how far they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer(Generic[Answer]):
    """What became of one file: the answer, or why it could not be read."""

    path: Path
    answer: Answer | None = None
    error: SourceError | MinutesError | None = None


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
) -> Iterator[FileAnswer[Answer]]:
    """Yield what `action` answers for every file, folders opened; a bad file does not stop the others.

    What is wrong with the program itself, a model or the archive, does.

    Raises:
        NoTextError: there is no file to read at all.

    """
    files = find_files(paths)
    if not files:
        raise NoTextError("no-minutes-there", paths=paths)
    for path in watch(files):
        try:
            yield FileAnswer(path=path, answer=action(path))
        except (SourceError, MinutesError) as error:
            yield FileAnswer(path=path, error=error)


def tag_files(
    config: Config, paths: Sequence[Path], watch: FileWatch, session: Session | None = None
) -> Iterator[FileAnswer[TaggedFile]]:
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
    """How adding files ended, and what the archive holds now."""

    meetings: Counter[Outcome]
    errors: tuple[SourceError | MinutesError, ...]
    files: int
    stats: Stats
    waiting: int
    """Corrections whose text is not in the archive as it was."""
    stale: int
    """Items that another model tagged, or that were tagged for other themes."""


def add_files(
    session: Session,
    paths: Sequence[Path],
    watch: FileWatch,
    failed: Callable[[SourceError | MinutesError], None],
) -> Added:
    """Tag files and keep them in the archive, or read what `export` wrote; corrections hold again.

    `failed` is told at once of a file that cannot be read.
    """
    keeper = Keeper(session.processor, session.archive)
    meetings: Counter[Outcome] = Counter()
    answers = list[FileAnswer[None]]()
    for answer in each_file(paths, lambda path: meetings.update(keeper.keep(path)), watch):
        answers.append(answer)
        if answer.error:
            failed(answer.error)
    Corrector(session.processor, session.archive).settle()
    return Added(
        meetings=meetings,
        errors=tuple(answer.error for answer in answers if answer.error),
        files=len(answers),
        stats=session.archive.stats(),
        waiting=len(waiting(session)),
        stale=session.stale(),
    )


def delete_meeting(session: Session, meeting_id: str) -> tuple[int, ...]:
    """Take a meeting out of the archive; return the numbers of the corrections that wait for it now."""
    waited = waiting(session)
    session.archive.delete(meeting_id)
    return tuple(sorted(waiting(session) - waited))


def show(session: Session, key: str) -> StoredItem | tuple[ItemSummary, ...] | tuple[StoredMeeting, ...]:
    """Return the meetings where `key` is empty, the items of a meeting, or an item, by its id.

    Raises:
        ItemNotFoundError: there is nothing of this id; the message names ids like it.

    """
    meetings = session.archive.meetings()
    if not key:
        return meetings
    if key in {stored.id for stored in meetings}:
        return tuple(session.archive.items(Filters(meeting=key)))
    return session.archive.item(key)
