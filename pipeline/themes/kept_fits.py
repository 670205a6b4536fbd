"""Estimators of passages kept between trainings: corrections change items, rarely what passages teach.

Only numbers are kept, and each under a digest of all that it was learned from.
"""

import hashlib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.themes.estimators import RECIPE, passage_estimator
from pipeline.themes.examples import Examples, Flags, ThemeTable

Key = tuple[str, ...]
PASSAGES = "passages"


def passages_key(data: Examples, name: str, rows: Flags) -> Key:
    """Return what identifies an estimator of passages: all it is learned from."""
    if name not in data.digests:
        data.digests[name] = _digests(data, data.tables[name])
    digests = data.digests[name]
    used = np.unique(data.owner[rows]).tolist()
    digest = hashlib.sha256(repr(RECIPE).encode())
    for at in used:
        digest.update(digests[at])
    return (PASSAGES, name, digest.hexdigest())


def _digests(data: Examples, table: ThemeTable) -> list[bytes]:
    ends = np.searchsorted(data.owner, np.arange(len(data.items) + 1)).tolist()
    parts = (data.vectors, table.features, table.word_table, table.about)
    return [
        hashlib.sha256(b"".join(part[start:end].tobytes() for part in parts)).digest()
        for start, end in pairwise(ends)
    ]


def write_fits(fits: Mapping[Key, Any], path: Path) -> None:
    """Keep the estimators of passages among these; the file is replaced whole."""
    rows = {"/".join(key[1:]): _numbers(fit) for key, fit in fits.items() if key[0] == PASSAGES}
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new.npz")
    np.savez(new, **rows)
    new.replace(path)


def read_fits(path: Path) -> dict[Key, Any]:
    """Return the estimators that were kept; none where there is no file."""
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as kept:
        return {(PASSAGES, *name.split("/")): _estimator(kept[name]) for name in kept.files}


def _numbers(fit: Any) -> Any:
    scaler, head = fit[0], fit[-1]
    intercept = np.full_like(scaler.mean_, head.intercept_[0])
    return np.stack([scaler.mean_, scaler.factors_, head.coef_[0], intercept])


def _estimator(numbers: Any) -> Any:
    estimator = passage_estimator(0, numbers.shape[1])
    scaler, head = estimator[0], estimator[-1]
    scaler.mean_, scaler.factors_, coefficients, intercept = numbers
    scaler.n_features_in_ = head.n_features_in_ = numbers.shape[1]
    head.coef_, head.intercept_ = coefficients[None, :], intercept[:1]
    head.classes_, head.n_iter_ = np.array([False, True]), np.array([0])
    return estimator
