"""Which case a matter keeps when its meeting is published again: that of its text, not of its number."""

from collections import defaultdict
from collections.abc import Mapping

from pipeline.archive import KeptCase
from pipeline.corrections import meeting_of
from pipeline.discussions.matters import item_of


def held_cases(kept: Mapping[str, KeptCase], readings: Mapping[str, str]) -> dict[str, str]:
    """Return the case of every matter that was put into one, by the key it has now.

    `readings` are the matters of today and how they read. A matter keeps its case under its
    own key, else wherever its meeting now has it; one that reads otherwise has none.
    """
    held = {m: kept[m].case_id for m in readings if m in kept and kept[m].text_hash in {"", readings[m]}}
    moved: dict[tuple[str, str], list[str]] = defaultdict(list)
    for matter, case in kept.items():
        if matter not in held:
            moved[_meeting(matter), case.text_hash].append(case.case_id)
    for matter, text in readings.items():
        cases = moved.get((_meeting(matter), text))
        if matter not in held and cases:
            held[matter] = cases.pop(0)
    return held


def _meeting(matter: str) -> str:
    return meeting_of(item_of(matter))
