"""An index kept on disk: derived, checked, and made anew whenever it does not fit."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from pipeline.files import replacing
from pipeline.links.tables import Array, Arrays

FORMAT = "1"
_ABOUT = "about"


def fingerprint(model: Path) -> str:
    """Return what an index depends on beside the items: the files of the model, and the code of reading text.

    The code is part of it so that nobody has to remember a version number.
    """
    digest, code = hashlib.sha256(FORMAT.encode()), Path(__file__).parent.parent
    for folder, pattern in (
        (model, "*"),
        (code / "links", "*.py"),
        (code / "text", "*.py"),
        (code / "minutes", "passages.py"),
    ):
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def write_arrays(path: Path, arrays: Arrays, about: Mapping[str, Any]) -> None:
    """Write arrays and what is said of them into one file, whole or not at all.

    Raises:
        OSError: the file cannot be written.

    """
    told = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8)
    with replacing(path) as part, part.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **{_ABOUT: told, **arrays})


def read_arrays(path: Path) -> tuple[dict[str, Array], dict[str, Any]] | None:
    """Return the arrays of a file and what is said of them; None if there is none that can be read."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = dict(stored)
        return arrays, json.loads(arrays.pop(_ABOUT).tobytes())
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
