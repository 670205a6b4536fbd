"""How well search ranks, and from which probability an item that lacks the words is shown.

    .venv/bin/python experiments/search.py

Over the sample archive that `make run` builds: every fifth question of the corpus (titles,
sub-headings and telling words of items about one case); right are the other items of the
case. The fusion was fitted on the same corpus, so its figures flatter it somewhat; nothing
else here was. Nonsense is letters drawn at random, and questions about what no committee of
the corpus ever dealt with.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.archive import Archive
from pipeline.config import home, load_config
from pipeline.discussions.search import FLOOR
from pipeline.process import Finder, Processor
from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.link_cases import SAME_MATTER, Cases, read_cases
from pipeline.training.link_questions import Question, read_questions

EVERY = 5
K = 10
RRF = 60
FLOORS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)
ELSEWHERE = """
    opskrift på rødgrød med fløde|fodbold VM i kvalifikation|sorte huller og kvantefysik|billige flybilletter
    til Mallorca|hvordan strikker man en sweater|aktiekurser på Wall Street|dinosaurer i kridttiden|guitar for
    begyndere|vejret på Mars|the quick brown fox jumps|lorem ipsum dolor sit amet|hvem vandt Tour de France|
    vinduespolering med damp|gærdej til pizza|hestevæddeløb på Klampenborg|samle mønter fra romerriget
"""


@dataclass(frozen=True)
class Asked:
    """A question with all that was judged of it: words' order, every item's probability, what is right."""

    worded: tuple[str, ...]
    scores: Mapping[str, float]
    right: frozenset[str]


def main() -> None:
    archive, processor = Archive.open(str(home() / "data" / "sample.db")), Processor(load_config())
    finder = Finder(processor, archive)
    meetings = read_corpus(home() / "data" / "corpus")
    asked = list(ask(archive, finder, meetings))
    print(f"{len(asked)} questions            nDCG@{K}  recall@{K}")
    for name, ranked in rankings(asked).items():
        ndcg, recall = zip(
            *(measure(r, one.right) for r, one in zip(ranked, asked, strict=True)), strict=True
        )
        print(f"{name:<26} {np.mean(ndcg):.3f}     {np.mean(recall):.3f}")
    nonsense = [judge(archive, finder, text) for text in nonsense_questions()]
    found_none = np.mean([not worded for worded, _ in nonsense])
    print(f"\n{len(nonsense)} nonsense questions; {found_none:.2f} find nothing by words, and by sense:")
    for floor in FLOORS:
        silent = [not any(p >= floor for p in scores.values()) for worded, scores in nonsense if not worded]
        kept = [one.right & shown(one, floor).keys() for one in asked]
        recall = np.mean([len(k) / len(one.right) for k, one in zip(kept, asked, strict=True)])
        print(
            f"floor {floor:.2f}{'*' if floor == FLOOR else ' '} silent {np.mean(silent):.2f}   "
            f"right items found {recall:.2f}"
        )


def ask(archive: Archive, finder: Finder, meetings: Sequence[CorpusMeeting]) -> Iterator[Asked]:
    """Yield the questions that have a right answer in the archive, the item they were made of left out."""
    cases = read_cases(meetings)
    places = {(m.committee, m.date, m.number): m.id for m in archive.items()}
    ids = {
        item.id: places[meeting.meeting.committee, meeting.meeting.date, item.number]
        for meeting in meetings
        for item in meeting.items
        if (meeting.meeting.committee, meeting.meeting.date, item.number) in places
    }
    for question in read_questions(meetings)[::EVERY]:
        right = frozenset(right_answers(question, cases, ids))
        if right and question.item_id in ids:
            worded, scores = judge(archive, finder, question.text)
            own = ids[question.item_id]
            yield Asked(
                worded=tuple(one for one in worded if one != own),
                scores={one: p for one, p in scores.items() if one != own},
                right=right,
            )


def right_answers(question: Question, cases: Mapping[str, Cases], ids: Mapping[str, str]) -> Iterator[str]:
    for corpus_id, archive_id in ids.items():
        if corpus_id != question.item_id and question.cases.grade(cases[corpus_id]) == SAME_MATTER:
            yield archive_id


def judge(archive: Archive, finder: Finder, text: str) -> tuple[tuple[str, ...], Mapping[str, float]]:
    """Return the items with the words, and the probability of every item."""
    index = finder.fresh.index()
    vector = finder.search()._encode(text)
    return archive.matching(text), index.answers(text, vector, also=index.ids).scores


def rankings(asked: Sequence[Asked]) -> dict[str, list[list[str]]]:
    by_sense = [list(one.scores) for one in asked]
    words = [list(one.worded) for one in asked]
    return {
        "words alone (bm25)": words,
        "words and fusion by rank": [by_rank(w, s) for w, s in zip(words, by_sense, strict=True)],
        "fusion, nothing cut off": by_sense,
        f"search (floor {FLOOR})": [list(shown(one, FLOOR)) for one in asked],
    }


def by_rank(*lists: Sequence[str]) -> list[str]:
    total: dict[str, float] = defaultdict(float)
    for ranked in lists:
        for place, one in enumerate(ranked[:100]):
            total[one] += 1 / (RRF + place)
    return sorted(total, key=lambda one: (-total[one], one))


def shown(one: Asked, floor: float) -> dict[str, float]:
    having = set(one.worded)
    return {item: p for item, p in one.scores.items() if item in having or p >= floor}


def measure(ranked: Sequence[str], right: frozenset[str]) -> tuple[float, float]:
    """Return nDCG and recall among the first ten."""
    discounts = 1 / np.log2(np.arange(2, K + 2))
    hits = np.array([one in right for one in ranked[:K]], dtype=float)
    best = discounts[: len(right)].sum()
    return float((hits * discounts[: len(hits)]).sum() / best), float(hits.sum() / min(K, len(right)))


def nonsense_questions() -> list[str]:
    draw = random.Random(1)  # noqa: S311 - nothing secret
    letters = (
        "".join(draw.choices("abcdefghijklmnopqrstuvwxyzæøå", k=draw.randint(4, 9))) for _ in range(60)
    )
    pairs = [" ".join(pair) for pair in zip(letters, letters, strict=True)]
    return ["asdfgh qwerty", "xyzzy", *pairs, *(" ".join(one.split()) for one in ELSEWHERE.split("|"))]


if __name__ == "__main__":
    main()
