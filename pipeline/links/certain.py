"""Signs that are enough for a link alone: an item named by meeting and number, and a whole case number.

Few texts of the fit have one, so that the regression learns little of them; what they say is
certain all the same, and so they set the least that a link is taken for.
"""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pipeline.links.pointers import rows_named
from pipeline.links.profile import Profile
from pipeline.links.store import Store
from pipeline.links.tables import Ints, Numbers

CERTAIN = 0.99
"""The probability of a link that has such a sign: enough to be shown, and to join a case of any length."""
MEETINGS = re.compile(r"00\.(?:01|22)\.")
"""KLE subjects of a committee's meetings: such a case holds agendas and information on anything."""


def certain(profile: Profile, store: Store, rows: Ints, words: Numbers) -> npt.NDArray[np.bool_]:
    """Return which rows an item certainly belongs to; `words` says how alike they are to it."""
    signed = np.zeros(len(rows), dtype=bool)
    signed[list(_named(profile, store, rows, words))] = True
    return signed | _of_one_case(profile, store, rows)


def _named(profile: Profile, store: Store, rows: Ints, words: Numbers) -> Iterator[int]:
    """Yield the places of the items that are named; of several matters of one, the likest."""
    for (first, last), number in sorted(profile.items):
        found = rows_named(profile, store, rows, (first, last), number) if first == last else []
        if found:
            yield max(found, key=lambda at: float(words[at]))


def _of_one_case(profile: Profile, store: Store, rows: Ints) -> npt.NDArray[np.bool_]:
    numbers = [number for number in sorted(profile.case_numbers) if not MEETINGS.match(number)]
    if not numbers or len(profile.matters) > 1 or not profile.matters[0].title:
        return np.zeros(len(rows), dtype=bool)
    same = np.isin(rows, [row for number in numbers for row in store.case_numbers.rows(number)])
    for at in np.flatnonzero(same).tolist():
        matters, _ = store.matters.of(rows[at : at + 1])
        # Information on several matters has a number of its own, and so have formal items.
        same[at] = len(matters) == 1 and len(store.heading.take(matters).numbers) > 0
    return same
