"""What sources state of earlier treatment: truth that nobody wrote down, to measure on and to learn from."""

from dataclasses import replace

from pipeline.archive import Archive
from pipeline.discussions import FreshIndex, read_item, read_stated
from pipeline.discussions.documents import split_matters
from pipeline.discussions.grouping import Cases
from pipeline.domain import day_of, meeting_of
from pipeline.errors import CorpusError
from pipeline.links import LinkIndex, LinkModel
from pipeline.training.links.cases import KnownCases
from pipeline.training.links.corpus import Labelled
from pipeline.training.links.fit import SHOWN
from pipeline.training.links.measure import Figures


def stated_figures(archive: Archive, model: LinkModel) -> Figures:
    """Return recall at five and precision of the links shown, over the items that state earlier treatment.

    What says it outright is left out: the statements, case numbers, and references to meetings.
    An earlier item that matters, and that no source states, counts as wrong.

    Raises:
        CorpusError: no item of the archive states an earlier treatment that the archive has.

    """
    truth = stated_truth(archive)
    if not truth:
        raise CorpusError("nothing-stated-earlier")
    index = FreshIndex(archive, model).index()
    shown = {item_id: _shown(archive, index, item_id) for item_id in truth}
    right = {item_id: truth[item_id] & shown[item_id] for item_id in truth}
    recalls = [len(right[item_id]) / len(earlier) for item_id, earlier in truth.items()]
    found, all_shown = sum(map(len, right.values())), sum(map(len, shown.values()))
    return {
        "items": len(truth),
        f"recall@{SHOWN}": sum(recalls) / len(truth),
        "precision": found / all_shown if all_shown else 1.0,
    }


def stated_truth(archive: Archive) -> dict[str, frozenset[str]]:
    """Return for each item the items of earlier days that its source says it continues."""
    found: dict[str, set[str]] = {}
    days = {item.id: item.date for item in archive.items()}
    for later, earlier in read_stated(archive).pairs():
        if days[earlier] < days[later]:
            found.setdefault(later, set()).add(earlier)
    return {item_id: frozenset(earlier) for item_id, earlier in found.items()}


MOST_STATED = 400
"""So many items are learned from, as many as the corpus has: an archive of thousands would outweigh it."""


def stated_items(archive: Archive, encoder: str) -> tuple[Labelled, ...]:
    """Return the newest items that sources link, with what they say is one case; without their certain signs.

    A statement that a user took back joins nothing: its two items are of two cases, unless others join
    them. Left out are items of several matters, for a statement does not say which of them it means,
    and items whose vectors are another encoder's.
    """
    pairs = sorted(read_stated(archive).pairs())
    undone = {(ruling.item_id, ruling.other) for ruling in archive.link_rulings() if not ruling.holds}
    joined = Cases()
    for item_id in dict.fromkeys(item_id for pair in pairs for item_id in pair):
        joined.put(item_id, item_id)
    for later, earlier in pairs:
        if (later, earlier) not in undone:
            joined.join(later, earlier)
    case_of = joined.by_matter
    encoded = {m for m in map(meeting_of, case_of) if archive.vectors(m).encoder == encoder}
    newest = sorted((one for one in case_of if meeting_of(one) in encoded), key=day_of)[-MOST_STATED:]
    documents = [read_item(archive, item_id) for item_id in newest]
    return tuple(
        # Committees of the corpus are held out of the fit one by one; this is none of them.
        Labelled(
            document=replace(one, signs=False),
            committee="",
            cases=KnownCases(own=frozenset([case_of[one.item_id]]), related=frozenset()),
        )
        for one in documents
        if split_matters(one)[0] is one
    )


def _shown(archive: Archive, index: LinkIndex, item_id: str) -> frozenset[str]:
    document = replace(read_item(archive, item_id), signs=False)
    return frozenset(link.item_id for link in index.related(document, limit=SHOWN))
