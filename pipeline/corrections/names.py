"""Names that persons joined: which one of them each goes by."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.domain import Correction, Label, NameChange, TaggedMinutes
from pipeline.text import caseless

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


def names_meant(joined: Joined, label: Label, wanted: str, known: Iterable[str]) -> frozenset[str]:
    """Return the names of a kind, of those known and those joined, that somebody may mean who types one.

    Upper and lower case are one; what a name may be short for is what `Kind.suffix` says. Of
    what goes by one of them, all names are meant.
    """
    goes_by = {name: canonical for (kind, name), canonical in joined.items() if kind is label}
    every = {*known, *goes_by, *goes_by.values()}
    meant = {goes_by.get(name, name) for name in every if _is_meant(label, wanted, name)}
    return frozenset(name for name in every if goes_by.get(name, name) in meant)


def _is_meant(label: Label, wanted: str, name: str) -> bool:
    folded, whole, suffix = name.casefold(), caseless(wanted), label.kind.suffix.casefold()
    return folded == whole or (folded == f"{whole} {suffix}" if suffix else folded.endswith(f" {whole}"))
