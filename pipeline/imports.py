"""Imports kept small: a library that is only looked for is not loaded."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


@contextmanager
def without(library: str) -> Iterator[None]:
    """Let imports go on as if `library` were not installed; one that is loaded already stays.

    spaCy's thinc and scikit-learn load torch wherever they find it: one to three
    seconds of every start, for layers and arrays that serving has none of.
    """
    finder = _Absent(library)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Absent(MetaPathFinder):
    """Finds one library missing.

    Not `sys.modules[library] = None`: SciPy takes a name it finds there for a library that is loaded.
    """

    def __init__(self, library: str) -> None:
        self._library = library

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the import system hands them to every finder
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname == self._library:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None
