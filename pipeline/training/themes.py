"""Trains the theme classifier, measures it, and learns again from corrections: the better model serves."""

import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.domain import meeting_of
from pipeline.errors import ModelError
from pipeline.themes import ThemeTagger
from pipeline.themes.examples import LabelledItem, fingerprint
from pipeline.themes.fit import fit_and_score, score_folds
from pipeline.themes.model import ThemeModel
from pipeline.themes.store import all_versions, read_model, write_model
from pipeline.themes.versions import BROKEN_OFF, SHIPPED, Version, VersionStore
from pipeline.training.archived import Corrected
from pipeline.training.gate import PROMOTED, Verdict, compare
from pipeline.training.held_out import (
    HeldOutScores,
    corrected_folds,
    frozen_folds,
    later_fold,
    ordinary_folds,
)
from pipeline.training.theme_runs import CHALLENGER, CHAMPION, ThemeRun, follow, record_themes, set_alias
from pipeline.training.theme_scores import Judgements, ThemeReport
from pipeline.training.theme_trainer import ThemeTrainer


def train_themes(
    corpus: Path, trainer: ThemeTrainer, target: Path, progress: Callable[[int], None] = lambda _: None
) -> ThemeReport:
    """Train on the corpus, write the model into `target`, and return how such models do held out.

    Held out are committees, which the models had not seen. The run is recorded. Minutes of ordinary
    committees and the lessons are learned from too. `progress` is given how many passages are encoded.
    """
    examples = trainer.corpus(corpus, progress)
    data = trainer.tabulate(examples)
    model, scores = fit_and_score(data, [*frozen_folds(data), *ordinary_folds(data)])
    held_out = HeldOutScores.of(examples, scores)
    write_model(model, target)
    held_out.frozen.judgements.write(target)
    run = ThemeRun(
        name="train",
        examples=examples,
        held_out=held_out,
        data_sets=trainer.data_sets,
        folder=target,
        tags={"version": str(SHIPPED)},
    )
    _, registered = record_themes(run)
    if VersionStore(target).champion == SHIPPED:
        set_alias(CHAMPION, registered)
    return held_out.report


def evaluate_themes(
    corpus: Path,
    trainer: ThemeTrainer,
    *,
    since: dt.date | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> ThemeReport:
    """Return how models made from the corpus do on committees held out; the run is recorded.

    With a day, how one model of what was before it does on what was from then on.
    """
    examples = trainer.corpus(corpus, progress)
    data = trainer.tabulate(examples)
    folds = [later_fold(data, since)] if since else [*frozen_folds(data), *ordinary_folds(data)]
    held_out = HeldOutScores.of(examples, score_folds(data, folds))
    run = ThemeRun(
        name="evaluate",
        examples=examples,
        held_out=held_out,
        data_sets=trainer.data_sets,
        tags={"since": str(since or "")},
    )
    record_themes(run)
    return held_out.report


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Challenger:
    """A model learned from corpus and corrections, and how it did against the champion."""

    model: ThemeModel
    examples: tuple[LabelledItem, ...]
    corrected: Corrected
    held_out: HeldOutScores
    verdict: Verdict
    data_sets: Path
    """Where the training set is kept."""


def challenge(
    trainer: ThemeTrainer, corpus: Sequence[LabelledItem], corrected: Corrected, store: VersionStore
) -> Challenger:
    """Return the challenger, trained and compared with the champion.

    Raises:
        ModelError: some version was made of exactly this.

    """
    examples = (*corpus, *corrected.examples)
    _check_new(fingerprint(examples), store)
    data = trainer.tabulate(examples)
    unseen, seen = _since_champion(corpus, corrected, store)
    folds = [*frozen_folds(data), *corrected_folds(examples, {one.id for one in unseen})]
    model, scores = fit_and_score(data, folds)
    held_out, champion = HeldOutScores.of(examples, scores), store.path(store.champion)
    before, after = trainer.tagger(read_model(champion)), trainer.tagger(model)
    frozen, judged = held_out.frozen, held_out.corrected.judgements
    contests = (
        *compare("frozen", frozen.examples, Judgements.read(champion), frozen.judgements),
        *compare("corrected", unseen, _judge(before, unseen), judged, least=1),
        # Both learned from these or from what stands beside them: at least nothing is unlearned.
        *compare("learned", seen, _judge(before, seen), _judge(after, seen), least=1),
    )
    return Challenger(
        model=model,
        examples=examples,
        corrected=corrected,
        held_out=frozen,
        verdict=Verdict(contests=contests),
        data_sets=trainer.data_sets,
    )


def _since_champion(
    corpus: Sequence[LabelledItem], corrected: Corrected, store: VersionStore
) -> tuple[tuple[LabelledItem, ...], tuple[LabelledItem, ...]]:
    """Return what was corrected since the champion was made: of meetings it learned nothing of, and others.

    Held out, an item goes with its meeting: of the others the champion would know what its rival may not.
    """
    champion = store.version(store.champion)
    position = champion.position if champion else 0
    known = {meeting_of(one.id) for one in corpus if one.group}
    known |= {
        meeting_of(item)
        for item, themes in corrected.decisions.items()
        if any(decision.number <= position for decision in themes.values())
    }
    new = corrected.since(position)
    unseen = tuple(one for one in new if meeting_of(one.id) not in known)
    return unseen, tuple(one for one in new if meeting_of(one.id) in known)


def _check_new(digest: str, store: VersionStore) -> None:
    """Refuse to learn what a version learned already, whether it serves or was refused or taken back."""
    same = {one.number for one in all_versions(store) if one.trained_on == digest}
    if store.champion in same:
        raise ModelError("nothing-new-to-learn", number=store.champion)
    if same:
        raise ModelError("learned-already", number=max(same))


def _judge(tagger: ThemeTagger, examples: Sequence[LabelledItem]) -> Judgements:
    """Return what a model says of items."""
    return Judgements.of(examples, tagger.score([one.item for one in examples]))


def settle(challenger: Challenger, store: VersionStore) -> Version:
    """Keep the challenger as a version, recorded in MLflow; let it serve if it won.

    One that won counts as broken off until `finish` has it, once the archive is tagged again: a run that
    is killed meanwhile leaves what `mend` finishes, if the version serves already, or undoes.
    """
    verdict = challenger.verdict
    version = Version(
        number=store.next_number(),
        trained_on=challenger.model.card.trained_on,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        position=challenger.corrected.position,
        corrected=len(challenger.corrected.examples),
        figures=challenger.held_out.report.metrics(),
        outcome=BROKEN_OFF if verdict.promoted else verdict.reason,
    )
    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary) / "model"
        write_model(challenger.model, target)
        challenger.held_out.judgements.write(target)
        run, registered = record_themes(_run(challenger, version, target))
        version = replace(version, run=run, registered=registered)
        store.keep(version, target)
    if verdict.promoted:
        store.promote(version.number)
        follow(store)
    else:
        set_alias(CHALLENGER, version.registered)
    return version


def _run(challenger: Challenger, version: Version, folder: Path) -> ThemeRun:
    verdict = challenger.verdict
    return ThemeRun(
        name="retrain",
        examples=challenger.examples,
        held_out=challenger.held_out,
        data_sets=challenger.data_sets,
        folder=folder,
        gains={f"{one.where}_{one.theme}_gain": one.difference.value for one in verdict.contests},
        tags={
            "version": str(version.number),
            "corrections": str(version.position),
            "outcome": verdict.reason,
        },
    )


def mend(store: VersionStore) -> Version | None:
    """Undo what a killed run kept and nobody was served; return what serves, but is to be finished still."""
    for version in store.broken_off():
        store.drop(version.number)
    left = store.broken_off()
    for version in left:
        if version.number != store.champion:
            finish(version, store)
    if left:
        follow(store)
    return next((version for version in left if version.number == store.champion), None)


def finish(version: Version, store: VersionStore) -> Version:
    """Return a version that won, noted as such: all is done that serving it asks for."""
    done = replace(version, outcome=PROMOTED)
    store.note(done)
    return done
