"""Does a theme model see the theme of an item of two lines, and none where a word misleads?

    .venv/bin/python experiments/theme_short_items/run.py [MODEL_FOLDER]

Judges the items in `minutes/`, which nothing was learned from. Prints those that were judged
otherwise than they were labelled, then how many themes are found and how many are given wrongly.
"""

import sys
from pathlib import Path

from pipeline.config import load_config
from pipeline.themes.store import read_model
from pipeline.training.theme_trainer import encode_examples, load_trainer, read_examples

MINUTES = Path(__file__).parent / "minutes"


def main() -> None:
    config = load_config()
    trainer = load_trainer(config)
    tagger = trainer.tagger(read_model(Path(sys.argv[1]) if sys.argv[1:] else config.themes.model))
    examples = encode_examples(read_examples(MINUTES), trainer.encoder)
    found = wrong = wanted = 0
    for one, scores in zip(examples, tagger.score([one.item for one in examples]), strict=True):
        for score in scores:
            has = score.theme in one.themes
            wanted += has
            found += has and score.assigned
            wrong += score.assigned and not has
            if score.assigned != has:
                how = "missed" if has else "wrong"
                print(f"{how:<7}{score.theme:<10}{score.probability:.2f}  {one.title}")
    print(f"{len(examples)} items: {found} of {wanted} themes found, {wrong} given wrongly")


if __name__ == "__main__":
    main()
