"""Is the theme classifier better than simple things, on the same committees held out?

    .venv/bin/python experiments/theme_baselines/run.py [--gold GOLD --minutes MINUTES]

Each row is trained on seven committees of the corpus, without items of a case that the
eighth deals with too, and measured on the eighth. With --gold (a folder of annotated
minutes, JSON as eval/score.py reads it) and --minutes (their texts) the rows are also
trained on the whole corpus and measured there.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from pipeline.config import load_config
from pipeline.encoder import EncodedItem
from pipeline.minutes import read_document, segment, split_passages
from pipeline.themes.examples import LabelledItem
from pipeline.themes.fit import fit_model
from pipeline.themes.words import ThemeWords
from pipeline.training.corpus import corpus_folder
from pipeline.training.held_out import frozen_folds
from pipeline.training.passages import encode_cached
from pipeline.training.theme_trainer import ThemeTrainer, load_trainer

Predict = Callable[[Sequence[LabelledItem]], np.ndarray]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--minutes", type=Path)
    options = parser.parse_args()
    trainer = load_trainer(load_config())
    corpus = trainer.corpus(corpus_folder(None))
    data = trainer.tabulate(corpus)
    gold = real_items(trainer, options.gold, options.minutes) if options.gold else []
    print(f"{'':<34} {'held out':>8}  {' '.join(f'{row.name:>9}' for row in trainer.register)}  {'gold':>6}")
    for name, learn in RECIPES.items():
        held_out = np.zeros((len(corpus), len(trainer.register)), dtype=bool)
        for fold in frozen_folds(data):
            learned = [one for one, out in zip(corpus, fold.grouped, strict=True) if not out]
            tested = [one for one, here in zip(corpus, fold.items, strict=True) if here]
            held_out[fold.items] = learn(trainer, learned)(tested)
        whole = [at for at, one in enumerate(corpus) if one.whole]
        scores = f1([corpus[at] for at in whole], held_out[whole], trainer)
        real = f"{f1(gold, learn(trainer, list(corpus))(gold), trainer).mean():.3f}" if gold else ""
        print(
            f"{name:<34} {scores.mean():>8.3f}  {' '.join(f'{s:>9.3f}' for s in scores)}  {real:>6}",
            flush=True,
        )


def f1(items: Sequence[LabelledItem], found: np.ndarray, trainer: ThemeTrainer) -> np.ndarray:
    gold = truth(items, trainer)
    return 2 * (gold & found).sum(axis=0) / np.maximum(gold.sum(axis=0) + found.sum(axis=0), 1)


def truth(items: Sequence[LabelledItem], trainer: ThemeTrainer) -> np.ndarray:
    return np.array([[row.name in one.themes for row in trainer.register] for one in items])


def text(one: LabelledItem) -> str:
    return "\n".join((one.title, *(passage.text for passage in one.item.passages)))


def word_list(trainer: ThemeTrainer, learned: Sequence[LabelledItem]) -> Predict:  # noqa: ARG001 - learns nothing
    finders = [ThemeWords(row) for row in trainer.register]
    return lambda items: np.array([[len(f.find(text(one)).terms) >= 2 for f in finders] for one in items])


def linear(vectorize: Callable, classify: Callable) -> Callable:
    """A text classifier of scikit-learn: vectorizer and one linear model a theme."""

    def learn(trainer: ThemeTrainer, learned: Sequence[LabelledItem]) -> Predict:
        from sklearn.multiclass import OneVsRestClassifier
        from sklearn.pipeline import make_pipeline

        whole = [one for one in learned if one.whole]
        model = make_pipeline(vectorize(), OneVsRestClassifier(classify()))
        model.fit([text(one) for one in whole], truth(whole, trainer))
        return lambda items: model.predict([text(one) for one in items]).astype(bool)

    return learn


def logistic():
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=10, class_weight="balanced", max_iter=2000)


def support_vectors():
    from sklearn.svm import LinearSVC

    return LinearSVC()


def characters():
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True)


def stems():
    import snowballstemmer
    from sklearn.feature_extraction.text import TfidfVectorizer

    stemmer, words = snowballstemmer.stemmer("danish"), __import__("re").compile(r"[^\W\d_]{2,}").findall
    return TfidfVectorizer(
        tokenizer=lambda t: stemmer.stemWords(words(t.lower())),
        token_pattern=None,
        min_df=2,
        sublinear_tf=True,
    )


def vectors(trainer: ThemeTrainer, learned: Sequence[LabelledItem]) -> Predict:
    """The encoder's vectors of an item, mean and greatest of its passages."""
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    def rows(items: Sequence[LabelledItem]) -> np.ndarray:
        size = trainer.encoder.dimension
        kept = [one.item.vectors if len(one.item.vectors) else np.zeros((1, size)) for one in items]
        return np.array([np.concatenate([v.mean(axis=0), v.max(axis=0)]) for v in kept])

    whole = [one for one in learned if one.whole]
    head = logistic().set_params(C=0.01)
    model = make_pipeline(StandardScaler(), OneVsRestClassifier(head)).fit(rows(whole), truth(whole, trainer))
    return lambda items: model.predict(rows(items)).astype(bool)


def bag(trainer: ThemeTrainer, learned: Sequence[LabelledItem]) -> Predict:
    """An item has a theme when its likeliest passage has, by the passage's vector."""
    marked = [one for one in learned if one.about is not None]
    X = np.vstack([one.item.vectors for one in marked])
    heads = []
    for row in trainer.register:
        about = [row.name in themes for one in marked for themes in one.about]
        heads.append(logistic().fit(X, about))

    def predict(items: Sequence[LabelledItem]) -> np.ndarray:
        found = np.zeros((len(items), len(heads)), dtype=bool)
        for at, one in enumerate(items):
            if len(one.item.vectors):
                found[at] = [head.predict(one.item.vectors).any() for head in heads]
        return found

    return predict


def ours(trainer: ThemeTrainer, learned: Sequence[LabelledItem]) -> Predict:
    tagger = trainer.tagger(fit_model(trainer.tabulate(learned)))
    return lambda items: np.array(
        [[s.assigned for s in row] for row in tagger.score([o.item for o in items])]
    )


def real_items(trainer: ThemeTrainer, gold: Path, minutes: Path) -> list[LabelledItem]:
    return [one for path in sorted(gold.glob("20*.json")) for one in _real(trainer, path, minutes)]


def _real(trainer: ThemeTrainer, path: Path, minutes: Path) -> list[LabelledItem]:
    annotated = json.loads(path.read_text(encoding="utf-8"))
    themes = {item["number"]: frozenset(item["themes"]) for item in annotated["items"]}
    found = segment(read_document(minutes / annotated["source"], load_config().minutes))
    items = []
    for item in found.items:
        passages = split_passages(found.text, item)
        rows = encode_cached(passages, trainer.encoder, None)
        given = EncodedItem(item=item, passages=passages, vectors=rows)
        labels = themes.get(item.number, frozenset())
        items.append(LabelledItem(id=item.id, item=given, themes=labels, about=None, group=path.stem))
    return items


RECIPES: dict[str, Callable[[ThemeTrainer, Sequence[LabelledItem]], Predict]] = {
    "word list, two terms": word_list,
    "e5 mean+max, logistic regression": vectors,
    "e5 passages as a bag": bag,
    "character TF-IDF, logistic": linear(characters, logistic),
    "stem TF-IDF, logistic": linear(stems, logistic),
    "stem TF-IDF, SVC (Annif's svc)": linear(stems, support_vectors),
    "this classifier": ours,
}

if __name__ == "__main__":
    main()
