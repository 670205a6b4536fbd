"""Files of minutes tagged, each as surely as it can be read, and on what terms minutes are taken at all.

Minutes that are read exactly, or by guess and surely enough, are taken as they are; of
others a person has to look at how they are cut, and accept it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pipeline.app.answers import percent, shorten, to_json
from pipeline.app.danish import in_danish
from pipeline.app.session import Session
from pipeline.archive import Outcome
from pipeline.config import Config
from pipeline.discussions import link_documents
from pipeline.domain import Link, Minutes, ReadAs, Structure, TaggedMinutes
from pipeline.errors import DoubtfulError, MinutesError, NoTextError, Said, SourceError
from pipeline.minutes import Document, Given, Input, find_inputs
from pipeline.process import Processor
from pipeline.serialize import to_json as minutes_to_json

One = TypeVar("One")
Answer = TypeVar("Answer")
FileError = SourceError | MinutesError
"""Why one file could not be read; it names the file."""
FileWatch = Callable[[Sequence[Input]], Iterable[Input]]
"""Yields files while it shows a person how far they are."""
_FEW_DOUBTS = 3
_QUOTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Given):
    """On what terms minutes are taken: what is given of the meeting, and whether they may be doubtful."""

    accept: bool = False
    """Whether a person has looked at how they are cut, and takes them so."""


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


def each(ones: Iterable[One], action: Callable[[One], Iterable[Answer]]) -> Iterator[Answer | FileError]:
    """Yield what `action` yields for each file, or each meeting of a file, or why that one cannot be read.

    A bad one does not stop the others; an error of a model or of the archive does.
    """
    for one in ones:
        try:
            yield from action(one)
        except (SourceError, MinutesError) as error:
            yield error


def files_in(paths: Sequence[Path], config: Config, *, join: bool = False) -> Sequence[Input]:
    """Return what there is to read of paths; with `join`, documents of exports with their supplements.

    Raises:
        NoTextError: there is no file to read at all.

    """
    files = find_inputs(paths, config.minutes, join=join)
    if not files:
        raise NoTextError("no-minutes-there", paths=paths)
    return files


def doubtful(minutes: Minutes, terms: Terms) -> DoubtfulError | None:
    """Return what a person has to look at before minutes are kept; None if nothing, or if it is accepted."""
    structure = minutes.structure
    if structure.read_as is not ReadAs.DOUBTFUL or terms.accept:
        return None
    doubts = Said(
        en=_doubts(minutes, str, "character", "and {} more"),
        da=_doubts(minutes, in_danish, "tegn", "og {} mere"),
    )
    return DoubtfulError("please-look", file=minutes.source, percent=percent(structure), doubts=doubts)


def _doubts(minutes: Minutes, worded: Callable[[str], str], place: str, rest: str) -> str:
    doubts = minutes.structure.doubts
    words = [
        f'"{shorten(minutes.text[one.start : one.end], _QUOTE)}" ({place} {one.start}) {worded(one.reason)}'
        for one in doubts[:_FEW_DOUBTS]
    ]
    if more := doubts[_FEW_DOUBTS:]:
        words.append(rest.format(len(more)))
    return "".join(f"; {one}" for one in words)


def tag_files(
    config: Config,
    paths: Sequence[Path],
    watch: FileWatch,
    session: Session | None = None,
    terms: Terms = AS_THEY_ARE,
) -> Iterator[TaggedFile | FileError]:
    """Yield each file tagged; with a session, also the earlier discussions of each item in its archive."""
    processor = session.processor if session else Processor(config)

    def tag(source: Document) -> Iterator[TaggedFile]:
        minutes = processor.cut(source, terms)
        processed = processor.tag(minutes)
        related = None
        if session:
            documents = link_documents(processed.tagged, processed.encoded)
            related = tuple(map(session.finder.to_document, documents))
        yield TaggedFile(tagged=processed.tagged, related=related, look=doubtful(minutes, terms))

    files = watch(files_in(paths, config))
    return each(files, lambda file: each(processor.read_meetings(file), tag))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of one meeting that was added."""

    outcome: Outcome
    meeting_id: str
    source: str
    structure: Structure
    cpr: tuple[tuple[int, int], ...] = ()
    """Where CPR numbers stand in minutes that are new."""

    @property
    def new(self) -> bool:
        """Whether the archive did not have it as it is now."""
        return self.outcome in (Outcome.ADDED, Outcome.NEW_VERSION)


def read_as(answer: TaggedFile | Kept | FileError) -> str:
    """Return in one word how surely minutes were read: "exact", "guessed", "doubtful", or "refused"."""
    if isinstance(answer, DoubtfulError):
        return ReadAs.DOUBTFUL.value
    return "refused" if isinstance(answer, SourceError | MinutesError) else answer.structure.read_as.value
