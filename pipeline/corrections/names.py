"""Names that persons joined: which one of them each goes by."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.domain import Correction, Label, NameChange, TaggedMinutes

Joined = Mapping[tuple[Label, str], str]
"""What a name of a kind goes by; a name that was joined to none, or that others go by, is not in it."""


def joined_names(holding: Iterable[Correction]) -> Joined:
    """Return what names go by after the active entries of the log, oldest first."""
    above: dict[tuple[Label, str], str] = {}
    for entry in holding:
        if isinstance(change := entry.change, NameChange):
            name, canonical = (_top(above, change.label, one) for one in (change.name, change.canonical))
            if name != canonical:  # two archives may have joined them either way
                above[change.label, name] = canonical
    return {(label, name): _top(above, label, name) for label, name in above}


def _top(above: Joined, label: Label, name: str) -> str:
    while (label, name) in above:
        name = above[label, name]
    return name


def going_by(tagged: TaggedMinutes, joined: Joined) -> TaggedMinutes:
    """Return minutes whose mentions have, for norm, what their name goes by."""
    items = (
        replace(
            item,
            entities=tuple(
                replace(one, norm=joined.get((one.label, one.norm), one.norm)) for one in item.entities
            ),
        )
        for item in tagged.items
    )
    return replace(tagged, items=tuple(items))


def names_of_one(joined: Joined, label: Label, wanted: str) -> frozenset[str]:
    """Return all names of what goes by the one wanted, or by one that it is short for; none if never joined.

    Upper and lower case are one; what a name may be short for is what `Kind.suffix` says.
    """
    groups: dict[str, set[str]] = {}
    for (kind, name), canonical in joined.items():
        if kind is label:
            groups.setdefault(canonical, {canonical}).add(name)
    meant = (group for group in groups.values() if any(_is_meant(label, wanted, one) for one in group))
    return frozenset(name for group in meant for name in group)


def _is_meant(label: Label, wanted: str, name: str) -> bool:
    folded, whole, suffix = name.casefold(), wanted.casefold(), label.kind.suffix.casefold()
    return folded == whole or (folded == f"{whole} {suffix}" if suffix else folded.endswith(f" {whole}"))
