"""Where the items of a print stand in the text that a reader made of it, and which read items are right."""

from collections.abc import Sequence
from dataclasses import dataclass

from content import Agenda, Entry

from pipeline.domain import AgendaItem

NEAR, FAR = 100, 400
"""Letters of chrome, running heads and numbers that may stand between two neighbours of a print."""
ABOVE = 120
"""Letters that may stand between where an item begins and its title: status, case number, number."""
SLACK = 60
"""Characters by which an item may end before or behind its last line: links, buttons, a bullet."""
BLUR = 3
"""Letters by which the end of a line is uncertain that a scan misread."""
ALIKE, LESS_ALIKE = 75.0, 60.0
"""Least likeness, of 100, of a line to what a scan made of it; and of one right where it should stand."""
LONG = 30


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a text, small, and where each stands: line ends and hyphens do not count."""

    plain: str
    places: tuple[int, ...]

    def next(self, line: str, at: int) -> tuple[int, int] | None:
        """Return where a line stands behind a place; a short one stands near, or is another of its kind."""
        if _is_long(line):
            return self.find(line, at, at + NEAR + len(line)) or self.find(line, at, at + FAR + len(line))
        # Right where it should stand it may be less alike than a word of its kind further on.
        return self.find(line, at, at + LONG + len(line), LESS_ALIKE) or self.find(
            line, at, at + NEAR + len(line)
        )

    def find(self, line: str, start: int, end: int, alike: float = ALIKE) -> tuple[int, int] | None:
        """Return where a line stands between two letters, as it is or as a scan made it."""
        wanted = plain(line)[: 4 * LONG]
        at = self.plain.find(wanted, start, end)
        if at >= 0:
            return at, at + len(wanted)
        return self._alike(wanted, start, end, alike)

    def end(self, line: str, start: int) -> int:
        """Return where a line ends that stands at `start`: as far on as it is long, or its last letters."""
        wanted = plain(line)
        end = min(start + len(wanted), len(self.plain))
        if self.plain.startswith(wanted, start):
            return end
        blur = len(wanted) // LONG + BLUR
        tail = self._alike(wanted[-LONG:], end - LONG - blur, end + blur, ALIKE)
        return tail[1] if tail else end

    def _alike(self, wanted: str, start: int, end: int, alike: float) -> tuple[int, int] | None:
        from rapidfuzz.fuzz import partial_ratio_alignment

        stretch = self.plain[start:end]
        if len(stretch) < len(wanted) * 0.8:
            return None
        found = partial_ratio_alignment(wanted, stretch, score_cutoff=alike)
        return (start + found.dest_start, start + found.dest_end) if found else None


def squeeze(text: str) -> Letters:
    places = [(char, at) for at, one in enumerate(text) for char in plain(one)]
    return Letters("".join(char for char, _ in places), tuple(at for _, at in places))


def plain(text: str) -> str:
    """Return the letters and digits of a text, small."""
    return "".join(char for char in text.casefold() if char.isalnum())


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item may begin: behind the text before it, up to the end of its title; and where it ends."""

    first: int
    last: int
    end: int

    def ends(self, item: AgendaItem) -> bool:
        """Whether an item has all the text of the entry, and little more."""
        return self.end - SLACK <= item.end <= self.end + SLACK


def locate(agenda: Agenda, text: str) -> tuple[Place | None, ...]:
    """Return where each entry begins in `text`; None where the reader lost its title."""
    letters = squeeze(text)
    at = _end_of_head(agenda.entries, letters)
    places: list[Place | None] = []
    for entry in agenda.entries:
        title = letters.next(entry.title, at) or letters.find(entry.title, at, at + FAR)
        end = _end_of_entry(entry, letters, title[1] if title else at)
        if title is None:
            places.append(None)
        else:
            bounds = (max(at - BLUR, title[0] - ABOVE, 0), title[1] - 1, end - 1)
            places.append(Place(*(letters.places[letter] for letter in bounds)))
        at = end
    return tuple(places)


def _end_of_entry(entry: Entry, letters: Letters, at: int) -> int:
    for line in entry.lines():
        found = letters.next(line, at)
        if found is not None:
            at = max(found[1], letters.end(line, found[0])) if _is_long(line) else found[1]
    return at


def _end_of_head(entries: Sequence[Entry], letters: Letters) -> int:
    """Return where head and list of items end, and the first title comes."""
    first, opening = next(
        (n, line) for n, entry in enumerate(entries) for line in entry.lines() if _is_long(line)
    )
    found = letters.find(opening, 0, len(letters.plain))
    if found is None:
        return 0
    # Titles that come later and stand above the first text can only stand in a list.
    below = entries[first + 1 :]
    ends = [one[1] for entry in below if (one := letters.find(entry.title, 0, found[0]))]
    if ends and len(ends) * 2 >= len(below):
        return max(ends)
    title = letters.find(entries[0].title, 0, found[0])
    return max(0, title[0] - NEAR) if title else 0


def _is_long(line: str) -> bool:
    return len(plain(line)) >= LONG


def pair(places: Sequence[Place | None], items: Sequence[AgendaItem]) -> dict[int, AgendaItem]:
    """Return the items that begin where an entry does, by the place of the entry; one for each."""
    found: dict[int, AgendaItem] = {}
    for n, place in enumerate(places):
        if place is not None:
            inside = [item for item in items if place.first <= item.start <= place.last]
            if inside:
                found[n] = inside[-1]
    return found


def same_title(printed: str, read: str) -> bool:
    """Whether a title was read as printed; one letter in ten may be a scan's."""
    from rapidfuzz.fuzz import ratio

    return bool(ratio(plain(printed), plain(read)) >= 90.0)
