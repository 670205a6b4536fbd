"""Would the KLE group of a case number help to tell themes, or to find links?

    .venv/bin/python experiments/kle.py

Counts the items of the sample corpus that have such a number, and asks what the group adds to what the
program says of committees it has not seen: the probability of a theme, and that of a link to an earlier item
of the committee. Each is corrected by a regression on its log odds, once alone and once with the group,
learned from all meetings but the one that is judged. Of a theme the group says how many other items of it
have the theme; of a link, whether both items have the same group. Pairs of one whole case number are left
out: those are linked anyway.

Found: 48 of 400 items have a number, all of one committee, so that a group cannot be learned from one and
tried on another. There it mends none of the 7 wrong of 192 decisions on themes (log loss 0.0952 without it,
0.0910 with it), and makes links no better (log loss 0.1199 and 0.1205, nDCG@10 0.942 and 0.941; 7 of 23 pairs
of one group are one matter). It is no feature of either model.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from pipeline.config import Config, home, load_config
from pipeline.domain import meeting_of
from pipeline.encoder import load_encoder
from pipeline.knowledge.kle import CASE_NUMBER
from pipeline.training.corpus import CorpusItem, read_corpus
from pipeline.training.links.cases import SAME_MATTER
from pipeline.training.links.corpus import read_link_corpus
from pipeline.training.links.measure import held_out_rankings, ndcg
from pipeline.training.theme_scores import Judgements

Groups = Mapping[str, tuple[str, str]]
"""Of each item that has a KLE number, its group and the whole case number."""
CORPUS = home() / "data" / "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One decision: how probable it is without the group, what the group says, and what is right."""

    item: str
    probability: float
    group: float
    right: bool


def main() -> None:
    config, meetings = load_config(), read_corpus(CORPUS)
    items = [item for meeting in meetings for item in meeting.items]
    groups = {item.id: number for item in items if (number := number_of(item))}
    slugs = [meeting.slug for meeting in meetings for item in meeting.items if item.id in groups]
    print(f"{len(groups)} of {len(items)} items have a KLE number: {', '.join(sorted(set(slugs)))}")
    report("themes", list(themes([item for item in items if item.id in groups], groups, config)))
    rows = list(links(groups, config))
    report("links", rows)
    alike = [row.right for row in rows if row.group]
    print(f"{sum(alike)} of {len(alike)} pairs of one group are one matter, {sum(r.right for r in rows)} of "
          f"{len(rows)} in all")  # fmt: skip


def number_of(item: CorpusItem) -> tuple[str, str] | None:
    """Return group and case number of an item, from its title or the line under it."""
    for word in " ".join(block.text for block in (item.heading, *item.case_lines)).split():
        if match := CASE_NUMBER.search(word):
            return match[1], word.strip(".,")
    return None


def themes(items: Sequence[CorpusItem], groups: Groups, config: Config) -> Iterator[Row]:
    """Yield every theme of every item, as probable as it is by models that had not seen its committee."""
    judged = Judgements.read(config.themes.model)
    for at, theme in enumerate(judged.themes):
        usual = np.mean([theme in item.themes for item in items])
        for item in items:
            others = [one for one in items if meeting_of(one.id) != meeting_of(item.id)]
            alike = [theme in one.themes for one in others if groups[one.id][0] == groups[item.id][0]]
            yield Row(
                item=item.id,
                probability=float(judged.probabilities[judged.ids.index(item.id), at]),
                # One item more, with the theme as often as is usual: a group of one item says little.
                group=float((sum(alike) + usual) / (len(alike) + 1) - usual),
                right=theme in item.themes,
            )


def links(groups: Groups, config: Config) -> Iterator[Row]:
    """Yield the earlier items of the committee for every item that has one of its matter."""
    corpus = read_link_corpus(CORPUS, config.paths.knowledge)
    items = corpus.items(load_encoder(config.encoder))
    for pairs, scores in held_out_rankings(items, corpus.register):
        if not pairs.whole and pairs.item in groups:
            group, number = groups[pairs.item]
            for earlier, score, grade in zip(pairs.ids, scores, pairs.grades, strict=True):
                its_group, its_number = groups.get(earlier, ("", ""))
                if its_number != number:
                    same = float(its_group == group)
                    yield Row(item=pairs.item, probability=score, group=same, right=grade >= SAME_MATTER)


def report(name: str, rows: Sequence[Row]) -> None:
    """Print how good the probabilities are: as they are, corrected alone, and corrected with the group."""
    right = np.array([row.right for row in rows])
    found = {
        "as it is": np.array([row.probability for row in rows]),
        "corrected": corrected(rows, columns=1),
        "corrected with the group": corrected(rows, columns=2),
    }
    print(f"\n{name}: {len(rows)} decisions, {right.sum()} right")
    for way, probabilities in found.items():
        wrong = int(((probabilities >= 0.5) != right).sum())
        print(f"{way:<26} log loss {log_loss(right, probabilities):.4f}  wrong {wrong}"
              f"  nDCG@10 {np.mean(list(rankings(rows, probabilities))):.4f}")  # fmt: skip


def rankings(rows: Sequence[Row], probabilities: np.ndarray) -> Iterator[float]:
    items = np.array([row.item for row in rows])
    right = np.array([float(row.right) for row in rows])
    for item in sorted(set(items)):
        own = items == item
        if right[own].any():
            yield ndcg(probabilities[own], right[own])


def corrected(rows: Sequence[Row], columns: int) -> np.ndarray:
    """Return the probabilities of a regression that learned from all meetings but the row's own."""
    kept = np.clip([row.probability for row in rows], 1e-4, 1 - 1e-4)
    X = np.column_stack([np.log(kept / (1 - kept)), [row.group for row in rows]])[:, :columns]
    right = np.array([row.right for row in rows])
    meetings = np.array([meeting_of(row.item) for row in rows])
    found = np.zeros(len(rows))
    for meeting in sorted(set(meetings)):
        own = meetings == meeting
        found[own] = LogisticRegression().fit(X[~own], right[~own]).predict_proba(X[own])[:, 1]
    return found


if __name__ == "__main__":
    main()
