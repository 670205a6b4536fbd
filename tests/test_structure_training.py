"""Prints of invented minutes, the CRF that learns from them, and the gate."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from pipeline.domain import AgendaItem, Ledger, Meeting, Minutes
from pipeline.minutes.document import Document
from pipeline.minutes.structure.confidence import Gate
from pipeline.minutes.structure.features import read_features
from pipeline.minutes.structure.likes import read_likes
from pipeline.minutes.structure.lines import read_lines
from pipeline.minutes.structure.roles import SECOND, STARTS, Role, load_roles, save_roles
from pipeline.minutes.structure.shapes import read_shapes
from pipeline.training.corpus import corpus_folder, read_corpus
from pipeline.training.structure.crf import Likelihood, fit, read_table
from pipeline.training.structure.examples import corrected_examples, read_example
from pipeline.training.structure.forms import Draw, Pool, read_tables
from pipeline.training.structure.measure import Judged, Report, fit_gate
from pipeline.training.structure.prints import print_minutes
from pipeline.training.structure.trainer import mean_of

SEEDS = range(40)


@pytest.fixture(scope="module")
def meetings():
    return read_corpus(corpus_folder())[:4]


@pytest.fixture(scope="module")
def prints(meetings):
    return [print_minutes(seed, meetings) for seed in SEEDS]


@pytest.fixture(scope="module")
def table(prints):
    examples = [read_example(printed) for printed in prints[:8]]
    return read_table(
        [read_features(one.lines, one.shapes) for one in examples],
        [one.roles for one in examples],
        [np.zeros((len(one.lines), len(Role))) for one in examples],
    )


def test_a_seed_gives_the_same_print_and_another_seed_another(meetings, prints):
    assert print_minutes(3, meetings) == prints[3]
    assert len({printed.document.text for printed in prints}) == len(prints)


def test_every_item_starts_with_a_word_and_not_with_the_blanks_or_the_bullet_before_it(prints):
    starts = [printed.document.text[start] for printed in prints for start in printed.items]
    assert starts
    assert not set(starts) & set(" \t\n•▸*+-")


def test_items_and_starts_of_lines_agree(prints):
    for printed in prints:
        if "\x0c" not in printed.document.text and printed.items:
            example = read_example(printed)
            assert sum(role in STARTS for role in example.roles) <= len(printed.items)


def test_rows_stand_in_the_order_of_the_text(prints):
    for printed in prints:
        assert all(a <= b for (a, _), (b, _) in pairwise(printed.roles))


def test_blocks_lie_within_the_text(prints):
    blocks = [(block, printed) for printed in prints for block in printed.document.blocks]
    assert blocks
    assert all(0 <= block.start < block.end <= len(printed.document.text) for block, printed in blocks)


def test_forms_kept_for_testing_are_never_learned_from():
    table = read_tables()["items.headings"]
    learned, tested = set(table.only(Pool.LEARNED).forms), set(table.only(Pool.TESTED).forms)
    assert not learned & tested
    assert learned | tested == set(table.forms)
    assert "{n}. {t}" in learned


def test_a_form_is_filled_with_what_is_given_and_with_words_drawn():
    draw = Draw("åben")
    assert draw.fill("{n}. {t}", n=3, t="Ærø") == "3. Ærø"
    assert draw.fill("{kle}").count("-") == 3


def test_the_gradient_is_the_slope_of_the_loss(table):
    likelihood = Likelihood(table)
    rng = np.random.default_rng(1)
    weights = rng.normal(0, 0.1, likelihood.size)
    _, gradient = likelihood(weights)
    for at in rng.choice(len(weights), 8):
        step = np.zeros_like(weights)
        step[at] = 0.1
        slope = (likelihood(weights + step)[0] - likelihood(weights - step)[0]) / 0.2
        assert slope == pytest.approx(gradient[at], abs=0.05 + 0.02 * abs(gradient[at]))


def test_what_is_fitted_knows_what_it_learned_and_is_kept_on_disk(table, prints, tmp_path):
    model = fit(table, iterations=30)
    save_roles(mean_of([model, model]), tmp_path)
    example = read_example(prints[0])
    best = load_roles(tmp_path).read(example.lines, example.shapes).best
    assert np.mean([a is b for a, b in zip(best, example.roles, strict=True)]) > 0.9


def test_the_same_prints_give_the_same_bytes(table, tmp_path):
    for name in ("one", "other"):
        save_roles(fit(table, iterations=5), tmp_path / name)
    assert (tmp_path / "one/roles.npz").read_bytes() == (tmp_path / "other/roles.npz").read_bytes()


def test_a_second_reading_goes_on_from_the_first_and_is_kept_without_features_of_neighbours(
    table, prints, tmp_path
):
    first = fit(table, iterations=30)
    examples = [read_example(printed) for printed in prints[8:14]]
    read = [first.read(one.lines, one.shapes) for one in examples]
    likes = [read_likes(one.lines, one.shapes, by) for one, by in zip(examples, read, strict=True)]
    second = fit(read_table(likes, [one.roles for one in examples], [by.said for by in read]), iterations=30)
    save_roles(second, tmp_path, SECOND)
    again = [load_roles(tmp_path, SECOND).reread(*told) for told in zip(likes, read, strict=True)]

    def right(roles):
        pairs = zip(roles, examples, strict=True)
        return sum(a is b for by, one in pairs for a, b in zip(by.best, one.roles, strict=True))

    assert right(again) > right(read)


def test_a_correction_moves_the_start_and_leaves_the_other_roles(table):
    model = fit(table, iterations=30)
    text = "1. Økonomi\n\nBeslutning\n\nGodkendt.\n\n2. Ærø Havn\n\nBeslutning\n\nUdsat."
    items = [AgendaItem(id="a/1", number="1", title="", start=start, end=len(text)) for start in (0, 35)]
    meeting = Meeting(title="", committee="Havneudvalget", date=dt.date(2021, 5, 4))
    ledger = Ledger(layout="", listed=0, found=2)
    minutes = Minutes(source="a.txt", text=text, meeting=meeting, items=tuple(items), ledger=ledger)
    (example,) = corrected_examples([minutes], model)
    starts = [line.text for line, role in zip(example.lines, example.roles, strict=True) if role in STARTS]
    assert starts == ["1. Økonomi", "2. Ærø Havn"]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_document_of_few_lines_is_read(table, count):
    lines = read_lines(Document(name="a.txt", text="\n".join(["1. Åben høring", "Godkendt.", "Ærø"][:count])))
    assert len(fit(table, iterations=1).read(lines, read_shapes(lines)).best) == count


def test_a_document_without_lines_has_no_roles(table, tmp_path):
    model = fit(table, iterations=1)
    assert model.read((), ()).best == ()
    assert model.read((), ()).probability(Role.ITEM).shape == (0,)


def test_prints_that_the_gate_does_not_accept_count_as_they_are_read_again():
    once, again = (
        Judged(layout="", gold=2, found=2, both=both, figures={"sure": -1.0}, doubted=False)
        for both in (1, 2)
    )
    accepted = replace(once, figures={"sure": 1.0})
    gate = Gate(weights={"sure": 1.0}, bias=0.0, accepts=0.5)
    report = Report(judged=(once, accepted), again=(again, again), gate=gate)
    assert report.right == 0.5
    assert report.accepted() == [accepted]


def test_the_gate_is_surer_of_what_looks_like_what_was_right():
    def judged(*, right, sure):
        return Judged(layout="", gold=2, found=2, both=1 + right, figures={"sure": sure}, doubted=False)

    gate = fit_gate([judged(right=n % 5 > 0, sure=float(n % 5)) for n in range(200)])
    assert gate.probability({"sure": 4.0}) > gate.accepts > gate.probability({"sure": 0.0})
