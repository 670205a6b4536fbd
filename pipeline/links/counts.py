"""How often terms stand in a text."""

from collections.abc import Iterable

Counts = dict[str, float]


def add_up(parts: Iterable[Counts]) -> Counts:
    """Return the counts of several texts together.

    >>> add_up([{"misbrug": 1.0}, {"misbrug": 0.5, "tilsyn": 1.0}])
    {'misbrug': 1.5, 'tilsyn': 1.0}
    """
    total: Counts = {}
    for part in parts:
        for key, count in part.items():
            total[key] = total.get(key, 0.0) + count
    return total
