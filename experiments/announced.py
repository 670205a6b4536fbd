"""Which item of a meeting an earlier one means that announces its matter for it.

    .venv/bin/python experiments/announced.py

Few items of the corpus say when they come up again, so all are made to: each announces its
matters for the committee's next meeting. Then that meeting is asked about, once with its items
in the index and once without, as when minutes are tagged that are in no archive. Right is the
same case. Nothing of this was learnt from; the cohort that words are told against is of the corpus.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipeline.config import home, load_config
from pipeline.links import LinkModel, load_link_model
from pipeline.links import pairs as matter_pairs
from pipeline.links.announcements import NEXT_MEETING, Announcement
from pipeline.links.pairs import Query, announcements, compare
from pipeline.links.profile import Profile, Profiler
from pipeline.links.store import Store
from pipeline.process import Processor
from pipeline.training.links.cases import RELATED, SAME_MATTER, KnownCases
from pipeline.training.links.corpus import read_link_corpus

THRESHOLDS = (2.0, 3.0, 4.0, 5.0)
About = Mapping[str, KnownCases]


def main() -> None:
    config = load_config()
    corpus = read_link_corpus(home() / "data" / "corpus", config.paths.knowledge)
    items, model = corpus.items(Processor(config).encoder), load_link_model(config.links.model)
    documents = [item.document for item in items]
    profiles = [announcing(profile) for profile in Profiler(model).profiles(documents)]
    about = {item.document.item_id: item.cases for item in items}
    print("words above    its items in the index             not there")
    print("the usual      recall  precision  related         recall  precision  related")
    for least in THRESHOLDS:
        matter_pairs.ALIKE = least
        known, alone = (measure(profiles, about, model, indexed=indexed) for indexed in (True, False))
        print(f"{least:<15.1f}{known}         {alone}", flush=True)


def announcing(profile: Profile) -> Profile:
    """Return an item that says of each of its matters that it comes up at the next meeting."""
    one = Announcement(days=NEXT_MEETING, text="", start=0, end=0, passage=0)
    return replace(profile, announced=tuple((one, matter) for matter in range(len(profile.matters))))


def measure(profiles: Sequence[Profile], about: About, model: LinkModel, *, indexed: bool) -> str:
    """Return how many of the matters that come up again are found, and how much of what is found is right."""
    grades, hits = list[int](), list[bool]()
    for before, meeting in consecutive(profiles):
        store = Store(model)
        for profile in [*before, *(meeting if indexed else ())]:
            store.add(profile)
        found = [(about[later].grade(about[one]), one) for later, one in pointed(meeting, store)]
        grades += [grade for grade, _ in found]
        hits += [(SAME_MATTER, one) in found for one in coming_back(before, meeting, about)]
    right = np.array(grades)
    return f"{np.mean(hits):.2f}    {(right >= SAME_MATTER).mean():.2f}       {(right >= RELATED).mean():.2f}"


def consecutive(profiles: Sequence[Profile]) -> Iterator[tuple[list[Profile], list[Profile]]]:
    """Yield the items of each two meetings of a committee that follow each other."""
    meetings: dict[str, dict[str, list[Profile]]] = defaultdict(lambda: defaultdict(list))
    for profile in profiles:
        document = profile.document
        meetings[document.committee][document.date.isoformat()].append(profile)
    for own in meetings.values():
        yield from pairwise(own[day] for day in sorted(own))


def pointed(meeting: Sequence[Profile], store: Store) -> Iterator[tuple[str, str]]:
    """Yield the items of a meeting, each with an earlier one that is taken to have announced it."""
    for profile in meeting:
        query = Query.of(profile, store)
        rows = np.unique(store.announced["row"][query.announced])
        pairs = compare(query, store, rows)
        lines = [found for _, found in announcements(query, store, rows, pairs)]
        for row in np.unique(pairs.rows[np.concatenate(lines)]) if lines else ():
            yield profile.document.item_id, store.ids[rows[row]]


def coming_back(before: Sequence[Profile], meeting: Sequence[Profile], about: About) -> Iterator[str]:
    """Yield the items of one meeting whose case the next has."""
    for profile in before:
        own = about[profile.document.item_id]
        if any(about[p.document.item_id].grade(own) == SAME_MATTER for p in meeting):
            yield profile.document.item_id


if __name__ == "__main__":
    main()
