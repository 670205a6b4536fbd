"""Files of minutes added to the archive, and what another archive exported."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from pipeline.app.corrections import Corrector
from pipeline.app.documents import meeting_of_document, note_documents, with_supplement
from pipeline.app.files import (
    AS_THEY_ARE,
    FileError,
    FileWatch,
    Kept,
    Terms,
    doubtful,
    each,
    files_in,
    read_as,
)
from pipeline.app.session import Session
from pipeline.app.spool import drop_closed
from pipeline.archive import Archive, Outcome, Stats
from pipeline.corrections import under_ids
from pipeline.corrections.exchange import corrections_from_json
from pipeline.domain import NAMES, Correction, Minutes, Structure, TaggedMinutes, meeting_of
from pipeline.errors import ArchiveError, SourceError
from pipeline.minutes import Document, Exported, Input, read_text_lines, shown_name
from pipeline.process import Processed, Processor
from pipeline.serialize import from_json
from pipeline.text import find_cpr

Step = Literal["read", "cut", "tagged"]
"""How far a file is on its way into the archive."""
Reached = Callable[[Step, Minutes | None], None]
"""Is told that a step is done."""


def unseen(step: Step, minutes: Minutes | None) -> None:
    """Let a step pass; nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How many meetings were added and files failed, and what the archive holds now."""

    meetings: Counter[Outcome]
    read: Counter[str]
    """How surely those were read that the archive did not have, by the words of `read_as`."""
    failed: int
    """Files that could not be read, and minutes that a person has to look at first."""
    stats: Stats
    waiting: int
    """Corrections whose text is not in the archive as it was."""
    stale: int
    """Items that another model tagged, or that were tagged for other themes."""


def add_files(
    session: Session,
    paths: Sequence[Path],
    watch: FileWatch,
    tell: Callable[[Kept | FileError], None],
    terms: Terms = AS_THEY_ARE,
) -> Added:
    """Tag files and add them to the archive, or read what `export` wrote; corrections apply again.

    `tell` is called at once with each meeting kept, and for each file that cannot be.

    Raises:
        ArchiveError: it tells how many meetings were written before; those are kept.

    """
    files = files_in(paths, session.config, join=True)
    add = partial(add_file, session.processor, session.archive, terms=terms)
    answers = keep_each(watch(files), add, tell)
    Corrector(session.processor, session.archive).recut()
    kept = [answer for answer in answers if isinstance(answer, Kept)]
    return Added(
        meetings=Counter(one.outcome for one in kept),
        read=Counter(read_as(one) for one in answers if not isinstance(one, Kept) or one.new),
        failed=len(answers) - len(kept),
        stats=session.archive.stats(),
        waiting=len(session.archive.waiting()),
        stale=session.stale(),
    )


def keep_each(
    files: Iterable[Input],
    add: Callable[[Input], Iterator[Kept | FileError]],
    tell: Callable[[Kept | FileError], None],
) -> list[Kept | FileError]:
    """Return what became of each meeting; `tell` is called with it at once.

    Raises:
        ArchiveError: it tells how many meetings were written before; those are kept.

    """
    answers = list[Kept | FileError]()
    try:
        for answer in each(files, add):
            tell(answer)
            answers.append(answer)
    except ArchiveError as error:
        written = sum(isinstance(one, Kept) and one.new for one in answers)
        if not written:
            raise
        raise ArchiveError("stopped-after-some", error=error, meetings=written) from error
    return answers


def add_file(
    processor: Processor,
    archive: Archive,
    file: Input,
    terms: Terms = AS_THEY_ARE,
    reached: Reached = unseen,
) -> Iterator[Kept | FileError]:
    """Add the meetings of a file, or of one that `export` wrote; yield what became of each.

    Minutes that the archive already has are not tagged again. What was exported was
    accepted when it was kept. `reached` is called after every step with the minutes as far as
    they are known.

    Raises:
        SourceError, ArchiveError: the archive is left as it was before this meeting.
    """
    if isinstance(file, Path) and file.suffix.lower() == ".jsonl":
        yield from _add_exported(processor, archive, file)
    elif isinstance(file, Exported) and file.withdrawn:
        yield from _withdraw(archive, file)
    else:
        documents = processor.read_meetings(file)
        reached("read", None)
        for answer in each(documents, partial(_add_document, processor, archive, terms, reached)):
            if isinstance(file, Exported) and isinstance(answer, Kept):
                note_documents(archive, file, answer.meeting_id)
            yield answer


def _withdraw(archive: Archive, file: Exported) -> Iterator[Kept]:
    """Take out what a source took back; where nothing is kept of it, there is nothing to tell."""
    structure = Structure()
    if not file.gone:
        minutes = file.read().cut
        meeting_id = archive.withdraw(minutes) if minutes else None
    elif meeting_id := meeting_of_document(archive, file):
        structure = archive.meeting(meeting_id).structure
        archive.delete(meeting_id)
    if meeting_id:
        yield Kept(outcome=Outcome.WITHDRAWN, meeting_id=meeting_id, source=file.name, structure=structure)


def _add_document(
    processor: Processor, archive: Archive, terms: Terms, reached: Reached, source: Document
) -> Iterator[Kept]:
    if source.cut is not None:
        whole = with_supplement(archive, source.cut)
        source = replace(source, text=whole.text, cut=whole)

    def process() -> Processed:
        minutes = processor.cut(source, terms)
        reached("cut", minutes)
        if look := doubtful(minutes, terms):
            raise look
        processed = processor.tag(minutes)
        reached("tagged", minutes)
        return processed

    yield _add(processor, archive, source.text, process, source.cut)


def _add_exported(processor: Processor, archive: Archive, path: Path) -> Iterator[Kept]:
    logs: list[tuple[str, tuple[Correction, ...]]] = []
    ids: dict[str, str] = {}  # of the file's meetings in this archive, which may know their publisher
    try:
        for tagged, corrections in _read_exported(path):
            if tagged is None:
                logs.append((NAMES, corrections))
                continue
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


def _add(
    processor: Processor,
    archive: Archive,
    text: str,
    process: Callable[[], Processed],
    stated: Minutes | None = None,
) -> Kept:
    """Add what `process` makes of a text, unless the archive has that; `stated` says which version it is."""
    meeting_id, outcome = archive.meeting_with(text), Outcome.UNCHANGED
    if meeting_id is not None and stated is not None and archive.restate(meeting_id, stated):
        outcome = Outcome.NEW_VERSION
    if meeting_id is None:
        processed = process()
        added = archive.add(processed.tagged, processed.vectors, encoder=processor.encoder.name)
        meeting_id, outcome = added.meeting_id, added.outcome
        if not all(one.item.open for one in processed.tagged.items):
            drop_closed(archive, processor)
    stored = archive.meeting(meeting_id)
    return Kept(
        outcome=outcome,
        meeting_id=meeting_id,
        source=stored.source,
        structure=stored.structure,
        cpr=tuple(find_cpr(text)) if outcome in (Outcome.ADDED, Outcome.NEW_VERSION) else (),
    )


def _read_exported(path: Path) -> Iterator[tuple[TaggedMinutes | None, tuple[Correction, ...]]]:
    """Yield the meetings of a file that `export` wrote, each with its corrections; as none, joined names."""
    for number, line in enumerate(read_text_lines(path), start=1):
        try:
            obj = json.loads(line)
            of_none = isinstance(obj, dict) and obj.keys() == {"corrections"}
            yield None if of_none else from_json(obj), corrections_from_json(obj)
        except SourceError as error:
            raise SourceError("line-of-file", file=shown_name(path), line=number, error=error) from error
        except (ValueError, RecursionError) as error:
            raise SourceError("line-no-json", file=shown_name(path), line=number) from error
