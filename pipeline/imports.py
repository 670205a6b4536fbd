"""Imports kept small: what is only looked for, or not asked for yet, is not loaded."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader, find_spec, module_from_spec
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


def lazy(name: str) -> ModuleType:
    """Return a module that is loaded when something in it is first asked for."""
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    if name in sys.modules:
        return sys.modules[name]
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


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
