"""How well the link score ranks, beside words alone, vectors alone, and both by rank.

    .venv/bin/python experiments/link_rankings.py

On the sample corpus, the same case being right; each committee is ranked by weights,
words and directions that were learnt without it. A few minutes, most of them the encoder's.
"""

from pipeline.config import home, load_config
from pipeline.encoder import load_encoder
from pipeline.training.corpus import read_corpus
from pipeline.training.link_cases import corpus_documents, read_cases
from pipeline.training.link_scores import compare_rankings
from pipeline.training.links import Archived, ask_items, training_pairs


def main() -> None:
    meetings = read_corpus(home() / "data" / "corpus")
    documents = corpus_documents(meetings, load_encoder(load_config().encoder))
    cases = read_cases(meetings)
    everything = Archived(documents=documents, cases=[cases[d.item_id] for d in documents])
    print(f"{'nDCG@10':<32} within a committee   among all")
    for score in compare_rankings(training_pairs(ask_items(everything), everything)):
        print(f"{score.name:<32} {score.within:>18.3f} {score.among:>11.3f}")


if __name__ == "__main__":
    main()
