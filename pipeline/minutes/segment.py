"""Text to a meeting and its agenda items, with a ledger of what was expected and found.

Two readers cut every document: the rows of `layouts`, which know a few layouts exactly, and the learned
reader of `structure`, which knows none. Where they agree, or the list of items confirms a row, and neither
list nor numbers contradict, the cut is certain; elsewhere the learned one decides, and its gate says
whether a person has to look.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.domain import Minutes, ReadAs, Structure
from pipeline.errors import MinutesError
from pipeline.minutes.crowded import decided_twice
from pipeline.minutes.cut import Cut, to_minutes
from pipeline.minutes.document import Document, Given
from pipeline.minutes.layouts import LAYOUTS, Layout
from pipeline.minutes.ledger import contradicts, ends_early, stops_in_sentence
from pipeline.minutes.rows import cut_by_rows
from pipeline.minutes.status import with_status
from pipeline.minutes.structure.confidence import Gate, doubts, figures, weakest
from pipeline.minutes.structure.guess import Guess, cut_by_roles
from pipeline.minutes.structure.lost import lost_items
from pipeline.minutes.structure.model import StructureModel
from pipeline.minutes.structure.outside import said_outside

NOTHING = Given()


def segment(
    source: Document,
    layouts: Sequence[Layout] = LAYOUTS,
    publishers: Collection[str] = (),
    given: Given = NOTHING,
    *,
    model: StructureModel | None = None,
) -> Minutes:
    """Return the meeting and its items; every offset is into `source.text`.

    One of `publishers` that stands in the head alone, or another municipality, is whose minutes they
    are. What the head does not say, title and name of the file do, then `given`. Without `model` the rows
    of `layouts` decide alone.

    Raises:
        UnknownLayoutError: there is no model, and no layout fits the head of the text.
        MinutesError: no item or no date is found or given, or the file is cut off.

    """
    return with_status(_cut(source, layouts, publishers, said_outside(source, given), model), source.title)


def _cut(
    source: Document,
    layouts: Sequence[Layout],
    publishers: Collection[str],
    given: Given,
    model: StructureModel | None,
) -> Minutes:
    if model is None:
        return _by_rows(source, layouts, publishers, given)
    exact = _witness(source, layouts, publishers, given)
    guess = cut_by_roles(source, model.read(source), publishers, given)
    if exact is not None and (_agree(exact, guess) or _is_confirmed(source, exact)):
        certain = exact if exact.whole else guess.cut
        minutes = to_minutes(source, certain, Structure())
        if not (contradicts(minutes.ledger, certain.listed) or any(decided_twice(minutes.items))):
            return minutes
    minutes = to_minutes(source, guess.cut, Structure())
    return replace(minutes, structure=_judge(guess, minutes, model.gate))


def _by_rows(
    source: Document, layouts: Sequence[Layout], publishers: Collection[str], given: Given
) -> Minutes:
    cut = cut_by_rows(source, layouts, publishers, given)
    minutes = to_minutes(source, cut, Structure())
    if ends_early(minutes.ledger, cut.listed, in_sentence=stops_in_sentence(cut.lines[-1].plain)):
        last = cut.items[-1].number
        raise MinutesError("cut-off-file", file=source.name, last=last, listed=minutes.ledger.listed)
    return minutes


def _witness(
    source: Document, layouts: Sequence[Layout], publishers: Collection[str], given: Given
) -> Cut | None:
    """Return what the rows say of a document, None where they cannot read it."""
    try:
        return cut_by_rows(source, layouts, publishers, given)
    except MinutesError:
        return None


def _agree(exact: Cut, guess: Guess) -> bool:
    """Whether both readers found the same items, and the same day."""
    one, other = ([(item.lines[0].start, item.number) for item in cut.items] for cut in (exact, guess.cut))
    return one == other and exact.meeting.date == guess.cut.meeting.date


def _is_confirmed(source: Document, exact: Cut) -> bool:
    """Whether a row knows all of a layout, and the minutes' own list has just the items that it found."""
    ledger = to_minutes(source, exact, Structure()).ledger
    return exact.whole and ledger.listed > 0 and not (ledger.missing or ledger.unlisted)


def _judge(guess: Guess, minutes: Minutes, gate: Gate) -> Structure:
    """Return how surely the learned reader cut a document, and where a person has to look."""
    confidence = gate.probability(figures(guess.reading, guess.found))
    lost = lost_items(guess.reading, guess.found, minutes)
    seen = tuple({doubt.start: doubt for doubt in (*lost, *doubts(guess.reading, guess.found))}.values())
    if confidence < gate.accepts and not seen:
        seen = (weakest(guess.reading, guess.found),)
    return Structure(
        read_as=ReadAs.DOUBTFUL if seen else ReadAs.GUESSED,
        confidence=round(confidence, 3),
        guessed=("items", *guess.fields),
        doubts=seen,
    )
