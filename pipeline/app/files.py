"""Files of minutes tagged, or added to the archive, each as surely as it can be read.

Minutes that are read exactly, or by guess and surely enough, are taken as they are; of
others a person has to look at how they are cut, and accept it.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pipeline.app.answers import percent, shorten, to_json
from pipeline.app.corrections import Corrector, waiting
from pipeline.app.session import Session
from pipeline.archive import Archive, Outcome, Stats
from pipeline.config import Config
from pipeline.corrections import under_ids
from pipeline.corrections.exchange import corrections_from_json
from pipeline.discussions import link_documents
from pipeline.domain import Correction, Link, Minutes, ReadAs, Structure, TaggedMinutes, meeting_of
from pipeline.errors import DoubtfulError, MinutesError, NoTextError, SourceError
from pipeline.minutes import Document, Given, find_files, read_text_lines
from pipeline.process import Processed, Processor
from pipeline.serialize import from_json
from pipeline.serialize import to_json as minutes_to_json

Answer = TypeVar("Answer")
FileError = SourceError | MinutesError
"""Why one file could not be read; it names the file."""
FileWatch = Callable[[Sequence[Path]], Iterable[Path]]
"""Yields files while it shows a person how far they are."""
_FEW_DOUBTS = 3
_QUOTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms minutes are taken: what is given of the meeting, and whether they may be doubtful."""

    date: dt.date | None = None
    committee: str = ""
    place: str = ""
    accept: bool = False
    """Whether a person has looked at how they are cut, and takes them so."""

    @property
    def given(self) -> Given:
        """What the user says of the meeting."""
        return Given(date=self.date, committee=self.committee, place=self.place)


AS_THEY_ARE = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedFile:
    """Tagged minutes; if asked for, the earlier discussions of each item."""

    tagged: TaggedMinutes
    related: tuple[tuple[Link, ...], ...] | None
    look: DoubtfulError | None
    """What a person has to look at before these minutes are taken for what they say."""

    @property
    def structure(self) -> Structure:
        """How surely they were read."""
        return self.tagged.minutes.structure


@to_json.register
def _tagged_to_json(file: TaggedFile) -> dict[str, Any]:
    row = minutes_to_json(file.tagged)
    if file.related is not None:
        for item, links in zip(row["items"], file.related, strict=True):
            item["related"] = to_json(links)
    return row


def each_file(
    paths: Sequence[Path], action: Callable[[Path], Iterable[Answer]], watch: FileWatch = lambda files: files
) -> Iterator[Answer | FileError]:
    """Yield what `action` yields for each file, also those in folders, or why the file cannot be read.

    One bad file does not stop the others; an error of a model or of the archive does.

    Raises:
        NoTextError: there is no file to read at all.

    """
    files = find_files(paths)
    if not files:
        raise NoTextError("no-minutes-there", paths=paths)
    for path in watch(files):
        try:
            yield from action(path)
        except (SourceError, MinutesError) as error:
            yield error


def doubtful(minutes: Minutes, terms: Terms) -> DoubtfulError | None:
    """Return what a person has to look at before minutes are kept; None if nothing, or if it is accepted."""
    structure = minutes.structure
    if structure.read_as is not ReadAs.DOUBTFUL or terms.accept:
        return None
    words = [
        f'"{shorten(minutes.text[one.start : one.end], _QUOTE)}" (character {one.start}) {one.reason}'
        for one in structure.doubts[:_FEW_DOUBTS]
    ]
    if more := structure.doubts[_FEW_DOUBTS:]:
        words.append(f"and {len(more)} more")
    doubts = "".join(f"; {one}" for one in words)
    return DoubtfulError("please-look", file=minutes.source, percent=percent(structure), doubts=doubts)


def tag_files(
    config: Config,
    paths: Sequence[Path],
    watch: FileWatch,
    session: Session | None = None,
    terms: Terms = AS_THEY_ARE,
) -> Iterator[TaggedFile | FileError]:
    """Yield each file tagged; with a session, also the earlier discussions of each item in its archive."""
    processor = session.processor if session else Processor(config)

    def tag(source: Document) -> TaggedFile:
        minutes = processor.cut(source, terms.given)
        processed = processor.tag(minutes)
        related = None
        if session:
            documents = link_documents(processed.tagged, processed.encoded)
            related = tuple(map(session.finder.to_document, documents))
        return TaggedFile(tagged=processed.tagged, related=related, look=doubtful(minutes, terms))

    return each_file(paths, lambda path: _each_meeting(processor.read_meetings(path), tag), watch)


def _each_meeting(
    sources: Iterable[Document], action: Callable[[Document], Answer]
) -> Iterator[Answer | FileError]:
    """Yield what `action` returns for each meeting of a file, or why it cannot be read; the others go on."""
    for source in sources:
        try:
            yield action(source)
        except (SourceError, MinutesError) as error:
            yield error


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of one meeting that was added."""

    outcome: Outcome
    meeting_id: str
    source: str
    structure: Structure

    @property
    def new(self) -> bool:
        """Whether the archive did not have it as it is now."""
        return self.outcome is not Outcome.UNCHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How many meetings were added and files failed, and what the archive holds now."""

    meetings: Counter[Outcome]
    read: Counter[str]
    """How surely those were read that the archive did not have, by the words of `how_read`."""
    failed: int
    """Files that could not be read, and minutes that a person has to look at first."""
    stats: Stats
    waiting: int
    """Corrections whose text is not in the archive as it was."""
    stale: int
    """Items that another model tagged, or that were tagged for other themes."""


def how_read(answer: TaggedFile | Kept | FileError) -> str:
    """Return in one word how surely minutes were read: "exact", "guessed", "doubtful", or "refused"."""
    if isinstance(answer, DoubtfulError):
        return ReadAs.DOUBTFUL.value
    return "refused" if isinstance(answer, SourceError | MinutesError) else answer.structure.read_as.value


def add_files(
    session: Session,
    paths: Sequence[Path],
    watch: FileWatch,
    tell: Callable[[Kept | FileError], None],
    terms: Terms = AS_THEY_ARE,
) -> Added:
    """Tag files and add them to the archive, or read what `export` wrote; corrections apply again.

    `tell` is called at once with each meeting kept, and for each file that cannot be.
    """
    answers = list[Kept | FileError]()
    add = partial(add_file, session.processor, session.archive, terms=terms)
    for answer in each_file(paths, add, watch):
        tell(answer)
        answers.append(answer)
    Corrector(session.processor, session.archive).recut()
    kept = [answer for answer in answers if isinstance(answer, Kept)]
    return Added(
        meetings=Counter(one.outcome for one in kept),
        read=Counter(how_read(one) for one in answers if not isinstance(one, Kept) or one.new),
        failed=len(answers) - len(kept),
        stats=session.archive.stats(),
        waiting=len(waiting(session)),
        stale=session.stale(),
    )


def add_file(
    processor: Processor, archive: Archive, path: Path, terms: Terms = AS_THEY_ARE
) -> Iterator[Kept | FileError]:
    """Add the meetings of a file of minutes, or of a `.jsonl` file that `export` wrote.

    Minutes that the archive already has are not tagged again. What was exported was
    accepted when it was kept.

    Raises:
        SourceError, MinutesError, ArchiveError: the archive is left as it was before this meeting.
    """
    if path.suffix.lower() == ".jsonl":
        yield from _add_exported(processor, archive, path)
        return

    def process(source: Document) -> Processed:
        minutes = processor.cut(source, terms.given)
        if look := doubtful(minutes, terms):
            raise look
        return processor.tag(minutes)

    def add(source: Document) -> Kept:
        return _add(processor, archive, source.text, partial(process, source))

    yield from _each_meeting(processor.read_meetings(path), add)


def _add_exported(processor: Processor, archive: Archive, path: Path) -> Iterator[Kept]:
    logs: list[tuple[str, tuple[Correction, ...]]] = []
    ids: dict[str, str] = {}  # of the file's meetings in this archive, which may know their publisher
    try:
        for tagged, corrections in _read_exported(path):
            kept = _add(processor, archive, tagged.minutes.text, partial(processor.encode, tagged))
            ids[meeting_of(tagged.minutes.items[0].id)] = kept.meeting_id
            if corrections:
                logs.append((kept.meeting_id, corrections))
            yield kept
    finally:
        # All at once, since they have one order; also if a later line cannot be read.
        if logs:
            named = [(meeting, [under_ids(entry, ids) for entry in own]) for meeting, own in logs]
            archive.add_corrections(named)


def _add(processor: Processor, archive: Archive, text: str, process: Callable[[], Processed]) -> Kept:
    meeting_id, outcome = archive.meeting_with(text), Outcome.UNCHANGED
    if meeting_id is None:
        processed = process()
        added = archive.add(processed.tagged, processed.vectors, encoder=processor.encoder.name)
        meeting_id, outcome = added.meeting_id, added.outcome
    stored = archive.meeting(meeting_id)
    return Kept(outcome=outcome, meeting_id=meeting_id, source=stored.source, structure=stored.structure)


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
