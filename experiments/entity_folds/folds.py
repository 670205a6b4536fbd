"""How well entities are found in committees that the tagger has not seen: five folds.

    .venv/bin/python experiments/entity_folds/folds.py [--ner FOLDER]

Each fold's tagger is trained without the fold's committees, as `sagsspor train entities`
does it, and kept under `experiments/entity_folds/taggers`: a second run only measures.
Measured are the rules and that tagger together, as minutes are tagged in daily use.
"""

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path

from pipeline.config import Config, home, load_config
from pipeline.domain import Label
from pipeline.minutes import Document
from pipeline.process import Processor
from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.publish import publish
from pipeline.training.tagger.train import Plan, train_tagger

HERE = Path(__file__).parent
FOLDS = 5
LABELS = (Label.MUNICIPALITY, Label.PERSON, Label.INSTITUTION, Label.AMOUNT, Label.DATE)
Counts = Counter[tuple[Label, str]]


def folds(meetings: list[CorpusMeeting]) -> list[frozenset[str]]:
    """The committees, dealt out in the order of their names."""
    slugs = sorted({meeting.slug for meeting in meetings})
    return [frozenset(slugs[at::FOLDS]) for at in range(FOLDS)]


def trained(held_out: frozenset[str], config: Config, news: Path | None) -> Path:
    """The folder of a tagger that has not seen the committees."""
    target = HERE / "taggers" / "+".join(sorted(held_out))
    if not (target / "head.npz").is_file():
        plan = Plan(
            corpus=home() / "data" / "corpus",
            sentences=home() / "data" / "sentences",
            news=news,
            held_out=held_out,
        )
        train_tagger(plan, target, config)
    return target


def compare(processor: Processor, meeting: CorpusMeeting) -> Counts:
    """What became of each mention of a meeting, and of its norm."""
    form = "municipal" if "Kommune" in meeting.meeting.committee else "web-2023"
    published = publish(meeting, form)
    tagged = processor.process(Document(name="a.txt", text=published.text)).tagged
    gold = {(e.start, e.end, e.label): e.norm for item in published.items for e in item.entities}
    found = {(e.start, e.end, e.label): e.norm for item in tagged.items for e in item.entities}
    found = {key: norm for key, norm in found.items() if key[2] in LABELS}
    counts: Counts = Counter((key[2], "right" if key in gold else "wrong") for key in found)
    counts.update((key[2], "missed") for key in gold.keys() - found.keys())
    counts.update((key[2], "norm") for key in gold.keys() & found.keys() if gold[key] == found[key])
    return counts


def row(name: str, counts: Counts) -> str:
    """F1 of each label and of all, then the share of norms that are right."""
    cells = [f"{f1(counts, (label,)):>12.3f}" for label in LABELS]
    right, norms = (sum(counts[label, what] for label in LABELS) for what in ("right", "norm"))
    return f"{name:<28}{''.join(cells)}{f1(counts, LABELS):>8.3f}{norms / max(right, 1):>8.3f}"


def f1(counts: Counts, labels: tuple[Label, ...]) -> float:
    right, wrong, missed = (sum(counts[label, w] for label in labels) for w in ("right", "wrong", "missed"))
    return 2 * right / max(1, 2 * right + wrong + missed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ner", type=Path, help="folder of UNER_Danish-DDT, to train on too")
    news, config = parser.parse_args().ner, load_config()
    meetings = list(read_corpus(home() / "data" / "corpus"))
    total: Counts = Counter()
    print(f"{'held out':<28}{''.join(f'{label:>13}'[-12:] for label in LABELS)}   micro   norms")
    for held_out in folds(meetings):
        tagger = trained(held_out, config, news)
        processor = Processor(replace(config, entities=replace(config.entities, tagger=tagger)))
        counts: Counts = Counter()
        for meeting in meetings:
            if meeting.slug in held_out:
                counts.update(compare(processor, meeting))
        print(row(", ".join(sorted(slug[:12] for slug in held_out)), counts), flush=True)
        total.update(counts)
    print(row("all", total))


if __name__ == "__main__":
    main()
