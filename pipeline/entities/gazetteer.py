"""Known names found in a text: each by its first word, the longest name first, genitive included."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
FIRST_WORD = re.compile(r"[^\W_]+")
GENITIVE = re.compile(r"(?:['’´]?s|['’´])?(?!\w|-\w|['’´]\w)")
SPACES = str.maketrans("\u00a0\u202f\u2009", "   ")
JOINED_BEFORE = "-–/.@_"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch(Generic[Entry]):
    """A known name in a text; `end` includes the genitive's s, `bare_end` does not."""

    start: int
    end: int
    bare_end: int
    entry: Entry


class Gazetteer(Generic[Entry]):
    """Names and what each stands for.

    >>> gazetteer = Gazetteer([("Odder", 727), ("KL", 1)])
    >>> [(hit.start, hit.end, hit.entry) for hit in gazetteer.find("KL's brev til Odders borgere i Odderby")]
    [(0, 4, 1), (14, 20, 727)]
    """

    def __init__(self, names: Iterable[tuple[str, Entry]]) -> None:
        self._by_first_word: dict[str, list[tuple[str, Entry]]] = {}
        for name, entry in names:
            if first := FIRST_WORD.match(name):
                self._by_first_word.setdefault(first[0], []).append((name, entry))
        for known in self._by_first_word.values():
            known.sort(key=lambda pair: -len(pair[0]))

    def find(self, text: str) -> Iterator[NameMatch[Entry]]:
        """Yield the names in `text`, in its order, none inside another or inside a word."""
        text = text.translate(SPACES)
        at = 0
        for match in FIRST_WORD.finditer(text):
            start = match.start()
            if start < at:
                continue
            hit = self._longest(text, start, match[0])
            if hit is not None:
                at = hit.end
                yield hit

    def _longest(self, text: str, start: int, word: str) -> NameMatch[Entry] | None:
        # A genitive's s stands inside the first word: "Odders" is looked up as "Odder" too.
        for first in (word, word[:-1]) if word.endswith("s") else (word,):
            for name, entry in self._by_first_word.get(first, ()):
                end = start + len(name)
                if text.startswith(name, start) and (tail := GENITIVE.match(text, end)):
                    if start and text[start - 1] in JOINED_BEFORE and not text[start - 1].isspace():
                        continue
                    return NameMatch(start=start, end=tail.end(), bare_end=end, entry=entry)
        return None
