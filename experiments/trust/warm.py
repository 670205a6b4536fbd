"""The program with its libraries and models loaded, and commands of it in processes forked from that.

What is forked begins at once: a kill at a random moment falls into what a command does, not what it loads.
"""

import functools
import importlib
import os
import pkgutil
import re
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"

from mutations import ROOT

import pipeline.process
import pipeline.training.theme_trainer
from pipeline.config import load_config
from pipeline.process import Processor

LATE = (
    "sqlalchemy.dialects.sqlite", "alembic.command", "snowballstemmer", "sklearn.calibration",
    "matplotlib.pyplot", "mlflow.pyfunc", "mlflow.data", "mlflow.store.tracking.sqlalchemy_store",
    "mlflow.store.model_registry.sqlalchemy_store",
)  # fmt: skip
"""What the program imports where it uses it."""


def ready() -> Processor:
    """Return a processor whose models are loaded, for every process to have them."""
    processor = Processor(load_config())
    for document in processor.read_meetings(ROOT / "data" / "example.txt"):
        processor.process(document)
    alone(processor.encoder)
    return processor


def remember(encoder: Any) -> None:
    """Let an encoder keep what it makes of each window: what it read before, it need not read again.

    Damaged files are alike but for what is damaged, and most of their time goes to the encoder.
    """
    encode, made = encoder._both, dict[bytes, Any]()

    def both(window: Any) -> Any:
        key = window.ids.tobytes()
        if key not in made:
            made[key] = encode(window)
        return made[key]

    encoder._both = both


def names_of_modules() -> list[str]:
    """Return the names of all modules of the program."""
    found = pkgutil.walk_packages(pipeline.__path__, "pipeline.")
    return [one.name for one in found if not re.search("migrations|__main__", one.name)]


def alone(encoder: Any) -> None:
    """Let an encoder begin threads of its own: those of the process it was loaded in do not come along."""
    encoder._pool = ThreadPoolExecutor(1)


def load_program() -> None:
    """Load what commands load, and let every one of them have the same encoder and rules."""
    for name in (*names_of_modules(), *LATE):
        importlib.import_module(name)
    processor = ready()
    for module in (pipeline.process, pipeline.training.theme_trainer):
        module.load_encoder = functools.partial(_same, processor.encoder)  # type: ignore[attr-defined]
    pipeline.process.build_nlp = functools.partial(_same, processor.nlp)  # type: ignore[attr-defined]


def _same(value: Any, *_: Any) -> Any:
    return value


def start(words: Sequence[str], said: Path) -> BaseProcess:
    """Start a command; what it prints goes to a file."""
    process = get_context("fork").Process(target=_command, args=(tuple(words), said))
    process.start()
    return process


def _command(words: Sequence[str], said: Path) -> None:
    with said.open("wb") as stream:
        os.dup2(stream.fileno(), 1)
        os.dup2(stream.fileno(), 2)
    from pipeline.cli import main

    alone(pipeline.process.load_encoder(load_config().encoder))
    sys.argv = ["sagsspor", *words]
    main()
