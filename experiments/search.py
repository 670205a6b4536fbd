"""How well search ranks, and from which probability an item that lacks the words is shown.

    .venv/bin/python experiments/search.py

Over the sample archive that `make run` builds: every fifth question of the corpus (titles,
sub-headings and telling words of items about one case); right are the other items of the
case. `compounds.tsv` has short questions, mostly one compound that nobody may have written,
by hand and before any was tried. The fusion was fitted on the same corpus, so its figures
flatter it somewhat; nothing else here was, but for the themes, which are what the classifier
says that was trained on the corpus. Nonsense is letters drawn at random, also beside one common
word, and questions about what no committee of the corpus ever dealt with.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sample_archive import open_sample

from pipeline.app.discussions import Finder
from pipeline.archive import Archive
from pipeline.config import home, load_config
from pipeline.discussions.search import floor
from pipeline.process import Processor
from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.links.cases import SAME_MATTER, KnownCases, read_cases
from pipeline.training.links.corpus import Labelled, read_questions

EVERY = 5
K = 10
RRF = 60
COMMON = """
    kommune behandling pladser unge møde psykiatri budget borgere region aftale tilbud sekretariat
    drøftelse socialtilsyn alkohol børn
"""
Floor = Callable[[float, Mapping[str, float]], float]
FLOORS: dict[str, Floor] = {
    "one floor, 0.40": lambda *_: 0.4,
    "one floor, 0.10": lambda *_: 0.1,
    "by known words (ours)": floor,
    "the same, least 0.02": lambda coverage, scores: floor(coverage, scores, 0.02),
    "the same, least 0.10": lambda coverage, scores: floor(coverage, scores, 0.1),
    "the same, least 0.20": lambda coverage, scores: floor(coverage, scores, 0.2),
}
THEMES = ("psykiatri", "kapacitet", "misbrug", "tilsyn")
ELSEWHERE = """
    opskrift på rødgrød med fløde|fodbold VM i kvalifikation|sorte huller og kvantefysik|billige flybilletter
    til Mallorca|hvordan strikker man en sweater|aktiekurser på Wall Street|dinosaurer i kridttiden|guitar for
    begyndere|vejret på Mars|the quick brown fox jumps|lorem ipsum dolor sit amet|hvem vandt Tour de France|
    vinduespolering med damp|gærdej til pizza|hestevæddeløb på Klampenborg|samle mønter fra romerriget
"""


@dataclass(frozen=True)
class Asked:
    """A question with all that was judged of it: words' order, every item's probability, what is right."""

    coverage: float

    worded: tuple[str, ...]
    scores: Mapping[str, float]
    right: frozenset[str]


def main() -> None:
    archive, processor = open_sample(), Processor(load_config())
    finder = Finder(processor, archive)
    meetings = read_corpus(home() / "data" / "corpus")
    asked = list(ask(archive, finder, meetings))
    print(f"{len(asked)} questions            nDCG@{K}  recall@{K}")
    for name, ranked in rankings(asked).items():
        ndcg, recall = zip(
            *(measure(r, one.right) for r, one in zip(ranked, asked, strict=True)), strict=True
        )
        print(f"{name:<26} {np.mean(ndcg):.3f}     {np.mean(recall):.3f}")
    named, unnamed = by_theme_name(archive, finder, meetings)
    print(
        f"\nfour themes by their names, items about them: nDCG@{K} {named:.3f}, by words alone {unnamed:.3f}"
    )
    compounds = list(ask_compounds(archive, finder, meetings))
    nonsense = [judge(archive, finder, text) for text in nonsense_questions()]
    mixed = [judge(archive, finder, text) for text in mixed_questions()]
    print(
        f"\n{len(nonsense)} nonsense questions, {len(mixed)} with a common word, {len(compounds)} compounds;"
    )
    print("of items that lack the words:  silent  silent   questions          compounds, and answered at all")
    print("                             nonsense  mixed   recall  precision   recall  precision")
    for name, rule in FLOORS.items():
        recall, precision, _ = by_sense(asked, rule)
        own_recall, own_precision, answered = by_sense(compounds, rule)
        print(
            f"{name:<28} {silent(nonsense, rule):>8.2f} {silent(mixed, rule):>6.2f} {recall:>8.2f} "
            f"{precision:>10.2f} {own_recall:>8.2f} {own_precision:>10.2f} {answered:>10.2f}"
        )


def by_theme_name(archive: Archive, finder: Finder, meetings: Sequence[CorpusMeeting]) -> tuple[float, float]:
    """Return how well search ranks the items that the corpus says are about a theme, and words alone."""
    ids, found = archive_ids(archive, meetings), list[tuple[float, float]]()
    items = [item for meeting in meetings for item in meeting.items if item.id in ids]
    for theme in THEMES:
        right = frozenset(ids[item.id] for item in items if theme in item.themes)
        both = (finder.engine(words_only=alone).search(theme, limit=K) for alone in (False, True))
        found.append(tuple(measure(searched.item_ids, right)[0] for searched in both))
    named, unnamed = np.mean(found, axis=0)
    return float(named), float(unnamed)


def silent(questions: Sequence[Asked], rule: Floor) -> float:
    """Return the share of questions that find nothing by sense."""
    return float(np.mean([not shown(one, rule).keys() - set(one.worded) for one in questions]))


def by_sense(questions: Sequence[Asked], rule: Floor) -> tuple[float, float, float]:
    """Return recall and precision among items that lack the words, and the share of questions answered."""
    kept = [shown(one, rule).keys() for one in questions]
    added = [keys - set(one.worded) for keys, one in zip(kept, questions, strict=True)]
    lacking = [one.right - set(one.worded) for one in questions]
    hits = [len(keys & right) for keys, right in zip(added, lacking, strict=True)]
    recall = np.mean([hit / len(right) for hit, right in zip(hits, lacking, strict=True) if right])
    answered = np.mean([bool(keys & one.right) for keys, one in zip(kept, questions, strict=True)])
    return float(recall), sum(hits) / max(sum(map(len, added)), 1), float(answered)


def ask(archive: Archive, finder: Finder, meetings: Sequence[CorpusMeeting]) -> Iterator[Asked]:
    """Yield the questions that have a right answer in the archive, the item they were made of left out."""
    cases, ids = read_cases(meetings, {}), archive_ids(archive, meetings)
    for question in read_questions(meetings, {})[::EVERY]:
        right = frozenset(right_answers(question, cases, ids))
        if right and question.document.item_id in ids:
            found, own = judge(archive, finder, question.document.title), ids[question.document.item_id]
            yield replace(
                found,
                worded=tuple(one for one in found.worded if one != own),
                scores={one: p for one, p in found.scores.items() if one != own},
                right=right,
            )


def ask_compounds(archive: Archive, finder: Finder, meetings: Sequence[CorpusMeeting]) -> Iterator[Asked]:
    """Yield the compounds; right are the items of every case whose name has one of the parts given."""
    cases, ids = read_cases(meetings, {}), archive_ids(archive, meetings)
    lines = Path(__file__).with_name("compounds.tsv").read_text(encoding="utf-8").splitlines()
    for text, parts in (line.split("\t") for line in lines if not line.startswith("#")):
        named = parts.split(",")
        right = (
            archive_id
            for corpus_id, archive_id in ids.items()
            if any(part in case.partition("/")[2] for case in cases[corpus_id].own for part in named)
        )
        yield replace(judge(archive, finder, text), right=frozenset(right))


def archive_ids(archive: Archive, meetings: Sequence[CorpusMeeting]) -> dict[str, str]:
    """Return the archive's id of each item of the corpus that it holds."""
    places = {(m.committee, m.date, m.number): m.id for m in archive.items()}
    keys = {i.id: (m.meeting.committee, m.meeting.date, i.number) for m in meetings for i in m.items}
    return {corpus_id: places[key] for corpus_id, key in keys.items() if key in places}


def right_answers(
    question: Labelled, cases: Mapping[str, KnownCases], ids: Mapping[str, str]
) -> Iterator[str]:
    for corpus_id, archive_id in ids.items():
        if corpus_id != question.document.item_id and question.cases.grade(cases[corpus_id]) == SAME_MATTER:
            yield archive_id


def judge(archive: Archive, finder: Finder, text: str) -> Asked:
    """Return the items with the words, and the probability of every item."""
    index = finder.fresh.index()
    answers = index.answers(text, finder.engine()._encode(text), also=index.ids)
    return Asked(
        coverage=answers.coverage, worded=archive.matching(text), scores=answers.scores, right=frozenset()
    )


def rankings(asked: Sequence[Asked]) -> dict[str, list[list[str]]]:
    everything = [list(one.scores) for one in asked]
    words = [list(one.worded) for one in asked]
    return {
        "words alone (bm25)": words,
        "words and fusion by rank": [by_rank(w, s) for w, s in zip(words, everything, strict=True)],
        "fusion, nothing cut off": everything,
        "search": [list(shown(one, floor)) for one in asked],
    }


def by_rank(*lists: Sequence[str]) -> list[str]:
    total: dict[str, float] = defaultdict(float)
    for ranked in lists:
        for place, one in enumerate(ranked[:100]):
            total[one] += 1 / (RRF + place)
    return sorted(total, key=lambda one: (-total[one], one))


def shown(one: Asked, rule: Floor) -> dict[str, float]:
    having, least = set(one.worded), rule(one.coverage, one.scores)
    return {item: p for item, p in one.scores.items() if item in having or p >= least}


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


def mixed_questions() -> list[str]:
    """Return words that mean nothing, each beside one that stands in many items."""
    draw = random.Random(2)  # noqa: S311 - nothing secret
    letters = "abcdefghijklmnopqrstuvwxyzæøå"
    return ["xyzzy kommune"] + [
        f"{''.join(draw.choices(letters, k=draw.randint(4, 9)))} {word}" for word in COMMON.split()
    ]


if __name__ == "__main__":
    main()
