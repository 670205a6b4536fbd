"""The trail of a matter: its stops through meetings and committees, with what was decided at each."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.archive import Archive
from pipeline.discussions.cases import Case, CaseBook, Matter, case_title
from pipeline.discussions.documents import item_of
from pipeline.domain import Passage, Ruling, SectionName, Status
from pipeline.errors import ItemNotFoundError
from pipeline.text import stem

LONGEST = 160
"""Characters of a decision in one line."""
WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One matter at one meeting."""

    item_id: str
    date: dt.date
    committee: str
    title: str
    """Of the item; of an information item, the sub-heading."""
    decision: str
    """In one line; empty where the minutes have none."""
    status: Status = Status.MINUTES
    """Of the meeting: on an agenda, the matter is still to be treated there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """One case with its stops, oldest first."""

    case_id: str
    stops: tuple[Stop, ...]
    rejected: tuple[Ruling, ...] = ()
    """Links between its items that a person rejected, without saying whether they are of one case."""

    @property
    def title(self) -> str:
        """What the case is called: as it was when it first had a name of its own."""
        return case_title([stop.title for stop in self.stops])


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in a line."""

    case_id: str
    title: str
    first: dt.date
    last: dt.date
    stops: int
    item_id: str
    """The item that it came up in last."""


class Trails:
    """The trails of an archive."""

    def __init__(self, archive: Archive, book: CaseBook) -> None:
        self._archive, self._book = archive, book
        self._known: tuple[int, tuple[Ruling, ...]] = -1, ()

    def is_current(self) -> bool:
        """Return whether the cases are known of the archive as it is."""
        return self._book.is_current()

    def of(self, item_id: str) -> tuple[Trail, ...]:
        """Return the trails an item, or a case by its id, lies on: several for an information item.

        Raises:
            ItemNotFoundError: the archive has no such item.

        """
        self._check(item_id)
        cases = self._book.of_item(item_id)
        if not cases and (case := self._book.case(item_id)):
            cases = (case,)
        if not cases:
            self._archive.item(item_id)  # says which ids are like it
            raise ItemNotFoundError("item-on-no-trail", item=item_id)
        rejected = self._rejected()
        trails = (self._trail(case, rejected) for case in cases)
        return tuple(sorted(trails, key=lambda trail: (-len(trail.stops), trail.case_id)))

    def case(self, case_id: str) -> Trail:
        """Return one case by its id, or by that of an item that lies on one case alone.

        Raises:
            ItemNotFoundError: the archive has no such case.

        """
        self._check(case_id)
        case = self._book.case(case_id)
        return self._trail(case, self._rejected()) if case else self.of(case_id)[0]

    def all(self, fewest: int = 2) -> tuple[CaseLine, ...]:
        """Return the cases with at least `fewest` stops, the one that came up last first."""
        lines = map(_line, self._book.all(fewest))
        return tuple(sorted(lines, key=lambda line: (-line.last.toordinal(), line.case_id)))

    def _check(self, key: str) -> None:
        """Refuse what is no item, and no case that was ever kept, before cases are found for it."""
        item_id = item_of(key)
        there = self._archive.summaries([item_id])
        if not there and all(kept.case_id != key for kept in self._archive.cases().values()):
            self._archive.item(key)  # says which ids are like it

    def _trail(self, case: Case, rejected: Sequence[Ruling]) -> Trail:
        items = {matter.item_id for matter in case.matters}
        return Trail(
            case_id=case.id,
            # By the day that is shown: a person may have corrected it, and ids stay.
            stops=tuple(sorted(self._stops(case.matters), key=lambda stop: stop.date)),
            rejected=tuple(one for one in rejected if {one.item_id, one.other} <= items),
        )

    def _rejected(self) -> tuple[Ruling, ...]:
        """Return the links that persons rejected; the log is read again when the archive has changed."""
        generation = self._archive.generation()
        if self._known[0] != generation:
            together = [{r.item_id, r.other} for r in self._archive.case_rulings() if r.holds]
            links = [r for r in self._archive.link_rulings() if not r.holds]
            self._known = generation, tuple(r for r in links if {r.item_id, r.other} not in together)
        return self._known[1]

    def _stops(self, matters: Sequence[Matter]) -> Iterator[Stop]:
        ids = [matter.item_id for matter in matters]
        items, decided = self._archive.summaries(ids), self._archive.decisions(ids)
        for matter in matters:
            if (item := items.get(matter.item_id)) is None:  # deleted since the cases were read
                continue
            heading = None if matter.id == item.id else matter.title
            yield Stop(
                item_id=item.id,
                date=item.date,
                committee=item.committee,
                title=matter.title,
                decision=decision_of(decided.get(item.id, ()), heading),
                status=item.status,
            )

    def names(self, item_ids: Sequence[str]) -> dict[str, tuple[CaseLine, ...]]:
        """Return the cases that items are of, by item; several for an information item."""
        return {item_id: tuple(map(_line, self._book.of_item(item_id))) for item_id in item_ids}


def _line(case: Case) -> CaseLine:
    dated = sorted((matter.date, matter.item_id) for matter in case.matters)
    (first, _), (last, item_id) = dated[0], dated[-1]
    return CaseLine(
        case_id=case.id, title=case.title, first=first, last=last, stops=len(case.matters), item_id=item_id
    )


def decision_of(passages: Sequence[Passage], heading: str | None = None) -> str:
    """Return what an item decided, in one line; for one of its matters, what was decided of that.

    `heading` names the matter: the passage that shares most words with it is taken.
    """
    decided = [" ".join(p.text.split()) for p in passages if p.section is SectionName.BESLUTNING]
    if not decided:
        return ""
    if heading is None:
        return shortened(" ".join(decided))
    about = _stems(heading)
    best = max(decided, key=lambda text: len(about & _stems(text)))
    return shortened(best)


def _stems(text: str) -> set[str]:
    return {stem(word.lower()) for word in WORD.findall(text)}


def shortened(text: str) -> str:
    """Return whole sentences as far as they fit into one line, or the first one cut at a word.

    >>> shortened("Godkendt. Jørn Å. Toft deltog ikke. " + "Ordet blev givet frit. " * 20)[:33]
    'Godkendt. Jørn Å. Toft deltog ikk'
    """
    kept = ""
    for sentence in re.split(r"(?<=[.!?])(?<!\b[A-ZÆØÅ]\.) (?=[A-ZÆØÅ])", text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > LONGEST:
            break
        kept = longer
    return kept or f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
