"""How well cases come together: which rule, and from which probability on.

    .venv/bin/python experiments/cases.py

Over the sample archive that `make run` builds, all committees in one archive; right is the
corpus's own marking of items and sub-headings. Matters come as they do in use: day by day,
each put into a case of earlier ones or not, never moved again. The threshold of a committee
is the best one of all others. B-cubed is over all matters, those of no case alone with
themselves; pairs count large cases most. What tells the same matter was fitted on the same corpus.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np
from sample_archive import open_sample

from pipeline.config import home, load_config
from pipeline.discussions import read_meeting, split_matters
from pipeline.discussions.documents import PART, item_of
from pipeline.discussions.grouping import TOGETHER, Cases, assign, fit
from pipeline.domain import number_of
from pipeline.links import LinkDocument, LinkIndex, load_link_model
from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.links.cases import read_cases

THRESHOLDS = tuple(float(t) for t in np.arange(0.2, 0.96, 0.05).round(2))
Rule = Callable[[np.ndarray], float]
RULES: dict[str, Rule] = {
    "best link": lambda links: float(links.max()),
    "mean of all": lambda links: float(links.mean()),
    "half of each (ours)": lambda links: fit(links.tolist()),
}


def main() -> None:
    archive, model = (
        open_sample(),
        load_link_model(load_config().links.model),
    )
    meetings = read_corpus(home() / "data" / "corpus")
    matters = [m for s in archive.meetings() for d in read_meeting(archive, s.id) for m in split_matters(d)]
    matters.sort(key=lambda matter: (matter.date, matter.item_id))
    right = same_case(list(true_cases(matters, meetings)))
    index = LinkIndex.build(matters, model)
    links = linked(matters, index)
    committees = np.array([matter.committee for matter in matters])
    print(f"{len(matters)} matters, {sum(PART in m.item_id for m in matters)} of them under sub-headings")
    print(
        "                       threshold  B-cubed P     R     F  pairs F   committees held out: F  pairs F"
    )
    for name, rule in RULES.items():
        found = {t: together(matters, links, rule, t) for t in THRESHOLDS}
        everywhere = np.ones(len(matters), dtype=bool)
        best = max(THRESHOLDS, key=lambda t: scores(found[t], right, everywhere)[2])
        p, r, f, pairs = scores(found[best], right, everywhere)
        held = held_out(found, right, committees)
        print(
            f"{name:<22} {best:>9.2f}  {p:>9.3f} {r:.3f} {f:.3f} {pairs:>8.3f} "
            f"{held[0]:>24.3f} {held[1]:>8.3f}"
        )
    check(matters, index, together(matters, links, RULES["half of each (ours)"], TOGETHER), right)


def true_cases(
    matters: Sequence[LinkDocument], meetings: Sequence[CorpusMeeting]
) -> Iterator[frozenset[str]]:
    """Yield the cases that the corpus gives each matter, by committee."""
    cases = read_cases(meetings, {})
    items = {(m.meeting.committee, m.meeting.date, i.number): i.id for m in meetings for i in m.items}
    for matter in matters:
        about = cases[items[matter.committee, matter.date, number_of(item_of(matter.item_id))]]
        parts = {heading.strip(): part for heading, part in about.parts.items()}
        yield parts[matter.title].own if PART in matter.item_id else about.own


def same_case(cases: Sequence[frozenset[str]]) -> np.ndarray:
    right = np.array([[bool(a & b) for b in cases] for a in cases])
    np.fill_diagonal(right, True)
    return right


def linked(matters: Sequence[LinkDocument], index: LinkIndex) -> np.ndarray:
    """Return (matters, matters): the probability that each is the same matter as each earlier one."""
    place = {matter.item_id: at for at, matter in enumerate(matters)}
    links = np.zeros((len(matters), len(matters)))
    for at, matter in enumerate(matters):
        for other, probability in index.same_matter(matter).of(index.ids).items():
            links[at, place[other]] = probability
    return links


def together(matters: Sequence[LinkDocument], links: np.ndarray, rule: Rule, threshold: float) -> np.ndarray:
    """Return the number of each matter's case."""
    cases: list[list[int]] = []
    for _, day in groupby(range(len(matters)), key=lambda at: matters[at].date):
        chosen = []
        for at in day:
            fits = [rule(links[at, members]) for members in cases]
            best = int(np.argmax(fits)) if fits else -1
            chosen.append((at, best if fits and fits[best] >= threshold else -1))
        for at, case in chosen:
            cases[case].append(at) if case >= 0 else cases.append([at])
    numbers = np.zeros(len(matters), dtype=int)
    for number, members in enumerate(cases):
        numbers[members] = number
    return numbers


def scores(numbers: np.ndarray, right: np.ndarray, which: np.ndarray) -> tuple[float, float, float, float]:
    """Return B-cubed precision, recall and F of some matters, and the F of pairs they are part of."""
    found = numbers[:, None] == numbers[None, :]
    both = (found & right).sum(axis=1)
    precision = float((both / found.sum(axis=1))[which].mean())
    recall = float((both / right.sum(axis=1))[which].mean())
    pairs = np.triu(which[:, None] | which[None, :], 1)
    hits, wrong, missed = (
        (a & b & pairs).sum() for a, b in ((found, right), (found, ~right), (~found, right))
    )
    f = 2 * precision * recall / (precision + recall)
    return precision, recall, f, float(2 * hits / (2 * hits + wrong + missed))


def held_out(
    found: dict[float, np.ndarray], right: np.ndarray, committees: np.ndarray
) -> tuple[float, float]:
    """Return the mean B-cubed F and pairs F of the committees, each at the threshold the others choose."""
    rows = []
    for name in sorted(set(committees.tolist())):
        own = committees == name
        chosen = max(THRESHOLDS, key=lambda t: scores(found[t], right, ~own)[2])
        rows.append(scores(found[chosen], right, own)[2:])
    return float(np.mean([f for f, _ in rows])), float(np.mean([pairs for _, pairs in rows]))


def check(matters: Sequence[LinkDocument], index: LinkIndex, expected: np.ndarray, right: np.ndarray) -> None:
    """Say what the program's own way, which looks at likely cases alone, comes to."""
    by_id = {matter.item_id: matter for matter in matters}
    days = [list(of_day) for _, of_day in groupby(matters, key=lambda matter: matter.date)]
    assigned = assign(days, Cases(), index, by_id.__getitem__)
    found = {matter: case for of_day in assigned for matter, case in of_day.items()}
    names = np.array([found[matter.item_id] for matter in matters])
    numbers = np.unique(names, return_inverse=True)[1]
    same = ((numbers[:, None] == numbers) == (expected[:, None] == expected)).mean()
    p, r, f, pairs = scores(numbers, right, np.ones(len(matters), dtype=bool))
    print(
        f"{'the program itself':<22} {TOGETHER:>9.2f}  {p:>9.3f} {r:.3f} {f:.3f} {pairs:>8.3f}   "
        f"({same:.4f} of pairs as by its rule over all links)"
    )


if __name__ == "__main__":
    main()
