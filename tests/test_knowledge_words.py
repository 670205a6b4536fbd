"""The word lists and weights of data/knowledge: every list a pattern names is there, and damage is told."""

import re
import shutil
from pathlib import Path

import pytest

from pipeline.errors import KnowledgeError
from pipeline.knowledge.words import read_forms, read_party_weights, read_word_lists

ROOT = Path(__file__).parent.parent
REGISTERS = ROOT / "data" / "knowledge"


@pytest.fixture
def folder(tmp_path):
    for name in ("words.toml", "forms.toml", "party_weights.csv"):
        shutil.copy(REGISTERS / name, tmp_path / name)
    return tmp_path


def test_every_list_that_a_pattern_names_is_there_and_no_other():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pipeline" / "entities").glob("*.py"))
    forms = (REGISTERS / "forms.toml").read_text(encoding="utf-8")
    named = re.findall(r"%([a-z_]+)%|\bwords\(\"(\w+)\"\)", code + forms.partition("[pieces]")[2])
    pieces = {"upper", "lower", *read_forms(REGISTERS, "pieces")}
    assert {one or other for one, other in named} == set(read_word_lists(REGISTERS).words) | pieces


def test_a_space_in_a_name_is_written_as_a_line():
    assert "Psykiatrisk Center" in read_word_lists(REGISTERS)["heads"]


def test_a_list_that_is_not_there_is_named(folder):
    with pytest.raises(KnowledgeError, match=r"words\.toml: the list hoveder is missing"):
        read_word_lists(folder)["hoveder"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[institutions", r"cannot read the register .*words\.toml"),
        ("heads = 'Jobcenter'", r"words\.toml: heads stands outside a table"),
        ("[institutions]\nheads = ['Jobcenter']", r"institutions, heads: write words with spaces between"),
        ("[institutions]\nheads = ' '", r"institutions, heads: write words with spaces between"),
        ("[institutions]\nheads = 'Job(center'", r"institutions, heads: Job\(center is not a pattern"),
    ],
)
def test_damaged_word_lists_are_told(folder, text, complaint):
    (folder / "words.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=complaint):
        read_word_lists(folder)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[forms", r"cannot read the register .*forms\.toml"),
        ("[pieces]\n'å' = 'x'", r"forms\.toml: the list forms is missing"),
        ("[forms]\n'å' = ['x']", r"forms, å: write words"),
        ("[forms]\n'å' = ' '", r"forms, å: write words"),
    ],
)
def test_damaged_forms_are_told(folder, text, complaint):
    (folder / "forms.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=complaint):
        read_forms(folder, "forms")


def test_a_form_is_written_over_several_lines(folder):
    (folder / "forms.toml").write_text("[forms]\n'å' = '''\n  (?:Å|\n  Ø)_x\n'''", encoding="utf-8")
    assert read_forms(folder, "forms") == {"å": "(?:Å|Ø)_x"}


def test_a_weight_that_is_no_number_is_told_with_its_line(folder):
    path = folder / "party_weights.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("bias,2.1", "bias,much"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"party_weights\.csv: line 2: the weight 'much' is no number"):
        read_party_weights(folder)
