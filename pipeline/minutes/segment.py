"""Text to a meeting and its agenda items, with a ledger of what was expected and found.

Two readers cut every document: the rows of `layouts`, which know a few layouts exactly, and the learned
reader of `structure`, which knows none. Where they agree, or the list of items confirms a row, and neither
list nor numbers contradict, the cut is certain; elsewhere the learned one decides, and its gate says
whether a person has to look: then at what a second reading makes of it.
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
from pipeline.minutes.structure.confidence import doubts, figures, weakest
from pipeline.minutes.structure.cutting import Guess, cut_by_roles
from pipeline.minutes.structure.lost import lost_items
from pipeline.minutes.structure.model import StructureModel
from pipeline.minutes.structure.outside import said_outside
from pipeline.minutes.structure.reading import read, reread

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
    guess = cut_by_roles(source, read(source, model.roles), publishers, given)
    if exact is not None and (_agree(exact, guess) or _is_confirmed(source, exact)):
        certain = exact if exact.whole else guess.cut
        minutes = to_minutes(source, certain, Structure())
        if not (contradicts(minutes.ledger, certain.listed) or any(decided_twice(minutes.items))):
            return minutes
    sure = model.gate.probability(figures(guess.reading, guess.found))
    judged = _judged(source, guess, sure, accepted=sure >= model.gate.accepts)
    if judged.structure.read_as is ReadAs.GUESSED:
        return judged
    # The gate knows the first reading alone: a person still looks, at a cut that is more often right.
    try:
        again = cut_by_roles(source, reread(guess.reading, model.second), publishers, given)
    except MinutesError:
        return judged
    return _judged(source, again, sure, accepted=False)


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


def _judged(source: Document, guess: Guess, sure: float, *, accepted: bool) -> Minutes:
    """Return minutes as the learned reader cut them, how `sure` it is, and where a person has to look."""
    minutes = to_minutes(source, guess.cut, Structure())
    lost = lost_items(guess.reading, guess.found, minutes)
    seen = tuple({doubt.start: doubt for doubt in (*lost, *doubts(guess.reading, guess.found))}.values())
    if not accepted and not seen:
        seen = (weakest(guess.reading, guess.found),)
    structure = Structure(
        read_as=ReadAs.DOUBTFUL if seen else ReadAs.GUESSED,
        confidence=round(sure, 3),
        guessed=("items", *guess.fields),
        doubts=seen,
    )
    return replace(minutes, structure=structure)
